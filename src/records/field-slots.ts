import { Ascii } from "../bytes/ascii.ts";
import { isAbsent } from "./absence.ts";
import { readAddress } from "./addresses.ts";
import type { FieldTaker } from "./field-taker.ts";
import { Field } from "./fields.ts";
import { unescapeString } from "./json-text.ts";
import { Outcome, rejection } from "./line-reader.ts";
import { RequestRecord } from "./record.ts";
import { isRequestLine } from "./request-line.ts";

const FIELD_COUNT = 32;
const NOT_A_REQUEST = rejection("not-a-request");
const NO_RANK = 0x7fff;
/** Where an address is read that may be none. */
const address = new RequestRecord();

/** Fields of which a line has one; of the group the lowest rank wins. Indexed by field. */
const GROUP = groups([
  [Field.anyTime, Field.isoTime, Field.clfTime, Field.epochTime],
  [
    Field.duration,
    Field.durationSeconds,
    Field.durationMs,
    Field.durationUs,
    Field.durationNs,
    Field.durationOrUs,
  ],
  [Field.path, Field.url],
  [Field.request, Field.requestUrl, Field.requestHost, Field.requestLine],
]);
/** The client comes before the user, the path before the query: what is taken later may depend on them. */
const ORDER: readonly number[] = [
  Field.client,
  Field.forwarded,
  Field.user,
  Field.anyTime,
  Field.request,
  Field.method,
  Field.host,
  Field.path,
  Field.query,
  Field.protocol,
  Field.status,
  Field.bytes,
  Field.duration,
  Field.referrer,
  Field.userAgent,
  Field.country,
  Field.asn,
];

/**
 * Gathers the fields of a line whose keys may come in any order and under several names, and hands the best of each to
 * a {@link FieldTaker}.
 */
export class FieldSlots {
  /** The field whose value was refused by the last `finish`, or 0; `failedAt` is its offset. */
  failedField = 0;
  failedAt = 0;
  /** Set to false by who knows that no value offered holds a backslash; true again after {@link clear}. */
  mayHaveEscapes = true;
  readonly #ranks = new Int16Array(FIELD_COUNT);
  readonly #fields = new Int16Array(FIELD_COUNT);
  readonly #starts = new Int32Array(FIELD_COUNT);
  readonly #ends = new Int32Array(FIELD_COUNT);

  /** Begins a line. */
  clear(): void {
    this.#ranks.fill(NO_RANK);
    this.mayHaveEscapes = true;
  }

  /** Offers a value. Absent ones (`-`, empty) give way to any other name of the same thing. */
  offer(field: number, rank: number, bytes: Uint8Array, start: number, end: number): void {
    if (field === Field.requestLine && !isRequestLine(bytes, start, end)) return;
    const slot = GROUP[field]!;
    const worth = isAbsent(bytes, start, end) ? rank + 1000 : rank;
    if (worth >= this.#ranks[slot]!) return;
    this.#ranks[slot] = worth;
    this.#fields[slot] = field;
    this.#starts[slot] = start;
    this.#ends[slot] = end;
  }

  /** Whether the line offered a field, or another of its group, absent or not. */
  has(field: number): boolean {
    return this.#ranks[GROUP[field]!] !== NO_RANK;
  }

  /**
   * Gives the fields their meaning.
   * @param start where the line begins in `bytes`, `end` where it ends
   * @returns outcome of the line
   */
  finish(taker: FieldTaker, bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
    this.failedField = 0;
    this.failedAt = start;
    // An address and a code are no request yet: applications write of failed logins so.
    if (!this.has(Field.request) && !this.has(Field.path) && !this.has(Field.method)) return NOT_A_REQUEST;
    if (!this.has(Field.anyTime) && taker.parts.seen === 0 && !this.#hasTimeForDuration(bytes)) {
      return NOT_A_REQUEST;
    }
    if (!this.has(Field.client) && !this.has(Field.forwarded) && !this.#hasClientForHost(bytes)) {
      return NOT_A_REQUEST;
    }
    if (this.has(Field.durationsInMs) && this.#fields[Field.duration] === Field.duration) {
      this.#fields[Field.duration] = Field.durationMs;
    }
    const source = this.#decode(taker, bytes, start, end);
    taker.begin(source, record, true);
    record.hasReferrer = 1;
    record.hasUserAgent = 1;
    const hasRequest = this.#ranks[Field.request]! < 1000 && !this.#isPathAlone(source);
    for (let k = 0; k < ORDER.length; k += 1) {
      const slot = ORDER[k]!;
      if (this.#ranks[slot] === NO_RANK) continue;
      // What the request line says need not be said again.
      if (
        hasRequest &&
        (slot === Field.path || slot === Field.method || slot === Field.protocol || slot === Field.query)
      )
        continue;
      const outcome = taker.take(this.#fields[slot]!, source, this.#starts[slot]!, this.#ends[slot]!, record);
      if (outcome !== Outcome.record) {
        this.failedField = this.#fields[slot]!;
        this.failedAt = this.#starts[slot]!;
        return outcome;
      }
    }
    return taker.finish(record);
  }

  /** Apache's parsers (Fluentd, Tomcat) call the client `host`: an address there is taken for it where no other key is. */
  #hasClientForHost(bytes: Uint8Array): boolean {
    if (!this.has(Field.host)) return false;
    if (!readAddress(bytes, this.#starts[Field.host]!, this.#ends[Field.host]!, address)) return false;
    this.#copy(Field.host, Field.client, Field.client);
    this.#ranks[Field.host] = NO_RANK;
    return true;
  }

  /** The request time of AWS API Gateway is a moment, elsewhere it is how long the request took. */
  #hasTimeForDuration(bytes: Uint8Array): boolean {
    if (!this.has(Field.duration)) return false;
    const end = this.#ends[Field.duration]!;
    let at = this.#starts[Field.duration]!;
    while (at < end && bytes[at] !== Ascii.colon) at += 1;
    if (at === end) return false;
    this.#copy(Field.duration, Field.anyTime, Field.anyTime);
    this.#ranks[Field.duration] = NO_RANK;
    return true;
  }

  /** A "request" that is no request line but a path, beside a method; it is the path where no other key is. */
  #isPathAlone(bytes: Uint8Array): boolean {
    if (this.#ranks[Field.method]! >= 1000) return false;
    const start = this.#starts[Field.request]!;
    const end = this.#ends[Field.request]!;
    for (let i = start; i < end; i += 1) if (bytes[i] === Ascii.blank) return false;
    if (this.#ranks[Field.path]! >= 1000) this.#copy(Field.request, Field.path, Field.url);
    this.#ranks[Field.request] = NO_RANK;
    return true;
  }

  /** Gives the value of one slot to another, as a field. */
  #copy(from: number, to: number, field: number): void {
    this.#ranks[to] = 0;
    this.#fields[to] = field;
    this.#starts[to] = this.#starts[from]!;
    this.#ends[to] = this.#ends[from]!;
  }

  /** Where a chosen value has escapes, the line is copied and values are decoded in the copy; all spans move with it. */
  #decode(taker: FieldTaker, bytes: Uint8Array, start: number, end: number): Uint8Array {
    if (!this.mayHaveEscapes || !this.#hasEscapes(bytes)) return bytes;
    const target = taker.scratch.reserve(end - start);
    target.set(bytes.subarray(start, end));
    for (const slot of ORDER) {
      if (this.#ranks[slot] === NO_RANK) continue;
      const from = this.#starts[slot]! - start;
      let to = unescapeString(target, from, this.#ends[slot]! - start, target, from);
      // Grok's patterns (Logstash) leave the quotes around the hyphen of what is absent.
      if (to - from === 3 && isQuotedHyphen(target, from)) to = from;
      this.#starts[slot] = from;
      this.#ends[slot] = to;
    }
    return target;
  }

  #hasEscapes(bytes: Uint8Array): boolean {
    for (let k = 0; k < ORDER.length; k += 1) {
      const slot = ORDER[k]!;
      if (this.#ranks[slot] === NO_RANK) continue;
      const end = this.#ends[slot]!;
      for (let i = this.#starts[slot]!; i < end; i += 1) if (bytes[i] === Ascii.backslash) return true;
    }
    return false;
  }
}

function isQuotedHyphen(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === Ascii.quote && bytes[at + 1] === Ascii.minus && bytes[at + 2] === Ascii.quote;
}

function groups(lists: readonly (readonly number[])[]): Uint8Array {
  const group = Uint8Array.from({ length: FIELD_COUNT }, (_, field) => field);
  for (const list of lists) for (const field of list) group[field] = list[0]!;
  return group;
}
