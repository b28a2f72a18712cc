import { WINDOW_TOTALS } from "../layout";

/*
 * What requests add to the totals of their window: one to some of them each, told by the bits of a word of marks. They are counted a
 * byte for every bit, for a batch of requests, and added to the totals when it ends: some requests later, and without a branch.
 */

// Numbers of totals, which are those of the bits: `Total` of window-summary.ts.
export const REQUESTS: u32 = 0;
export const BYTES: u32 = 1;
export const ATTEMPTS: u32 = 3;
export const SUCCESSES: u32 = 8;
export const OVERLOADS: u32 = 12;
export const ATTEMPT_SUCCESSES: u32 = 14;
export const POSTS: u32 = 18;
export const QUERIES: u32 = 19;
export const REFERRED: u32 = 20;
export const CAN_REFER: u32 = 21;
export const NAMED: u32 = 22;
export const CAN_NAME: u32 = 23;
export const DECLARED_BOTS: u32 = 24;
export const DURATION: u32 = 25;
export const TIMED: u32 = 26;
export const ALLOWED: u32 = 27;
const TOTALS: usize = 28;

/** A byte for every total. A batch is shorter than what a byte can count. */
const COUNTS: usize = memory.data(32);

/** Counts a request. @param marks the bits of the totals to which it adds one */
// @ts-ignore: decorator
@inline
export function tally(marks: u32): void {
  const bits = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  const word = i32x4.splat(marks);
  const low = v128.and(i8x16.swizzle(word, i8x16(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1)), bits);
  const high = v128.and(i8x16.swizzle(word, i8x16(2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3)), bits);
  // What is equal is -1.
  v128.store(COUNTS, i8x16.sub(v128.load(COUNTS), i8x16.eq(low, bits)));
  v128.store(COUNTS, i8x16.sub(v128.load(COUNTS, 16), i8x16.eq(high, bits)), 16);
}

/** Adds what was counted to the totals of the window that all of it belongs to. */
export function addTallies(window: usize): void {
  const totals = window + WINDOW_TOTALS;
  for (let total: usize = 0; total < TOTALS; total += 4) {
    const counts = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(COUNTS + total)));
    const at = totals + (total << 3);
    v128.store(at, f64x2.add(v128.load(at), f64x2.convert_low_i32x4_u(counts)));
    const others = v128.shuffle<i64>(counts, counts, 1, 1);
    v128.store(at, f64x2.add(v128.load(at, 16), f64x2.convert_low_i32x4_u(others)), 16);
  }
  v128.store(COUNTS, i64x2.splat(0));
  v128.store(COUNTS, i64x2.splat(0), 16);
}

/** Adds an amount to a total at once. */
// @ts-ignore: decorator
@inline
export function addAmount(window: usize, total: u32, amount: f64): void {
  const at = window + <usize>(total << 3);
  store<f64>(at, load<f64>(at, WINDOW_TOTALS) + amount, WINDOW_TOTALS);
}
