import { LinearArena, type RowLoops } from "../bytes/arena.ts";
import { KERNEL_CODE } from "./code.generated.ts";
import {
  AGENT_CACHE_HI,
  AGENT_MEMO,
  BASE6,
  BATCH,
  CACHE_MASK,
  CHUNKS4,
  CODE_OF_PLACE,
  CONTEXT_END,
  ENVELOPE_NONE,
  HAS_ALLOWED,
  HASH_KEY_HI,
  LAST_BLOCK6,
  MEMO_AGENT_BYTES,
  MEMO_AGENTS,
  MEMO_BYTES,
  MEMO_PATH_BYTES,
  MEMO_PATHS,
  ORDINARY_STEP,
  ORDINARY_STEPS,
  PATH_CACHE_HI,
  PATH_MEMO,
  RECORD_BYTES,
  RECORD_DURATION,
  RECORD_HAS_AGENT,
  RECORD_HAS_REFERRER,
  RECORD_SIZE,
  RECORD_STATUS,
  RUN_ASSIGN,
  RUN_BLANK,
  RUN_CODE,
  RUN_ENVELOPE,
  RUN_MEMO,
  RUN_NEEDS,
  RUN_ORDINARY,
  RUN_ORDINARY_END,
  RUN_READER,
  RUN_REQUIRED,
  RUN_SEPARATOR,
  RUN_WALL_FROM,
  SHIFT6,
} from "./layout.ts";
import { ordinaryProgram } from "./ordinary-program.ts";
import { type KernelProgram, PROGRAM_BYTES, type ProgramSteps } from "./program.ts";

/** What the kernel leaves to those whose work it does: the rare cases. Windows and positions are addresses. */
export interface KernelTwins {
  /** Makes room for one more pending request. */
  makeRoom(window: number): void;
  /** The frequent items themselves count an occurrence: part 0 paths, 1 user agents. */
  updateItem(window: number, part: number, hi: number, lo: number, start: number, end: number): void;
  /** The table itself adds one to a counter of a place. */
  reservePlace(window: number, place: number): void;
  /** Place of an IPv4 address in a /24 that has several. */
  searchPlace(address: number): number;
  /** Classes that are not in the caches; puts them there. */
  classifyPath(hi: number, lo: number, start: number, end: number): number;
  classifyUserAgent(hi: number, lo: number, start: number, end: number): number;
  /** Whether an address is one of `--allow`: 1 or 0. */
  isAllowed(family: number, hi: number, lo: number): number;
}

/** What the kernel exports. */
interface Exports extends RowLoops {
  addRecord(window: number): void;
  run(start: number, end: number, limit: number): number;
  runRecords(start: number, end: number): number;
  forgetKeys(): void;
  placeOf(family: number, hi: number, lo: number): number;
}

/** Bytes of input that fit at once. */
export const INPUT_BYTES = 1 << 18;
/** The kernel looks up to 15 bytes beyond what it searches. */
const SLACK_BYTES = 64;
const PAGE_BYTES = 65536;
/** Addresses stay positive as signed integers, which is how they come back. */
const MOST_PAGES = 32767;

let compiled: WebAssembly.Module | null = null;

/**
 * The hot path as WebAssembly: reading ordinary lines and adding their requests to window summaries, which lie in its memory. It does
 * what `FieldProgramReader.read`, `InputWindows.observe` and `Summariser.add` do, to the same bytes; they stand beside it
 * for whatever is not ordinary, and as its oracles (test/kernel). Half the time a line or less (bench/README.md).
 */
export class Kernel {
  /** All of its memory, by bytes, words, signed words and doubles. Never replaced. */
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  readonly integers: Int32Array;
  readonly floats: Float64Array;
  /** Where bytes of logs are put to be read. */
  readonly input: Uint8Array;
  /** Where text is put that lies elsewhere. */
  readonly scratch: Uint8Array;
  /** The rest of the memory. */
  readonly arena: LinearArena;
  /** Bytes of the arena. */
  readonly arenaBytes: number;
  readonly #exports: Exports;
  /** Where the program lies that is in use, and which it is. */
  readonly #programWords: Int32Array;
  #program: ProgramSteps | null = null;
  readonly #ordinarySteps: Uint32Array;

  private constructor(memory: WebAssembly.Memory, twins: KernelTwins) {
    compiled ??= new WebAssembly.Module(bytesOf(atob(KERNEL_CODE)));
    const { buffer } = memory;
    this.bytes = new Uint8Array(buffer);
    this.words = new Uint32Array(buffer);
    this.integers = new Int32Array(buffer);
    this.floats = new Float64Array(buffer);
    const inputAt = Math.ceil(CONTEXT_END / PAGE_BYTES) * PAGE_BYTES;
    const scratchAt = inputAt + INPUT_BYTES + SLACK_BYTES;
    const arenaAt = scratchAt + 2 * PAGE_BYTES + SLACK_BYTES;
    this.input = this.bytes.subarray(inputAt, inputAt + INPUT_BYTES);
    this.scratch = this.bytes.subarray(scratchAt, scratchAt + 2 * PAGE_BYTES);
    this.arena = new LinearArena(buffer, arenaAt);
    this.arenaBytes = buffer.byteLength - arenaAt;
    const instance = new WebAssembly.Instance(compiled, { env: { memory, ...bound(twins) } });
    this.#exports = instance.exports as unknown as Exports;
    this.arena.rows = this.#exports;
    const programWords = this.arena.words(PROGRAM_BYTES / 4);
    this.#programWords = new Int32Array(buffer, programWords.byteOffset, programWords.length);
    this.#ordinarySteps = this.arena.words((ORDINARY_STEPS * ORDINARY_STEP) / 4);
    this.words[RUN_MEMO / 4] = this.arena.words(MEMO_BYTES / 4).byteOffset;
  }

  /**
   * A kernel, or null where there can be none: memory at addresses is little-endian, and may be refused.
   * @param arenaBytes wanted for the arena
   */
  static open(arenaBytes: number, twins: KernelTwins): Kernel | null {
    if (new Uint8Array(new Uint32Array([1]).buffer)[0] !== 1) return null;
    const pages = Math.ceil((arenaBytes + INPUT_BYTES) / PAGE_BYTES) + 6;
    if (pages > MOST_PAGES) return null;
    try {
      return new Kernel(new WebAssembly.Memory({ initial: pages, maximum: pages }), twins);
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  }

  /** Tells the kernel how to hash. @param hi half of the key of a `Hasher`, with `lo` the other */
  setHashKey(hi: number, lo: number): void {
    this.words[HASH_KEY_HI / 4] = hi;
    this.words[HASH_KEY_HI / 4 + 1] = lo;
  }

  /** Tells the kernel where classes are remembered. @param addresses of hashes' upper and lower halves, and of values */
  setCaches(mask: number, paths: readonly number[], userAgents: readonly number[]): void {
    this.words[CACHE_MASK / 4] = mask;
    this.words.set(this.#openMemo(MEMO_PATHS, MEMO_PATH_BYTES), PATH_MEMO / 4);
    this.words.set(this.#openMemo(MEMO_AGENTS, MEMO_AGENT_BYTES), AGENT_MEMO / 4);
    this.words.set(paths, PATH_CACHE_HI / 4);
    this.words.set(userAgents, AGENT_CACHE_HI / 4);
  }

  /** Whether {@link KernelTwins.isAllowed} is to be asked. */
  setAllowed(hasAllowed: boolean): void {
    this.words[HAS_ALLOWED / 4] = hasAllowed ? 1 : 0;
  }

  /** Chooses the program by which {@link run} reads, and tells it what is known of the zone. */
  setProgram({ steps, zone, envelope = ENVELOPE_NONE }: KernelProgram): void {
    this.words[RUN_ENVELOPE / 4] = envelope;
    this.floats[RUN_WALL_FROM / 8] = zone.fromWallMs;
    this.floats[RUN_WALL_FROM / 8 + 1] = zone.toWallMs;
    this.floats[RUN_WALL_FROM / 8 + 2] = zone.offsetMs;
    if (steps === this.#program) return;
    this.#program = steps;
    const { words } = this;
    const { code, literals } = steps;
    const program = this.#programWords;
    program.set(code);
    const end = program.byteOffset + 4 * code.length;
    this.bytes.set(literals, end);
    words.set([program.byteOffset, end, end, steps.leadingLength], RUN_CODE / 4);
    words[RUN_READER / 4] = steps.reader;
    this.#setOrdinary(ordinaryProgram(steps));
    this.#setBlank(steps);
    words[RUN_NEEDS / 4] = steps.needs;
    words[RUN_ASSIGN / 4] = steps.assign;
    words[RUN_SEPARATOR / 4] = steps.separator;
    words[RUN_REQUIRED / 4] = steps.required;
    this.#exports.forgetKeys();
  }

  #setOrdinary(program: Uint32Array): void {
    const steps = this.#ordinarySteps;
    steps.set(program);
    this.words[RUN_ORDINARY / 4] = steps.byteOffset;
    this.words[RUN_ORDINARY_END / 4] = steps.byteOffset + program.byteLength;
  }

  #setBlank({ hasReferrer, hasUserAgent }: ProgramSteps): void {
    const { words, integers, floats } = this;
    floats[(RUN_BLANK + RECORD_BYTES) / 8] = -1;
    floats[(RUN_BLANK + RECORD_DURATION) / 8] = -1;
    integers[(RUN_BLANK + RECORD_STATUS) / 4] = -1;
    words[(RUN_BLANK + RECORD_HAS_REFERRER) / 4] = hasReferrer ? 1 : 0;
    words[(RUN_BLANK + RECORD_HAS_AGENT) / 4] = hasUserAgent ? 1 : 0;
  }

  /** Gives the kernel its copy of the tables of places. */
  setPlaces(tables: PlaceTables): void {
    const { words } = this;
    const columns = [
      tables.chunks4,
      tables.values4,
      tables.heads6,
      tables.starts6,
      tables.places6,
      tables.blocks6,
    ];
    columns.forEach((column, i) => {
      words[CHUNKS4 / 4 + i] = this.#copy(column);
    });
    words[LAST_BLOCK6 / 4] = tables.blocks6.length - 2;
    words[BASE6 / 4] = tables.base6;
    words[SHIFT6 / 4] = tables.shift6;
    words[CODE_OF_PLACE / 4] = this.#copy(tables.codeOfPlace);
    words[CODE_OF_PLACE / 4 + 1] = this.#copy(tables.placeOfCode);
  }

  /** `PlaceTable.lookup` by its own tables. */
  placeOf(family: number, hi: number, lo: number): number {
    return this.#exports.placeOf(family, hi, lo);
  }

  /** Adds the record in its memory to a window. */
  addRecord(window: number): void {
    this.#exports.addRecord(window);
  }

  /** Reads lines, see assembly/kernel.ts. Positions are addresses. @returns the first line that was not read */
  run(start: number, end: number, limit: number): number {
    return this.#exports.run(start, end, limit);
  }

  /** Adds records `from` to `to` of the batch, see assembly/kernel.ts. @returns number of the first that was not added */
  runRecords(from: number, to: number): number {
    const end = this.#exports.runRecords(BATCH + from * RECORD_SIZE, BATCH + to * RECORD_SIZE);
    return (end - BATCH) / RECORD_SIZE;
  }

  /** Room for so many texts; addresses of their tags and of their entries. */
  #openMemo(texts: number, entryBytes: number): readonly [tags: number, entries: number] {
    const tags = this.arena.words(texts).byteOffset;
    return [tags, this.arena.words((texts * entryBytes) / 4).byteOffset];
  }

  #copy(column: Uint32Array | Uint16Array): number {
    const copy = this.arena.words(Math.ceil(column.byteLength / 4));
    new Uint8Array(copy.buffer, copy.byteOffset, column.byteLength).set(
      new Uint8Array(column.buffer, column.byteOffset, column.byteLength),
    );
    return copy.byteOffset;
  }
}

/** `PlaceData` and `CountryPlaces`, as far as the kernel needs them. */
export interface PlaceTables {
  readonly chunks4: Uint32Array;
  readonly values4: Uint16Array;
  readonly heads6: Uint32Array;
  readonly starts6: Uint32Array;
  readonly places6: Uint16Array;
  readonly blocks6: Uint32Array;
  readonly base6: number;
  readonly shift6: number;
  readonly codeOfPlace: Uint16Array;
  readonly placeOfCode: Uint16Array;
}

/** A byte for each letter. A plain loop: 2 ms of every start where an iterator of the text takes 7. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function bound(twins: KernelTwins): Record<string, unknown> {
  return {
    makeRoom: (window: number) => twins.makeRoom(window),
    updateItem: (window: number, part: number, hi: number, lo: number, start: number, end: number) =>
      twins.updateItem(window, part, hi >>> 0, lo >>> 0, start, end),
    reservePlace: (window: number, place: number) => twins.reservePlace(window, place),
    searchPlace: (address: number) => twins.searchPlace(address >>> 0),
    classifyPath: (hi: number, lo: number, start: number, end: number) =>
      twins.classifyPath(hi >>> 0, lo >>> 0, start, end),
    classifyUserAgent: (hi: number, lo: number, start: number, end: number) =>
      twins.classifyUserAgent(hi >>> 0, lo >>> 0, start, end),
    isAllowed: (family: number, hi: number, lo: number) => twins.isAllowed(family, hi >>> 0, lo >>> 0),
  };
}
