import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { TidegaugeError } from "../errors.ts";
import { unreadable } from "./input-files.ts";

/** A full baseline takes some 2 MB: what is so much larger is something else, and is not read. */
const MOST_BYTES = 32 * 2 ** 20;

/**
 * The bytes of a baseline that was saved, for the option `baseline` of an analyzer, which checks them.
 * @throws TidegaugeError `TG_UNREADABLE` where the file cannot be read, `TG_DECODE` where it is much too large
 */
export function readBaselineFile(path: string): Uint8Array {
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES) {
      throw new TidegaugeError(
        "TG_DECODE",
        `Cannot read ${path}: ${size} bytes are more than any baseline has`,
      );
    }
    return readFileSync(path);
  } catch (error) {
    if (error instanceof TidegaugeError) throw error;
    throw new TidegaugeError("TG_UNREADABLE", unreadable(path, error), error);
  }
}

/**
 * Saves a baseline. The file is there whole or not at all: what was there before stays until the new one is written.
 * @throws TidegaugeError `TG_UNREADABLE` where it cannot be written
 */
export function writeBaselineFile(path: string, bytes: Uint8Array): void {
  const unfinished = `${path}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    // It tells whether an address was seen: nobody else's business.
    writeFileSync(unfinished, bytes, { mode: 0o600 });
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw new TidegaugeError("TG_UNREADABLE", `Cannot write ${path}: ${(error as Error).message}`, error);
  }
}
