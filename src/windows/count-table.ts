import { type Arena, HEAP } from "../bytes/arena.ts";
import type { WordReader, WordWriter } from "../bytes/words.ts";
import { COUNTS_BYTES, COUNTS_COUNTS, COUNTS_KEYS, COUNTS_MASK, COUNTS_WIDTH } from "../kernel/layout.ts";

/** Keys that a table has room for at first; it is half full at most. */
const FIRST_ROOM = 16;

/**
 * Exact counts for few keys: places, for instance. Open addressing over typed arrays, grown by doubling.
 * Update and merge O(1) a key; merging is exact in any order.
 */
export class CountTable {
  /** Number of counters a key has. */
  readonly width: number;
  readonly #arena: Arena;
  /** Tells a kernel where the table is. */
  readonly #header: Uint32Array;
  /** Keys, -1 where there is none, and their words in the arena. */
  #keys: Int32Array;
  #keyWords: Uint32Array;
  #counts: Uint32Array;
  #used = 0;

  /**
   * @param width counters per key, 1..16
   * @param arena where the table lies
   */
  constructor(width: number, arena: Arena = HEAP) {
    this.width = width;
    this.#arena = arena;
    this.#header = arena.words(COUNTS_BYTES / 4);
    this.#header[COUNTS_WIDTH / 4] = width;
    this.#keyWords = arena.words(FIRST_ROOM);
    this.#keys = signed(this.#keyWords).fill(-1);
    this.#counts = arena.words(FIRST_ROOM * width);
    this.#tell();
  }

  /** Where a kernel finds the table. */
  get address(): number {
    return this.#header.byteOffset;
  }

  /** Number of keys. */
  get size(): number {
    return this.#used;
  }

  /** Adds to one counter of a key. Saturates at 2^32 - 1. @param key 0..2^31-1 */
  add(key: number, counter: number, amount: number): void {
    const at = this.#slot(key) * this.width + counter;
    const sum = this.#counts[at]! + amount;
    this.#counts[at] = Math.min(sum, 0xffffffff);
  }

  /** One counter of a key, 0 where the key is not held. */
  get(key: number, counter: number): number {
    const keys = this.#keys;
    const mask = keys.length - 1;
    for (let at = spread(key) & mask; ; at = (at + 1) & mask) {
      if (keys[at] === key) return this.#counts[at * this.width + counter]!;
      if (keys[at] === -1) return 0;
    }
  }

  /** The keys held, ascending. */
  keys(): number[] {
    return Array.from(this.#keys.filter((key) => key >= 0)).sort((a, b) => a - b);
  }

  /** Adds all counts of another table of the same width. */
  merge(other: CountTable): void {
    for (let at = 0; at < other.#keys.length; at += 1) {
      const key = other.#keys[at]!;
      if (key < 0) continue;
      for (let c = 0; c < this.width; c += 1) {
        const amount = other.#counts[at * this.width + c]!;
        if (amount > 0) this.add(key, c, amount);
      }
    }
  }

  /** Writes the counts down, for another thread. */
  write(to: WordWriter): void {
    const { width } = this;
    to.word(this.#used);
    for (let at = 0; at < this.#keys.length; at += 1) {
      if (this.#keys[at]! < 0) continue;
      to.word(this.#keys[at]!);
      to.words(this.#counts.subarray(at * width, (at + 1) * width));
    }
  }

  /** Takes the counts that a table of the same width has written, in place of its own. */
  read(from: WordReader): void {
    this.clear();
    for (let left = from.word(); left > 0; left -= 1) {
      const at = this.#slot(from.word()) * this.width;
      this.#counts.set(from.words(this.width), at);
    }
  }

  /** Forgets everything, keeps the memory. O(capacity). */
  clear(): void {
    if (this.#used === 0) return;
    this.#keys.fill(-1);
    this.#counts.fill(0);
    this.#used = 0;
  }

  /** Gives its memory back; it may not be used any more. */
  release(): void {
    for (const words of [this.#keyWords, this.#counts, this.#header]) this.#arena.release(words);
  }

  /** Rows `[key, ...counts]` in order of key, for the codec. */
  toPlain(): number[] {
    return this.keys().flatMap((key) => [
      key,
      ...Array.from({ length: this.width }, (_, c) => this.get(key, c)),
    ]);
  }

  /** Adds rows written by {@link toPlain}. */
  addPlain(rows: readonly number[]): void {
    for (let at = 0; at + this.width < rows.length; at += this.width + 1) {
      for (let c = 0; c < this.width; c += 1) this.add(rows[at]!, c, rows[at + 1 + c]!);
    }
  }

  #slot(key: number): number {
    if (this.#used * 2 >= this.#keys.length) this.#grow();
    const keys = this.#keys;
    const mask = keys.length - 1;
    let at = spread(key) & mask;
    while (keys[at] !== key) {
      if (keys[at] === -1) {
        keys[at] = key;
        this.#used += 1;
        break;
      }
      at = (at + 1) & mask;
    }
    return at;
  }

  #grow(): void {
    const keys = this.#keys;
    const keyWords = this.#keyWords;
    const counts = this.#counts;
    this.#keyWords = this.#arena.words(keys.length * 2);
    this.#keys = signed(this.#keyWords).fill(-1);
    this.#counts = this.#arena.words(counts.length * 2);
    this.#tell();
    this.#used = 0;
    for (let at = 0; at < keys.length; at += 1) {
      if (keys[at]! < 0) continue;
      const to = this.#slot(keys[at]!) * this.width;
      for (let c = 0; c < this.width; c += 1) this.#counts[to + c] = counts[at * this.width + c]!;
    }
    this.#arena.release(keyWords);
    this.#arena.release(counts);
  }

  #tell(): void {
    this.#header[COUNTS_KEYS / 4] = this.#keys.byteOffset;
    this.#header[COUNTS_COUNTS / 4] = this.#counts.byteOffset;
    this.#header[COUNTS_MASK / 4] = this.#keys.length - 1;
  }
}

function signed(words: Uint32Array): Int32Array {
  return new Int32Array(words.buffer, words.byteOffset, words.length);
}

function spread(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 15;
}
