import type { Arena } from "../bytes/arena.ts";
import {
  ITEMS_FREE,
  ITEMS_FREE_COUNT,
  ITEMS_FREE_ROOM,
  ITEMS_LABEL_BYTES,
  ITEMS_LABEL_ROOM,
  ITEMS_LABELS,
  ITEMS_SLOTS,
} from "../kernel/layout.ts";

const SLOTS = ITEMS_SLOTS / 4;
const FREE_COUNT = ITEMS_FREE_COUNT / 4;
const NO_WORDS = new Uint32Array(0);

/**
 * What frequent items are called: the first bytes of texts, in slots of equal length. Slots from the count of slots on were never taken; those
 * given back lie on a stack. Slots taken and given back, and where the bytes are, are told in the header of the items, where a
 * kernel takes slots by itself.
 */
export class ItemLabels {
  /** Bytes of a slot; 0: there are no labels. */
  readonly labelBytes: number;
  readonly #arena: Arena;
  /** The header of the items, see kernel/layout.ts. */
  readonly #header: Uint32Array;
  #bytes: Uint8Array = new Uint8Array(0);
  #words: Uint32Array = NO_WORDS;
  #freeSlots: Uint32Array = NO_WORDS;

  /** @param labelBytes a multiple of four */
  constructor(labelBytes: number, header: Uint32Array, arena: Arena) {
    this.labelBytes = labelBytes;
    this.#header = header;
    this.#arena = arena;
    header[ITEMS_LABEL_BYTES / 4] = labelBytes;
  }

  /** Keeps the first `length` bytes of `bytes[start…]`, which fit into a slot. @returns the slot */
  keep(bytes: Uint8Array, start: number, length: number): number {
    const slot = this.#take();
    const kept = this.#bytes;
    const to = slot * this.labelBytes;
    for (let i = 0; i < length; i += 1) kept[to + i] = bytes[start + i]!;
    return slot;
  }

  /** Keeps the words of a slot that {@link wordsOf} gave. @returns the slot */
  keepWords(words: Uint32Array): number {
    const slot = this.#take();
    this.#words.set(words, slot * (this.labelBytes >>> 2));
    return slot;
  }

  /** A view of the first bytes of a slot. */
  of(slot: number, length: number): Uint8Array {
    const start = slot * this.labelBytes;
    return this.#bytes.subarray(start, start + length);
  }

  /** A view of all of a slot. */
  wordsOf(slot: number): Uint32Array {
    const words = this.labelBytes >>> 2;
    return this.#words.subarray(slot * words, (slot + 1) * words);
  }

  /** Gives a slot back. */
  free(slot: number): void {
    const header = this.#header;
    const free = header[FREE_COUNT]!;
    if (free === this.#freeSlots.length) {
      const freeSlots = this.#arena.words(2 * free + 16);
      freeSlots.set(this.#freeSlots);
      this.#arena.release(this.#freeSlots);
      this.#freeSlots = freeSlots;
      header[ITEMS_FREE / 4] = freeSlots.byteOffset;
      header[ITEMS_FREE_ROOM / 4] = freeSlots.length;
    }
    this.#freeSlots[free] = slot;
    header[FREE_COUNT] = free + 1;
  }

  /** Forgets everything and keeps the memory. */
  clear(): void {
    this.#header[SLOTS] = 0;
    this.#header[FREE_COUNT] = 0;
  }

  /** Gives its memory back; it may not be used any more. */
  release(): void {
    for (const words of [this.#words, this.#freeSlots]) this.#arena.release(words);
  }

  #take(): number {
    const header = this.#header;
    const free = header[FREE_COUNT]!;
    if (free > 0) {
      header[FREE_COUNT] = free - 1;
      return this.#freeSlots[free - 1]!;
    }
    const slot = header[SLOTS]!;
    header[SLOTS] = slot + 1;
    if ((slot + 1) * this.labelBytes > this.#bytes.length) this.#grow();
    return slot;
  }

  #grow(): void {
    const words = this.#arena.words(Math.ceil((2 * this.#bytes.length + 16 * this.labelBytes) / 4));
    const bytes = new Uint8Array(words.buffer, words.byteOffset, 4 * words.length);
    bytes.set(this.#bytes);
    this.#arena.release(this.#words);
    this.#words = words;
    this.#bytes = bytes;
    this.#header[ITEMS_LABELS / 4] = bytes.byteOffset;
    this.#header[ITEMS_LABEL_ROOM / 4] = Math.floor(bytes.length / this.labelBytes);
  }
}
