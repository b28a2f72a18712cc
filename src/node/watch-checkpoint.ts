import { readFileSync } from "node:fs";
import { decode, encode } from "@msgpack/msgpack";
import { optionError, TidegaugeError } from "../errors.ts";
import type { FilePlace } from "./found-again.ts";
import { unreadable } from "./input-files.ts";
import { writeWholeFile } from "./whole-file.ts";

/** What the bytes begin with, and the version of what follows. */
const MAGIC = "tidegauge.watch";
const VERSION = 1;

/** From where watching goes on. */
export interface WatchCheckpoint {
  /** How far each of the files was read, in the order in which they were named. */
  readonly files: readonly (FilePlace & { readonly name: string })[];
  /** See `Analyzer.checkpoint`. */
  readonly analyzer: Uint8Array;
}

/** Keeps a checkpoint in a file. @throws TidegaugeError `TG_UNREADABLE` where it cannot be written */
export function writeWatchCheckpoint(path: string, { files, analyzer }: WatchCheckpoint): void {
  writeWholeFile(path, encode([MAGIC, VERSION, files, analyzer]));
}

/**
 * The checkpoint of an earlier watch over the same files; null where there is none yet.
 * @param names of the files that are to be watched
 * @throws TidegaugeError `TG_UNREADABLE`, `TG_DECODE` where it is damaged or of another version, `TG_OPTION` where it is of other files
 */
export function readWatchCheckpoint(path: string, names: readonly string[]): WatchCheckpoint | null {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new TidegaugeError("TG_UNREADABLE", unreadable(path, error), error);
  }
  const [magic, version, files, analyzer] = partsOf(bytes, path);
  if (
    magic !== MAGIC ||
    !Array.isArray(files) ||
    !files.every(isPlace) ||
    !(analyzer instanceof Uint8Array)
  ) {
    throw damaged(path, "it is none");
  }
  if (version !== VERSION) throw damaged(path, `it is of version ${String(version)}, not ${VERSION}`);
  const before = files.map(({ name }) => name);
  if (before.length !== names.length || before.some((name, at) => name !== names[at])) {
    throw optionError(
      "Cannot go on from the checkpoint",
      `${path} is of ${before.join(" ")}, not of ${names.join(" ")}; watch the same files, or remove it`,
    );
  }
  return { files, analyzer };
}

function partsOf(bytes: Uint8Array, path: string): readonly unknown[] {
  try {
    const parts = decode(bytes);
    if (Array.isArray(parts)) return parts;
  } catch (cause) {
    throw damaged(path, "it is damaged, or none", cause);
  }
  throw damaged(path, "it is none");
}

function isPlace(value: unknown): value is FilePlace & { readonly name: string } {
  if (typeof value !== "object" || value === null) return false;
  const { name, device, inode, position, isWithinLine, head } = value as Record<string, unknown>;
  return (
    [device, inode, position].every((number) => typeof number === "number" && number >= 0) &&
    typeof name === "string" &&
    typeof isWithinLine === "boolean" &&
    head instanceof Uint8Array
  );
}

function damaged(path: string, rule: string, cause?: unknown): TidegaugeError {
  const told = `Cannot go on from the checkpoint ${path}: ${rule}; remove it to begin anew`;
  return new TidegaugeError("TG_DECODE", told, cause);
}
