import type { Carrier } from "../bytes/carrier.ts";
import { type LineSink, LineSplitter, MAX_LINE_BYTES } from "../bytes/lines.ts";
import { WordReader } from "../bytes/words.ts";
import type { ClientIdentity } from "../records/clients.ts";
import type { Detection } from "../records/detection.ts";
import type { Format } from "../records/format.ts";
import { Outcome, REJECTIONS } from "../records/line-reader.ts";
import { RequestRecord } from "../records/record.ts";
import type { RequestBatch } from "../request-batch.ts";
import type { InputWindows } from "../windows/input-windows.ts";
import { FollowedFormat, type FormatChange, type FormatWiring } from "./followed-format.ts";
import { HeadSample } from "./head-sample.ts";
import { LineAccount } from "./line-account.ts";
import { endOfSpan, SPAN_BYTES, type SpanOutcome } from "./span-outcome.ts";

/** What a {@link LogInput} is wired to. */
export interface LogInputWiring extends FormatWiring {
  readonly name: string;
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  readonly identity: ClientIdentity;
  readonly windows: InputWindows;
  /** Bytes of a span; default {@link SPAN_BYTES}. */
  readonly spanBytes?: number | undefined;
  /** Called whenever this input's watermark may have moved on. */
  readonly onProgress: () => void;
}

/** One log: bytes in, requests to the windows, every line accounted for. */
export class LogInput extends LineAccount implements LineSink {
  readonly name: string;
  readonly #wiring: LogInputWiring;
  readonly #splitter: LineSplitter;
  readonly #record = new RequestRecord();
  readonly #format: FollowedFormat;
  readonly #head = new HeadSample();
  readonly #spanBytes: number;
  #spanEnd: number;
  #isObserved = false;
  #ended = false;

  constructor(wiring: LogInputWiring) {
    super(wiring.within !== undefined);
    this.name = wiring.name;
    this.#wiring = wiring;
    this.#splitter = new LineSplitter(this);
    this.#format = new FollowedFormat(wiring, {
      settle: (line, bytes, start, end, outcome) => this.#settle(line, bytes, start, end, outcome),
      again: (line, bytes, start, end) => this.#again(line, bytes, start, end),
    });
    const { within, spanBytes = SPAN_BYTES } = wiring;
    this.#spanBytes = spanBytes;
    this.#spanEnd = spanBytes;
    if (within !== undefined) wiring.windows.beginWithin();
  }

  /**
   * What was found out about the format; null while it is not needed or not yet known.
   * @internal
   */
  get detection(): Detection | null {
    return this.#format.detection;
  }

  /**
   * Changes of the format within the log, the first ones.
   * @internal
   */
  get formatChanges(): readonly FormatChange[] {
    return this.#format.changes;
  }

  /** The longest line that is read: as the format has it. */
  get maxLineBytes(): number {
    return this.#format.reader?.maxLineBytes ?? MAX_LINE_BYTES;
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
    return this.#format.isUnknown;
  }

  /** Name of the format that the log begins with, or null while it is unknown; `observed` where no line was read. */
  get formatName(): string | null {
    return this.#isObserved ? "observed" : (this.#format.first?.name ?? null);
  }

  /**
   * Where bytes are best put that are then pushed, before anything else is: they are not copied again. Null where it does not matter.
   * @internal
   */
  get room(): Uint8Array | null {
    return this.#format.isAwaited ? null : this.#kernelInput;
  }

  /**
   * From where others may read on: the format and the state of its reader; null where that cannot be told, within a line, or where
   * lines wait for others.
   * @internal
   */
  get resumption(): { readonly format: Format; readonly state: string } | null {
    return this.#splitter.isBetweenLines ? this.#format.resumption : null;
  }

  /**
   * Ends a span that was read from within the log.
   * @param parts what {@link LogInputWiring.windows} has handed over, written down once this has ended
   * @returns null where what was made of it may depend on the lines before or after it
   * @internal
   */
  endSpan(stateBefore: string, parts: { take(): Uint32Array }): SpanOutcome | null {
    this.#splitter.end();
    const { resumption } = this;
    const { windows } = this.#wiring;
    windows.cut();
    const written = parts.take();
    if (resumption === null || this.#format.searches > 0) return null;
    const { totals } = this;
    return {
      ...totals,
      format: resumption.format.name,
      stateBefore,
      stateAfter: resumption.state,
      windows: {
        firstMs: windows.firstMs,
        maximumMs: windows.maximumMs,
        earliestEndMs: windows.earliestEndMs,
        late: totals.late,
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
    this.#format.reader!.resume?.(span.stateAfter);
    this.addTotals(span);
    this.#spanEnd = endOfSpan(this.bytes, this.#spanBytes);
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
    this.#spanEnd = endOfSpan(this.bytes, this.#spanBytes);
    this.#wiring.onProgress();
  }

  /** Takes the next bytes of the log, cut anywhere. They are not kept. @throws Error after {@link end} */
  push(chunk: Uint8Array): void {
    if (this.#ended) throw new Error(`Cannot take more input: ${this.name} has ended`);
    this.bytes += chunk.length;
    if (this.#format.isAwaited) {
      const taken = this.#head.push(chunk);
      if (!this.#head.isFull) return;
      this.#detect(this.#head.wholeLines);
      this.#split(chunk.subarray(taken));
    } else this.#split(chunk);
    this.#wiring.onProgress();
  }

  /** Moves event time on without a line, see {@link Analyzer.advanceTo}. */
  advanceTo(timeMs: number): void {
    if (this.#ended) return;
    // Time must not overtake lines that wait for others by which their format is told.
    if (!this.#head.isEmpty && !this.#detectEarly()) return;
    this.#wiring.windows.advanceTo(timeMs);
    this.#wiring.onProgress();
  }

  /** Ends the log: a last line without newline counts. */
  end(): void {
    if (this.#ended) return;
    if (!this.#head.isEmpty) this.#detect(this.#head.bytes);
    this.#splitter.end();
    this.#format.endRun(this.#splitter.lineOffset);
    this.#wiring.windows.cut();
    this.#ended = true;
    this.#wiring.onProgress();
  }

  /** Lines from the splitter, as many as the kernel can read by itself. */
  takeLines(bytes: Uint8Array, start: number): number {
    const { windows, sinceMs } = this.#wiring;
    const { kernel } = windows;
    const program = this.#format.reader?.kernelProgram ?? null;
    if (kernel === null || program === null || bytes.buffer !== kernel.input.buffer) return start;
    if (this.#format.isHolding) return start;
    const { lineOffset, maxLineBytes } = this.#splitter;
    const limit = Math.min(bytes.length, start + this.#spanEnd - lineOffset);
    const end = windows.run(program, bytes, start, limit, maxLineBytes, sinceMs ?? Number.NEGATIVE_INFINITY);
    if (end === start) return start;
    this.countRecords(kernel.lines, kernel.firstMs, kernel.lastMs);
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
      this.#spanEnd = endOfSpan(this.#splitter.lineOffset, this.#spanBytes);
    }
    const { reader } = this.#format;
    if (reader === null) {
      if (start === end) this.blank += 1;
      else this.countRejected(0, this.lines, bytes, start, end);
      return;
    }
    const outcome = start === end ? Outcome.blank : reader.read(bytes, start, end, this.#record);
    if (outcome === Outcome.record) {
      // The record lies in the bytes of the line, so it outlives the run before it.
      if (this.#format.isHolding) this.#format.giveUpRun();
      this.#count(this.#take(this.#record));
    } else this.#format.hold(this.lines, bytes, start, end, outcome, this.#splitter.lineOffset);
  }

  /**
   * The beginning of a line that is longer than the limit.
   * @internal
   */
  overlong(bytes: Uint8Array, start: number, end: number): void {
    this.#format.endRun(this.#splitter.lineOffset);
    this.lines += 1;
    this.countRejected(REJECTIONS.indexOf("overlong"), this.lines, bytes, start, end);
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
        this.countRecords(end - at, windows.kernel!.firstMs, windows.kernel!.lastMs);
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
  override carry(by: Carrier): void {
    super.carry(by);
    this.#spanEnd = by.value(this.#spanEnd);
    this.#isObserved = by.value(this.#isObserved);
    this.#ended = by.value(this.#ended);
    this.#splitter.carry(by);
    this.#wiring.windows.carry(by);
    this.#head.carry(by);
    this.#format.carry(by);
  }

  /** Counts the line of a request, and takes the others that it may hold. */
  #count(isTaken: boolean): void {
    if (isTaken) this.records += 1;
    else this.late += 1;
    const reader = this.#format.reader!;
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

  /** Where a kernel reads lines; null where none does. */
  get #kernelInput(): Uint8Array | null {
    return this.#wiring.identity.looksBehindPeers ? null : (this.#wiring.windows.kernel?.input ?? null);
  }

  /** Splits a chunk, which is brought to where a kernel can read it, unless it lies there already. */
  #split(chunk: Uint8Array): void {
    const input = this.#kernelInput;
    if (input === null || chunk.buffer === input.buffer) {
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
    else this.countRejected(outcome - 2, line, bytes, start, end);
  }

  /** Reads a line once more, in the format found since. */
  #again(line: number, bytes: Uint8Array, start: number, end: number): void {
    const record = this.#record;
    const outcome = start === end ? Outcome.blank : this.#format.reader!.read(bytes, start, end, record);
    if (outcome === Outcome.record) this.#count(this.#take(record));
    else this.#settle(line, bytes, start, end, outcome);
  }

  /** Tells the format by what there is; false where that is too little, and the lines wait on. */
  #detectEarly(): boolean {
    const lines = this.#head.untried;
    if (lines === null) return false;
    if (this.#format.detect(lines).format === null) {
      this.#head.tried(lines);
      return false;
    }
    this.#detect(this.#head.wholeLines);
    return true;
  }

  /** Finds the format by some lines of the head, and reads on from its beginning. */
  #detect(lines: Uint8Array): void {
    this.#format.begin(this.#format.detect(lines));
    const { bytes } = this.#head;
    this.#head.clear();
    this.#split(bytes);
  }
}
