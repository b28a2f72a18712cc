import { type FileHandle, open } from "node:fs/promises";

/** Bytes read at a time: what a kernel's input holds. */
const READ_BYTES = 256 * 1024;
/** One chunk is worked on, one may still be in the hands of a decompressor, and one is being read. */
const BUFFERS = 3;

/** A file on disk as chunks of bytes, the next one read while the last is worked on. Nothing is allocated per chunk. */
export class FileBytes {
  readonly #path: string;
  #isClosed = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** Ends the chunks. */
  close(): void {
    this.#isClosed = true;
  }

  /** The chunks. Each is good until the second one after it is asked for. @throws what opening and reading throw */
  async *chunks(): AsyncGenerator<Uint8Array> {
    const file = await open(this.#path);
    let reading: Promise<Uint8Array> | null = null;
    try {
      const buffers = Array.from({ length: BUFFERS }, () => Buffer.allocUnsafeSlow(READ_BYTES));
      reading = read(file, buffers[0]!);
      for (let next = 1; !this.#isClosed; next = (next + 1) % BUFFERS) {
        const chunk: Uint8Array = await reading;
        if (chunk.length === 0) return;
        reading = read(file, buffers[next]!);
        yield chunk;
      }
    } finally {
      // A read under way must not fail behind everybody's back.
      await reading?.catch(() => {});
      await file.close();
    }
  }
}

async function read(file: FileHandle, buffer: Buffer): Promise<Uint8Array> {
  const { bytesRead } = await file.read(buffer, 0, buffer.length);
  return buffer.subarray(0, bytesRead);
}
