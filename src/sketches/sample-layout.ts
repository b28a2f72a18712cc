import type { MergeRule } from "./merge-rules.ts";

/** Words of a row before its columns: the two halves of the key. */
export const KEY_WORDS = 2;
/** The upper half of a threshold that nothing has lowered: above every key. */
export const EVERYTHING = 0x100000000;

/** What the columns of a row are. */
export interface SampleLayout {
  /** How each 32-bit column is merged, 1 to 64 of them. */
  readonly columns: readonly MergeRule[];
  /** Index of the column that counts occurrences; its rule must be `sum`. */
  readonly weight: number;
}

/** How much room the loud keys get, and who is loud. */
export interface LoudPart {
  /** Rows kept for loud keys above the threshold of the sample, an integer from 2 to 2^18. */
  readonly budget: number;
  /** Occurrences from which on a key is loud, an integer from 2 to 2^30. It rises by itself where the budget does not suffice. */
  readonly threshold: number;
}

/** Occurrences of keys in ascending order, ready to be the rows of an empty sample: see `ThresholdSample.fill`. */
export interface OrderedKeys {
  /** Occurrences that were not yet taken. */
  readonly left: number;
  /** Halves of the next key. */
  readonly hi: number;
  readonly lo: number;
  /**
   * Takes the first keys, `limit` at most, as rows of an empty table in a kernel's memory, which has room for them.
   * @param sample only those that the sample there would sample; 0: any
   */
  fillRows(table: number, limit: number, sample: number): void;
  /** How many of the other keys occurred so often at least. */
  countLoud(least: number): number;
  /** Takes those of the others that are loud as loud rows of a sample in that memory, which has room for them. */
  fillLoud(sample: number): void;
}

/**
 * Sees one row: its columns begin at `offset + KEY_WORDS`.
 * @param weight factor for what the row counts, so that sums over rows estimate sums over all keys
 * @param keyWeight factor for the row as such, so that the sum over rows estimates a number of keys
 */
export type RowVisitor = (rows: Uint32Array, offset: number, weight: number, keyWeight: number) => void;

/** Whether a key, given in two unsigned halves, is below another. */
export function isBelow(hi: number, lo: number, otherHi: number, otherLo: number): boolean {
  return hi < otherHi || (hi === otherHi && lo < otherLo);
}
