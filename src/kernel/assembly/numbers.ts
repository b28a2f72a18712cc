import { digitAt } from "./scan";

/* Numbers of bytes/ascii.ts, to the same values. */

const DOT: u8 = 0x2e;
const COMMA: u8 = 0x2c;
/** The most digits that make an exact number whatever they are. */
const EXACT_DIGITS: usize = 15;
/** More digits than this only move the point: see `readDecimal`. */
const FULL: f64 = 900719925474098;
const MOST_SCALE: i32 = 22;

/** The integer that fills `[start, end)`, or -1 where it is none or has too many digits to be exact. */
export function integerIn(start: usize, end: usize): f64 {
  if (start >= end || end - start > EXACT_DIGITS) return -1;
  let value: u64 = 0;
  for (let i = start; i < end; i += 1) {
    const digit = digitAt(i);
    if (digit > 9) return -1;
    value = value * 10 + <u64>digit;
  }
  return <f64>value;
}

/** The decimal number that fills `[start, end)`, or -1 where it is none, or has an exponent. */
export function decimalIn(start: usize, end: usize): f64 {
  let value: f64 = 0;
  let scale: i32 = 0;
  let digits = 0;
  let fraction = false;
  for (let i = start; i < end; i += 1) {
    const byte = load<u8>(i);
    const digit = <u32>byte - 48;
    if (digit <= 9) {
      digits += 1;
      if (value > FULL) scale += fraction ? 0 : 1;
      else {
        value = value * 10 + <f64>digit;
        if (fraction) scale -= 1;
      }
    } else if ((byte === DOT || byte === COMMA) && !fraction) fraction = true;
    else return -1;
  }
  if (digits === 0 || scale > MOST_SCALE || scale < -MOST_SCALE) return -1;
  if (scale === 0) return value;
  let power: f64 = 1;
  // Powers of ten up to the 22nd are exact.
  for (let k = scale < 0 ? -scale : scale; k > 0; k -= 1) power *= 10;
  return scale < 0 ? value / power : value * power;
}

/** Bits that are set in the high bit of every byte of `word` (digits less 48, or what else there is) that is no digit. */
// @ts-ignore: decorator
@inline
export function otherThanDigits(word: u64): u64 {
  return (((word & 0x7f7f7f7f7f7f7f7f) + 0x7676767676767676) | word) & 0x8080808080808080;
}

/** How many of the eight bytes at `at` are digits before one is not, in bits: 0 to 64. */
// @ts-ignore: decorator
@inline
export function digitBits(at: usize): i32 {
  const others = otherThanDigits(load<u64>(at) ^ 0x3030303030303030);
  return others === 0 ? 64 : <i32>(ctz(others) & 0x78);
}

/** The number of the one to eight digits at `at`, which take `bits`. */
// @ts-ignore: decorator
@inline
export function numberOf(at: usize, bits: i32): u32 {
  // The last digit becomes the last byte; what is not there is zero. Pairs, then fours, then all of them.
  const word = (load<u64>(at) ^ 0x3030303030303030) << <u64>(64 - bits);
  const pairs = word * 10 + (word >>> 8);
  return <u32>(
    (((pairs & 0x000000ff000000ff) * 0x000f424000000064 + ((pairs >>> 16) & 0x000000ff000000ff) * 0x0000271000000001) >>> 32)
  );
}
