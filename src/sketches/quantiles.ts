import { TDigest } from "tdigest";
import { optionError } from "../errors.ts";
import { decodeError, readFields, readFloats, readInteger, readNumber } from "./plain-data.ts";

const WHAT = "quantiles";
/** Points held before they are compressed; until then quantiles are exact. */
const MOST_POINTS = 1024;
/** Centroids that compression must come down to. */
const MOST_CENTROIDS = 512;
/** Share of the values that one centroid in the middle may stand for, times four. Smaller is more precise and larger. */
const DELTA = 0.01;
/** So small a share that nothing is ever merged. */
const NO_MERGING = 1e-12;

/**
 * The distribution of numbers in bounded memory: a t-digest (Dunning 2021, "The t-digest: Efficient estimates of
 * distributions"), finest at both ends.
 *
 * The digest is that of the package tdigest, used so that it repeats: its own compression, which shuffles by `Math.random()`, is off.
 * Points are collected and compressed a thousand at a time, in an order that depends on the sorted points alone;
 * so sorted input, the worst case of the algorithm, costs nothing here.
 *
 * *Guarantee*: exact (up to interpolation between neighbours) for the first 1,024 points; then the rank of
 * `quantile(q)` is off by at most 0.02 in the middle and by less towards the ends; `min`, `max` and `count` are always exact. Merging
 * keeps these bounds; figures differ slightly with the order of merging. About 16 kB.
 */
export class Quantiles {
  /** Values and their weights; the first `#settled` are centroids of earlier ones. */
  #means: Float64Array = new Float64Array(16);
  #weights: Float64Array = new Float64Array(16);
  #size = 0;
  #settled = 0;
  #count = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  /** For questions; null when points came since the last one. */
  #digest: TDigest | null = null;

  /** Sum of all weights. */
  get count(): number {
    return this.#count;
  }

  /** The smallest value, exact; NaN while there is none. */
  get min(): number {
    return this.#count === 0 ? Number.NaN : this.#min;
  }

  /** The largest value, exact; NaN while there is none. */
  get max(): number {
    return this.#count === 0 ? Number.NaN : this.#max;
  }

  /**
   * Counts a value. O(1), amortised.
   * @param value finite
   * @param weight how often it came, finite and above 0
   * @throws TidegaugeError `TG_OPTION`: a NaN would spoil all that comes after it
   */
  update(value: number, weight = 1): void {
    if (!Number.isFinite(value) || !(weight > 0 && weight < Number.POSITIVE_INFINITY)) {
      throw optionError(
        "Cannot count a value",
        `value and weight must be finite, and weight above 0, got ${value} and ${weight}`,
      );
    }
    this.#count += weight;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    this.#addPoint(value, weight);
  }

  /**
   * The value below which a share `q` of all values lies.
   * @param q 0..1
   * @returns NaN while there is no value
   */
  quantile(q: number): number {
    if (!(q >= 0 && q <= 1)) {
      throw optionError("Cannot find a quantile", `"q" must be a number from 0 to 1, got ${q}`);
    }
    if (this.#count === 0) return Number.NaN;
    this.#digest ??= digestOf(this.#means, this.#weights, this.#size, NO_MERGING);
    if (q === 0) return this.#min;
    return q === 1 ? this.#max : this.#digest.percentile(q);
  }

  /** The share of values that lie below `value`, 0..1; NaN while there is none. Values equal to it count half. */
  rank(value: number): number {
    if (this.#count === 0) return Number.NaN;
    this.#digest ??= digestOf(this.#means, this.#weights, this.#size, NO_MERGING);
    return this.#digest.p_rank(value);
  }

  /** Adds what another one has counted; the other one is left as it is. O(size of both). */
  merge(other: Quantiles): void {
    if (other === this) throw optionError("Cannot merge quantiles", "they must be two");
    this.#count += other.#count;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
    for (let i = 0; i < other.#size; i += 1) this.#addPoint(other.#means[i]!, other.#weights[i]!);
  }

  /** Forgets everything. */
  clear(): void {
    this.#size = 0;
    this.#settled = 0;
    this.#count = 0;
    this.#min = Number.POSITIVE_INFINITY;
    this.#max = Number.NEGATIVE_INFINITY;
    this.#digest = null;
  }

  /** The points as a plain object of numbers and typed arrays, for a codec. */
  toPlain(): QuantilesPlain {
    return {
      settled: this.#settled,
      min: this.#count === 0 ? 0 : this.#min,
      max: this.#count === 0 ? 0 : this.#max,
      means: this.#means.slice(0, this.#size),
      weights: this.#weights.slice(0, this.#size),
    };
  }

  /**
   * The quantiles that {@link toPlain} gave.
   * @throws TidegaugeError `TG_DECODE` where they are damaged
   */
  static fromPlain(plain: unknown): Quantiles {
    const fields = readFields(plain, WHAT);
    const min = readNumber(fields["min"], -Number.MAX_VALUE, Number.MAX_VALUE, WHAT, "min");
    const max = readNumber(fields["max"], min, Number.MAX_VALUE, WHAT, "max");
    const means = readFloats(fields["means"], MOST_POINTS, WHAT, "means");
    const weights = readFloats(fields["weights"], MOST_POINTS, WHAT, "weights");
    if (means.length !== weights.length) throw decodeError(WHAT, "means and weights must be equally many");
    const quantiles = new Quantiles();
    for (let i = 0; i < means.length; i += 1) {
      quantiles.#addPoint(
        readNumber(means[i], min, max, WHAT, "means"),
        readNumber(weights[i], Number.MIN_VALUE, Number.MAX_VALUE, WHAT, "weights"),
      );
      quantiles.#count += weights[i]!;
    }
    quantiles.#settled = readInteger(fields["settled"], 0, means.length, WHAT, "settled");
    if (means.length > 0) {
      quantiles.#min = min;
      quantiles.#max = max;
    }
    return quantiles;
  }

  #addPoint(value: number, weight: number): void {
    if (this.#size === MOST_POINTS) this.#compress();
    if (this.#size === this.#means.length) {
      const means = new Float64Array(2 * this.#size);
      means.set(this.#means);
      this.#means = means;
      const weights = new Float64Array(2 * this.#size);
      weights.set(this.#weights);
      this.#weights = weights;
    }
    this.#means[this.#size] = value;
    this.#weights[this.#size] = weight;
    this.#size += 1;
    this.#digest = null;
  }

  #compress(): void {
    let delta = DELTA;
    let digest = digestOf(this.#means, this.#weights, this.#size, delta);
    while (digest.size() > MOST_CENTROIDS) {
      delta *= 2;
      digest = digestOf(this.#means, this.#weights, this.#size, delta);
    }
    let size = 0;
    for (const { mean, n } of digest.toArray()) {
      this.#means[size] = mean;
      this.#weights[size] = n;
      size += 1;
    }
    this.#size = size;
    this.#settled = size;
  }
}

/** What {@link Quantiles.toPlain} gives. */
export interface QuantilesPlain {
  /** How many of the points are centroids already. */
  readonly settled: number;
  /** Both 0 without points. */
  readonly min: number;
  readonly max: number;
  readonly means: Float64Array;
  readonly weights: Float64Array;
}

/** A digest of weighted points, put in by bit-reversed rank: first the middle, then the quarters, and so on. */
function digestOf(means: Float64Array, weights: Float64Array, size: number, delta: number): TDigest {
  const order = Array.from({ length: size }, (_, i) => i);
  order.sort((a, b) => means[a]! - means[b]! || weights[a]! - weights[b]!);
  // 0 switches the digest's own compression off.
  const digest = new TDigest(delta, 0);
  const bits = Math.max(1, 32 - Math.clz32(size));
  for (let i = 0; i < 2 ** bits; i += 1) {
    const rank = reverseBits(i, bits);
    const point = order[rank];
    if (point !== undefined) digest.push(means[point]!, weights[point]!);
  }
  return digest;
}

function reverseBits(value: number, bits: number): number {
  let reversed = 0;
  for (let bit = 0; bit < bits; bit += 1) reversed |= ((value >>> bit) & 1) << (bits - 1 - bit);
  return reversed;
}
