import type { Carrier } from "../bytes/carrier.ts";

/** A step forward in time larger than this needs the word of several lines. Longer than any pause within a busy log. */
const LEAP_MS = 3_600_000;
/** So many lines of two sources agree, and a leap is believed. */
const LINES_OF_TWO_SOURCES = 3;
/** So many lines agree, and a leap is believed although one source wrote them all. */
const LINES_OF_ONE_SOURCE = 16;

/**
 * How far event time is known to have advanced in one input.
 *
 * Time follows the largest time seen, but leaps forward only when several lines of several sources agree: one line
 * dated 2099 does not make all the rest late. Cost O(1) a line; on a sparse log, where every step is a leap, a scan of
 * sixteen entries.
 */
export class Watermark {
  /** Largest event time that is believed, ms since 1970; -Infinity before the first. */
  maximumMs = Number.NEGATIVE_INFINITY;
  /** Whether a line was ever not believed at once. */
  hasDoubted = false;
  #believesFirst = false;
  readonly #latenessMs: number;
  #suspectTimes: number[] = [];
  #suspectSources: number[] = [];

  /** @param latenessMs how far time may run backwards before a line is late, ms >= 0 */
  constructor(latenessMs: number) {
    this.#latenessMs = latenessMs;
  }

  /** Event time before which nothing is expected any more, ms since 1970. */
  get watermarkMs(): number {
    return this.maximumMs - this.#latenessMs;
  }

  /** Whether a leap has been seen that is not yet believed. */
  get isUnsure(): boolean {
    return this.#suspectTimes.length > 0;
  }

  /**
   * Takes note of one line's time.
   * @param timeMs event time, ms since 1970
   * @param source any 32-bit name of who sent it
   */
  advance(timeMs: number, source: number): void {
    if (this.#believesFirst) {
      this.#believesFirst = false;
      this.maximumMs = timeMs;
      return;
    }
    if (timeMs <= this.maximumMs + LEAP_MS) {
      if (timeMs > this.maximumMs) this.maximumMs = timeMs;
      if (this.#suspectTimes.length > 0) this.#forget();
      return;
    }
    this.hasDoubted = true;
    this.#suspect(timeMs, source);
  }

  /** Believes the first line, whatever its time: for reading on in the middle of an input. */
  believeFirst(): void {
    if (this.maximumMs === Number.NEGATIVE_INFINITY) this.#believesFirst = true;
  }

  /** Whether {@link advance} would have believed this time at once. */
  isWithinReach(timeMs: number): boolean {
    return timeMs <= this.maximumMs + LEAP_MS;
  }

  /** Moves time on without a line: a clock needs no second witness. Never backwards. */
  advanceTo(timeMs: number): void {
    if (timeMs <= this.maximumMs) return;
    this.maximumMs = timeMs;
    // Suspects may lie before the new time by now, and would take it back.
    this.#forget();
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.maximumMs = by.value(this.maximumMs);
    this.hasDoubted = by.value(this.hasDoubted);
    this.#believesFirst = by.value(this.#believesFirst);
    this.#suspectTimes = by.value(this.#suspectTimes);
    this.#suspectSources = by.value(this.#suspectSources);
  }

  #forget(): void {
    this.#suspectTimes.length = 0;
    this.#suspectSources.length = 0;
  }

  #suspect(timeMs: number, source: number): void {
    const times = this.#suspectTimes;
    const sources = this.#suspectSources;
    // Kept sorted by time, latest first, so that "the third latest" is an index.
    let at = 0;
    while (at < times.length && times[at]! > timeMs) at += 1;
    times.splice(at, 0, timeMs);
    sources.splice(at, 0, source);
    let believed = times.length >= LINES_OF_ONE_SOURCE ? LINES_OF_ONE_SOURCE - 1 : -1;
    for (let i = LINES_OF_TWO_SOURCES - 1; i < times.length && believed !== i; i += 1) {
      if (sources.slice(0, i + 1).some((other) => other !== sources[0])) {
        believed = i;
        break;
      }
    }
    if (believed < 0) return;
    this.maximumMs = times[believed]!;
    times.length = believed;
    sources.length = believed;
    // What is now within reach of the believed time is no suspect any more.
    while (times.length > 0 && times[times.length - 1]! <= this.maximumMs + LEAP_MS) {
      this.maximumMs = times.pop()!;
      sources.pop();
    }
  }
}
