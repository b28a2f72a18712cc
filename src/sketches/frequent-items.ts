import { type Arena, HEAP } from "../bytes/arena.ts";
import { cutTextOf } from "../bytes/text.ts";
import type { WordReader, WordWriter } from "../bytes/words.ts";
import { optionError } from "../errors.ts";
import {
  ITEM_COUNT as COUNT,
  ITEMS_BYTES,
  ITEMS_ERROR,
  ITEMS_ROOM,
  ITEMS_TABLE,
  ITEMS_WEIGHT,
  ITEM_LABEL_LENGTH as LABEL_LENGTH,
  ITEM_LABEL_SLOT as LABEL_SLOT,
  ITEM_MISSED as MISSED,
} from "../kernel/layout.ts";
import { ItemLabels } from "./item-labels.ts";
import { decodeError, readBytes, readFields, readFloats, readInteger, readWords } from "./plain-data.ts";
import { selectRank } from "./rank-selection.ts";
import { RowTable } from "./row-table.ts";

const WHAT = "frequent items";
const WORD = 0x100000000;
/** Items that decoded frequent items may have at most. */
const DECODED_ITEMS = 1 << 20;
const MOST_LABEL_BYTES = 1024;

/** Words of a row. */
const STRIDE = 8;
const ERROR = ITEMS_ERROR / 8;
const WEIGHT = ITEMS_WEIGHT / 8;
/** Room for the upper bounds of a table that is purged, shared by all tables. */
let purgedHi = new Uint32Array(0);
let purgedLo = new Uint32Array(0);

/** How much {@link FrequentItems} may hold, see its constructor. */
export interface FrequentItemsOptions {
  readonly capacity: number;
  readonly labelBytes: number;
  readonly room?: number;
}

/** One item with the bounds of its weight. */
export interface FrequentItem {
  /** The key, in two halves. */
  readonly hi: number;
  readonly lo: number;
  /** Estimated weight; equals `low`. */
  readonly count: number;
  /** The true weight is at least this. */
  readonly low: number;
  /** The true weight is at most this. */
  readonly high: number;
  /** What the item is called: UTF-8 read leniently, cut at `labelBytes`, control characters and all; "" without labels. */
  readonly label: string;
}

/**
 * Who makes up most of a stream, in bounded memory: the heaviest of arbitrarily many keys, each with bounds that always hold.
 *
 * Misra-Gries with a purge at the median (Anderson et al. 2017, "A high-performance algorithm for identifying frequent
 * items in data streams"), told in upper bounds: a row holds the weight seen since its key entered, and what the
 * key can have had before, which is the {@link maximumError} of that moment. When the table is full, the maximum error
 * rises to the median of the upper bounds and all keys not above it leave. Keys that never left are exact. A table may have room for
 * more than it keeps in the end, which {@link settle} chooses.
 *
 * *Guarantee*: `lowerBound ≤ truth ≤ upperBound` for every key, seen or not; `upperBound - lowerBound ≤ maximumError`,
 * which is at most about `2 · totalWeight / capacity`; every key heavier than `maximumError` is in the table.
 * Merging adds the errors; bounds hold for any order of merging, the estimates may differ with it.
 *
 * Keys are 64-bit hashes. Weights are exact up to 2^53.
 */
export class FrequentItems {
  /** Items kept at most, once settled. */
  readonly capacity: number;
  /** Items held at most before. */
  readonly room: number;
  /** Bytes of a label kept at most; 0: none. */
  readonly labelBytes: number;
  readonly #arena: Arena;
  readonly #table: RowTable;
  /** Maximum error and total weight, what {@link ItemLabels} tells; where a kernel finds the rest (kernel/layout.ts). */
  readonly #words: Uint32Array;
  readonly #floats: Float64Array;
  readonly #labels: ItemLabels;

  /**
   * @param options.capacity items kept at most, an integer from 16 to 2^18; best a power of two
   * @param options.labelBytes bytes of a label kept at most, a multiple of four from 0 to 1024; 0: no labels
   * @param options.room items held at most before {@link settle}, an integer from `capacity` to 2^18: more make what is kept more
   *   exact, and counting quicker where there are more keys than are kept. Default: `capacity`
   * @param arena where the items lie
   * @throws TidegaugeError `TG_OPTION`
   */
  constructor(options: FrequentItemsOptions, arena: Arena = HEAP) {
    const { capacity, labelBytes, room = capacity } = options;
    if (!Number.isInteger(capacity) || capacity < 16 || capacity > 1 << 18) {
      throw optionError(
        "Cannot make frequent items",
        `"capacity" must be an integer from 16 to 2^18, got ${capacity}`,
      );
    }
    if (labelBytes % 4 !== 0 || labelBytes < 0 || labelBytes > MOST_LABEL_BYTES) {
      throw optionError(
        "Cannot make frequent items",
        `"labelBytes" must be a multiple of four from 0 to ${MOST_LABEL_BYTES}, got ${labelBytes}`,
      );
    }
    if (!Number.isInteger(room) || room < capacity || room > 1 << 18) {
      throw optionError(
        "Cannot make frequent items",
        `"room" must be an integer from "capacity" (${capacity}) to 2^18, got ${room}`,
      );
    }
    this.capacity = capacity;
    this.room = room;
    this.labelBytes = labelBytes;
    this.#arena = arena;
    this.#table = new RowTable(STRIDE, arena);
    this.#words = arena.words(ITEMS_BYTES / 4);
    this.#floats = new Float64Array(this.#words.buffer, this.#words.byteOffset, 2);
    this.#words[ITEMS_TABLE / 4] = this.#table.address;
    this.#words[ITEMS_ROOM / 4] = room;
    this.#labels = new ItemLabels(labelBytes, this.#words, arena);
  }

  /** Where a kernel finds the items. */
  get address(): number {
    return this.#words.byteOffset;
  }

  /** Number of items in the table. */
  get size(): number {
    return this.#table.count;
  }

  /** What a key that is not in the table can weigh at most; 0: everything is exact. */
  get maximumError(): number {
    return this.#floats[ERROR]!;
  }

  /** Sum of all weights that ever came, exact. */
  get totalWeight(): number {
    return this.#floats[WEIGHT]!;
  }

  /**
   * Adds `count` (an integer, at least 1) to a key. `bytes[start, end)` is its label; of a key
   * that came once only it is kept while there is room for all. O(1), amortised.
   */
  update(hi: number, lo: number, count: number, bytes?: Uint8Array, start = 0, end = 0): void {
    this.#floats[WEIGHT]! += count;
    const table = this.#table;
    let offset = table.find(hi, lo);
    if (offset < 0) {
      offset = this.#enter(hi, lo);
      // Once keys are purged, most that enter come once and go: theirs is kept at the second sight.
      if (bytes !== undefined && this.maximumError === 0) this.#label(offset, bytes, start, end);
    } else if (bytes !== undefined && table.rows[offset + LABEL_LENGTH] === 0) {
      this.#label(offset, bytes, start, end);
    }
    const rows = table.rows;
    const sum = rows[offset + COUNT + 1]! + count;
    rows[offset + COUNT + 1] = sum;
    if (sum >= WORD) rows[offset + COUNT]! += Math.floor(sum / WORD);
  }

  /** The estimated weight of a key: what was certainly seen of it, 0 where it is not in the table. */
  estimate(hi: number, lo: number): number {
    return this.lowerBound(hi, lo);
  }

  /** The truth is at least this. */
  lowerBound(hi: number, lo: number): number {
    const offset = this.#table.find(hi, lo);
    return offset < 0 ? 0 : this.#read(offset + COUNT);
  }

  /** The truth is at most this. */
  upperBound(hi: number, lo: number): number {
    const offset = this.#table.find(hi, lo);
    return offset < 0 ? this.maximumError : this.#read(offset + COUNT) + this.#read(offset + MISSED);
  }

  /** The `n` heaviest items, by descending weight, equals by ascending key. */
  top(n: number): FrequentItem[] {
    const table = this.#table;
    const offsets = Array.from({ length: table.count }, (_, i) => i * table.stride);
    const { rows } = table;
    offsets.sort(
      (a, b) =>
        this.#read(b + COUNT) - this.#read(a + COUNT) || rows[a]! - rows[b]! || rows[a + 1]! - rows[b + 1]!,
    );
    return offsets.slice(0, n).map((offset) => {
      const low = this.#read(offset + COUNT);
      return {
        hi: rows[offset]!,
        lo: rows[offset + 1]!,
        count: low,
        low,
        high: low + this.#read(offset + MISSED),
        label: cutTextOf(this.#labelOf(offset)),
      };
    });
  }

  /**
   * Adds what another one has counted; the other one is left as it is. O(size of both).
   * @throws TidegaugeError `TG_OPTION` where the label lengths differ
   */
  merge(other: FrequentItems): void {
    if (other === this || other.labelBytes !== this.labelBytes) {
      throw optionError(
        "Cannot merge frequent items",
        `both must keep ${this.labelBytes} label bytes, got ${other.labelBytes}`,
      );
    }
    const table = this.#table;
    const theirs = other.#table;
    const { rows: theirRows, stride } = theirs;
    table.reserve(Math.min(table.count + theirs.count, this.capacity));
    if (other.maximumError > 0) {
      for (let at = 0, end = table.count * stride; at < end; at += stride) {
        if (theirs.find(table.rows[at]!, table.rows[at + 1]!) < 0) this.#add(at + MISSED, other.maximumError);
      }
    }
    for (let from = 0, end = theirs.count * stride; from < end; from += stride) {
      const hi = theirRows[from]!;
      const lo = theirRows[from + 1]!;
      let at = table.find(hi, lo);
      if (at < 0) {
        at = table.add(hi, lo);
        this.#add(at + MISSED, this.maximumError);
      }
      if (theirRows[from + LABEL_LENGTH] !== 0 && table.rows[at + LABEL_LENGTH] === 0) {
        this.#label(at, other.#labelOf(from), 0, theirRows[from + LABEL_LENGTH]!);
      }
      this.#add(at + COUNT, other.#read(from + COUNT));
      this.#add(at + MISSED, other.#read(from + MISSED));
    }
    this.#floats[ERROR]! += other.maximumError;
    this.#floats[WEIGHT]! += other.totalWeight;
    this.#purge(this.capacity);
  }

  /** Keeps the heaviest items, as many as the capacity allows. O(size). */
  settle(): void {
    this.#purge(this.capacity);
  }

  /** Forgets everything and keeps the memory. */
  clear(): void {
    this.#table.clear();
    this.#labels.clear();
    this.#floats.fill(0);
  }

  /**
   * Writes the items down, for another thread.
   * @internal
   */
  write(to: WordWriter): void {
    to.float(this.maximumError);
    to.float(this.totalWeight);
    this.#table.write(to);
    const { rows } = this.#table;
    for (const offset of this.#offsets()) {
      if (rows[offset + LABEL_LENGTH] !== 0) to.words(this.#labels.wordsOf(rows[offset + LABEL_SLOT]!));
    }
  }

  /**
   * Becomes the items that {@link write} has written; label length and capacity must be the same.
   * @internal
   */
  read(from: WordReader): void {
    this.clear();
    this.#floats[ERROR] = from.float();
    this.#floats[WEIGHT] = from.float();
    this.#table.read(from);
    const words = this.labelBytes >>> 2;
    for (const offset of this.#offsets()) {
      const { rows } = this.#table;
      if (rows[offset + LABEL_LENGTH] === 0) continue;
      rows[offset + LABEL_SLOT] = this.#labels.keepWords(from.words(words));
    }
  }

  /** Gives its memory back; it may not be used any more. */
  release(): void {
    this.#table.release();
    this.#labels.release();
    this.#arena.release(this.#words);
  }

  /** The items as a plain object of numbers and typed arrays, for a codec; in ascending order of their keys. */
  toPlain(): FrequentItemsPlain {
    const table = this.#table;
    table.sort();
    const { count, stride, rows } = table;
    const keys = new Uint32Array(2 * count);
    const counts = new Float64Array(count);
    const missed = new Float64Array(count);
    const labelLengths = new Uint32Array(this.labelBytes === 0 ? 0 : count);
    for (let i = 0, offset = 0; i < count; i += 1, offset += stride) {
      keys[2 * i] = rows[offset]!;
      keys[2 * i + 1] = rows[offset + 1]!;
      counts[i] = this.#read(offset + COUNT);
      missed[i] = this.#read(offset + MISSED);
      if (this.labelBytes > 0) labelLengths[i] = rows[offset + LABEL_LENGTH]!;
    }
    const labels = new Uint8Array(labelLengths.reduce((sum, length) => sum + length, 0));
    let end = 0;
    for (let i = 0; i < labelLengths.length; i += 1) {
      labels.set(this.#labelOf(i * stride), end);
      end += labelLengths[i]!;
    }
    return {
      labelBytes: this.labelBytes,
      maximumError: this.maximumError,
      totalWeight: this.totalWeight,
      keys,
      counts,
      missed,
      labelLengths,
      labels,
    };
  }

  /**
   * The items that {@link toPlain} gave, under any capacity.
   * @throws TidegaugeError `TG_DECODE` where they are damaged or of another label length
   */
  static fromPlain(plain: unknown, options: FrequentItemsOptions): FrequentItems {
    const items = new FrequentItems(options);
    const { labelBytes } = options;
    const fields = readFields(plain, WHAT);
    readInteger(fields["labelBytes"], labelBytes, labelBytes, WHAT, "labelBytes");
    items.#floats[ERROR] = readInteger(
      fields["maximumError"],
      0,
      Number.MAX_SAFE_INTEGER,
      WHAT,
      "maximumError",
    );
    items.#floats[WEIGHT] = readInteger(
      fields["totalWeight"],
      0,
      Number.MAX_SAFE_INTEGER,
      WHAT,
      "totalWeight",
    );
    const keys = readWords(fields["keys"], 2 * DECODED_ITEMS, WHAT, "keys");
    const count = keys.length / 2;
    const counts = readFloats(fields["counts"], count, WHAT, "counts");
    const missed = readFloats(fields["missed"], count, WHAT, "missed");
    const lengths = readWords(fields["labelLengths"], count, WHAT, "labelLengths");
    const labels = readBytes(fields["labels"], count * labelBytes, WHAT, "labels");
    if (
      counts.length !== count ||
      missed.length !== count ||
      lengths.length !== (labelBytes > 0 ? count : 0)
    ) {
      throw decodeError(WHAT, "all columns must be equally long");
    }
    let labelStart = 0;
    for (let i = 0; i < count; i += 1) {
      const hi = keys[2 * i]!;
      const lo = keys[2 * i + 1]!;
      const labelEnd = labelStart + (lengths[i] ?? 0);
      if (labelEnd - labelStart > labelBytes || labelEnd > labels.length) {
        throw decodeError(WHAT, "a label is longer than its bytes");
      }
      if (items.#table.find(hi, lo) >= 0) throw decodeError(WHAT, "a key comes twice");
      const at = items.#table.add(hi, lo);
      items.#add(at + COUNT, readInteger(counts[i], 1, items.totalWeight, WHAT, "counts"));
      items.#add(at + MISSED, readInteger(missed[i], 0, items.maximumError, WHAT, "missed"));
      items.#label(at, labels, labelStart, labelEnd);
      labelStart = labelEnd;
    }
    items.#purge(items.capacity);
    return items;
  }

  /** A row for a key that is not in the table. */
  #enter(hi: number, lo: number): number {
    if (this.#table.count >= this.room) this.#purge(this.room >>> 1);
    const offset = this.#table.add(hi, lo);
    if (this.maximumError > 0) this.#add(offset + MISSED, this.maximumError);
    return offset;
  }

  /** Raises the maximum error so far that at most `keep` items stay. */
  #purge(keep: number): void {
    const table = this.#table;
    const { count, rows } = table;
    if (count <= keep) return;
    if (purgedHi.length < count) {
      purgedHi = new Uint32Array(table.capacity);
      purgedLo = new Uint32Array(table.capacity);
    }
    const upperHi = purgedHi;
    const upperLo = purgedLo;
    for (let i = 0, offset = 0; i < count; i += 1, offset += STRIDE) {
      const lo = rows[offset + COUNT + 1]! + rows[offset + MISSED + 1]!;
      upperHi[i] = rows[offset + COUNT]! + rows[offset + MISSED]! + (lo >= WORD ? 1 : 0);
      upperLo[i] = lo;
    }
    const rank = count - keep - 1;
    selectRank(upperHi, upperLo, count, rank);
    const error = upperHi[rank]! * WORD + upperLo[rank]!;
    table.filter((offset) => {
      if (this.#read(offset + COUNT) + this.#read(offset + MISSED) > error) return true;
      if (rows[offset + LABEL_LENGTH] !== 0) this.#labels.free(rows[offset + LABEL_SLOT]!);
      return false;
    });
    this.#floats[ERROR] = error;
  }

  *#offsets(): Generator<number> {
    const { count, stride } = this.#table;
    for (let offset = 0; offset < count * stride; offset += stride) yield offset;
  }

  #read(at: number): number {
    const rows = this.#table.rows;
    return rows[at]! * WORD + rows[at + 1]!;
  }

  #add(at: number, count: number): void {
    const sum = this.#read(at) + count;
    const rows = this.#table.rows;
    rows[at] = Math.floor(sum / WORD);
    rows[at + 1] = sum;
  }

  /** Keeps the beginning of `bytes[start, end)` as the label of a row that has none. */
  #label(offset: number, bytes: Uint8Array, start: number, end: number): void {
    const length = Math.min(end - start, this.labelBytes);
    if (length === 0) return;
    const slot = this.#labels.keep(bytes, start, length);
    const rows = this.#table.rows;
    rows[offset + LABEL_SLOT] = slot;
    rows[offset + LABEL_LENGTH] = length;
  }

  #labelOf(offset: number): Uint8Array {
    const rows = this.#table.rows;
    return this.#labels.of(rows[offset + LABEL_SLOT]!, rows[offset + LABEL_LENGTH]!);
  }
}

/** What {@link FrequentItems.toPlain} gives: columns of equal length. */
export interface FrequentItemsPlain {
  readonly labelBytes: number;
  readonly maximumError: number;
  readonly totalWeight: number;
  /** Halves of the keys, two words an item. */
  readonly keys: Uint32Array;
  /** Weight seen since the key entered. */
  readonly counts: Float64Array;
  /** What it can have had before. */
  readonly missed: Float64Array;
  /** Bytes per label, and all labels in one; empty without labels. */
  readonly labelLengths: Uint32Array;
  readonly labels: Uint8Array;
}
