import {
  GATE_CELLS,
  GATE_MASK,
  ITEM_COUNT,
  ITEM_LABEL_LENGTH,
  ITEM_LABEL_SLOT,
  ITEM_MISSED,
  ITEMS_CAPACITY,
  ITEMS_ERROR,
  ITEMS_FREE,
  ITEMS_FREE_COUNT,
  ITEMS_LABEL_BYTES,
  ITEMS_LABEL_ROOM,
  ITEMS_LABELS,
  ITEMS_SLOTS,
  ITEMS_TABLE,
  ITEMS_WEIGHT,
  PLACES_LIST,
  PLACES_ROOM,
  PLACES_ROWS,
  PLACES_SIZE,
  SAMPLE_EXACT,
  SAMPLE_GATE,
  SAMPLE_LOUD,
  SAMPLE_LOUD_FROM,
  SAMPLE_MOST_ROWS,
  SAMPLE_ROWS,
  SAMPLE_THETA_HI,
  SAMPLE_THETA_LO,
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

/** Adds a row of zeros for a key that has none; {@link RARE} where the table is full. `RowTable.add` */
export function addRow(table: usize, hi: u32, lo: u32): i32 {
  const mask = load<u32>(table, TABLE_MASK);
  const count = load<u32>(table, TABLE_COUNT);
  if (count >= (mask + 1) >>> 1) return RARE;
  const stride = load<u32>(table, TABLE_STRIDE);
  const offset = count * stride;
  const row = <usize>load<u32>(table, TABLE_ROWS) + (<usize>offset << 2);
  memory.fill(row + 8, 0, (stride - 2) << 2);
  store<u32>(row, hi);
  store<u32>(row, lo, 4);
  store<u32>(table, count + 1, TABLE_COUNT);
  const index = <usize>load<u32>(table, TABLE_INDEX);
  let slot = lo & mask;
  while (load<u32>(index + (<usize>slot << 2)) !== 0) slot = (slot + 1) & mask;
  store<u32>(index + (<usize>slot << 2), offset + 1);
  return offset;
}

/** `ThresholdSample.slot` */
export function sampleSlot(sample: usize, hi: u32, lo: u32): i32 {
  if (load<u32>(sample, SAMPLE_EXACT) === 0) {
    const thetaHi = load<u32>(sample, SAMPLE_THETA_HI);
    if (hi > thetaHi || (hi === thetaHi && lo >= load<u32>(sample, SAMPLE_THETA_LO))) return NONE;
  }
  const table = <usize>load<u32>(sample, SAMPLE_ROWS);
  const offset = findRow(table, hi, lo);
  if (offset >= 0) return offset;
  if (load<u32>(table, TABLE_COUNT) >= load<u32>(sample, SAMPLE_MOST_ROWS)) return RARE;
  return addRow(table, hi, lo);
}

/** `ThresholdSample.loudSlot` */
export function loudSlot(sample: usize, hi: u32, lo: u32): i32 {
  const loud = <usize>load<u32>(sample, SAMPLE_LOUD);
  if (loud === 0) return RARE;
  const offset = findRow(loud, hi, lo);
  if (offset >= 0) return offset;
  const gate = <usize>load<u32>(sample, SAMPLE_GATE);
  const mask = load<u32>(gate, GATE_MASK);
  const cells = <usize>load<u32>(gate, GATE_CELLS);
  const a = cells + (<usize>(lo & mask) << 2);
  const b = cells + (<usize>((hi & mask) + mask + 1) << 2);
  const countA = load<u32>(a);
  const countB = load<u32>(b);
  const estimate = min(countA, countB) + 1;
  if (estimate === 0 || estimate >= load<u32>(sample, SAMPLE_LOUD_FROM)) return RARE;
  if (countA < estimate) store<u32>(a, estimate);
  if (countB < estimate) store<u32>(b, estimate);
  return NONE;
}

/** Counts one occurrence of an item with the label `[start, end)`; false where the sketch itself must. `FrequentItems.update` */
export function countItem(items: usize, hi: u32, lo: u32, start: usize, end: usize): bool {
  const table = <usize>load<u32>(items, ITEMS_TABLE);
  let offset = findRow(table, hi, lo);
  let labels = false;
  if (offset >= 0) {
    const row = <usize>load<u32>(table, TABLE_ROWS) + (<usize>offset << 2);
    labels = load<u32>(row, ITEM_LABEL_LENGTH << 2) === 0;
    if (labels && !hasLabelRoom(items)) return false;
  } else {
    const capacity = load<u32>(items, ITEMS_CAPACITY);
    if (load<u32>(table, TABLE_COUNT) >= capacity && !purgeItems(items, capacity >>> 1)) return false;
    const error = load<f64>(items, ITEMS_ERROR);
    labels = error === 0;
    if (labels && !hasLabelRoom(items)) return false;
    offset = addRow(table, hi, lo);
    if (offset === RARE) return false;
    if (error > 0) {
      const row = <usize>load<u32>(table, TABLE_ROWS) + (<usize>offset << 2);
      const upper = floor(error / WORD);
      store<u32>(row, <u32>upper, ITEM_MISSED << 2);
      store<u32>(row, <u32>(error - upper * WORD), (ITEM_MISSED + 1) << 2);
    }
  }
  const row = <usize>load<u32>(table, TABLE_ROWS) + (<usize>offset << 2);
  if (labels) label(items, row, start, end);
  store<f64>(items, load<f64>(items, ITEMS_WEIGHT) + 1, ITEMS_WEIGHT);
  const count = load<u32>(row, (ITEM_COUNT + 1) << 2) + 1;
  store<u32>(row, count, (ITEM_COUNT + 1) << 2);
  if (count === 0) store<u32>(row, load<u32>(row, ITEM_COUNT << 2) + 1, ITEM_COUNT << 2);
  return true;
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
