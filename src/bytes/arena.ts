/**
 * Where the tables of sketches get their memory. Most live on the heap; those that a kernel works on lie in one linear memory, at
 * addresses.
 */
export interface Arena {
  /** What does long loops over rows that lie here; null where nothing does. */
  readonly rows: RowLoops | null;
  /** `count` words, all zero, aligned to eight bytes. */
  words(count: number): Uint32Array;
  /** Address of at least `count` words that hold nothing, good until scratch is asked for again. */
  scratch(count: number): number;
  /** Gives words back that nobody will use any more. */
  release(words: Uint32Array): void;
}

/** Words of room that {@link RowLoops.sortRows} needs. @param rows number of rows, `stride` words each */
export function sortWords(rows: number, stride: number): number {
  return rows * (stride + 4);
}

/** Loops over the rows of samples at addresses (kernel/assembly/merging.ts, cutting.ts), to what the samples' own loops do. */
export interface RowLoops {
  /** Takes sampled rows of another sample from number `first` on; @returns the first that was not taken, or their number */
  mergeRows(sample: number, other: number, first: number, literal: number): number;
  /** Goes on with a union of two samples in order, see kernel/assembly/uniting.ts; 1 where a loud row waits to be taken. */
  uniteRows(sample: number, other: number, union: number): number;
  /** Drops the rows above the threshold. */
  dropRows(sample: number): void;
  /** The key of a rank among the sampled rows, from 0, as a signed integer; 0 where it does not tell. */
  selectKey(sample: number, rank: number): bigint;
  /** Puts the rows of a table in ascending order, which its index then does not know; 0 where it does not. @param scratch room as {@link sortWords} tells */
  sortRows(table: number, scratch: number): number;
  /** Makes entries of pending requests, in buckets. @param entries room as `entryWords` tells */
  bucketRequests(pending: number, entries: number): void;
  /** Rows of an empty table from entries, see kernel/assembly/gathering.ts. */
  fillRows(
    part: number,
    entries: number,
    count: number,
    table: number,
    limit: number,
    sample: number,
  ): number;
  countLoud(part: number, from: number, entries: number, count: number, least: number): number;
  fillLoud(part: number, from: number, entries: number, count: number, sample: number): void;
}

/** Memory as the engine gives it. */
export const HEAP: Arena = {
  rows: null,
  words: (count) => new Uint32Array(count),
  scratch: () => 0,
  release: () => {},
};

/** The smallest piece that is given out, in bytes. */
const LEAST_BYTES = 64;

/**
 * Gives out pieces of a linear memory, each rounded up to a power of two and kept for the next of its size when it comes
 * back. O(1). Memory that was never given out is never touched, and so costs nothing.
 */
export class LinearArena implements Arena {
  rows: RowLoops | null = null;
  readonly #buffer: ArrayBuffer;
  readonly #free = new Map<number, number[]>();
  #next: number;
  #scratch: Uint32Array | null = null;

  /**
   * @param buffer all of the memory; must never be replaced
   * @param start first byte that may be given out
   */
  constructor(buffer: ArrayBuffer, start: number) {
    this.#buffer = buffer;
    this.#next = Math.ceil(start / LEAST_BYTES) * LEAST_BYTES;
  }

  /** @throws RangeError where the memory is exhausted: whoever fills an arena must know how much fits */
  words(count: number): Uint32Array {
    const bytes = pieceBytes(count);
    const again = this.#free.get(bytes)?.pop();
    if (again !== undefined) return new Uint32Array(this.#buffer, again, count).fill(0);
    if (this.#next + bytes > this.#buffer.byteLength) {
      throw new RangeError(
        `Cannot take ${bytes} bytes: the arena of ${this.#buffer.byteLength} is exhausted`,
      );
    }
    const words = new Uint32Array(this.#buffer, this.#next, count);
    this.#next += bytes;
    return words;
  }

  scratch(count: number): number {
    let scratch = this.#scratch;
    if (scratch === null || scratch.length < count) {
      if (scratch !== null) this.release(scratch);
      scratch = this.words(count);
      this.#scratch = scratch;
    }
    return scratch.byteOffset;
  }

  release(words: Uint32Array): void {
    if (words.length === 0) return;
    const bytes = pieceBytes(words.length);
    const free = this.#free.get(bytes);
    if (free === undefined) this.#free.set(bytes, [words.byteOffset]);
    else free.push(words.byteOffset);
  }
}

function pieceBytes(words: number): number {
  let bytes = LEAST_BYTES;
  while (bytes < 4 * words) bytes *= 2;
  return bytes;
}
