import {
  decodeError,
  readFields,
  readFloats,
  readInteger,
  readNumber,
  readWords,
} from "../sketches/plain-data.ts";

const WHAT = "a seasonal rate";
/** No figure of a rate that was written is larger: sums of such stay finite. */
const MOST = 1e30;
/** Bins of log(1 + rate): a quarter of a natural unit each, up to e^16. */
const BINS = 64;
const BIN_WIDTH = 0.25;
const HOURS_OF_WEEK = 168;
/** So many minutes of a finer pool outweigh the coarser one. */
const POOLING_MINUTES = 120;
/** Half-life of the recent level, minutes. */
const RECENT_HALF_LIFE = 360;
/** Long memory: half-life of every pool, in minutes that it was fed. Normal traffic of a quarter ago counts half. */
const FORGETTING_HALF_LIFE = 129_600;

/** What is normal for a rate at one moment. */
export interface Expectation {
  /** Median, in events per minute. */
  readonly median: number;
  /** A rate that normal traffic rarely exceeds: about the 98th percentile, widened where little is known. */
  readonly upper: number;
  /** Standard deviation of log(1 + rate), robust, widened where little is known. */
  readonly spread: number;
  /** Minutes of normal traffic that this rests on. */
  readonly minutes: number;
}

/** A histogram whose bins are mostly empty: the places of the others, ascending, and what they hold. */
interface SparseBins {
  readonly at: Uint32Array;
  readonly counts: Float64Array;
}

/** What {@link SeasonalRate.toPlain} gives. */
export interface SeasonalRatePlain {
  readonly minutes: number;
  readonly weight: number;
  readonly recentWeight: number;
  /** Histograms by hour of the week, by hour of the day, of the whole and of late, one behind the other. */
  readonly at: Uint32Array;
  readonly counts: Float64Array;
}

/**
 * The normal rate of something by hour of the week, learned minute by minute.
 *
 * Histograms of log(1 + rate) for each hour of the week are pooled towards the hour of the day, then the whole, then
 * the recent level, each weighing by how much it has seen. Median and percentiles, not mean and variance, so that a
 * day of trouble moves little. Learning and asking are O(bins). Memory is fixed: 50 kB.
 */
export class SeasonalRate {
  readonly #week = new Float32Array(HOURS_OF_WEEK * BINS);
  readonly #day = new Float32Array(24 * BINS);
  readonly #all = new Float32Array(BINS);
  readonly #recent = new Float32Array(BINS);
  readonly #pooled = new Float64Array(BINS);
  #minutes = 0;
  /** Weights grow instead of all counts shrinking; rescaled before they overflow. */
  #weight = 1;
  #recentWeight = 1;

  /** Minutes learned. */
  get minutes(): number {
    return this.#minutes;
  }

  /**
   * Learns a minute of normal traffic.
   * @param hourOfWeek 0..167, local time
   * @param perMinute events in the minute, >= 0
   * @param weight 0..1: less for a minute that was a surge
   * @param minutes 0..1: what it counts for where it is asked how much is known
   */
  learn(hourOfWeek: number, perMinute: number, weight = 1, minutes = weight): void {
    const bin = binOf(perMinute);
    this.#weight *= 2 ** (weight / FORGETTING_HALF_LIFE);
    this.#recentWeight *= 2 ** (weight / RECENT_HALF_LIFE);
    const amount = weight * this.#weight;
    this.#week[hourOfWeek * BINS + bin]! += amount;
    this.#day[(hourOfWeek % 24) * BINS + bin]! += amount;
    this.#all[bin]! += amount;
    this.#recent[bin]! += weight * this.#recentWeight;
    this.#minutes += minutes;
    if (this.#weight > 1e12) this.#weight = rescale(this.#weight, this.#week, this.#day, this.#all);
    if (this.#recentWeight > 1e12) this.#recentWeight = rescale(this.#recentWeight, this.#recent);
  }

  /** What is normal at this hour of the week; null as long as nothing was learned. */
  expect(hourOfWeek: number): Expectation | null {
    if (this.#minutes < 1) return null;
    const pooled = this.#pooled.fill(0);
    let missing = POOLING_MINUTES;
    missing -= pour(this.#week, hourOfWeek * BINS, this.#weight, POOLING_MINUTES, pooled);
    if (missing > 0) missing -= pour(this.#day, (hourOfWeek % 24) * BINS, this.#weight, missing, pooled);
    // The recent level fills what the season cannot tell, and the whole past what the recent level cannot.
    if (missing > 0) missing -= pour(this.#recent, 0, this.#recentWeight, missing, pooled);
    if (missing > 0) pour(this.#all, 0, this.#weight, missing, pooled);

    const median = quantile(pooled, 0.5);
    const shyness = 1 / Math.sqrt(1 + this.#minutes / 20);
    const spread = Math.max((quantile(pooled, 0.9) - quantile(pooled, 0.1)) / 2.56, 0.15) + 0.5 * shyness;
    // A few minutes of a surge among hundreds move the 98th percentile and not the 90th: the lower bound of both counts.
    const high = quantile(pooled, 0.9);
    const upper =
      Math.max(Math.min(quantile(pooled, 0.98), median + 2 * (high - median)), median + 0.25) + shyness;
    return {
      median: Math.expm1(median),
      upper: Math.expm1(upper),
      spread,
      minutes: this.#minutes,
    };
  }

  /** What was learned, for a codec. */
  toPlain(): SeasonalRatePlain {
    return {
      minutes: this.#minutes,
      weight: this.#weight,
      recentWeight: this.#recentWeight,
      ...sparse([this.#week, this.#day, this.#all, this.#recent]),
    };
  }

  /**
   * The rate that {@link toPlain} gave.
   * @throws TidegaugeError `TG_DECODE` where it is damaged
   */
  static fromPlain(plain: unknown): SeasonalRate {
    const fields = readFields(plain, WHAT);
    const rate = new SeasonalRate();
    const number = (name: "minutes" | "weight" | "recentWeight", least: number) =>
      readNumber(fields[name], least, MOST, WHAT, name);
    rate.#minutes = number("minutes", 0);
    rate.#weight = number("weight", 1);
    rate.#recentWeight = number("recentWeight", 1);
    fillSparse(fields, [rate.#week, rate.#day, rate.#all, rate.#recent]);
    return rate;
  }
}

function sparse(histograms: readonly Float32Array[]): SparseBins {
  const at: number[] = [];
  const counts: number[] = [];
  let base = 0;
  for (const histogram of histograms) {
    histogram.forEach((count, bin) => {
      if (count === 0) return;
      at.push(base + bin);
      counts.push(count);
    });
    base += histogram.length;
  }
  return { at: Uint32Array.from(at), counts: Float64Array.from(counts) };
}

function fillSparse(fields: Readonly<Record<string, unknown>>, histograms: readonly Float32Array[]): void {
  const bins = histograms.reduce((sum, histogram) => sum + histogram.length, 0);
  const places = readWords(fields["at"], bins, WHAT, "at");
  const counts = readFloats(fields["counts"], bins, WHAT, "counts");
  if (places.length !== counts.length) throw decodeError(WHAT, "places and counts must be equally many");
  let base = 0;
  let index = 0;
  for (const histogram of histograms) {
    for (; index < places.length && places[index]! < base + histogram.length; index += 1) {
      const bin = readInteger(places[index]! - base, 0, histogram.length - 1, WHAT, "at");
      histogram[bin] = readNumber(counts[index], 0, MOST, WHAT, "counts");
    }
    base += histogram.length;
  }
  if (index < places.length) throw decodeError(WHAT, `"at" must be ascending and below ${bins}`);
}

function binOf(perMinute: number): number {
  return Math.min(BINS - 1, Math.floor(Math.log1p(perMinute) / BIN_WIDTH + 0.5));
}

/** Adds a histogram scaled to at most `limit` minutes. @returns the minutes added */
function pour(from: Float32Array, at: number, weight: number, limit: number, into: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < BINS; i += 1) sum += from[at + i]!;
  const minutes = sum / weight;
  if (minutes <= 0) return 0;
  const added = Math.min(minutes, limit);
  const scale = added / sum;
  for (let i = 0; i < BINS; i += 1) into[i]! += from[at + i]! * scale;
  return added;
}

/** Quantile of log(1 + rate), interpolated within the bin. */
function quantile(histogram: Float64Array, q: number): number {
  let sum = 0;
  for (let i = 0; i < BINS; i += 1) sum += histogram[i]!;
  let rest = q * sum;
  for (let i = 0; i < BINS; i += 1) {
    const here = histogram[i]!;
    if (here > 0 && rest <= here) return Math.max(0, (i - 0.5 + rest / here) * BIN_WIDTH);
    rest -= here;
  }
  return (BINS - 1) * BIN_WIDTH;
}

function rescale(weight: number, ...histograms: Float32Array[]): number {
  for (const histogram of histograms) for (let i = 0; i < histogram.length; i += 1) histogram[i]! /= weight;
  return 1;
}
