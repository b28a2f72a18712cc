import {
  ITEM_COUNT,
  ITEM_LABEL_LENGTH,
  ITEM_LABEL_SLOT,
  ITEM_MISSED,
  ITEMS_ERROR,
  ITEMS_FREE,
  ITEMS_FREE_COUNT,
  ITEMS_LABEL_BYTES,
  ITEMS_LABEL_ROOM,
  ITEMS_LABELS,
  ITEMS_ROOM,
  ITEMS_SLOTS,
  ITEMS_TABLE,
  ITEMS_WEIGHT,
  MEMO_HASH_HI,
  MEMO_HASH_LO,
  MEMO_ROW,
  PLACES_LIST,
  PLACES_ROOM,
  PLACES_ROWS,
  PLACES_SIZE,
  TABLE_COUNT,
  TABLE_INDEX,
  TABLE_MASK,
  TABLE_ROWS,
  TABLE_STRIDE,
} from "../layout";
import { purgeItems } from "./purging";

/*
 * The frequent half of the sketches' updates. Whatever makes a table grow, cut or purge is left to the sketch itself, which
 * the caller is told by RARE; all state lies in memory, so the two may take turns.
 */

/** Returned where the sketch itself must go on; nothing has been changed then. */
export const RARE: i32 = -2;
/** The key has no row. */
export const NONE: i32 = -1;

const WORD: f64 = 4294967296;
/** Bytes of a row of `FrequentItems`. */
const ROW_BYTES: usize = 32;

/** The offset in words of a key's row, or {@link NONE}. `RowTable.find` */
export function findRow(table: usize, hi: u32, lo: u32): i32 {
  const index = <usize>load<u32>(table, TABLE_INDEX);
  const rows = <usize>load<u32>(table, TABLE_ROWS);
  const mask = load<u32>(table, TABLE_MASK);
  const key = (<u64>lo << 32) | <u64>hi;
  let slot = lo & mask;
  while (true) {
    const entry = load<u32>(index + (<usize>slot << 2));
    if (entry === 0) return NONE;
    if (load<u64>(rows + (<usize>(entry - 1) << 2)) === key) return entry - 1;
    slot = (slot + 1) & mask;
  }
}

/** Sets a row to zeros. Rows are short: a call of `memory.fill` takes as long as all else that is done to one. */
// @ts-ignore: decorator
@inline
export function clearRow(row: usize, bytes: usize): void {
  const end = row + bytes;
  let at = row;
  for (; at + 16 <= end; at += 16) v128.store(at, i64x2.splat(0));
  for (; at < end; at += 4) store<u32>(at, 0);
}

/** Adds a row of zeros for a key that has none; {@link RARE} where the table is full. `RowTable.add` */
export function addRow(table: usize, hi: u32, lo: u32): i32 {
  const mask = load<u32>(table, TABLE_MASK);
  const count = load<u32>(table, TABLE_COUNT);
  if (count >= (mask + 1) >>> 1) return RARE;
  const stride = load<u32>(table, TABLE_STRIDE);
  const offset = count * stride;
  const row = <usize>load<u32>(table, TABLE_ROWS) + (<usize>offset << 2);
  clearRow(row, <usize>stride << 2);
  store<u32>(row, hi);
  store<u32>(row, lo, 4);
  store<u32>(table, count + 1, TABLE_COUNT);
  const index = <usize>load<u32>(table, TABLE_INDEX);
  let slot = lo & mask;
  while (load<u32>(index + (<usize>slot << 2)) !== 0) slot = (slot + 1) & mask;
  store<u32>(index + (<usize>slot << 2), offset + 1);
  return offset;
}

/**
 * Counts one occurrence of an item with the label `[start, end)`; false where the sketch itself must. `FrequentItems.update`
 * @param text what is remembered of it: its key, and where its row was seen last
 */
export function countItem(items: usize, text: usize, start: usize, end: usize): bool {
  const table = <usize>load<u32>(items, ITEMS_TABLE);
  const seen = <usize>load<u32>(text, MEMO_ROW);
  // A row among those of this table that has the key is the key's row, whoever saw it there.
  if (
    seen - <usize>load<u32>(table, TABLE_ROWS) < <usize>load<u32>(table, TABLE_COUNT) * ROW_BYTES &&
    load<u64>(seen) === load<u64>(text, MEMO_HASH_HI) &&
    load<u32>(seen, ITEM_LABEL_LENGTH << 2) !== 0
  ) {
    addOne(items, seen);
    return true;
  }
  const offset = itemRow(items, table, load<u32>(text, MEMO_HASH_HI), load<u32>(text, MEMO_HASH_LO));
  if (offset === RARE) return false;
  const row = <usize>load<u32>(table, TABLE_ROWS) + (<usize>offset << 2);
  // Of what is not in the table from the first on, most come once and go: their label is kept at the second sight.
  const isFirst = load<u32>(row, (ITEM_COUNT + 1) << 2) === 0 && load<u32>(row, ITEM_COUNT << 2) === 0;
  if (load<u32>(row, ITEM_LABEL_LENGTH << 2) === 0 && !(isFirst && load<f64>(items, ITEMS_ERROR) > 0)) {
    label(items, row, start, end);
  }
  store<u32>(text, <u32>row, MEMO_ROW);
  addOne(items, row);
  return true;
}

/** The offset of the row of an item, which is made where there is none; {@link RARE} where the sketch itself must. */
function itemRow(items: usize, table: usize, hi: u32, lo: u32): i32 {
  const found = findRow(table, hi, lo);
  if (found >= 0) {
    const row = <usize>load<u32>(table, TABLE_ROWS) + (<usize>found << 2);
    return load<u32>(row, ITEM_LABEL_LENGTH << 2) !== 0 || hasLabelRoom(items) ? found : RARE;
  }
  const room = load<u32>(items, ITEMS_ROOM);
  if (load<u32>(table, TABLE_COUNT) >= room && !purgeItems(items, room >>> 1)) return RARE;
  const error = load<f64>(items, ITEMS_ERROR);
  if (error === 0 && !hasLabelRoom(items)) return RARE;
  const offset = addRow(table, hi, lo);
  if (offset === RARE || error === 0) return offset;
  const row = <usize>load<u32>(table, TABLE_ROWS) + (<usize>offset << 2);
  const upper = floor(error / WORD);
  store<u32>(row, <u32>upper, ITEM_MISSED << 2);
  store<u32>(row, <u32>(error - upper * WORD), (ITEM_MISSED + 1) << 2);
  return offset;
}

// @ts-ignore: decorator
@inline
function addOne(items: usize, row: usize): void {
  store<f64>(items, load<f64>(items, ITEMS_WEIGHT) + 1, ITEMS_WEIGHT);
  const count = load<u32>(row, (ITEM_COUNT + 1) << 2) + 1;
  store<u32>(row, count, (ITEM_COUNT + 1) << 2);
  if (count === 0) store<u32>(row, load<u32>(row, ITEM_COUNT << 2) + 1, ITEM_COUNT << 2);
}

function hasLabelRoom(items: usize): bool {
  return (
    load<u32>(items, ITEMS_FREE_COUNT) > 0 || load<u32>(items, ITEMS_SLOTS) < load<u32>(items, ITEMS_LABEL_ROOM)
  );
}

function label(items: usize, row: usize, start: usize, end: usize): void {
  const labelBytes = <usize>load<u32>(items, ITEMS_LABEL_BYTES);
  const length = min(end - start, labelBytes);
  if (length === 0) return;
  const free = load<u32>(items, ITEMS_FREE_COUNT);
  let slot: u32 = 0;
  if (free > 0) {
    store<u32>(items, free - 1, ITEMS_FREE_COUNT);
    slot = load<u32>(<usize>load<u32>(items, ITEMS_FREE) + (<usize>(free - 1) << 2));
  } else {
    slot = load<u32>(items, ITEMS_SLOTS);
    store<u32>(items, slot + 1, ITEMS_SLOTS);
  }
  memory.copy(<usize>load<u32>(items, ITEMS_LABELS) + <usize>slot * labelBytes, start, length);
  store<u32>(row, slot, ITEM_LABEL_SLOT << 2);
  store<u32>(row, <u32>length, ITEM_LABEL_LENGTH << 2);
}

/** Address of the row of a place, which is listed from then on; 0 where there is no room for it. `PlaceCounts.#row` */
export function placeRow(places: usize, place: i32): usize {
  if (<u32>place >= load<u32>(places, PLACES_ROOM)) return 0;
  const row = <usize>load<u32>(places, PLACES_ROWS) + (<usize>place << 4);
  if (load<u32>(row, 12) === 0) {
    store<u32>(row, 1, 12);
    const size = load<u32>(places, PLACES_SIZE);
    store<u32>(<usize>load<u32>(places, PLACES_LIST) + (<usize>size << 2), place);
    store<u32>(places, size + 1, PLACES_SIZE);
  }
  return row;
}

/** Adds one to a counter, which stays at its largest. */
// @ts-ignore: decorator
@inline
export function countUp(counter: usize): void {
  const sum = load<u32>(counter) + 1;
  if (sum !== 0) store<u32>(counter, sum);
}
