import type { RowLoops } from "../bytes/arena.ts";
import {
  UNION_COUNT,
  UNION_CUT,
  UNION_CUT_KEY,
  UNION_EXACT,
  UNION_LIMIT,
  UNION_LITERAL,
  UNION_LOUD_FROM,
  UNION_MINE,
  UNION_OUT,
  UNION_QUIET,
  UNION_ROW,
  UNION_THEIRS,
  UNION_THETA_HI,
  UNION_THETA_LO,
} from "../kernel/layout.ts";
import { EVERYTHING } from "./sample-layout.ts";
import type { Union, UnionRule } from "./sorted-union.ts";

/** A sample whose sampled rows lie in order, in a kernel's memory. */
interface LyingSample {
  /** Where the kernel finds it. */
  readonly sample: number;
  readonly rows: Uint32Array;
}

/** Words that a kernel needs for a union under way. @param stride words of a row */
export function unionWords(stride: number): number {
  return UNION_ROW / 4 + stride;
}

/**
 * `uniteRows` by a kernel (kernel/assembly/uniting.ts), for samples that lie in its memory.
 * @param union what the kernel keeps of it: {@link unionWords}
 * @param loudFrom occurrences from which on a key of either is loud
 * @param out receives the rows, has room for `rule.limit`
 * @param onLoud is shown each other row that is loud, and where it begins: valid during the call only
 */
export function uniteRowsBy(
  loops: RowLoops,
  union: Uint32Array,
  mine: LyingSample,
  theirs: LyingSample,
  rule: UnionRule,
  loudFrom: number,
  out: Uint32Array,
  onLoud: (rows: Uint32Array, from: number, quiet: number) => void,
): Union {
  union.fill(0, 0, UNION_ROW / 4);
  union[UNION_OUT / 4] = out.byteOffset;
  union[UNION_LIMIT / 4] = rule.limit;
  union[UNION_MINE / 4] = mine.rows.byteOffset;
  union[UNION_THEIRS / 4] = theirs.rows.byteOffset;
  union[UNION_EXACT / 4] = rule.thetaHi === EVERYTHING ? 1 : 0;
  union[UNION_THETA_HI / 4] = rule.thetaHi;
  union[UNION_THETA_LO / 4] = rule.thetaLo;
  union[UNION_LITERAL / 4] = rule.isLiteral ? 1 : 0;
  union[UNION_LOUD_FROM / 4] = loudFrom;
  while (loops.uniteRows(mine.sample, theirs.sample, union.byteOffset) !== 0) {
    onLoud(union, UNION_ROW / 4, union[UNION_QUIET / 4]!);
  }
  const isCut = union[UNION_CUT / 4] !== 0;
  return {
    count: union[UNION_COUNT / 4]!,
    cut: isCut ? [union[UNION_CUT_KEY / 4]!, union[UNION_CUT_KEY / 4 + 1]!] : null,
  };
}
