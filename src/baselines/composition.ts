import { decodeError, readFields, readFloats, readNumber } from "../sketches/plain-data.ts";

const WHAT = "a composition";
/** Slots of the smallest index. */
const FIRST_SLOTS = 64;
/** No weight that was written is larger: sums of such stay finite. */
const MOST = 1e30;

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
  /** Keys in the order in which they came, and the weight of each. */
  #keys = new Float64Array(FIRST_SLOTS / 2);
  #counts = new Float64Array(FIRST_SLOTS / 2);
  #size = 0;
  /** Open addressing with linear probing, at most half full: number of the key + 1, or 0. */
  #index = new Uint32Array(FIRST_SLOTS);
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
    return this.#size;
  }

  /** Adds weight to a key. O(1), amortised. */
  learn(key: number, weight: number): void {
    this.#total += weight;
    this.#add(key, weight);
    if (this.#size > this.#capacity) this.#drop();
  }

  /** Share of the key, 0..1; 0 where nothing was learned. */
  share(key: number): number {
    if (this.#total <= 0) return 0;
    const entry = this.#index[this.#slot(key)]!;
    return entry === 0 ? 0 : this.#counts[entry - 1]! / this.#total;
  }

  /** Multiplies all that was learned: 0.5 halves the weight of the past. */
  decay(factor: number): void {
    this.#total *= factor;
    for (let i = 0; i < this.#size; i += 1) this.#counts[i]! *= factor;
  }

  /** Keys with their shares, largest first, then by key. */
  shares(): { key: number; share: number }[] {
    return Array.from({ length: this.#size }, (_, i) => ({
      key: this.#keys[i]!,
      share: this.#counts[i]! / this.#total,
    })).sort((a, b) => b.share - a.share || a.key - b.key);
  }

  /** The keys and their weights, for a codec. */
  toPlain(): CompositionPlain {
    return {
      total: this.#total,
      keys: this.#keys.slice(0, this.#size),
      counts: this.#counts.slice(0, this.#size),
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
    const slot = this.#slot(key);
    const entry = this.#index[slot]!;
    if (entry > 0) {
      this.#counts[entry - 1]! += weight;
      return;
    }
    this.#keys[this.#size] = key;
    this.#counts[this.#size] = weight;
    this.#size += 1;
    this.#index[slot] = this.#size;
    if (this.#size === this.#keys.length) this.#grow();
  }

  /** Where the key is in the index, or belongs. */
  #slot(key: number): number {
    const index = this.#index;
    const mask = index.length - 1;
    let slot = spread(key) & mask;
    for (;;) {
      const entry = index[slot]!;
      if (entry === 0 || this.#keys[entry - 1] === key) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const { length } = this.#index;
    const keys = new Float64Array(length);
    const counts = new Float64Array(length);
    keys.set(this.#keys);
    counts.set(this.#counts);
    this.#keys = keys;
    this.#counts = counts;
    this.#index = new Uint32Array(2 * length);
    this.#enterAll();
  }

  #enterAll(): void {
    for (let i = 0; i < this.#size; i += 1) this.#index[this.#slot(this.#keys[i]!)] = i + 1;
  }

  /** Keeps three quarters of the capacity: the heaviest, of equals those with the smallest keys. */
  #drop(): void {
    const keys = this.#keys;
    const counts = this.#counts;
    const size = this.#size;
    const keep = Math.floor(this.#capacity * 0.75);
    const least = counts.slice(0, size).sort()[size - keep]!;
    const equals: number[] = [];
    let heavier = 0;
    for (let i = 0; i < size; i += 1) {
      if (counts[i]! > least) heavier += 1;
      else if (counts[i] === least) equals.push(keys[i]!);
    }
    equals.sort((a, b) => a - b);
    const lastKey = equals[keep - heavier - 1]!;
    let kept = 0;
    for (let i = 0; i < size; i += 1) {
      if (counts[i]! < least || (counts[i] === least && keys[i]! > lastKey)) continue;
      keys[kept] = keys[i]!;
      counts[kept] = counts[i]!;
      kept += 1;
    }
    this.#size = kept;
    this.#index.fill(0);
    this.#enterAll();
  }
}

/** Both halves of an integer below 2^53 as one hash of 32 bits. */
function spread(key: number): number {
  const upper = Math.floor(key / 0x100000000);
  const h = Math.imul((key - upper * 0x100000000) ^ Math.imul(upper, 0x9e3779b1), 0x85ebca6b);
  return h ^ (h >>> 15);
}
