import { mergeRow, saturatingSum } from "./merge-rules.ts";
import { quietMass } from "./quiet-mass.ts";
import type { RowShape } from "./row-shape.ts";
import { KEY_WORDS } from "./sample-layout.ts";

/** Rows in ascending order of their keys. */
export interface SortedRows {
  readonly rows: Uint32Array;
  readonly count: number;
  /** Occurrences from which on a key is loud: what a row counts below that is quiet mass, unless it says so itself. */
  readonly loudFrom: number;
}

/** How rows are united. */
export interface UnionRule {
  readonly shape: RowShape;
  /** Rows at most. */
  readonly limit: number;
  /** The threshold that both have in common; the upper half above every key where it is none. */
  readonly thetaHi: number;
  readonly thetaLo: number;
  /** Whether quiet mass is written down in every row. */
  readonly isLiteral: boolean;
}

/** What a union came to. */
export interface Union {
  readonly count: number;
  /** The smallest key below the threshold that did not fit, or null. */
  readonly cut: readonly [hi: number, lo: number] | null;
}

/**
 * The rows of two sorted samples as one, in ascending order, columns of the same key merged: those below the threshold as far as there is
 * room. Each is written once, where it stays, and nothing is looked up. O(rows of both).
 *
 * The readable twin of kernel/assembly/uniting.ts.
 * @param out receives the rows, has room for `limit`
 * @param onLoud is shown each other row that is loud: valid during the call only
 */
export function uniteRows(
  a: SortedRows,
  b: SortedRows,
  rule: UnionRule,
  out: Uint32Array,
  onLoud: (row: Uint32Array, quiet: number) => void,
): Union {
  const { shape, isLiteral } = rule;
  const { stride, codes, weight, quiet: quietAt } = shape;
  const endA = a.count * stride;
  const endB = b.count * stride;
  const loudFrom = Math.max(a.loudFrom, b.loudFrom);
  const loud = new Uint32Array(stride);
  let count = 0;
  let cut: readonly [number, number] | null = null;
  for (let atA = 0, atB = 0; atA < endA || atB < endB; ) {
    const order = atA >= endA ? 1 : atB >= endB ? -1 : compareKeys(a.rows, atA, b.rows, atB);
    const [rows, from] = order <= 0 ? [a.rows, atA] : [b.rows, atB];
    const hi = rows[from]!;
    const lo = rows[from + 1]!;
    const isBelow = hi < rule.thetaHi || (hi === rule.thetaHi && lo < rule.thetaLo);
    const isKept = isBelow && count < rule.limit;
    if (isBelow && !isKept) cut ??= [hi, lo];
    const [to, at] = isKept ? [out, count * stride] : [loud, 0];
    for (let i = 0; i < quietAt; i += 1) to[at + i] = rows[from + i]!;
    if (order === 0) mergeRow(codes, to, at + KEY_WORDS, b.rows, atB + KEY_WORDS);
    const quietA = order <= 0 ? quietMass(a.rows, atA, shape, a.loudFrom) : 0;
    const quietB = order >= 0 ? quietMass(b.rows, atB, shape, b.loudFrom) : 0;
    const literal = saturatingSum(quietA, quietB);
    if (isKept) {
      to[at + quietAt] = isLiteral ? literal : 0;
      count += 1;
    } else {
      const quiet = isLiteral ? literal : Math.min(loud[weight]!, loudFrom - 1);
      loud[quietAt] = quiet;
      if (loud[weight]! > quiet) onLoud(loud, quiet);
    }
    if (order <= 0) atA += stride;
    if (order >= 0) atB += stride;
  }
  return { count, cut };
}

/** Below, at, or above 0 as the first key comes before, is, or comes after the second. */
function compareKeys(a: Uint32Array, atA: number, b: Uint32Array, atB: number): number {
  return a[atA]! - b[atB]! || a[atA + 1]! - b[atB + 1]!;
}
