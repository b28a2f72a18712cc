import { Ascii } from "../bytes/ascii.ts";

/** Where the literal `literals[at, at + length)` first stands in `[start, end)`, or `end`. */
export function findLiteral(
  bytes: Uint8Array,
  start: number,
  end: number,
  literals: Uint8Array,
  at: number,
  length: number,
): number {
  const stop = literals[at]!;
  for (let q = start; q < end; q += 1) {
    if (bytes[q] === stop && isLiteralAt(bytes, q, end, literals, at, length)) return q;
  }
  return end;
}

/**
 * Where a quoted value ends: the first quote that is not escaped by a backslash and with which the literal begins. A
 * quote within a word belongs to the value, since old servers wrote quotes as they came; one with a blank after it that
 * is not the literal ends the search. Where backslashes leave no end, they are searched once more as plain characters.
 * @returns the position of the literal, or `end` where there is none
 */
export function findQuoted(
  bytes: Uint8Array,
  start: number,
  end: number,
  literals: Uint8Array,
  at: number,
  length: number,
): number {
  let escapes = false;
  for (let q = start; q < end; q += 1) {
    const byte = bytes[q];
    if (byte === Ascii.quote) {
      if (isLiteralAt(bytes, q, end, literals, at, length)) return q;
      if (bytes[q + 1] === Ascii.blank) break;
    } else if (byte === Ascii.backslash) {
      escapes = true;
      q += 1;
    }
  }
  return escapes ? findUnescaped(bytes, start, end, literals, at, length) : end;
}

function findUnescaped(
  bytes: Uint8Array,
  start: number,
  end: number,
  literals: Uint8Array,
  at: number,
  length: number,
): number {
  for (let q = start; q < end; q += 1) {
    if (bytes[q] !== Ascii.quote) continue;
    if (isLiteralAt(bytes, q, end, literals, at, length)) return q;
    if (bytes[q + 1] === Ascii.blank) return end;
  }
  return end;
}

/** Whether the literal `literals[at, at + length)` stands at `q`, before `end`. */
export function isLiteralAt(
  bytes: Uint8Array,
  q: number,
  end: number,
  literals: Uint8Array,
  at: number,
  length: number,
): boolean {
  if (q + length > end) return false;
  for (let i = 0; i < length; i += 1) if (bytes[q + i] !== literals[at + i]) return false;
  return true;
}
