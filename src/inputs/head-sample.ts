import type { Carrier } from "../bytes/carrier.ts";

/** The beginning by which a format is told, in bytes. */
const CAPACITY = 256 * 1024;
const NEWLINE = 10;

/** The beginning of a log, held until its format is known. */
export class HeadSample {
  #bytes: Uint8Array | null = null;
  #length = 0;
  /** Bytes by which a format was looked for before it was full. */
  #triedBytes = 0;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  get isFull(): boolean {
    return this.#length === CAPACITY;
  }

  /** All of it. */
  get bytes(): Uint8Array {
    return this.#bytes?.subarray(0, this.#length) ?? new Uint8Array(0);
  }

  /** Its whole lines, or all of it where it has none: a line that it cuts off must not count against a format. */
  get wholeLines(): Uint8Array {
    const { bytes } = this;
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    return end > 0 ? bytes.subarray(0, end) : bytes;
  }

  /** Whole lines that {@link tried} has not been told of; null where there are none. */
  get untried(): Uint8Array | null {
    const { bytes } = this;
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    return end === this.#triedBytes ? null : bytes.subarray(0, end);
  }

  /** Takes what fits of the next bytes. @returns how many */
  push(chunk: Uint8Array): number {
    this.#bytes ??= new Uint8Array(CAPACITY);
    const taken = Math.min(chunk.length, CAPACITY - this.#length);
    this.#bytes.set(chunk.subarray(0, taken), this.#length);
    this.#length += taken;
    return taken;
  }

  /** Remembers that no format was found by the lines so far. */
  tried(lines: Uint8Array): void {
    this.#triedBytes = lines.length;
  }

  /** Lets go of its bytes, which the caller has. */
  clear(): void {
    this.#bytes = null;
    this.#length = 0;
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    const bytes = by.value(this.bytes.slice());
    this.#triedBytes = by.value(this.#triedBytes);
    if (!by.isReading) return;
    this.#bytes = null;
    this.#length = 0;
    if (bytes.length > 0) this.push(bytes);
  }
}
