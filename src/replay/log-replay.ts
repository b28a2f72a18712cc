import { type LineSink, MAX_LINE_BYTES } from "../bytes/lines.ts";
import type { ClientIdentity } from "../records/clients.ts";
import type { Format } from "../records/format.ts";
import { type LineReader, Outcome } from "../records/line-reader.ts";
import { RequestRecord } from "../records/record.ts";

/** The format of a log from one of its lines on. */
export interface FormatFrom {
  /** Number of the first line in it, from 1. */
  readonly line: number;
  readonly format: Format;
}

/** A line that is being read again. Valid during the call only. */
export interface ReplayedLine {
  /** From 1. */
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** Who is shown the requests of a log once more. */
export interface ReplaySink {
  /** One request, its client found behind trusted proxies. */
  request(record: RequestRecord, line: ReplayedLine): void;
}

/**
 * Reads a log once more, by the formats in which it was found to be. Nothing is counted, detected or judged again: what is
 * no request is passed over. Bounded memory; O(bytes).
 */
export class LogReplay implements LineSink {
  readonly #formats: readonly FormatFrom[];
  readonly #logTz: string;
  readonly #identity: ClientIdentity;
  readonly #sink: ReplaySink;
  readonly #record = new RequestRecord();
  readonly #line: { -readonly [Key in keyof ReplayedLine]: ReplayedLine[Key] } = {
    number: 0,
    bytes: new Uint8Array(0),
    start: 0,
    end: 0,
  };
  #reader: LineReader | null = null;
  #next = 0;

  /** @param formats in order of their lines; the first one from line 1 on */
  constructor(formats: readonly FormatFrom[], logTz: string, identity: ClientIdentity, sink: ReplaySink) {
    this.#formats = formats;
    this.#logTz = logTz;
    this.#identity = identity;
    this.#sink = sink;
  }

  get maxLineBytes(): number {
    return this.#reader?.maxLineBytes ?? MAX_LINE_BYTES;
  }

  line(bytes: Uint8Array, start: number, end: number): void {
    const reader = this.#count();
    if (reader === null || start === end) return;
    const record = this.#record;
    if (reader.read(bytes, start, end, record) !== Outcome.record) return;
    const line = this.#line;
    line.bytes = bytes;
    line.start = start;
    line.end = end;
    do {
      this.#identity.resolve(record);
      this.#sink.request(record, line);
    } while (reader.more?.(record) === true);
  }

  overlong(): void {
    this.#count();
  }

  /** Counts a line. @returns who reads it */
  #count(): LineReader | null {
    this.#line.number += 1;
    while (this.#next < this.#formats.length && this.#formats[this.#next]!.line <= this.#line.number) {
      this.#reader = this.#formats[this.#next]!.format.open({ logTz: this.#logTz });
      this.#next += 1;
    }
    return this.#reader;
  }
}
