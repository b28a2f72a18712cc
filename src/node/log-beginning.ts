import { TidegaugeError } from "../errors.ts";
import { noLogText, otherKind } from "./content-kind.ts";
import type { InputFile } from "./input-files.ts";
import { InputStream } from "./input-stream.ts";

/** Bytes of the beginning of a log by which its format is told. */
export const BEGINNING_BYTES = 256 * 1024;

/** The decompressed beginning of a file, {@link BEGINNING_BYTES} at most. @throws TidegaugeError `TG_UNREADABLE` */
export async function beginningOf(file: InputFile): Promise<Uint8Array> {
  const stream = new InputStream(file);
  const chunks = await firstChunks(stream);
  stream.close();
  return Buffer.concat(chunks).subarray(0, BEGINNING_BYTES);
}

/** The first chunks of a stream, until they are the beginning of a log. */
export async function firstChunks(stream: InputStream): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for (let length = 0; length < BEGINNING_BYTES; length += chunks.at(-1)!.length) {
    const chunk = await stream.next();
    if (chunk === null) break;
    // The stream reuses its room.
    chunks.push(chunk.slice());
  }
  return chunks;
}

/**
 * Refuses what is plainly something else than an access log.
 * @throws TidegaugeError `TG_FORMAT_UNKNOWN`
 */
export function refuseOtherKinds(name: string, beginning: Uint8Array): void {
  const other = beginning.length === 0 ? null : otherKind(name, beginning);
  if (other === null) return;
  throw new TidegaugeError(
    "TG_FORMAT_UNKNOWN",
    noLogText(name, `is ${other.kind}, not an access log`, other.remedy),
  );
}
