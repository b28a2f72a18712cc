import { type Arena, HEAP } from "../bytes/arena.ts";
import type { WordReader, WordWriter } from "../bytes/words.ts";
import { optionError } from "../errors.ts";
import {
  SAMPLE_BYTES,
  SAMPLE_EXACT,
  SAMPLE_GATE,
  SAMPLE_LOUD,
  SAMPLE_LOUD_FROM,
  SAMPLE_QUIET,
  SAMPLE_ROWS,
  SAMPLE_RULES,
  SAMPLE_THETA_HI,
  SAMPLE_THETA_LO,
  SAMPLE_WEIGHT,
} from "../kernel/layout.ts";
import { LoudRows, type RowShape, takeColumns } from "./loud-rows.ts";
import { ruleCodes, saturatingSum } from "./merge-rules.ts";
import { selectRank } from "./rank-selection.ts";
import { RowTable } from "./row-table.ts";
import {
  EVERYTHING,
  isBelow,
  KEY_WORDS,
  type LoudPart,
  type OrderedKeys,
  type RowVisitor,
  type SampleLayout,
} from "./sample-layout.ts";
import { loadRows, readPlain, type ThresholdSamplePlain } from "./sample-plain.ts";
import { type Union, type UnionRule, uniteRows } from "./sorted-union.ts";
import { unionWords, uniteRowsBy } from "./union-by-kernel.ts";

/** Samples are united in order, rather than row by row, from so many rows on, and where one has not many times those of the other. */
const LEAST_UNITED = 64;
const MOST_UNEQUAL = 2;
/** Room for the keys of a sample that is cut, shared by all samples: cutting gives no garbage. */
let cutHi = new Uint32Array(0);
let cutLo = new Uint32Array(0);

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
  readonly #layout: SampleLayout;
  readonly #codes: Uint8Array;
  readonly #loudPart: LoudPart;
  /** Offset of the weight column, and of the quiet mass, in a row. */
  readonly #weight: number;
  readonly #quiet: number;
  readonly #shape: RowShape;
  readonly #sampled: RowTable;
  readonly #arena: Arena;
  /** Tells a kernel how far and where things are. */
  readonly #header: Uint32Array;
  /** The codes once more, where a kernel finds them. */
  readonly #rules: Uint32Array;
  #thetaHi = EVERYTHING;
  #thetaLo = 0;
  /** Made when the first key is refused. */
  #loud: LoudRows | null = null;
  #loudFrom: number;
  /** Whether all rows lie in order, and none has a quiet mass of its own that it need not have. */
  #isSettled = false;
  /** What a kernel keeps of a union under way. */
  #union: Uint32Array | null = null;
  /** Whether all sampled rows lie in order. */
  #isOrdered = true;

  /**
   * @param layout the columns of a row
   * @param budget rows of a settled sample, an integer from 16 to 2^18. Relative error of counts is about `budget ** -0.5`
   * @param loud room for keys that are many occurrences each
   * @param arena where the sample lies
   * @throws TidegaugeError `TG_OPTION`
   */
  constructor(layout: SampleLayout, budget: number, loud: LoudPart, arena: Arena = HEAP) {
    const columns = layout.columns.length;
    requireInteger("budget", budget, 16, 1 << 18);
    requireInteger("loud.budget", loud.budget, 2, 1 << 18);
    requireInteger("loud.threshold", loud.threshold, 2, 1 << 30);
    requireInteger("columns.length", columns, 1, 64);
    requireInteger("weight", layout.weight, 0, columns - 1);
    if (layout.columns[layout.weight] !== "sum") {
      throw optionError("Cannot make a threshold sample", 'the weight column must have the rule "sum"');
    }
    this.#layout = layout;
    this.#codes = ruleCodes(layout.columns);
    this.#loudPart = loud;
    this.#loudFrom = loud.threshold;
    this.#weight = KEY_WORDS + layout.weight;
    this.#quiet = KEY_WORDS + columns;
    this.stride = this.#quiet + 1;
    this.#shape = { stride: this.stride, codes: this.#codes, weight: this.#weight, quiet: this.#quiet };
    this.budget = budget;
    this.#arena = arena;
    this.#sampled = new RowTable(this.stride, arena);
    this.#header = arena.words(SAMPLE_BYTES / 4);
    this.#header[SAMPLE_ROWS / 4] = this.#sampled.address;
    this.#rules = arena.words(Math.ceil(columns / 4));
    new Uint8Array(this.#rules.buffer, this.#rules.byteOffset, columns).set(this.#codes);
    this.#header[SAMPLE_RULES / 4] = this.#rules.byteOffset;
    this.#header[SAMPLE_WEIGHT / 4] = this.#weight;
    this.#header[SAMPLE_QUIET / 4] = this.#quiet;
    this.#tell();
  }

  /** Where a kernel finds the sample. */
  get address(): number {
    return this.#header.byteOffset;
  }

  /** The sampled rows, strided: `[keyHi, keyLo, ...columns, _]`. Replaced as it grows: read it again after {@link slot}. */
  get rows(): Uint32Array {
    return this.#sampled.rows;
  }

  /** The loud rows, strided alike. Replaced as it grows: read it again after {@link loudSlot}. */
  get loudRows(): Uint32Array {
    return this.#loud === null ? NO_ROWS : this.#loud.table.rows;
  }

  /** Number of sampled rows; the number of keys while {@link exact}. */
  get size(): number {
    return this.#sampled.count;
  }

  /** Number of loud rows. */
  get loudSize(): number {
    return this.#loud === null ? 0 : this.#loud.table.count;
  }

  /** Whether no key has come. */
  get isEmpty(): boolean {
    return this.exact && this.size === 0;
  }

  /** Whether every key that ever came is in {@link rows}. */
  get exact(): boolean {
    return this.#thetaHi === EVERYTHING;
  }

  /** θ, the probability with which a key is sampled, 0..1; 1 while {@link exact}. */
  get theta(): number {
    return this.#thetaHi / EVERYTHING + this.#thetaLo / EVERYTHING / EVERYTHING;
  }

  /** Occurrences from which on a key above θ is counted in a row of its own. */
  get loudFrom(): number {
    return this.#loudFrom;
  }

  /**
   * The offset of this key's row in {@link rows}, or -1 where the key is above θ: then ask {@link loudSlot}. A new row is
   * all zeros, which its weight column tells; whoever asks for a row must add to its weight. O(1), amortised.
   * @param hi upper half of the key, unsigned
   * @param lo lower half of the key, unsigned
   */
  slot(hi: number, lo: number): number {
    if (hi >= this.#thetaHi && (hi > this.#thetaHi || lo >= this.#thetaLo)) return -1;
    const offset = this.#sampled.find(hi, lo);
    return offset >= 0 ? offset : this.#newRow(hi, lo);
  }

  /**
   * Counts one occurrence of a key for which {@link slot} gave -1, and returns the offset of its row in
   * {@link loudRows} once it is loud, else -1. A new row is all zeros; it lacks what came before it. O(1), amortised.
   */
  loudSlot(hi: number, lo: number): number {
    this.#isSettled = false;
    const { table, gate } = this.#loud ?? this.#openLoud();
    const offset = table.find(hi, lo);
    if (offset >= 0) return offset;
    const count = gate.add(hi, lo, 1);
    if (count < this.#loudFrom) return -1;
    if (table.count >= this.#loudPart.budget) {
      this.#purgeLoud(this.#loudPart.budget >>> 1);
      if (count < this.#loudFrom) return -1;
    }
    return table.add(hi, lo);
  }

  /**
   * Brings the sample into its canonical form: at most `budget` rows, those with the smallest keys, in ascending order.
   * Offsets change. What was counted of keys that are not yet loud is forgotten: a settled sample is all in its rows. O(size).
   */
  settle(): void {
    this.#loud?.gate.clear();
    if (this.#isSettled) return;
    this.#isSettled = true;
    if (this.size > this.budget) this.#cut();
    if (!this.#isOrdered) this.#sampled.sort();
    this.#isOrdered = true;
    this.#easeQuietMass();
    if (this.#loud !== null) {
      this.#purgeLoud(this.#loudPart.budget);
      this.#loud.table.sort();
      this.#loud.gate.clear();
    }
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
    const { rows, stride, theta } = this;
    const weightAt = this.#weight;
    for (let offset = 0, end = this.size * stride; offset < end; offset += stride) {
      const count = rows[offset + weightAt]!;
      const loud = count - this.#quietMass(offset);
      visitor(
        rows,
        offset,
        count === 0 ? 1 / theta : (loud + (count - loud) / theta) / count,
        loud > 0 ? 1 : 1 / theta,
      );
    }
    if (this.#loud === null) return;
    const loudRows = this.#loud.table.rows;
    for (let offset = 0, end = this.loudSize * stride; offset < end; offset += stride) {
      const count = loudRows[offset + weightAt]!;
      if (count > 0) visitor(loudRows, offset, (count - loudRows[offset + this.#quiet]!) / count, 1);
    }
  }

  /**
   * θ of the coarser sample that the `most` smallest keys are, 0..1; {@link theta} where there are no more. The sample must be
   * settled.
   */
  thetaOf(most: number): number {
    if (this.size <= most) return this.theta;
    const offset = most * this.stride;
    return this.rows[offset]! / EVERYTHING + this.rows[offset + 1]! / EVERYTHING / EVERYTHING;
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
    const { size, stride, rows } = this;
    const weightAt = this.#weight;
    const theta = this.thetaOf(most);
    let read = 0;
    for (let i = 0, offset = 0; i < size; i += 1, offset += stride) {
      const count = rows[offset + weightAt]!;
      const loud = theta === 1 ? 0 : count - this.#quietMass(offset);
      const isSampled = i < most;
      if (!isSampled && loud === 0) continue;
      const quiet = isSampled ? (count - loud) / theta : 0;
      offsets[read] = offset;
      weights[read] = theta === 1 ? 1 : count === 0 ? 1 / theta : (loud + quiet) / count;
      keyWeights[read] = loud > 0 ? 1 : 1 / theta;
      read += 1;
    }
    const { loudRows, loudSize } = this;
    for (let i = 0, offset = 0; i < loudSize; i += 1, offset += stride) {
      const count = loudRows[offset + weightAt]!;
      offsets[read + i] = offset;
      weights[read + i] = count === 0 ? 0 : (count - loudRows[offset + this.#quiet]!) / count;
      keyWeights[read + i] = 1;
    }
    return read;
  }

  /**
   * Takes in what another sample of the same layout has seen; the other one is left as it is. Commutative and
   * associative for the sampled part, and for the loud part within its budget. O(size of both).
   * @throws TidegaugeError `TG_OPTION` where the layouts differ
   */
  merge(other: ThresholdSample): void {
    const same =
      other.#layout === this.#layout ||
      (other.#weight === this.#weight && haveEqualRules(other.#codes, this.#codes));
    if (!same || other === this) {
      throw optionError("Cannot merge threshold samples", "both must have the same layout, and be two");
    }
    this.#isSettled = false;
    this.#isOrdered = this.size === 0 && other.#isOrdered;
    const literal = !this.exact || !other.exact;
    if (literal) this.#fixQuietMass();
    if (isBelow(other.#thetaHi, other.#thetaLo, this.#thetaHi, this.#thetaLo)) {
      this.#lowerTheta(other.#thetaHi, other.#thetaLo);
    }
    this.#loudFrom = Math.max(this.#loudFrom, other.#loudFrom);
    this.#tell();
    this.#sampled.reserve(Math.min(this.size + other.size, 2 * this.budget));
    const loops = other.#arena === this.#arena ? this.#arena.rows : null;
    if (loops !== null) this.#sampled.enterAll();
    for (let row = 0; row < other.size; row += 1) {
      if (loops !== null) row = loops.mergeRows(this.address, other.address, row, literal ? 1 : 0);
      if (row === other.size) break;
      const offset = row * other.stride;
      this.#takeSampled(other.rows, offset, literal ? other.#quietMass(offset) : 0);
    }
    if (other.#loud !== null) {
      for (let offset = 0, end = other.loudSize * other.stride; offset < end; offset += other.stride) {
        this.#takeLoud(other.loudRows, offset, other.loudRows[offset + this.#quiet]!);
      }
    }
    if (this.size > 2 * this.budget) this.#cut();
    if (this.#loud !== null) this.#purgeLoud(this.#loudPart.budget);
  }

  /**
   * As {@link merge}, and then at most `budget` rows stay. Where both have been settled, and hold about as much, they are united in order:
   * each row is written once, and none is looked up.
   */
  absorb(other: ThresholdSample): void {
    const isLong = other.size >= LEAST_UNITED && MOST_UNEQUAL * other.size >= this.size;
    if (
      isLong &&
      this.size > 0 &&
      this.#isOrdered &&
      other.#isOrdered &&
      this.size <= this.budget &&
      other.#layout === this.#layout
    ) {
      this.#unite(other);
      return;
    }
    this.merge(other);
    if (this.size > this.budget) this.#cut();
  }

  /**
   * Takes occurrences in order of their keys. The same as to {@link absorb} a sample of them all, without writing rows that do not
   * stay; what is not loud is forgotten, as by {@link settle}. The sample must be empty, and lie where the keys do.
   * @internal
   */
  fill(keys: OrderedKeys): void {
    this.#fillRows(keys, this.budget, 0);
    if (keys.left === 0) return;
    this.#fillLoud(keys, keys.hi, keys.lo);
    this.#purgeLoud(this.#loudPart.budget);
  }

  /**
   * Becomes what another sample needs to {@link absorb} of occurrences, in order of their keys: the same as to absorb a sample of them
   * all. This one must be empty, and lie where the other and the keys do.
   * @internal
   */
  fillFor(other: ThresholdSample, keys: OrderedKeys): void {
    this.#fillRows(keys, keys.left, other.exact ? 0 : other.address);
    if (keys.left > 0) this.#fillLoud(keys, other.#thetaHi, other.#thetaLo);
  }

  /** Forgets everything and keeps the memory. */
  clear(): void {
    this.#isSettled = false;
    this.#isOrdered = true;
    this.#sampled.clear();
    this.#thetaHi = EVERYTHING;
    this.#thetaLo = 0;
    this.#loud?.clear();
    this.#loudFrom = this.#loudPart.threshold;
    this.#tell();
  }

  /** Gives its memory back; it may not be used any more. */
  release(): void {
    this.#sampled.release();
    this.#loud?.release();
    if (this.#union !== null) this.#arena.release(this.#union);
    this.#arena.release(this.#header);
    this.#arena.release(this.#rules);
  }

  /**
   * Writes a settled sample down, for another thread.
   * @internal
   */
  write(to: WordWriter): void {
    to.word(this.exact ? 1 : 0);
    to.word(this.exact ? 0 : this.#thetaHi);
    to.word(this.#thetaLo);
    to.word(this.#loudFrom);
    this.#sampled.write(to);
    to.word(this.#loud === null ? 0 : 1);
    this.#loud?.table.write(to);
  }

  /**
   * Becomes the sample of the same layout and budget that {@link write} has written.
   * @internal
   */
  read(from: WordReader): void {
    this.clear();
    const isExact = from.word() === 1;
    const thetaHi = from.word();
    this.#thetaHi = isExact ? EVERYTHING : thetaHi;
    this.#thetaLo = from.word();
    this.#loudFrom = from.word();
    this.#sampled.read(from);
    if (from.word() === 1) this.#openLoud().table.read(from);
    this.#tell();
  }

  /**
   * The settled sample as a plain object of numbers and typed arrays, for a codec. Settles it.
   * What the gate knows of keys that are not yet loud is left out.
   */
  toPlain(): ThresholdSamplePlain {
    this.settle();
    return {
      columns: this.#codes.length,
      thetaHi: this.exact ? 0 : this.#thetaHi,
      thetaLo: this.#thetaLo,
      loudFrom: this.#loudFrom,
      rows: this.rows.slice(0, this.size * this.stride),
      loudRows: this.loudRows.slice(0, this.loudSize * this.stride),
    };
  }

  /**
   * The sample that {@link toPlain} gave, under any budget.
   * @throws TidegaugeError `TG_DECODE` where it is damaged or of another layout
   */
  static fromPlain(plain: unknown, layout: SampleLayout, budget: number, loud: LoudPart): ThresholdSample {
    const sample = new ThresholdSample(layout, budget, loud);
    const { stride } = sample;
    const { thetaHi, thetaLo, loudFrom, rows, loudRows } = readPlain(plain, layout.columns.length, stride);
    sample.#thetaHi = thetaHi === 0 && thetaLo === 0 ? EVERYTHING : thetaHi;
    sample.#thetaLo = thetaLo;
    sample.#loudFrom = loudFrom;
    sample.#tell();
    loadRows(sample.#sampled, rows, stride);
    if (loudRows.length > 0) loadRows(sample.#openLoud().table, loudRows, stride);
    if (sample.size > 2 * budget) sample.#cut();
    if (sample.#loud !== null) sample.#purgeLoud(loud.budget);
    return sample;
  }

  #unite(other: ThresholdSample): void {
    const isOwn = isBelow(this.#thetaHi, this.#thetaLo, other.#thetaHi, other.#thetaLo);
    const rule: UnionRule = {
      codes: this.#codes,
      weight: this.#weight,
      quiet: this.#quiet,
      limit: this.budget,
      thetaHi: isOwn ? this.#thetaHi : other.#thetaHi,
      thetaLo: isOwn ? this.#thetaLo : other.#thetaLo,
      isLiteral: !this.exact || !other.exact,
    };
    const rows = this.#sampled.room(Math.min(this.size + other.size, this.budget));
    const isHere = this.#arena.rows === null || other.#arena !== this.#arena;
    const { count, cut } = isHere ? this.#uniteHere(other, rule, rows) : this.#uniteBy(other, rule, rows);
    this.#isSettled = false;
    this.#sampled.replace(rows, count);
    this.#loudFrom = Math.max(this.#loudFrom, other.#loudFrom);
    [this.#thetaHi, this.#thetaLo] = cut ?? [rule.thetaHi, rule.thetaLo];
    if (!this.exact) this.#openLoud();
    this.#tell();
    if (other.#loud !== null) {
      for (let offset = 0, end = other.loudSize * other.stride; offset < end; offset += other.stride) {
        this.#takeLoud(other.loudRows, offset, other.loudRows[offset + this.#quiet]!);
      }
    }
    if (this.#loud !== null) this.#purgeLoud(this.#loudPart.budget);
  }

  #uniteHere(other: ThresholdSample, rule: UnionRule, rows: Uint32Array): Union {
    const mine = { rows: this.rows, count: this.size, loudFrom: this.#loudFrom };
    const theirs = { rows: other.rows, count: other.size, loudFrom: other.#loudFrom };
    return uniteRows(mine, theirs, rule, rows, (row, quiet) => this.#takeLoud(row, 0, quiet));
  }

  #uniteBy(other: ThresholdSample, rule: UnionRule, rows: Uint32Array): Union {
    this.#union ??= this.#arena.words(unionWords(this.stride));
    const mine = { sample: this.address, rows: this.rows };
    const theirs = { sample: other.address, rows: other.rows };
    const loudFrom = Math.max(this.#loudFrom, other.#loudFrom);
    return uniteRowsBy(this.#arena.rows!, this.#union, mine, theirs, rule, loudFrom, rows, (row, at, quiet) =>
      this.#takeLoud(row, at, quiet),
    );
  }

  #fillRows(keys: OrderedKeys, limit: number, sample: number): void {
    this.#sampled.reserve(Math.min(keys.left, limit));
    keys.fillRows(this.#sampled.address, limit, sample);
    this.#isSettled = true;
  }

  /** Lowers θ to where the sampled rows end, and takes what is loud of the other keys. */
  #fillLoud(keys: OrderedKeys, thetaHi: number, thetaLo: number): void {
    this.#thetaHi = thetaHi;
    this.#thetaLo = thetaLo;
    const { table } = this.#openLoud();
    this.#tell();
    const count = keys.countLoud(this.#loudFrom);
    if (count === 0) return;
    table.reserve(count);
    keys.fillLoud(this.address);
  }

  #newRow(hi: number, lo: number): number {
    this.#isSettled = false;
    this.#isOrdered = false;
    if (this.size >= 2 * this.budget) {
      this.#cut();
      if (!isBelow(hi, lo, this.#thetaHi, this.#thetaLo)) return -1;
    }
    return this.#sampled.add(hi, lo);
  }

  /** Lowers θ so that `budget` rows stay. */
  #cut(): void {
    const key = this.#arena.rows?.selectKey(this.address, this.budget) ?? 0n;
    if (key !== 0n) {
      this.#lowerTheta(Number(BigInt.asUintN(64, key) >> 32n), Number(BigInt.asUintN(32, key)));
      return;
    }
    const { rows, size, stride } = this;
    if (cutHi.length < size) {
      cutHi = new Uint32Array(2 * size);
      cutLo = new Uint32Array(2 * size);
    }
    const hi = cutHi;
    const lo = cutLo;
    for (let i = 0; i < size; i += 1) {
      hi[i] = rows[i * stride]!;
      lo[i] = rows[i * stride + 1]!;
    }
    selectRank(hi, lo, size, this.budget);
    this.#lowerTheta(hi[this.budget]!, lo[this.budget]!);
  }

  /** Lowers θ; rows above it go to the loud part where they are loud, and to the gate where they are not. */
  #lowerTheta(thetaHi: number, thetaLo: number): void {
    this.#thetaHi = thetaHi;
    this.#thetaLo = thetaLo;
    const { gate } = this.#openLoud();
    this.#tell();
    const { rows, stride } = this;
    const weightAt = this.#weight;
    for (let offset = 0, end = this.size * stride; offset < end; offset += stride) {
      if (isBelow(rows[offset]!, rows[offset + 1]!, thetaHi, thetaLo)) continue;
      const quiet = this.#quietMass(offset);
      if (rows[offset + weightAt]! > quiet) this.#takeLoud(rows, offset, quiet);
    }
    const loops = this.#arena.rows;
    if (loops !== null) {
      loops.dropRows(this.address);
      this.#sampled.entered();
    } else {
      this.#sampled.filter((offset) => {
        const hi = rows[offset]!;
        const lo = rows[offset + 1]!;
        if (isBelow(hi, lo, thetaHi, thetaLo)) return true;
        const mass = rows[offset + weightAt]!;
        if (mass <= this.#quietMass(offset)) gate.add(hi, lo, mass);
        return false;
      });
    }
    this.#purgeLoud(this.#loudPart.budget);
  }

  #openLoud(): LoudRows {
    if (this.#loud === null) {
      this.#loud = new LoudRows(this.#shape, this.#loudPart.budget, this.#arena);
      this.#tell();
    }
    return this.#loud;
  }

  #tell(): void {
    const header = this.#header;
    header[SAMPLE_THETA_HI / 4] = this.#thetaHi;
    header[SAMPLE_THETA_LO / 4] = this.#thetaLo;
    header[SAMPLE_EXACT / 4] = this.exact ? 1 : 0;
    header[SAMPLE_LOUD_FROM / 4] = this.#loudFrom;
    header[SAMPLE_LOUD / 4] = this.#loud?.table.address ?? 0;
    header[SAMPLE_GATE / 4] = this.#loud?.gate.address ?? 0;
  }

  /** The mass of a sampled row that counts 1/θ times. */
  #quietMass(offset: number): number {
    const rows = this.#sampled.rows;
    const count = rows[offset + this.#weight]!;
    const own = rows[offset + this.#quiet]!;
    return Math.min(count, own === 0 ? this.#loudFrom - 1 : own);
  }

  /** Writes down the quiet mass of every row, which from now on differs from what `loudFrom` and its count would give. */
  #fixQuietMass(): void {
    const { rows, stride } = this;
    for (let offset = 0, end = this.size * stride; offset < end; offset += stride) {
      rows[offset + this.#quiet] = this.#quietMass(offset);
    }
  }

  /** Forgets the quiet mass of rows where it is what `loudFrom` and their count give. */
  #easeQuietMass(): void {
    const { rows, stride } = this;
    for (let offset = 0, end = this.size * stride; offset < end; offset += stride) {
      const quiet = this.#quietMass(offset);
      if (quiet === Math.min(rows[offset + this.#weight]!, this.#loudFrom - 1))
        rows[offset + this.#quiet] = 0;
    }
  }

  #takeSampled(rows: Uint32Array, from: number, quiet: number): void {
    const hi = rows[from]!;
    const lo = rows[from + 1]!;
    if (!isBelow(hi, lo, this.#thetaHi, this.#thetaLo)) {
      this.#takeLoud(rows, from, quiet);
      return;
    }
    const sampled = this.#sampled;
    const found = sampled.find(hi, lo);
    const to = found >= 0 ? found : sampled.add(hi, lo);
    takeColumns(this.#shape, sampled.rows, to, found < 0, rows, from, quiet);
  }

  #takeLoud(rows: Uint32Array, from: number, quiet: number): void {
    this.#openLoud().take(rows, from, quiet);
  }

  /** Lets at most `keep` loud rows stay; the mass that they give up is quiet below the threshold alike. */
  #purgeLoud(keep: number): void {
    const shift = this.#loud!.purge(keep);
    if (shift === 0) return;
    this.#loudFrom = saturatingSum(this.#loudFrom, shift);
    this.#tell();
    const { rows, stride } = this;
    const quietAt = this.#quiet;
    for (let offset = 0, end = this.size * stride; offset < end; offset += stride) {
      const quiet = rows[offset + quietAt]!;
      if (quiet !== 0) rows[offset + quietAt] = saturatingSum(quiet, shift);
    }
  }
}

const NO_ROWS = new Uint32Array(0);

function haveEqualRules(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((code, column) => code === b[column]);
}

function requireInteger(name: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  throw optionError(
    "Cannot make a threshold sample",
    `"${name}" must be an integer from ${low} to ${high}, got ${value}`,
  );
}
