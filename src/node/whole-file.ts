import { randomBytes } from "node:crypto";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { unwritable } from "./unwritable.ts";

/**
 * Writes a file that is there whole or not at all: what was there before stays until the new one is written. Only its owner may read it:
 * what tidegauge keeps tells whether an address was seen, which is nobody else's business.
 * @throws TidegaugeError `TG_UNREADABLE` where it cannot be written
 */
export function writeWholeFile(path: string, bytes: Uint8Array): void {
  const unfinished = `${path}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    writeFileSync(unfinished, bytes, { mode: 0o600, flush: true });
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw unwritable(path, error);
  }
}
