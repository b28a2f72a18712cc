import { Ascii } from "../bytes/ascii.ts";
import { Field } from "./fields.ts";
import { isLiteralAt } from "./literals.ts";
import { Method, type RequestRecord } from "./record.ts";
import { splitRequest } from "./request-line.ts";

/*
 * The ordinary shapes of the fields that most lines are made of. Each function takes the position of a field, fills the
 * record, and returns the position after the field; or -1, where the shape is another and the general way is to be gone.
 */

/** An IPv4 address, perhaps with port, that ends in the byte `stop`. */
export function ipv4At(
  bytes: Uint8Array,
  at: number,
  end: number,
  stop: number,
  record: RequestRecord,
): number {
  let address = 0;
  let part = -1;
  let dots = 0;
  for (let i = at; i < end; i += 1) {
    const byte = bytes[i]!;
    const digit = byte - Ascii.zero;
    if (digit >>> 0 <= 9) {
      part = part < 0 ? digit : part * 10 + digit;
      if (part > 255) return -1;
    } else if (byte === Ascii.dot && part >= 0) {
      address = (address << 8) | part;
      part = -1;
      dots += 1;
    } else {
      if (dots !== 3 || part < 0) return -1;
      let after = i;
      if (byte === Ascii.colon) {
        for (after += 1; after < end && (bytes[after]! - Ascii.zero) >>> 0 <= 9; after += 1);
        if (after - i > 6) return -1;
      }
      if (after >= end || bytes[after] !== stop) return -1;
      record.family = 4;
      record.addressHi = 0;
      record.addressLo = ((address << 8) | part) >>> 0;
      return after;
    }
  }
  return -1;
}

/** A status of three digits. */
export function statusAt(bytes: Uint8Array, at: number, record: RequestRecord): number {
  const hundreds = bytes[at]! - Ascii.zero;
  const tens = bytes[at + 1]! - Ascii.zero;
  const ones = bytes[at + 2]! - Ascii.zero;
  if (hundreds >>> 0 > 9 || tens >>> 0 > 9 || ones >>> 0 > 9) return -1;
  record.status = hundreds * 100 + tens * 10 + ones;
  return at + 3;
}

/** A byte count of at most nine digits, or `-`. */
export function bytesAt(bytes: Uint8Array, at: number, end: number, record: RequestRecord): number {
  let value = 0;
  let i = at;
  for (; i < end; i += 1) {
    const digit = bytes[i]! - Ascii.zero;
    if (digit >>> 0 > 9) break;
    value = value * 10 + digit;
  }
  if (i === at) return bytes[at] === Ascii.minus ? at + 1 : -1;
  if (i - at > 9) return -1;
  record.bytes = value;
  return i;
}

/** A duration of at most nine digits, with or without a point, that ends in the byte `stop` or (`stop` 0) the line. */
export function durationAt(
  bytes: Uint8Array,
  at: number,
  end: number,
  stop: number,
  field: number,
  record: RequestRecord,
): number {
  let value = 0;
  let scale = field === Field.durationSeconds ? 1000 : field === Field.durationMs ? 1 : 1e-3;
  let point = -1;
  let i = at;
  for (; i < end; i += 1) {
    const byte = bytes[i]!;
    const digit = byte - Ascii.zero;
    if (digit >>> 0 <= 9) value = value * 10 + digit;
    else if (byte === Ascii.dot && point < 0) point = i;
    else break;
  }
  const length = i - at;
  if (length === 0 || length > 9 || (i === end ? stop !== 0 : bytes[i] !== (stop === 0 ? Ascii.blank : stop)))
    return -1;
  if (point >= 0) {
    // Divided rather than multiplied by a fraction, so that 0.012 s is 12 ms exactly.
    let divisor = 1;
    for (let k = point + 1; k < i; k += 1) divisor *= 10;
    record.durationMs = scale >= 1 ? (value * scale) / divisor : value / divisor / 1000;
    return i;
  }
  if (scale < 1) {
    value /= 1000;
    scale = 1;
  }
  record.durationMs = value * scale;
  return i;
}

/** A target without blanks that ends in the byte `stop`. */
export function pathAt(
  bytes: Uint8Array,
  at: number,
  end: number,
  stop: number,
  record: RequestRecord,
): number {
  if (bytes[at] !== Ascii.slash) return -1;
  let query = -1;
  let i = at;
  for (; i < end; i += 1) {
    const byte = bytes[i];
    if (byte === stop) break;
    if (byte === Ascii.question && query < 0) query = i;
    else if (byte === Ascii.backslash) return -1;
  }
  if (i >= end) return -1;
  record.pathStart = at;
  record.queryStart = query < 0 ? i : query;
  record.pathEnd = i;
  return i;
}

/** A referrer or user agent in quotes. */
export function quotedAt(
  bytes: Uint8Array,
  at: number,
  end: number,
  field: number,
  record: RequestRecord,
): number {
  const close = closingQuote(bytes, at, end);
  if (close < 0) return -1;
  const isAbsent = close - at <= 1 && (close === at || bytes[at] === Ascii.minus);
  if (isAbsent) return close;
  if (field === Field.userAgent) {
    record.userAgentStart = at;
    record.userAgentEnd = close;
  } else {
    record.referrerStart = at;
    record.referrerEnd = close;
  }
  return close;
}

/** A request line in quotes, with `literals[literalAt, literalAt + literalLength)` after it. */
export function requestAt(
  bytes: Uint8Array,
  at: number,
  end: number,
  record: RequestRecord,
  literals: Uint8Array,
  literalAt: number,
  literalLength: number,
): number {
  const close = closingQuote(bytes, at, end);
  // Nothing is to be left in the record of a request that ends elsewhere.
  if (close < 0 || !isLiteralAt(bytes, close, end, literals, literalAt, literalLength)) return -1;
  const methodEnd = bytes[at + 3] === Ascii.blank ? at + 3 : at + 4;
  const protocolAt = close - 8;
  if (
    bytes[methodEnd] !== Ascii.blank ||
    bytes[methodEnd + 1] !== Ascii.slash ||
    protocolAt <= methodEnd + 1 ||
    bytes[protocolAt - 1] !== Ascii.blank ||
    bytes[protocolAt - 2] === Ascii.blank ||
    !isHttp(bytes, protocolAt)
  ) {
    splitRequest(bytes, at, close, record);
    return close;
  }
  const isGet =
    bytes[at] === 0x47 && bytes[at + 1] === 0x45 && bytes[at + 2] === 0x54 && methodEnd === at + 3;
  if (isGet) record.method = Method.get;
  else if (bytes[at] === 0x50 && bytes[at + 1] === 0x4f && bytes[at + 2] === 0x53 && bytes[at + 3] === 0x54)
    record.method = Method.post;
  else {
    splitRequest(bytes, at, close, record);
    return close;
  }
  record.methodStart = at;
  record.methodEnd = methodEnd;
  record.protocolStart = protocolAt;
  record.protocolEnd = close;
  let query = methodEnd + 1;
  while (query < protocolAt - 1 && bytes[query] !== Ascii.question) query += 1;
  record.pathStart = methodEnd + 1;
  record.queryStart = query;
  record.pathEnd = protocolAt - 1;
  return close;
}

/** Whether `HTTP/1.1` or its like stands there. */
function isHttp(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at] === 0x48 &&
    bytes[at + 1] === 0x54 &&
    bytes[at + 2] === 0x54 &&
    bytes[at + 3] === 0x50 &&
    bytes[at + 4] === Ascii.slash &&
    (bytes[at + 5]! - Ascii.zero) >>> 0 <= 9 &&
    bytes[at + 6] === Ascii.dot &&
    (bytes[at + 7]! - Ascii.zero) >>> 0 <= 9
  );
}

/**
 * The next quote that no backslash stands before, or -1. Searches natively, beyond `end` too when the line has no quote:
 * then up to the first quote of a later line.
 */
function closingQuote(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] === Ascii.quote) return at < end ? at : -1;
  if (bytes[at + 1] === Ascii.quote && bytes[at] !== Ascii.backslash) return at + 1 < end ? at + 1 : -1;
  const quote = bytes.indexOf(Ascii.quote, at + 2);
  if (quote < 0 || quote >= end) return -1;
  return bytes[quote - 1] === Ascii.backslash ? -1 : quote;
}
