import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { SPAN_BYTES } from "../inputs/span-outcome.ts";
import type { SourceSpan, SpanSource } from "./span-feed.ts";
import { wholeLines } from "./task-reader.ts";

const NEWLINE = 10;
const READ_BYTES = 256 * 1024;
/** A line that goes on so far beyond its span is read by the reader of the whole log. */
const MOST_LINE_BYTES = 2 ** 20;

/** The end of the span that a position lies in. */
const spanEnd = (at: number): number => (Math.floor(at / SPAN_BYTES) + 1) * SPAN_BYTES;

/** Spans of a file on disk, which threads read for themselves. */
export class FileSpans implements SpanSource {
  readonly holdsBytes = false;
  readonly #file: number;
  #from: number;
  #bytes: number;

  /** @param at a position in the first span. @throws what opening throws */
  constructor(path: string, at: number) {
    this.#file = openSync(path, "r");
    this.#bytes = fstatSync(this.#file).size;
    this.#from = spanEnd(at) - SPAN_BYTES;
  }

  async next(): Promise<SourceSpan | null> {
    const from = this.#from;
    // A log that is being written may have grown.
    if (from >= this.#bytes) this.#bytes = fstatSync(this.#file).size;
    if (from >= this.#bytes) return null;
    this.#from += SPAN_BYTES;
    return { file: this.#file, bytes: null, from, to: this.#from, isLoose: false };
  }

  *again({ to }: SourceSpan, _bytes: null, from: number, room: Uint8Array | null): Iterable<Uint8Array> {
    room ??= new Uint8Array(READ_BYTES);
    for (let at = from; ; ) {
      const chunk = room.subarray(0, readSync(this.#file, room, 0, room.length, at));
      if (chunk.length === 0) return;
      const last = at + chunk.length < to ? -1 : chunk.indexOf(NEWLINE, Math.max(0, to - 1 - at));
      const lines = last < 0 ? wholeLines(chunk) : chunk.subarray(0, last + 1);
      yield lines;
      if (last >= 0) return;
      at += lines.length;
    }
  }

  done(): void {}

  close(): void {
    closeSync(this.#file);
  }
}

/** Spans of a stream of bytes, such as a decompressed file: gathered here, and handed over. */
export class StreamSpans implements SpanSource {
  readonly holdsBytes = true;
  readonly #chunks: () => Promise<Uint8Array | null>;
  /** Buffers that came back. */
  readonly #spare: ArrayBuffer[] = [];
  /** Where the bytes at hand begin in the stream. */
  #at: number;
  #buffer: Uint8Array<ArrayBuffer>;
  #length = 0;
  /** What was read beyond the last span. */
  #rest: Uint8Array;
  #isAtEnd = false;
  /** Within a line that is longer than what is gathered. */
  #isWithinLine = false;

  /**
   * @param chunks the next bytes, null at the end; good until the call after next
   * @param at position in the stream at which `rest` begins, with a line
   * @param rest bytes that have been read already
   */
  constructor(chunks: () => Promise<Uint8Array | null>, at: number, rest: Uint8Array) {
    this.#chunks = chunks;
    this.#at = at;
    this.#rest = rest.slice();
    this.#buffer = this.#room();
  }

  async next(): Promise<SourceSpan | null> {
    const to = spanEnd(this.#at);
    for (;;) {
      const chunk = this.#rest.length > 0 ? this.#rest : await this.#read();
      this.#rest = new Uint8Array(0);
      if (chunk === null) return this.#length === 0 ? null : this.#span(to, false);
      // Of the line that was handed on in pieces, everything up to its end is one more piece.
      const last = this.#isWithinLine ? 0 : Math.max(0, to - 1 - this.#at - this.#length);
      const newline = last >= chunk.length ? -1 : chunk.indexOf(NEWLINE, last);
      const taken = newline < 0 ? chunk.length : newline + 1;
      this.#gather(chunk.subarray(0, taken));
      if (newline >= 0) {
        this.#rest = chunk.slice(taken);
        return this.#span(to, false);
      }
      if (this.#at + this.#length > to + MOST_LINE_BYTES || this.#length > 2 * SPAN_BYTES) {
        return this.#span(to, true);
      }
    }
  }

  again(_span: SourceSpan, bytes: Uint8Array | null): Iterable<Uint8Array> {
    return bytes === null ? [] : [bytes];
  }

  done(bytes: Uint8Array<ArrayBuffer> | null): void {
    if (bytes !== null) this.#spare.push(bytes.buffer);
  }

  close(): void {}

  async #read(): Promise<Uint8Array | null> {
    if (this.#isAtEnd) return null;
    const chunk = await this.#chunks();
    this.#isAtEnd = chunk === null;
    return chunk;
  }

  /** Hands over what was gathered. @param goesOn whether its last line does */
  #span(to: number, goesOn: boolean): SourceSpan {
    const bytes = this.#buffer.subarray(0, this.#length);
    const isLoose = goesOn || this.#isWithinLine;
    const span = { file: -1, bytes, from: this.#at, to, isLoose };
    this.#isWithinLine = goesOn;
    this.#at += this.#length;
    this.#length = 0;
    this.#buffer = this.#room();
    return span;
  }

  #gather(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > this.#buffer.length) {
      const grown = new Uint8Array(2 * length);
      grown.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = grown;
    }
    this.#buffer.set(chunk, this.#length);
    this.#length = length;
  }

  #room(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#spare.pop() ?? new ArrayBuffer(SPAN_BYTES + READ_BYTES));
  }
}
