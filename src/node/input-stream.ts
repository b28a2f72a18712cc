import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { TidegaugeError } from "../errors.ts";
import { type Compression, compressionOf, decompressed, type Ending, MAGIC_BYTES } from "./decompression.ts";
import { FileBytes } from "./file-bytes.ts";
import { type InputFile, unreadable } from "./input-files.ts";

/** Bytes read from a file at a time: few enough that a thousand open files fit, enough that reading costs little. */
const READ_BYTES = 128 * 1024;

/** A file or standard input as decompressed bytes, a chunk at a time. */
export class InputStream {
  readonly file: InputFile;
  /** How the compressed data ended; meaningful after the last chunk. */
  readonly ending: Ending = { truncated: false, damage: null };
  /** Bytes read so far, before decompression. */
  bytesRead = 0;

  readonly #source: Readable | FileBytes;
  readonly #chunks: AsyncGenerator<Uint8Array>;
  #compression: Compression | null = null;

  /** @param stdin what `-` stands for; default: standard input of the process */
  constructor(file: InputFile, stdin?: Readable) {
    this.file = file;
    this.#source = sourceOf(file, stdin);
    this.#chunks = this.#read();
  }

  /**
   * The next bytes, or null at the end.
   * @throws TidegaugeError `TG_UNREADABLE` where the file cannot be read or its compression is not known here
   */
  async next(): Promise<Uint8Array | null> {
    try {
      const { done, value } = await this.#chunks.next();
      return done === true ? null : value;
    } catch (error) {
      if (error instanceof TidegaugeError) throw error;
      throw new TidegaugeError("TG_UNREADABLE", unreadable(this.file.name, error), error);
    }
  }

  /** Whether it is a file on disk that holds the log as it is; known once the first chunk has come. */
  get isPlainFile(): boolean {
    return this.#source instanceof FileBytes && this.#compression === "none";
  }

  /** Stops reading; what is open is closed. A read that waits (for a terminal, for a pipe) ends. */
  close(): void {
    if (this.#source instanceof FileBytes) this.#source.close();
    else this.#source.destroy();
  }

  /** Ends the reading of a file of which no more is wanted, between two chunks. */
  async leave(): Promise<void> {
    this.close();
    await this.#chunks.return(undefined);
  }

  /** Closes what is open, and waits until a file is: one that is left open is closed by the engine some day, with a warning. */
  async release(): Promise<void> {
    this.close();
    if (this.#source instanceof FileBytes) await this.#chunks.return(undefined).catch(() => {});
  }

  async *#read(): AsyncGenerator<Uint8Array> {
    const counted = this.#counted();
    // Magic numbers may come in pieces through a pipe.
    const head: Uint8Array[] = [];
    let length = 0;
    while (length < MAGIC_BYTES) {
      const { done, value } = await counted.next();
      if (done === true) break;
      head.push(value);
      length += value.length;
    }
    const first = head.length === 1 ? head[0]! : Buffer.concat(head);
    const whole = (async function* () {
      if (first.length > 0) yield first;
      yield* counted;
    })();
    this.#compression = compressionOf(this.file.name, first);
    try {
      yield* decompressed(this.file.name, this.#compression, whole, this.ending);
    } finally {
      // Whoever leaves at the first chunk has not come to those that would end with it.
      if (this.#source instanceof FileBytes) await counted.return(undefined);
    }
  }

  async *#counted(): AsyncGenerator<Uint8Array> {
    const source = this.#source instanceof FileBytes ? this.#source.chunks() : this.#source;
    for await (const chunk of source) {
      const bytes: Uint8Array = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      this.bytesRead += bytes.length;
      yield bytes;
    }
  }
}

function sourceOf(file: InputFile, stdin: Readable | undefined): Readable | FileBytes {
  if (file.name === "-") return stdin ?? process.stdin;
  // What tells its size lies on disk; a pipe is read as it comes.
  return file.bytes === null
    ? createReadStream(file.name, { highWaterMark: READ_BYTES })
    : new FileBytes(file.name);
}
