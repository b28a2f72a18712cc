import { saturatingSum } from "./merge-rules.ts";
import type { RowShape } from "./row-shape.ts";

/**
 * The quiet mass of a sampled row: the part of its weight that stands for that of all keys, and counts 1/θ times (see `ThresholdSample`).
 * It follows from the weight and from `loudFrom`, occurrences from which on a key is loud, unless the row says otherwise: a word that is 0
 * says nothing.
 */
export function quietMass(
  rows: Uint32Array,
  offset: number,
  { weight, quiet }: RowShape,
  loudFrom: number,
): number {
  const own = rows[offset + quiet]!;
  return Math.min(rows[offset + weight]!, own === 0 ? loudFrom - 1 : own);
}

/** Writes down the quiet mass of the first `count` rows, which from now on differs from what `loudFrom` and their weight would give. */
export function fixQuietMass(rows: Uint32Array, count: number, shape: RowShape, loudFrom: number): void {
  const { stride, quiet } = shape;
  for (let offset = 0, end = count * stride; offset < end; offset += stride) {
    rows[offset + quiet] = quietMass(rows, offset, shape, loudFrom);
  }
}

/** Forgets the quiet mass of rows where it is what `loudFrom` and their weight give. */
export function easeQuietMass(rows: Uint32Array, count: number, shape: RowShape, loudFrom: number): void {
  const { stride, weight, quiet } = shape;
  for (let offset = 0, end = count * stride; offset < end; offset += stride) {
    if (quietMass(rows, offset, shape, loudFrom) === Math.min(rows[offset + weight]!, loudFrom - 1)) {
      rows[offset + quiet] = 0;
    }
  }
}

/** Adds to the quiet mass of rows that say what theirs is: loud keys gave up as much, each. */
export function raiseQuietMass(rows: Uint32Array, count: number, shape: RowShape, by: number): void {
  const { stride, quiet: quietAt } = shape;
  for (let offset = 0, end = count * stride; offset < end; offset += stride) {
    const quiet = rows[offset + quietAt]!;
    if (quiet !== 0) rows[offset + quietAt] = saturatingSum(quiet, by);
  }
}
