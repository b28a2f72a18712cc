import type { Arena } from "../bytes/arena.ts";
import { LoudGate } from "./loud-gate.ts";
import { saturatingSum } from "./merge-rules.ts";
import { type RowShape, takeColumns } from "./row-shape.ts";
import { RowTable } from "./row-table.ts";

/** The keys above a sample's threshold: rows of those that are loud, whose quiet mass is literal, and a gate that counts the others. */
export class LoudRows {
  readonly table: RowTable;
  readonly gate: LoudGate;
  readonly #shape: RowShape;

  /**
   * @param budget rows kept
   * @param arena where they lie
   */
  constructor(shape: RowShape, budget: number, arena: Arena) {
    this.#shape = shape;
    this.table = new RowTable(shape.stride, arena);
    this.gate = new LoudGate(gateWidth(budget), arena);
  }

  /** Takes in a row of another table: as a row where it has loud mass, else into the gate. */
  take(rows: Uint32Array, from: number, quiet: number): void {
    const hi = rows[from]!;
    const lo = rows[from + 1]!;
    const count = rows[from + this.#shape.weight]!;
    if (count <= quiet) {
      this.gate.add(hi, lo, count);
      return;
    }
    const { table } = this;
    const found = table.find(hi, lo);
    const to = found >= 0 ? found : table.add(hi, lo);
    takeColumns(this.#shape, table.rows, to, found < 0, rows, from, quiet);
  }

  /**
   * Turns so much loud mass per key into quiet mass that at most `keep` rows stay.
   * @returns how much that is, for each key: 0 where they were no more
   */
  purge(keep: number): number {
    const { table } = this;
    if (table.count <= keep) return 0;
    const { stride, weight: weightAt, quiet: quietAt } = this.#shape;
    const { rows } = table;
    const masses = new Uint32Array(table.count);
    for (let i = 0, offset = 0; i < masses.length; i += 1, offset += stride) {
      masses[i] = Math.max(0, rows[offset + weightAt]! - rows[offset + quietAt]!);
    }
    masses.sort();
    const shift = masses[masses.length - 1 - keep]!;
    table.filter((offset) => {
      const count = rows[offset + weightAt]!;
      const quiet = saturatingSum(rows[offset + quietAt]!, shift);
      rows[offset + quietAt] = quiet;
      if (quiet < count) return true;
      this.gate.add(rows[offset]!, rows[offset + 1]!, count);
      return false;
    });
    return shift;
  }

  /** Forgets everything and keeps the memory. */
  clear(): void {
    this.table.clear();
    this.gate.clear();
  }

  /** Gives its memory back; it may not be used any more. */
  release(): void {
    this.table.release();
    this.gate.release();
  }
}

/** Four counters per loud row: few enough for the cache, enough that quiet keys seldom add up to a loud one. */
function gateWidth(loudBudget: number): number {
  let width = 1024;
  while (width < 4 * loudBudget) width *= 2;
  return width;
}
