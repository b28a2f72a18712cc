import { Ascii, asciiBytes, startsWithAscii } from "../bytes/ascii.ts";
import type { KernelProgram } from "../kernel/kernel.ts";
import { stringEnd, unescapeString } from "./json-text.ts";
import { type LineReader, Outcome, type ReadFailure, rejection } from "./line-reader.ts";
import type { RequestRecord } from "./record.ts";
import { Scratch } from "./scratch.ts";
import { monthNumber } from "./timestamps.ts";

/** What may stand around the lines of a log when others have passed it on. */
export const Envelope = {
  none: 0,
  /** RFC 3164, and the short form of journald: `Apr  6 08:00:00 host nginx[17]: …`; also with an ISO 8601 time. */
  syslog: 1,
  /** RFC 5424: `<134>1 2021-04-06T08:00:00Z host nginx 17 - - …` */
  syslog5424: 2,
  /** Kubernetes: `2021-04-06T06:00:00.123456789Z stdout F …`, `P` for parts of a long line. */
  cri: 3,
  /** Docker's JSON file, and journald's JSON: the line is a string under `log` or `MESSAGE`. */
  json: 4,
  /** docker compose: `web-1  | …` */
  compose: 5,
  /** `docker logs -t`, CloudWatch exports, logcli: an ISO 8601 time and a blank, perhaps labels in braces. */
  time: 6,
  /** Kubernetes tools: `[pod/name/container] …`, `namespace/pod[container]: …`, stern's `pod container …`. */
  pod: 7,
  /** `docker compose logs -t`: `web-1  | 2021-04-06T06:00:00.123456789Z …` */
  composeTime: 8,
} as const;

const ENVELOPES: readonly number[] = [
  Envelope.cri,
  Envelope.syslog,
  Envelope.syslog5424,
  Envelope.json,
  Envelope.compose,
  Envelope.time,
  Envelope.pod,
  Envelope.composeTime,
];
const NAMES = [
  "none",
  "syslog (RFC 3164)",
  "syslog (RFC 5424)",
  "CRI",
  "JSON with the line as a string",
  "docker compose",
  "a time before the line",
  "Kubernetes pod names",
  "docker compose with times",
];
const BINARY = rejection("binary");
const NOT_A_REQUEST = rejection("not-a-request");
const ERROR_LOG = rejection("error-log");
const OVERLONG = rejection("overlong");
/** The longest line that is put together from parts. */
const MAX_JOINED_BYTES = 65536;
/** Docker, journald, Filebeat and Vector, applications, Loki, CloudWatch, Google Cloud, Splunk. */
const LOG_KEYS = [
  ...["log", "MESSAGE", "message", "msg", "line", "@message", "textPayload", "_raw"],
  ...["full_message", "short_message"],
].map((key) => asciiBytes(`"${key}"`));
/** By byte: 1 for those with which such a key begins. */
const BEGINS_LOG_KEY = new Uint8Array(256);
for (const key of LOG_KEYS) BEGINS_LOG_KEY[key[1]!] = 1;
/** Names and labels before a line are no longer than this. */
const MAX_LABEL_BYTES = 512;
/** Reading a line and not knowing why it failed is worth one look at how much of it is text. */
const BINARY_LOOK_BYTES = 256;

/**
 * Lets a reader read lines that stand in an envelope. Lines are tried as they are; one that fails is tried without each
 * envelope that fits, and the envelope that worked is expected of the lines after it. So envelopes need not be named,
 * and logs with and without them may be mixed.
 */
export class EnvelopeReader implements LineReader {
  readonly name: string;
  /** Only where the format has lines of several requests: others must not pay for it. */
  readonly more?: (record: RequestRecord) => boolean;
  readonly maxLineBytes?: number;
  readonly #inner: LineReader;
  readonly #scratch = new Scratch();
  #envelope: number = Envelope.none;
  #joined = new Uint8Array(0);
  #joinedLength = 0;
  #isBinary = false;
  // What is left of the last line without its envelope.
  #bytes: Uint8Array = this.#joined;
  #start = 0;
  #end = 0;

  /** @param inner reader of the format */
  constructor(inner: LineReader) {
    this.name = inner.name;
    this.#inner = inner;
    if (inner.maxLineBytes !== undefined) this.maxLineBytes = inner.maxLineBytes;
    if (inner.more !== undefined) this.more = (record) => inner.more!(record);
  }

  get kernelProgram(): KernelProgram | null {
    return this.#envelope === Envelope.none ? (this.#inner.kernelProgram ?? null) : null;
  }

  get state(): string | null {
    const state = this.#inner.state ?? null;
    if (state === null) return null;
    // The first parts of a line, byte by byte: of a format with such lines there are few.
    const parts = Array.from(this.#joined.subarray(0, this.#joinedLength), (byte) =>
      String.fromCharCode(byte),
    ).join("");
    return JSON.stringify([this.#envelope, state, parts]);
  }

  resume(state: string): void {
    const [envelope, inner, parts] = JSON.parse(state) as [number, string, string];
    this.#envelope = envelope;
    this.#joined = Uint8Array.from(parts, (character) => character.charCodeAt(0));
    this.#joinedLength = parts.length;
    this.#inner.resume?.(inner);
  }

  /** The envelope of the last line that was read, for people; `null` where there was none. */
  get envelope(): string | null {
    return this.#envelope === Envelope.none ? null : (NAMES[this.#envelope] ?? null);
  }

  read(bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
    if (this.#envelope === Envelope.none) {
      const outcome = this.#inner.read(bytes, start, end, record);
      return outcome <= Outcome.blank ? outcome : this.#tryEnvelopes(bytes, start, end, record, outcome);
    }
    if (start === end) return Outcome.blank;
    const outcome = this.#readWithin(this.#envelope, bytes, start, end, record);
    return outcome >= 0 && outcome <= Outcome.blank
      ? outcome
      : this.#tryEnvelopes(bytes, start, end, record, outcome);
  }

  failure(): ReadFailure {
    if (this.#isBinary) return { at: 0, expected: "text" };
    return this.#inner.failure?.() ?? { at: 0, expected: this.name };
  }

  /** The rare path: another envelope than before, none, or no line of the format at all. */
  #tryEnvelopes(
    bytes: Uint8Array,
    start: number,
    end: number,
    record: RequestRecord,
    failed: number,
  ): number {
    const tried = this.#envelope;
    this.#isBinary = false;
    // Well-formed, and something else: a better reason than that the line as it stands does not fit.
    let isNoRequest = failed === NOT_A_REQUEST;
    for (const envelope of ENVELOPES) {
      if (envelope === tried) continue;
      const outcome = this.#readWithin(envelope, bytes, start, end, record);
      if (outcome === NOT_A_REQUEST) isNoRequest = true;
      if (outcome < 0 || outcome > Outcome.blank) continue;
      // A blank within an envelope (an empty message, half a line) does not show that the envelope is right.
      if (outcome === Outcome.record) this.#envelope = envelope;
      return outcome;
    }
    // In every such log a line that begins so is a comment.
    if (bytes[start] === 35) return Outcome.blank;
    if (isErrorLog(bytes, start, end)) return ERROR_LOG;
    if (isBinary(bytes, start, end)) {
      this.#isBinary = true;
      return BINARY;
    }
    // Read once more as it is, so that the reason and the place of the failure are those of the line itself, or of what is
    // in the envelope that the lines before it had.
    if (isNoRequest) return NOT_A_REQUEST;
    if (tried !== Envelope.none) {
      const outcome = this.#inner.read(bytes, start, end, record);
      if (outcome <= Outcome.blank) {
        this.#envelope = Envelope.none;
        return outcome;
      }
      if (failed >= 0) return failed;
      return outcome;
    }
    return this.#inner.read(bytes, start, end, record);
  }

  /** Outcome of the line without the envelope, or -1 where it has no such envelope. */
  #readWithin(
    envelope: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    record: RequestRecord,
  ): number {
    this.#bytes = bytes;
    this.#end = end;
    let at = -1;
    switch (envelope) {
      case Envelope.syslog:
        at = afterSyslog(bytes, start, end);
        break;
      case Envelope.syslog5424:
        at = afterSyslog5424(bytes, start, end);
        break;
      case Envelope.cri:
        return this.#readCri(bytes, start, end, record);
      case Envelope.json:
        if (!this.#openJson(bytes, start, end)) return -1;
        at = this.#start;
        break;
      case Envelope.compose:
        at = afterCompose(bytes, start, end);
        break;
      case Envelope.composeTime:
        at = afterCompose(bytes, start, end);
        if (at > 0) at = afterTime(bytes, at, end);
        break;
      case Envelope.pod:
        at = afterPod(bytes, start, end);
        break;
      default:
        at = afterTime(bytes, start, end);
    }
    if (at < 0) return -1;
    return this.#inner.read(this.#bytes, at, this.#end, record);
  }

  #readCri(bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
    const at = afterCri(bytes, start, end);
    if (at < 0) return -1;
    const isPart = bytes[at - 2] === 0x50;
    if (!isPart && this.#joinedLength === 0) return this.#inner.read(bytes, at, end, record);
    const length = this.#joinedLength + end - at;
    if (length > MAX_JOINED_BYTES) {
      // Forgotten as a whole; what follows of it fails on its own.
      if (!isPart) this.#joinedLength = 0;
      return isPart ? Outcome.blank : OVERLONG;
    }
    if (this.#joined.length < length) {
      const grown = new Uint8Array(Math.min(MAX_JOINED_BYTES, length * 2));
      grown.set(this.#joined.subarray(0, this.#joinedLength));
      this.#joined = grown;
    }
    this.#joined.set(bytes.subarray(at, end), this.#joinedLength);
    this.#joinedLength = length;
    if (isPart) {
      this.#envelope = Envelope.cri;
      return Outcome.blank;
    }
    this.#joinedLength = 0;
    return this.#inner.read(this.#joined, 0, length, record);
  }

  #openJson(bytes: Uint8Array, start: number, end: number): boolean {
    if (bytes[start] !== Ascii.braceOpen) return false;
    // Of several such keys the first in the list counts.
    let best = LOG_KEYS.length;
    let from = -1;
    for (let i = start + 1; i + 1 < end && best > 0; i += 1) {
      if (bytes[i] !== Ascii.quote || BEGINS_LOG_KEY[bytes[i + 1]!] === 0) continue;
      for (let rank = 0; rank < best; rank += 1) {
        const key = LOG_KEYS[rank]!;
        if (!startsWithAscii(bytes, i, end, key)) continue;
        let at = i + key.length;
        while (at < end && (bytes[at] === Ascii.blank || bytes[at] === Ascii.colon)) at += 1;
        if (at >= end || (bytes[at] !== Ascii.quote && bytes[at] !== Ascii.bracketOpen)) continue;
        best = rank;
        from = at;
      }
    }
    if (from < 0) return false;
    if (bytes[from] === Ascii.bracketOpen) return this.#openNumbers(bytes, from + 1, end);
    const close = stringEnd(bytes, from + 1, end);
    if (close < 0) return false;
    const target = this.#scratch.reserve(close - from);
    let to = unescapeString(bytes, from + 1, close, target, 0);
    while (to > 0 && (target[to - 1] === 10 || target[to - 1] === 13)) to -= 1;
    this.#bytes = target;
    this.#start = 0;
    this.#end = to;
    return true;
  }

  /** A line as a list of its bytes: journald writes it so where it is not all of printable characters. */
  #openNumbers(bytes: Uint8Array, start: number, end: number): boolean {
    const target = this.#scratch.reserve(end - start);
    let to = 0;
    let value = -1;
    for (let i = start; i < end; i += 1) {
      const digit = bytes[i]! - Ascii.zero;
      if (digit >= 0 && digit <= 9) value = Math.max(value, 0) * 10 + digit;
      else if (bytes[i] === Ascii.comma || bytes[i] === Ascii.bracketClose) {
        if (value < 0 || value > 255) return false;
        target[to] = value;
        to += 1;
        value = -1;
        if (bytes[i] === Ascii.comma) continue;
        this.#bytes = target;
        this.#start = 0;
        this.#end = to;
        return true;
      } else if (bytes[i] !== Ascii.blank) return false;
    }
    return false;
  }
}

/** Where the message of an RFC 3164 line begins, or -1. Relays leave out the tag at times; a colon ends it. */
function afterSyslog(bytes: Uint8Array, start: number, end: number): number {
  let i = afterPriority(bytes, start, end);
  if (i + 16 > end) return -1;
  if (bytes[i] === Ascii.bracketOpen) {
    // journalctl -o short-monotonic: [   12.345678]
    i += 1;
    while (i < end && (bytes[i] === Ascii.blank || bytes[i] === Ascii.dot || isDigit(bytes[i]!))) i += 1;
    if (bytes[i] !== Ascii.bracketClose) return -1;
    i += 1;
  } else if (isDigit(bytes[i]!) && bytes[i + 10] === Ascii.dot) {
    // journalctl -o short-unix: 1617688800.123456
    while (i < end && (bytes[i] === Ascii.dot || isDigit(bytes[i]!))) i += 1;
  } else if (monthNumber(bytes, i) > 0 && bytes[i + 3] === Ascii.blank) {
    // Some relays write the year after the day; some clocks have fractions.
    if (bytes[i + 11] === Ascii.blank && bytes[i + 14] === Ascii.colon) i += 5;
    if (bytes[i + 9] !== Ascii.colon) return -1;
    i += 15;
    if (bytes[i] === Ascii.dot) while (i < end && bytes[i] !== Ascii.blank) i += 1;
  } else if (bytes[i + 4] === Ascii.minus && bytes[i + 10] === Ascii.blank && bytes[i + 13] === Ascii.colon)
    i = Math.max(nextBlank(bytes, i + 19, end), i);
  else if (bytes[i + 4] === Ascii.minus && bytes[i + 10] === 0x54) {
    if (afterCri(bytes, i, end) > 0) return -1;
    while (i < end && bytes[i] !== Ascii.blank) i += 1;
  } else if (bytes[i + 3] === Ascii.blank && bytes[i + 8] === Ascii.minus && bytes[i + 17] === Ascii.colon) {
    // journalctl -o short-full: Tue 2021-04-06 08:00:00 CEST
    i = nextBlank(bytes, i + 24, end);
    if (i < 0) return -1;
  } else return -1;
  if (bytes[i] !== Ascii.blank) return -1;
  // Host, then the tag up to ": ". A tag holds no blank.
  i = nextBlank(bytes, i + 1, end);
  if (i < 0) return -1;
  const tagEnd = nextBlank(bytes, i + 1, end);
  if (tagEnd > 0 && bytes[tagEnd - 1] === Ascii.colon) return tagEnd + 1;
  return i + 1;
}

function afterSyslog5424(bytes: Uint8Array, start: number, end: number): number {
  // Over TCP the length of the message may stand before it (RFC 6587).
  let from = start;
  while (from < end && from < start + 6 && isDigit(bytes[from]!)) from += 1;
  if (from > start) from += 1;
  let i = afterPriority(bytes, from, end);
  if (i === from || bytes[i] !== 0x31 || bytes[i + 1] !== Ascii.blank) return -1;
  // Version, time, host, application, process, message id.
  for (let word = 0; word < 6; word += 1) {
    i = nextBlank(bytes, i, end);
    if (i < 0) return -1;
    i += 1;
  }
  // Structured data: "-" or elements in brackets, in which quotes may hold brackets.
  if (bytes[i] === Ascii.minus) i += 1;
  else {
    while (i < end && bytes[i] === Ascii.bracketOpen) {
      let isQuoted = false;
      for (i += 1; i < end && (isQuoted || bytes[i] !== Ascii.bracketClose); i += 1) {
        if (bytes[i] === Ascii.backslash) i += 1;
        else if (bytes[i] === Ascii.quote) isQuoted = !isQuoted;
      }
      i += 1;
    }
  }
  if (i >= end || bytes[i] !== Ascii.blank) return -1;
  i += 1;
  // A byte order mark says that the message is UTF-8.
  return bytes[i] === 0xef && bytes[i + 1] === 0xbb && bytes[i + 2] === 0xbf ? i + 3 : i;
}

/** `2021-04-06T06:00:00.123456789Z stdout F `, after the last blank of it. */
function afterCri(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start + 4] !== Ascii.minus || bytes[start + 10] !== 0x54) return -1;
  const time = nextBlank(bytes, start, end);
  if (time < 0 || bytes[time + 1] !== 0x73 || bytes[time + 2] !== 0x74 || bytes[time + 3] !== 0x64) return -1;
  const stream = nextBlank(bytes, time + 1, end);
  if (stream < 0 || stream + 2 >= end || bytes[stream + 2] !== Ascii.blank) return -1;
  return bytes[stream + 1] === 0x46 || bytes[stream + 1] === 0x50 ? stream + 3 : -1;
}

/** `2021-04-06T06:00:00.123456789Z `, after its blank. */
function afterTime(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start + 4] !== Ascii.minus || bytes[start + 10] !== 0x54 || bytes[start + 13] !== Ascii.colon)
    return -1;
  const blank = nextBlank(bytes, start, end);
  if (blank < 0 || blank >= start + 40) return -1;
  if (bytes[blank + 1] !== Ascii.braceOpen || bytes[blank + 2] === Ascii.quote) return blank + 1;
  // logcli: {app="nginx"} between the time and the line.
  let i = blank + 2;
  while (i < end && i < blank + MAX_LABEL_BYTES && bytes[i] !== Ascii.braceClose) i += 1;
  return bytes[i] === Ascii.braceClose && bytes[i + 1] === Ascii.blank ? i + 2 : blank + 1;
}

/** After the names of pod and container that `kubectl logs --prefix`, kail and stern put before lines. */
function afterPod(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] === Ascii.bracketOpen) {
    // [pod/name/container]
    const close = nextBlank(bytes, start, Math.min(end, start + MAX_LABEL_BYTES));
    return close > 0 && bytes[close - 1] === Ascii.bracketClose && bytes[start + 4] === Ascii.slash
      ? close + 1
      : -1;
  }
  const first = nextBlank(bytes, start, Math.min(end, start + MAX_LABEL_BYTES));
  if (first < 0) return -1;
  // namespace/pod[container]:
  if (bytes[first - 1] === Ascii.colon && bytes[first - 2] === Ascii.bracketClose) return first + 1;
  if (!isDnsName(bytes, start, first)) return -1;
  const second = nextBlank(bytes, first + 1, Math.min(end, first + MAX_LABEL_BYTES));
  return second > 0 && isDnsName(bytes, first + 1, second) ? second + 1 : -1;
}

/** A name as Kubernetes has them, with a letter: lower case, digits, hyphens, dots. */
function isDnsName(bytes: Uint8Array, start: number, end: number): boolean {
  let letters = 0;
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i]!;
    if (byte >= 0x61 && byte <= 0x7a) letters += 1;
    else if (!isDigit(byte) && byte !== Ascii.minus && byte !== Ascii.dot) return false;
  }
  return letters > 0;
}

function isDigit(byte: number): boolean {
  return (byte - Ascii.zero) >>> 0 <= 9;
}

/** `web-1  | `, after the blank behind the bar; the name is short and has no blank. */
function afterCompose(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  // foreman has a clock before the name.
  if (bytes[i + 2] === Ascii.colon && bytes[i + 5] === Ascii.colon && bytes[i + 8] === Ascii.blank) i += 9;
  while (i < end && i < start + 80 && bytes[i] !== Ascii.blank) i += 1;
  if (i === start) return -1;
  while (i < end && bytes[i] === Ascii.blank) i += 1;
  if (bytes[i] !== 0x7c) return -1;
  // In colour: ESC[36mweb-1  |ESC[0m …
  if (bytes[i + 1] === 27 && bytes[i + 4] === 0x6d) i += 4;
  return i + 1 < end && bytes[i + 1] === Ascii.blank ? i + 2 : -1;
}

/** After `<134>`, or `start`. */
function afterPriority(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] !== 0x3c) return start;
  let i = start + 1;
  while (i < end && i < start + 5 && bytes[i] !== 0x3e) i += 1;
  return bytes[i] === 0x3e ? i + 1 : start;
}

function nextBlank(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && bytes[i] !== Ascii.blank) i += 1;
  return i < end ? i : -1;
}

/**
 * Whether a line looks like the error log of nginx (`2021/04/06 08:00:00 [error] `), Apache (`[Tue Apr 06 08:00:00`), or
 * LiteSpeed (`2021-04-06 08:00:00.123456 [NOTICE] `), perhaps after a prefix of the container's.
 */
function isErrorLog(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 30) return false;
  if (bytes[start] === Ascii.bracketOpen && bytes[start + 4] === Ascii.blank) {
    return monthNumber(bytes, start + 5) > 0 && bytes[start + 14] === Ascii.colon;
  }
  if (
    bytes[start + 10] !== Ascii.blank ||
    bytes[start + 13] !== Ascii.colon ||
    bytes[start + 16] !== Ascii.colon
  )
    return false;
  const after = nextBlank(bytes, start + 19, end);
  return (
    after > 0 &&
    after < start + 30 &&
    bytes[after + 1] === Ascii.bracketOpen &&
    ((bytes[after + 2]! | 32) - 0x61) >>> 0 < 26
  );
}

/** Whether a tenth of the first bytes are control characters. */
function isBinary(bytes: Uint8Array, start: number, end: number): boolean {
  const to = Math.min(end, start + BINARY_LOOK_BYTES);
  let controls = 0;
  for (let i = start; i < to; i += 1)
    if (bytes[i]! < 32 && bytes[i] !== Ascii.tab && bytes[i] !== 27) controls += 1;
  return controls * 10 > to - start;
}
