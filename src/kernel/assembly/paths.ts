import {
  CACHE_MASK,
  MEMO_CLASS,
  MEMO_HASH_HI,
  MEMO_HASH_LO,
  MEMO_LENGTH,
  MEMO_PATH_BYTES,
  MEMO_PATHS,
  MEMO_TEXT,
  PATH_CACHE_HI,
  PATH_CACHE_LO,
  PATH_CACHE_VALUES,
  PATH_MEMO,
} from "../layout";
import { hashBytes, hashHi, hashLo } from "./hash";
import { firstBytes, isEntryOf, remember } from "./memo";

/* The hash and the class of a path without its query. Most requests are for a few hundred of them. */

/** Class of a path that the cache does not hold, and puts it there. */
// @ts-ignore: decorator
@external("env", "classifyPath")
declare function classifyPath(hi: u32, lo: u32, start: usize, end: usize): i32;

const PATH_DOMAIN: u32 = 3;
/** Up to here lengths make no difference to what is done: they would not be guessed. */
const SHORT_BYTES: usize = 32;
const MOST_BYTES: usize = MEMO_PATH_BYTES - MEMO_TEXT;

/** Of the last path that was looked at. */
export let pathHi: u32 = 0;
export let pathLo: u32 = 0;
export let pathClass: i32 = 0;
/** What is remembered of it; 0 for nothing. */
export let pathEntry: usize = 0;

/** Finds out the hash and the class of the path `[start, end)`. */
export function lookAtPath(start: usize, end: usize): void {
  const length = end - start;
  // An entry that was never made is that of no bytes.
  if (length - 1 >= MOST_BYTES) {
    pathEntry = 0;
    hashPath(start, end);
    return;
  }
  let mixed: u64;
  let entry: usize;
  if (length <= SHORT_BYTES) {
    const low = v128.and(v128.load(start), firstBytes(<i32>length));
    const high = v128.and(v128.load(start, 16), firstBytes(<i32>length - 16));
    mixed =
      i64x2.extract_lane(low, 0) * 0x9e3779b97f4a7c15 +
      i64x2.extract_lane(low, 1) * 0xc2b2ae3d27d4eb4f +
      i64x2.extract_lane(high, 0) * 0x165667b19e3779f9 +
      i64x2.extract_lane(high, 1) * 0x85ebca77c2b2ae63;
    entry = entryAt(mixed + length);
    // What is behind the end of a remembered text is zero.
    const others = v128.or(
      v128.xor(low, v128.load(entry + MEMO_TEXT)),
      v128.xor(high, v128.load(entry + MEMO_TEXT, 16)),
    );
    pathEntry = entry;
    if (load<u32>(entry, MEMO_LENGTH) === <u32>length && !v128.any_true(others)) {
      recall(entry);
      return;
    }
    hashPath(start, end);
    remember(entry, start, length, pathHi, pathLo, pathClass);
    v128.store(entry + MEMO_TEXT, low);
    v128.store(entry + MEMO_TEXT, high, 16);
    return;
  }
  mixed =
    load<u64>(start + (length >>> 2)) * 0x9e3779b97f4a7c15 +
    load<u64>(start + (length >>> 1)) * 0xc2b2ae3d27d4eb4f +
    load<u64>(end - 16) * 0x165667b19e3779f9 +
    load<u64>(end - 8) * 0x85ebca77c2b2ae63;
  entry = entryAt(mixed + length);
  pathEntry = entry;
  if (isEntryOf(entry, start, length)) {
    recall(entry);
    return;
  }
  hashPath(start, end);
  remember(entry, start, length, pathHi, pathLo, pathClass);
}

// @ts-ignore: decorator
@inline
function entryAt(mixed: u64): usize {
  const slot = <usize>(((mixed ^ (mixed >>> 29)) * 0xbf58476d1ce4e5b9) >>> 40) & (MEMO_PATHS - 1);
  return <usize>load<u32>(PATH_MEMO) + slot * <usize>MEMO_PATH_BYTES;
}

// @ts-ignore: decorator
@inline
function recall(entry: usize): void {
  pathHi = load<u32>(entry, MEMO_HASH_HI);
  pathLo = load<u32>(entry, MEMO_HASH_LO);
  pathClass = load<i32>(entry, MEMO_CLASS);
}

function hashPath(start: usize, end: usize): void {
  hashBytes(start, end, PATH_DOMAIN);
  pathHi = hashHi;
  pathLo = hashLo;
  const at = <usize>(pathHi & load<u32>(CACHE_MASK));
  if (
    load<u32>(<usize>load<u32>(PATH_CACHE_HI) + (at << 2)) === pathHi &&
    load<u32>(<usize>load<u32>(PATH_CACHE_LO) + (at << 2)) === pathLo
  ) {
    pathClass = load<i8>(<usize>load<u32>(PATH_CACHE_VALUES) + at);
    if (pathClass >= 0) return;
  }
  pathClass = classifyPath(pathHi, pathLo, start, end);
}
