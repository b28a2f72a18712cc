import { type FileHandle, open, stat } from "node:fs/promises";
import { TidegaugeError } from "../errors.ts";
import { compressionOf } from "./decompression.ts";
import { unreadable } from "./input-files.ts";

/** Bytes read at a time. */
const READ_BYTES = 256 * 1024;
const NEWLINE = 10;

/**
 * A file that grows, read through its rotation: renamed and made anew, or copied and truncated. Whatever the writer still adds to
 * the old file is read before the new one. A line that the old file breaks off ends there.
 *
 * A file that is truncated and grows beyond what had been read, between two looks, cannot be told from one that grew.
 */
export class FollowedFile {
  readonly name: string;
  readonly #buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  #handle: FileHandle;
  #position = 0;
  /** Whether what was read last ends within a line. */
  #isWithinLine = false;
  #isLookedAt = false;

  private constructor(name: string, handle: FileHandle) {
    this.name = name;
    this.#handle = handle;
  }

  /** @throws TidegaugeError `TG_UNREADABLE` where it cannot be opened, or is no file that could be followed */
  static async open(name: string): Promise<FollowedFile> {
    try {
      const handle = await open(name);
      if ((await handle.stat()).isFile()) return new FollowedFile(name, handle);
      await handle.close();
    } catch (error) {
      throw new TidegaugeError("TG_UNREADABLE", unreadable(name, error), error);
    }
    throw new TidegaugeError("TG_UNREADABLE", `Cannot watch ${name}: it is no file; name the files in it`);
  }

  /**
   * What has been written since; null where nothing has. Good until the next call.
   * @throws TidegaugeError `TG_UNREADABLE` where it cannot be read, or is compressed
   */
  async next(): Promise<Uint8Array | null> {
    try {
      return (await this.#read()) ?? (await this.#turn());
    } catch (error) {
      if (error instanceof TidegaugeError) throw error;
      throw new TidegaugeError("TG_UNREADABLE", unreadable(this.name, error), error);
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #read(): Promise<Uint8Array | null> {
    const { bytesRead } = await this.#handle.read(this.#buffer, 0, READ_BYTES, this.#position);
    if (bytesRead === 0) return null;
    const chunk = this.#buffer.subarray(0, bytesRead);
    if (!this.#isLookedAt) this.#refuseCompressed(chunk);
    this.#position += bytesRead;
    this.#isWithinLine = chunk[bytesRead - 1] !== NEWLINE;
    return chunk;
  }

  /** Goes on in what has taken the place of a file that is read to its end. */
  async #turn(): Promise<Uint8Array | null> {
    const old = await this.#handle.stat();
    if (old.size < this.#position) {
      this.#position = 0;
      return this.#broken() ?? this.#read();
    }
    const now = await stat(this.name).catch(() => null);
    // Moved away, and the next not made yet; or made, and the writer still at the old one.
    if (now === null || (now.ino === old.ino && now.dev === old.dev) || now.size === 0) return null;
    const last = await this.#read();
    if (last !== null) return last;
    const next = await open(this.name);
    await this.#handle.close();
    this.#handle = next;
    this.#position = 0;
    return this.#broken() ?? this.#read();
  }

  /** The end of a line that will not be written any more. */
  #broken(): Uint8Array | null {
    if (!this.#isWithinLine) return null;
    this.#isWithinLine = false;
    return Uint8Array.of(NEWLINE);
  }

  #refuseCompressed(head: Uint8Array): void {
    this.#isLookedAt = true;
    const compression = compressionOf(this.name, head);
    if (compression === "none") return;
    throw new TidegaugeError(
      "TG_UNREADABLE",
      `Cannot watch ${this.name}: it is compressed (${compression}) and grows no more; tidegauge analyze reads it`,
    );
  }
}
