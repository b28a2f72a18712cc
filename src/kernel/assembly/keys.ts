import { RUN_CODE, RUN_MEMO } from "../layout";
import { find } from "./scan";

/*
 * `KeyTable`: finds fields by the path of their key. The path of a key is a hash over its bytes one by one, so what became of a key
 * is remembered by the bytes themselves and the path of its parent: most are found by two comparisons of 16 bytes.
 */

/** Slots of the table, each a hash and what it stands for: field | rank + 1 << 8 | whether longer paths go on << 24 | whether it wraps << 25. */
const SLOTS: u32 = 1024;
/** `beginKey` of no parent. */
export const ROOT: u32 = 0x811c9dc5;
const PRIME: u32 = 0x01000193;
const DOT: u32 = 46;

/** Slots of the memory, and bytes of one: parent, length, path, meaning, and the key. */
const MEMO_SLOTS: u32 = 512;
const MEMO_BYTES: u32 = 48;
const LONGEST: usize = 32;

const BACKSLASH: u8 = 0x5c;

/** Slots, each plus one, in which the keys of the last line were found, in their order: lines of one log have the same keys. */
const ORDER: usize = memory.data(256);
const ORDER_MASK: u32 = 63;
let position: u32 = 0;
/** Slot of the last key, plus one; 0 where it is not remembered. */
let found: u32 = 0;

/** Path of the last key, and what it means; 0 for nothing. */
export let path: u32 = 0;
export let meaning: u32 = 0;

// @ts-ignore: decorator
@inline
export function fieldOf(what: u32): i32 {
  return what & 255;
}

// @ts-ignore: decorator
@inline
export function rankOf(what: u32): i32 {
  return <i32>((what >>> 8) & 0xffff) - 1;
}

// @ts-ignore: decorator
@inline
export function isPrefix(what: u32): bool {
  return (what & 0x01000000) !== 0;
}

/** Whether an object under the key is read as if it stood around it. */
// @ts-ignore: decorator
@inline
export function isWrapper(what: u32): bool {
  return (what & 0x02000000) !== 0;
}

/** Begins a line. */
export function beginKeys(): void {
  position = 0;
}

/**
 * Finds the key that begins at `start` and ends before the byte `stop`, if it is the one that the last line had in this place.
 * @returns the position of `stop`, or 0
 */
export function expectedKey(parent: u32, start: usize, end: usize, stop: u8): usize {
  const slot = load<u32>(ORDER + ((position & ORDER_MASK) << 2));
  if (slot === 0) return 0;
  const memo = <usize>load<u32>(RUN_MEMO) + <usize>((slot - 1) * MEMO_BYTES);
  const length = <usize>load<u32>(memo, 4) - 1;
  if (length > LONGEST || load<u32>(memo) !== parent) return 0;
  const after = start + length;
  if (after >= end || load<u8>(after) !== stop) return 0;
  const low = v128.and(v128.load(start), firstBytes(min<usize>(length, 16)));
  if (!i8x16.all_true(i8x16.eq(v128.load(memo, 16), low))) return 0;
  if (length > 16) {
    const high = v128.and(v128.load(start, 16), firstBytes(length - 16));
    if (!i8x16.all_true(i8x16.eq(v128.load(memo, 32), high))) return 0;
  }
  position += 1;
  path = load<u32>(memo, 8);
  meaning = load<u32>(memo, 12);
  return after;
}

/** Finds the key `[start, end)` under a parent, which the next line is expected to have in this place; false for one with escapes. */
export function findKey(parent: u32, start: usize, end: usize): bool {
  const isFound = lookUp(parent, start, end);
  store<u32>(ORDER + ((position & ORDER_MASK) << 2), found);
  position += 1;
  return isFound;
}

function lookUp(parent: u32, start: usize, end: usize): bool {
  const length = end - start;
  found = 0;
  if (length > LONGEST) return findAnew(parent, start, end);
  const low = v128.and(v128.load(start), firstBytes(min<usize>(length, 16)));
  const high = length > 16 ? v128.and(v128.load(start, 16), firstBytes(length - 16)) : i64x2.splat(0);
  const words = v128.xor(low, i8x16.shl(high, 1));
  let mixed = <u64>i64x2.extract_lane(words, 0) * 0x9e3779b97f4a7c15;
  mixed ^= (<u64>i64x2.extract_lane(words, 1) + <u64>parent) * 0xc2b2ae3d27d4eb4f;
  mixed ^= mixed >>> 29;
  const slot = <u32>((mixed * 0x9e3779b97f4a7c15) >>> 55) & (MEMO_SLOTS - 1);
  const memo = <usize>load<u32>(RUN_MEMO) + <usize>(slot * MEMO_BYTES);
  if (
    load<u32>(memo) === parent &&
    load<u32>(memo, 4) === <u32>length + 1 &&
    i8x16.all_true(i8x16.eq(v128.load(memo, 16), low)) &&
    (length <= 16 || i8x16.all_true(i8x16.eq(v128.load(memo, 32), high)))
  ) {
    path = load<u32>(memo, 8);
    meaning = load<u32>(memo, 12);
    found = slot + 1;
    return true;
  }
  if (!findAnew(parent, start, end)) return false;
  store<u32>(memo, parent);
  store<u32>(memo, <u32>length + 1, 4);
  store<u32>(memo, path, 8);
  store<u32>(memo, meaning, 12);
  v128.store(memo, low, 16);
  v128.store(memo, high, 32);
  found = slot + 1;
  return true;
}

/** Forgets what became of keys: another table is in use. */
export function forgetKeys(): void {
  memory.fill(<usize>load<u32>(RUN_MEMO), 0, MEMO_SLOTS * MEMO_BYTES);
}

function findAnew(parent: u32, start: usize, end: usize): bool {
  if (find(start, end, BACKSLASH) < end) return false;
  let hash: u32 = parent === ROOT ? ROOT : (parent ^ DOT) * PRIME;
  for (let i = start; i < end; i += 1) {
    const byte = <u32>load<u8>(i);
    if (byte === 0x5f || byte === 0x2d || byte === 0x40) continue;
    hash = (hash ^ (byte >= 65 && byte <= 90 ? byte | 32 : byte)) * PRIME;
  }
  path = hash;
  meaning = 0;
  const table = <usize>load<u32>(RUN_CODE);
  for (let slot = hash & (SLOTS - 1); ; slot = (slot + 1) & (SLOTS - 1)) {
    const at = table + <usize>(slot << 3);
    const known = load<u32>(at);
    if (known === 0) return true;
    if (known !== hash) continue;
    // Known, and be it only as the beginning of longer paths.
    meaning = load<u32>(at, 4) | KNOWN;
    return true;
  }
}

/** Set in the meaning of every key of the table. */
export const KNOWN: u32 = 0x80000000;

/** The first `count` bytes of sixteen. */
function firstBytes(count: usize): v128 {
  return i8x16.lt_u(i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), i8x16.splat(<i8>count));
}
