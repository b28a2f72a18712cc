import { type FileHandle, open, stat } from "node:fs/promises";
import { TidegaugeError } from "../errors.ts";
import { compressionOf } from "./decompression.ts";
import { type FilePlace, findAgain } from "./found-again.ts";
import { unreadable } from "./input-files.ts";

/** Bytes read at a time. */
const READ_BYTES = 256 * 1024;
const NEWLINE = 10;
/** By so many of its first bytes a file is known again. */
const HEAD_BYTES = 256;

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
  /** The first bytes of the file at hand. */
  #head = new Uint8Array(0);
  /** Files between the one at hand and that of the name, oldest first. */
  #between: string[] = [];
  /** Whether a line that was begun will never end. */
  #isBroken = false;

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
   * Goes on where reading stopped, in whatever the file is called now: what was written since is in it, in those that took its place, or
   * in a copy of it.
   * @param onLost told where the file is gone, or compressed: what was written to it since is lost
   * @throws TidegaugeError as {@link open}
   */
  static async resume(name: string, place: FilePlace, onLost: (text: string) => void): Promise<FollowedFile> {
    const found = await findAgain(name, place);
    if (found === null) {
      const file = await FollowedFile.open(name);
      if (place.position > 0)
        onLost(`${name}: what it was when it was read last is gone, and what was written to it since`);
      file.#isBroken = place.isWithinLine;
      return file;
    }
    const file = new FollowedFile(name, await open(found.path));
    file.#position = place.position;
    file.#isWithinLine = place.isWithinLine;
    file.#isLookedAt = place.position > 0;
    file.#head = place.head.slice();
    file.#between = [...found.newer];
    return file;
  }

  /** How far it was read. */
  async place(): Promise<FilePlace> {
    const { dev, ino } = await this.#handle.stat();
    const [position, isWithinLine] = [this.#position, this.#isWithinLine || this.#isBroken];
    return { device: dev, inode: ino, position, isWithinLine, head: this.#head };
  }

  /**
   * What has been written since; null where nothing has. Good until the next call.
   * @throws TidegaugeError `TG_UNREADABLE` where it cannot be read, or is compressed
   */
  async next(): Promise<Uint8Array | null> {
    try {
      if (this.#isBroken) return this.#broken();
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
    if (this.#head.length < HEAD_BYTES && this.#head.length === this.#position) {
      this.#head = Uint8Array.from(
        Buffer.concat([this.#head, chunk.subarray(0, HEAD_BYTES - this.#head.length)]),
      );
    }
    this.#position += bytesRead;
    this.#isWithinLine = chunk[bytesRead - 1] !== NEWLINE;
    return chunk;
  }

  /** Goes on in what has taken the place of a file that is read to its end. */
  async #turn(): Promise<Uint8Array | null> {
    const old = await this.#handle.stat();
    if (old.size < this.#position) return this.#begin();
    const newer = this.#between.shift();
    if (newer !== undefined) {
      await this.#turnTo(newer);
      return this.#begin();
    }
    const now = await stat(this.name).catch(() => null);
    // Moved away, and the next not made yet; or made, and the writer still at the old one.
    if (now === null || (now.ino === old.ino && now.dev === old.dev) || now.size === 0) return null;
    const last = await this.#read();
    if (last !== null) return last;
    await this.#turnTo(this.name);
    return this.#begin();
  }

  async #turnTo(path: string): Promise<void> {
    const next = await open(path);
    await this.#handle.close();
    this.#handle = next;
  }

  /** Reads from the beginning what is another file by now. */
  async #begin(): Promise<Uint8Array | null> {
    this.#position = 0;
    this.#head = new Uint8Array(0);
    return this.#broken() ?? (await this.#read());
  }

  /** The end of a line that will not be written any more. */
  #broken(): Uint8Array | null {
    if (!this.#isWithinLine && !this.#isBroken) return null;
    this.#isWithinLine = false;
    this.#isBroken = false;
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
