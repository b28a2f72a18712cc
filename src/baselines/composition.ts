import { NumberIndex } from "../bytes/number-index.ts";
import { decodeError, readFields, readFloats, readNumber } from "../sketches/plain-data.ts";
import { selectValue } from "../sketches/rank-selection.ts";

const WHAT = "a composition";
/** No weight that was written is larger: sums of such stay finite. */
const MOST = 1e30;
/** Room for the weights of a composition that must let keys go, shared by all: that gives no garbage. */
let weights = new Float64Array(0);

/** What {@link Composition.toPlain} gives: the keys, and the weight of each. */
export interface CompositionPlain {
  readonly total: number;
  readonly keys: Float64Array;
  readonly counts: Float64Array;
}

/**
 * What share of normal traffic each of many values has: countries, user agents, paths. Decayed counts over a bounded
 * number of keys; when they do not fit, the rarest go (their mass stays in the total, so shares stay true).
 */
export class Composition {
  readonly #capacity: number;
  readonly #index = new NumberIndex();
  /** Weight of each key, by its number. */
  #counts = new Float64Array(32);
  #total = 0;

  /** @param capacity largest number of keys held */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Weight learned so far, after decay. */
  get total(): number {
    return this.#total;
  }

  /** Number of keys held. */
  get size(): number {
    return this.#index.size;
  }

  /** Adds weight to a key. O(1), amortised. */
  learn(key: number, weight: number): void {
    this.#total += weight;
    this.#add(key, weight);
    if (this.size > this.#capacity) this.#drop();
  }

  /** Share of the key, 0..1; 0 where nothing was learned. */
  share(key: number): number {
    if (this.#total <= 0) return 0;
    const number = this.#index.find(key);
    return number < 0 ? 0 : this.#counts[number]! / this.#total;
  }

  /** Multiplies all that was learned: 0.5 halves the weight of the past. */
  decay(factor: number): void {
    this.#total *= factor;
    for (let i = 0; i < this.size; i += 1) this.#counts[i]! *= factor;
  }

  /** Keys with their shares, largest first, then by key. */
  shares(): { key: number; share: number }[] {
    return Array.from({ length: this.size }, (_, i) => ({
      key: this.#index.keys[i]!,
      share: this.#counts[i]! / this.#total,
    })).sort((a, b) => b.share - a.share || a.key - b.key);
  }

  /** The keys and their weights, for a codec. */
  toPlain(): CompositionPlain {
    return {
      total: this.#total,
      keys: this.#index.keys.slice(0, this.size),
      counts: this.#counts.slice(0, this.size),
    };
  }

  /**
   * The composition that {@link toPlain} gave.
   * @param like one of the same capacity as the one that was written; left as it is
   * @param keyOf what a key is called here; keys that become equal are added up
   * @throws TidegaugeError `TG_DECODE` where it is damaged
   */
  static fromPlain(
    plain: unknown,
    like: Composition,
    keyOf: (key: number) => number = (key) => key,
  ): Composition {
    const fields = readFields(plain, WHAT);
    const capacity = like.#capacity;
    const keys = readFloats(fields["keys"], capacity, WHAT, "keys");
    const counts = readFloats(fields["counts"], capacity, WHAT, "counts");
    if (keys.length !== counts.length) throw decodeError(WHAT, "keys and counts must be equally many");
    const composition = new Composition(capacity);
    composition.#total = readNumber(fields["total"], 0, MOST, WHAT, "total");
    keys.forEach((written, index) => {
      const key = keyOf(readNumber(written, 0, Number.MAX_SAFE_INTEGER, WHAT, "keys"));
      const count = readNumber(counts[index], 0, MOST, WHAT, "counts");
      composition.#add(key, count);
    });
    return composition;
  }

  #add(key: number, weight: number): void {
    const number = this.#index.add(key);
    if (number === this.#counts.length) {
      const counts = new Float64Array(2 * number);
      counts.set(this.#counts);
      this.#counts = counts;
    }
    this.#counts[number]! += weight;
  }

  /** Keeps three quarters of the capacity: the heaviest, of equals those with the smallest keys. */
  #drop(): void {
    const counts = this.#counts;
    const { size } = this;
    const { keys } = this.#index;
    const keep = Math.floor(this.#capacity * 0.75);
    if (weights.length < size) weights = new Float64Array(counts.length);
    weights.set(counts.subarray(0, size));
    const least = selectValue(weights, size, size - keep);
    const equals: number[] = [];
    let heavier = 0;
    for (let i = 0; i < size; i += 1) {
      if (counts[i]! > least) heavier += 1;
      else if (counts[i] === least) equals.push(keys[i]!);
    }
    equals.sort((a, b) => a - b);
    const lastKey = equals[keep - heavier - 1]!;
    let kept = 0;
    this.#index.filter((i) => {
      const count = counts[i]!;
      if (count < least || (count === least && keys[i]! > lastKey)) return false;
      counts[kept] = count;
      kept += 1;
      return true;
    });
    counts.fill(0, kept, size);
  }
}
