import { Method, type RequestRecord } from "./record.ts";

const BLANK = 32;
const QUESTION = 63;
const HYPHEN = 45;
const SLASH = 47;
const ESCAPE = 27;
const SMALL_M = 109;

/**
 * Splits `GET /path?query HTTP/1.1` into the spans of the record. A target may hold blanks; the protocol may be
 * missing (HTTP/0.9). What does not begin with a method and a blank (a TLS handshake, noise) is all target, without
 * method; an empty request or `-` leaves all spans empty.
 */
export function splitRequest(bytes: Uint8Array, start: number, end: number, record: RequestRecord): void {
  let from = start;
  let to = end;
  while (to > from && bytes[to - 1] === BLANK) to -= 1;
  while (from < to && bytes[from] === BLANK) from += 1;
  if (bytes[from] === ESCAPE) {
    // Development servers (Werkzeug) write the request in colour.
    from = afterColour(bytes, from, to);
    while (to > from && bytes[to - 1] === SMALL_M && bytes[to - 4] === ESCAPE) to -= 4;
  }
  if (from === to || (to - from === 1 && bytes[from] === 45)) return;
  if (bytes[from] === HYPHEN && bytes[from + 1] === BLANK) {
    splitWithoutMethod(bytes, from, to, record);
    return;
  }
  let methodEnd = from;
  while (methodEnd < to && isMethodByte(bytes[methodEnd]!)) methodEnd += 1;
  if (methodEnd === from || methodEnd - from > 24 || (methodEnd < to && bytes[methodEnd] !== BLANK)) {
    setTarget(bytes, from, to, record);
    return;
  }
  record.methodStart = from;
  record.methodEnd = methodEnd;
  record.method = methodOf(bytes, from, methodEnd);
  splitTarget(bytes, methodEnd, to, record);
}

/** `- /path HTTP/1.1`, `- - HTTP/1.1`, `- - -`: hyphens in place of what could not be read. */
function splitWithoutMethod(bytes: Uint8Array, start: number, end: number, record: RequestRecord): void {
  let from = start;
  while (from < end && bytes[from] === HYPHEN && (from + 1 === end || bytes[from + 1] === BLANK)) from += 2;
  if (from >= end) return;
  if (isProtocol(bytes, from, end)) {
    record.protocolStart = from;
    record.protocolEnd = end;
  } else splitTarget(bytes, from, end, record);
}

/** What follows the method, or what stands in its place: a target, and perhaps a protocol. */
function splitTarget(bytes: Uint8Array, start: number, end: number, record: RequestRecord): void {
  let pathStart = start;
  while (pathStart < end && bytes[pathStart] === BLANK) pathStart += 1;
  let pathEnd = end;
  const protocolStart = protocolAt(bytes, pathStart, end);
  if (protocolStart >= 0) {
    record.protocolStart = protocolStart;
    record.protocolEnd = end;
    pathEnd = protocolStart;
    while (pathEnd > pathStart && bytes[pathEnd - 1] === BLANK) pathEnd -= 1;
  }
  setTarget(bytes, pathStart, pathEnd, record);
}

/** Sets the target of the record and finds its query. */
export function setTarget(bytes: Uint8Array, start: number, end: number, record: RequestRecord): void {
  let query = start;
  while (query < end && bytes[query] !== QUESTION) query += 1;
  record.pathStart = start;
  record.queryStart = query;
  record.pathEnd = end;
}

/**
 * Takes the authority of a target that is a full URL for the host, where none was logged.
 * @param cutsTarget true to leave the target without scheme and authority
 */
export function splitUrl(record: RequestRecord, cutsTarget: boolean): void {
  const { buffer, pathStart, pathEnd } = record;
  let colon = pathStart;
  while (colon < pathEnd && colon < pathStart + 6 && isLetter(buffer[colon]!)) colon += 1;
  if (colon === pathStart || colon + 2 >= pathEnd || buffer[colon] !== 58) return;
  if (buffer[colon + 1] !== 47 || buffer[colon + 2] !== 47) return;
  let slash = colon + 3;
  while (slash < pathEnd && buffer[slash] !== 47 && buffer[slash] !== QUESTION && buffer[slash] !== BLANK)
    slash += 1;
  if (record.hostEnd === record.hostStart) {
    record.hostStart = colon + 3;
    record.hostEnd = slash;
  }
  if (!cutsTarget) return;
  record.pathStart = slash;
  if (record.queryStart < slash) record.queryStart = slash;
}

/** Whether text is a method, a target, and `HTTP/` with its version. */
export function isRequestLine(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end && bytes[at]! >= 0x41 && bytes[at]! <= 0x5a) at += 1;
  const isMethod = at > start && bytes[at] === BLANK;
  const protocol = end - 9;
  return isMethod && protocol >= at && bytes[protocol] === BLANK && bytes[protocol + 5] === SLASH;
}

/** Number of a method (one of {@link Method}): exact upper-case names, all else is `other`, nothing is `none`. */
export function methodOf(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start];
  switch (end - start) {
    case 0:
      return Method.none;
    case 3:
      if (first === 0x47 && bytes[start + 1] === 0x45 && bytes[start + 2] === 0x54) return Method.get;
      if (first === 0x50 && bytes[start + 1] === 0x55 && bytes[start + 2] === 0x54) return Method.put;
      return Method.other;
    case 4:
      if (
        first === 0x50 &&
        bytes[start + 1] === 0x4f &&
        bytes[start + 2] === 0x53 &&
        bytes[start + 3] === 0x54
      )
        return Method.post;
      if (
        first === 0x48 &&
        bytes[start + 1] === 0x45 &&
        bytes[start + 2] === 0x41 &&
        bytes[start + 3] === 0x44
      )
        return Method.head;
      return Method.other;
    case 5:
      if (is(bytes, start, "PATCH")) return Method.patch;
      return is(bytes, start, "TRACE") ? Method.trace : Method.other;
    case 6:
      return is(bytes, start, "DELETE") ? Method.delete : Method.other;
    case 7:
      if (is(bytes, start, "OPTIONS")) return Method.options;
      return is(bytes, start, "CONNECT") ? Method.connect : Method.other;
    default:
      return Method.other;
  }
}

/** Where the last word of the span begins when it is a protocol (`HTTP/1.1`, `RTSP/1.0`, …), else -1. */
function protocolAt(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && end - at < 16 && bytes[at - 1] !== BLANK) at -= 1;
  return at > start && bytes[at - 1] === BLANK && isProtocol(bytes, at, end) ? at : -1;
}

function isProtocol(bytes: Uint8Array, start: number, end: number): boolean {
  let slash = start;
  while (slash < end && isLetter(bytes[slash]!)) slash += 1;
  return slash > start + 2 && bytes[slash] === 47 && slash + 1 < end;
}

/** After `ESC[33m` and its like, however many; where the escape is none of these, its own place. */
function afterColour(bytes: Uint8Array, at: number, end: number): number {
  let from = at;
  while (from + 2 < end && bytes[from] === ESCAPE && bytes[from + 1] === 91) {
    let i = from + 2;
    while (i < end && i < from + 12 && ((bytes[i]! - 48) >>> 0 <= 9 || bytes[i] === 59)) i += 1;
    if (bytes[i] !== SMALL_M) break;
    from = i + 1;
  }
  return from;
}

function isMethodByte(byte: number): boolean {
  return isLetter(byte) || byte === 45 || byte === 95;
}

function isLetter(byte: number): boolean {
  return ((byte | 32) - 0x61) >>> 0 < 26 && byte < 128;
}

function is(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}
