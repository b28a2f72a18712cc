import { type Arena, HEAP, sortWords } from "../bytes/arena.ts";
import type { WordReader, WordWriter } from "../bytes/words.ts";
import {
  TABLE_BYTES,
  TABLE_COUNT,
  TABLE_INDEX,
  TABLE_MASK,
  TABLE_ROWS,
  TABLE_STRIDE,
} from "../kernel/layout.ts";

/** Slots of the smallest index; tables of quiet windows stay this small. */
const SMALLEST_INDEX = 64;

/** Keys in one bucket above which insertion is no way to sort them. */
const FULL_BUCKET = 64;

const ROWS = TABLE_ROWS / 4;
const INDEX = TABLE_INDEX / 4;
const MASK = TABLE_MASK / 4;
const COUNT = TABLE_COUNT / 4;

/** Room for sorting, shared by all tables so that it gives no garbage: offsets in order, ends of buckets, and rows. */
let order = new Uint32Array(0);
let buckets = new Uint32Array(0);
let sortedRows = new Uint32Array(0);

/**
 * Rows of 32-bit words under 64-bit keys: the storage of a sketch.
 *
 * Rows lie densely in one strided array, in order of arrival, each beginning with the two halves of its key; an index
 * by open addressing with linear probing, at most half full, leads to them. So a look-up touches one word of a small
 * index and one row, iterating touches nothing else, and what is stored is what is used. Keys must be hashes: their
 * lower half is the place in the index.
 *
 * A row is named by its offset into `rows`. Offsets hold until rows are added, dropped or sorted.
 */
export class RowTable {
  /** `[keyHi, keyLo, ...columns]` per row. Replaced as the table grows. */
  rows: Uint32Array;
  /** Words per row, key included. */
  readonly stride: number;
  readonly #arena: Arena;
  /** Counts the rows, and tells a kernel where they are (kernel/layout.ts). */
  readonly #header: Uint32Array;
  /** Offset + 1 of the row of a slot, or 0. */
  #index: Uint32Array;
  #mask: number;
  /** Whether all rows are in the index. Of those that are only gone through and united, none ever is looked up. */
  #isIndexed = true;

  /**
   * @param stride words per row, key included, at least 2
   * @param arena where the table lies
   */
  constructor(stride: number, arena: Arena = HEAP) {
    this.stride = stride;
    this.#arena = arena;
    this.#header = arena.words(TABLE_BYTES / 4);
    this.#header[TABLE_STRIDE / 4] = stride;
    this.rows = arena.words((SMALLEST_INDEX / 2) * stride);
    this.#index = arena.words(SMALLEST_INDEX);
    this.#mask = SMALLEST_INDEX - 1;
    this.#tell();
  }

  /** Number of rows. */
  get count(): number {
    return this.#header[COUNT]!;
  }

  /** Where a kernel finds the table. */
  get address(): number {
    return this.#header.byteOffset;
  }

  /** Rows that fit before the table must grow. */
  get capacity(): number {
    return this.#index.length / 2;
  }

  /** The offset of the row of this key, or -1. Expected O(1). */
  find(hi: number, lo: number): number {
    if (!this.#isIndexed) this.enterAll();
    const index = this.#index;
    const rows = this.rows;
    const mask = this.#mask;
    let slot = lo & mask;
    for (;;) {
      const entry = index[slot]!;
      if (entry === 0) return -1;
      // As one test on integers: halves above 2^31 are compared as fast as others, and signed ones are taken as well.
      if (((rows[entry]! ^ lo) | (rows[entry - 1]! ^ hi)) === 0) return entry - 1;
      slot = (slot + 1) & mask;
    }
  }

  /** Adds a row of zeros under a key that is not in the table; grows it where it is full. Expected O(1). */
  add(hi: number, lo: number): number {
    if (!this.#isIndexed) this.enterAll();
    const header = this.#header;
    const count = header[COUNT]!;
    if (count === this.capacity) this.reserve(count + 1);
    const offset = count * this.stride;
    header[COUNT] = count + 1;
    const rows = this.rows;
    rows[offset] = hi;
    rows[offset + 1] = lo;
    for (let i = offset + 2, end = offset + this.stride; i < end; i += 1) rows[i] = 0;
    this.#enter(offset);
    return offset;
  }

  /** Makes room for at least `count` rows in all. */
  reserve(count: number): void {
    let size = this.#index.length;
    while (size < 2 * count) size *= 2;
    if (size === this.#index.length) return;
    const rows = this.#arena.words((size / 2) * this.stride);
    rows.set(this.rows.subarray(0, this.count * this.stride));
    this.#arena.release(this.rows);
    this.#arena.release(this.#index);
    this.rows = rows;
    this.#index = this.#arena.words(size);
    this.#mask = size - 1;
    this.#tell();
    if (this.#isIndexed) this.#enterRows();
  }

  /** Room for rows that shall {@link replace} those of the table, all zero. */
  room(count: number): Uint32Array {
    let size = SMALLEST_INDEX;
    while (size < 2 * count) size *= 2;
    return this.#arena.words((size / 2) * this.stride);
  }

  /** Takes rows in place of its own. @param rows what {@link room} gave */
  replace(rows: Uint32Array, count: number): void {
    this.#arena.release(this.rows);
    this.rows = rows;
    this.#header[COUNT] = count;
    const size = (2 * rows.length) / this.stride;
    if (size !== this.#index.length) {
      this.#arena.release(this.#index);
      this.#index = this.#arena.words(size);
      this.#mask = size - 1;
    }
    this.#isIndexed = false;
    this.#tell();
  }

  /** Enters all rows into the index, where they are not: a kernel looks them up without asking. */
  enterAll(): void {
    if (this.#isIndexed) return;
    this.#isIndexed = true;
    this.#index.fill(0);
    this.#enterRows();
  }

  /** Says that a kernel has put all rows into the index anew. */
  entered(): void {
    this.#isIndexed = true;
  }

  /** Keeps the rows for which `keep` says so, in their order. O(count). */
  filter(keep: (offset: number) => boolean): void {
    const { rows, stride } = this;
    let end = 0;
    for (let offset = 0, last = this.count * stride; offset < last; offset += stride) {
      if (!keep(offset)) continue;
      // Rows are short: a loop is faster than copyWithin.
      if (end !== offset) for (let i = 0; i < stride; i += 1) rows[end + i] = rows[offset + i]!;
      end += stride;
    }
    this.#header[COUNT] = end / stride;
    this.#isIndexed = false;
  }

  /**
   * Puts the rows in ascending order of their keys. Expected O(count): hashes are spread evenly, so a bucket for every row, by
   * the upper half of its key, leaves little to be sorted within buckets.
   */
  sort(): void {
    const { rows, stride, count } = this;
    const arena = this.#arena;
    if (
      arena.rows !== null &&
      arena.rows.sortRows(this.address, arena.scratch(sortWords(count, stride))) !== 0
    ) {
      this.#isIndexed = false;
      return;
    }
    if (isSorted(rows, stride, count)) return;
    if (sortedRows.length < count * stride) sortedRows = new Uint32Array(rows.length);
    if (order.length < count) {
      order = new Uint32Array(this.capacity);
      buckets = new Uint32Array(this.capacity);
    }
    sortOffsets(rows, stride, count);
    const sorted = sortedRows;
    for (let i = 0, to = 0; i < count; i += 1) {
      const from = order[i]!;
      for (let k = 0; k < stride; k += 1, to += 1) sorted[to] = rows[from + k]!;
    }
    rows.set(sorted.subarray(0, count * stride));
    this.#isIndexed = false;
  }

  /** Writes the rows down, in their order. */
  write(to: WordWriter): void {
    to.word(this.count);
    to.words(this.rows.subarray(0, this.count * this.stride));
  }

  /** Takes rows that {@link write} has written, in place of its own. */
  read(from: WordReader): void {
    this.clear();
    const count = from.word();
    this.reserve(count);
    this.rows.set(from.words(count * this.stride));
    this.#header[COUNT] = count;
    this.#isIndexed = false;
  }

  /** Forgets all rows and keeps the memory. */
  clear(): void {
    this.#header[COUNT] = 0;
    this.#index.fill(0);
    this.#isIndexed = true;
  }

  /** Gives its memory back; it may not be used any more. */
  release(): void {
    for (const words of [this.rows, this.#index, this.#header]) this.#arena.release(words);
  }

  #tell(): void {
    this.#header[ROWS] = this.rows.byteOffset;
    this.#header[INDEX] = this.#index.byteOffset;
    this.#header[MASK] = this.#mask;
  }

  #enterRows(): void {
    for (let offset = 0, end = this.count * this.stride; offset < end; offset += this.stride) {
      this.#enter(offset);
    }
  }

  #enter(offset: number): void {
    const index = this.#index;
    const mask = this.#mask;
    let slot = this.rows[offset + 1]! & mask;
    while (index[slot] !== 0) slot = (slot + 1) & mask;
    index[slot] = offset + 1;
  }
}

function isSorted(rows: Uint32Array, stride: number, count: number): boolean {
  for (let offset = stride; offset < count * stride; offset += stride) {
    const before = rows[offset - stride]!;
    const hi = rows[offset]!;
    if (before > hi || (before === hi && rows[offset - stride + 1]! > rows[offset + 1]!)) return false;
  }
  return true;
}

/** Leaves the offsets of the rows in `order`, by ascending key. */
function sortOffsets(rows: Uint32Array, stride: number, count: number): void {
  let largest = 0;
  for (let offset = 0, end = count * stride; offset < end; offset += stride) {
    if (rows[offset]! > largest) largest = rows[offset]!;
  }
  const scale = (count - 1) / Math.max(1, largest);
  const ends = buckets.fill(0, 0, count);
  for (let offset = 0, end = count * stride; offset < end; offset += stride) {
    ends[(rows[offset]! * scale) | 0]! += 1;
  }
  let fullest = 0;
  for (let i = 0; i < count; i += 1) {
    if (ends[i]! > fullest) fullest = ends[i]!;
    if (i > 0) ends[i]! += ends[i - 1]!;
  }
  for (let offset = (count - 1) * stride; offset >= 0; offset -= stride) {
    const bucket = (rows[offset]! * scale) | 0;
    ends[bucket]! -= 1;
    order[ends[bucket]!] = offset;
  }
  // Keys may share their upper half by the thousand: kinds of request of one source do.
  if (fullest > FULL_BUCKET) {
    order.subarray(0, count).sort((a, b) => rows[a]! - rows[b]! || rows[a + 1]! - rows[b + 1]!);
    return;
  }
  // What is left out of order lies within buckets, so every step of the insertion is short.
  for (let i = 1; i < count; i += 1) {
    const offset = order[i]!;
    const hi = rows[offset]!;
    const lo = rows[offset + 1]!;
    let at = i;
    for (; at > 0; at -= 1) {
      const before = order[at - 1]!;
      const other = rows[before]!;
      if (other < hi || (other === hi && rows[before + 1]! <= lo)) break;
      order[at] = before;
    }
    order[at] = offset;
  }
}
