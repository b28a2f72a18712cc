import {
  ENTRY_BYTES,
  ENTRY_REQUEST,
  PENDING_AT,
  PENDING_COUNT,
  REQUEST_AGENT_LO,
  REQUEST_BYTES,
  REQUEST_META,
  REQUEST_PATH_LO,
  REQUEST_SOURCE_HI,
  REQUEST_SOURCE_LO,
  SORT_BUCKETS,
} from "../layout";
import { hashLo, hashWords } from "./hash";

/*
 * Pending requests in ascending order of their keys, those of one key in order of arrival. What is sorted are entries of sixteen
 * bytes (key, request): first into buckets by their first bits, about as many as there are requests, so that little is left to be
 * done within them; and a bucket is put in order only when somebody comes to it, since most requests of a busy window are of
 * sources that a sample does not keep.
 */

/** What the requests of a bucket are ordered by: their source, or their kind, which is that of one source. */
export const SOURCES: i32 = 0;
export const KINDS: i32 = 1;

/** Entries of a bucket up to which insertion is quicker than merging. */
const SHORT: usize = 24 * ENTRY_BYTES;

/** What sets kinds apart from other things that are hashed: `Domain.kind` of summariser.ts. */
const KIND_DOMAIN: u32 = 5;

// @ts-ignore: decorator
@inline
function bucketBits(count: u32): u32 {
  return min<u32>(32 - clz<u32>(count), ctz<u32>(SORT_BUCKETS));
}

/** Address of the end of the first bucket, behind the entries and as much spare room. */
// @ts-ignore: decorator
@inline
export function firstBucket(entries: usize, count: u32): usize {
  return entries + <usize>count * (2 * ENTRY_BYTES);
}

/** Address behind the end of the last bucket. */
// @ts-ignore: decorator
@inline
export function behindBuckets(entries: usize, count: u32): usize {
  return firstBucket(entries, count) + ((<usize>4) << bucketBits(count));
}

/** Address of the end of the bucket that an entry lies in. */
// @ts-ignore: decorator
@inline
export function bucketOf(entry: usize, entries: usize, count: u32): usize {
  return firstBucket(entries, count) + (<usize>(load<u32>(entry, 4) >>> (32 - bucketBits(count))) << 2);
}

/**
 * Makes entries of a window's pending requests, in buckets by their sources.
 * @param entries room for them twice, and for {@link SORT_BUCKETS} words
 */
export function bucketRequests(pending: usize, entries: usize): void {
  const count = load<u32>(pending, PENDING_COUNT);
  const first = <usize>load<u32>(pending, PENDING_AT);
  const last = first + <usize>count * REQUEST_BYTES;
  const ends = firstBucket(entries, count);
  const behind = behindBuckets(entries, count);
  const shift = 32 - bucketBits(count);
  memory.fill(ends, 0, behind - ends);
  for (let request = first; request < last; request += REQUEST_BYTES) {
    const bucket = ends + (<usize>(load<u32>(request, REQUEST_SOURCE_HI) >>> shift) << 2);
    store<u32>(bucket, load<u32>(bucket) + ENTRY_BYTES);
  }
  let at = <u32>entries;
  for (let bucket = ends; bucket < behind; bucket += 4) {
    const bytes = load<u32>(bucket);
    store<u32>(bucket, at);
    at += bytes;
  }
  for (let request = first; request < last; request += REQUEST_BYTES) {
    const hi = load<u32>(request, REQUEST_SOURCE_HI);
    const bucket = ends + (<usize>(hi >>> shift) << 2);
    const entry = <usize>load<u32>(bucket);
    store<u32>(bucket, <u32>entry + ENTRY_BYTES);
    store<u64>(entry, (<u64>hi << 32) | <u64>load<u32>(request, REQUEST_SOURCE_LO));
    store<u32>(entry, <u32>request, ENTRY_REQUEST);
  }
}

/** Puts the entries of a bucket in order. @param part one of {@link SOURCES}, then {@link KINDS} */
export function order(part: i32, start: usize, end: usize, entries: usize, count: u32): void {
  if (part === KINDS) for (let entry = start; entry < end; entry += ENTRY_BYTES) keyByKind(entry);
  if (end - start > <usize>ENTRY_BYTES) sortEntries(start, end, entries + <usize>count * ENTRY_BYTES);
}

/** Gives an entry the kind of its request as the lower half of its key. `Summariser.add` */
function keyByKind(entry: usize): void {
  const request = <usize>load<u32>(entry, ENTRY_REQUEST);
  hashWords(
    load<u32>(request, REQUEST_SOURCE_LO) ^ load<u32>(request, REQUEST_PATH_LO),
    load<u32>(request, REQUEST_AGENT_LO) ^ (load<u32>(request, REQUEST_META) * 0x9e3779b1),
    KIND_DOMAIN,
  );
  store<u32>(entry, hashLo);
}

/** Sorts entries by their keys; equal ones keep their order. @param spare room for as many */
function sortEntries(start: usize, end: usize, spare: usize): void {
  if (end - start <= SHORT) {
    insert(start, end);
    return;
  }
  if (isSorted(start, end)) return;
  for (let at = start; at < end; at += SHORT) insert(at, min(at + SHORT, end));
  let from = start;
  let to = spare;
  const bytes = end - start;
  for (let width = SHORT; width < bytes; width <<= 1) {
    for (let at: usize = 0; at < bytes; at += width << 1) {
      merge(from + at, from + min(at + width, bytes), from + min(at + (width << 1), bytes), to + at);
    }
    const other = from;
    from = to;
    to = other;
  }
  if (from !== start) memory.copy(start, from, bytes);
}

function insert(start: usize, end: usize): void {
  for (let next = start + ENTRY_BYTES; next < end; next += ENTRY_BYTES) {
    const key = load<u64>(next);
    if (load<u64>(next - ENTRY_BYTES) <= key) continue;
    const entry = v128.load(next);
    let at = next;
    do {
      v128.store(at, v128.load(at - ENTRY_BYTES));
      at -= ENTRY_BYTES;
    } while (at > start && load<u64>(at - ENTRY_BYTES) > key);
    v128.store(at, entry);
  }
}

/** Merges the entries from `start` to `middle` with those to `end`. */
function merge(start: usize, middle: usize, end: usize, to: usize): void {
  let a = start;
  let b = middle;
  for (let at = to; at < to + (end - start); at += ENTRY_BYTES) {
    if (a < middle && (b >= end || load<u64>(a) <= load<u64>(b))) {
      v128.store(at, v128.load(a));
      a += ENTRY_BYTES;
    } else {
      v128.store(at, v128.load(b));
      b += ENTRY_BYTES;
    }
  }
}

function isSorted(start: usize, end: usize): bool {
  for (let at = start + ENTRY_BYTES; at < end; at += ENTRY_BYTES) {
    if (load<u64>(at) < load<u64>(at - ENTRY_BYTES)) return false;
  }
  return true;
}
