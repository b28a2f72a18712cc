import { optionError } from "../errors.ts";
import { decodeError, readFields, readInteger, readNumber, readWords } from "./plain-data.ts";

const WHAT = "a rate sketch";
const MOST_CELLS = 1 << 26;
/** Slot of a sketch that has seen nothing. */
const NEVER = Number.MIN_SAFE_INTEGER;

/** The shape of a rate sketch. */
export interface RateSketchOptions {
  /** Counters per row, a power of two from 16 to 2^24. */
  readonly width: number;
  /** Rows, 1 to 8. */
  readonly depth: number;
  /** The time over which a rate is taken, in milliseconds; at least `slots`. */
  readonly spanMs: number;
  /** Sub-windows of the span, 1 to 64. */
  readonly slots: number;
}

/**
 * How fast is this key now? For any key, in constant memory and time: a Count-Min sketch (Cormode and Muthukrishnan 2005,
 * "An improved data stream summary: the count-min sketch and its applications") for each sub-window of a sliding span, in a ring.
 *
 * Time is event time and goes forward with the latest update; what is older than the span and one sub-window is not counted.
 *
 * *Guarantee*, for the occurrences in `(timeMs - spanMs, timeMs]`: never more than {@link upperBound}, which exceeds the truth by what came in at most
 * one sub-window more, and by collisions: at most `e · total / width` with probability `1 - e^-depth`, where `total`
 * is all that came in the span. {@link lowerBound} holds with that probability. {@link estimate} takes
 * the oldest sub-window in part. Merging is exact: shards of a stream merged equal the whole.
 *
 * Keys are 64-bit hashes, whose halves make the row hashes (Kirsch and Mitzenmacher 2008, "Less hashing, same performance").
 * Memory: `4 · width · depth · (slots + 1)` bytes.
 */
export class RateSketch {
  readonly #options: RateSketchOptions;
  readonly #slotMs: number;
  /** `(slots + 1) × depth × width`; sub-window `s` lies at `s mod (slots + 1)`. */
  readonly #cells: Uint32Array;
  /** Number of the latest sub-window, counted from time 0. */
  #head = NEVER;

  /** @throws TidegaugeError `TG_OPTION` */
  constructor(options: RateSketchOptions) {
    const { width, depth, spanMs, slots } = options;
    if (!(width >= 16 && width <= 1 << 24 && Number.isInteger(Math.log2(width)))) {
      throw optionError(
        `Cannot open ${WHAT}`,
        `"width" must be a power of two from 16 to 2^24, got ${width}`,
      );
    }
    if (!Number.isInteger(depth) || depth < 1 || depth > 8) {
      throw optionError(`Cannot open ${WHAT}`, `"depth" must be an integer from 1 to 8, got ${depth}`);
    }
    if (!Number.isInteger(slots) || slots < 1 || slots > 64) {
      throw optionError(`Cannot open ${WHAT}`, `"slots" must be an integer from 1 to 64, got ${slots}`);
    }
    if (!(spanMs >= slots && spanMs <= Number.MAX_SAFE_INTEGER)) {
      throw optionError(`Cannot open ${WHAT}`, `"spanMs" must be a number from "slots" on, got ${spanMs}`);
    }
    const cells = width * depth * (slots + 1);
    if (cells > MOST_CELLS) {
      throw optionError(
        `Cannot open ${WHAT}`,
        `width · depth · (slots + 1) must be at most 2^26, got ${cells}`,
      );
    }
    this.#options = { width, depth, spanMs, slots };
    this.#slotMs = spanMs / slots;
    this.#cells = new Uint32Array(cells);
  }

  /** Counts `count` occurrences (an integer) of a key at a time. O(depth); O(width) where a new sub-window begins. */
  update(hi: number, lo: number, timeMs: number, count = 1): void {
    const slot = Math.floor(timeMs / this.#slotMs);
    if (slot > this.#head) this.#advanceTo(slot);
    const { width, depth, slots } = this.#options;
    if (slot < this.#head - slots) return;
    const cells = this.#cells;
    const mask = width - 1;
    let row = this.#base(slot);
    let hash = lo;
    for (let i = 0; i < depth; i += 1) {
      const at = row + (hash & mask);
      const sum = cells[at]! + count;
      cells[at] = Math.min(sum, 0xffffffff);
      row += width;
      hash = (hash + (hi | 1)) | 0;
    }
  }

  /** Occurrences per second of a key over the span up to a time. 0 for a time before or far behind the latest update. */
  estimate(hi: number, lo: number, timeMs: number): number {
    return this.#rate(hi, lo, timeMs, 1 - (timeMs / this.#slotMs - Math.floor(timeMs / this.#slotMs)));
  }

  /** Occurrences per second: the truth is never more. */
  upperBound(hi: number, lo: number, timeMs: number): number {
    return this.#rate(hi, lo, timeMs, 1);
  }

  /** Occurrences per second: the truth is not less, with probability `1 - e^-depth`. */
  lowerBound(hi: number, lo: number, timeMs: number): number {
    const { width, spanMs } = this.#options;
    const collisions = (Math.E * this.#total(timeMs)) / width / (spanMs / 1000);
    return Math.max(0, this.#rate(hi, lo, timeMs, 0) - collisions);
  }

  /**
   * Adds what another one of the same shape has counted; the other one is left as it is. Exact. O(size).
   * @throws TidegaugeError `TG_OPTION` where the shapes differ
   */
  merge(other: RateSketch): void {
    const { width, depth, spanMs, slots } = this.#options;
    const theirs = other.#options;
    const same = theirs.width === width && theirs.depth === depth && theirs.slots === slots;
    if (!same || theirs.spanMs !== spanMs || other === this) {
      throw optionError("Cannot merge rate sketches", "both must have the same options, and be two");
    }
    if (other.#head === NEVER) return;
    if (other.#head > this.#head) this.#advanceTo(other.#head);
    for (let slot = Math.max(this.#head, other.#head) - slots; slot <= other.#head; slot += 1) {
      const base = this.#base(slot);
      for (let at = base; at < base + width * depth; at += 1) {
        this.#cells[at] = Math.min(this.#cells[at]! + other.#cells[at]!, 0xffffffff);
      }
    }
  }

  /** Forgets everything and keeps the memory. */
  clear(): void {
    this.#cells.fill(0);
    this.#head = NEVER;
  }

  /** The sketch as a plain object of numbers and a typed array, for a codec. */
  toPlain(): RateSketchPlain {
    const isEmpty = this.#head === NEVER;
    return { ...this.#options, isEmpty, head: isEmpty ? 0 : this.#head, cells: this.#cells.slice() };
  }

  /**
   * The sketch that {@link toPlain} gave.
   * @throws TidegaugeError `TG_DECODE` where it is damaged or of another shape
   */
  static fromPlain(plain: unknown, options: RateSketchOptions): RateSketch {
    const sketch = new RateSketch(options);
    const fields = readFields(plain, WHAT);
    for (const name of ["width", "depth", "spanMs", "slots"] as const) {
      readNumber(fields[name], options[name], options[name], WHAT, name);
    }
    const head = readInteger(
      fields["head"],
      Number.MIN_SAFE_INTEGER + 1,
      Number.MAX_SAFE_INTEGER,
      WHAT,
      "head",
    );
    const cells = readWords(fields["cells"], sketch.#cells.length, WHAT, "cells");
    if (cells.length !== sketch.#cells.length) {
      throw decodeError(WHAT, `"cells" must be ${sketch.#cells.length} words, got ${cells.length}`);
    }
    if (fields["isEmpty"] === true) return sketch;
    sketch.#cells.set(cells);
    sketch.#head = head;
    return sketch;
  }

  /** Makes `slot` the latest one; the sub-windows whose place it and those before it take are forgotten. */
  #advanceTo(slot: number): void {
    const { width, depth, slots } = this.#options;
    const first = Math.max(this.#head + 1, slot - slots);
    for (let fresh = first; fresh <= slot; fresh += 1) {
      const base = this.#base(fresh);
      this.#cells.fill(0, base, base + width * depth);
    }
    this.#head = slot;
  }

  #base(slot: number): number {
    const { width, depth, slots } = this.#options;
    const ring = slots + 1;
    return (((slot % ring) + ring) % ring) * width * depth;
  }

  /** The rate with the oldest sub-window, which is cut by the beginning of the span, counted in part. */
  #rate(hi: number, lo: number, timeMs: number, part: number): number {
    const { width, depth, spanMs, slots } = this.#options;
    const last = Math.floor(timeMs / this.#slotMs);
    const mask = width - 1;
    let least = Number.POSITIVE_INFINITY;
    let hash = lo;
    for (let i = 0; i < depth; i += 1) {
      let sum = 0;
      for (let slot = Math.max(last, this.#head) - slots; slot <= Math.min(last, this.#head); slot += 1) {
        if (slot < this.#head - slots || slot < last - slots) continue;
        const count = this.#cells[this.#base(slot) + i * width + (hash & mask)]!;
        sum += slot === last - slots ? part * count : count;
      }
      if (sum < least) least = sum;
      hash = (hash + (hi | 1)) | 0;
    }
    return least / (spanMs / 1000);
  }

  /** All that came in the span and its oldest sub-window. */
  #total(timeMs: number): number {
    const { width, slots } = this.#options;
    const last = Math.floor(timeMs / this.#slotMs);
    let total = 0;
    for (let slot = Math.max(last, this.#head) - slots; slot <= Math.min(last, this.#head); slot += 1) {
      const base = this.#base(slot);
      for (let at = base; at < base + width; at += 1) total += this.#cells[at]!;
    }
    return total;
  }
}

/** What {@link RateSketch.toPlain} gives. */
export interface RateSketchPlain extends RateSketchOptions {
  readonly isEmpty: boolean;
  /** Number of the latest sub-window, counted from time 0. */
  readonly head: number;
  readonly cells: Uint32Array;
}
