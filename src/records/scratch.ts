import type { RequestRecord } from "./record.ts";

/**
 * Memory for text that no line holds in one piece: paths joined to queries, JSON strings without their escapes. Grows
 * to the longest line once; its content lives until the next line.
 */
export class Scratch {
  /** The bytes; replaced when {@link Scratch.reserve} grows them. */
  bytes = new Uint8Array(0);

  /** Makes room for `length` bytes; content is not kept. */
  reserve(length: number): Uint8Array {
    if (this.bytes.length < length)
      this.bytes = new Uint8Array(Math.max(length, this.bytes.length * 2, 4096));
    return this.bytes;
  }

  /**
   * Gives the record a target of its path, `?` and the query `[queryStart, queryEnd)`. All spans of a record index one
   * buffer, so the part of the line that they cover moves here with them.
   */
  joinPath(record: RequestRecord, queryStart: number, queryEnd: number): void {
    const source = record.buffer;
    let from = Math.min(record.pathStart, queryStart);
    let to = Math.max(record.pathEnd, queryEnd);
    if (record.clientEnd > record.clientStart) from = Math.min(from, record.clientStart);
    if (record.methodEnd > record.methodStart) from = Math.min(from, record.methodStart);
    if (record.hostEnd > record.hostStart) from = Math.min(from, record.hostStart);
    if (record.protocolEnd > record.protocolStart) from = Math.min(from, record.protocolStart);
    if (record.userEnd > record.userStart) from = Math.min(from, record.userStart);
    if (record.referrerEnd > record.referrerStart) from = Math.min(from, record.referrerStart);
    if (record.userAgentEnd > record.userAgentStart) from = Math.min(from, record.userAgentStart);
    if (record.forwardedEnd > record.forwardedStart) from = Math.min(from, record.forwardedStart);
    if (record.countryEnd > record.countryStart) from = Math.min(from, record.countryStart);
    to = Math.max(
      to,
      Math.max(record.clientEnd, record.methodEnd, record.hostEnd, record.protocolEnd),
      Math.max(record.userEnd, record.referrerEnd, record.userAgentEnd, record.forwardedEnd),
      record.countryEnd,
    );
    const length = to - from;
    const pathLength = record.pathEnd - record.pathStart;
    const target = this.reserve(length + pathLength + 1 + queryEnd - queryStart);
    for (let i = 0; i < length; i += 1) target[i] = source[from + i]!;
    record.move(target, -from);
    let at = length;
    for (let i = 0; i < pathLength; i += 1, at += 1) target[at] = target[record.pathStart + i]!;
    record.pathStart = length;
    record.queryStart = at;
    target[at] = 63;
    at += 1;
    for (let i = queryStart; i < queryEnd; i += 1, at += 1) target[at] = source[i]!;
    record.pathEnd = at;
  }
}
