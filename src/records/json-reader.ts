import { Ascii } from "../bytes/ascii.ts";
import type { KernelProgram, ProgramSteps } from "../kernel/program.ts";
import { FieldSlots } from "./field-slots.ts";
import { FieldTaker } from "./field-taker.ts";
import { Field, TimePart } from "./fields.ts";
import { isBare, JsonShapes, ValueKind } from "./json-shapes.ts";
import { skipBlanks, skipValue, stringEnd } from "./json-text.ts";
import { kernelKeysOf } from "./kernel-program.ts";
import { addByte, beginKey, hashKey, type KeyMap, KeyTable, ROOT, WRAPPED_RANK } from "./key-table.ts";
import { type LineReader, Outcome, type ReadFailure, rejection } from "./line-reader.ts";
import type { RequestRecord } from "./record.ts";

const BAD_JSON = rejection("bad-json");
/** Objects nested deeper are stepped over. */
const MAX_DEPTH = 8;
/** Added to the depth of what stands in a list: other text follows it than follows the same key without a list. */
const IN_LIST = 16;
/** Added to the depth of what a collector has wrapped: the same key without it is another place. */
const WRAPPED = 64;
/** Rank of a time that stands before the object: any within goes before it. */
const PREFIX_RANK = 500;
const PLUS = 0x2b;
/** Between such a time and the object stand levels, names and tags, not more than this. */
const MAX_PREFIX_BYTES = 200;
const NAME_KEY = hashKey(ROOT, Uint8Array.from([0x6e, 0x61, 0x6d, 0x65]), 0, 4);
const VALUE_KEY = hashKey(ROOT, Uint8Array.from([0x76, 0x61, 0x6c, 0x75, 0x65]), 0, 5);

/** Which fields a JSON format has; compiled once per format. */
export class JsonProgram {
  readonly name: string;
  /** The paths, compiled. */
  readonly table: KeyTable;
  /** The same for the kernel. */
  readonly kernel: ProgramSteps | null;

  /** @param map paths of keys; see {@link KeyMap} */
  constructor(name: string, map: KeyMap) {
    this.name = name;
    this.table = new KeyTable(map);
    this.kernel = kernelKeysOf(this.table);
  }

  /** A reader for one input. */
  open(logTz: string): LineReader {
    return new JsonReader(this, logTz);
  }
}

/**
 * Reads a line that is one JSON object in one pass over its bytes. A line of a shape that was seen before is read by
 * {@link JsonShapes}. Any other is read the general way: keys of interest are found by hash, all other values are stepped over,
 * and the shape is learned. Numbers are read from their digits. Nothing is allocated. What follows the object is ignored.
 */
class JsonReader implements LineReader {
  readonly name: string;
  readonly kernelProgram: KernelProgram | null;
  readonly #table: KeyTable;
  readonly #taker: FieldTaker;
  readonly #slots = new FieldSlots();
  readonly #shapes = new JsonShapes();
  #failedAt = 0;
  #failedField = 0;
  /** Added to ranks within what a collector has wrapped. */
  #wrappedRank = 0;

  constructor(program: JsonProgram, logTz: string) {
    this.name = program.name;
    this.#table = program.table;
    this.#taker = new FieldTaker(logTz);
    this.kernelProgram = program.kernel && { steps: program.kernel, zone: this.#taker.time.zone };
  }

  /** Only times without zone may depend on the lines before them. */
  get state(): string {
    return this.#taker.time.zone.state;
  }

  resume(state: string): void {
    this.#taker.time.zone.resume(state);
  }

  read(bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
    if (start === end) return Outcome.blank;
    const first = skipBlanks(bytes, start, end);
    let at = first;
    while (at < end && (bytes[at] === Ascii.bracketOpen || bytes[at] === Ascii.comma))
      at = skipBlanks(bytes, at + 1, end);
    const isListed = at > first;
    // Brackets alone, around a list that has an object a line.
    if (isEndOfList(bytes, at, end)) return Outcome.blank;
    this.#failedField = 0;
    this.#wrappedRank = 0;
    const slots = this.#slots;
    slots.clear();
    let timeEnd = -1;
    if (at < end && bytes[at] !== Ascii.braceOpen) {
      timeEnd = prefixTimeEnd(bytes, at, end);
      if (timeEnd > 0) at = objectStart(bytes, timeEnd, end);
    }
    if (at === end || bytes[at] !== Ascii.braceOpen) {
      this.#failedAt = at;
      return BAD_JSON;
    }
    this.#taker.parts.seen = 0;
    let after = this.#shapes.walk(bytes, at, end, slots);
    if (after < 0) {
      slots.clear();
      this.#shapes.begin(at);
      after = this.#object(bytes, at + 1, end, ROOT, 0);
      if (after < 0) return BAD_JSON;
      this.#shapes.note(bytes, after, after, ValueKind.end, ROOT, 0, 0, 0);
    }
    // Of a list in one line the others would be lost.
    if (isListed && !isEndOfList(bytes, after, end)) return BAD_JSON;
    if (timeEnd > 0 && this.#taker.parts.seen === 0)
      slots.offer(Field.anyTime, PREFIX_RANK, bytes, start, timeEnd);
    const outcome = slots.finish(this.#taker, bytes, start, end, record);
    this.#failedAt = slots.failedAt;
    this.#failedField = slots.failedField;
    return outcome;
  }

  failure(): ReadFailure {
    const field = Object.entries(Field).find(([, value]) => value === this.#failedField)?.[0];
    return {
      at: this.#failedAt,
      expected:
        this.#failedField === 0 || field === undefined
          ? `a JSON object with the keys of ${this.name}`
          : field,
    };
  }

  /** Reads the members of an object from after its brace; returns the position after it, or -1. */
  #object(bytes: Uint8Array, start: number, end: number, path: number, depth: number): number {
    const table = this.#table;
    let i = skipBlanks(bytes, start, end);
    if (bytes[i] === Ascii.braceClose && i < end) return i + 1;
    while (i < end) {
      if (bytes[i] !== Ascii.quote) return this.#broken(i);
      const keyStart = i + 1;
      let keyEnd = keyStart;
      let hash = beginKey(path);
      for (; keyEnd < end; keyEnd += 1) {
        const byte = bytes[keyEnd]!;
        if (byte === Ascii.quote) break;
        if (byte === Ascii.backslash)
          keyEnd += 1; // no key of interest has escapes
        else hash = addByte(hash, byte);
      }
      if (keyEnd >= end) return this.#broken(i);
      i = skipBlanks(bytes, keyEnd + 1, end);
      if (i >= end || bytes[i] !== Ascii.colon) return this.#broken(i);
      i = skipBlanks(bytes, i + 1, end);
      if (i >= end) return this.#broken(i);
      const slot = table.find(hash);
      i = slot < 0 ? this.#skip(bytes, i, end, hash, depth) : this.#value(bytes, i, end, hash, slot, depth);
      if (i < 0) return this.#broken(keyStart);
      i = skipBlanks(bytes, i, end);
      if (i < end && bytes[i] === Ascii.comma) i = skipBlanks(bytes, i + 1, end);
      else if (i < end && bytes[i] === Ascii.braceClose) return i + 1;
      else return this.#broken(i);
    }
    return this.#broken(end);
  }

  /** Reads a value whose path is known; returns the position after it, or -1. */
  #value(bytes: Uint8Array, at: number, end: number, hash: number, slot: number, depth: number): number {
    const table = this.#table;
    const first = bytes[at];
    if (first === Ascii.quote) {
      const close = stringEnd(bytes, at + 1, end);
      if (close < 0) return -1;
      this.#offer(table.field(slot), table.rank(slot), bytes, at + 1, close);
      this.#note(bytes, at + 1, close, ValueKind.string, hash, depth, slot);
      return close + 1;
    }
    if (first === Ascii.braceOpen && table.isWrapper(slot) && depth < MAX_DEPTH) {
      const before = this.#wrappedRank;
      this.#wrappedRank = WRAPPED_RANK;
      const after = this.#object(bytes, at + 1, end, ROOT, depth + 1);
      this.#wrappedRank = before;
      return after;
    }
    if (first === Ascii.braceOpen) {
      return depth < MAX_DEPTH && table.isPrefix(slot)
        ? this.#object(bytes, at + 1, end, hash, depth + 1)
        : this.#skip(bytes, at, end, hash, depth);
    }
    if (first === Ascii.bracketOpen) return this.#array(bytes, at, end, hash, slot, depth);
    const close = skipValue(bytes, at, end);
    if (close < 0) return -1;
    let to = close;
    while (to > at && bytes[to - 1]! <= 32) to -= 1;
    const isNumber = first === Ascii.minus || (first! - Ascii.zero) >>> 0 <= 9;
    if (isNumber) this.#offer(table.field(slot), table.rank(slot), bytes, at, to);
    this.#noteBare(bytes, at, to, hash, depth, slot);
    return close;
  }

  /** Steps over a value that nobody asks for; returns the position after it, or -1. */
  #skip(bytes: Uint8Array, at: number, end: number, hash: number, depth: number): number {
    const close = skipValue(bytes, at, end);
    if (close < 0) return -1;
    const first = bytes[at];
    if (first === Ascii.quote) this.#note(bytes, at + 1, close - 1, ValueKind.string, hash, depth, -1);
    else if (first === Ascii.braceOpen) this.#note(bytes, at, close, ValueKind.object, hash, depth, -1);
    else if (first === Ascii.bracketOpen) this.#note(bytes, at, close, ValueKind.list, hash, depth, -1);
    else {
      let to = close;
      while (to > at && bytes[to - 1]! <= 32) to -= 1;
      this.#noteBare(bytes, at, to, hash, depth, -1);
    }
    return close;
  }

  #noteBare(bytes: Uint8Array, at: number, to: number, hash: number, depth: number, slot: number): void {
    let bareEnd = at;
    while (bareEnd < to && isBare(bytes[bareEnd]!)) bareEnd += 1;
    if (bareEnd === to && to > at) this.#note(bytes, at, to, ValueKind.bare, hash, depth, slot);
    else this.#shapes.giveUp();
  }

  #note(
    bytes: Uint8Array,
    start: number,
    end: number,
    kind: number,
    hash: number,
    depth: number,
    slot: number,
  ): void {
    const field = slot < 0 ? Field.skip : this.#table.field(slot);
    const rank = (slot < 0 ? 0 : this.#table.rank(slot)) + this.#wrappedRank;
    const place = this.#wrappedRank > 0 ? depth + WRAPPED : depth;
    this.#shapes.note(bytes, start, end, kind, hash, place, field, rank);
  }

  /** Of a list the first string counts (Caddy's headers); `{"name":…,"value":…}` objects are members (AWS WAF). */
  #array(bytes: Uint8Array, at: number, end: number, hash: number, slot: number, depth: number): number {
    const table = this.#table;
    let i = skipBlanks(bytes, at + 1, end);
    if (i < end && bytes[i] === Ascii.quote && table.field(slot) !== 0) {
      const close = stringEnd(bytes, i + 1, end);
      if (close < 0) return -1;
      this.#offer(table.field(slot), table.rank(slot), bytes, i + 1, close);
      this.#note(bytes, i + 1, close, ValueKind.string, hash, depth + IN_LIST, slot);
      const after = skipValue(bytes, at, end);
      const comma = skipBlanks(bytes, close + 1, end);
      if (after > 0 && bytes[comma] === Ascii.comma)
        this.#note(bytes, comma + 1, after - 1, ValueKind.rest, hash, depth, -1);
      else if (after !== comma + 1) this.#shapes.giveUp();
      return after;
    }
    // What lists of such a key hold decides how they are read, so that no shape tells it.
    this.#shapes.giveUp();
    if (i >= end || bytes[i] !== Ascii.braceOpen || !table.isPrefix(slot) || depth >= MAX_DEPTH)
      return skipValue(bytes, at, end);
    while (i < end && bytes[i] === Ascii.braceOpen) {
      const after = skipValue(bytes, i, end);
      if (after < 0) return -1;
      this.#namedValue(bytes, i + 1, after, hash);
      i = skipBlanks(bytes, after, end);
      if (i < end && bytes[i] === Ascii.comma) i = skipBlanks(bytes, i + 1, end);
    }
    return skipValue(bytes, at, end);
  }

  #namedValue(bytes: Uint8Array, start: number, end: number, path: number): void {
    let slot = -1;
    let valueStart = -1;
    let valueEnd = -1;
    for (let i = skipBlanks(bytes, start, end); i < end && bytes[i] === Ascii.quote; ) {
      const keyEnd = stringEnd(bytes, i + 1, end);
      const key = hashKey(ROOT, bytes, i + 1, keyEnd);
      i = skipBlanks(bytes, skipBlanks(bytes, keyEnd + 1, end) + 1, end);
      if (bytes[i] === Ascii.quote) {
        const close = stringEnd(bytes, i + 1, end);
        if (key === NAME_KEY) slot = this.#table.find(hashKey(path, bytes, i + 1, close));
        else if (key === VALUE_KEY) {
          valueStart = i + 1;
          valueEnd = close;
        }
        i = close + 1;
      } else i = skipValue(bytes, i, end);
      if (i < 0) return;
      i = skipBlanks(bytes, skipBlanks(bytes, i, end) + 1, end);
    }
    if (slot >= 0 && valueStart >= 0) {
      this.#offer(this.#table.field(slot), this.#table.rank(slot), bytes, valueStart, valueEnd);
    }
  }

  #offer(field: number, rank: number, bytes: Uint8Array, start: number, end: number): void {
    if (field === Field.skip) return;
    if (field === Field.timePart) {
      this.#shapes.giveUp();
      const { parts } = this.#taker;
      const part = rank === 0 ? TimePart.date : TimePart.clock;
      // One that cannot be read is as good as absent.
      if (parts.read(bytes, start, end, part) !== end) parts.seen &= ~(1 << part);
      return;
    }
    this.#slots.offer(field, rank + this.#wrappedRank, bytes, start, end);
  }

  #broken(at: number): number {
    this.#failedAt = at;
    return -1;
  }
}

/**
 * Where a time ends with which a line begins that has its object further on, or -1: `2021/04/06 08:00:00.123`, with or without zone, which
 * may stand behind a blank (Caddy's console, Fluentd's files and its standard output).
 */
function prefixTimeEnd(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 20 || (bytes[start]! - Ascii.zero) >>> 0 > 9 || bytes[start + 13] !== Ascii.colon)
    return -1;
  for (let i = start + 19; i < end && i < start + 40; i += 1) {
    if (bytes[i] !== Ascii.tab && bytes[i] !== Ascii.blank) continue;
    const isZone = bytes[i + 1] === Ascii.minus || bytes[i + 1] === PLUS;
    return isZone && i + 6 < end && bytes[i + 6] === Ascii.blank ? i + 6 : i;
  }
  return -1;
}

/** Whether there are commas, closing brackets and blanks alone. */
function isEndOfList(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = skipBlanks(bytes, start, end); at < end; at = skipBlanks(bytes, at + 1, end))
    if (bytes[at] !== Ascii.comma && bytes[at] !== Ascii.bracketClose) return false;
  return true;
}

/** Where the object begins behind a prefix, or `end`. */
function objectStart(bytes: Uint8Array, start: number, end: number): number {
  const last = Math.min(end, start + MAX_PREFIX_BYTES);
  for (let i = start + 1; i < last; i += 1) {
    if (bytes[i] === Ascii.braceOpen && (bytes[i - 1] === Ascii.tab || bytes[i - 1] === Ascii.blank))
      return i;
  }
  return end;
}
