import { Ascii, asciiBytes, startsWithAscii } from "../bytes/ascii.ts";
import { skipValue, stringEnd, unescapeString } from "./json-text.ts";
import { Scratch } from "./scratch.ts";

/**
 * Docker, journald, Filebeat and Vector, applications, Loki, CloudWatch, Google Cloud, Splunk; Splunk's collector, OpenTelemetry, New Relic.
 * Of several the first counts.
 */
const LINE_KEYS = [
  ...["log", "MESSAGE", "message", "msg", "line", "@message", "textPayload", "_raw"],
  ...["full_message", "short_message", "event", "body", "logline", "content"],
].map((key) => asciiBytes(`"${key}"`));
/** Elasticsearch's exports; Splunk's collector; Splunk's exports. */
const OBJECT_KEYS = ["_source", "event", "result"].map((key) => asciiBytes(`"${key}"`));
/** By byte: 1 for those with which such a key begins. */
const BEGINS_LINE_KEY = beginnings(LINE_KEYS);
const BEGINS_OBJECT_KEY = beginnings(OBJECT_KEYS);

/**
 * Finds the line that stands in a JSON object of a collector: as a string, as a list of bytes, or as an object. It lies in `bytes`,
 * from `start` to `end`, until the next is looked for.
 */
export class JsonEnvelope {
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  readonly #scratch = new Scratch();

  /** Looks for a line that is a string. @returns false where there is none */
  openLine(bytes: Uint8Array, start: number, end: number): boolean {
    const from = valueUnder(LINE_KEYS, BEGINS_LINE_KEY, bytes, start, end, Ascii.quote, Ascii.bracketOpen);
    if (from < 0) return false;
    if (bytes[from] === Ascii.bracketOpen) return this.#openNumbers(bytes, from + 1, end);
    const close = stringEnd(bytes, from + 1, end);
    if (close < 0) return false;
    const target = this.#scratch.reserve(close - from);
    let to = unescapeString(bytes, from + 1, close, target, 0);
    while (to > 0 && (target[to - 1] === 10 || target[to - 1] === 13)) to -= 1;
    return this.#opened(target, 0, to);
  }

  /** Looks for a line that is an object. @returns false where there is none */
  openObject(bytes: Uint8Array, start: number, end: number): boolean {
    const from = valueUnder(
      OBJECT_KEYS,
      BEGINS_OBJECT_KEY,
      bytes,
      start,
      end,
      Ascii.braceOpen,
      Ascii.braceOpen,
    );
    if (from < 0) return false;
    const close = skipValue(bytes, from, end);
    return close > 0 && this.#opened(bytes, from, close);
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
        if (bytes[i] === Ascii.bracketClose) return this.#opened(target, 0, to);
      } else if (bytes[i] !== Ascii.blank) return false;
    }
    return false;
  }

  #opened(bytes: Uint8Array, start: number, end: number): boolean {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    return true;
  }
}

function beginnings(keys: readonly Uint8Array[]): Uint8Array {
  const begins = new Uint8Array(256);
  for (const key of keys) begins[key[1]!] = 1;
  return begins;
}

/** Where the value begins, with one of two bytes, of the first key in a list that an object has; -1 where there is none. */
function valueUnder(
  keys: readonly Uint8Array[],
  begins: Uint8Array,
  bytes: Uint8Array,
  start: number,
  end: number,
  open: number,
  otherOpen: number,
): number {
  if (bytes[start] !== Ascii.braceOpen) return -1;
  let best = keys.length;
  let from = -1;
  for (let i = start + 1; i + 1 < end && best > 0; i += 1) {
    if (bytes[i] !== Ascii.quote || begins[bytes[i + 1]!] === 0) continue;
    for (let rank = 0; rank < best; rank += 1) {
      const key = keys[rank]!;
      if (!startsWithAscii(bytes, i, end, key)) continue;
      let at = i + key.length;
      while (at < end && (bytes[at] === Ascii.blank || bytes[at] === Ascii.colon)) at += 1;
      if (at >= end || (bytes[at] !== open && bytes[at] !== otherOpen)) continue;
      best = rank;
      from = at;
    }
  }
  return from;
}
