/** Byte values that formats are made of. */
export const Ascii = {
  tab: 9,
  blank: 32,
  quote: 34,
  comma: 44,
  minus: 45,
  dot: 46,
  slash: 47,
  zero: 48,
  nine: 57,
  colon: 58,
  equals: 61,
  question: 63,
  bracketOpen: 91,
  backslash: 92,
  bracketClose: 93,
  braceOpen: 123,
  braceClose: 125,
} as const;

/** The bytes of an ASCII string; for tables that are built once. */
export function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Whether the bytes from `start` on are `text`. O(length of text). */
export function startsWithAscii(bytes: Uint8Array, start: number, end: number, text: Uint8Array): boolean {
  if (end - start < text.length) return false;
  for (let i = 0; i < text.length; i += 1) if (bytes[start + i] !== text[i]) return false;
  return true;
}

/**
 * The unsigned decimal integer that fills `[start, end)`, or -1 where there is anything else (or nothing).
 * Exact up to 2^53; beyond that the nearest number.
 */
export function readInteger(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end) return -1;
  let value = 0;
  for (let i = start; i < end; i += 1) {
    const digit = bytes[i]! - Ascii.zero;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/**
 * The unsigned decimal number that fills `[start, end)`, with fraction (`.` or `,`) and exponent, or -1 where there
 * is anything else. Digits are gathered as one integer and divided once, so short decimals are exactly rounded.
 */
export function readDecimal(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  let scale = 0;
  let digits = 0;
  let fraction = false;
  let i = start;
  for (; i < end; i += 1) {
    const byte = bytes[i]!;
    const digit = byte - Ascii.zero;
    if (digit >= 0 && digit <= 9) {
      digits += 1;
      // 2^53 holds 15 digits whatever they are; the digits after that only move the point.
      if (value > 900719925474098) scale += fraction ? 0 : 1;
      else {
        value = value * 10 + digit;
        if (fraction) scale -= 1;
      }
    } else if ((byte === Ascii.dot || byte === Ascii.comma) && !fraction) fraction = true;
    else break;
  }
  if (digits === 0) return -1;
  if (i < end) {
    const exponent = readExponent(bytes, i, end);
    if (Number.isNaN(exponent)) return -1;
    scale += exponent;
  }
  if (scale === 0) return value;
  return scale < 0 ? value / powerOfTen(-scale) : value * powerOfTen(scale);
}

const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

function powerOfTen(exponent: number): number {
  return exponent < POWERS.length ? POWERS[exponent]! : 10 ** exponent;
}

function readExponent(bytes: Uint8Array, start: number, end: number): number {
  if ((bytes[start]! | 32) !== 0x65) return Number.NaN;
  const sign = bytes[start + 1];
  const from = sign === 0x2b || sign === Ascii.minus ? start + 2 : start + 1;
  const value = readInteger(bytes, from, end);
  if (value < 0 || value > 300) return Number.NaN;
  return sign === Ascii.minus ? -value : value;
}
