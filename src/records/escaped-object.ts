import { Ascii, startsWithAscii } from "../bytes/ascii.ts";
import type { KernelProgram } from "../kernel/program.ts";
import { skipBlanks, stringEnd, unescapeString } from "./json-text.ts";
import { type LineReader, Outcome, type ReadFailure } from "./line-reader.ts";
import type { RequestRecord } from "./record.ts";
import { Scratch } from "./scratch.ts";

/**
 * Lets a reader of JSON objects read lines in which one member is an object written as a string: `"properties":"{\\"CIp\\":…}"`, as
 * Azure's App Service exports them. A line that the reader cannot read as it is is read once more with the object in the string's place.
 */
export class EscapedObjectReader implements LineReader {
  readonly name: string;
  readonly #inner: LineReader;
  readonly #key: Uint8Array;
  readonly #scratch = new Scratch();

  /** @param key of the member, in quotes, as bytes */
  constructor(inner: LineReader, key: Uint8Array) {
    this.name = inner.name;
    this.#inner = inner;
    this.#key = key;
  }

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
    const outcome = this.#inner.read(bytes, start, end, record);
    if (outcome <= Outcome.blank) return outcome;
    const length = this.#unescaped(bytes, start, end);
    return length < 0 ? outcome : this.#inner.read(this.#scratch.bytes, 0, length, record);
  }

  failure(): ReadFailure {
    return this.#inner.failure?.() ?? { at: 0, expected: this.name };
  }

  /** Writes the line with the object in the string's place to the scratch; returns its length, or -1 where there is no such string. */
  #unescaped(bytes: Uint8Array, start: number, end: number): number {
    const open = this.#stringStart(bytes, start, end);
    if (open < 0) return -1;
    const close = stringEnd(bytes, open + 1, end);
    if (close < 0) return -1;
    const target = this.#scratch.reserve(end - start);
    target.set(bytes.subarray(start, open));
    let at = unescapeString(bytes, open + 1, close, target, open - start);
    target.set(bytes.subarray(close + 1, end), at);
    at += end - close - 1;
    return at;
  }

  /** The opening quote of the string that is the member's value and begins like an object, or -1. */
  #stringStart(bytes: Uint8Array, start: number, end: number): number {
    const key = this.#key;
    for (
      let at = bytes.indexOf(Ascii.quote, start);
      at >= 0 && at < end;
      at = bytes.indexOf(Ascii.quote, at + 1)
    ) {
      if (!startsWithAscii(bytes, at, end, key)) continue;
      const colon = skipBlanks(bytes, at + key.length, end);
      const open = skipBlanks(bytes, colon + 1, end);
      if (bytes[colon] === Ascii.colon && bytes[open] === Ascii.quote && bytes[open + 1] === Ascii.braceOpen)
        return open;
    }
    return -1;
  }
}
