import { Ascii } from "../bytes/ascii.ts";

/** Where the string whose opening quote is at `start - 1` ends (at its closing quote), or -1. */
export function stringEnd(bytes: Uint8Array, start: number, end: number): number {
  // Most strings are found natively; the search may run beyond the line where it has no quote, up to the next one.
  const quote = bytes.indexOf(Ascii.quote, start);
  if (quote < 0 || quote >= end) return -1;
  if (quote === start || bytes[quote - 1] !== Ascii.backslash) return quote;
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i];
    if (byte === Ascii.quote) return i;
    if (byte === Ascii.backslash) i += 1;
  }
  return -1;
}

/** The first byte at or after `at` that is no JSON blank. */
export function skipBlanks(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && (bytes[i] === 32 || bytes[i] === 9 || bytes[i] === 10 || bytes[i] === 13)) i += 1;
  return i;
}

/** The position after the value at `at`, whatever it is and however deep; -1 where it does not end. */
export function skipValue(bytes: Uint8Array, at: number, end: number): number {
  let depth = 0;
  for (let i = at; i < end; ) {
    const byte = bytes[i]!;
    if (byte === Ascii.quote) {
      const close = stringEnd(bytes, i + 1, end);
      if (close < 0) return -1;
      i = close + 1;
    } else if (byte === Ascii.braceOpen || byte === Ascii.bracketOpen) {
      depth += 1;
      i += 1;
    } else if (byte === Ascii.braceClose || byte === Ascii.bracketClose) {
      if (depth === 0) return i;
      depth -= 1;
      i += 1;
    } else if (byte === Ascii.comma && depth === 0) return i;
    else {
      i += 1;
      continue;
    }
    if (depth === 0) return i;
  }
  return depth === 0 ? end : -1;
}

/**
 * Decodes the JSON string `[start, end)` (without its quotes) to `target[at…]`; the result is never longer than the
 * text, so it may be decoded in place. Broken escapes stay as they are; a lone surrogate becomes U+FFFD.
 * @returns the position after the last byte written
 */
export function unescapeString(
  bytes: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number {
  let to = at;
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i]!;
    if (byte !== Ascii.backslash || i + 1 >= end) {
      target[to] = byte;
      to += 1;
      continue;
    }
    i += 1;
    const kind = bytes[i]!;
    if (kind !== 0x75) {
      target[to] = plainEscape(kind);
      to += 1;
      continue;
    }
    let code = hex4(bytes, i + 1, end);
    if (code < 0) {
      target[to] = kind;
      to += 1;
      continue;
    }
    i += 4;
    if (code >= 0xd800 && code < 0xdc00 && bytes[i + 1] === Ascii.backslash && bytes[i + 2] === 0x75) {
      const low = hex4(bytes, i + 3, end);
      if (low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        i += 6;
      }
    }
    to = writeUtf8(target, to, code >= 0xd800 && code < 0xe000 ? 0xfffd : code);
  }
  return to;
}

function plainEscape(kind: number): number {
  switch (kind) {
    case 0x6e:
      return 10;
    case 0x74:
      return 9;
    case 0x72:
      return 13;
    case 0x62:
      return 8;
    case 0x66:
      return 12;
    default:
      return kind;
  }
}

function hex4(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 > end) return -1;
  let value = 0;
  for (let i = at; i < at + 4; i += 1) {
    const digit = bytes[i]! - Ascii.zero;
    const letter = (bytes[i]! | 32) - 0x61;
    if (digit >= 0 && digit <= 9) value = value * 16 + digit;
    else if (letter >= 0 && letter < 6) value = value * 16 + letter + 10;
    else return -1;
  }
  return value;
}

function writeUtf8(target: Uint8Array, at: number, code: number): number {
  if (code < 0x80) {
    target[at] = code;
    return at + 1;
  }
  if (code < 0x800) {
    target[at] = 0xc0 | (code >> 6);
    target[at + 1] = 0x80 | (code & 63);
    return at + 2;
  }
  if (code < 0x10000) {
    target[at] = 0xe0 | (code >> 12);
    target[at + 1] = 0x80 | ((code >> 6) & 63);
    target[at + 2] = 0x80 | (code & 63);
    return at + 3;
  }
  target[at] = 0xf0 | (code >> 18);
  target[at + 1] = 0x80 | ((code >> 12) & 63);
  target[at + 2] = 0x80 | ((code >> 6) & 63);
  target[at + 3] = 0x80 | (code & 63);
  return at + 4;
}
