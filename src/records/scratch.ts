import type { RequestRecord } from "./record.ts";

const QUESTION = 63;

/**
 * Memory for text that no line holds in one piece: paths joined to queries, JSON strings without their escapes. Grows
 * to the longest line once; its content lives until the next line.
 */
export class Scratch {
  /** The bytes; replaced when they grow. */
  bytes = new Uint8Array(0);

  /** Makes room for `length` bytes; what they held is forgotten when they grow. */
  reserve(length: number): Uint8Array {
    if (this.bytes.length < length)
      this.bytes = new Uint8Array(Math.max(length, this.bytes.length * 2, 4096));
    return this.bytes;
  }

  /**
   * Gives the record a target of its path, `?` and the query `[queryStart, queryEnd)`. All spans of a record index one
   * buffer, so the part of the line that they cover moves here with them, unless they are here already.
   */
  joinPath(record: RequestRecord, queryStart: number, queryEnd: number): void {
    const from = Math.min(firstByte(record), queryStart);
    const length = lastByte(record, queryEnd) - from;
    const pathLength = record.pathEnd - record.pathStart;
    const source = record.buffer;
    const target = this.reserve(length + pathLength + 2 + queryEnd - queryStart);
    target.set(source.subarray(from, from + length));
    record.move(target, -from);
    let at = length;
    for (let i = 0; i < pathLength; i += 1, at += 1) target[at] = target[record.pathStart + i]!;
    record.pathStart = length;
    record.queryStart = at;
    target[at] = QUESTION;
    at += 1;
    for (let i = queryStart - from; i < queryEnd - from; i += 1, at += 1) target[at] = target[i]!;
    record.pathEnd = at;
    // What is left here of another line is no protocol behind this target.
    target[at] = 0;
  }
}

/** The first byte that a span of the record covers; the client is always there, other spans may be empty. */
function firstByte(record: RequestRecord): number {
  let first = record.pathStart;
  if (record.clientEnd > record.clientStart && record.clientStart < first) first = record.clientStart;
  if (record.methodEnd > record.methodStart && record.methodStart < first) first = record.methodStart;
  if (record.hostEnd > record.hostStart && record.hostStart < first) first = record.hostStart;
  if (record.protocolEnd > record.protocolStart && record.protocolStart < first) first = record.protocolStart;
  if (record.userEnd > record.userStart && record.userStart < first) first = record.userStart;
  if (record.referrerEnd > record.referrerStart && record.referrerStart < first) first = record.referrerStart;
  if (record.userAgentEnd > record.userAgentStart && record.userAgentStart < first)
    first = record.userAgentStart;
  if (record.forwardedEnd > record.forwardedStart && record.forwardedStart < first)
    first = record.forwardedStart;
  if (record.countryEnd > record.countryStart && record.countryStart < first) first = record.countryStart;
  return first;
}

/** The end of the last byte that a span of the record covers, or `other` where that lies further. */
function lastByte(record: RequestRecord, other: number): number {
  let last = Math.max(record.pathEnd, other);
  if (record.clientEnd > last) last = record.clientEnd;
  if (record.methodEnd > last) last = record.methodEnd;
  if (record.hostEnd > last) last = record.hostEnd;
  if (record.protocolEnd > last) last = record.protocolEnd;
  if (record.userEnd > last) last = record.userEnd;
  if (record.referrerEnd > last) last = record.referrerEnd;
  if (record.userAgentEnd > last) last = record.userAgentEnd;
  if (record.forwardedEnd > last) last = record.forwardedEnd;
  if (record.countryEnd > last) last = record.countryEnd;
  return last;
}
