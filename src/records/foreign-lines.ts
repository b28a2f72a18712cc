import { Ascii, asciiBytes, startsWithAscii } from "../bytes/ascii.ts";
import { monthNumber } from "./time-text.ts";

/* Lines that are in access logs and are none of theirs, told by their looks: for the reason that a rejection names. */

/** Reading a line and not knowing why it failed is worth one look at how much of it is text. */
const BINARY_LOOK_BYTES = 256;
/** Info, warning, error, fatal: the first letter of what Kubernetes' programs log. */
const LEVELS = asciiBytes("IWEF");
const JOURNAL_NOTE = asciiBytes("-- ");

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

/**
 * Whether a line looks like what a program says of itself: Kubernetes' (`I0406 08:00:00.000000       7 main.go:101] `) or a Python
 * server's (`[2021-04-06 08:00:00 +0200] [17] [INFO] `).
 */
export function isProgramLog(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 22) return false;
  if (LEVELS.includes(bytes[start]!) && bytes[start + 5] === Ascii.blank) {
    return isDigit(bytes[start + 1]) && bytes[start + 8] === Ascii.colon && bytes[start + 11] === Ascii.colon;
  }
  if (bytes[start] !== Ascii.bracketOpen || bytes[start + 5] !== Ascii.minus || !isDigit(bytes[start + 1]))
    return false;
  const close = bytes.subarray(0, Math.min(end, start + 36)).indexOf(Ascii.bracketClose, start);
  return close > start && bytes[close + 1] === Ascii.blank && bytes[close + 2] === Ascii.bracketOpen;
}

/** Whether a line is journalctl's own: `-- Boot …`, `-- Logs begin at …`. */
export function isJournalNote(bytes: Uint8Array, start: number, end: number): boolean {
  return startsWithAscii(bytes, start, end, JOURNAL_NOTE);
}

/**
 * Where the text of a line begins behind blanks, tabs, a byte order mark, or the NUL bytes that are at the beginning of logs which were
 * emptied while a server went on to write; or `end`.
 */
export function textStart(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  if (bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf && at + 3 <= end) at += 3;
  while (at < end && bytes[at] === 0) at += 1;
  while (at < end && (bytes[at] === Ascii.blank || bytes[at] === Ascii.tab)) at += 1;
  return at;
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

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && (byte - Ascii.zero) >>> 0 <= 9;
}
