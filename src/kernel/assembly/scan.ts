/** Position of the next `byte` in `[at, end)`, or `end`. Reads up to 15 bytes beyond `end`, which must be in memory. */
export function find(at: usize, end: usize, byte: u8): usize {
  const wanted = i8x16.splat(<i8>byte);
  while (at < end) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
    if (found !== 0) return min(at + <usize>ctz(found), end);
    at += 16;
  }
  return end;
}

/** A decimal digit, or more than 9. */
// @ts-ignore: decorator
@inline
export function digitAt(at: usize): u32 {
  return <u32>load<u8>(at) - 48;
}

const QUOTE: u8 = 0x22;
const QUESTION: u8 = 0x3f;
const NEWLINE: u8 = 0x0a;
const BACKSLASH: u8 = 0x5c;

/** A bit for each of the 64 bytes at `at` that equals one of two, the first byte lowest. */
// @ts-ignore: decorator
@inline
function bitsOf(at: usize, a: v128, b: v128): u64 {
  const part0 = v128.load(at);
  const part1 = v128.load(at, 16);
  const part2 = v128.load(at, 32);
  const part3 = v128.load(at, 48);
  const bits0 = i8x16.bitmask(v128.or(i8x16.eq(part0, a), i8x16.eq(part0, b)));
  const bits1 = i8x16.bitmask(v128.or(i8x16.eq(part1, a), i8x16.eq(part1, b)));
  const bits2 = i8x16.bitmask(v128.or(i8x16.eq(part2, a), i8x16.eq(part2, b)));
  const bits3 = i8x16.bitmask(v128.or(i8x16.eq(part3, a), i8x16.eq(part3, b)));
  return <u64>(<u32>bits0 | (<u32>bits1 << 16)) | (<u64>(<u32>bits2 | (<u32>bits3 << 16)) << 32);
}

/** A bit for each of the 64 bytes at `at` that is a quote or a newline. */
// @ts-ignore: decorator
@inline
export function quotesAt(at: usize): u64 {
  return bitsOf(at, i8x16.splat(QUOTE), i8x16.splat(NEWLINE));
}

/** A bit for each of the 64 bytes at `at` that is `byte` or a newline. */
// @ts-ignore: decorator
@inline
export function bytesOrNewlines(at: usize, byte: u8): u64 {
  return bitsOf(at, i8x16.splat(<i8>byte), i8x16.splat(NEWLINE));
}

/** Position of the next `byte` or newline, or a position from `end` on. Reads up to 63 bytes beyond `end`. */
export function byteOrNewline(start: usize, end: usize, byte: u8): usize {
  for (let at = start; at < end; at += 64) {
    const found = bytesOrNewlines(at, byte);
    if (found !== 0) return at + <usize>ctz(found);
  }
  return end;
}

/** A bit for each of the 64 bytes at `at` that is a question mark. */
// @ts-ignore: decorator
@inline
export function questionsAt(at: usize): u64 {
  const mark = i8x16.splat(QUESTION);
  return bitsOf(at, mark, mark);
}

/**
 * Position of the next quote or newline, or a position from `end` on. Reads up to 63 bytes beyond `end`, which must be in memory: 64
 * at a time, so that how often it goes round is the same for most lines, and guessed right.
 */
export function quoteOrNewline(start: usize, end: usize): usize {
  for (let at = start; at < end; at += 64) {
    const quotes = quotesAt(at);
    if (quotes !== 0) return at + <usize>ctz(quotes);
  }
  return end;
}

/** Position of the next `byte`, newline or backslash, or a position from `end` on. Reads up to 63 bytes beyond `end`. */
export function pathStop(start: usize, end: usize, byte: u8): usize {
  const backslash = i8x16.splat(BACKSLASH);
  for (let at = start; at < end; at += 64) {
    const found = bytesOrNewlines(at, byte) | bitsOf(at, backslash, backslash);
    if (found !== 0) return at + <usize>ctz(found);
  }
  return end;
}

/** Position of the next quote or backslash, or a position from `end` on. Reads up to 63 bytes beyond `end`. */
export function quoteOrBackslash(at: usize, end: usize): usize {
  const quote = i8x16.splat(QUOTE);
  const backslash = i8x16.splat(BACKSLASH);
  while (at < end) {
    const bits = bitsOf(at, quote, backslash);
    if (bits !== 0) return at + <usize>ctz(bits);
    at += 64;
  }
  return end;
}

/** The quote that ends the string which begins at `start`, or 0. */
export function stringEnd(start: usize, end: usize): usize {
  let close = find(start, end, QUOTE);
  while (close < end) {
    let escapes = close;
    while (escapes > start && load<u8>(escapes - 1) === BACKSLASH) escapes -= 1;
    if (((close - escapes) & 1) === 0) return close;
    close = find(close + 1, end, QUOTE);
  }
  return 0;
}
