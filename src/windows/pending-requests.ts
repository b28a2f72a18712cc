import type { Arena, RowLoops } from "../bytes/arena.ts";
import {
  ENTRY_BYTES,
  ENTRY_KEY,
  PENDING_AT,
  PENDING_BYTES,
  PENDING_COUNT,
  PENDING_ROOM,
  SORT_BUCKETS,
} from "../kernel/layout.ts";
import type { OrderedKeys } from "../sketches/sample-layout.ts";
import { ThresholdSample } from "../sketches/threshold-sample.ts";
import { Pending, REQUEST_WORDS } from "./pending-layout.ts";
import { addToKind, addToSource } from "./request-rows.ts";
import { KIND_LAYOUT, LOUD, SOURCE_LAYOUT } from "./source-layout.ts";

const FIRST_ROOM = 32;
/** Requests that wait at most, for every row of a sample: fewer, and rows are written that do not stay. */
const OF_BUDGET = 8;
const MOST = 1 << 16;

const SOURCES = 0;
const KINDS = 1;

/**
 * The requests of a window that wait to be added to its samples. Of a busy window a sample keeps a fraction: what it will keep is
 * known once many requests have come, and rows for the others need never be written. So they wait, in little room each, until
 * there are eight for every row, or somebody wants to see the samples; then they are sorted, and what stays is written in
 * order (bench/README.md, "Where the time of a line goes").
 *
 * What the samples hold is the merge of samples of so many requests each, in their order, with all that
 * `ThresholdSample` promises of merging.
 */
export class PendingRequests {
  /** The requests, {@link REQUEST_WORDS} words each. Replaced as they grow. */
  words: Uint32Array;
  /** Lower halves of the hashes of their kinds. Null in a kernel's memory: it finds out those that it needs. */
  kinds: Uint32Array | null;
  readonly #sources: ThresholdSample;
  readonly #kinds: ThresholdSample;
  readonly #arena: Arena;
  readonly #most: number;
  /** Tells a kernel where they are. */
  readonly #header: Uint32Array;

  /**
   * @param sources the sample of sources that they are added to, with `kinds` that of kinds of request, of the same budget
   * @param arena where both lie
   */
  constructor(sources: ThresholdSample, kinds: ThresholdSample, arena: Arena) {
    this.#sources = sources;
    this.#kinds = kinds;
    this.#arena = arena;
    this.#most = mostPending(sources.budget);
    this.#header = arena.words(PENDING_BYTES / 4);
    const room = Math.min(FIRST_ROOM, this.#most);
    this.words = this.#room(room);
    this.kinds = arena.rows === null ? arena.words(room) : null;
  }

  /** Where a kernel finds them. */
  get address(): number {
    return this.#header.byteOffset;
  }

  /** Number of one more, which the caller must fill. */
  add(): number {
    const header = this.#header;
    if (header[PENDING_COUNT / 4] === header[PENDING_ROOM / 4]) this.makeRoom();
    const count = header[PENDING_COUNT / 4]!;
    header[PENDING_COUNT / 4] = count + 1;
    return count;
  }

  /** Makes room for one more at least. */
  makeRoom(): void {
    const room = this.#header[PENDING_ROOM / 4]!;
    if (room >= this.#most) {
      this.gather();
      return;
    }
    const { words, kinds } = this;
    const more = Math.min(2 * room, this.#most);
    this.words = this.#room(more);
    this.words.set(words);
    this.#arena.release(words);
    if (kinds === null) return;
    this.kinds = this.#arena.words(more);
    this.kinds.set(kinds);
  }

  /** Adds them all to the samples. O(n), or n · log n where most are of one source. */
  gather(): void {
    const count = this.#header[PENDING_COUNT / 4]!;
    if (count === 0) return;
    const batch = batchOf(this.#arena, this.#most);
    const loops = this.#arena.rows;
    if (loops === null) this.#gatherHere(count, batch);
    else this.#gatherBy(loops, count, batch);
    this.clear();
  }

  /** Forgets them, keeps the memory. */
  clear(): void {
    this.#header[PENDING_COUNT / 4] = 0;
  }

  /** Gives the memory back; they may not be used any more. */
  release(): void {
    this.#arena.release(this.words);
    this.#arena.release(this.#header);
  }

  #room(room: number): Uint32Array {
    const words = this.#arena.words(room * REQUEST_WORDS);
    this.#header[PENDING_AT / 4] = words.byteOffset;
    this.#header[PENDING_ROOM / 4] = room;
    return words;
  }

  /** What {@link #gatherBy} comes to, to be read: a sample of them all, which loses nothing, is merged in order of its keys. */
  #gatherHere(count: number, batch: Batch): void {
    const { words } = this;
    const kinds = this.kinds!;
    for (let i = 0, at = 0; i < count; i += 1, at += REQUEST_WORDS) {
      const hi = words[at + Pending.sourceHi]!;
      const source = batch.sources.slot(hi, words[at + Pending.sourceLo]!);
      addToSource(batch.sources.rows, source, words, at);
      const kind = batch.kinds.slot(hi, kinds[i]!);
      addToKind(batch.kinds.rows, kind, words, at);
    }
    for (const [sample, part] of [
      [this.#sources, batch.sources],
      [this.#kinds, batch.kinds],
    ] as const) {
      part.settle();
      sample.absorb(part);
      part.clear();
    }
  }

  #gatherBy(loops: RowLoops, count: number, batch: Batch): void {
    const entries = this.#arena.scratch(entryWords(count));
    loops.bucketRequests(this.address, entries);
    addOrdered(this.#sources, batch.sources, new OrderedEntries(loops, SOURCES, entries, count, this.words));
    addOrdered(this.#kinds, batch.kinds, new OrderedEntries(loops, KINDS, entries, count, this.words));
  }
}

/** An empty sample takes them as they are; another one as a sample of all of them that it would sample. */
function addOrdered(sample: ThresholdSample, part: ThresholdSample, keys: OrderedKeys): void {
  if (sample.isEmpty) {
    sample.fill(keys);
    return;
  }
  part.fillFor(sample, keys);
  sample.absorb(part);
  part.clear();
}

/** Requests in a kernel's memory, in order of their keys as far as they are looked at. Positions are addresses. */
class OrderedEntries implements OrderedKeys {
  readonly #loops: RowLoops;
  readonly #part: number;
  readonly #entries: number;
  readonly #count: number;
  readonly #memory: Uint32Array;
  /** The first of those that were not yet taken. */
  #from: number;

  constructor(loops: RowLoops, part: number, entries: number, count: number, memory: Uint32Array) {
    this.#loops = loops;
    this.#part = part;
    this.#entries = entries;
    this.#count = count;
    this.#from = entries;
    this.#memory = new Uint32Array(memory.buffer);
  }

  get left(): number {
    return this.#count - (this.#from - this.#entries) / ENTRY_BYTES;
  }

  get lo(): number {
    return this.#memory[(this.#from + ENTRY_KEY) / 4]!;
  }

  get hi(): number {
    return this.#memory[(this.#from + ENTRY_KEY) / 4 + 1]!;
  }

  fillRows(table: number, limit: number, sample: number): void {
    this.#from = this.#loops.fillRows(this.#part, this.#entries, this.#count, table, limit, sample);
  }

  countLoud(least: number): number {
    return this.#loops.countLoud(this.#part, this.#from, this.#entries, this.#count, least);
  }

  fillLoud(sample: number): void {
    this.#loops.fillLoud(this.#part, this.#from, this.#entries, this.#count, sample);
  }
}

/** Samples of as many requests as wait at most, shared by all windows of an arena. */
interface Batch {
  readonly most: number;
  readonly sources: ThresholdSample;
  readonly kinds: ThresholdSample;
}

const batches = new WeakMap<Arena, Batch>();

function batchOf(arena: Arena, most: number): Batch {
  let batch = batches.get(arena);
  if (batch !== undefined && batch.most >= most) return batch;
  batch?.sources.release();
  batch?.kinds.release();
  batch = {
    most,
    sources: new ThresholdSample(SOURCE_LAYOUT, most, LOUD, arena),
    kinds: new ThresholdSample(KIND_LAYOUT, most, LOUD, arena),
  };
  batches.set(arena, batch);
  return batch;
}

function mostPending(budget: number): number {
  return Math.min(MOST, OF_BUDGET * budget);
}

/** Words of room for sorting so many requests: their entries twice, and buckets. */
function entryWords(count: number): number {
  return 2 * count * (ENTRY_BYTES / 4) + SORT_BUCKETS;
}

/** Memory that pending requests of a window take at most in an arena, with what sorting and gathering them take, bytes. */
export function mostBytesOfPending(budget: number): number {
  const most = mostPending(budget);
  const columns = SOURCE_LAYOUT.columns.length + KIND_LAYOUT.columns.length + 6;
  // Pieces are rounded up to a power of two.
  return 8 * most * (REQUEST_WORDS + columns + 8) + 4 * entryWords(most);
}
