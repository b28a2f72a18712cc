import { decodeError, readFields, readFloats, readNumber } from "../sketches/plain-data.ts";

const WHAT = "a composition";
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
  readonly #counts = new Map<number, number>();
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
    return this.#counts.size;
  }

  /** Adds weight to a key. */
  learn(key: number, weight: number): void {
    this.#total += weight;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + weight);
    if (this.#counts.size > this.#capacity) this.#drop();
  }

  /** Share of the key, 0..1; 0 where nothing was learned. */
  share(key: number): number {
    return this.#total > 0 ? (this.#counts.get(key) ?? 0) / this.#total : 0;
  }

  /** Multiplies all that was learned: 0.5 halves the weight of the past. */
  decay(factor: number): void {
    this.#total *= factor;
    for (const [key, count] of this.#counts) this.#counts.set(key, count * factor);
  }

  /** Keys with their shares, largest first, then by key. */
  shares(): { key: number; share: number }[] {
    return [...this.#counts]
      .map(([key, count]) => ({ key, share: count / this.#total }))
      .sort((a, b) => b.share - a.share || a.key - b.key);
  }

  /** The keys and their weights, for a codec. */
  toPlain(): CompositionPlain {
    return {
      total: this.#total,
      keys: Float64Array.from(this.#counts.keys()),
      counts: Float64Array.from(this.#counts.values()),
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
      composition.#counts.set(key, (composition.#counts.get(key) ?? 0) + count);
    });
    return composition;
  }

  #drop(): void {
    const counts = [...this.#counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    for (const [key] of counts.slice(Math.floor(this.#capacity * 0.75))) this.#counts.delete(key);
  }
}
