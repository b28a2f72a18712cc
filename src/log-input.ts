import type { Carrier } from "./bytes/carrier.ts";
import { type LineSink, LineSplitter, MAX_LINE_BYTES } from "./bytes/lines.ts";
import { textOf } from "./bytes/text.ts";
import { WordReader } from "./bytes/words.ts";
import type { ClientIdentity } from "./records/clients.ts";
import { type Detection, detectFormat } from "./records/detection.ts";
import type { Format } from "./records/format.ts";
import { formatOf } from "./records/formats.ts";
import { type LineReader, Outcome, REJECTIONS, type Rejection } from "./records/line-reader.ts";
import { RequestRecord } from "./records/record.ts";
import { RejectedRun } from "./records/rejected-run.ts";
import type { RejectedSample } from "./reports/report.ts";
import type { RequestBatch } from "./request-batch.ts";
import type { InputWindows, SpanWindows } from "./windows/input-windows.ts";

/** The beginning by which a format is told, in bytes. */
const DETECTION_BYTES = 256 * 1024;
/** Sketches belong to fixed spans of the decoded input, so that neither chunks nor threads can change a report. */
export const SPAN_BYTES = 8 * 1024 * 1024;
/** Samples of rejected lines, and bytes shown of each. */
const REJECTED_SAMPLES = 10;
/** Samples of one reason: the first few show what is wrong, a thousand of one would hide the others. */
const SAMPLES_OF_REASON = 2;
/** Another format is taken where it reads this share of a run of lines that the log's own does not read. */
const CHANGED_SHARE = 0.9;
/** How much of a log is read before its format is looked for again, in bytes; doubled each time that none is found. */
const FIRST_PAUSE_BYTES = 256 * 1024;
/** Changes of format that are told of. */
const MOST_CHANGES = 20;
const COMMENT = 0x23;
const NEWLINE = 10;
const SAMPLE_BYTES = 200;

/** What a {@link LogInput} is wired to. */
export interface LogInputWiring {
  readonly name: string;
  /** The format, or null to detect it. */
  readonly format: Format | null;
  /** Where the log is read from the middle on: what was found out of it before. */
  readonly within?: { readonly format: Format; readonly state: string } | undefined;
  readonly logTz: string;
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  readonly identity: ClientIdentity;
  readonly windows: InputWindows;
  /** Bytes of a span; default {@link SPAN_BYTES}. */
  readonly spanBytes?: number | undefined;
  /** Called whenever this input's watermark may have moved on. */
  readonly onProgress: () => void;
}

/**
 * What became of one span of a log that another {@link LogInput} has read, beginning within it: plain data, which passes from
 * thread to thread. Lines are numbered from the beginning of the span.
 */
export interface SpanOutcome {
  /** Name of the format in which it was read. */
  readonly format: string;
  readonly bytes: number;
  readonly lines: number;
  readonly records: number;
  readonly blank: number;
  readonly late: number;
  readonly requests: number;
  readonly outside: number;
  readonly rejected: Float64Array;
  readonly samples: readonly RejectedSample[];
  readonly firstMs: number;
  readonly lastMs: number;
  /** States of the reader (`LineReader.state`) before and after. */
  readonly stateBefore: string;
  readonly stateAfter: string;
  readonly windows: SpanWindows;
  /** The parts of its windows, see `PartWriter`. */
  readonly parts: Uint32Array<ArrayBuffer>;
}

/** Where a log goes on in another format. */
export interface FormatChange {
  /** Number of the first line in it. */
  readonly line: number;
  readonly format: string;
}

/** One log: bytes in, requests to the windows, every line accounted for. */
export class LogInput implements LineSink {
  readonly name: string;
  /** Lines, those that became requests, and those that hold none by nature. */
  lines = 0;
  records = 0;
  blank = 0;
  late = 0;
  /** Requests in the records: lines of some formats hold several. */
  requests = 0;
  /** Requests before `since` or after `until`. */
  outside = 0;
  bytes = 0;
  /**
   * Count by index of {@link REJECTIONS}.
   * @internal
   */
  readonly rejected = new Float64Array(REJECTIONS.length);
  readonly samples: RejectedSample[] = [];
  /** Time of the first and of the last request, ms since 1970. */
  firstMs = Number.POSITIVE_INFINITY;
  lastMs = Number.NEGATIVE_INFINITY;
  /**
   * What was found out about the format; null while it is not needed or not yet known.
   * @internal
   */
  detection: Detection | null = null;
  /**
   * Changes of the format within the log, the first ones.
   * @internal
   */
  readonly formatChanges: FormatChange[] = [];
  readonly #wiring: LogInputWiring;
  readonly #splitter: LineSplitter;
  readonly #record = new RequestRecord();
  #reader: LineReader | null;
  /** The first one, and the one of the last lines. */
  #format: Format | null;
  #current: Format | null;
  /** Null where the format was given, or the next change is not yet looked for. */
  #run: RejectedRun | null = null;
  #runFrom = 0;
  #pauseBytes = FIRST_PAUSE_BYTES;
  #head: Uint8Array | null = null;
  #headBytes = 0;
  /** Bytes of the head by which a format was looked for early. */
  #triedBytes = 0;
  readonly #spanBytes: number;
  #spanEnd: number;
  #mostSamples = REJECTED_SAMPLES;
  /** Runs of other lines after which the format was looked for anew. */
  #formatSearches = 0;
  #isObserved = false;
  #ended = false;

  constructor(wiring: LogInputWiring) {
    this.name = wiring.name;
    this.#wiring = wiring;
    this.#splitter = new LineSplitter(this);
    const { format, within, logTz, spanBytes = SPAN_BYTES } = wiring;
    this.#spanBytes = spanBytes;
    this.#spanEnd = spanBytes;
    this.#format = within?.format ?? format;
    this.#current = this.#format;
    this.#reader = this.#format?.open({ logTz }) ?? null;
    if (within === undefined) return;
    this.#reader!.resume?.(within.state);
    this.#mostSamples = Number.POSITIVE_INFINITY;
    wiring.windows.beginWithin();
  }

  /** The longest line that is read: as the format has it. */
  get maxLineBytes(): number {
    return this.#reader?.maxLineBytes ?? MAX_LINE_BYTES;
  }

  /** Event time before which this input sends nothing more, ms since 1970; -Infinity at first, Infinity at its end. */
  get watermarkMs(): number {
    return this.#ended ? Number.POSITIVE_INFINITY : this.#wiring.windows.watermarkMs;
  }

  /** Largest `lateness` that a late line would have needed, ms; 0 where none was late. */
  get worstLatenessMs(): number {
    return this.#wiring.windows.worstLatenessMs;
  }

  /** True once it is clear that no format reads this log. */
  get formatUnknown(): boolean {
    return this.detection !== null && this.detection.format === null;
  }

  /** Name of the format that the log begins with, or null while it is unknown; `observed` where no line was read. */
  get formatName(): string | null {
    return this.#isObserved ? "observed" : (this.#format?.name ?? null);
  }

  /**
   * From where others may read on: the format and the state of its reader; null where that cannot be told, within a line, or where
   * lines wait for others.
   * @internal
   */
  get resumption(): { readonly format: Format; readonly state: string } | null {
    const state = this.#reader?.state ?? null;
    const isWaiting = this.#run !== null && this.#run.length > 0;
    if (this.#current === null || state === null || isWaiting || !this.#splitter.isBetweenLines) return null;
    return { format: this.#current, state };
  }

  /**
   * Ends a span that was read from within the log.
   * @param parts what {@link LogInputWiring.windows} has handed over, written down once this has ended
   * @returns null where what was made of it may depend on the lines before or after it
   * @internal
   */
  endSpan(stateBefore: string, parts: { take(): Uint32Array<ArrayBuffer> }): SpanOutcome | null {
    this.#splitter.end();
    const { resumption } = this;
    const { windows } = this.#wiring;
    windows.cut();
    const written = parts.take();
    if (resumption === null || this.#formatSearches > 0) return null;
    const { bytes, lines, records, blank, late, requests, outside, rejected, samples, firstMs, lastMs } =
      this;
    return {
      ...{ bytes, lines, records, blank, late, requests, outside, rejected, samples, firstMs, lastMs },
      format: resumption.format.name,
      stateBefore,
      stateAfter: resumption.state,
      windows: {
        firstMs: windows.firstMs,
        maximumMs: windows.maximumMs,
        earliestEndMs: windows.earliestEndMs,
        late,
        worstLatenessMs: windows.worstLatenessMs,
        hasDoubted: windows.hasDoubted,
      },
      parts: written,
    };
  }

  /**
   * Takes what another reader has made of the next span, as if its bytes had been pushed here.
   * @returns false where they must be pushed: what came before matters to them. Nothing has changed then
   * @internal
   */
  adopt(span: SpanOutcome): boolean {
    const { windows } = this.#wiring;
    const { resumption } = this;
    const goesOn = resumption?.format.name === span.format && resumption.state === span.stateBefore;
    if (this.#ended || !goesOn || !windows.canAdopt(span.windows)) return false;
    this.#splitter.skip(span.bytes);
    this.#reader!.resume?.(span.stateAfter);
    const before = Float64Array.from(this.rejected);
    for (const sample of span.samples) {
      const reason = REJECTIONS.indexOf(sample.reason as Rejection);
      before[reason]! += 1;
      if (before[reason]! > SAMPLES_OF_REASON || this.samples.length >= this.#mostSamples) continue;
      this.samples.push({ ...sample, line: this.lines + sample.line });
    }
    for (const [reason, count] of span.rejected.entries()) this.rejected[reason]! += count;
    this.bytes += span.bytes;
    this.lines += span.lines;
    this.records += span.records;
    this.blank += span.blank;
    this.late += span.late;
    this.requests += span.requests;
    this.outside += span.outside;
    this.firstMs = Math.min(this.firstMs, span.firstMs);
    this.lastMs = Math.max(this.lastMs, span.lastMs);
    this.#spanEnd = (Math.floor(this.bytes / this.#spanBytes) + 1) * this.#spanBytes;
    windows.adopt(span.windows, new WordReader(span.parts), this.#wiring.onProgress);
    return true;
  }

  /** Parts of windows that the last span gave. */
  get partsOfSpan(): number {
    return this.#wiring.windows.partsOfSpan;
  }

  /** End of the span at hand, in bytes from the beginning of the log: lines that begin there or later belong to the next one. */
  get spanEnd(): number {
    return this.#spanEnd;
  }

  /**
   * Ends a span before {@link adopt}: what comes next belongs to another one.
   * @internal
   */
  cut(): void {
    this.#wiring.windows.cut();
    this.#spanEnd = (Math.floor(this.bytes / this.#spanBytes) + 1) * this.#spanBytes;
    this.#wiring.onProgress();
  }

  /** Takes the next bytes of the log, cut anywhere. They are not kept. @throws Error after {@link end} */
  push(chunk: Uint8Array): void {
    if (this.#ended) throw new Error(`Cannot take more input: ${this.name} has ended`);
    this.bytes += chunk.length;
    if (this.#reader !== null || this.detection !== null) {
      this.#split(chunk);
      this.#wiring.onProgress();
      return;
    }
    this.#head ??= new Uint8Array(DETECTION_BYTES);
    const taken = Math.min(chunk.length, DETECTION_BYTES - this.#headBytes);
    this.#head.set(chunk.subarray(0, taken), this.#headBytes);
    this.#headBytes += taken;
    if (this.#headBytes < DETECTION_BYTES) return;
    this.#detect(false);
    this.#split(chunk.subarray(taken));
    this.#wiring.onProgress();
  }

  /** Moves event time on without a line, see {@link Analyzer.advanceTo}. */
  advanceTo(timeMs: number): void {
    if (this.#ended) return;
    // Time must not overtake lines that wait for others by which their format is told.
    if (this.#headBytes > 0 && this.#head !== null && !this.#detectEarly()) return;
    this.#wiring.windows.advanceTo(timeMs);
    this.#wiring.onProgress();
  }

  /** Ends the log: a last line without newline counts. */
  end(): void {
    if (this.#ended) return;
    if (this.#reader === null && this.detection === null && this.#headBytes > 0) this.#detect(true);
    this.#splitter.end();
    this.#endRun();
    this.#wiring.windows.cut();
    this.#ended = true;
    this.#wiring.onProgress();
  }

  /** Lines from the splitter, as many as the kernel can read by itself. */
  takeLines(bytes: Uint8Array, start: number): number {
    const { windows, sinceMs } = this.#wiring;
    const { kernel } = windows;
    const program = this.#reader?.kernelProgram ?? null;
    if (kernel === null || program === null || bytes.buffer !== kernel.input.buffer) return start;
    if (this.#run !== null && this.#run.length > 0) return start;
    const { lineOffset, maxLineBytes } = this.#splitter;
    const limit = Math.min(bytes.length, start + this.#spanEnd - lineOffset);
    const end = windows.run(program, bytes, start, limit, maxLineBytes, sinceMs ?? Number.NEGATIVE_INFINITY);
    if (end === start) return start;
    this.lines += kernel.lines;
    this.records += kernel.lines;
    this.requests += kernel.lines;
    this.firstMs = Math.min(this.firstMs, kernel.firstMs);
    this.lastMs = Math.max(this.lastMs, kernel.lastMs);
    return end;
  }

  /**
   * A line from the splitter.
   * @internal
   */
  line(bytes: Uint8Array, start: number, end: number): void {
    this.lines += 1;
    if (this.#splitter.lineOffset >= this.#spanEnd) {
      this.#wiring.windows.cut();
      this.#spanEnd = (Math.floor(this.#splitter.lineOffset / this.#spanBytes) + 1) * this.#spanBytes;
    }
    if (this.#reader === null) {
      if (start === end) this.blank += 1;
      else this.#reject(0, bytes, start, end, this.lines);
      return;
    }
    const outcome = start === end ? Outcome.blank : this.#reader.read(bytes, start, end, this.#record);
    if (outcome === Outcome.record) {
      // The record lies in the bytes of the line, so it outlives the run before it.
      if (this.#run !== null && this.#run.length > 0) this.#giveUpRun();
      this.#count(this.#take(this.#record));
    } else if (this.#wiring.format === null) this.#hold(bytes, start, end, outcome);
    else this.#settle(this.lines, bytes, start, end, outcome);
  }

  /**
   * The beginning of a line that is longer than the limit.
   * @internal
   */
  overlong(bytes: Uint8Array, start: number, end: number): void {
    this.#endRun();
    this.lines += 1;
    this.#reject(REJECTIONS.indexOf("overlong"), bytes, start, end, this.lines);
  }

  /**
   * A request that came as a record instead of a line; null where it could not be read.
   * @internal
   */
  request(record: RequestRecord | null): void {
    this.#isObserved = true;
    this.lines += 1;
    if (record === null) this.rejected[REJECTIONS.indexOf("bad-address")]! += 1;
    else if (this.#take(record)) this.records += 1;
    else this.late += 1;
  }

  /**
   * The same for many requests at once, in their order; empties the batch.
   * @internal
   */
  requestsOf(batch: RequestBatch): void {
    const { windows, sinceMs } = this.#wiring;
    this.#isObserved = true;
    for (let at = 0; at < batch.count; at += 1) {
      const end = windows.runRecords(at, batch.count, sinceMs ?? Number.NEGATIVE_INFINITY);
      if (end > at) {
        this.lines += end - at;
        this.records += end - at;
        this.requests += end - at;
        this.firstMs = Math.min(this.firstMs, windows.kernel!.firstMs);
        this.lastMs = Math.max(this.lastMs, windows.kernel!.lastMs);
        at = end;
      }
      // One that opens a window, or makes one leave.
      if (at < batch.count) this.request(batch.read(at, this.#record));
    }
    batch.clear();
  }

  /**
   * Carries its state into a checkpoint, or out of one. What is written down ends a span: see {@link cut}.
   * @throws Error where the format keeps of its lines what it cannot tell
   * @internal
   */
  carry(by: Carrier): void {
    this.lines = by.value(this.lines);
    this.records = by.value(this.records);
    this.blank = by.value(this.blank);
    this.late = by.value(this.late);
    this.requests = by.value(this.requests);
    this.outside = by.value(this.outside);
    this.bytes = by.value(this.bytes);
    this.rejected.set(by.value(this.rejected));
    this.samples.splice(0, this.samples.length, ...by.value([...this.samples]));
    this.firstMs = by.value(this.firstMs);
    this.lastMs = by.value(this.lastMs);
    this.formatChanges.splice(0, this.formatChanges.length, ...by.value([...this.formatChanges]));
    this.#runFrom = by.value(this.#runFrom);
    this.#pauseBytes = by.value(this.#pauseBytes);
    this.#triedBytes = by.value(this.#triedBytes);
    this.#spanEnd = by.value(this.#spanEnd);
    this.#formatSearches = by.value(this.#formatSearches);
    this.#isObserved = by.value(this.#isObserved);
    this.#ended = by.value(this.#ended);
    this.#splitter.carry(by);
    this.#wiring.windows.carry(by);
    this.#carryFormat(by);
    if (by.value(this.#run !== null)) {
      this.#run ??= new RejectedRun();
      this.#run.carry(by);
    }
  }

  /** Carries what is known of the format, or the lines by which it is to be known. */
  #carryFormat(by: Carrier): void {
    const head = by.value(this.#head === null ? null : this.#head.slice(0, this.#headBytes));
    const detection = by.value(
      this.detection && { ...this.detection, format: this.detection.format?.name ?? null },
    );
    const names = by.value([this.#format?.name ?? null, this.#current?.name ?? null]);
    const state = by.value(this.#reader?.state ?? null);
    if (!by.isReading) {
      if (this.#reader === null || state !== null) return;
      throw new Error(
        `Cannot write a checkpoint: ${this.#reader.name} does not tell what it keeps of its lines`,
      );
    }
    if (head !== null) {
      this.#head = new Uint8Array(DETECTION_BYTES);
      this.#head.set(head);
      this.#headBytes = head.length;
    }
    const [format, current] = names.map((name) => this.#formatNamed(name));
    this.#format = format!;
    this.#current = current!;
    this.detection = detection && { ...detection, format: this.#formatNamed(detection.format) };
    this.#reader = this.#current?.open({ logTz: this.#wiring.logTz }) ?? null;
    if (state !== null) this.#reader?.resume?.(state);
  }

  #formatNamed(name: string | null): Format | null {
    if (name === null) return null;
    const { format } = this.#wiring;
    return format?.name === name ? format : formatOf(name);
  }

  /** Counts the line of a request, and takes the others that it may hold. */
  #count(isTaken: boolean): void {
    if (isTaken) this.records += 1;
    else this.late += 1;
    const reader = this.#reader!;
    if (reader.more === undefined) return;
    while (reader.more(this.#record)) this.#take(this.#record);
  }

  /** Adds a request to its window; false where it came too late. */
  #take(record: RequestRecord): boolean {
    this.#wiring.identity.resolve(record);
    const { windows } = this.#wiring;
    if (!windows.observe(record)) return false;
    if (windows.released) {
      // At once, not at the end of the chunk: a chunk may hold a year.
      windows.released = false;
      this.#wiring.onProgress();
    }
    this.requests += 1;
    const { timeMs } = record;
    if (timeMs < this.firstMs) this.firstMs = timeMs;
    if (timeMs > this.lastMs) this.lastMs = timeMs;
    const { sinceMs, untilMs } = this.#wiring;
    if ((sinceMs !== null && timeMs < sinceMs) || (untilMs !== null && timeMs >= untilMs)) this.outside += 1;
    return true;
  }

  /** Splits a chunk, which is brought to where a kernel can read it, unless it lies there already. */
  #split(chunk: Uint8Array): void {
    const input = this.#wiring.windows.kernel?.input;
    if (input === undefined || this.#wiring.identity.looksBehindPeers || chunk.buffer === input.buffer) {
      this.#splitter.push(chunk);
      return;
    }
    for (let at = 0; at < chunk.length; at += input.length) {
      const piece = chunk.subarray(at, at + input.length);
      input.set(piece);
      this.#splitter.push(input.subarray(0, piece.length));
    }
  }

  /** A line that is no request. */
  #settle(line: number, bytes: Uint8Array, start: number, end: number, outcome: number): void {
    if (outcome === Outcome.blank) this.blank += 1;
    else this.#reject(outcome - 2, bytes, start, end, line);
  }

  /** Keeps a line that is no request: after many of them in a row the log may have changed its format. */
  #hold(bytes: Uint8Array, start: number, end: number, outcome: number): void {
    const goesOn = this.#run !== null && this.#run.length > 0;
    // Comments may be the head of the next format (#Fields), and so begin a run as rejected lines do.
    const mayBegin = outcome !== Outcome.blank || (end > start && bytes[start] === COMMENT);
    if (!goesOn && (!mayBegin || this.#splitter.lineOffset < this.#runFrom)) {
      this.#settle(this.lines, bytes, start, end, outcome);
      return;
    }
    this.#run ??= new RejectedRun();
    if (this.#run.fits(end - start)) {
      this.#run.add(this.lines, bytes, start, end, outcome);
      return;
    }
    const reader = this.#reader;
    this.#endRun();
    if (this.#reader === reader) this.#settle(this.lines, bytes, start, end, outcome);
    else this.#again(this.lines, bytes, start, end);
  }

  /** A run without end: finds the format of its lines, where they have one, and reads them in it. */
  #endRun(): void {
    const run = this.#run;
    if (run === null || run.length === 0) return;
    if (!run.isLong) {
      this.#giveUpRun();
      return;
    }
    const { logTz } = this.#wiring;
    this.#formatSearches += 1;
    const { format, share } = detectFormat(run.bytes, { logTz });
    if (format === null || share < CHANGED_SHARE || format.name === this.#current?.name) {
      this.#runFrom = this.#splitter.lineOffset + this.#pauseBytes;
      this.#pauseBytes *= 2;
      this.#giveUpRun();
      return;
    }
    this.#current = format;
    this.#reader = format.open({ logTz });
    this.#pauseBytes = FIRST_PAUSE_BYTES;
    if (this.formatChanges.length < MOST_CHANGES) {
      this.formatChanges.push({ line: run.firstLine, format: format.name });
    }
    run.drain((line, bytes, start, end) => this.#again(line, bytes, start, end));
  }

  /** Counts the lines of a run as what they were in the format so far. */
  #giveUpRun(): void {
    this.#run?.drain((line, bytes, start, end, outcome) => this.#settle(line, bytes, start, end, outcome));
  }

  /** Reads a line once more, in the format found since. */
  #again(line: number, bytes: Uint8Array, start: number, end: number): void {
    const record = this.#record;
    const outcome = start === end ? Outcome.blank : this.#reader!.read(bytes, start, end, record);
    if (outcome === Outcome.record) this.#count(this.#take(record));
    else this.#settle(line, bytes, start, end, outcome);
  }

  #reject(reason: number, bytes: Uint8Array, start: number, end: number, line: number): void {
    const before = this.rejected[reason]!;
    this.rejected[reason] = before + 1;
    if (before >= SAMPLES_OF_REASON || this.samples.length >= this.#mostSamples) return;
    const text = textOf(bytes, start, Math.min(end, start + SAMPLE_BYTES));
    this.samples.push({ line, reason: REJECTIONS[reason]!, text });
  }

  /** Tells the format by what there is; false where that is too little, and the lines wait on. */
  #detectEarly(): boolean {
    const end = this.#head!.lastIndexOf(NEWLINE, this.#headBytes - 1) + 1;
    if (end === this.#triedBytes) return false;
    this.#triedBytes = end;
    const { format } = detectFormat(this.#head!.subarray(0, end), { logTz: this.#wiring.logTz });
    if (format === null) return false;
    this.#detect(false);
    return true;
  }

  #detect(whole: boolean): void {
    const head = this.#head!.subarray(0, this.#headBytes);
    // A line that the sample cuts off must not count against a format.
    const last = whole ? head.length : head.lastIndexOf(10) + 1;
    this.detection = detectFormat(head.subarray(0, last > 0 ? last : head.length), {
      logTz: this.#wiring.logTz,
    });
    this.#format = this.detection.format;
    this.#current = this.#format;
    this.#reader = this.#format?.open({ logTz: this.#wiring.logTz }) ?? null;
    this.#head = null;
    this.#split(head);
  }
}
