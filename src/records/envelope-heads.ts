import { Ascii } from "../bytes/ascii.ts";
import { readAddress } from "./addresses.ts";
import { RequestRecord } from "./record.ts";
import { monthNumber } from "./time-text.ts";

/*
 * What stands before a line in each kind of envelope. Each function returns where the line itself begins, or -1 where there is no such
 * envelope, and looks at the head alone.
 */

/** Names and labels before a line are no longer than this. */
const MAX_LABEL_BYTES = 512;
/** Client, ident and user stand between what a logger writes and the time, or less of them. */
const MOST_WORDS_BEFORE_TIME = 3;
/** Where an address is read that may be none. */
const address = new RequestRecord();

/** Where the message of an RFC 3164 line begins, or -1. Relays leave out the tag at times; a colon ends it. */
export function afterSyslog(bytes: Uint8Array, start: number, end: number): number {
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

/** Where the message of an RFC 5424 line begins, or -1. Over TCP its length may stand before it. */
export function afterSyslog5424(bytes: Uint8Array, start: number, end: number): number {
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
export function afterCri(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start + 4] !== Ascii.minus || bytes[start + 10] !== 0x54) return -1;
  const time = nextBlank(bytes, start, end);
  if (time < 0 || bytes[time + 1] !== 0x73 || bytes[time + 2] !== 0x74 || bytes[time + 3] !== 0x64) return -1;
  const stream = nextBlank(bytes, time + 1, end);
  if (stream < 0 || stream + 2 >= end || bytes[stream + 2] !== Ascii.blank) return -1;
  return bytes[stream + 1] === 0x46 || bytes[stream + 1] === 0x50 ? stream + 3 : -1;
}

/** `2021-04-06T06:00:00.123456789Z `, after its blank. */
export function afterTime(bytes: Uint8Array, start: number, end: number): number {
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
export function afterPod(bytes: Uint8Array, start: number, end: number): number {
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

/**
 * After what the logger of a program puts before a line of common or combined: `gunicorn.access: `, `name stdout | … [INFO] `,
 * `2021-04-06 08:00:00,123 - werkzeug - INFO - `. There the line is found by its time in brackets and the address that stands some words
 * before. No slash or quote may stand before it: those are in the error logs of servers, and what follows them a visitor
 * may have chosen.
 */
export function afterLogger(bytes: Uint8Array, start: number, end: number): number {
  const last = Math.min(end - 3, start + MAX_LABEL_BYTES);
  for (let at = start + 1; at < last; at += 1) {
    const byte = bytes[at]!;
    if (byte === Ascii.quote || byte === Ascii.slash) return -1;
    if (byte !== Ascii.bracketOpen || !isDigit(bytes[at + 1]!) || !isDigit(bytes[at + 2]!)) continue;
    let word = at;
    for (let words = 0; words < MOST_WORDS_BEFORE_TIME && word > start; words += 1) {
      const wordEnd = word - 1;
      if (bytes[wordEnd] !== Ascii.blank) break;
      word = wordEnd;
      while (word > start && bytes[word - 1] !== Ascii.blank) word -= 1;
      const client = afterNames(bytes, word, wordEnd);
      const isAfterLogger = client > word || (word > start && isLoggerEnd(bytes, start, word - 2));
      if (isAfterLogger && readAddress(bytes, client, wordEnd, address)) return client;
    }
  }
  return -1;
}

/** After the names, each with its colon, that stand at once before an address: `INFO:werkzeug:`. */
function afterNames(bytes: Uint8Array, start: number, end: number): number {
  let after = start;
  let isName = false;
  for (let i = start; i < end; i += 1) {
    const letter = bytes[i]! | 32;
    // Letters beyond f are in no address.
    if (letter > 0x66 && letter <= 0x7a) isName = true;
    if (bytes[i] !== Ascii.colon) continue;
    if (isName) after = i + 1;
    isName = false;
  }
  return after;
}

/** Whether what a logger writes may end at a position: with a mark, not in a word, which may be a virtual host. */
function isLoggerEnd(bytes: Uint8Array, start: number, at: number): boolean {
  const byte = bytes[at];
  if (byte === Ascii.minus) return at > start && bytes[at - 1] === Ascii.blank;
  return byte === Ascii.colon || byte === Ascii.bracketClose || byte === 0x7c || byte === 0x3e;
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
export function afterCompose(bytes: Uint8Array, start: number, end: number): number {
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
