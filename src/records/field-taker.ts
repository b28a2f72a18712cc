import { Ascii, readDecimal, readInteger } from "../bytes/ascii.ts";
import { isAbsent, isNegative } from "./absence.ts";
import { readAddress, readHostName } from "./addresses.ts";
import { hasPoint, takeDuration } from "./durations.ts";
import { Field } from "./fields.ts";
import { Outcome, rejection } from "./line-reader.ts";
import { isAddressList, isUnknownPeer, takeUnixPeer } from "./peers.ts";
import type { RequestRecord } from "./record.ts";
import { isRequestLine, methodOf, setTarget, splitRequest, splitUrl } from "./request-line.ts";
import { Scratch } from "./scratch.ts";
import { TimeParts } from "./time-parts.ts";
import { NO_ZONE, TimeFailure } from "./time-text.ts";
import { TimestampReader } from "./timestamps.ts";

const BAD_ADDRESS = rejection("bad-address");
const NO_CLIENT = rejection("no-client");
const NO_TIMESTAMP = rejection("no-timestamp");
const BAD_TIMESTAMP = rejection("bad-timestamp");
const LOCALISED_MONTH = rejection("localised-month");
const BAD_STATUS = rejection("bad-status");
const BAD_NUMBER = rejection("bad-number");
const NOT_A_REQUEST = rejection("not-a-request");
const BAD_USER = rejection("bad-user");

/**
 * Gives the fields of a line their meaning: whoever has found where a field begins and ends (a field program, a
 * column reader, a JSON walk) hands it over by `take`, and ends the line by `finish`.
 */
export class FieldTaker {
  /** For callers that find the end of a timestamp by reading it. */
  readonly time: TimestampReader;
  /** For callers that build text which no line holds in one piece. */
  readonly scratch = new Scratch();
  /** Fractions, dates and clock times that come as fields of their own. */
  readonly parts = new TimeParts();

  #queryStart = 0;
  #queryEnd = 0;
  #timeSeen = false;
  #clientSeen = false;
  #isClientUnknown = false;

  /** @param logTz zone of timestamps that name none */
  constructor(logTz: string) {
    this.time = new TimestampReader(logTz);
  }

  /**
   * Begins a line: empties the record and what was gathered of the last line.
   * @param keepsParts true where parts of the timestamp have been read already
   */
  begin(bytes: Uint8Array, record: RequestRecord, keepsParts = false): void {
    record.reset(bytes);
    this.#queryStart = 0;
    this.#queryEnd = 0;
    this.#timeSeen = false;
    this.#clientSeen = false;
    this.#isClientUnknown = false;
    if (!keepsParts) this.parts.seen = 0;
  }

  /**
   * Interprets one field.
   * @param field one of {@link Field}
   * @returns {@link Outcome}.record, or a rejection code
   */
  take(field: number, bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
    switch (field) {
      case Field.client:
        return this.client(bytes, start, end, record);
      case Field.request:
      case Field.requestLine:
        splitRequest(bytes, start, end, record);
        return Outcome.record;
      case Field.status:
        return takeStatus(bytes, start, end, record);
      case Field.bytes: {
        if (isAbsent(bytes, start, end)) return Outcome.record;
        // HAProxy: "+" says that the rest was not waited for.
        const value = readInteger(bytes, bytes[start] === 0x2b ? start + 1 : start, end);
        if (value < 0 && !isNegative(bytes, start, end)) return BAD_NUMBER;
        record.bytes = value;
        return Outcome.record;
      }
      case Field.durationSeconds:
        return takeDuration(bytes, start, end, 1000, record);
      case Field.durationMs:
        return takeDuration(bytes, start, end, 1, record);
      case Field.durationUs:
        return takeDuration(bytes, start, end, 1e-3, record);
      case Field.durationNs:
        return takeDuration(bytes, start, end, 1e-6, record);
      case Field.clfTime:
        return this.timestamp(this.time.clf(bytes, start, end), end, record);
      case Field.isoTime:
        return this.timestamp(this.time.iso(bytes, start, end), end, record);
      case Field.duration:
        return takeDuration(bytes, start, end, hasPoint(bytes, start, end) ? 1000 : 1, record);
      case Field.durationOrUs:
        return takeDuration(bytes, start, end, hasPoint(bytes, start, end) ? 1000 : 1e-3, record);
      case Field.anyTime:
        return this.#anyTime(bytes, start, end, record);
      case Field.requestUrl:
        if (isNoRequest(bytes, start, end)) return NOT_A_REQUEST;
        splitRequest(bytes, start, withoutHyphens(bytes, start, end), record);
        splitUrl(record, true);
        return Outcome.record;
      case Field.requestHost:
        splitRequest(bytes, start, withoutHyphens(bytes, start, end), record);
        splitUrl(record, false);
        return Outcome.record;
      case Field.epochTime:
        return this.timestamp(this.time.epoch(bytes, start, end), end, record);
      default:
        if (isAbsent(bytes, start, end)) return Outcome.record;
        return this.#takeText(field, bytes, start, end, record);
    }
  }

  /** Ends a line: joins what came in parts, and checks that there is a time and a client. */
  finish(record: RequestRecord): number {
    if (!this.#timeSeen) {
      const outcome = this.#takeParts(record);
      if (outcome !== Outcome.record) return outcome;
    }
    if (this.#queryEnd > this.#queryStart) this.#joinQuery(record);
    if (!this.#clientSeen) {
      if (record.forwardedEnd === record.forwardedStart) return NO_CLIENT;
      const outcome = this.client(record.buffer, record.forwardedStart, record.forwardedEnd, record);
      if (outcome !== Outcome.record) return outcome;
    }
    return this.#isClientUnknown ? NO_CLIENT : Outcome.record;
  }

  /** Takes the address of the peer; of a list (`192.0.2.1, 198.51.100.7`) the right-most is the peer's. */
  client(bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
    this.#clientSeen = true;
    record.clientStart = start;
    record.clientEnd = end;
    if (readAddress(bytes, start, end, record) || readHostName(bytes, start, end, record))
      return Outcome.record;
    let last = end;
    while (last > start && (bytes[last - 1] === Ascii.comma || bytes[last - 1] === Ascii.blank)) last -= 1;
    let from = last;
    while (from > start && bytes[from - 1] !== Ascii.comma && bytes[from - 1] !== Ascii.blank) from -= 1;
    if (!isAddressList(bytes, start, end) || !readAddress(bytes, from, last, record)) {
      if (takeUnixPeer(bytes, start, end, record)) return Outcome.record;
      if (!isUnknownPeer(bytes, start, end)) return BAD_ADDRESS;
      // What follows shows whether the line is one of the format.
      this.#isClientUnknown = true;
      return Outcome.record;
    }
    record.clientStart = from;
    record.clientEnd = last;
    if (from > start && record.forwardedEnd === record.forwardedStart) {
      record.forwardedStart = start;
      record.forwardedEnd = last;
    }
    return Outcome.record;
  }

  /** Takes an address that has been read into the record already. */
  clientAt(start: number, end: number, record: RequestRecord): void {
    this.#clientSeen = true;
    record.clientStart = start;
    record.clientEnd = end;
  }

  /** Takes the moment that the timestamp reader has read, given the position it returned. */
  timestamp(position: number, end: number, record: RequestRecord): number {
    if (position < 0) return timeOutcome(position);
    if (position !== end) return NO_TIMESTAMP;
    this.setTime(record);
    return Outcome.record;
  }

  /** Takes the moment that the timestamp reader has read. */
  setTime(record: RequestRecord): void {
    record.timeMs = this.time.ms;
    record.zoneMinutes = this.time.zoneMinutes;
    this.#timeSeen = true;
  }

  /** A timestamp of unknown shape; JSON writes them as text or number. */
  #anyTime(bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
    const from = bytes[start] === Ascii.bracketOpen ? start + 1 : start;
    const to = end > from && bytes[end - 1] === Ascii.bracketClose ? end - 1 : end;
    const time = this.time;
    let position = time.epoch(bytes, from, to);
    if (position === to) return this.timestamp(position, to, record);
    position = time.iso(bytes, from, to);
    if (position === TimeFailure.none) position = time.clf(bytes, from, to);
    if (position === TimeFailure.none) position = time.other(bytes, from, to);
    if (position === TimeFailure.none) {
      // A number with exponent, or with a unit that the number of digits does not tell.
      const value = readDecimal(bytes, from, to);
      if (value >= 1e8 && value < 1e20) {
        time.ms =
          value < 1e11 ? value * 1000 : value < 1e14 ? value : value < 1e17 ? value / 1e3 : value / 1e6;
        time.zoneMinutes = NO_ZONE;
        position = to;
      }
    }
    return this.timestamp(position, to, record);
  }

  #takeText(field: number, bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
    switch (field) {
      case Field.forwarded:
        record.forwardedStart = start;
        record.forwardedEnd = end;
        return Outcome.record;
      case Field.user:
        takeUser(bytes, start, end, record);
        // A host name as client is believed only where the user is one word: "Apr 6 08:00:00 host nginx: …" is no client.
        return record.family === 0 && this.#clientSeen && hasBlank(bytes, start, end)
          ? BAD_USER
          : Outcome.record;
      case Field.method:
        record.methodStart = start;
        record.methodEnd = end;
        record.method = methodOf(bytes, start, end);
        return Outcome.record;
      case Field.path:
        setTarget(bytes, start, end, record);
        return Outcome.record;
      case Field.url:
        // Some call a whole request line so (Ceph's object gateway).
        if (isRequestLine(bytes, start, end)) {
          splitRequest(bytes, start, end, record);
          return Outcome.record;
        }
        setTarget(bytes, start, end, record);
        splitUrl(record, true);
        return Outcome.record;
      case Field.query:
        this.#queryStart = start;
        this.#queryEnd = end;
        return Outcome.record;
      case Field.protocol:
        record.protocolStart = start;
        record.protocolEnd = end;
        return Outcome.record;
      case Field.referrer:
        record.referrerStart = start;
        record.referrerEnd = end;
        return Outcome.record;
      case Field.userAgent:
        record.userAgentStart = start;
        record.userAgentEnd = end;
        return Outcome.record;
      case Field.host:
        record.hostStart = start;
        record.hostEnd = end;
        return Outcome.record;
      case Field.country:
        record.countryStart = start;
        record.countryEnd = end;
        return Outcome.record;
      case Field.asn:
        record.asn = readInteger(bytes, (bytes[start]! | 32) === 0x61 ? start + 2 : start, end);
        return Outcome.record;
      default:
        return Outcome.record;
    }
  }

  #takeParts(record: RequestRecord): number {
    const wallMs = this.parts.wallMs();
    if (wallMs < 0) return timeOutcome(wallMs);
    if (this.parts.hasZone) {
      record.timeMs = wallMs - this.parts.zoneMinutes * 60_000;
      record.zoneMinutes = this.parts.zoneMinutes;
    } else {
      this.time.zoneless(wallMs);
      record.timeMs = this.time.ms;
    }
    return Outcome.record;
  }

  #joinQuery(record: RequestRecord): void {
    const bytes = record.buffer;
    const start = bytes[this.#queryStart] === Ascii.question ? this.#queryStart + 1 : this.#queryStart;
    if (record.queryStart < record.pathEnd || start === this.#queryEnd) return; // the path has its query already
    if (start === record.pathEnd + 1 && bytes[record.pathEnd] === Ascii.question) {
      record.pathEnd = this.#queryEnd;
      return;
    }
    this.scratch.joinPath(record, start, this.#queryEnd);
  }
}

/** The user without the blanks and hyphens of padded columns (`-  -`); nobody where it is absent in quotes (`"-"`). */
function takeUser(bytes: Uint8Array, start: number, end: number, record: RequestRecord): void {
  let from = start;
  let to = end;
  while (to > from && bytes[to - 1] === Ascii.blank) to -= 1;
  while (
    from < to &&
    (bytes[from] === Ascii.blank || (bytes[from] === Ascii.minus && bytes[from + 1] === Ascii.blank))
  )
    from += 1;
  if (isAbsent(bytes, from, to)) return;
  if (to - from === 3 && bytes[from] === Ascii.quote && bytes[from + 1] === Ascii.minus) return;
  record.userStart = from;
  record.userEnd = to;
}

/** The rejection for one of {@link TimeFailure}. */
export function timeOutcome(failure: number): number {
  if (failure === TimeFailure.impossible) return BAD_TIMESTAMP;
  return failure === TimeFailure.localised ? LOCALISED_MONTH : NO_TIMESTAMP;
}

function takeStatus(bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
  if (isAbsent(bytes, start, end) || isNegative(bytes, start, end)) return Outcome.record;
  const value = end - start > 3 ? -1 : readInteger(bytes, start, end);
  if (value < 0) return BAD_STATUS;
  record.status = value;
  return Outcome.record;
}

/** A request of hyphens and blanks alone: load balancers write it for TCP connections. */
function isNoRequest(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) if (bytes[i] !== Ascii.minus && bytes[i] !== Ascii.blank) return false;
  return true;
}

/** `- http://www.example.org:80- -` is a request that could not be read: its end without the hyphens. */
function withoutHyphens(bytes: Uint8Array, start: number, end: number): number {
  const isCut =
    end - start > 5 &&
    bytes[start] === Ascii.minus &&
    bytes[end - 1] === Ascii.minus &&
    bytes[end - 2] === Ascii.blank &&
    bytes[end - 3] === Ascii.minus;
  return isCut ? end - 3 : end;
}

function hasBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) if (bytes[i] === Ascii.blank) return true;
  return false;
}
