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
 * quote with other text after it belongs to the value: old servers wrote quotes as they came. So does a backslash that
 * leaves no quote to end the value: then the value is searched once more without regard to backslashes.
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
      if (length === 1 || isLiteralAt(bytes, q, end, literals, at, length)) return q;
    } else if (byte === Ascii.backslash) {
      escapes = true;
      q += 1;
    }
  }
  return escapes ? findLiteral(bytes, start, end, literals, at, length) : end;
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
