import { open, readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** How far a file was read, and what it is known by when it has been renamed or copied since. */
export interface FilePlace {
  readonly device: number;
  readonly inode: number;
  /** Bytes read. */
  readonly position: number;
  /** Whether what was read ends within a line. */
  readonly isWithinLine: boolean;
  /** The first bytes of the file, at most 256. */
  readonly head: Uint8Array;
}

/** A file that was read before, under the name that it has now. */
export interface FoundAgain {
  readonly path: string;
  /** Files of that log that came after it and were moved away, too, oldest first. */
  readonly newer: readonly string[];
}

interface Candidate {
  readonly path: string;
  readonly modifiedMs: number;
  /** The very file, not a copy of it. */
  readonly isSame: boolean;
}

/**
 * Finds the file that was read up to a place: under its name, or beside it under a longer one (`access.log.1`, `access.log-20210406`),
 * where it was moved or copied. It is known by its first bytes, and by its number where that is still the same.
 * @returns null where there is none, or nothing of it was read
 */
export async function findAgain(name: string, place: FilePlace): Promise<FoundAgain | null> {
  const candidates: Candidate[] = [];
  for (const path of [name, ...(await siblings(name))]) {
    const file = await stat(path).catch(() => null);
    if (file === null || !file.isFile()) continue;
    const isSame = file.ino === place.inode && file.dev === place.device;
    candidates.push({ path, modifiedMs: file.mtimeMs, isSame });
  }
  const begun: Candidate[] = [];
  for (const candidate of candidates) if (await beginsAs(candidate.path, place)) begun.push(candidate);
  const found = begun.find(({ isSame }) => isSame) ?? begun[0];
  if (found === undefined) return null;
  const newer = candidates
    .filter(({ path, modifiedMs }) => path !== name && path !== found.path && modifiedMs >= found.modifiedMs)
    .sort((a, b) => a.modifiedMs - b.modifiedMs)
    .map(({ path }) => path);
  return { path: found.path, newer: found.path === name ? [] : newer };
}

async function siblings(name: string): Promise<string[]> {
  const folder = dirname(name);
  const begins = basename(name);
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((other) => other.startsWith(begins) && /^[.-]\d/.test(other.slice(begins.length)))
    .filter((other) => !/\.(gz|zst|br|bz2|xz|lz4|Z)$/.test(other))
    .map((other) => join(folder, other));
}

/** Whether a file is as long as what was read of one, and begins as that did. */
async function beginsAs(path: string, { position, head }: FilePlace): Promise<boolean> {
  const handle = await open(path).catch(() => null);
  if (handle === null) return false;
  try {
    if ((await handle.stat()).size < position) return false;
    const bytes = new Uint8Array(head.length);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    return bytesRead === head.length && bytes.every((byte, at) => byte === head[at]);
  } finally {
    await handle.close();
  }
}
