import type { Arena } from "../bytes/arena.ts";
import { LoudRows } from "./loud-rows.ts";
import { saturatingSum } from "./merge-rules.ts";
import { easeQuietMass, quietMass, raiseQuietMass } from "./quiet-mass.ts";
import { keyOfRank } from "./rank-selection.ts";
import { type RowShape, shapeOf, takeColumns } from "./row-shape.ts";
import { RowTable } from "./row-table.ts";
import { SampleHeader } from "./sample-header.ts";
import { EVERYTHING, isBelow, type LoudPart, type SampleLayout } from "./sample-layout.ts";

/**
 * What a `ThresholdSample` is made of: the rows of the keys below its threshold θ, those of loud keys above it, and where the lines between
 * them lie. Its invariant: every key below θ has had a row since its first occurrence, and what `loudFrom` says holds on both sides of θ.
 */
export class SampleStore {
  readonly layout: SampleLayout;
  readonly shape: RowShape;
  /** Rows of a settled sample at most; twice as many before. */
  readonly budget: number;
  readonly loudPart: LoudPart;
  readonly arena: Arena;
  readonly sampled: RowTable;
  /** Made when the first key is refused. */
  loud: LoudRows | null = null;
  /** θ as a key, in two halves. */
  thetaHi = EVERYTHING;
  thetaLo = 0;
  /** Occurrences from which on a key is loud. */
  loudFrom: number;
  /** Whether all rows lie in order, and none has a quiet mass of its own that it need not have. */
  isSettled = false;
  /** Whether all sampled rows lie in order. */
  isOrdered = true;
  /** What a kernel keeps of a union under way. */
  union: Uint32Array | null = null;
  readonly #header: SampleHeader;

  /** @param budget and `loud`, within the bounds that `ThresholdSample` sets */
  constructor(layout: SampleLayout, budget: number, loud: LoudPart, arena: Arena) {
    this.layout = layout;
    this.shape = shapeOf(layout);
    this.budget = budget;
    this.loudPart = loud;
    this.loudFrom = loud.threshold;
    this.arena = arena;
    this.sampled = new RowTable(this.shape.stride, arena);
    this.#header = new SampleHeader(this.shape, this.sampled.address, arena);
    this.tell();
  }

  /** Where a kernel finds the sample. */
  get address(): number {
    return this.#header.address;
  }

  /** Number of sampled rows. */
  get size(): number {
    return this.sampled.count;
  }

  /** Whether every key that ever came is sampled. */
  get exact(): boolean {
    return this.thetaHi === EVERYTHING;
  }

  /** The offset of the sampled row of a key, which is made where there is none, or -1 where the key is above θ. */
  slot(hi: number, lo: number): number {
    if (hi >= this.thetaHi && (hi > this.thetaHi || lo >= this.thetaLo)) return -1;
    const offset = this.sampled.find(hi, lo);
    return offset >= 0 ? offset : this.#newRow(hi, lo);
  }

  /** Counts one occurrence of a key above θ; the offset of its row among the loud ones, or -1 where it is not loud yet. */
  loudSlot(hi: number, lo: number): number {
    this.isSettled = false;
    const { table, gate } = this.loud ?? this.openLoud();
    const offset = table.find(hi, lo);
    if (offset >= 0) return offset;
    const count = gate.add(hi, lo, 1);
    if (count < this.loudFrom) return -1;
    if (table.count >= this.loudPart.budget) {
      this.purgeLoud(this.loudPart.budget >>> 1);
      if (count < this.loudFrom) return -1;
    }
    return table.add(hi, lo);
  }

  /** Brings the rows into their canonical form, and forgets what was counted of keys that are not yet loud. O(size). */
  settle(): void {
    this.loud?.gate.clear();
    if (this.isSettled) return;
    this.isSettled = true;
    if (this.size > this.budget) this.cut();
    if (!this.isOrdered) this.sampled.sort();
    this.isOrdered = true;
    easeQuietMass(this.sampled.rows, this.size, this.shape, this.loudFrom);
    if (this.loud !== null) {
      this.purgeLoud(this.loudPart.budget);
      this.loud.table.sort();
      this.loud.gate.clear();
    }
  }

  /** Takes in a row of another sample, with its quiet mass, on the side of θ where its key is. */
  take(rows: Uint32Array, from: number, quiet: number): void {
    const hi = rows[from]!;
    const lo = rows[from + 1]!;
    if (!isBelow(hi, lo, this.thetaHi, this.thetaLo)) {
      this.takeLoud(rows, from, quiet);
      return;
    }
    const { sampled } = this;
    const found = sampled.find(hi, lo);
    const to = found >= 0 ? found : sampled.add(hi, lo);
    takeColumns(this.shape, sampled.rows, to, found < 0, rows, from, quiet);
  }

  /** Takes in a row whose key is above θ. */
  takeLoud(rows: Uint32Array, from: number, quiet: number): void {
    this.openLoud().take(rows, from, quiet);
  }

  /** Takes in all loud rows of another sample, whose quiet mass is literal. */
  takeAllLoud(other: SampleStore): void {
    if (other.loud === null) return;
    const { stride, quiet } = other.shape;
    const { table } = other.loud;
    for (let offset = 0, end = table.count * stride; offset < end; offset += stride) {
      this.takeLoud(table.rows, offset, table.rows[offset + quiet]!);
    }
  }

  /** Lowers θ so that `budget` rows stay. */
  cut(): void {
    const key = this.arena.rows?.selectKey(this.address, this.budget) ?? 0n;
    if (key !== 0n) {
      this.lowerTheta(Number(BigInt.asUintN(64, key) >> 32n), Number(BigInt.asUintN(32, key)));
      return;
    }
    const [hi, lo] = keyOfRank(this.sampled.rows, this.size, this.shape.stride, this.budget);
    this.lowerTheta(hi, lo);
  }

  /** Lowers θ; rows above it go to the loud part where they are loud, and to the gate where they are not. */
  lowerTheta(thetaHi: number, thetaLo: number): void {
    this.thetaHi = thetaHi;
    this.thetaLo = thetaLo;
    const { gate } = this.openLoud();
    this.tell();
    const { shape, loudFrom } = this;
    const { stride, weight: weightAt } = shape;
    const { rows } = this.sampled;
    for (let offset = 0, end = this.size * stride; offset < end; offset += stride) {
      if (isBelow(rows[offset]!, rows[offset + 1]!, thetaHi, thetaLo)) continue;
      const quiet = quietMass(rows, offset, shape, loudFrom);
      if (rows[offset + weightAt]! > quiet) this.takeLoud(rows, offset, quiet);
    }
    const loops = this.arena.rows;
    if (loops !== null) {
      loops.dropRows(this.address);
      this.sampled.entered();
    } else {
      this.sampled.filter((offset) => {
        const hi = rows[offset]!;
        const lo = rows[offset + 1]!;
        if (isBelow(hi, lo, thetaHi, thetaLo)) return true;
        const mass = rows[offset + weightAt]!;
        if (mass <= quietMass(rows, offset, shape, loudFrom)) gate.add(hi, lo, mass);
        return false;
      });
    }
    this.purgeLoud(this.loudPart.budget);
  }

  /** The loud part, made where there is none yet. */
  openLoud(): LoudRows {
    if (this.loud === null) {
      this.loud = new LoudRows(this.shape, this.loudPart.budget, this.arena);
      this.tell();
    }
    return this.loud;
  }

  /** Lets at most `keep` loud rows stay, where there are any; the mass that they give up is quiet below the threshold alike. */
  purgeLoud(keep: number): void {
    const shift = this.loud === null ? 0 : this.loud.purge(keep);
    if (shift === 0) return;
    this.loudFrom = saturatingSum(this.loudFrom, shift);
    this.tell();
    raiseQuietMass(this.sampled.rows, this.size, this.shape, shift);
  }

  /** Tells a kernel what has changed; whoever writes a field must call it. */
  tell(): void {
    this.#header.tell(this.thetaHi, this.thetaLo, this.loudFrom, this.loud);
  }

  /** Forgets everything and keeps the memory. */
  clear(): void {
    this.isSettled = false;
    this.isOrdered = true;
    this.sampled.clear();
    this.thetaHi = EVERYTHING;
    this.thetaLo = 0;
    this.loud?.clear();
    this.loudFrom = this.loudPart.threshold;
    this.tell();
  }

  /** Gives its memory back; it may not be used any more. */
  release(): void {
    this.sampled.release();
    this.loud?.release();
    if (this.union !== null) this.arena.release(this.union);
    this.#header.release();
  }

  #newRow(hi: number, lo: number): number {
    this.isSettled = false;
    this.isOrdered = false;
    if (this.size >= 2 * this.budget) {
      this.cut();
      if (!isBelow(hi, lo, this.thetaHi, this.thetaLo)) return -1;
    }
    return this.sampled.add(hi, lo);
  }
}
