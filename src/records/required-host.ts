import { Ascii } from "../bytes/ascii.ts";
import { NEEDS_HOST } from "../kernel/layout.ts";
import type { KernelProgram } from "../kernel/program.ts";
import { needing } from "./kernel-program.ts";
import { type LineReader, Outcome, type ReadFailure, rejection } from "./line-reader.ts";
import type { RequestRecord } from "./record.ts";

const OTHER_FORMAT = rejection("other-format");
const NOT_A_HOST = 0;
/** `_`, nothing, or an address alone: hosts where others have shown that this is the place for one. */
const DOUBTFUL = 1;
const HOST = 2;
/** What {@link RequiredHostReader.state} begins with. */
const SEEN = "+";
const UNSEEN = "-";

/**
 * Reads a format of which the host is the mark: a line without a host there is of another format, such as combined,
 * which has something else in that place.
 */
export class RequiredHostReader implements LineReader {
  readonly name: string;
  readonly #inner: LineReader;
  readonly #takesDoubtful: boolean;
  readonly #kernelProgram: KernelProgram | null;
  #hasSeenHost = false;
  #hostAt = -1;

  /**
   * @param inner reader of the format
   * @param takesDoubtful whether, once a line had a true host, a line with an address as client may have a bare address,
   *   `_`, or nothing for host. Only for formats that no line of a plainer one fits
   */
  constructor(inner: LineReader, takesDoubtful = false) {
    this.name = inner.name;
    this.#inner = inner;
    this.#takesDoubtful = takesDoubtful;
    this.#kernelProgram = needing(NEEDS_HOST, inner.kernelProgram);
  }

  /** Once a line had a host: what a kernel reads has one, and leaves no trace here. */
  get kernelProgram(): KernelProgram | null {
    return this.#hasSeenHost ? this.#kernelProgram : null;
  }

  get state(): string | null {
    const { state } = this.#inner;
    return state == null ? null : `${this.#hasSeenHost ? SEEN : UNSEEN}${state}`;
  }

  resume(state: string): void {
    this.#hasSeenHost = state.startsWith(SEEN);
    this.#inner.resume?.(state.slice(1));
  }

  read(bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
    this.#hostAt = -1;
    const outcome = this.#inner.read(bytes, start, end, record);
    if (outcome !== Outcome.record) return outcome;
    const kind = hostKind(record.buffer, record.hostStart, record.hostEnd);
    if (kind === HOST) {
      this.#hasSeenHost = true;
      return outcome;
    }
    if (kind === DOUBTFUL && this.#takesDoubtful && record.family !== 0) {
      // nginx's name of a server for whatever has no other: nothing else that stands before an address is called so.
      const isCatchAll = record.hostEnd - record.hostStart === 1 && record.buffer[record.hostStart] === 0x5f;
      if (this.#hasSeenHost || isCatchAll) return outcome;
    }
    this.#hostAt = Math.max(record.hostStart, start);
    return OTHER_FORMAT;
  }

  failure(): ReadFailure {
    if (this.#hostAt >= 0) return { at: this.#hostAt, expected: "a host name" };
    return this.#inner.failure?.() ?? { at: 0, expected: this.name };
  }
}

/** A host is a name with a letter, or anything with a port: an address alone may as well be a client. */
function hostKind(bytes: Uint8Array, start: number, end: number): number {
  let hasLetter = false;
  let colon = -1;
  let isBracketed = false;
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i]!;
    const isLetter = ((byte | 32) - 0x61) >>> 0 < 26 && byte < 128;
    const isDigit = (byte - Ascii.zero) >>> 0 <= 9;
    if (isLetter) hasLetter = true;
    else if (byte === Ascii.colon) colon = i;
    else if (byte === Ascii.bracketOpen || byte === Ascii.bracketClose) isBracketed = true;
    else if (!isDigit && byte !== Ascii.dot && byte !== Ascii.minus && byte !== 0x5f && byte !== 0x2a)
      return NOT_A_HOST;
  }
  // "TCP_MISS:DIRECT", "request_id:" and "app[web.1]:" are no hosts.
  if (colon >= 0 && colon === end - 1) return NOT_A_HOST;
  if (colon >= 0 && !isBracketed) {
    for (let i = colon + 1; i < end; i += 1) if ((bytes[i]! - Ascii.zero) >>> 0 > 9) return NOT_A_HOST;
    return HOST;
  }
  return hasLetter || isBracketed ? HOST : DOUBTFUL;
}
