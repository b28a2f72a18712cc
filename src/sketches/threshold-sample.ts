import { type Arena, HEAP } from "../bytes/arena.ts";
import type { WordReader, WordWriter } from "../bytes/words.ts";
import { optionError } from "../errors.ts";
import { haveEqualShapes } from "./row-shape.ts";
import type { RowTable } from "./row-table.ts";
import { readRows, thetaOf, visitRows } from "./row-weights.ts";
import { fillSample, fillSampleFor } from "./sample-filling.ts";
import {
  EVERYTHING,
  type LoudPart,
  type OrderedKeys,
  type RowVisitor,
  type SampleLayout,
} from "./sample-layout.ts";
import { absorbSample, mergeSamples } from "./sample-merging.ts";
import { loadPlain, plainOf, type ThresholdSamplePlain } from "./sample-plain.ts";
import { SampleStore } from "./sample-store.ts";

const NO_ROWS = new Uint32Array(0);

/**
 * A sample of keys that keeps the *whole* behaviour of every key it keeps, and merges exactly.
 *
 * **The sampled part.** Keys are 64-bit hashes. Kept are those below a threshold θ, which is everything until more than
 * `2 · budget` keys have come; then θ is lowered to the `budget + 1`-th smallest. A key below the final θ was below
 * every earlier one, so its row is complete from its first occurrence; and since a hash does not know what its key
 * does, every key is kept with probability θ. This is the KMV or theta sketch (Bar-Yossef et al. 2002, "Counting
 * distinct elements in a data stream"; Dasgupta et al. 2016, "A framework for estimating stream expression
 * cardinalities") with a row of data under each hash.
 * *Law*: for any split of a stream into shards, the settled merge of the shards' samples holds the same keys with the
 * same columns and the same θ as the settled sample of the whole.
 *
 * **The loud part.** One source that sends half of all requests must not be missed because of its hash. Keys above θ are
 * counted approximately (`LoudGate`) and get a row of their own from the `loudFrom`-th occurrence on. What
 * the loud part does not see (first occurrences, quiet shards) is *quiet* mass; the same mass is known exactly for the
 * keys below θ and stands for that of all keys with the factor 1/θ. When the loud part is full, it gives up the median
 * of its counts on every row, as Misra-Gries does (Anderson et al. 2017), and raises `loudFrom` for the keys below θ alike: so the two
 * parts always agree on which mass is whose, and sums by {@link forEach} stay unbiased, however the shards were cut.
 * The split of *mass* between loud and quiet depends on how shards were cut; sampled columns never do.
 *
 * Memory: at most `2 · budget` sampled rows, and as many loud rows as are loud, beyond `loud.budget` only while rows
 * are moved. A row is 4 bytes times {@link stride}.
 * Tables begin with 32 rows and grow by doubling, so budgets are best powers of two.
 */
export class ThresholdSample {
  /** Words per row: key, columns, and one word of the sample's own (the quiet mass of the row, 0 while it follows `loudFrom`). */
  readonly stride: number;
  /** Rows of a settled sample at most. */
  readonly budget: number;
  readonly #store: SampleStore;
  /** That of the store, at hand for loops over lines: 3 % of their time. */
  readonly #sampled: RowTable;

  /**
   * @param layout the columns of a row
   * @param budget rows of a settled sample, an integer from 16 to 2^18. Relative error of counts is about `budget ** -0.5`
   * @param loud room for keys that are many occurrences each
   * @param arena where the sample lies
   * @throws TidegaugeError `TG_OPTION`
   */
  constructor(layout: SampleLayout, budget: number, loud: LoudPart, arena: Arena = HEAP) {
    requireOptions(layout, budget, loud);
    this.#store = new SampleStore(layout, budget, loud, arena);
    this.#sampled = this.#store.sampled;
    this.stride = this.#store.shape.stride;
    this.budget = budget;
  }

  /** Where a kernel finds the sample. */
  get address(): number {
    return this.#store.address;
  }

  /** The sampled rows, strided: `[keyHi, keyLo, ...columns, _]`. Replaced as it grows: read it again after {@link slot}. */
  get rows(): Uint32Array {
    return this.#sampled.rows;
  }

  /** The loud rows, strided alike. Replaced as it grows: read it again after {@link loudSlot}. */
  get loudRows(): Uint32Array {
    return this.#store.loud === null ? NO_ROWS : this.#store.loud.table.rows;
  }

  /** Number of sampled rows; the number of keys while {@link exact}. */
  get size(): number {
    return this.#store.size;
  }

  /** Number of loud rows. */
  get loudSize(): number {
    return this.#store.loud === null ? 0 : this.#store.loud.table.count;
  }

  /** Whether no key has come. */
  get isEmpty(): boolean {
    return this.exact && this.size === 0;
  }

  /** Whether every key that ever came is in {@link rows}. */
  get exact(): boolean {
    return this.#store.exact;
  }

  /** θ, the probability with which a key is sampled, 0..1; 1 while {@link exact}. */
  get theta(): number {
    return thetaOf(this.#store, this.size);
  }

  /** Occurrences from which on a key above θ is counted in a row of its own. */
  get loudFrom(): number {
    return this.#store.loudFrom;
  }

  /**
   * The offset of this key's row in {@link rows}, or -1 where the key is above θ: then ask {@link loudSlot}. A new row is
   * all zeros, which its weight column tells; whoever asks for a row must add to its weight. O(1), amortised.
   * @param hi upper half of the key, unsigned
   * @param lo lower half of the key, unsigned
   */
  slot(hi: number, lo: number): number {
    return this.#store.slot(hi, lo);
  }

  /**
   * Counts one occurrence of a key for which {@link slot} gave -1, and returns the offset of its row in
   * {@link loudRows} once it is loud, else -1. A new row is all zeros; it lacks what came before it. O(1), amortised.
   */
  loudSlot(hi: number, lo: number): number {
    return this.#store.loudSlot(hi, lo);
  }

  /**
   * Brings the sample into its canonical form: at most `budget` rows, those with the smallest keys, in ascending order.
   * Offsets change. What was counted of keys that are not yet loud is forgotten: a settled sample is all in its rows. O(size).
   */
  settle(): void {
    this.#store.settle();
  }

  /**
   * How many distinct keys have come, with a 95 % interval (Wilson's, for a share θ of unknown many). All three are
   * equal while {@link exact}.
   */
  estimateKeys(): { estimate: number; low: number; high: number } {
    const { size, theta } = this;
    if (theta === 1) return { estimate: size, low: size, high: size };
    const z = 1.96;
    const spread = z * z * (1 - theta);
    const centre = 2 * size + spread;
    const root = Math.sqrt(spread * (spread + 4 * size));
    return {
      estimate: size / theta,
      low: Math.max(size, (centre - root) / (2 * theta)),
      high: (centre + root) / (2 * theta),
    };
  }

  /**
   * Visits all rows, sampled then loud, each in their order of storage (ascending keys after {@link settle}).
   *
   * Over all rows, `Σ weight · column` estimates the sum of a column over all keys and `Σ keyWeight` their number, both
   * without bias and also for any subset of keys that can be told from their rows. While {@link exact}, both factors
   * are 1. Else `keyWeight` is 1 for a loud key (wherever its hash lies) and 1/θ for a quiet one; `weight` counts the loud mass
   * of a row once and the quiet mass of a sampled row 1/θ times.
   */
  forEach(visitor: RowVisitor): void {
    visitRows(this.#store, visitor);
  }

  /**
   * θ of the coarser sample that the `most` smallest keys are, 0..1; {@link theta} where there are no more. The sample must be
   * settled.
   */
  thetaOf(most: number): number {
    return thetaOf(this.#store, most);
  }

  /**
   * Writes down where rows are, with the factors that {@link forEach} shows: those of this sample, or of a coarser one, which has
   * the `most` smallest keys and whatever is loud. First those in {@link rows}, then all of {@link loudRows}, each in their order.
   * There must be room for `size + loudSize`; where the sample is to be coarser it must be settled. O(size).
   * @param offsets receives the offsets of rows
   * @param weights receives the factors for what rows count
   * @param keyWeights receives the factors for the number of keys
   * @returns how many of the rows are in {@link rows}
   */
  readRows(most: number, offsets: Uint32Array, weights: Float64Array, keyWeights: Float64Array): number {
    return readRows(this.#store, most, offsets, weights, keyWeights);
  }

  /**
   * Takes in what another sample of the same layout has seen; the other one is left as it is. Commutative and
   * associative for the sampled part, and for the loud part within its budget. O(size of both).
   * @throws TidegaugeError `TG_OPTION` where the layouts differ
   */
  merge(other: ThresholdSample): void {
    this.#requireEqual(other);
    mergeSamples(this.#store, other.#store);
  }

  /**
   * As {@link merge}, and then at most `budget` rows stay. Where both have been settled, and hold about as much, they are united in order:
   * each row is written once, and none is looked up.
   */
  absorb(other: ThresholdSample): void {
    this.#requireEqual(other);
    absorbSample(this.#store, other.#store);
  }

  /**
   * Takes occurrences in order of their keys. The same as to {@link absorb} a sample of them all, without writing rows that do not
   * stay; what is not loud is forgotten, as by {@link settle}. The sample must be empty, and lie where the keys do.
   * @internal
   */
  fill(keys: OrderedKeys): void {
    fillSample(this.#store, keys);
  }

  /**
   * Becomes what another sample needs to {@link absorb} of occurrences, in order of their keys: the same as to absorb a sample of them
   * all. This one must be empty, and lie where the other and the keys do.
   * @internal
   */
  fillFor(other: ThresholdSample, keys: OrderedKeys): void {
    fillSampleFor(this.#store, other.#store, keys);
  }

  /** Forgets everything and keeps the memory. */
  clear(): void {
    this.#store.clear();
  }

  /** Gives its memory back; it may not be used any more. */
  release(): void {
    this.#store.release();
  }

  /**
   * Writes a settled sample down, for another thread.
   * @internal
   */
  write(to: WordWriter): void {
    const { exact, thetaHi, thetaLo, loudFrom, sampled, loud } = this.#store;
    to.word(exact ? 1 : 0);
    to.word(exact ? 0 : thetaHi);
    to.word(thetaLo);
    to.word(loudFrom);
    sampled.write(to);
    to.word(loud === null ? 0 : 1);
    loud?.table.write(to);
  }

  /**
   * Becomes the sample of the same layout and budget that {@link write} has written.
   * @internal
   */
  read(from: WordReader): void {
    const store = this.#store;
    store.clear();
    const isExact = from.word() === 1;
    const thetaHi = from.word();
    store.thetaHi = isExact ? EVERYTHING : thetaHi;
    store.thetaLo = from.word();
    store.loudFrom = from.word();
    store.sampled.read(from);
    if (from.word() === 1) store.openLoud().table.read(from);
    store.tell();
  }

  /**
   * The settled sample as a plain object of numbers and typed arrays, for a codec. Settles it.
   * What the gate knows of keys that are not yet loud is left out.
   */
  toPlain(): ThresholdSamplePlain {
    return plainOf(this.#store);
  }

  /**
   * The sample that {@link toPlain} gave, under any budget.
   * @throws TidegaugeError `TG_DECODE` where it is damaged or of another layout
   */
  static fromPlain(plain: unknown, layout: SampleLayout, budget: number, loud: LoudPart): ThresholdSample {
    const sample = new ThresholdSample(layout, budget, loud);
    loadPlain(sample.#store, plain);
    return sample;
  }

  #requireEqual(other: ThresholdSample): void {
    const mine = this.#store;
    const theirs = other.#store;
    const isSame = theirs.layout === mine.layout || haveEqualShapes(theirs.shape, mine.shape);
    if (isSame && other !== this) return;
    throw optionError("Cannot merge threshold samples", "both must have the same layout, and be two");
  }
}

function requireOptions({ columns, weight }: SampleLayout, budget: number, loud: LoudPart): void {
  requireInteger("budget", budget, 16, 1 << 18);
  requireInteger("loud.budget", loud.budget, 2, 1 << 18);
  requireInteger("loud.threshold", loud.threshold, 2, 1 << 30);
  requireInteger("columns.length", columns.length, 1, 64);
  requireInteger("weight", weight, 0, columns.length - 1);
  if (columns[weight] !== "sum") {
    throw optionError("Cannot make a threshold sample", 'the weight column must have the rule "sum"');
  }
}

function requireInteger(name: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  throw optionError(
    "Cannot make a threshold sample",
    `"${name}" must be an integer from ${low} to ${high}, got ${value}`,
  );
}
