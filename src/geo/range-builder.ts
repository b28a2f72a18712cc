/**
 * Collects ranges of places in ascending order and makes of them the gapless columns of a place table: what
 * lies between is filled with what a fallback knows, or with place 0; neighbours of one place become one range.
 *
 * Addresses are pairs of words; IPv4 uses the lower one alone.
 */
export class RangeBuilder {
  #starts = new Uint32Array(1 << 16);
  #places = new Uint16Array(1 << 15);
  #count = 0;
  /** First address not yet covered. */
  #nextHi = 0;
  #nextLo = 0;
  /** Upper word after the last address of all. */
  readonly #endHi: number;
  readonly #fallback: PlaceRanges | null;
  /** The fallback's range that holds the next address. */
  #fallbackAt = 0;

  /**
   * @param family 4 or 6
   * @param fallback asked where no range with a place was added
   */
  constructor(family: 4 | 6, fallback: PlaceRanges | null) {
    this.#endHi = family === 4 ? 1 : 0x100000000;
    this.#fallback = fallback;
  }

  /**
   * Adds the addresses from `start` to `end`, both included. Must begin at or after the end of the last range; what lies
   * before that is left out. Place 0 adds nothing.
   */
  add(startHi: number, startLo: number, endHi: number, endLo: number, place: number): void {
    if (place === 0 || isBelow(endHi, endLo, this.#nextHi, this.#nextLo)) return;
    if (isBelow(this.#nextHi, this.#nextLo, startHi, startLo)) this.#fill(startHi, startLo);
    this.#begin(this.#nextHi, this.#nextLo, place);
    this.#moveTo(endHi, endLo);
  }

  /** The finished columns. */
  finish(): PlaceRanges {
    if (this.#nextHi < this.#endHi) this.#fill(this.#endHi, 0);
    return {
      starts: this.#starts.subarray(0, 2 * this.#count),
      places: this.#places.subarray(0, this.#count),
    };
  }

  /** Covers what lies before `end` with the fallback's places. */
  #fill(endHi: number, endLo: number): void {
    if (this.#fallback === null) {
      this.#begin(this.#nextHi, this.#nextLo, 0);
    } else {
      const { starts, places } = this.#fallback;
      let at = this.#fallbackAt;
      const last = places.length - 1;
      while (at < last && !isBelow(this.#nextHi, this.#nextLo, starts[2 * at + 2]!, starts[2 * at + 3]!))
        at += 1;
      this.#begin(this.#nextHi, this.#nextLo, places[at]!);
      while (at < last && isBelow(starts[2 * at + 2]!, starts[2 * at + 3]!, endHi, endLo)) {
        at += 1;
        this.#begin(starts[2 * at]!, starts[2 * at + 1]!, places[at]!);
      }
      this.#fallbackAt = at;
    }
    this.#nextHi = endHi;
    this.#nextLo = endLo;
  }

  #begin(hi: number, lo: number, place: number): void {
    const count = this.#count;
    if (count > 0 && this.#places[count - 1] === place) return;
    if (count === this.#places.length) {
      const starts = new Uint32Array(4 * count);
      starts.set(this.#starts);
      this.#starts = starts;
      const places = new Uint16Array(2 * count);
      places.set(this.#places);
      this.#places = places;
    }
    this.#starts[2 * count] = hi;
    this.#starts[2 * count + 1] = lo;
    this.#places[count] = place;
    this.#count = count + 1;
  }

  /** The next address is the one after this. */
  #moveTo(hi: number, lo: number): void {
    if (lo < 0xffffffff) {
      this.#nextHi = hi;
      this.#nextLo = lo + 1;
    } else {
      this.#nextHi = hi + 1;
      this.#nextLo = 0;
    }
  }
}

/** Gapless ranges: the first address of each as two words, and the place of each. */
export interface PlaceRanges {
  readonly starts: Uint32Array;
  readonly places: Uint16Array;
}

function isBelow(hi: number, lo: number, otherHi: number, otherLo: number): boolean {
  return hi < otherHi || (hi === otherHi && lo < otherLo);
}
