import {
  AGENT_CACHE_HI,
  AGENT_MEMO,
  CACHE_MASK,
  MEMO_AGENT_BYTES,
  MEMO_AGENTS,
  MEMO_CLASS,
  MEMO_ENTRIES,
  MEMO_HASH_HI,
  MEMO_HASH_LO,
  MEMO_LENGTH,
  MEMO_PATH_BYTES,
  MEMO_PATHS,
  MEMO_ROW,
  MEMO_TAGS,
  MEMO_TEXT,
  MEMO_WAYS,
  PATH_CACHE_HI,
  PATH_MEMO,
} from "../layout";
import { hashBytes, hashHi, hashLo } from "./hash";

/*
 * The hash and the class of paths without their queries, and of user agents. A few hundred of them make most requests: they are
 * remembered by their bytes, since to compare a text with what is remembered takes a fraction of the time of hashing it.
 */

// Classes that the caches do not hold; puts them there.
// @ts-ignore: decorator
@external("env", "classifyPath")
declare function classifyPath(hi: u32, lo: u32, start: usize, end: usize): i32;
// @ts-ignore: decorator
@external("env", "classifyUserAgent")
declare function classifyUserAgent(hi: u32, lo: u32, start: usize, end: usize): i32;

const PATH_DOMAIN: u32 = 3;
const AGENT_DOMAIN: u32 = 4;
/** Up to here lengths make no difference to what is done: they would not be guessed. */
const SHORT_BYTES: usize = 32;
/** The entry of a text that is not remembered, for want of bytes or for having too many. */
const UNREMEMBERED: usize = memory.data(32);

/** Which of the entries that it might have a new text takes. */
let turn: u32 = 0;

/** The entry of the path `[start, end)`, with its hash and class; good until the next look. */
export function lookAtPath(start: usize, end: usize): usize {
  const known = entryOf(PATH_MEMO, MEMO_PATHS, MEMO_PATH_BYTES, start, end);
  if (known !== 0) return known;
  const entry = newEntry(start, end);
  hashBytes(start, end, PATH_DOMAIN);
  store<u32>(entry, hashHi, MEMO_HASH_HI);
  store<u32>(entry, hashLo, MEMO_HASH_LO);
  let pathClass = cachedClass(PATH_CACHE_HI, hashHi, hashLo);
  if (pathClass < 0) pathClass = classifyPath(load<u32>(entry, MEMO_HASH_HI), load<u32>(entry, MEMO_HASH_LO), start, end);
  store<i32>(entry, pathClass, MEMO_CLASS);
  return entry;
}

/** The same for the user agent `[start, end)`. */
export function lookAtAgent(start: usize, end: usize): usize {
  const known = entryOf(AGENT_MEMO, MEMO_AGENTS, MEMO_AGENT_BYTES, start, end);
  if (known !== 0) return known;
  const entry = newEntry(start, end);
  hashBytes(start, end, AGENT_DOMAIN);
  const hi = hashHi;
  const lo = hashLo | 1;
  store<u32>(entry, hi, MEMO_HASH_HI);
  store<u32>(entry, lo, MEMO_HASH_LO);
  let agentClass = cachedClass(AGENT_CACHE_HI, hi, lo);
  if (agentClass < 0) agentClass = classifyUserAgent(hi, lo, start, end);
  store<i32>(entry, agentClass, MEMO_CLASS);
  return entry;
}

/** Of a text that is not known: where its entry is to be, if it is to have one, and its tag's place. */
let freeEntry: usize = 0;

/** The entry of a text in a memo, or 0. @param texts that the memo holds at most, in entries of so many bytes */
// @ts-ignore: decorator
@inline
function entryOf(memo: usize, texts: i32, entryBytes: i32, start: usize, end: usize): usize {
  const length = end - start;
  freeEntry = 0;
  if (length - 1 >= <usize>(entryBytes - MEMO_TEXT)) return 0;
  // What is behind the end of a short text counts as zero, here and in its entry.
  const isShort = length <= SHORT_BYTES;
  let low: v128;
  let high: v128;
  let mixed: u64;
  if (isShort) {
    low = v128.and(v128.load(start), firstBytes(<i32>length));
    high = v128.and(v128.load(start, 16), firstBytes(<i32>length - 16));
    mixed =
      i64x2.extract_lane(low, 0) * 0x9e3779b97f4a7c15 +
      i64x2.extract_lane(low, 1) * 0xc2b2ae3d27d4eb4f +
      i64x2.extract_lane(high, 0) * 0x165667b19e3779f9 +
      i64x2.extract_lane(high, 1) * 0x85ebca77c2b2ae63;
  } else {
    low = v128.load(start);
    high = v128.load(start, 16);
    // Words from where texts differ: in their middle, and shortly before their end.
    mixed =
      load<u64>(start + (length >>> 2)) * 0x9e3779b97f4a7c15 +
      load<u64>(start + (length >>> 1)) * 0xc2b2ae3d27d4eb4f +
      load<u64>(end - 32) * 0x27d4eb2f165667c5 +
      load<u64>(end - 24) * 0x165667b19e3779f9 +
      load<u64>(end - 16) * 0x85ebca77c2b2ae63 +
      load<u64>(end - 8) * 0x9fb21c651e98df25;
  }
  mixed += <u64>length;
  mixed = (mixed ^ (mixed >>> 29)) * 0xbf58476d1ce4e5b9;
  const set = (<usize>(mixed >>> 40) & <usize>(texts / MEMO_WAYS - 1)) * <usize>MEMO_WAYS;
  const tag = <u32>mixed | 1;
  const tags = <usize>load<u32>(memo, MEMO_TAGS) + (set << 2);
  const ways = i32x4.bitmask(i32x4.eq(v128.load(tags), i32x4.splat(tag)));
  const way = ways !== 0 ? ctz<u32>(ways) : turn & (MEMO_WAYS - 1);
  const entry = <usize>load<u32>(memo, MEMO_ENTRIES) + (set + <usize>way) * <usize>entryBytes;
  if (ways !== 0 && load<u32>(entry, MEMO_LENGTH) === <u32>length) {
    const others = v128.or(
      v128.xor(low, v128.load(entry, MEMO_TEXT)),
      v128.xor(high, v128.load(entry, MEMO_TEXT + 16)),
    );
    if (!v128.any_true(others) && (isShort || hasRest(entry, start, length))) return entry;
  }
  turn += 1;
  store<u32>(tags + (<usize>way << 2), tag);
  v128.store(entry, low, MEMO_TEXT);
  v128.store(entry, high, MEMO_TEXT + 16);
  freeEntry = entry;
  return 0;
}

/** Whether an entry has the bytes of a text of its length from the 33rd on. */
// @ts-ignore: decorator
@inline
function hasRest(entry: usize, start: usize, length: usize): bool {
  const text = entry + MEMO_TEXT;
  const last = length - 16;
  let others = v128.xor(v128.load(text + last), v128.load(start + last));
  for (let at = SHORT_BYTES; at < last; at += 16) {
    others = v128.or(others, v128.xor(v128.load(text + at), v128.load(start + at)));
  }
  return !v128.any_true(others);
}

/** The entry for a text that has just been found to have none; its hash and class are still to be written. */
function newEntry(start: usize, end: usize): usize {
  const entry = freeEntry !== 0 ? freeEntry : UNREMEMBERED;
  const length = end - start;
  store<u32>(entry, 0, MEMO_ROW);
  store<u32>(entry, <u32>length, MEMO_LENGTH);
  if (freeEntry !== 0 && length > SHORT_BYTES) {
    memory.copy(entry + MEMO_TEXT + SHORT_BYTES, start + SHORT_BYTES, length - SHORT_BYTES);
  }
  return entry;
}

/** The first `count` bytes of sixteen; none where it is less than one. */
// @ts-ignore: decorator
@inline
function firstBytes(count: i32): v128 {
  return i8x16.lt_s(i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), i8x16.splat(<i8>count));
}

/** What a `HashCache` knows of a hash, or -1. @param cache where the addresses of its halves and values are */
function cachedClass(cache: usize, hi: u32, lo: u32): i32 {
  const at = <usize>(hi & load<u32>(CACHE_MASK));
  if (load<u32>(<usize>load<u32>(cache) + (at << 2)) !== hi) return -1;
  if (load<u32>(<usize>load<u32>(cache, 4) + (at << 2)) !== lo) return -1;
  return load<i8>(<usize>load<u32>(cache, 8) + at);
}
