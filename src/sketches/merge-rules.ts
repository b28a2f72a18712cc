/**
 * How one 32-bit column of two rows with the same key becomes one when sketches are merged. Every rule is
 * commutative and associative, so that shards may be merged in any order.
 *
 * - `sum`: added, saturating at 2^32-1
 * - `or`: bitwise or
 * - `min`, `max`: the smaller, the larger
 * - `keep`: the value that is set (not 0); the smaller one where both are
 * - `lanes8`: four 8-bit counters, each added and saturating at 255
 */
export type MergeRule = "sum" | "or" | "min" | "max" | "keep" | "lanes8";

const CODES: Readonly<Record<MergeRule, number>> = { sum: 0, or: 1, min: 2, max: 3, keep: 4, lanes8: 5 };

/** The rules as small integers, the form in which {@link mergeRow} takes them. */
export function ruleCodes(rules: readonly MergeRule[]): Uint8Array {
  return Uint8Array.from(rules, (rule) => CODES[rule]);
}

/**
 * Merges the columns of one row into another: `codes.length` columns from `target[to]` and `source[from]` on.
 * O(columns), allocates nothing.
 */
export function mergeRow(
  codes: Uint8Array,
  target: Uint32Array,
  to: number,
  source: Uint32Array,
  from: number,
): void {
  for (let column = 0; column < codes.length; column += 1) {
    const a = target[to + column]!;
    const b = source[from + column]!;
    const code = codes[column]!;
    const sum = a + b;
    // Most columns are sums that do not overflow.
    target[to + column] = code === 0 && sum <= 0xffffffff ? sum : mergeValue(code, a, b);
  }
}

function mergeValue(code: number, a: number, b: number): number {
  switch (code) {
    case 0:
      return saturatingSum(a, b);
    case 1:
      return a | b;
    case 2:
      return Math.min(a, b);
    case 3:
      return Math.max(a, b);
    case 4:
      if (a === 0) return b;
      return b === 0 || a < b ? a : b;
    default:
      return saturatingLanes(a, b);
  }
}

/** The sum of two counts of 32 bits, at most 2^32-1. */
export function saturatingSum(a: number, b: number): number {
  const sum = a + b;
  return Math.min(sum, 0xffffffff);
}

/** The lane-wise sum of two words of four 8-bit counters, each at most 255. */
export function saturatingLanes(a: number, b: number): number {
  let sum = 0;
  for (let shift = 0; shift < 32; shift += 8) {
    const lane = ((a >>> shift) & 0xff) + ((b >>> shift) & 0xff);
    sum |= Math.min(lane, 0xff) << shift;
  }
  return sum >>> 0;
}
