import { type Arena, HEAP } from "../bytes/arena.ts";
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

const ROWS = TABLE_ROWS / 4;
const INDEX = TABLE_INDEX / 4;
const MASK = TABLE_MASK / 4;
const COUNT = TABLE_COUNT / 4;

/** Room for the keys and the rows of a table that is being sorted, shared by all tables: sorting gives no garbage. */
let sortKeys = new BigUint64Array(0);
let sortHalves = new Uint32Array(0);
let sortedRows = new Uint32Array(0);

/** 1 where the upper half of a 64-bit integer comes second in memory (little-endian), else 0. */
const UPPER_HALF = new Uint8Array(new Uint32Array([1]).buffer)[0]!;

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
    this.#enterAll();
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
    this.#index.fill(0);
    this.#enterAll();
  }

  /** Puts the rows in ascending order of their keys. O(count log count). */
  sort(): void {
    const { rows, stride, count } = this;
    if (isSorted(rows, stride, count)) return;
    if (sortKeys.length < count) {
      sortKeys = new BigUint64Array(this.capacity);
      sortHalves = new Uint32Array(sortKeys.buffer);
    }
    if (sortedRows.length < count * stride) sortedRows = new Uint32Array(rows.length);
    const halves = sortHalves;
    for (let i = 0; i < count; i += 1) {
      halves[2 * i + UPPER_HALF] = rows[i * stride]!;
      halves[2 * i + 1 - UPPER_HALF] = rows[i * stride + 1]!;
    }
    sortKeys.subarray(0, count).sort();
    const sorted = sortedRows;
    for (let i = 0; i < count; i += 1) {
      const offset = this.find(halves[2 * i + UPPER_HALF]!, halves[2 * i + 1 - UPPER_HALF]!);
      for (let k = 0; k < stride; k += 1) sorted[i * stride + k] = rows[offset + k]!;
    }
    rows.set(sorted.subarray(0, count * stride));
    this.#index.fill(0);
    this.#enterAll();
  }

  /** Forgets all rows and keeps the memory. */
  clear(): void {
    this.#header[COUNT] = 0;
    this.#index.fill(0);
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

  #enterAll(): void {
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
