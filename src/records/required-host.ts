import { Ascii } from "../bytes/ascii.ts";
import { type LineReader, Outcome, type ReadFailure, rejection } from "./line-reader.ts";
import type { RequestRecord } from "./record.ts";

const OTHER_FORMAT = rejection("other-format");

/**
 * Reads a format of which the host is the mark: a line without a host there is of another format, such as combined,
 * which has something else in that place.
 */
export class RequiredHostReader implements LineReader {
  readonly name: string;
  readonly #inner: LineReader;
  #hostAt = -1;

  /** @param inner reader of the format */
  constructor(inner: LineReader) {
    this.name = inner.name;
    this.#inner = inner;
  }

  read(bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
    this.#hostAt = -1;
    const outcome = this.#inner.read(bytes, start, end, record);
    if (outcome !== Outcome.record || isHost(bytes, record.hostStart, record.hostEnd)) return outcome;
    this.#hostAt = Math.max(record.hostStart, start);
    return OTHER_FORMAT;
  }

  failure(): ReadFailure {
    if (this.#hostAt >= 0) return { at: this.#hostAt, expected: "a host name" };
    return this.#inner.failure?.() ?? { at: 0, expected: this.name };
  }
}

/** A name with a letter, or an address with a port: an address alone may as well be a client. */
function isHost(bytes: Uint8Array, start: number, end: number): boolean {
  let marks = 0;
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i]!;
    const isLetter = ((byte | 32) - 0x61) >>> 0 < 26 && byte < 128;
    const isDigit = (byte - Ascii.zero) >>> 0 <= 9;
    if (isLetter || byte === Ascii.colon) marks += 1;
    else if (
      !isDigit &&
      byte !== Ascii.dot &&
      byte !== Ascii.minus &&
      byte !== 0x5f &&
      byte !== Ascii.bracketOpen &&
      byte !== Ascii.bracketClose
    ) {
      return false;
    }
  }
  return marks > 0;
}
