import type { Cell } from "./cell-table.ts";
import { cellValue, type RuleDimension } from "./rule-match.ts";

/** The values of one dimension as small numbers, cell by cell; -1 for what no rule may name. */
export interface Codes {
  readonly ofCell: Int32Array;
  readonly values: readonly number[];
  /** Code of a value; undefined where no cell has it. */
  readonly numbers: ReadonlyMap<number, number>;
}

/** Which values of a dimension no rule may name: unlabelled, cut or allowed ones. */
export type Unspeakable = (dimension: RuleDimension, value: number) => boolean;

/** The values of one dimension in all cells, as {@link Codes}. O(cells). */
export function codesOf(cells: readonly Cell[], dimension: RuleDimension, unspeakable: Unspeakable): Codes {
  const numbers = new Map<number, number>();
  const values: number[] = [];
  const ofCell = new Int32Array(cells.length);
  cells.forEach((cell, index) => {
    const value = cellValue(cell, dimension);
    let code = numbers.get(value);
    if (code === undefined) {
      // A present referrer cannot be told to a firewall as a list of values; its absence can. Network 0 is no network.
      const isNameable = dimension === "referrer" ? value === 0 : dimension !== "network" || value > 0;
      const named = isNameable && !unspeakable(dimension, value);
      code = named ? values.push(value) - 1 : -1;
      numbers.set(value, code);
    }
    ofCell[index] = code;
  });
  return { ofCell, values, numbers };
}

/** One number for the codes of two fixed values. */
export function groupKey(a: number, b: number): number {
  return a * 65_536 + b;
}
