import { Ascii } from "../bytes/ascii.ts";
import { monthNumber } from "./timestamps.ts";

/* Lines that are in access logs and are none of theirs, told by their looks: for the reason that a rejection names. */

/** Reading a line and not knowing why it failed is worth one look at how much of it is text. */
const BINARY_LOOK_BYTES = 256;

/**
 * Whether a line looks like the error log of nginx (`2021/04/06 08:00:00 [error] `), Apache (`[Tue Apr 06 08:00:00`), or
 * LiteSpeed (`2021-04-06 08:00:00.123456 [NOTICE] `), perhaps after a prefix of the container's.
 */
export function isErrorLog(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 30) return false;
  if (bytes[start] === Ascii.bracketOpen && bytes[start + 4] === Ascii.blank) {
    return monthNumber(bytes, start + 5) > 0 && bytes[start + 14] === Ascii.colon;
  }
  if (
    bytes[start + 10] !== Ascii.blank ||
    bytes[start + 13] !== Ascii.colon ||
    bytes[start + 16] !== Ascii.colon
  )
    return false;
  const last = Math.min(end, start + 30);
  const after = bytes.subarray(0, last).indexOf(Ascii.blank, start + 19);
  return after > 0 && bytes[after + 1] === Ascii.bracketOpen && ((bytes[after + 2]! | 32) - 0x61) >>> 0 < 26;
}

/** Whether there are blanks alone in a line. */
export function isEmpty(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end && (bytes[at] === Ascii.blank || bytes[at] === Ascii.tab)) at += 1;
  return at === end;
}

/** Whether a tenth of the first bytes are control characters. */
export function isBinary(bytes: Uint8Array, start: number, end: number): boolean {
  const to = Math.min(end, start + BINARY_LOOK_BYTES);
  let controls = 0;
  for (let i = start; i < to; i += 1)
    if (bytes[i]! < 32 && bytes[i] !== Ascii.tab && bytes[i] !== 27) controls += 1;
  return controls * 10 > to - start;
}
