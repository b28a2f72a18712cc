/** Slots of the smallest index; tables of quiet windows stay this small. */
const SMALLEST_INDEX = 64;

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
  /** Number of rows. */
  count = 0;
  /** Words per row, key included. */
  readonly stride: number;
  /** Offset + 1 of the row of a slot, or 0. */
  #index: Uint32Array;
  #mask: number;

  /** @param stride words per row, key included, at least 2 */
  constructor(stride: number) {
    this.stride = stride;
    this.rows = new Uint32Array((SMALLEST_INDEX / 2) * stride);
    this.#index = new Uint32Array(SMALLEST_INDEX);
    this.#mask = SMALLEST_INDEX - 1;
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
    if (this.count === this.capacity) this.reserve(this.count + 1);
    const offset = this.count * this.stride;
    this.count += 1;
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
    const rows = new Uint32Array((size / 2) * this.stride);
    rows.set(this.rows.subarray(0, this.count * this.stride));
    this.rows = rows;
    this.#index = new Uint32Array(size);
    this.#mask = size - 1;
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
    this.count = end / stride;
    this.#index.fill(0);
    this.#enterAll();
  }

  /** Puts the rows in ascending order of their keys. O(count log count). */
  sort(): void {
    const { rows, stride, count } = this;
    if (isSorted(rows, stride, count)) return;
    const keys = new BigUint64Array(count);
    const halves = new Uint32Array(keys.buffer);
    for (let i = 0; i < count; i += 1) {
      halves[2 * i + UPPER_HALF] = rows[i * stride]!;
      halves[2 * i + 1 - UPPER_HALF] = rows[i * stride + 1]!;
    }
    keys.sort();
    const sorted = new Uint32Array(rows.length);
    for (let i = 0; i < count; i += 1) {
      const offset = this.find(halves[2 * i + UPPER_HALF]!, halves[2 * i + 1 - UPPER_HALF]!);
      sorted.set(rows.subarray(offset, offset + stride), i * stride);
    }
    this.rows = sorted;
    this.#index.fill(0);
    this.#enterAll();
  }

  /** Forgets all rows and keeps the memory. */
  clear(): void {
    this.count = 0;
    this.#index.fill(0);
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
