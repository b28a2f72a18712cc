const interned = new Map<string, Uint8Array>();
const INTERNED_LIMIT = 20_000;

/**
 * The bytes of an ASCII string, made once per string: paths, user agents and referrers are written millions of times.
 * Characters above 0x7f become `?`; what a log may hold beyond ASCII is percent-encoded anyway.
 */
export function ascii(text: string): Uint8Array {
  let bytes = interned.get(text);
  if (bytes === undefined) {
    bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      bytes[i] = code < 0x80 ? code : 0x3f;
    }
    if (interned.size >= INTERNED_LIMIT) interned.clear();
    interned.set(text, bytes);
  }
  return bytes;
}

/** Copies `source[0, length)` to `target` at `at`; returns the index after it. Faster than `set` for short texts. */
export function copyText(target: Uint8Array, at: number, source: Uint8Array, length = source.length): number {
  for (let i = 0; i < length; i += 1) target[at + i] = source[i]!;
  return at + length;
}

/** Writes a non-negative integer below 2^53 in decimal; returns the index after it. */
export function writeInteger(target: Uint8Array, at: number, value: number): number {
  let digits = 1;
  for (let bound = 10; value >= bound; bound *= 10) digits += 1;
  const end = at + digits;
  let rest = value;
  for (let i = end - 1; i >= at; i -= 1) {
    const tenth = Math.floor(rest / 10);
    target[i] = 48 + (rest - tenth * 10);
    rest = tenth;
  }
  return end;
}

/** Writes exactly `digits` decimal digits of a non-negative integer, zeros in front. */
export function writePadded(target: Uint8Array, at: number, value: number, digits: number): number {
  let rest = value;
  for (let i = at + digits - 1; i >= at; i -= 1) {
    const tenth = Math.floor(rest / 10);
    target[i] = 48 + (rest - tenth * 10);
    rest = tenth;
  }
  return at + digits;
}

/** Writes an IPv4 address given as an unsigned integer. */
export function writeIpv4(target: Uint8Array, at: number, address: number): number {
  let end = at;
  for (let shift = 24; shift >= 0; shift -= 8) {
    end = writeInteger(target, end, (address >>> shift) & 255);
    if (shift > 0) target[end++] = 0x2e;
  }
  return end;
}

const HEX = ascii("0123456789abcdef");

/** Writes an IPv6 address given as four unsigned words, in the form of RFC 5952. */
export function writeIpv6(
  target: Uint8Array,
  at: number,
  words: readonly [number, number, number, number],
): number {
  const groups = words.flatMap((word) => [word >>> 16, word & 0xffff]);
  let zeroStart = -1;
  let zeroLength = 1; // RFC 5952 4.2.2: a single zero group is not shortened
  for (let i = 0; i < 8; i += 1) {
    let length = 0;
    while (i + length < 8 && groups[i + length] === 0) length += 1;
    if (length > zeroLength) {
      zeroStart = i;
      zeroLength = length;
    }
  }
  let end = at;
  for (let i = 0; i < 8; i += 1) {
    if (i === zeroStart) {
      target[end++] = 0x3a;
      target[end++] = 0x3a;
      i += zeroLength - 1;
      continue;
    }
    if (i > 0 && i !== zeroStart + zeroLength) target[end++] = 0x3a;
    const group = groups[i]!;
    let shift = 12;
    while (shift > 0 && group >>> shift === 0) shift -= 4;
    for (; shift >= 0; shift -= 4) target[end++] = HEX[(group >>> shift) & 15]!;
  }
  return end;
}
