/**
 * Gapless ranges of places: the first address of each as two ordered words (see {@link orderedWord}), ascending from the
 * first address of all, and the place of each. A range ends where the next begins.
 */
export interface PlaceRanges {
  readonly starts: Int32Array;
  readonly places: Uint16Array;
}

/**
 * A word of an address as a signed integer, such that signed order is the order of addresses. Tables of places are
 * built of these: loops on them stay in 32-bit integers, where unsigned words would make floating point numbers
 * of the upper half of all addresses (a third of the time, bench/geo/place-data.ts).
 */
export function orderedWord(word: number): number {
  return word ^ 0x80000000;
}

/** The first word of all. */
const FIRST = -0x80000000;

/**
 * Collects ranges of places in ascending order and makes them gapless: what lies between them is filled with what a
 * fallback knows, or with place 0; neighbours of one place become one range.
 *
 * Addresses are pairs of ordered words. IPv4 uses the lower one; its upper one is always {@link RangeBuilder.HI4}.
 */
export class RangeBuilder {
  /** The upper word of every IPv4 address. */
  static readonly HI4 = 0x7fffffff;

  #starts: Int32Array;
  #places: Uint16Array;
  #count = 0;
  /** First address not yet covered. */
  #nextHi: number;
  #nextLo = FIRST;
  /** Whether the last address of all is covered. */
  #full = false;
  readonly #fallback: PlaceRanges | null;
  /** The fallback's range that holds the next address. */
  #fallbackAt = 0;

  /**
   * @param family 4 or 6
   * @param fallback asked where no range was added, or one of place 0
   * @param expected number of ranges to make room for at once; more is possible
   */
  constructor(family: 4 | 6, fallback: PlaceRanges | null, expected = 16) {
    this.#starts = new Int32Array(2 * expected);
    this.#places = new Uint16Array(expected);
    this.#nextHi = family === 4 ? RangeBuilder.HI4 : FIRST;
    this.#fallback = fallback;
  }

  /**
   * Adds the addresses from `start` to `last`, both included. What was covered before stays; place 0 adds nothing.
   * Amortised O(1) and the ranges of the fallback that are passed.
   */
  add(startHi: number, startLo: number, lastHi: number, lastLo: number, place: number): void {
    if (place === 0 || this.#full || isBelow(lastHi, lastLo, this.#nextHi, this.#nextLo)) return;
    if (isBelow(this.#nextHi, this.#nextLo, startHi, startLo)) {
      const beforeLo = (startLo - 1) | 0;
      this.#fill(beforeLo > startLo ? startHi - 1 : startHi, beforeLo);
      this.#nextHi = startHi;
      this.#nextLo = startLo;
    }
    this.#begin(this.#nextHi, this.#nextLo, place);
    this.#nextLo = (lastLo + 1) | 0;
    this.#nextHi = this.#nextLo === FIRST ? (lastHi + 1) | 0 : lastHi;
    this.#full = this.#nextLo === FIRST && this.#nextHi === FIRST;
  }

  /** The finished ranges. */
  finish(): PlaceRanges {
    if (!this.#full) {
      this.#fill(RangeBuilder.HI4, 0x7fffffff);
      this.#full = true;
    }
    return {
      starts: this.#starts.subarray(0, 2 * this.#count),
      places: this.#places.subarray(0, this.#count),
    };
  }

  /** Covers what lies up to and including `last` with the fallback's places. */
  #fill(lastHi: number, lastLo: number): void {
    if (this.#fallback === null) {
      this.#begin(this.#nextHi, this.#nextLo, 0);
      return;
    }
    const { starts, places } = this.#fallback;
    const end = places.length - 1;
    let at = this.#fallbackAt;
    while (at < end && !isBelow(this.#nextHi, this.#nextLo, starts[2 * at + 2]!, starts[2 * at + 3]!))
      at += 1;
    this.#begin(this.#nextHi, this.#nextLo, places[at]!);
    while (at < end && !isBelow(lastHi, lastLo, starts[2 * at + 2]!, starts[2 * at + 3]!)) {
      at += 1;
      this.#begin(starts[2 * at]!, starts[2 * at + 1]!, places[at]!);
    }
    this.#fallbackAt = at;
  }

  #begin(hi: number, lo: number, place: number): void {
    const count = this.#count;
    if (count > 0 && this.#places[count - 1] === place) return;
    if (count === this.#places.length) this.#grow();
    this.#starts[2 * count] = hi;
    this.#starts[2 * count + 1] = lo;
    this.#places[count] = place;
    this.#count = count + 1;
  }

  #grow(): void {
    const starts = new Int32Array(2 * this.#starts.length);
    starts.set(this.#starts);
    this.#starts = starts;
    const places = new Uint16Array(2 * this.#places.length);
    places.set(this.#places);
    this.#places = places;
  }
}

/** Compares addresses of ordered words. */
export function isBelow(hi: number, lo: number, otherHi: number, otherLo: number): boolean {
  return hi < otherHi || (hi === otherHi && lo < otherLo);
}
