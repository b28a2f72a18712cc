import {
  SAMPLE_EXACT,
  SAMPLE_ROWS,
  SAMPLE_THETA_HI,
  SELECT_COUNTS,
  SELECT_COUNTS_BYTES,
  SELECT_KEYS,
  SELECT_MOST_KEYS,
  TABLE_COUNT,
  TABLE_ROWS,
  TABLE_STRIDE,
} from "../layout";

/*
 * Where a threshold sample is to be cut, and its rows in ascending order of their keys. Keys are hashes, spread evenly below the
 * threshold: a bucket by their first bits leaves little to be compared. Where they are not, the sample does it itself.
 */

/** Bits of the buckets among which the key of a rank is looked for: `SELECT_COUNTS_BYTES / 4` of them. */
const SELECT_BITS: u32 = 11;
/** Keys in one bucket above which insertion is no way to sort them. As in row-table.ts. */
const FULL_BUCKET: u32 = 64;

/** The key of the row at `at`, as one number. */
// @ts-ignore: decorator
@inline
function keyAt(at: usize): u64 {
  return (<u64>load<u32>(at) << 32) | <u64>load<u32>(at, 4);
}

/** The key of a rank among the sampled rows, from 0; 0 where too many keys are alike. */
export function selectKey(sample: usize, rank: u32): u64 {
  const table = <usize>load<u32>(sample, SAMPLE_ROWS);
  const stride = <usize>load<u32>(table, TABLE_STRIDE) << 2;
  const first = <usize>load<u32>(table, TABLE_ROWS);
  const last = first + <usize>load<u32>(table, TABLE_COUNT) * stride;
  const top: u32 = load<u32>(sample, SAMPLE_EXACT) != 0 ? 0xffffffff : load<u32>(sample, SAMPLE_THETA_HI);
  if (top == 0) return 0;
  const zeros = clz<u32>(top);
  memory.fill(SELECT_COUNTS, 0, SELECT_COUNTS_BYTES);
  for (let row = first; row < last; row += stride) {
    const count = <usize>SELECT_COUNTS + <usize>(((load<u32>(row) << zeros) >>> (32 - SELECT_BITS)) << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
  let bucket: u32 = 0;
  let before: u32 = 0;
  let within = load<u32>(SELECT_COUNTS);
  while (before + within <= rank) {
    before += within;
    bucket += 1;
    within = load<u32>(<usize>SELECT_COUNTS + <usize>(bucket << 2));
  }
  if (within > <u32>SELECT_MOST_KEYS) return 0;
  let keys: usize = SELECT_KEYS;
  for (let row = first; row < last; row += stride) {
    if ((load<u32>(row) << zeros) >>> (32 - SELECT_BITS) != bucket) continue;
    const key = keyAt(row);
    let at = keys;
    for (; at > <usize>SELECT_KEYS && load<u64>(at - 8) > key; at -= 8) store<u64>(at, load<u64>(at - 8));
    store<u64>(at, key);
    keys += 8;
  }
  return load<u64>(<usize>SELECT_KEYS + <usize>((rank - before) << 3));
}

/**
 * Puts the rows of a table in ascending order of their keys. Its index then leads nowhere.
 * @param scratch room for the rows once more and four words for each of them
 * @returns false where too many keys are alike; nothing has changed then
 */
export function sortRows(table: usize, scratch: usize): bool {
  const stride = <usize>load<u32>(table, TABLE_STRIDE) << 2;
  const first = <usize>load<u32>(table, TABLE_ROWS);
  const count = load<u32>(table, TABLE_COUNT);
  const bytes = <usize>count * stride;
  const last = first + bytes;
  let isSorted = true;
  let largest: u32 = 0;
  let before: u64 = 0;
  for (let row = first; row < last; row += stride) {
    const key = keyAt(row);
    if (key < before) isSorted = false;
    before = key;
    largest = max(largest, <u32>(key >> 32));
  }
  if (isSorted) return true;
  if (largest == 0) return false;
  const zeros = clz<u32>(largest);
  // As many buckets as rows, at least, and at most twice as many.
  const drop = clz<u32>(count);
  const buckets = (<u32>1) << (32 - drop);
  const ends = scratch;
  const order = ends + <usize>(buckets << 2);
  memory.fill(ends, 0, <usize>(buckets << 2));
  for (let row = first; row < last; row += stride) {
    const end = ends + <usize>(((load<u32>(row) << zeros) >>> drop) << 2);
    store<u32>(end, load<u32>(end) + 1);
  }
  let sum: u32 = 0;
  for (let bucket: u32 = 0; bucket < buckets; bucket += 1) {
    const end = ends + <usize>(bucket << 2);
    const within = load<u32>(end);
    if (within > FULL_BUCKET) return false;
    sum += within;
    store<u32>(end, sum);
  }
  for (let row = last; row > first; ) {
    row -= stride;
    const end = ends + <usize>(((load<u32>(row) << zeros) >>> drop) << 2);
    const place = load<u32>(end) - 1;
    store<u32>(end, place);
    store<u32>(order + <usize>(place << 2), <u32>row);
  }
  // What is left out of order lies within buckets, so every step of the insertion is short.
  for (let i: u32 = 1; i < count; i += 1) {
    const row = load<u32>(order + <usize>(i << 2));
    const key = keyAt(row);
    let at = order + <usize>(i << 2);
    for (; at > order; at -= 4) {
      const other = load<u32>(at - 4);
      if (keyAt(other) <= key) break;
      store<u32>(at, other);
    }
    store<u32>(at, row);
  }
  const sorted = order + <usize>(count << 2);
  for (let i: u32 = 0, to = sorted; i < count; i += 1, to += stride) {
    memory.copy(to, load<u32>(order + <usize>(i << 2)), stride);
  }
  memory.copy(first, sorted, bytes);
  return true;
}
