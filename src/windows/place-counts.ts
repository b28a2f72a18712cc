import { type Arena, HEAP } from "../bytes/arena.ts";
import type { WordReader, WordWriter } from "../bytes/words.ts";
import { PLACES_BYTES, PLACES_LIST, PLACES_ROOM, PLACES_ROWS, PLACES_SIZE } from "../kernel/layout.ts";

/** Counters of a place. */
export const COUNTERS = 3;
/** Words of a row: the counters, and whether the place is listed. */
const STRIDE = 4;
const LISTED = 3;
const FIRST_ROOM = 256;
const MOST = 0xffffffff;
/** Places are numbers below this. */
const PLACES = 1 << 16;

/**
 * Exact counts by place: a row for every place number, and a list of those that were seen. Places are few and numbered from 0 on, so
 * counting is one look into an array of some 60 KB, with nothing to search: a fifth of the time of a request before
 * (bench/README.md). Merging is exact in any order.
 */
export class PlaceCounts {
  readonly #arena: Arena;
  /** Tells a kernel where things are. */
  readonly #header: Uint32Array;
  #rows: Uint32Array = new Uint32Array(0);
  /** Places seen, in order of arrival. */
  #list: Uint32Array = new Uint32Array(0);

  /** @param arena where the counts lie */
  constructor(arena: Arena = HEAP) {
    this.#arena = arena;
    this.#header = arena.words(PLACES_BYTES / 4);
  }

  /** Where a kernel finds the counts. */
  get address(): number {
    return this.#header.byteOffset;
  }

  /** Number of places seen. */
  get size(): number {
    return this.#header[PLACES_SIZE / 4]!;
  }

  /** Adds to one counter of a place, 0 to 2. Saturates at 2^32 - 1. @param place 0..65535 */
  add(place: number, counter: number, amount: number): void {
    const at = this.#row(place) + counter;
    this.#rows[at] = Math.min(this.#rows[at]! + amount, MOST);
  }

  /** One counter of a place, 0 where it was not seen. */
  get(place: number, counter: number): number {
    return this.#rows[place * STRIDE + counter] ?? 0;
  }

  /** The places seen, ascending. */
  keys(): number[] {
    return Array.from(this.#list.subarray(0, this.size)).sort((a, b) => a - b);
  }

  /** Makes room for a place. */
  reserve(place: number): void {
    let room = Math.max(FIRST_ROOM, this.#list.length);
    while (room <= place) room *= 2;
    if (room === this.#list.length) return;
    const rows = this.#arena.words(room * STRIDE);
    const list = this.#arena.words(room);
    rows.set(this.#rows);
    list.set(this.#list);
    this.#giveBack();
    this.#rows = rows;
    this.#list = list;
    this.#header[PLACES_ROWS / 4] = rows.byteOffset;
    this.#header[PLACES_LIST / 4] = list.byteOffset;
    this.#header[PLACES_ROOM / 4] = room;
  }

  /** Adds all counts of another one. O(its places). */
  merge(other: PlaceCounts): void {
    const theirs = other.#rows;
    const list = other.#list;
    const { size } = other;
    let rows = this.#rows;
    for (let i = 0; i < size; i += 1) {
      const at = list[i]! * STRIDE;
      if (at >= rows.length || rows[at + LISTED] === 0) {
        this.#row(list[i]!);
        rows = this.#rows;
      }
      for (let counter = at; counter < at + COUNTERS; counter += 1) {
        rows[counter] = Math.min(rows[counter]! + theirs[counter]!, MOST);
      }
    }
  }

  /** Writes the counts down, for another thread. */
  write(to: WordWriter): void {
    to.word(this.size);
    for (let i = 0; i < this.size; i += 1) {
      const place = this.#list[i]!;
      to.word(place);
      for (let c = 0; c < COUNTERS; c += 1) to.word(this.#rows[place * STRIDE + c]!);
    }
  }

  /** Takes the counts that {@link write} has written, in place of its own. */
  read(from: WordReader): void {
    this.clear();
    for (let left = from.word(); left > 0; left -= 1) {
      const row = this.#row(from.word());
      for (let c = 0; c < COUNTERS; c += 1) this.#rows[row + c] = from.word();
    }
  }

  /** Forgets everything, keeps the memory. O(places seen). */
  clear(): void {
    const rows = this.#rows;
    for (let i = 0; i < this.size; i += 1) {
      const at = this.#list[i]! * STRIDE;
      rows[at] = 0;
      rows[at + 1] = 0;
      rows[at + 2] = 0;
      rows[at + LISTED] = 0;
    }
    this.#header[PLACES_SIZE / 4] = 0;
  }

  /** Gives its memory back; it may not be used any more. */
  release(): void {
    this.#giveBack();
    this.#arena.release(this.#header);
  }

  /** Rows `[place, ...counts]` in order of place, for the codec. */
  toPlain(): number[] {
    return this.keys().flatMap((place) => [
      place,
      ...Array.from({ length: COUNTERS }, (_, counter) => this.get(place, counter)),
    ]);
  }

  /** Adds rows written by {@link toPlain}. */
  addPlain(rows: readonly number[]): void {
    for (let at = 0; at + COUNTERS < rows.length; at += COUNTERS + 1) {
      for (let c = 0; c < COUNTERS; c += 1) this.add(rows[at]!, c, rows[at + 1 + c]!);
    }
  }

  /** Offset of the row of a place, which is listed from then on. @throws RangeError for what is no place */
  #row(place: number): number {
    if (place >= this.#list.length) {
      if (place >= PLACES) throw new RangeError(`Cannot count place ${place}: places are below ${PLACES}`);
      this.reserve(place);
    }
    const at = place * STRIDE;
    if (this.#rows[at + LISTED] === 0) {
      this.#rows[at + LISTED] = 1;
      this.#list[this.size] = place;
      this.#header[PLACES_SIZE / 4]! += 1;
    }
    return at;
  }

  #giveBack(): void {
    for (const words of [this.#rows, this.#list]) this.#arena.release(words);
  }
}
