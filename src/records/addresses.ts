import { Ascii } from "../bytes/ascii.ts";
import { Hasher } from "../bytes/hash.ts";
import type { RequestRecord } from "./record.ts";

export { CidrTable } from "./cidr-table.ts";

/** Host names are hashed with a fixed key here; sampling hashes the result again with the key of the run. */
const nameHasher = new Hasher(0);
const NAME_DOMAIN = 0x686f7374;
/** Longest host name (RFC 1035, section 2.3.4). */
const MAX_NAME_BYTES = 255;
const lowerName = new Uint8Array(MAX_NAME_BYTES);
/** The sixteen-bit groups of the IPv6 address being read. */
const groups = new Uint16Array(8);

/**
 * Reads an address into `family`, `addressHi` and `addressLo` of the record: IPv4, IPv6 in any spelling, in brackets,
 * with zone (`%eth0`), with port (also without brackets, where the address cannot be meant with it). IPv4-mapped IPv6 (`::ffff:192.0.2.1`) is IPv4; of other IPv6 the upper 64 bits are
 * kept.
 * @returns false, and the record's address untouched, where the span is no address
 */
export function readAddress(bytes: Uint8Array, start: number, end: number, record: RequestRecord): boolean {
  let from = start;
  let to = end;
  if (from >= to) return false;
  if (bytes[from] === Ascii.bracketOpen) {
    let close = from + 1;
    while (close < to && bytes[close] !== Ascii.bracketClose) close += 1;
    if (close === to || (close + 1 < to && !isPort(bytes, close + 1, to))) return false;
    from += 1;
    to = close;
  }
  const address = readIPv4(bytes, from, to);
  if (address >= 0) return setIPv4(record, address);
  let colons = 0;
  let colon = 0;
  for (let i = from; i < to; i += 1) {
    if (bytes[i] !== Ascii.colon) continue;
    colons += 1;
    colon = i;
  }
  if (colons === 0) return false;
  if (colons === 1) {
    const withPort = isPort(bytes, colon, to) ? readIPv4(bytes, from, colon) : -1;
    return withPort >= 0 && setIPv4(record, withPort);
  }
  if (readIPv6(bytes, from, to, record)) return true;
  // HAProxy writes the port after an IPv6 address without brackets; ports of clients have four digits or five.
  return (
    to - colon >= 5 &&
    bytes[start] !== Ascii.bracketOpen &&
    isPort(bytes, colon, to) &&
    readIPv6(bytes, from, colon, record)
  );
}

/**
 * Reads a host name (letters, digits, `.`, `-`, `_`) as family 0 with a hash of its lower-case form.
 * @returns false where the span is no host name
 */
export function readHostName(bytes: Uint8Array, start: number, end: number, record: RequestRecord): boolean {
  if (end - start > MAX_NAME_BYTES || start >= end) return false;
  let letters = 0;
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i]!;
    const letter = byte | 32;
    if (letter >= 0x61 && letter <= 0x7a) letters += 1;
    else if (
      ((byte - Ascii.zero) >>> 0 > 9 && byte !== Ascii.dot && byte !== Ascii.minus && byte !== 0x5f) ||
      byte >= 128
    ) {
      return false;
    }
  }
  if (letters === 0) return false;
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i]!;
    lowerName[i - start] = byte >= 65 && byte <= 90 ? byte | 32 : byte;
  }
  nameHasher.bytes(lowerName, 0, end - start, NAME_DOMAIN);
  record.family = 0;
  record.addressHi = nameHasher.hi;
  record.addressLo = nameHasher.lo;
  return true;
}

/** A source as text: `192.0.2.1`, `2001:db8:1:2::/64`, or `host#9f86d081` for a host name (of which only a hash is kept). */
export function sourceText(family: number, hi: number, lo: number): string {
  if (family === 4) return `${lo >>> 24}.${(lo >>> 16) & 255}.${(lo >>> 8) & 255}.${lo & 255}`;
  if (family === 6) return `${groupsText([hi >>> 16, hi & 0xffff, lo >>> 16, lo & 0xffff])}/64`;
  return `host#${(hi >>> 0).toString(16).padStart(8, "0")}`;
}

/** The prefix of a source as text: the /24 of IPv4, the /48 of IPv6; a host name is its own prefix. */
export function prefixText(family: number, hi: number, lo: number): string {
  if (family === 4) return `${lo >>> 24}.${(lo >>> 16) & 255}.${(lo >>> 8) & 255}.0/24`;
  if (family === 6) return `${groupsText([hi >>> 16, hi & 0xffff, lo >>> 16])}/48`;
  return sourceText(family, hi, lo);
}

/**
 * Whether an address is of no public network, so that no table knows its place: loopback, private use (RFC 1918, RFC
 * 4193), shared address space of carriers (100.64.0.0/10, RFC 6598), link-local, unspecified. A host name is not private.
 */
export function isPrivateAddress(family: number, hi: number, lo: number): boolean {
  if (family === 4) {
    const first = lo >>> 24;
    const second = (lo >>> 16) & 255;
    if (first === 10 || first === 127 || first === 0) return true;
    if (first === 172) return second >= 16 && second < 32;
    if (first === 192) return second === 168;
    if (first === 169) return second === 254;
    return first === 100 && second >= 64 && second < 128;
  }
  if (family !== 6) return false;
  // Of ::1 and :: the upper half is all that is kept; nothing public begins so.
  if (hi === 0 && lo === 0) return true;
  const top = hi >>> 16;
  return (top & 0xfe00) === 0xfc00 || (top & 0xffc0) === 0xfe80;
}

/** The IPv4 address that fills `[start, end)`, 0..2^32-1, or -1. Leading zeros are read as decimal. */
export function readIPv4(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 7 || end - start > 15) return -1;
  let address = 0;
  let part = -1;
  let dots = 0;
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i]!;
    const digit = byte - Ascii.zero;
    if (digit >>> 0 <= 9) part = part < 0 ? digit : part * 10 + digit;
    else if (byte === Ascii.dot && part >= 0 && part <= 255 && dots < 3) {
      address = address * 256 + part;
      part = -1;
      dots += 1;
    } else return -1;
  }
  return dots === 3 && part >= 0 && part <= 255 ? address * 256 + part : -1;
}

function readIPv6(bytes: Uint8Array, start: number, end: number, record: RequestRecord): boolean {
  let to = start;
  while (to < end && bytes[to] !== 0x25) to += 1; // the zone says on which link, not who
  let count = 0;
  let gap = -1;
  let i = start;
  if (bytes[i] === Ascii.colon) {
    if (bytes[i + 1] !== Ascii.colon) return false;
    gap = 0;
    i += 2;
  }
  while (i < to) {
    if (count === 8) return false;
    const groupStart = i;
    let value = 0;
    while (i < to && i - groupStart < 5) {
      const digit = hexDigit(bytes[i]!);
      if (digit < 0) break;
      value = value * 16 + digit;
      i += 1;
    }
    if (i < to && bytes[i] === Ascii.dot && count <= 6) {
      const mapped = readIPv4(bytes, groupStart, to);
      if (mapped < 0) return false;
      groups[count] = mapped >>> 16;
      groups[count + 1] = mapped & 0xffff;
      count += 2;
      i = to;
      break;
    }
    if (i === groupStart || i - groupStart > 4) return false;
    groups[count] = value;
    count += 1;
    if (i === to) break;
    if (bytes[i] !== Ascii.colon || i + 1 === to) return false;
    i += 1;
    if (bytes[i] === Ascii.colon) {
      if (gap >= 0) return false;
      gap = count;
      i += 1;
    }
  }
  if (gap < 0 ? count !== 8 : count > 7) return false;
  if (gap >= 0) {
    groups.copyWithin(8 - (count - gap), gap, count);
    groups.fill(0, gap, 8 - (count - gap));
  }
  const hi = ((groups[0]! << 16) | groups[1]!) >>> 0;
  const lo = ((groups[2]! << 16) | groups[3]!) >>> 0;
  if (hi === 0 && lo === 0 && groups[4] === 0 && groups[5] === 0xffff) {
    return setIPv4(record, groups[6]! * 65536 + groups[7]!);
  }
  record.family = 6;
  record.addressHi = hi;
  record.addressLo = lo;
  return true;
}

function setIPv4(record: RequestRecord, address: number): true {
  record.family = 4;
  record.addressHi = 0;
  record.addressLo = address;
  return true;
}

function isPort(bytes: Uint8Array, colon: number, end: number): boolean {
  if (bytes[colon] !== Ascii.colon || end - colon > 6) return false;
  for (let i = colon + 1; i < end; i += 1) if ((bytes[i]! - Ascii.zero) >>> 0 > 9) return false;
  return true;
}

function hexDigit(byte: number): number {
  if ((byte - Ascii.zero) >>> 0 <= 9) return byte - Ascii.zero;
  const letter = byte | 32;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** IPv6 groups with the rest of the address cut to `::` (RFC 5952: lower case, no leading zeros). */
function groupsText(parts: number[]): string {
  let length = parts.length;
  while (length > 0 && parts[length - 1] === 0) length -= 1;
  const text = parts.slice(0, length).map((part) => part.toString(16));
  return `${text.join(":")}::`;
}
