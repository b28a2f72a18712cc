import {
  SAMPLE_LOUD_FROM,
  SAMPLE_QUIET,
  SAMPLE_ROWS,
  SAMPLE_RULES,
  SAMPLE_WEIGHT,
  TABLE_COUNT,
  TABLE_ROWS,
  TABLE_STRIDE,
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
} from "../layout";
import { merged, quietMass, saturatingSum } from "./merging";

/*
 * The union of two threshold samples whose rows lie in ascending order, into a third place: nothing is looked up, and each row is
 * written once, where it stays. To the same rows as sorted-union.ts.
 */

/** Words of a row before its columns. */
const KEY_WORDS: u32 = 2;

/**
 * Goes on with a union.
 * @param union what layout.ts says
 * @returns 1 where a loud row that is not sampled waits at {@link UNION_ROW}: call again when it was taken; 0 at the end
 */
export function uniteRows(sample: usize, other: usize, union: usize): i32 {
  const mine = <usize>load<u32>(sample, SAMPLE_ROWS);
  const theirs = <usize>load<u32>(other, SAMPLE_ROWS);
  const stride = <usize>load<u32>(mine, TABLE_STRIDE) << 2;
  const mineEnd = <usize>load<u32>(mine, TABLE_ROWS) + <usize>load<u32>(mine, TABLE_COUNT) * stride;
  const theirsEnd = <usize>load<u32>(theirs, TABLE_ROWS) + <usize>load<u32>(theirs, TABLE_COUNT) * stride;
  const weight = <usize>load<u32>(sample, SAMPLE_WEIGHT) << 2;
  const quietAt = <usize>load<u32>(sample, SAMPLE_QUIET) << 2;
  const isLiteral = load<u32>(union, UNION_LITERAL) !== 0;
  const isExact = load<u32>(union, UNION_EXACT) !== 0;
  const theta = (<u64>load<u32>(union, UNION_THETA_HI) << 32) | <u64>load<u32>(union, UNION_THETA_LO);
  const limit = load<u32>(union, UNION_LIMIT);
  const most = load<u32>(union, UNION_LOUD_FROM) - 1;
  let count = load<u32>(union, UNION_COUNT);
  let out = <usize>load<u32>(union, UNION_OUT) + <usize>count * stride;
  let a = <usize>load<u32>(union, UNION_MINE);
  let b = <usize>load<u32>(union, UNION_THEIRS);
  let waits: i32 = 0;
  while (a < mineEnd || b < theirsEnd) {
    const keyA = a < mineEnd ? keyAt(a) : u64.MAX_VALUE;
    const keyB = b < theirsEnd ? keyAt(b) : u64.MAX_VALUE;
    const takesA = a < mineEnd && (keyA <= keyB || b >= theirsEnd);
    const takesB = b < theirsEnd && (keyB <= keyA || a >= mineEnd);
    const from = takesA ? a : b;
    let quiet: u32 = 0;
    if (isLiteral) {
      if (takesA) quiet = quietMass(sample, a);
      if (takesB) quiet = takesA ? saturatingSum(quiet, quietMass(other, b)) : quietMass(other, b);
    }
    const key = takesA ? keyA : keyB;
    const isBelow = isExact || key < theta;
    const isKept = isBelow && count < limit;
    if (!isKept) {
      if (isBelow && load<u32>(union, UNION_CUT) === 0) {
        store<u32>(union, 1, UNION_CUT);
        store<u32>(union, <u32>(key >> 32), UNION_CUT_KEY);
        store<u32>(union, <u32>key, UNION_CUT_KEY + 4);
      }
      let mass = load<u32>(from + weight);
      if (takesA && takesB) mass = saturatingSum(mass, load<u32>(b + weight));
      if (!isLiteral) quiet = min(mass, most);
      if (mass <= quiet) {
        if (takesA) a += stride;
        if (takesB) b += stride;
        continue;
      }
      waits = 1;
    }
    const to = isKept ? out : union + UNION_ROW;
    memory.copy(to, from, stride);
    if (takesA && takesB) mergeInto(to, b, quietAt, <usize>load<u32>(sample, SAMPLE_RULES));
    store<u32>(to + quietAt, quiet);
    if (takesA) a += stride;
    if (takesB) b += stride;
    if (waits !== 0) {
      store<u32>(union, quiet, UNION_QUIET);
      break;
    }
    count += 1;
    out += stride;
  }
  store<u32>(union, count, UNION_COUNT);
  store<u32>(union, <u32>a, UNION_MINE);
  store<u32>(union, <u32>b, UNION_THEIRS);
  return waits;
}

/** Merges the columns of a row into another one. */
function mergeInto(to: usize, from: usize, quietAt: usize, rules: usize): void {
  for (let word: usize = <usize>KEY_WORDS << 2; word < quietAt; word += 4) {
    const rule = load<u8>(rules + (word >>> 2) - <usize>KEY_WORDS);
    store<u32>(to + word, merged(rule, load<u32>(to + word), load<u32>(from + word)));
  }
}

/** The key of the row at `at`, as one number. */
// @ts-ignore: decorator
@inline
function keyAt(at: usize): u64 {
  return (<u64>load<u32>(at) << 32) | <u64>load<u32>(at, 4);
}
