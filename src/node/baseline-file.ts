import { readFileSync, statSync } from "node:fs";
import { type OpenedBaseline, openBaseline } from "../baselines/codec.ts";
import { TidegaugeError } from "../errors.ts";
import { unreadable } from "./input-files.ts";
import { writeWholeFile } from "./whole-file.ts";

/** A full baseline takes some 2 MB: what is so much larger is something else, and is not read. */
const MOST_BYTES = 32 * 2 ** 20;

/** A baseline from a file. */
export interface BaselineFile {
  /** For the option `baseline` of an analyzer. */
  readonly bytes: Uint8Array;
  /** For looking at. */
  readonly opened: OpenedBaseline;
}

/**
 * Reads a baseline that was saved.
 * @throws TidegaugeError `TG_UNREADABLE` where the file cannot be read, `TG_DECODE` where it is damaged or no baseline
 */
export function readBaselineFile(path: string): BaselineFile {
  const bytes = wholeFile(path);
  try {
    return { bytes, opened: openBaseline(bytes) };
  } catch (error) {
    if (!(error instanceof TidegaugeError)) throw error;
    // The codec knows no name of a file to tell.
    throw new TidegaugeError(error.code, error.message.replace("a baseline", `the baseline ${path}`), error);
  }
}

/**
 * Saves a baseline. The file is there whole or not at all: what was there before stays until the new one is written.
 * @throws TidegaugeError `TG_UNREADABLE` where it cannot be written
 */
export function writeBaselineFile(path: string, bytes: Uint8Array): void {
  writeWholeFile(path, bytes);
}

function wholeFile(path: string): Uint8Array {
  try {
    const { size } = statSync(path);
    if (size <= MOST_BYTES) return readFileSync(path);
    throw new TidegaugeError(
      "TG_DECODE",
      `Cannot read ${path}: ${size} bytes are more than any baseline has`,
    );
  } catch (error) {
    throw error instanceof TidegaugeError
      ? error
      : new TidegaugeError("TG_UNREADABLE", unreadable(path, error), error);
  }
}
