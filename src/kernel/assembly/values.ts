import { NEEDS_ADDRESSES, NEEDS_HOST, NEEDS_STATUS, RUN_NEEDS, RUN_WALL_FROM, RUN_WALL_OFFSET, RUN_WALL_TO } from "../layout";
import { readAddress } from "./addresses";
import { decimalIn, integerIn } from "./numbers";
import * as record from "./record";
import { find } from "./scan";
import { cutUrl, methodOf, setTarget, splitRequest } from "./targets";
import { clfAt, clockAt, dateAt, epochAt, isoAt, NO_ZONE, readMs, readZone } from "./times";

/*
 * `FieldTaker`: gives the fields of a line their meaning. Each function returns false where the line must be read in the
 * general way: because it is to be rejected, or because it has a shape that is too rare to be here.
 */

// Fields of fields.ts.
export const SKIP: i32 = 0;
export const CLIENT: i32 = 1;
export const FORWARDED: i32 = 2;
export const USER: i32 = 3;
export const CLF_TIME: i32 = 4;
export const ISO_TIME: i32 = 5;
export const EPOCH_TIME: i32 = 6;
export const TIME_PART: i32 = 7;
export const REQUEST: i32 = 8;
export const METHOD: i32 = 9;
export const PATH: i32 = 10;
export const QUERY: i32 = 11;
export const PROTOCOL: i32 = 12;
export const STATUS: i32 = 13;
export const BYTES: i32 = 14;
export const DURATION_SECONDS: i32 = 15;
export const DURATION_MS: i32 = 16;
export const DURATION_US: i32 = 17;
export const REFERRER: i32 = 18;
export const USER_AGENT: i32 = 19;
export const HOST: i32 = 20;
export const COUNTRY: i32 = 21;
export const ASN: i32 = 22;
export const DURATION_NS: i32 = 23;
export const ANY_TIME: i32 = 24;
export const REQUEST_URL: i32 = 25;
export const URL: i32 = 26;
export const DURATION: i32 = 27;
export const REQUEST_HOST: i32 = 28;
export const DURATION_OR_US: i32 = 29;
export const DURATIONS_IN_MS: i32 = 30;
export const REQUEST_LINE: i32 = 31;

/** Parts of a timestamp: of `TimePart` those that the kernel reads. */
export const CLOCK: i32 = 12;
export const DATE: i32 = 13;

const BLANK: u8 = 0x20;
const QUOTE: u8 = 0x22;
const STAR: u8 = 0x2a;
const PLUS: u8 = 0x2b;
const SLASH: u8 = 0x2f;
const COMMA: u8 = 0x2c;
const MINUS: u8 = 0x2d;
const DOT: u8 = 0x2e;
const COLON: u8 = 0x3a;
const QUESTION: u8 = 0x3f;
const OPEN: u8 = 0x5b;
const CLOSE: u8 = 0x5d;
const UNDERSCORE: u8 = 0x5f;

let hasTime = false;
let hasClient = false;
let hasDate = false;
let hasClock = false;
let hasHost = false;
let dateMs: f64 = 0;
let clockMs: f64 = 0;
let queryStart: usize = 0;
let queryEnd: usize = 0;
let forwardedStart: usize = 0;
let forwardedEnd: usize = 0;

/** Begins a line. */
export function begin(): void {
  record.clear();
  hasTime = false;
  hasClient = false;
  hasDate = false;
  hasClock = false;
  hasHost = false;
  queryStart = 0;
  queryEnd = 0;
  forwardedStart = 0;
  forwardedEnd = 0;
}

/** Takes a field. */
export function take(field: i32, start: usize, end: usize): bool {
  switch (field) {
    case SKIP:
    case USER:
    case PROTOCOL:
      return true;
    case CLIENT:
      return takeClient(start, end);
    case FORWARDED:
      if (!isAbsent(start, end)) {
        forwardedStart = start;
        forwardedEnd = end;
      }
      return true;
    case CLF_TIME:
      return clfAt(start, end) === end && timed();
    case ISO_TIME:
      return isoAt(start, end) === end && timed();
    case EPOCH_TIME:
      return epochAt(start, end) === end && timedByEpoch();
    case ANY_TIME:
      return takeAnyTime(start, end);
    case REQUEST:
    case REQUEST_HOST:
      // Of hyphens at its end more is to be told than here.
      if (field === REQUEST_HOST && start < end && load<u8>(start) === MINUS && end - start > 1) return false;
      if (!splitRequest(start, end)) return false;
      if (field === REQUEST_HOST && load<i32>(RUN_NEEDS) === NEEDS_HOST) {
        // The host is that of the target, which stays as it is.
        const from = record.pathStart();
        const query = record.queryStart();
        cutUrl();
        hasHost = record.pathStart() > from && isHost(authority(from), record.pathStart());
        record.setPathStart(from);
        record.setQueryStart(query);
        return hasHost;
      }
      return true;
    case REQUEST_URL:
      if (start === end || load<u8>(start) === MINUS || load<u8>(start) === BLANK) return false;
      if (!splitRequest(start, end)) return false;
      cutUrl();
      return true;
    case METHOD:
      if (!isAbsent(start, end)) record.setMethod(methodOf(start, end));
      return true;
    case PATH:
      if (!isAbsent(start, end)) setTarget(start, end);
      return true;
    case URL:
      if (isAbsent(start, end)) return true;
      // A whole request line under the name of a target.
      if (<u32>load<u8>(start) - 0x41 < 26 && find(start, end, BLANK) < end) return false;
      setTarget(start, end);
      cutUrl();
      return true;
    case QUERY:
      if (isAbsent(start, end)) return true;
      queryStart = start;
      queryEnd = end;
      return true;
    case STATUS:
      return takeStatus(start, end);
    case BYTES: {
      if (isAbsent(start, end)) return true;
      const value = integerIn(start, end);
      if (value < 0) return false;
      record.setBytes(value);
      return true;
    }
    case DURATION_SECONDS:
      return takeDuration(start, end, 1000);
    case DURATION_MS:
      return takeDuration(start, end, 1);
    case DURATION_US:
      return takeDuration(start, end, 1e-3);
    case DURATION_NS:
      return takeDuration(start, end, 1e-6);
    case DURATION:
      return takeDuration(start, end, find(start, end, DOT) < end ? 1000 : 1);
    case DURATION_OR_US:
      return takeDuration(start, end, find(start, end, DOT) < end ? 1000 : 1e-3);
    case REFERRER:
      if (!isAbsent(start, end)) record.setReferred(1);
      return true;
    case USER_AGENT:
      if (isAbsent(start, end)) return true;
      record.setAgentStart(start);
      record.setAgentEnd(end);
      return true;
    case HOST:
      if (load<i32>(RUN_NEEDS) !== NEEDS_HOST) return true;
      if (!isHost(start, end)) return false;
      hasHost = true;
      return true;
    case COUNTRY:
      if (isAbsent(start, end)) return true;
      record.setCountryStart(start);
      record.setCountryEnd(end);
      return true;
    case ASN: {
      if (isAbsent(start, end)) return true;
      const number = integerIn((load<u8>(start) | 32) === 0x61 ? start + 2 : start, end);
      if (number < 0 || number > 4294967295) return false;
      record.setAsn(<u32>number);
      return true;
    }
    default:
      return false;
  }
}

/** Takes a part of a timestamp at `at`; the position after it, or 0. */
export function takePart(part: i32, at: usize, end: usize): usize {
  const after = part === DATE ? dateAt(at, end) : part === CLOCK ? clockAt(at, end) : 0;
  if (after === 0) return 0;
  if (part === DATE) {
    dateMs = readMs;
    hasDate = true;
  } else {
    clockMs = readMs;
    hasClock = true;
  }
  return after;
}

/** Takes the timestamp that was read last. */
export function timed(): bool {
  if (readZone !== NO_ZONE) record.setTimeMs(readMs);
  else if (!setWallTime(readMs)) return false;
  record.setZone(readZone);
  hasTime = true;
  return true;
}

/** Takes seconds since 1970, which have no zone and need none. */
export function timedByEpoch(): bool {
  record.setTimeMs(readMs);
  record.setZone(NO_ZONE);
  hasTime = true;
  return true;
}

/** Takes the time of a clock on the wall, ms as if in UTC. */
export function timedByWall(wallMs: f64): bool {
  record.setZone(NO_ZONE);
  return setWallTime(wallMs);
}

/** Takes the date and the clock time that were read last. */
export function timedByParts(): bool {
  return timedByWall(dateMs + clockMs);
}

/** Takes the address that has been read into the record. */
export function clientRead(): void {
  hasClient = true;
}

/** Takes the timestamp that has been read into the record. */
export function timeRead(): void {
  hasTime = true;
}

/** Ends a line. */
export function finish(): bool {
  if (!hasTime) {
    if (!hasDate || !hasClock || !setWallTime(dateMs + clockMs)) return false;
    record.setZone(NO_ZONE);
  }
  if (!hasClient && !(forwardedEnd > forwardedStart && readAddress(forwardedStart, forwardedEnd))) return false;
  const needs = load<i32>(RUN_NEEDS);
  if (needs === NEEDS_STATUS && record.status() < 100) return false;
  if (needs === NEEDS_HOST ? !hasHost : needs === NEEDS_ADDRESSES && !endsInAddress()) return false;
  if (queryEnd > queryStart && record.queryStart() >= record.pathEnd()) {
    const start = load<u8>(queryStart) === QUESTION ? queryStart + 1 : queryStart;
    // All that is asked of the end is whether there is a query.
    if (start !== queryEnd) record.setPathEnd(record.queryStart() + 1);
  }
  return true;
}

/** `isAbsent` */
export function isAbsent(start: usize, end: usize): bool {
  if (end <= start) return true;
  const length = end - start;
  if (length === 1) return load<u8>(start) === MINUS;
  return length === 2 && load<u8>(start) === QUOTE && load<u8>(start, 1) === QUOTE;
}

function takeClient(start: usize, end: usize): bool {
  hasClient = true;
  return readAddress(start, end);
}

/** The last time of any shape that needs no zone: its text, of 32 bytes at most, and the moment. As often as not the next is the same. */
const LAST_TIME: usize = memory.data(32);
let lastTimeLength: usize = 64;
let lastTimeMs: f64 = 0;
let lastTimeZone: i32 = 0;
let isEpoch = false;

function takeAnyTime(start: usize, end: usize): bool {
  const length = end - start;
  if (length === lastTimeLength && isLastTime(start, length)) {
    record.setTimeMs(lastTimeMs);
    record.setZone(lastTimeZone);
    hasTime = true;
    return true;
  }
  isEpoch = false;
  if (!readAnyTime(start, end)) return false;
  if (length > 32 || (readZone === NO_ZONE && !isEpoch)) return true;
  lastTimeLength = length;
  lastTimeMs = readMs;
  lastTimeZone = readZone;
  memory.copy(LAST_TIME, start, length);
  return true;
}

/** Whether the text at `start` is that of the last time, which is as long. */
function isLastTime(start: usize, length: usize): bool {
  const low = i8x16.bitmask(i8x16.eq(v128.load(start), v128.load(LAST_TIME)));
  const high = i8x16.bitmask(i8x16.eq(v128.load(start, 16), v128.load(LAST_TIME, 16)));
  const bits: u32 = length === 32 ? 0xffffffff : (1 << <u32>length) - 1;
  return ((<u32>low | (<u32>high << 16)) & bits) === bits;
}

function readAnyTime(start: usize, end: usize): bool {
  const from = start < end && load<u8>(start) === OPEN ? start + 1 : start;
  const to = end > from && load<u8>(end - 1) === CLOSE ? end - 1 : end;
  // The usual shapes need not be tried one after the other.
  if (to - from === 26 && load<u8>(from, 2) === SLASH) return clfAt(from, to) === to && timed();
  if (to - from > 4 && load<u8>(from, 4) === MINUS) return isoAt(from, to) === to && timed();
  if (epochAt(from, to) === to) {
    isEpoch = true;
    return timedByEpoch();
  }
  let after = isoAt(from, to);
  if (after === 0) after = clfAt(from, to);
  return after === to && timed();
}

/** A wall time as a moment, as far as the offset of the zone is known (`LogZone`). */
function setWallTime(wallMs: f64): bool {
  if (!(wallMs >= load<f64>(RUN_WALL_FROM) && wallMs < load<f64>(RUN_WALL_TO))) return false;
  record.setTimeMs(wallMs - load<f64>(RUN_WALL_OFFSET));
  return true;
}

function takeStatus(start: usize, end: usize): bool {
  if (isAbsent(start, end)) return true;
  if (end - start > 3) return false;
  const value = integerIn(start, end);
  if (value < 0) return false;
  record.setStatus(<i32>value);
  return true;
}

function takeDuration(start: usize, end: usize, scale: f64): bool {
  if (isAbsent(start, end)) return true;
  let sum: f64 = -1;
  let at = start;
  while (at < end) {
    const to = find(at, end, BLANK);
    const trimmed = to > at && load<u8>(to - 1) === COMMA ? to - 1 : to;
    if (trimmed > at && !isAbsent(at, trimmed) && !(trimmed - at === 1 && load<u8>(at) === COLON)) {
      const from = load<u8>(at) === PLUS ? at + 1 : at;
      const unit = unitStart(from, trimmed);
      const value = decimalIn(from, unit);
      const factor = unit === trimmed ? scale : unitScale(unit, trimmed);
      if (value < 0 || factor === 0) return false;
      sum = max<f64>(sum, 0) + value * factor;
    }
    at = to + 1;
  }
  if (sum >= 0) record.setDurationMs(sum);
  return true;
}

/** Where the letters begin in which a duration ends. */
function unitStart(start: usize, end: usize): usize {
  let at = end;
  while (at > start && ((load<u8>(at - 1) | 32) >= 0x61 || load<u8>(at - 1) >= 128)) at -= 1;
  return at;
}

/** Milliseconds of a unit; 0 where it is unknown. */
function unitScale(start: usize, end: usize): f64 {
  const first = load<u8>(start);
  if (end - start === 1) return first === 0x73 ? 1000 : 0;
  return first === 0x6d ? 1 : first === 0x6e ? 1e-6 : 1e-3;
}

/** Where the authority of a URL begins. */
function authority(start: usize): usize {
  let at = start;
  while (load<u8>(at) !== COLON) at += 1;
  return at + 3;
}

/** Whether what was forwarded ends in an address, or is absent. */
function endsInAddress(): bool {
  if (forwardedEnd === forwardedStart) return true;
  let last = forwardedEnd;
  while (last > forwardedStart && load<u8>(last - 1) !== BLANK && load<u8>(last - 1) !== COMMA) last -= 1;
  const family = record.family();
  const hi = record.addressHi();
  const lo = record.addressLo();
  const isAddress = readAddress(last, forwardedEnd);
  record.setFamily(family);
  record.setAddressHi(hi);
  record.setAddressLo(lo);
  return isAddress;
}

/** Whether text is a host beyond doubt (records/required-host.ts). */
function isHost(start: usize, end: usize): bool {
  let hasLetter = false;
  let colon: usize = 0;
  let isBracketed = false;
  for (let i = start; i < end; i += 1) {
    const byte = load<u8>(i);
    if (byte < 128 && (<u32>byte | 32) - 0x61 < 26) hasLetter = true;
    else if (byte === COLON) colon = i;
    else if (byte === OPEN || byte === CLOSE) isBracketed = true;
    else if (<u32>byte - 48 > 9 && byte !== DOT && byte !== MINUS && byte !== UNDERSCORE && byte !== STAR) {
      return false;
    }
  }
  if (colon !== 0 && colon === end - 1) return false;
  if (colon === 0 || isBracketed) return hasLetter || isBracketed;
  for (let i = colon + 1; i < end; i += 1) if (<u32>load<u8>(i) - 48 > 9) return false;
  return true;
}
