import type { Carrier } from "../bytes/carrier.ts";
import type { WordReader } from "../bytes/words.ts";
import type { KernelProgram } from "../kernel/program.ts";
import type { RequestRecord } from "../records/record.ts";
import type { Summariser } from "./summariser.ts";
import type { RunBounds, SummaryKernel } from "./summary-kernel.ts";
import { Watermark } from "./watermark.ts";
import type { PartSink } from "./window-collector.ts";
import type { WindowPool } from "./window-pool.ts";
import type { WindowSummary } from "./window-summary.ts";

/** Settings of {@link InputWindows}. */
export interface InputWindowsOptions {
  /** Place of this input among all inputs: parts are merged in this order. */
  readonly input: number;
  readonly windowMs: number;
  readonly latenessMs: number;
  /** Requests at or after this time are left out of all windows; null for none. */
  readonly untilMs: number | null;
}

/** What became of the windows of a span that was read as if nothing came before it. Times in ms since 1970. */
export interface SpanWindows {
  /** Time of its first request, the largest that was believed, and the earliest end of its windows. */
  readonly firstMs: number;
  readonly maximumMs: number;
  readonly earliestEndMs: number;
  /** Lines that came late within the span, and by how much at worst, ms. */
  readonly late: number;
  readonly worstLatenessMs: number;
  /** Whether any time was not believed at once. */
  readonly hasDoubted: boolean;
}

/**
 * The open windows of one input. A record goes to the window of its time; a window leaves when this input's watermark
 * passes its end, and at the end of every fixed span of input (`cut`), so that sketches see the same records in the
 * same order however the input was cut into chunks or spread over threads.
 */
export class InputWindows {
  readonly #options: InputWindowsOptions;
  readonly #untilMs: number;
  readonly #watermark: Watermark;
  readonly #summariser: Summariser;
  readonly #pool: WindowPool;
  readonly #collector: PartSink;
  readonly #open = new Map<number, WindowSummary>();
  #segment = 0;
  #current: WindowSummary | null = null;
  #firstEndMs = Number.POSITIVE_INFINITY;
  /** Largest lateness of a late line, ms: the `--lateness` that would have kept them all. */
  worstLatenessMs = 0;
  /** Time of the first request that was taken, and the earliest end of a window that took one; ms since 1970, Infinity before. */
  firstMs = Number.POSITIVE_INFINITY;
  earliestEndMs = Number.POSITIVE_INFINITY;
  /** Parts of windows that the span before the last {@link cut} gave: how quiet the site is. */
  partsOfSpan = 0;
  #parts = 0;
  /** Set when a window has left; whoever acts on it clears it. */
  released = false;

  constructor(summariser: Summariser, pool: WindowPool, collector: PartSink, options: InputWindowsOptions) {
    this.#options = options;
    this.#untilMs = options.untilMs ?? Number.POSITIVE_INFINITY;
    this.#watermark = new Watermark(options.latenessMs);
    this.#summariser = summariser;
    this.#pool = pool;
    this.#collector = collector;
  }

  /** What reads lines in {@link run}; null where nothing does. */
  get kernel(): SummaryKernel | null {
    return this.#summariser.kernel;
  }

  /** Event time before which this input sends nothing more, ms since 1970; -Infinity at first. */
  get watermarkMs(): number {
    return this.#watermark.watermarkMs;
  }

  /** Largest believed event time, ms since 1970. */
  get maximumMs(): number {
    return this.#watermark.maximumMs;
  }

  /** Adds a request to its window. @returns false when it is late: its window has left */
  observe(record: RequestRecord): boolean {
    const timeMs = record.timeMs;
    let window = this.#current;
    if (window === null || timeMs < window.startMs || timeMs >= window.endMs || timeMs >= this.#untilMs) {
      const startMs = Math.floor(timeMs / this.#options.windowMs) * this.#options.windowMs;
      if (startMs + this.#options.windowMs <= this.#watermark.watermarkMs) {
        this.worstLatenessMs = Math.max(this.worstLatenessMs, this.#watermark.maximumMs - timeMs);
        return false;
      }
      if (this.firstMs === Number.POSITIVE_INFINITY) this.firstMs = timeMs;
      this.earliestEndMs = Math.min(this.earliestEndMs, startMs + this.#options.windowMs);
      if (timeMs >= this.#untilMs) return true;
      window = this.#windowAt(startMs);
    }
    this.#summariser.identify(record);
    this.#summariser.add(record, window);
    this.#watermark.advance(timeMs, this.#summariser.sourceName);
    if (this.#watermark.watermarkMs >= this.#firstEndMs) this.#leave(this.#watermark.watermarkMs);
    return true;
  }

  /**
   * Lets the kernel read ordinary lines and add their requests, as far as they belong to open windows and none leaves by them.
   * @param lines bytes within the kernel's input
   * @param limit no line that begins here or later is read
   * @param fromMs requests before it are not taken
   * @returns beginning of the first line that was not read; what was read is told by `kernel`
   */
  run(
    program: KernelProgram,
    lines: Uint8Array,
    start: number,
    limit: number,
    mostBytes: number,
    fromMs: number,
  ): number {
    const { kernel } = this.#summariser;
    const watermark = this.#watermark;
    if (kernel === null || this.#open.size === 0 || watermark.isUnsure) return start;
    const bounds = this.#bounds(fromMs);
    const end = kernel.run(program, lines, start, limit, mostBytes, this.#open.values(), bounds);
    if (end > start) watermark.maximumMs = kernel.maximumMs;
    return end;
  }

  /**
   * The same for records of the kernel's batch, by number.
   * @param fromMs requests before it are not taken
   * @returns number of the first that was not added
   */
  runRecords(from: number, to: number, fromMs: number): number {
    const { kernel } = this.#summariser;
    const watermark = this.#watermark;
    if (kernel === null || this.#open.size === 0 || watermark.isUnsure) return from;
    const end = kernel.runRecords(from, to, this.#open.values(), this.#bounds(fromMs));
    if (end > from) watermark.maximumMs = kernel.maximumMs;
    return end;
  }

  #bounds(fromMs: number): RunBounds {
    return {
      fromMs,
      untilMs: this.#untilMs,
      leaveMs: this.#firstEndMs + this.#options.latenessMs,
      maximumMs: this.#watermark.maximumMs,
    };
  }

  /** Moves time on without a request; windows whose time is over leave. @param timeMs event time, ms since 1970 */
  advanceTo(timeMs: number): void {
    this.#watermark.advanceTo(timeMs);
    if (this.#watermark.watermarkMs >= this.#firstEndMs) this.#leave(this.#watermark.watermarkMs);
  }

  /** Ends a fixed span of the input: all open windows leave as parts. */
  cut(): void {
    this.#leave(Number.POSITIVE_INFINITY);
    this.#endSegment();
  }

  /** For reading on in the middle of an input: whether a line was ever doubted, see `Watermark`. */
  get hasDoubted(): boolean {
    return this.#watermark.hasDoubted;
  }

  /** Begins in the middle of an input: the first time is believed. */
  beginWithin(): void {
    this.#watermark.believeFirst();
  }

  /**
   * Whether what another reader made of the next lines, beginning within as if there were none before, is what this one would
   * make of them: no line of theirs is late or doubted for what came before.
   */
  canAdopt(span: SpanWindows): boolean {
    const watermark = this.#watermark;
    return (
      !watermark.isUnsure &&
      !span.hasDoubted &&
      watermark.isWithinReach(span.firstMs) &&
      span.earliestEndMs > watermark.watermarkMs &&
      (span.late === 0 || span.firstMs >= watermark.maximumMs)
    );
  }

  /**
   * Takes the parts of a span that another reader has made, as if its lines had been observed here. Needs {@link canAdopt}, and that
   * the span before was cut.
   * @param parts as {@link PartWriter} wrote them
   * @param onProgress called as often as time has moved on
   */
  adopt(span: SpanWindows, parts: WordReader, onProgress: () => void): void {
    const watermark = this.#watermark;
    this.worstLatenessMs = Math.max(this.worstLatenessMs, span.worstLatenessMs);
    for (let maximumMs = watermark.maximumMs; !parts.isAtEnd; ) {
      const leftAtMs = parts.float();
      if (leftAtMs > maximumMs) {
        // Parts that left at one time are all there before any of their windows closes.
        onProgress();
        maximumMs = leftAtMs;
        watermark.advanceTo(maximumMs);
      }
      const window = this.#pool.take(0, 0);
      window.read(parts);
      this.#collector.add(window, this.#options.input, this.#segment, leftAtMs);
      this.#parts += 1;
    }
    if (span.maximumMs > watermark.maximumMs) watermark.advanceTo(span.maximumMs);
    this.#endSegment();
    onProgress();
  }

  /** Carries its state into a checkpoint, or out of one. Needs that the span was cut: no window is open. */
  carry(by: Carrier): void {
    this.#watermark.carry(by);
    this.#segment = by.value(this.#segment);
    this.worstLatenessMs = by.value(this.worstLatenessMs);
    this.firstMs = by.value(this.firstMs);
    this.earliestEndMs = by.value(this.earliestEndMs);
    this.partsOfSpan = by.value(this.partsOfSpan);
    this.#parts = by.value(this.#parts);
    this.released = by.value(this.released);
  }

  #endSegment(): void {
    this.#segment += 1;
    // A cut without lines since the last one ends no span.
    if (this.#parts > 0) this.partsOfSpan = this.#parts;
    this.#parts = 0;
  }

  #windowAt(startMs: number): WindowSummary {
    let window = this.#open.get(startMs);
    if (window === undefined) {
      window = this.#pool.take(startMs, startMs + this.#options.windowMs);
      this.#open.set(startMs, window);
      if (window.endMs < this.#firstEndMs) this.#firstEndMs = window.endMs;
    }
    this.#current = window;
    return window;
  }

  #leave(watermarkMs: number): void {
    this.#firstEndMs = Number.POSITIVE_INFINITY;
    for (const [startMs, window] of this.#open) {
      if (window.endMs <= watermarkMs) {
        this.#open.delete(startMs);
        window.settle();
        this.#collector.add(window, this.#options.input, this.#segment, this.#watermark.maximumMs);
        this.#parts += 1;
        this.released = true;
        if (window === this.#current) this.#current = null;
      } else if (window.endMs < this.#firstEndMs) {
        this.#firstEndMs = window.endMs;
      }
    }
  }
}
