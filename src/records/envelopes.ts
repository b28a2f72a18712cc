import { ENVELOPE_CRI, ENVELOPE_SYSLOG, ENVELOPE_SYSLOG_5424, ENVELOPE_TIME } from "../kernel/layout.ts";
import type { KernelProgram } from "../kernel/program.ts";
import { ENVELOPES, Envelope, EnvelopeOpener } from "./envelope-opener.ts";
import { isBinary, isEmpty, isErrorLog, isJournalNote, isProgramLog, textStart } from "./foreign-lines.ts";
import { type LineReader, Outcome, type ReadFailure, rejection } from "./line-reader.ts";
import type { RequestRecord } from "./record.ts";

/** Those that the kernel takes off. */
const IN_KERNEL: readonly number[] = [ENVELOPE_SYSLOG, ENVELOPE_SYSLOG_5424, ENVELOPE_CRI, ENVELOPE_TIME];
const NAMES = [
  "none",
  "syslog (RFC 3164)",
  "syslog (RFC 5424)",
  "CRI",
  "JSON with the line as a string",
  "docker compose",
  "a time before the line",
  "Kubernetes pod names",
  "docker compose with times",
  "a logger's words before the line",
  "an object in another (_source, event)",
];
const BINARY = rejection("binary");
const NOT_A_REQUEST = rejection("not-a-request");
const ERROR_LOG = rejection("error-log");
const OVERLONG = rejection("overlong");
/** The longest line that is put together from parts. */
const MAX_JOINED_BYTES = 65536;
/**
 * Lets a reader read lines that stand in an envelope. Lines are tried as they are; one that fails is tried without each
 * envelope that fits, and the envelope that worked is expected of the lines after it. So envelopes need not be named,
 * and logs with and without them may be mixed.
 */
export class EnvelopeReader implements LineReader {
  readonly name: string;
  /** Only where the format has lines of several requests: others must not pay for it. */
  readonly more?: (record: RequestRecord) => boolean;
  readonly maxLineBytes?: number;
  readonly #inner: LineReader;
  readonly #opener = new EnvelopeOpener();
  #envelope: number = Envelope.none;
  #joined = new Uint8Array(0);
  #joinedLength = 0;
  #isBinary = false;

  /** @param inner reader of the format */
  constructor(inner: LineReader) {
    this.name = inner.name;
    this.#inner = inner;
    if (inner.maxLineBytes !== undefined) this.maxLineBytes = inner.maxLineBytes;
    if (inner.more !== undefined) this.more = (record) => inner.more!(record);
  }

  get kernelProgram(): KernelProgram | null {
    const inner = this.#inner.kernelProgram ?? null;
    if (inner === null || this.#envelope === Envelope.none) return inner;
    // What goes on from lines before, or is not a part of the line as it stands, is for the general way.
    if (!IN_KERNEL.includes(this.#envelope) || this.#joinedLength > 0) return null;
    return { ...inner, envelope: this.#envelope };
  }

  get state(): string | null {
    const state = this.#inner.state ?? null;
    if (state === null) return null;
    // The first parts of a line, byte by byte: of a format with such lines there are few.
    const parts = Array.from(this.#joined.subarray(0, this.#joinedLength), (byte) =>
      String.fromCharCode(byte),
    ).join("");
    return JSON.stringify([this.#envelope, state, parts]);
  }

  resume(state: string): void {
    const [envelope, inner, parts] = JSON.parse(state) as [number, string, string];
    this.#envelope = envelope;
    this.#joined = Uint8Array.from(parts, (character) => character.charCodeAt(0));
    this.#joinedLength = parts.length;
    this.#inner.resume?.(inner);
  }

  /** The envelope of the last line that was read, for people; `null` where there was none. */
  get envelope(): string | null {
    return this.#envelope === Envelope.none ? null : (NAMES[this.#envelope] ?? null);
  }

  read(bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
    if (this.#envelope === Envelope.none) {
      const outcome = this.#inner.read(bytes, start, end, record);
      return outcome <= Outcome.blank ? outcome : this.#tryEnvelopes(bytes, start, end, record, outcome);
    }
    if (start === end) return Outcome.blank;
    const outcome = this.#readWithin(this.#envelope, bytes, start, end, record);
    return outcome >= 0 && outcome <= Outcome.blank
      ? outcome
      : this.#tryEnvelopes(bytes, start, end, record, outcome);
  }

  failure(): ReadFailure {
    if (this.#isBinary) return { at: 0, expected: "text" };
    return this.#inner.failure?.() ?? { at: 0, expected: this.name };
  }

  /** The rare path: another envelope than before, none, or no line of the format at all. */
  #tryEnvelopes(
    bytes: Uint8Array,
    start: number,
    end: number,
    record: RequestRecord,
    failed: number,
  ): number {
    const text = textStart(bytes, start, end);
    if (text > start && text < end) return this.read(bytes, text, end, record);
    const tried = this.#envelope;
    this.#isBinary = false;
    // Well-formed, and something else: a better reason than that the line as it stands does not fit.
    let isNoRequest = failed === NOT_A_REQUEST;
    let isOfErrors = this.#holdsErrorLog(tried, bytes, start, end);
    for (const envelope of ENVELOPES) {
      if (envelope === tried) continue;
      const outcome = this.#readWithin(envelope, bytes, start, end, record);
      if (outcome === NOT_A_REQUEST) isNoRequest = true;
      if (outcome > Outcome.blank) isOfErrors ||= this.#holdsErrorLog(envelope, bytes, start, end);
      if (outcome < 0 || outcome > Outcome.blank) continue;
      // A blank within an envelope (an empty message, half a line) does not show that the envelope is right.
      if (outcome === Outcome.record) this.#envelope = envelope;
      return outcome;
    }
    // In every such log a line that begins so is a comment.
    if (bytes[start] === 35 || isEmpty(bytes, start, end) || isJournalNote(bytes, start, end))
      return Outcome.blank;
    if (isOfErrors || isErrorLog(bytes, start, end)) return ERROR_LOG;
    // Only now: what a visitor wrote into an error log must not be taken for a line.
    if (tried !== Envelope.logger) {
      const outcome = this.#readWithin(Envelope.logger, bytes, start, end, record);
      if (outcome === Outcome.record) {
        this.#envelope = Envelope.logger;
        return outcome;
      }
    }
    if (isProgramLog(bytes, start, end)) return ERROR_LOG;
    if (isBinary(bytes, start, end)) {
      this.#isBinary = true;
      return BINARY;
    }
    // Read once more as it is, so that the reason and the place of the failure are those of the line itself, or of what is
    // in the envelope that the lines before it had.
    if (isNoRequest) return NOT_A_REQUEST;
    if (tried !== Envelope.none) {
      const outcome = this.#inner.read(bytes, start, end, record);
      if (outcome <= Outcome.blank) {
        this.#envelope = Envelope.none;
        return outcome;
      }
      if (failed >= 0) return failed;
      return outcome;
    }
    return this.#inner.read(bytes, start, end, record);
  }

  /** Whether there is a line of an error log in the envelope. */
  #holdsErrorLog(envelope: number, bytes: Uint8Array, start: number, end: number): boolean {
    const opener = this.#opener;
    return (
      envelope !== Envelope.none &&
      opener.open(envelope, bytes, start, end) &&
      (isErrorLog(opener.bytes, opener.start, opener.end) ||
        isProgramLog(opener.bytes, opener.start, opener.end))
    );
  }

  /** Outcome of the line without the envelope, or -1 where it has no such envelope. */
  #readWithin(
    envelope: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    record: RequestRecord,
  ): number {
    const opener = this.#opener;
    if (!opener.open(envelope, bytes, start, end)) return -1;
    if (envelope === Envelope.cri) return this.#readCri(bytes, opener.start, end, record);
    return this.#inner.read(opener.bytes, opener.start, opener.end, record);
  }

  #readCri(bytes: Uint8Array, at: number, end: number, record: RequestRecord): number {
    const isPart = bytes[at - 2] === 0x50;
    if (!isPart && this.#joinedLength === 0) return this.#inner.read(bytes, at, end, record);
    const length = this.#joinedLength + end - at;
    if (length > MAX_JOINED_BYTES) {
      // Forgotten as a whole; what follows of it fails on its own.
      if (!isPart) this.#joinedLength = 0;
      return isPart ? Outcome.blank : OVERLONG;
    }
    if (this.#joined.length < length) {
      const grown = new Uint8Array(Math.min(MAX_JOINED_BYTES, length * 2));
      grown.set(this.#joined.subarray(0, this.#joinedLength));
      this.#joined = grown;
    }
    this.#joined.set(bytes.subarray(at, end), this.#joinedLength);
    this.#joinedLength = length;
    if (isPart) {
      this.#envelope = Envelope.cri;
      return Outcome.blank;
    }
    this.#joinedLength = 0;
    return this.#inner.read(this.#joined, 0, length, record);
  }
}
