import {
  MEMO_CLASS,
  MEMO_HASH_HI,
  MEMO_HASH_LO,
  MEMO_LENGTH,
  MEMO_TEXT,
} from "../layout";

/*
 * Entries of texts that are remembered by their bytes, with their hashes and classes (agents.ts, paths.ts): comparing a text with what
 * is remembered takes a fraction of the time of hashing it.
 */

/** The first `count` bytes of sixteen; none where it is less than one. */
// @ts-ignore: decorator
@inline
export function firstBytes(count: i32): v128 {
  return i8x16.lt_s(i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), i8x16.splat(<i8>count));
}

/** Whether an entry is that of the text at `start`, of 16 bytes at least. */
// @ts-ignore: decorator
@inline
export function isEntryOf(entry: usize, start: usize, length: usize): bool {
  if (load<u32>(entry, MEMO_LENGTH) !== <u32>length) return false;
  const text = entry + MEMO_TEXT;
  let at: usize = 0;
  for (; at + 16 <= length; at += 16) {
    if (v128.any_true(v128.xor(v128.load(text + at), v128.load(start + at)))) return false;
  }
  at = length - 16;
  return !v128.any_true(v128.xor(v128.load(text + at), v128.load(start + at)));
}

/** Makes an entry that of a text. */
export function remember(entry: usize, start: usize, length: usize, hi: u32, lo: u32, textClass: i32): void {
  store<u32>(entry, hi, MEMO_HASH_HI);
  store<u32>(entry, lo, MEMO_HASH_LO);
  store<i32>(entry, textClass, MEMO_CLASS);
  store<u32>(entry, <u32>length, MEMO_LENGTH);
  memory.copy(entry + MEMO_TEXT, start, length);
}
