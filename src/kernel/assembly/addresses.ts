import * as record from "./record";
import { digitAt } from "./scan";

/*
 * `readAddress` of records/addresses.ts: IPv4 and IPv6 in any spelling, with brackets, zone, port.
 */

const DOT: u8 = 0x2e;
const COLON: u8 = 0x3a;
const PERCENT: u8 = 0x25;
const OPEN: u8 = 0x5b;
const CLOSE: u8 = 0x5d;
/** The sixteen-bit groups of the IPv6 address being read. */
const GROUPS: usize = memory.data(16);
const NONE: i64 = -1;

/** Reads the address that fills `[start, end)` into the record; false where it is none, and the record is as it was. */
export function readAddress(start: usize, end: usize): bool {
  let from = start;
  let to = end;
  if (from >= to) return false;
  const isBracketed = load<u8>(from) === OPEN;
  if (isBracketed) {
    let close = from + 1;
    while (close < to && load<u8>(close) !== CLOSE) close += 1;
    if (close === to || (close + 1 < to && !isPort(close + 1, to))) return false;
    from += 1;
    to = close;
  }
  const address = readIPv4(from, to);
  if (address >= 0) return setIPv4(<u32>address);
  let colons = 0;
  let colon: usize = 0;
  for (let i = from; i < to; i += 1) {
    if (load<u8>(i) !== COLON) continue;
    colons += 1;
    colon = i;
  }
  if (colons === 0) return false;
  if (colons === 1) {
    const withPort = isPort(colon, to) ? readIPv4(from, colon) : NONE;
    return withPort >= 0 && setIPv4(<u32>withPort);
  }
  if (readIPv6(from, to)) return true;
  return to - colon >= 5 && !isBracketed && isPort(colon, to) && readIPv6(from, colon);
}

function setIPv4(address: u32): bool {
  record.setFamily(4);
  record.setAddressHi(0);
  record.setAddressLo(address);
  return true;
}

/** The IPv4 address that fills `[start, end)`, or -1. */
function readIPv4(start: usize, end: usize): i64 {
  if (end < start + 7 || end > start + 15) return NONE;
  let address: u32 = 0;
  let part: u32 = 256;
  let dots = 0;
  for (let i = start; i < end; i += 1) {
    const byte = load<u8>(i);
    const digit = <u32>byte - 48;
    if (digit <= 9) {
      part = part === 256 ? digit : part * 10 + digit;
      // One more than 255 stays above it, whatever follows.
      if (part > 255) return NONE;
    } else if (byte === DOT && part !== 256 && dots < 3) {
      address = (address << 8) | part;
      part = 256;
      dots += 1;
    } else return NONE;
  }
  return dots === 3 && part !== 256 ? <i64>((address << 8) | part) : NONE;
}

function readIPv6(start: usize, end: usize): bool {
  let to = start;
  while (to < end && load<u8>(to) !== PERCENT) to += 1;
  let count = 0;
  let gap = -1;
  let i = start;
  if (load<u8>(i) === COLON) {
    if (load<u8>(i, 1) !== COLON) return false;
    gap = 0;
    i += 2;
  }
  while (i < to) {
    if (count === 8) return false;
    const groupStart = i;
    let value: u32 = 0;
    while (i < to && i - groupStart < 5) {
      const digit = hexDigit(load<u8>(i));
      if (digit > 15) break;
      value = (value << 4) | digit;
      i += 1;
    }
    if (i < to && load<u8>(i) === DOT && count <= 6) {
      const mapped = readIPv4(groupStart, to);
      if (mapped < 0) return false;
      setGroup(count, <u32>mapped >>> 16);
      setGroup(count + 1, <u32>mapped & 0xffff);
      count += 2;
      i = to;
      break;
    }
    if (i === groupStart || i - groupStart > 4) return false;
    setGroup(count, value);
    count += 1;
    if (i === to) break;
    if (load<u8>(i) !== COLON || i + 1 === to) return false;
    i += 1;
    if (load<u8>(i) === COLON) {
      if (gap >= 0) return false;
      gap = count;
      i += 1;
    }
  }
  if (gap < 0 ? count !== 8 : count > 7) return false;
  if (gap >= 0) {
    const moved = 8 - count;
    for (let k = 7; k >= gap + moved; k -= 1) setGroup(k, group(k - moved));
    for (let k = gap; k < gap + moved; k += 1) setGroup(k, 0);
  }
  const hi = (group(0) << 16) | group(1);
  const lo = (group(2) << 16) | group(3);
  if (hi === 0 && lo === 0 && group(4) === 0 && group(5) === 0xffff) {
    return setIPv4((group(6) << 16) | group(7));
  }
  record.setFamily(6);
  record.setAddressHi(hi);
  record.setAddressLo(lo);
  return true;
}

function group(i: i32): u32 {
  return load<u16>(GROUPS + (<usize>i << 1));
}

function setGroup(i: i32, value: u32): void {
  store<u16>(GROUPS + (<usize>i << 1), <u16>value);
}

function isPort(colon: usize, end: usize): bool {
  if (load<u8>(colon) !== COLON || end > colon + 6) return false;
  for (let i = colon + 1; i < end; i += 1) if (digitAt(i) > 9) return false;
  return true;
}

/** A hexadecimal digit, or more than 15. */
function hexDigit(byte: u8): u32 {
  const digit = <u32>byte - 48;
  if (digit <= 9) return digit;
  const letter = (<u32>byte | 32) - 0x61;
  return letter < 6 ? letter + 10 : 16;
}
