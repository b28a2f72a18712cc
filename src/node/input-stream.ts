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
   * @param room where they may be put, which saves a copy; default: elsewhere, good until the call after next
   * @throws TidegaugeError `TG_UNREADABLE` where the file cannot be read or its compression is not known here
   */
  async next(room: Uint8Array | null = null): Promise<Uint8Array | null> {
    try {
      if (this.#source instanceof FileBytes && this.#compression === "none") {
        const chunk = await this.#source.read(room);
        this.bytesRead += chunk?.length ?? 0;
        return chunk;
      }
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
    yield* decompressed(this.file.name, this.#compression, whole, this.ending);
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
