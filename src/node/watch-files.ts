import { setTimeout as sleep } from "node:timers/promises";
import { Analyzer } from "../analyzer.ts";
import { optionError, TidegaugeError } from "../errors.ts";
import type { LogInput } from "../inputs/log-input.ts";
import { durationMs } from "../option-values.ts";
import { type AnalyzerOptions, type Duration, resolveOptions } from "../options.ts";
import { anonymizeEvent } from "../reports/anonymize.ts";
import type { AnalyzerEvent, Report } from "../reports/report.ts";
import { type AnalyzeFilesOptions, placesFor } from "./analyze-files.ts";
import { FollowedFile } from "./followed-file.ts";
import { readFormatFile } from "./format-file.ts";
import { liveSeed } from "./live-seed.ts";
import { loadNetworks } from "./place-data.ts";
import { readWatchCheckpoint, type WatchCheckpoint, writeWatchCheckpoint } from "./watch-checkpoint.ts";

/** How often files are looked at. */
const POLL_MS = 250;
/** How long a silent log is waited for at most, however late its lines have come. */
const MOST_PATIENCE_MS = 600_000;
/** How often a checkpoint is kept. */
const CHECKPOINT_MS = 60_000;

/** What {@link watchFiles} can be told. */
export interface WatchFilesOptions
  extends Omit<AnalyzerOptions, "until" | "maxRejected" | "format">,
    Pick<AnalyzeFilesOptions, "format" | "geo" | "asn" | "places" | "placeCache"> {
  /**
   * How long a silent log is waited for: servers write in pieces, some of them every minute. Beyond that event time goes on
   * without it, at the pace of the clock, so that the windows of a dead site close. Grows where lines come later. Default
   * `60s`.
   */
  readonly patience?: Duration | undefined;
  /**
   * A file in which all that is known is kept every minute, and at the end. Where it is there when watching begins, watching goes on from it:
   * no request is lost, also of logs that have been rotated since, and none counted twice. What was told after the last
   * checkpoint is told again. Default: none.
   */
  readonly checkpoint?: string | undefined;
  /** Told of files that are gone, with what was written to them meanwhile, and of checkpoints that could not be written. */
  readonly onNote?: ((text: string) => void) | undefined;
  /** Ends the watching; what was read is judged, and the report is the last event. */
  readonly signal?: AbortSignal | undefined;
  /** Called once, when all that had been written before has been read. */
  readonly onCaughtUp?: (() => void) | undefined;
}

/** What remains of watching. */
export interface Watched {
  readonly report: Report;
  /** What is known of normal traffic now: see `Analyzer.baseline`. */
  baseline(): Uint8Array;
}

/**
 * Follows growing logs through their rotation and judges them as they are written: windows and episodes as they settle, and at last
 * the report. What stands in the files already is read first and teaches what is normal. Event time is the logs'; where all
 * are silent for a minute, it goes on at the pace of the clock. Ends when `signal` aborts; leaving the loop ends it without a
 * report. The seed is drawn at random, or is that of `baseline`.
 *
 * @throws TidegaugeError `TG_OPTION` for a wrong option, `TG_UNREADABLE` where a file cannot be read or is compressed,
 *   `TG_FORMAT_UNKNOWN` where one is no access log of a known format
 * @example
 * const controller = new AbortController();
 * setTimeout(() => controller.abort(), 1000);
 * for await (const event of watchFiles(["access.log"], { home: ["FR"], signal: controller.signal })) {
 *   if (event.type === "episode-opened") console.log(event.verdict, event.onset);
 * }
 */
export async function* watchFiles(
  paths: readonly string[],
  options: WatchFilesOptions = {},
): AsyncGenerator<AnalyzerEvent, Watched, undefined> {
  const { signal, onCaughtUp, patience = "60s", geo, places, asn, placeCache, ...others } = options;
  const { checkpoint, onNote, ...rest } = others;
  const given = { ...rest, ...(rest.format !== undefined && { format: readFormatFile(rest.format) }) };
  const { latenessMs, anonymize } = resolveOptions(given);
  const patienceMs = durationMs({ attempt: "Cannot watch", name: "patience" }, patience);
  if (paths.length === 0) throw optionError("Cannot watch", "name the files to follow");
  const names = [...new Set(paths)];
  const saved = checkpoint === undefined ? null : readWatchCheckpoint(checkpoint, names);
  const logs = await openAll(names, saved, onNote);
  try {
    const { table } = placesFor(places, geo, placeCache);
    const networks = asn === undefined ? undefined : loadNetworks(asn);
    const analyzer =
      saved === null
        ? new Analyzer({ ...given, seed: given.seed ?? liveSeed(given.baseline), places: table, networks })
        : Analyzer.restore(saved.analyzer, { ...given, places: table, networks });
    const events = function* () {
      for (const event of analyzer.drain()) yield anonymize ? anonymizeEvent(event) : event;
    };
    yield* events();
    const inputs = logs.map((log, at) => new Followed(log, analyzer.inputs[at] ?? analyzer.open(log.name)));
    const clock = new Patience(inputs, latenessMs, patienceMs);
    let keptAtMs = performance.now();
    const keep = async () => {
      if (checkpoint === undefined) return;
      keptAtMs = performance.now();
      const files = [];
      for (const log of logs) files.push({ name: log.name, ...(await log.place()) });
      writeWatchCheckpoint(checkpoint, { files, analyzer: analyzer.checkpoint() });
    };
    // A disk that fills up must not end the watching of a site.
    const keepOn = async () => {
      await keep().catch((error: Error) => onNote?.(`${error.message}; watching goes on`));
    };
    // Where it cannot be kept at all, that is said at once.
    await keep();
    let isCaughtUp = false;
    while (!isStopped(signal)) {
      let next = furthestBehind(inputs);
      while (next !== null && !isStopped(signal)) {
        clock.heard(await next.step());
        clock.passOver(inputs.filter(({ isAtEnd }) => isAtEnd));
        yield* events();
        if (performance.now() - keptAtMs >= CHECKPOINT_MS) await keepOn();
        next = furthestBehind(inputs);
      }
      clock.goOn(analyzer);
      yield* events();
      if (!isCaughtUp && !isStopped(signal)) onCaughtUp?.();
      if (!isCaughtUp || performance.now() - keptAtMs >= CHECKPOINT_MS) await keepOn();
      isCaughtUp = true;
      await sleep(POLL_MS, undefined, { signal }).catch(() => {});
      for (const input of inputs) input.isAtEnd = false;
    }
    await keepOn();
    const report = analyzer.finish();
    yield* events();
    yield anonymize ? anonymizeEvent({ type: "report", ...report }) : { type: "report", ...report };
    return { report, baseline: () => analyzer.baseline() };
  } finally {
    for (const log of logs) await log.close();
  }
}

/** Asked anew each time: it may have changed while something was awaited. */
function isStopped(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

async function openAll(
  names: readonly string[],
  saved: WatchCheckpoint | null,
  onNote: (text: string) => void = () => {},
): Promise<FollowedFile[]> {
  const opened: FollowedFile[] = [];
  try {
    for (const [at, name] of names.entries()) {
      const place = saved?.files[at];
      opened.push(
        place === undefined ? await FollowedFile.open(name) : await FollowedFile.resume(name, place, onNote),
      );
    }
    return opened;
  } catch (error) {
    for (const log of opened) await log.close();
    throw error;
  }
}

/** A log and what becomes of it. */
class Followed {
  /** Whether all that has been written was read when it was last looked at. */
  isAtEnd = false;
  readonly input: LogInput;
  readonly #log: FollowedFile;

  constructor(log: FollowedFile, input: LogInput) {
    this.#log = log;
    this.input = input;
  }

  /** Reads on; false at the end of what there is. @throws TidegaugeError `TG_FORMAT_UNKNOWN` where it is no known log */
  async step(): Promise<boolean> {
    const chunk = await this.#log.next();
    this.isAtEnd = chunk === null;
    if (chunk === null) return false;
    this.input.push(chunk);
    if (!this.input.formatUnknown) return true;
    const { name } = this.#log;
    throw new TidegaugeError(
      "TG_FORMAT_UNKNOWN",
      `Cannot watch ${name}: it is in no format that tidegauge knows. See: tidegauge detect ${name}`,
    );
  }
}

/** Of those that may have more, the one whose time is furthest behind; null where all are at their end. */
function furthestBehind(inputs: readonly Followed[]): Followed | null {
  let behind: Followed | null = null;
  for (const one of inputs) {
    if (one.isAtEnd) continue;
    if (behind === null || one.input.watermarkMs < behind.input.watermarkMs) behind = one;
  }
  return behind;
}

/** How long logs that say nothing are waited for. */
class Patience {
  readonly #inputs: readonly Followed[];
  readonly #latenessMs: number;
  #patienceMs: number;
  #heardAtMs = performance.now();
  /** Late lines so far: more of them after a silence were not waited for long enough. */
  #late = 0;

  constructor(inputs: readonly Followed[], latenessMs: number, patienceMs: number) {
    this.#patienceMs = patienceMs;
    this.#inputs = inputs;
    this.#latenessMs = latenessMs;
  }

  /** Takes note of what a look at a log has brought. */
  heard(isMore: boolean): void {
    if (!isMore) return;
    const silentMs = this.#silentMs;
    this.#heardAtMs = performance.now();
    const late = this.#inputs.reduce((sum, one) => sum + one.input.late, 0);
    if (silentMs > this.#patienceMs && late > this.#late) {
      this.#patienceMs = Math.min(MOST_PATIENCE_MS, Math.max(this.#patienceMs, 2 * silentMs));
    }
    this.#late = late;
  }

  /** Lets logs at their end not hold up the others: their time is at most the patience behind. */
  passOver(silent: readonly Followed[]): void {
    const timeMs = this.#lastMs - this.#patienceMs;
    if (silent.length > 0 && Number.isFinite(timeMs)) for (const { input } of silent) input.advanceTo(timeMs);
  }

  /** Lets time go on where all are silent. */
  goOn(analyzer: Analyzer): void {
    const timeMs = this.#lastMs - this.#patienceMs + this.#silentMs;
    // A few lines must do to tell a format by, where no more of them come at once.
    for (const { input } of this.#inputs) input.advanceTo(timeMs);
    if (Number.isFinite(timeMs)) analyzer.advanceTo(timeMs);
  }

  get #silentMs(): number {
    return performance.now() - this.#heardAtMs;
  }

  /** The latest event time of all. */
  get #lastMs(): number {
    return Math.max(...this.#inputs.map(({ input }) => input.watermarkMs + this.#latenessMs));
  }
}
