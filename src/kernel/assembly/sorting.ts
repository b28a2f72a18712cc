import {
  ENTRY_BYTES,
  ENTRY_OTHER_LO,
  ENTRY_REQUEST,
  PENDING_AT,
  PENDING_COUNT,
  REQUEST_BYTES,
  REQUEST_KIND_LO,
  REQUEST_SOURCE_HI,
  REQUEST_SOURCE_LO,
  SORT_BUCKETS,
} from "../layout";

/*
 * Pending requests in ascending order of their keys, those of one key in order of arrival. What is sorted are entries of sixteen
 * bytes (key, request, the other lower half): first into buckets by their first bits, about as many as there are requests, so that
 * little is left to be done within them.
 */

/** Entries of a bucket up to which insertion is quicker than merging. */
const SHORT: usize = 24 * ENTRY_BYTES;

/**
 * Makes entries of a window's pending requests, ordered by source.
 * @param entries room for them twice, and for {@link SORT_BUCKETS} words
 */
export function sortBySource(pending: usize, entries: usize): void {
  const count = load<u32>(pending, PENDING_COUNT);
  const first = <usize>load<u32>(pending, PENDING_AT);
  const last = first + <usize>count * REQUEST_BYTES;
  const spare = entries + <usize>count * ENTRY_BYTES;
  const ends = spare + <usize>count * ENTRY_BYTES;
  const bits = min<u32>(32 - clz<u32>(count), ctz<u32>(SORT_BUCKETS));
  const shift = 32 - bits;
  const buckets = ends + ((<usize>1) << (bits + 2));
  memory.fill(ends, 0, buckets - ends);
  for (let request = first; request < last; request += REQUEST_BYTES) {
    const bucket = ends + (<usize>(load<u32>(request, REQUEST_SOURCE_HI) >>> shift) << 2);
    store<u32>(bucket, load<u32>(bucket) + ENTRY_BYTES);
  }
  let at = <u32>entries;
  for (let bucket = ends; bucket < buckets; bucket += 4) {
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
    store<u32>(entry, load<u32>(request, REQUEST_KIND_LO), ENTRY_OTHER_LO);
  }
  let start = entries;
  for (let bucket = ends; bucket < buckets; bucket += 4) {
    const end = <usize>load<u32>(bucket);
    if (end - start > <usize>ENTRY_BYTES) sortEntries(start, end, spare);
    start = end;
  }
}

/** Orders entries that lie in order of source by kind of request; their number decides where the spare room lies. */
export function sortByKind(entries: usize, count: u32): void {
  const last = entries + <usize>count * ENTRY_BYTES;
  let start = entries;
  let before: u32 = 0;
  for (let entry = entries; entry < last; entry += ENTRY_BYTES) {
    const key = load<u64>(entry);
    const hi = <u32>(key >> 32);
    store<u64>(entry, (<u64>hi << 32) | <u64>load<u32>(entry, ENTRY_OTHER_LO));
    store<u32>(entry, <u32>key, ENTRY_OTHER_LO);
    if (hi !== before) {
      if (entry - start > <usize>ENTRY_BYTES) sortEntries(start, entry, last);
      start = entry;
      before = hi;
    }
  }
  if (last - start > <usize>ENTRY_BYTES) sortEntries(start, last, last);
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
