import { Ascii, startsWithAscii } from "../bytes/ascii.ts";
import type { KernelProgram } from "../kernel/program.ts";
import { skipBlanks, skipValue } from "./json-text.ts";
import { type LineReader, Outcome, type ReadFailure } from "./line-reader.ts";
import type { RequestRecord } from "./record.ts";

/** The longest line that is read: Event Hubs hand on at most 1 MiB at once. */
const MAX_BATCH_BYTES = 1 << 20;

/**
 * Lets a reader of JSON objects read lines that hold many of them: `{"records":[{…},{…}]}`, as Azure exports logs. The first
 * element that is a request stands for the line; {@link more} gives the others. Other lines are read as they are.
 */
export class BatchReader implements LineReader {
  readonly name: string;
  readonly maxLineBytes = MAX_BATCH_BYTES;
  readonly #inner: LineReader;
  readonly #key: Uint8Array;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;

  /** @param key of the list, in quotes, as bytes: it must be the first of the line */
  constructor(inner: LineReader, key: Uint8Array) {
    this.name = inner.name;
    this.#inner = inner;
    this.#key = key;
  }

  /** Lines of one request are those of the inner reader; a batch is no request to it. */
  get kernelProgram(): KernelProgram | null {
    return this.#inner.kernelProgram ?? null;
  }

  get state(): string | null {
    return this.#inner.state ?? null;
  }

  resume(state: string): void {
    this.#inner.resume?.(state);
  }

  read(bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
    const list = this.#listStart(bytes, start, end);
    this.#bytes = bytes;
    this.#at = list < 0 ? end : list;
    this.#end = end;
    if (list < 0) return this.#inner.read(bytes, start, end, record);
    let failed = -1;
    for (let outcome = this.#next(record); outcome >= 0; outcome = this.#next(record)) {
      if (outcome === Outcome.record) return outcome;
      failed = outcome;
    }
    return failed < 0 ? Outcome.blank : failed;
  }

  more(record: RequestRecord): boolean {
    for (let outcome = this.#next(record); outcome >= 0; outcome = this.#next(record)) {
      if (outcome === Outcome.record) return true;
    }
    return false;
  }

  failure(): ReadFailure {
    return this.#inner.failure?.() ?? { at: 0, expected: this.name };
  }

  /** Outcome of the next element, or -1 behind the last. A last one that is cut off is read, and fails, on its own. */
  #next(record: RequestRecord): number {
    const end = this.#end;
    const start = skipBlanks(this.#bytes, this.#at, end);
    if (start >= end || this.#bytes[start] !== Ascii.braceOpen) return -1;
    const close = skipValue(this.#bytes, start, end);
    const to = close < 0 ? end : close;
    const comma = skipBlanks(this.#bytes, to, end);
    this.#at = comma < end && this.#bytes[comma] === Ascii.comma ? comma + 1 : end;
    return this.#inner.read(this.#bytes, start, to, record);
  }

  /** Where the first element begins, or -1. */
  #listStart(bytes: Uint8Array, start: number, end: number): number {
    let at = skipBlanks(bytes, start, end);
    if (at >= end || bytes[at] !== Ascii.braceOpen) return -1;
    at = skipBlanks(bytes, at + 1, end);
    if (!startsWithAscii(bytes, at, end, this.#key)) return -1;
    at = skipBlanks(bytes, at + this.#key.length, end);
    if (at >= end || bytes[at] !== Ascii.colon) return -1;
    at = skipBlanks(bytes, at + 1, end);
    return at < end && bytes[at] === Ascii.bracketOpen ? at + 1 : -1;
  }
}
