import { Ascii, readDecimal } from "../bytes/ascii.ts";

/* What logs write where there is nothing to write. */

/** Whether a field is absent: empty, `-`, or a pair of quotes. */
export function isAbsent(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length === 1) return bytes[start] === Ascii.minus;
  return length <= 0 || (length === 2 && bytes[start] === Ascii.quote && bytes[start + 1] === Ascii.quote);
}

/** `-1` and its kin stand for "unknown". */
export function isNegative(bytes: Uint8Array, start: number, end: number): boolean {
  return bytes[start] === Ascii.minus && readDecimal(bytes, start + 1, end) >= 0;
}
