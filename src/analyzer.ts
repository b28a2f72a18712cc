import { Baseline } from "./baselines/baseline.ts";
import { type BaselineContext, decodeBaseline, encodeBaseline } from "./baselines/codec.ts";
import { type Carrier, StateReader, StateWriter } from "./bytes/carrier.ts";
import { damaged, decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";
import { refuseOtherOptions, refuseOtherTables } from "./checkpoint-match.ts";
import { optionError } from "./errors.ts";
import { ATTRIBUTE_CATALOGUE } from "./features/source-attributes.ts";
import { CountryIndex } from "./geo/country-index.ts";
import { Networks } from "./geo/networks.ts";
import { PlaceTable } from "./geo/place-table.ts";
import { LogInput } from "./inputs/log-input.ts";
import type { EpisodeRecord } from "./judge/episode-record.ts";
import { Judge } from "./judge/judge.ts";
import { TrafficAccount } from "./judge/traffic-account.ts";
import type { WindowRow } from "./judge/window-rows.ts";
import { type ObservedRequest, RequestWriter } from "./observed-request.ts";
import { type Observing, openObserving } from "./observing.ts";
import { zoneOffsetMs } from "./option-values.ts";
import { type AnalyzerOptions, resolveOptions, type Settings } from "./options.ts";
import { chosenFormat } from "./records/chosen-format.ts";
import type { ClientIdentity } from "./records/clients.ts";
import type { Format } from "./records/format.ts";
import { RequestRecord } from "./records/record.ts";
import { ReportBuilder } from "./reports/build/report-builder.ts";
import type { AnalyzerEvent, Episode, Report } from "./reports/report.ts";
import { RequestBatch } from "./request-batch.ts";
import { SpanReader } from "./span-reader.ts";
import type { Surroundings } from "./surroundings.ts";
import { ToldEvents } from "./told-events.ts";
import { InputWindows } from "./windows/input-windows.ts";
import type { Summariser } from "./windows/summariser.ts";
import { WindowCollector } from "./windows/window-collector.ts";
import type { WindowPool } from "./windows/window-pool.ts";
import type { WindowSummary } from "./windows/window-summary.ts";

/** Event times that a `Date` can hold, ms. */
const LATEST_MS = 8.64e15;

/**
 * Reads access logs as they stream and judges them.
 *
 * Bytes, or structured requests, go in; events come out as windows close; `finish` gives the report. The same input gives
 * the same report, byte for byte, however it is cut into chunks. There is no clock in it: time is the log's.
 * Memory is bounded by `memory` whatever the traffic does.
 *
 * @example
 * const analyzer = new Analyzer({ home: ["FR"] });
 * analyzer.push(new TextEncoder().encode('192.0.2.7 - - [06/Apr/2021:08:00:00 +0200] "GET / HTTP/1.1" 200 5\n'));
 * const report = analyzer.finish();
 * console.log(report.verdict); // normal
 */
export class Analyzer {
  readonly #settings: Settings;
  /** The options as they were given. */
  readonly #options: AnalyzerOptions;
  readonly #spanBytes: number | undefined;
  /** Null: every input's own, as detected. */
  readonly #format: Format | null;
  readonly #places: PlaceTable;
  readonly #networks: Networks;
  /** Of which time normal traffic was known at the beginning; null where it was not. */
  #learnedBefore: { readonly fromMs: number; readonly toMs: number } | null;
  readonly #observing: Observing;
  readonly #pool: WindowPool;
  readonly #collector: WindowCollector;
  readonly #summariser: Summariser;
  readonly #identity: ClientIdentity;
  readonly #judge: Judge;
  readonly #traffic: TrafficAccount;
  readonly #builder: ReportBuilder;
  readonly #inputs: LogInput[] = [];
  readonly #told = new ToldEvents();
  #unnamed: LogInput | null = null;
  #observed: LogInput | null = null;
  #writer: RequestWriter | null = null;
  /** Observed requests that wait; null where they are taken one by one. */
  #batch: RequestBatch | null = null;
  readonly #record = new RequestRecord();
  #report: Report | null = null;
  #isJudging = false;

  /**
   * @param options see {@link AnalyzerOptions} and {@link Surroundings}
   * @throws TidegaugeError `TG_OPTION` for a wrong option
   */
  constructor(options: AnalyzerOptions & Surroundings = {}) {
    const {
      places = PlaceTable.empty,
      networks: networkTable = null,
      learned,
      probe = null,
      witness,
      kernel = true,
      spanBytes,
      ...rest
    } = options;
    const settings = resolveOptions(rest);
    this.#options = rest;
    this.#settings = settings;
    this.#spanBytes = spanBytes;
    this.#places = places;
    const baseline =
      learned ??
      (settings.baseline === null
        ? new Baseline()
        : decodeBaseline(settings.baseline, this.#baselineContext));
    this.#learnedBefore = baseline.fromMs === null ? null : { fromMs: baseline.fromMs, toMs: baseline.toMs! };
    this.#format = chosenFormat(settings.format, settings.map);
    const observing = openObserving(settings, places, kernel);
    const { summariser, pool, identity, allow } = observing;
    this.#observing = observing;
    this.#summariser = summariser;
    this.#pool = pool;
    this.#identity = identity;
    this.#collector = new WindowCollector(pool);
    const countries = new CountryIndex(places);
    const networks = new Networks(networkTable);
    this.#networks = networks;
    const { tz } = settings;
    this.#judge = new Judge(
      {
        windowMs: settings.windowMs,
        latenessMs: settings.latenessMs,
        capacityRps: settings.capacityRps,
        home: settings.home,
        zoneMinutesAt: tz === null ? null : (timeMs) => zoneOffsetMs(timeMs, tz) / 60_000,
        sinceMs: settings.sinceMs,
        baseline,
        networks,
        probe,
        witness,
      },
      countries,
      this.#pool,
      {
        window: (row) => this.#emitWindow(row),
        opened: (episode) => this.#emitEpisode("episode-opened", episode),
        changed: (episode) => this.#emitEpisode("episode-changed", episode),
        closed: (record) => this.#told.close(this.#builder.episode(record)),
      },
    );
    this.#traffic = new TrafficAccount(places, countries, networks);
    this.#builder = new ReportBuilder({
      settings,
      places,
      countries,
      networks,
      judge: this.#judge,
      allow,
      learnedBefore: () => this.#learnedBefore,
    });
  }

  /**
   * Goes on from a {@link checkpoint} as the analyzer would have that wrote it: each event that it has not drained and the report are the
   * same, byte for byte.
   * @param bytes as `checkpoint()` gave them
   * @param options the same {@link Surroundings}, which are not in the bytes. Options may be left out; such as are given must be those that
   *   the checkpoint was written with
   * @throws TidegaugeError `TG_DECODE` where the bytes are damaged, of another version, or something else; `TG_OPTION` where options
   *   or surroundings differ
   * @example
   * const before = new Analyzer({ home: ["FR"] });
   * const line = new TextEncoder().encode('192.0.2.7 - - [06/Apr/2021:08:00:00 +0200] "GET / HTTP/1.1" 200 5\n');
   * before.push(line);
   * const after = Analyzer.restore(before.checkpoint());
   * after.push(line);
   * after.finish().input.lines; // 2
   */
  static restore(bytes: Uint8Array, options: AnalyzerOptions & Surroundings = {}): Analyzer {
    const { head, state } = decodeCheckpoint(bytes);
    const { places = PlaceTable.empty, networks, probe, witness, kernel, spanBytes } = options;
    refuseOtherOptions(head, options);
    refuseOtherTables(head, places, new Networks(networks ?? null));
    const learned = decodeBaseline(head.baseline, baselineContext(resolveOptions(head.options), places));
    const restored = new Analyzer({
      ...head.options,
      ...{ places, networks, probe, witness, kernel, spanBytes, learned },
    });
    restored.#learnedBefore = head.learnedBefore;
    for (const name of head.inputs) restored.open(name);
    const reader = new StateReader(state, damaged);
    restored.#carry(reader);
    if (!reader.isAtEnd) throw damaged("it holds more than is known here");
    return restored;
  }

  /**
   * All that is known so far, to go on from with {@link restore}: after a restart no request is lost and none counted twice, where
   * what comes next is what had not come here. Of files, each input's `bytes` say how far it was read.
   *
   * Ends a span of each input, see design §4: counts and samples stay the same, and what is frequent stays within its bounds.
   * MessagePack, at most some megabytes; it holds addresses, so keep it as you keep the log. O(state).
   * @throws Error after {@link finish}
   */
  checkpoint(): Uint8Array {
    this.#refuseFinished();
    this.#takeBatch();
    for (const input of this.#inputs) input.cut();
    const writer = new StateWriter();
    this.#carry(writer);
    const { baseline: _, ...options } = this.#options;
    return encodeCheckpoint(
      {
        options,
        places: [this.#places.description, this.#places.placeCount],
        networks: this.#networks.description,
        baseline: this.baseline(),
        learnedBefore: this.#learnedBefore,
        inputs: this.#inputs.map(({ name }) => name),
      },
      writer.values,
    );
  }

  /** The inputs that are open, in the order in which they were opened. */
  get inputs(): readonly LogInput[] {
    return this.#inputs;
  }

  #carry(by: Carrier): void {
    for (const input of this.#inputs) input.carry(by);
    this.#collector.carry(by);
    this.#judge.carry(by);
    this.#traffic.carry(by);
    this.#told.carry(by);
    this.#isJudging = by.value(this.#isJudging);
    const unnamed = by.value(this.#unnamed === null ? -1 : this.#inputs.indexOf(this.#unnamed));
    const observed = by.value(this.#observed === null ? -1 : this.#inputs.indexOf(this.#observed));
    if (!by.isReading) return;
    this.#unnamed = this.#inputs[unnamed] ?? null;
    this.#observed = this.#inputs[observed] ?? null;
    if (this.#observed !== null) this.#prepareObserving();
  }

  #openObserved(): LogInput {
    const input = this.open("observed requests");
    this.#prepareObserving();
    return input;
  }

  #prepareObserving(): void {
    const { kernel } = this.#summariser;
    this.#writer = new RequestWriter(kernel?.arena);
    // Between several inputs it matters when each of them is heard.
    if (kernel !== null && this.#inputs.length === 1) {
      this.#batch = new RequestBatch(kernel, this.#writer, this.#identity);
    }
  }

  /** Lets the windows have the observed requests that wait. */
  #takeBatch(): void {
    const batch = this.#batch;
    if (batch !== null && batch.count > 0) this.#observed!.requestsOf(batch);
  }

  /** Opens one of several inputs, which are merged by event time: always feed the one whose watermark is lowest. */
  open(name: string): LogInput {
    this.#refuseFinished();
    if (this.#isJudging) {
      throw new Error("Cannot open another input: windows have been judged already, open all inputs first");
    }
    this.#takeBatch();
    this.#batch = null;
    const settings = this.#settings;
    const input = new LogInput({
      name,
      format: this.#format,
      logTz: settings.logTz,
      sinceMs: settings.sinceMs,
      untilMs: settings.untilMs,
      identity: this.#identity,
      spanBytes: this.#spanBytes,
      windows: new InputWindows(this.#summariser, this.#pool, this.#collector, {
        input: this.#inputs.length,
        windowMs: settings.windowMs,
        latenessMs: settings.latenessMs,
        untilMs: settings.untilMs,
      }),
      onProgress: () => this.#settle(),
    });
    this.#inputs.push(input);
    return input;
  }

  /**
   * Reads spans in this thread, for `LogInput.adopt`.
   * @internal
   */
  spanReader(): SpanReader {
    return new SpanReader(this.#settings, this.#places, this.#observing);
  }

  /** Takes the next bytes of the one unnamed log, cut anywhere. */
  push(chunk: Uint8Array): void {
    this.#unnamed ??= this.open("-");
    this.#unnamed.push(chunk);
  }

  /** Takes one structured request, for instance from a web framework. One whose time or address is no such is counted as rejected. */
  observe(request: ObservedRequest): void {
    this.#refuseFinished();
    this.#observed ??= this.#openObserved();
    const batch = this.#batch;
    if (batch !== null) {
      if (batch.isFull) this.#takeBatch();
      if (batch.add(request)) return;
      this.#takeBatch();
    }
    this.#observed.request(this.#writer!.write(request, this.#record) ? this.#record : null);
    // Of a single input, whatever has left is settled already.
    if (this.#inputs.length > 1) this.#settle();
  }

  /**
   * Says what time it is, so that windows close and episodes end although no request comes: the core has no clock, a live
   * caller has one and calls this every second or so. Requests older than `lateness` are late from then on. An earlier
   * time than one given before, and any time before the first input, changes nothing.
   * @param time now, in the time of the requests: ms since 1970, or a `Date`
   * @throws TidegaugeError `TG_OPTION` where it is no time
   * @example
   * const analyzer = new Analyzer();
   * analyzer.drain();
   * analyzer.observe({ time: 1617688800000, address: "192.0.2.7", method: "GET", path: "/", status: 200 });
   * analyzer.advanceTo(1617688830000);
   * [...analyzer.drain()].map(({ type }) => type); // ["window"]
   */
  advanceTo(time: number | Date): void {
    this.#refuseFinished();
    const timeMs = typeof time === "number" ? time : time.getTime();
    if (!(Math.abs(timeMs) <= LATEST_MS)) {
      throw optionError("Cannot advance", `"time" must be ms since 1970 or a Date, got ${String(time)}`);
    }
    this.#takeBatch();
    for (const input of this.#inputs) input.advanceTo(timeMs);
    const watermarkMs = this.#watermarkMs;
    // No further than a window that is still open would bring the judge: minutes and states end at the same instants.
    const { windowMs } = this.#settings;
    if (Number.isFinite(watermarkMs)) this.#judge.advance(Math.floor(watermarkMs / windowMs) * windowMs);
  }

  /**
   * What has been learned of normal traffic so far, for the option `baseline` of another analyzer: who the audience is, where
   * it lives, what it does and how much of it there is at which hour. At most some 2 MB; it holds no address in the clear, yet
   * tells whether one was seen, so keep it as you keep the log.
   * @example
   * const yesterday = new Analyzer();
   * yesterday.finish();
   * const today = new Analyzer({ baseline: yesterday.baseline() });
   */
  baseline(): Uint8Array {
    this.#takeBatch();
    return encodeBaseline(this.#judge.baseline, this.#baselineContext);
  }

  /**
   * Windows and episodes settled since the last call, in order. Events are kept from the first call on: call it once
   * before the first bytes to receive all of them.
   */
  drain(): Iterable<AnalyzerEvent> {
    this.#takeBatch();
    return this.#told.drain();
  }

  /**
   * The episode that is open, as far as it is known now; null where there is none. Put together anew each time, rules
   * included, which takes some milliseconds: for a page or an alarm, not for every request.
   */
  get episode(): Episode | null {
    this.#takeBatch();
    const { open } = this.#judge;
    return open === null ? null : this.#builder.episode(open);
  }

  /** Ends all inputs, judges what is open and gives the report. Afterwards nothing more can be pushed. */
  finish(): Report {
    if (this.#report !== null) return this.#report;
    this.#takeBatch();
    for (const input of this.#inputs) input.end();
    this.#collector.close(Number.POSITIVE_INFINITY, (window) => this.#judgeWindow(window));
    this.#judge.finish();
    const { open } = this.#judge;
    const { ended, notes } = this.#told;
    const episodes = open === null ? ended : [...ended, this.#builder.episode(open)];
    const report = this.#builder.report(this.#inputs, this.#traffic, episodes);
    this.#report = notes.length === 0 ? report : { ...report, notes: [...report.notes, ...notes] };
    return this.#report;
  }

  /** The lowest of all inputs; Infinity where none is open. */
  get #watermarkMs(): number {
    let watermarkMs = Number.POSITIVE_INFINITY;
    for (const input of this.#inputs) watermarkMs = Math.min(watermarkMs, input.watermarkMs);
    return watermarkMs;
  }

  get #baselineContext(): BaselineContext {
    return baselineContext(this.#settings, this.#places);
  }

  #settle(): void {
    const watermarkMs = this.#watermarkMs;
    if (watermarkMs === Number.POSITIVE_INFINITY) return;
    this.#collector.close(watermarkMs, (window) => this.#judgeWindow(window));
  }

  #judgeWindow(window: WindowSummary): void {
    this.#isJudging = true;
    this.#judge.judge(window);
    const { sinceMs } = this.#settings;
    if (sinceMs === null || window.endMs > sinceMs) this.#traffic.add(window);
  }

  #emitWindow(row: WindowRow): void {
    if (this.#told.isHeard) this.#told.tell({ type: "window", ...this.#builder.window(row) });
  }

  #emitEpisode(type: "episode-opened" | "episode-changed", record: EpisodeRecord): void {
    if (this.#told.isHeard) this.#told.tell({ type, ...this.#builder.episode(record) });
  }

  #refuseFinished(): void {
    if (this.#report !== null) throw new Error("Cannot take more input: finish() has been called");
  }
}

function baselineContext({ seed, windowMs }: Settings, places: PlaceTable): BaselineContext {
  return { seed, windowMs, attributes: ATTRIBUTE_CATALOGUE, places };
}
