import * as record from "./record";
import { find } from "./scan";

/* Requests and their targets: records/request-line.ts, as far as the record of the kernel goes. */

const BLANK: u8 = 0x20;
const HYPHEN: u8 = 0x2d;
const SLASH: u8 = 0x2f;
const COLON: u8 = 0x3a;
const QUESTION: u8 = 0x3f;
const ESCAPE: u8 = 27;
const MOST_METHOD_BYTES: usize = 24;
const MOST_PROTOCOL_BYTES: usize = 16;

/** `splitRequest`; false for a request in colour, or one that begins with a hyphen in place of its method. */
export function splitRequest(start: usize, end: usize): bool {
  let from = start;
  let to = end;
  while (to > from && load<u8>(to - 1) === BLANK) to -= 1;
  while (from < to && load<u8>(from) === BLANK) from += 1;
  if (from === to) return true;
  if (load<u8>(from) === ESCAPE) return false;
  if (to - from === 1 && load<u8>(from) === HYPHEN) return true;
  if (load<u8>(from) === HYPHEN && load<u8>(from, 1) === BLANK) return false;
  let methodEnd = from;
  while (methodEnd < to && isMethodByte(load<u8>(methodEnd))) methodEnd += 1;
  if (
    methodEnd === from ||
    methodEnd - from > MOST_METHOD_BYTES ||
    (methodEnd < to && load<u8>(methodEnd) !== BLANK)
  ) {
    setTarget(from, to);
    return true;
  }
  record.setMethod(methodOf(from, methodEnd));
  let pathStart = methodEnd;
  while (pathStart < to && load<u8>(pathStart) === BLANK) pathStart += 1;
  let pathEnd = to;
  const protocol = protocolIn(pathStart, to);
  if (protocol !== 0) {
    pathEnd = protocol;
    while (pathEnd > pathStart && load<u8>(pathEnd - 1) === BLANK) pathEnd -= 1;
  }
  setTarget(pathStart, pathEnd);
  return true;
}

/** `setTarget` */
export function setTarget(start: usize, end: usize): void {
  record.setPathStart(start);
  record.setQueryStart(find(start, end, QUESTION));
  record.setPathEnd(end);
}

/** `splitUrl` where it cuts the target. */
export function cutUrl(): void {
  const pathStart = record.pathStart();
  const pathEnd = record.pathEnd();
  let colon = pathStart;
  while (colon < pathEnd && colon < pathStart + 6 && isLetter(load<u8>(colon))) colon += 1;
  if (colon === pathStart || colon + 2 >= pathEnd || load<u8>(colon) !== COLON) return;
  if (load<u8>(colon, 1) !== SLASH || load<u8>(colon, 2) !== SLASH) return;
  let slash = colon + 3;
  for (; slash < pathEnd; slash += 1) {
    const byte = load<u8>(slash);
    if (byte === SLASH || byte === QUESTION || byte === BLANK) break;
  }
  record.setPathStart(slash);
  if (record.queryStart() < slash) record.setQueryStart(slash);
}

/** `methodOf` */
export function methodOf(start: usize, end: usize): i32 {
  switch (<i32>(end - start)) {
    case 0:
      return 0;
    case 3: {
      const word = load<u16>(start) | (<u32>load<u8>(start, 2) << 16);
      return word === 0x544547 ? 1 : word === 0x545550 ? 4 : 10;
    }
    case 4: {
      const word = load<u32>(start);
      return word === 0x54534f50 ? 3 : word === 0x44414548 ? 2 : 10;
    }
    case 5: {
      const word = load<u32>(start);
      const last = load<u8>(start, 4);
      if (word === 0x43544150 && last === 0x48) return 7;
      return word === 0x43415254 && last === 0x45 ? 9 : 10;
    }
    case 6:
      return load<u32>(start) === 0x454c4544 && load<u16>(start, 4) === 0x4554 ? 5 : 10;
    case 7: {
      const head = load<u32>(start);
      const tail = load<u32>(start, 3);
      if (head === 0x4954504f && tail === 0x534e4f49) return 6;
      return head === 0x4e4e4f43 && tail === 0x5443454e ? 8 : 10;
    }
    default:
      return 10;
  }
}

/** Where the last word begins when it is a protocol, else 0. */
function protocolIn(start: usize, end: usize): usize {
  let at = end;
  while (at > start && end - at < MOST_PROTOCOL_BYTES && load<u8>(at - 1) !== BLANK) at -= 1;
  if (at <= start || load<u8>(at - 1) !== BLANK) return 0;
  let slash = at;
  while (slash < end && isLetter(load<u8>(slash))) slash += 1;
  return slash > at + 2 && load<u8>(slash) === SLASH && slash + 1 < end ? at : 0;
}

function isMethodByte(byte: u8): bool {
  return isLetter(byte) || byte === HYPHEN || byte === 0x5f;
}

function isLetter(byte: u8): bool {
  return byte < 128 && (<u32>byte | 32) - 0x61 < 26;
}
