import { closeSync, openSync, readSync } from "node:fs";
import { wholeLines } from "./task-reader.ts";

/** Bytes read at a time: what a kernel's input holds. */
const READ_BYTES = 256 * 1024;
/** One chunk is worked on, and one may still be in the hands of a decompressor. */
const BUFFERS = 3;
/** So much is read between two turns in which signals are heard and others go on: some ten milliseconds of work. */
const TURN_BYTES = 4 * 2 ** 20;

/**
 * A file on disk as chunks of bytes, which are read when they are asked for. The system reads ahead by itself; having a thread read the
 * next chunk costs more than the reading, since it has to be woken for each (bench/README.md). Nothing is allocated per chunk.
 */
export class FileBytes {
  readonly #path: string;
  readonly #buffers: Buffer[] = [];
  #file: number | null = null;
  /** What is read next: position in the file, and number of the buffer. */
  #at = 0;
  #next = 0;
  #sinceTurn = 0;
  #isClosed = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** Ends the chunks, and closes the file. */
  close(): void {
    this.#isClosed = true;
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  /** The chunks. Each is good until the second one after it is asked for. @throws what opening and reading throw */
  async *chunks(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = await this.read(null);
      if (chunk === null) return;
      yield chunk;
    }
  }

  /**
   * The next chunk, or null at the end.
   * @param room where whole lines are put; null: whatever comes, in a buffer that is good until the second one after it is asked for
   * @throws what opening and reading throw
   */
  async read(room: Uint8Array | null): Promise<Uint8Array | null> {
    if (this.#sinceTurn >= TURN_BYTES) {
      this.#sinceTurn = 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (this.#isClosed) return null;
    this.#file ??= openSync(this.#path, "r");
    const buffer = room ?? this.#buffer();
    const length = readSync(this.#file, buffer, 0, buffer.length, this.#at);
    const chunk = buffer.subarray(0, length);
    // At its end the last line has no more to come.
    const taken = room !== null && length === room.length ? wholeLines(chunk) : chunk;
    this.#at += taken.length;
    this.#sinceTurn += taken.length;
    return taken.length === 0 ? null : taken;
  }

  #buffer(): Buffer {
    this.#next = (this.#next + 1) % BUFFERS;
    this.#buffers[this.#next] ??= Buffer.allocUnsafeSlow(READ_BYTES);
    return this.#buffers[this.#next]!;
  }
}
