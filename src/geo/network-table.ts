/**
 * Which autonomous system an address belongs to: ranges in typed arrays, the names beside them. A range ends where the next
 * begins; number 0 is no known network. Of IPv6 the upper 64 bits count.
 */
export class NetworkTable {
  /** What it was made of, for reports: `GeoLite2-ASN 2023-11-15`. */
  readonly description: string;
  /** First address of each IPv4 range, ascending, and the number of each. */
  readonly #starts4: Uint32Array;
  readonly #numbers4: Uint32Array;
  /** Upper and lower word of the first address of each IPv6 range. */
  readonly #starts6: Uint32Array;
  readonly #numbers6: Uint32Array;
  readonly #names: ReadonlyMap<number, string>;

  /** @param builders ranges of both families; they must not be added to any more */
  constructor(
    description: string,
    builders: { readonly four: NetworkRanges; readonly six: NetworkRanges },
    names: ReadonlyMap<number, string>,
  ) {
    this.description = description;
    const { count: count4, starts: starts4, numbers: numbers4 } = builders.four;
    this.#starts4 = Uint32Array.from({ length: count4 }, (_, at) => starts4[2 * at + 1]!);
    this.#numbers4 = numbers4.slice(0, count4);
    const { count: count6, starts: starts6, numbers: numbers6 } = builders.six;
    this.#starts6 = starts6.slice(0, 2 * count6);
    this.#numbers6 = numbers6.slice(0, count6);
    this.#names = names;
  }

  /** Number of the network of an address as records have it; 0 where none is known. O(log ranges). */
  lookup(family: number, hi: number, lo: number): number {
    if (family === 4) {
      const starts = this.#starts4;
      let low = 0;
      let high = starts.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (starts[middle]! <= lo) low = middle + 1;
        else high = middle;
      }
      return low === 0 ? 0 : this.#numbers4[low - 1]!;
    }
    if (family !== 6) return 0;
    const starts = this.#starts6;
    let low = 0;
    let high = this.#numbers6.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const startHi = starts[2 * middle]!;
      if (startHi < hi || (startHi === hi && starts[2 * middle + 1]! <= lo)) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : this.#numbers6[low - 1]!;
  }

  /** Who the network is, in the words of the file; "" where it says nothing. */
  name(number: number): string {
    return this.#names.get(number) ?? "";
  }
}

/** Gathers the ranges of one family in ascending order; what lies between them belongs to no network. */
export class NetworkRanges {
  /** Ranges so far. */
  count = 0;
  /** Upper and lower word of the first address of each. */
  starts = new Uint32Array(2048);
  numbers = new Uint32Array(1024);
  readonly #bits: 32 | 64;
  #nextHi = 0;
  #nextLo = 0;
  #isFull = false;

  /** @param family 4 or 6 */
  constructor(family: 4 | 6) {
    this.#bits = family === 4 ? 32 : 64;
  }

  /**
   * Adds the addresses from `start` to `last`, both included; of those that belong to a range already the rest.
   * @returns false where all of them did: the ranges overlap
   */
  add(startHi: number, startLo: number, lastHi: number, lastLo: number, number: number): boolean {
    if (this.#isFull || isBelow(lastHi, lastLo, this.#nextHi, this.#nextLo)) return false;
    if (isBelow(this.#nextHi, this.#nextLo, startHi, startLo)) {
      this.#begin(this.#nextHi, this.#nextLo, 0);
      this.#begin(startHi, startLo, number);
    } else this.#begin(this.#nextHi, this.#nextLo, number);
    this.#nextLo = (lastLo + 1) >>> 0;
    this.#nextHi = this.#nextLo === 0 ? (lastHi + 1) >>> 0 : lastHi;
    this.#isFull = this.#nextLo === 0 && (this.#bits === 32 || this.#nextHi === 0);
    return true;
  }

  /** Ends the last range; to be called once, when all are added. */
  finish(): this {
    if (!this.#isFull) this.#begin(this.#nextHi, this.#nextLo, 0);
    return this;
  }

  #begin(hi: number, lo: number, number: number): void {
    const count = this.count;
    if (count > 0 && this.numbers[count - 1] === number) return;
    if (count === this.numbers.length) {
      const starts = new Uint32Array(4 * count);
      starts.set(this.starts);
      this.starts = starts;
      const numbers = new Uint32Array(2 * count);
      numbers.set(this.numbers);
      this.numbers = numbers;
    }
    this.starts[2 * count] = hi;
    this.starts[2 * count + 1] = lo;
    this.numbers[count] = number;
    this.count = count + 1;
  }
}

function isBelow(hi: number, lo: number, otherHi: number, otherLo: number): boolean {
  return hi < otherHi || (hi === otherHi && lo < otherLo);
}
