import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { type PlaceData, PlaceTable } from "../geo/place-table.ts";

/** Changes with what the columns of the table mean. */
const VERSION = 3;
const MAGIC = 0x54475043;
/** Words before the header's text: magic, checksum of all behind it, length of the text in bytes. */
const HEAD_WORDS = 3;
const HEAD_BYTES = 4 * HEAD_WORDS;

const COLUMNS = [
  "blocks4",
  "entries4",
  "chunks4",
  "values4",
  "heads6",
  "starts6",
  "places6",
  "blocks6",
] as const;

/** What is told of a table besides its columns. */
interface Header {
  readonly key: string;
  readonly description: string;
  readonly countries: readonly string[];
  readonly regions: readonly string[];
  readonly base6: number;
  readonly shift6: number;
  /** Elements of each column. */
  readonly lengths: readonly number[];
}

/**
 * A place table that was built once, kept in a file of the user's: reading it takes a twentieth of the time of building it.
 * Whatever is wrong with the file, or with writing it, only means that the table is built again.
 */
export class PlaceCache {
  readonly #path: string;
  readonly #key: string;

  /**
   * @param folder where to keep it
   * @param sources the files that the table is built from: a change of any makes the kept one worthless
   */
  constructor(folder: string, sources: readonly string[]) {
    this.#path = join(folder, `places-${VERSION}.bin`);
    this.#key = JSON.stringify([VERSION, sources.map(fingerprint)]);
  }

  /** The folder for what may be made again: as the XDG base directory specification has it. */
  static folder(env: Readonly<Record<string, string | undefined>>): string {
    const { XDG_CACHE_HOME: base } = env;
    return join(base?.startsWith("/") ? base : join(homedir(), ".cache"), "tidegauge");
  }

  /** The table that was kept, or null. */
  read(): PlaceTable | null {
    const bytes = sharedBytesOf(this.#path);
    return bytes !== null && bytes.length % 4 === 0 && bytes.length > HEAD_BYTES ? this.#decode(bytes) : null;
  }

  /** Keeps a table. */
  write(table: PlaceTable): void {
    const { data } = table;
    const header: Header = {
      key: this.#key,
      description: data.description,
      countries: data.countries,
      regions: data.regions,
      base6: data.base6,
      shift6: data.shift6,
      lengths: COLUMNS.map((name) => data[name].length),
    };
    const text = Buffer.from(JSON.stringify(header));
    const columns = COLUMNS.map((name) => bytesOf(data[name]));
    const size = [text, ...columns].reduce((sum, part) => sum + padded(part.length), HEAD_BYTES);
    const bytes = new Uint8Array(size);
    let at = HEAD_BYTES;
    for (const part of [text, ...columns]) {
      bytes.set(part, at);
      at += padded(part.length);
    }
    const words = new Uint32Array(bytes.buffer);
    words.set([MAGIC, 0, text.length]);
    words[1] = checksum(words);
    try {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      const part = `${this.#path}.${process.pid}`;
      writeFileSync(part, bytes, { mode: 0o600 });
      renameSync(part, this.#path);
    } catch {
      // A full disk, a home that is read-only: the next run builds the table again.
    }
  }

  #decode(bytes: Uint8Array<SharedArrayBuffer>): PlaceTable | null {
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    if (words[0] !== MAGIC || words[1] !== checksum(words)) return null;
    let at = HEAD_BYTES + words[2]!;
    const header = JSON.parse(Buffer.from(bytes.subarray(HEAD_BYTES, at)).toString()) as Header;
    if (header.key !== this.#key) return null;
    at = padded(at);
    // Columns are views of what was read: nothing is copied, and all threads have the one.
    const columns = COLUMNS.map((name, i) => {
      const length = header.lengths[i]!;
      const column =
        name === "places6" || name === "values4"
          ? new Uint16Array(bytes.buffer, at, length)
          : new Uint32Array(bytes.buffer, at, length);
      at += padded(column.byteLength);
      return [name, column] as const;
    });
    const { description, countries, regions, base6, shift6 } = header;
    const data = { description, countries, regions, base6, shift6, ...Object.fromEntries(columns) };
    return new PlaceTable(data as unknown as PlaceData);
  }
}

/** The bytes of a file in memory that threads share; null where it cannot be read. */
function sharedBytesOf(path: string): Uint8Array<SharedArrayBuffer> | null {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return null;
  }
  try {
    const bytes = new Uint8Array(new SharedArrayBuffer(fstatSync(file).size));
    for (let at = 0; at < bytes.length; ) {
      const read = readSync(file, bytes, at, bytes.length - at, at);
      if (read === 0) return null;
      at += read;
    }
    return bytes;
  } catch {
    return null;
  } finally {
    closeSync(file);
  }
}

function fingerprint(path: string): readonly (string | number)[] {
  const { size, mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0 };
  return [path, size, mtimeMs];
}

function bytesOf(column: Uint32Array | Uint16Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}

/** FNV-1a (Fowler, Noll, Vo) by words, of all behind the checksum's own: tells damage, not malice. */
function checksum(words: Uint32Array): number {
  let hash = 0x811c9dc5;
  for (let i = 2; i < words.length; i += 1) hash = Math.imul(hash ^ words[i]!, 0x01000193);
  return hash >>> 0;
}
