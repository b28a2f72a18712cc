import {
  ITEM_COUNT,
  ITEM_LABEL_LENGTH,
  ITEM_LABEL_SLOT,
  ITEM_MISSED,
  ITEMS_ERROR,
  ITEMS_FREE,
  ITEMS_FREE_COUNT,
  ITEMS_FREE_ROOM,
  ITEMS_TABLE,
  SELECT_KEYS,
  SELECT_MOST_KEYS,
  TABLE_COUNT,
  TABLE_INDEX,
  TABLE_MASK,
  TABLE_ROWS,
} from "../layout";

/** Words of a row of `FrequentItems`. */
const STRIDE: u32 = 8;
const ROW_BYTES: usize = 32;

/**
 * Raises the maximum error of frequent items so far that at most `keep` of them stay. `FrequentItems.#purge`
 * @returns false where that is left to it; nothing has changed then
 */
export function purgeItems(items: usize, keep: u32): bool {
  const table = <usize>load<u32>(items, ITEMS_TABLE);
  const count = load<u32>(table, TABLE_COUNT);
  if (count <= keep) return true;
  if (count > <u32>SELECT_MOST_KEYS) return false;
  const rows = <usize>load<u32>(table, TABLE_ROWS);
  const last = rows + <usize>count * ROW_BYTES;
  let upper: usize = SELECT_KEYS;
  for (let row = rows; row < last; row += ROW_BYTES, upper += 8) store<u64>(upper, upperBound(row));
  const error = select(count, count - keep - 1);
  let free = load<u32>(items, ITEMS_FREE_COUNT);
  let labels: u32 = 0;
  for (let row = rows; row < last; row += ROW_BYTES) {
    if (load<u32>(row, ITEM_LABEL_LENGTH << 2) !== 0 && upperBound(row) <= error) labels += 1;
  }
  if (free + labels > load<u32>(items, ITEMS_FREE_ROOM)) return false;
  const freeSlots = <usize>load<u32>(items, ITEMS_FREE);
  const index = <usize>load<u32>(table, TABLE_INDEX);
  const mask = load<u32>(table, TABLE_MASK);
  memory.fill(index, 0, <usize>(mask + 1) << 2);
  let kept: u32 = 0;
  let to = rows;
  for (let row = rows; row < last; row += ROW_BYTES) {
    if (upperBound(row) <= error) {
      if (load<u32>(row, ITEM_LABEL_LENGTH << 2) !== 0) {
        store<u32>(freeSlots + (<usize>free << 2), load<u32>(row, ITEM_LABEL_SLOT << 2));
        free += 1;
      }
      continue;
    }
    if (to !== row) {
      v128.store(to, v128.load(row));
      v128.store(to, v128.load(row, 16), 16);
    }
    let slot = load<u32>(to, 4) & mask;
    while (load<u32>(index + (<usize>slot << 2)) !== 0) slot = (slot + 1) & mask;
    store<u32>(index + (<usize>slot << 2), kept * STRIDE + 1);
    kept += 1;
    to += ROW_BYTES;
  }
  store<u32>(table, kept, TABLE_COUNT);
  store<u32>(items, free, ITEMS_FREE_COUNT);
  store<f64>(items, <f64>error, ITEMS_ERROR);
  return true;
}

/** What an item can weigh at most: what was counted and what was missed, each in halves, the upper one first. */
// @ts-ignore: decorator
@inline
function upperBound(row: usize): u64 {
  const counted = (<u64>load<u32>(row, ITEM_COUNT << 2) << 32) | <u64>load<u32>(row, (ITEM_COUNT + 1) << 2);
  return counted + ((<u64>load<u32>(row, ITEM_MISSED << 2) << 32) | <u64>load<u32>(row, (ITEM_MISSED + 1) << 2));
}

/** The value of a rank among the first `count` of `SELECT_KEYS`, which are permuted. Quickselect, as in rank-selection.ts. */
function select(count: u32, rank: u32): u64 {
  const wanted = <usize>SELECT_KEYS + (<usize>rank << 3);
  let left: usize = SELECT_KEYS;
  let right = left + (<usize>(count - 1) << 3);
  while (left < right) {
    const pivot = load<u64>(left + (((right - left) >>> 4) << 3));
    let i = left;
    let j = right;
    while (i <= j) {
      while (load<u64>(i) < pivot) i += 8;
      while (load<u64>(j) > pivot) j -= 8;
      if (i > j) break;
      const swap = load<u64>(i);
      store<u64>(i, load<u64>(j));
      store<u64>(j, swap);
      i += 8;
      j -= 8;
    }
    if (wanted <= j) right = j;
    else if (wanted >= i) left = i;
    else break;
  }
  return load<u64>(wanted);
}
