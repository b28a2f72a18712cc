import { optionError } from "../errors.ts";
import type { Carrier } from "./carrier.ts";

/**
 * Who receives the lines of a {@link LineSplitter}. Spans are valid only during the call: the bytes are reused.
 */
export interface LineSink {
  /** The longest line that it takes whole, in bytes, asked at every line; absent: that of the splitter. */
  readonly maxLineBytes?: number;
  /** One line, without its newline and without one carriage return before it. May be empty. */
  line(bytes: Uint8Array, start: number, end: number): void;
  /**
   * Offered before each line that lies within one chunk: takes as many lines as it likes, from `start` on.
   * @returns where the first line begins that it did not take
   */
  takeLines?(bytes: Uint8Array, start: number): number;
  /** A line longer than the limit; the span holds its first bytes, at most {@link OVERLONG_BYTES}. */
  overlong(bytes: Uint8Array, start: number, end: number): void;
}

/** The longest line that is read, unless its format has longer ones. */
export const MAX_LINE_BYTES = 65536;
/** How much of an overlong line is handed on, in bytes. */
export const OVERLONG_BYTES = 256;

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
/** Most logs have lines below 1 KiB: a carry of that size is seldom grown. */
const FIRST_CARRY_BYTES = 1024;

/**
 * Cuts a stream of bytes into lines. However the stream is cut into chunks, the sink sees the same calls.
 *
 * Splits on `\n` only and strips one `\r` before it; other control characters, NUL among them, belong to the line.
 * Lines that lie within one chunk are not copied. Memory: one line, at most `maxLineBytes`, however long lines get.
 * Cost: one native search per line.
 */
export class LineSplitter {
  /** Offset in the whole stream of the first byte of the line being delivered. */
  lineOffset = 0;

  readonly #maxLineBytes: number;
  readonly #sink: LineSink;
  /** The beginning of a line whose end is in a later chunk. */
  #carry = new Uint8Array(FIRST_CARRY_BYTES);
  #carried = 0;
  /** True from the moment an overlong line was handed on until its newline. */
  #skipping = false;
  /** Bytes of all chunks before the current one. */
  #streamOffset = 0;

  /**
   * @param sink receives the lines
   * @param options `maxLineBytes`: the longest line that is delivered whole, newline excluded; from 256, default 64 KiB
   * @throws TidegaugeError TG_OPTION for a smaller limit
   */
  constructor(sink: LineSink, options: { maxLineBytes?: number } = {}) {
    if (options.maxLineBytes !== undefined && !(options.maxLineBytes >= OVERLONG_BYTES)) {
      throw optionError(
        "Cannot split lines",
        `"maxLineBytes" must be ${OVERLONG_BYTES} or more, got ${options.maxLineBytes}`,
      );
    }
    this.#sink = sink;
    this.#maxLineBytes = options.maxLineBytes ?? MAX_LINE_BYTES;
  }

  /** The longest line that is delivered whole now, newline excluded. */
  get maxLineBytes(): number {
    return this.#sink.maxLineBytes ?? this.#maxLineBytes;
  }

  /** Takes the next bytes of the stream. The chunk is not kept. */
  push(chunk: Uint8Array): void {
    const length = chunk.length;
    const sink = this.#sink;
    let start = 0;
    if (this.#carried > 0 || this.#skipping) {
      start = this.#finishCarried(chunk);
      if (start < 0) {
        this.#streamOffset += length;
        return;
      }
    }
    const base = this.#streamOffset;
    while (start < length) {
      if (sink.takeLines !== undefined) {
        this.lineOffset = base + start;
        start = sink.takeLines(chunk, start);
        if (start >= length) break;
      }
      const newline = chunk.indexOf(NEWLINE, start);
      if (newline < 0) {
        this.lineOffset = base + start;
        this.#carryOn(chunk, start, length);
        break;
      }
      this.lineOffset = base + start;
      if (newline - start > this.maxLineBytes) sink.overlong(chunk, start, start + OVERLONG_BYTES);
      else if (newline > start && chunk[newline - 1] === CARRIAGE_RETURN)
        sink.line(chunk, start, newline - 1);
      else sink.line(chunk, start, newline);
      start = newline + 1;
    }
    this.#streamOffset = base + length;
  }

  /** Passes over bytes that others have split. @throws Error within a line */
  skip(bytes: number): void {
    if (this.#carried > 0 || this.#skipping) throw new Error("Cannot skip: a line has begun");
    this.#streamOffset += bytes;
  }

  /** Whether the bytes so far end with a whole line. */
  get isBetweenLines(): boolean {
    return this.#carried === 0 && !this.#skipping;
  }

  /** Ends the stream: a last line without newline is delivered. The splitter may be used for a new stream after. */
  end(): void {
    if (this.#carried > 0) this.#deliverCarry();
    this.#skipping = false;
    this.#streamOffset = 0;
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.lineOffset = by.value(this.lineOffset);
    this.#skipping = by.value(this.#skipping);
    this.#streamOffset = by.value(this.#streamOffset);
    const carried = by.value(this.#carry.slice(0, this.#carried));
    this.#carried = carried.length;
    if (this.#carry.length < carried.length) this.#carry = new Uint8Array(carried.length);
    this.#carry.set(carried);
  }

  /** Completes the line begun in earlier chunks; returns where the next one starts, or -1 when it goes on. */
  #finishCarried(chunk: Uint8Array): number {
    const newline = chunk.indexOf(NEWLINE);
    const end = newline < 0 ? chunk.length : newline;
    if (!this.#skipping) {
      this.#carryOn(chunk, 0, end);
      if (newline >= 0 && !this.#skipping) this.#deliverCarry();
    }
    if (newline < 0) return -1;
    this.#skipping = false;
    return newline + 1;
  }

  #deliverCarry(): void {
    const end = this.#carried;
    this.#carried = 0;
    this.#sink.line(this.#carry, 0, this.#carry[end - 1] === CARRIAGE_RETURN ? end - 1 : end);
  }

  /** Keeps a piece of an unfinished line, or gives the line up when it gets too long. */
  #carryOn(chunk: Uint8Array, start: number, end: number): void {
    const carried = this.#carried;
    const wanted = carried + end - start;
    // A line that turns out overlong still hands on its first bytes, so no more than that is copied of it.
    const max = this.maxLineBytes;
    const needed = Math.min(wanted, max);
    if (needed > this.#carry.length) {
      const grown = new Uint8Array(Math.max(needed, Math.min(this.#carry.length * 2, max)));
      grown.set(this.#carry.subarray(0, carried));
      this.#carry = grown;
    }
    this.#carry.set(chunk.subarray(start, start + needed - carried), carried);
    this.#carried = needed;
    if (wanted > max) {
      this.#carried = 0;
      this.#skipping = true;
      this.#sink.overlong(this.#carry, 0, OVERLONG_BYTES);
    }
  }
}
