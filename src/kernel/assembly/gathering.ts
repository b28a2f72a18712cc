import {
  ENTRY_BYTES,
  ENTRY_REQUEST,
  REQUEST_ADDRESS_HI,
  REQUEST_ADDRESS_LO,
  REQUEST_AGENT_LO,
  REQUEST_ASN,
  REQUEST_FLAGS,
  REQUEST_META,
  REQUEST_PATH_LO,
  REQUEST_PLACE,
  REQUEST_SOURCE_LO,
  REQUEST_TRAITS,
  SAMPLE_LOUD,
  SAMPLE_LOUD_FROM,
  SAMPLE_QUIET,
  TABLE_COUNT,
  TABLE_INDEX,
  TABLE_MASK,
  TABLE_ROWS,
  TABLE_STRIDE,
  TRAIT_ANSWER,
  TRAIT_ATTEMPT,
  TRAIT_NAMED,
  TRAIT_OVERLOAD,
  TRAIT_PATH_BIT,
  TRAIT_POSTED,
  TRAIT_QUERIED,
  TRAIT_TENTH,
} from "../layout";
import { isSampled } from "./merging";
import { addRow, clearRow } from "./sketches";
import { behindBuckets, bucketOf, firstBucket, order, SOURCES } from "./sorting";

/*
 * Rows of samples from pending requests in order of their keys, one after the other: nothing is looked up, and nothing is written that
 * does not stay. What becomes of one request is what request-rows.ts does; columns are those of source-layout.ts.
 *
 * Requests lie in buckets, as sorting.ts tells, which are put in order where they are come to.
 */

const LOGIN_ATTEMPTS: usize = 12;
// `Answer` of pending-layout.ts.
const SUCCESS: u32 = 0;
const REDIRECT: u32 = 1;
const REFUSAL: u32 = 2;
const CLIENT_ERROR: u32 = 3;
const OVERLOAD: u32 = 4;

/**
 * Writes rows for the first keys into a table that is empty and has room for them.
 * @param part {@link SOURCES}, or afterwards {@link KINDS}
 * @param entries of `count` requests, in buckets
 * @param limit rows at most
 * @param sample none are written for keys that it does not sample; 0: for all
 * @returns the first entry whose key has no row, or the end of the entries
 */
export function fillRows(part: i32, entries: usize, count: u32, table: usize, limit: u32, sample: usize): usize {
  const first = <usize>load<u32>(table, TABLE_ROWS);
  const bytes = <usize>load<u32>(table, TABLE_STRIDE) << 2;
  const index = <usize>load<u32>(table, TABLE_INDEX);
  const mask = load<u32>(table, TABLE_MASK);
  const stride = <u32>(bytes >>> 2);
  const behind = behindBuckets(entries, count);
  let entry = entries;
  let row = first;
  let rows: u32 = 0;
  for (let bucket = firstBucket(entries, count); bucket < behind; bucket += 4) {
    const end = <usize>load<u32>(bucket);
    if (entry === end) continue;
    order(part, entry, end, entries, count);
    do {
      const key = load<u64>(entry);
      if (rows === limit || (sample !== 0 && !isSampled(sample, <u32>(key >> 32), <u32>key))) {
        store<u32>(table, rows, TABLE_COUNT);
        return entry;
      }
      clearRow(row, bytes);
      store<u64>(row, rotl<u64>(key, 32));
      entry = fillRow(part, entry, end, key, row);
      let slot = <u32>key & mask;
      while (load<u32>(index + (<usize>slot << 2)) !== 0) slot = (slot + 1) & mask;
      store<u32>(index + (<usize>slot << 2), rows * stride + 1);
      rows += 1;
      row += bytes;
    } while (entry < end);
  }
  store<u32>(table, rows, TABLE_COUNT);
  return entry;
}

/** How many keys from an entry on have at least so many entries. @param from what {@link fillRows} gave */
export function countLoud(part: i32, from: usize, entries: usize, count: u32, least: u32): u32 {
  let keys: u32 = 0;
  let entry = from;
  const behind = behindBuckets(entries, count);
  for (let bucket = bucketOf(from, entries, count); bucket < behind; bucket += 4) {
    const end = <usize>load<u32>(bucket);
    if (isLoudBucket(part, entry, end, from, entries, count, least)) {
      while (entry < end) {
        const next = endOfKey(entry, end);
        if (<u32>((next - entry) / ENTRY_BYTES) >= least) keys += 1;
        entry = next;
      }
    }
    entry = end;
  }
  return keys;
}

/** Gives the keys from an entry on that are loud rows of their own, for which there must be room. */
export function fillLoud(part: i32, from: usize, entries: usize, count: u32, sample: usize): void {
  const loud = <usize>load<u32>(sample, SAMPLE_LOUD);
  const loudFrom = load<u32>(sample, SAMPLE_LOUD_FROM);
  const quietAt = <usize>load<u32>(sample, SAMPLE_QUIET) << 2;
  let entry = from;
  const behind = behindBuckets(entries, count);
  for (let bucket = bucketOf(from, entries, count); bucket < behind; bucket += 4) {
    const end = <usize>load<u32>(bucket);
    if (isLoudBucket(part, entry, end, from, entries, count, loudFrom)) {
      while (entry < end) {
        const next = endOfKey(entry, end);
        if (<u32>((next - entry) / ENTRY_BYTES) >= loudFrom) {
          const key = load<u64>(entry);
          const offset = addRow(loud, <u32>(key >> 32), <u32>key);
          const row = <usize>load<u32>(loud, TABLE_ROWS) + (<usize>offset << 2);
          fillRow(part, entry, next, key, row);
          store<u32>(row + quietAt, loudFrom - 1);
        }
        entry = next;
      }
    }
    entry = end;
  }
}

/** Whether a key among the entries from `entry` to the end of their bucket may have so many; they are in order then. */
// @ts-ignore: decorator
@inline
function isLoudBucket(part: i32, entry: usize, end: usize, from: usize, entries: usize, count: u32, least: u32): bool {
  if (<u32>((end - entry) / ENTRY_BYTES) < least) return false;
  // The first bucket has been put in order already.
  if (entry !== from) order(part, entry, end, entries, count);
  return true;
}

// @ts-ignore: decorator
@inline
function endOfKey(entry: usize, end: usize): usize {
  const key = load<u64>(entry);
  let next = entry + ENTRY_BYTES;
  while (next < end && load<u64>(next) === key) next += ENTRY_BYTES;
  return next;
}

/** Adds the requests of a key to its row; the first entry of another one. */
// @ts-ignore: decorator
@inline
function fillRow(part: i32, from: usize, end: usize, key: u64, row: usize): usize {
  let entry = from;
  do {
    const request = <usize>load<u32>(entry, ENTRY_REQUEST);
    if (part === SOURCES) addToSource(row, request);
    else addToKind(row, request);
    entry += ENTRY_BYTES;
  } while (entry < end && load<u64>(entry) === key);
  return entry;
}

function addToSource(row: usize, request: usize): void {
  const traits = load<u32>(request, REQUEST_TRAITS);
  const attempt = (traits >>> TRAIT_ATTEMPT) & 1;
  store<u32>(row, load<u32>(request, REQUEST_ADDRESS_HI), 3 << 2);
  store<u32>(row, load<u32>(request, REQUEST_ADDRESS_LO), 4 << 2);
  keepSmaller(row + (5 << 2), load<u32>(request, REQUEST_PLACE));
  keepSmaller(row + (6 << 2), load<u32>(request, REQUEST_ASN));
  addWord(row, 2, 1);
  store<u32>(row, load<u32>(row, 7 << 2) | load<u32>(request, REQUEST_FLAGS), 7 << 2);
  if ((traits >>> TRAIT_NAMED) & 1) {
    keepSmaller(row + (8 << 2), load<u32>(request, REQUEST_AGENT_LO));
    store<u32>(row, load<u32>(row, 9 << 2) | (1 << (traits & 31)), 9 << 2);
  }
  store<u32>(row, load<u32>(row, 10 << 2) | (1 << ((traits >>> TRAIT_PATH_BIT) & 31)), 10 << 2);
  const pathClass = (load<u32>(request, REQUEST_META) >>> 8) & 255;
  addWord(row, attempt ? LOGIN_ATTEMPTS : classColumn(pathClass), 1);
  countAnswer(row, (traits >>> TRAIT_ANSWER) & 15, attempt);
  const tenth = (traits >>> TRAIT_TENTH) & 15;
  const lane = row + ((26 + <usize>(tenth >>> 2)) << 2);
  const shift = (tenth & 3) << 3;
  const lanes = load<u32>(lane);
  if (((lanes >>> shift) & 0xff) < 0xff) store<u32>(lane, lanes + (1 << shift));
  addWord(row, 29, (traits >>> TRAIT_POSTED) & 1);
  addWord(row, 30, (traits >>> TRAIT_QUERIED) & 1);
}

function addToKind(row: usize, request: usize): void {
  store<u32>(row, load<u32>(request, REQUEST_SOURCE_LO), 3 << 2);
  store<u32>(row, load<u32>(request, REQUEST_PATH_LO), 4 << 2);
  store<u32>(row, load<u32>(request, REQUEST_AGENT_LO), 5 << 2);
  store<u32>(row, load<u32>(request, REQUEST_META), 6 << 2);
  keepSmaller(row + (7 << 2), load<u32>(request, REQUEST_PLACE));
  store<u32>(row, load<u32>(request, REQUEST_ADDRESS_HI), 8 << 2);
  store<u32>(row, load<u32>(request, REQUEST_ADDRESS_LO), 9 << 2);
  addWord(row, 2, 1);
  addWord(row, 11, (load<u32>(request, REQUEST_TRAITS) >>> TRAIT_OVERLOAD) & 1);
}

/** Column of a source for a path class. */
// @ts-ignore: decorator
@inline
function classColumn(pathClass: u32): usize {
  // pages 15, login pages 11, assets 13, APIs 14, waits 16 as differences to 11
  return 11 + <usize>((0x53204 >>> (pathClass << 2)) & 15);
}

function countAnswer(row: usize, answer: u32, attempt: u32): void {
  if (answer === SUCCESS) {
    addWord(row, 17, 1);
    addWord(row, 22, attempt);
  } else if (answer === REDIRECT) {
    addWord(row, 18, 1);
    addWord(row, 23, attempt);
  } else if (answer === OVERLOAD) {
    addWord(row, 21, 1);
    addWord(row, 25, attempt);
  } else {
    if (answer === REFUSAL) addWord(row, 19, 1);
    else if (answer === CLIENT_ERROR) addWord(row, 20, 1);
    addWord(row, 24, attempt);
  }
}

/** The rule `keep`. */
// @ts-ignore: decorator
@inline
function keepSmaller(at: usize, value: u32): void {
  const kept = load<u32>(at);
  if (value !== 0 && (kept === 0 || value < kept)) store<u32>(at, value);
}

// @ts-ignore: decorator
@inline
function addWord(row: usize, column: usize, amount: u32): void {
  const at = row + (column << 2);
  store<u32>(at, load<u32>(at) + amount);
}
