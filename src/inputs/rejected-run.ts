import type { Carrier } from "../bytes/carrier.ts";

/** Bytes that a run holds: enough to tell a format by. */
const CAPACITY = 64 * 1024;
/** Fewer lines in a row may well be something that was written into the log. */
const ENOUGH_LINES = 50;

/**
 * Lines in a row that the format of a log does not read, held with what became of each until it is clear whether the log
 * goes on in another format. Memory: at most 64 KiB of lines.
 */
export class RejectedRun {
  /** Number of its first line. */
  firstLine = 0;
  readonly #bytes = new Uint8Array(CAPACITY);
  #ends: number[] = [];
  #outcomes: number[] = [];
  #rejected = 0;

  /** Lines held. */
  get length(): number {
    return this.#ends.length;
  }

  /** Whether there are enough rejected lines to look for another format. */
  get isLong(): boolean {
    return this.#rejected >= ENOUGH_LINES;
  }

  /** The lines, each with its newline; valid until the next {@link add}. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#ends.at(-1) ?? 0);
  }

  /** Whether a line of so many bytes still fits. */
  fits(length: number): boolean {
    return (this.#ends.at(-1) ?? 0) + length < CAPACITY;
  }

  /**
   * Holds a line, which must fit.
   * @param line its number; consecutive
   * @param outcome what the reader said of it: a rejection, or blank
   */
  add(line: number, bytes: Uint8Array, start: number, end: number, outcome: number): void {
    if (this.#ends.length === 0) this.firstLine = line;
    const at = this.#ends.at(-1) ?? 0;
    this.#bytes.set(bytes.subarray(start, end), at);
    const newline = at + end - start;
    this.#bytes[newline] = 10;
    this.#ends.push(newline + 1);
    this.#outcomes.push(outcome);
    if (outcome >= 2) this.#rejected += 1;
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.firstLine = by.value(this.firstLine);
    this.#bytes.set(by.value(this.bytes.slice()));
    this.#ends = by.value(this.#ends);
    this.#outcomes = by.value(this.#outcomes);
    this.#rejected = by.value(this.#rejected);
  }

  /** Hands over each line in order, and is empty afterwards. */
  drain(visit: (line: number, bytes: Uint8Array, start: number, end: number, outcome: number) => void): void {
    let start = 0;
    for (const [index, end] of this.#ends.entries()) {
      visit(this.firstLine + index, this.#bytes, start, end - 1, this.#outcomes[index]!);
      start = end;
    }
    this.#ends.length = 0;
    this.#outcomes.length = 0;
    this.#rejected = 0;
  }
}
