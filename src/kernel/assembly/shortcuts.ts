import {
  RECORD_ADDRESS_HI,
  RECORD_ADDRESS_LO,
  RECORD_AGENT_END,
  RECORD_AGENT_START,
  RECORD_BYTES,
  RECORD_DURATION,
  RECORD_FAMILY,
  RECORD_METHOD,
  RECORD_PATH_END,
  RECORD_PATH_START,
  RECORD_QUERY_START,
  RECORD_REFERRED,
  RECORD_STATUS,
  RECORD_TIME,
  RECORD_ZONE,
  STEP_ADDRESS,
  STEP_BYTES,
  STEP_CLF_TIME,
  STEP_DURATION,
  STEP_PATH,
  STEP_QUOTED,
  STEP_REQUEST,
  STEP_STATUS,
} from "../layout";
import { readAddress } from "./addresses";
import { digitBits, numberOf, otherThanDigits } from "./numbers";
import * as record from "./record";
import { byteOrNewline, digitAt, find, pathStop, questionsAt, quoteOrNewline, quotesAt } from "./scan";
import { clfAt, isLastClf, lastClfMs, lastClfZone } from "./times";
import * as values from "./values";

/*
 * Fields in their ordinary shape, read in one go: each function gives the position after the field, or 0 where it has another shape.
 * None of the shapes holds a newline, so that none goes on behind the end of a line.
 */

const NEWLINE: u8 = 0x0a;
const RETURN: u8 = 0x0d;
const BLANK: u8 = 0x20;
const QUOTE: u8 = 0x22;
const MINUS: u8 = 0x2d;
const DOT: u8 = 0x2e;
const SLASH: u8 = 0x2f;
const COLON: u8 = 0x3a;
const QUESTION: u8 = 0x3f;
const BACKSLASH: u8 = 0x5c;

// `HTTP/1.1` and the others, `GET `, `HEAD` and `POST`, as they lie in memory.
const HTTP_1_1: u64 = 0x312e312f50545448;
const HTTP_1_0: u64 = 0x302e312f50545448;
const HTTP_2_0: u64 = 0x302e322f50545448;
const HTTP_3_0: u64 = 0x302e332f50545448;
/** Bytes of a protocol and the blank before it. */
const PROTOCOL_BYTES: usize = 9;
/** `HTTP/2` and `HTTP/3`, as some write it. */
const HTTP_2: u64 = 0x322f50545448;
const HTTP_3: u64 = 0x332f50545448;
const SHORT_PROTOCOL_BYTES: usize = 7;
/** `http` and `://` */
const HTTP: u32 = 0x70747468;
const AUTHORITY: u32 = 0x2f2f3a;
/** Bytes of the longest address that is looked for, with brackets, zone and port. */
const MOST_ADDRESS_BYTES: usize = 64;
const GET: u32 = 0x20544547;
const HEAD: u32 = 0x44414548;
const POST: u32 = 0x54534f50;

/**
 * Reads a field into a record.
 * @param kind `STEP_…`, or 0 for no field
 * @param stop first byte of the text behind the field; 0 for none
 * @param end of all that may be read of the field
 * @returns the position after the field, or 0
 */
// @ts-ignore: decorator
@inline
export function shortcutAt(kind: i32, field: i32, stop: u8, at: usize, end: usize, to: usize): usize {
  switch (kind) {
    case STEP_ADDRESS: {
      const after = addressAt(at, end, to);
      return after !== 0 ? after : otherAddressAt(at, end, stop);
    }
    case STEP_CLF_TIME:
      return clfTimeAt(at, end, to);
    case STEP_REQUEST:
      return requestAt(at, end, to);
    case STEP_STATUS:
      return statusAt(at, to);
    case STEP_BYTES:
      return bytesAt(at, end, to);
    case STEP_QUOTED:
      return quotedAt(at, end, to, field);
    case STEP_DURATION:
      return durationAt(at, end, stop, field, to);
    case STEP_PATH:
      return pathAt(at, end, stop);
    default:
      // Nothing but the text behind it.
      return at;
  }
}

/**
 * An IPv4 address, perhaps with port. All sixteen bytes that it can take are looked at together: byte
 * by byte, the processor guesses wrong at every other dot (a quarter of the time of reading a line).
 */
export function addressAt(at: usize, end: usize, to: usize): usize {
  const bytes = v128.load(at);
  const digits = i8x16.bitmask(i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(48)), i8x16.splat(10)));
  const dots = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(46)));
  // The first byte that belongs to no address; 15 bytes are the most.
  const length = ctz<i32>(~(digits | dots));
  const within = dots & ((1 << length) - 1);
  const dot1 = ctz<i32>(within);
  const rest1 = within & (within - 1);
  const dot2 = ctz<i32>(rest1);
  const rest2 = rest1 & (rest1 - 1);
  const dot3 = ctz<i32>(rest2);
  if (rest2 === 0 || (rest2 & (rest2 - 1)) !== 0 || length > 15) return 0;
  const length2 = dot2 - dot1 - 1;
  const length3 = dot3 - dot2 - 1;
  const length4 = length - dot3 - 1;
  // Each of one to three digits.
  if (<u32>(dot1 - 1) > 2 || <u32>(length2 - 1) > 2 || <u32>(length3 - 1) > 2 || <u32>(length4 - 1) > 2)
    return 0;
  const part1 = threeDigits(at, dot1);
  const part2 = threeDigits(at + dot1 + 1, length2);
  const part3 = threeDigits(at + dot2 + 1, length3);
  const part4 = threeDigits(at + dot3 + 1, length4);
  if ((part1 | part2 | part3 | part4) > 255) return 0;
  let after = at + length;
  if (load<u8>(after) === COLON) {
    for (after += 1; after < end && digitAt(after) <= 9; after += 1) {}
    if (after - at - length > 6) return 0;
  }
  store<i32>(to, 4, RECORD_FAMILY);
  store<u32>(to, 0, RECORD_ADDRESS_HI);
  store<u32>(to, (part1 << 24) | (part2 << 16) | (part3 << 8) | part4, RECORD_ADDRESS_LO);
  return after;
}

/** An address of any spelling that ends in the byte `stop`: IPv6 with or without brackets, zone, port. */
function otherAddressAt(at: usize, end: usize, stop: u8): usize {
  const close = byteOrNewline(at, min(end, at + MOST_ADDRESS_BYTES), stop);
  return close < end && load<u8>(close) === stop && readAddress(at, close) ? close : 0;
}

/** The number of one to three digits at `at`. */
// @ts-ignore: decorator
@inline
function threeDigits(at: usize, length: i32): u32 {
  // Moved up so that the last digit is the last byte; what is not there is zero.
  const word = (load<u32>(at) << ((4 - length) << 3)) & 0x0f0f0f00;
  return ((word >>> 8) & 15) * 100 + ((word >>> 16) & 15) * 10 + (word >>> 24);
}

/** Three digits. */
// @ts-ignore: decorator
@inline
export function statusAt(at: usize, to: usize): usize {
  const word = load<u64>(at) ^ 0x3030303030303030;
  if ((otherThanDigits(word) & 0x808080) !== 0) return 0;
  const digits = <u32>word;
  store<i32>(to, (digits & 15) * 100 + ((digits >>> 8) & 15) * 10 + ((digits >>> 16) & 15), RECORD_STATUS);
  return at + 3;
}

/** At most nine digits, or a hyphen. Up to seven digits are read at once: how many there are is not to be guessed. */
// @ts-ignore: decorator
@inline
export function bytesAt(at: usize, end: usize, to: usize): usize {
  const bits = digitBits(at);
  if (bits !== 0 && bits !== 64) {
    store<f64>(to, <f64>numberOf(at, bits), RECORD_BYTES);
    return at + <usize>(bits >>> 3);
  }
  return longBytesAt(at, end, to);
}

function longBytesAt(at: usize, end: usize, to: usize): usize {
  let value: u32 = 0;
  let i = at;
  for (; i < end && i - at <= 9; i += 1) {
    const digit = digitAt(i);
    if (digit > 9) break;
    value = value * 10 + digit;
  }
  if (i === at) return at < end && load<u8>(at) === MINUS ? at + 1 : 0;
  if (i - at > 9) return 0;
  store<f64>(to, <f64>value, RECORD_BYTES);
  return i;
}

/** Ten to the power of one digit to seven. */
const POWERS: usize = memory.data<u32>([1, 10, 100, 1000, 10000, 100000, 1000000, 10000000]);

/** At most nine digits with or without a point. */
export function durationAt(at: usize, end: usize, stop: u8, field: i32, to: usize): usize {
  let value: f64 = 0;
  let scale: f64 = field === values.DURATION_SECONDS ? 1000 : field === values.DURATION_MS ? 1 : 1e-3;
  let point: usize = 0;
  let i = at;
  const whole = digitBits(at);
  const dot = at + <usize>(whole >>> 3);
  const rest = digitBits(dot + 1);
  if (whole !== 0 && rest !== 0 && whole + rest <= 64 && load<u8>(dot) === DOT) {
    // Few digits on either side of a point, as nearly always.
    i = dot + 1 + <usize>(rest >>> 3);
    const power = load<u32>(POWERS + (<usize>rest >>> 1));
    const fraction = numberOf(dot + 1, rest);
    value = <f64>(numberOf(at, whole) * power + fraction);
    if (!endsDuration(i, end, stop)) return 0;
    store<f64>(
      to,
      scale >= 1 ? (value * scale) / <f64>power : value / <f64>power / 1000,
      RECORD_DURATION,
    );
    return i;
  }
  for (; i < end; i += 1) {
    const byte = load<u8>(i);
    const digit = <u32>byte - 48;
    if (digit <= 9) value = value * 10 + <f64>digit;
    else if (byte === DOT && point === 0) point = i;
    else break;
  }
  const length = i - at;
  if (length === 0 || length > 9) return 0;
  if (!endsDuration(i, end, stop)) return 0;
  if (point !== 0) {
    let divisor: f64 = 1;
    for (let k = point + 1; k < i; k += 1) divisor *= 10;
    record.setDurationMs(scale >= 1 ? (value * scale) / divisor : value / divisor / 1000);
    return i;
  }
  if (scale < 1) {
    value /= 1000;
    scale = 1;
  }
  record.setDurationMs(value * scale);
  return i;
}

/** Whether a duration ends at a position: before the byte `stop`, or (`stop` 0) a blank or the end of the line. */
// @ts-ignore: decorator
@inline
function endsDuration(at: usize, end: usize, stop: u8): bool {
  if (at < end && load<u8>(at) === (stop === 0 ? BLANK : stop)) return true;
  if (stop !== 0) return false;
  const last = at < end && load<u8>(at) === RETURN ? at + 1 : at;
  return at >= end || load<u8>(last) === NEWLINE;
}

/** A target without backslashes that ends in the byte `stop`. */
function pathAt(at: usize, end: usize, stop: u8): usize {
  if (at >= end || load<u8>(at) !== SLASH) return 0;
  const close = pathStop(at, end, stop);
  if (close >= end || load<u8>(close) !== stop) return 0;
  record.setPathStart(at);
  record.setQueryStart(find(at, close, QUESTION));
  record.setPathEnd(close);
  return close;
}

/** `GET /path?query HTTP/1.1` and the quote after it; the position of that, or 0. */
// @ts-ignore: decorator
@inline
function requestAt(at: usize, end: usize, to: usize): usize {
  const quotes = quotesAt(at);
  if (quotes === 0) return longRequestAt(at, end, to);
  const close = at + <usize>ctz(quotes);
  if (load<u8>(close) !== QUOTE || targetIn(at, close, to) === 0) return 0;
  // No bit below that of the first quote is one of a quote.
  const questions = questionsAt(at) & (quotes - 1);
  if (questions !== 0) store<u32>(to, <u32>(at + <usize>ctz(questions)), RECORD_QUERY_START);
  return close;
}

function longRequestAt(at: usize, end: usize, to: usize): usize {
  const close = quoteOrNewline(at + 64, end);
  return close < end && load<u8>(close) === QUOTE && requestIn(at, close, to) ? close : 0;
}

/** `GET /path?query HTTP/1.1` that ends at `close`. */
export function requestIn(at: usize, close: usize, to: usize): bool {
  const path = targetIn(at, close, to);
  if (path === 0) return false;
  store<u32>(to, <u32>find(path, <usize>load<u32>(to, RECORD_PATH_END), QUESTION), RECORD_QUERY_START);
  return true;
}

/** A request line in quotes whose target is a path or a URL, of which the path is taken; the position of the quote after it, or 0. */
export function requestUrlAt(at: usize, end: usize, to: usize): usize {
  const close = quoteOrNewline(at, end);
  if (close >= end || load<u8>(close) !== QUOTE) return 0;
  const target = methodAt(at, to);
  const pathEnd = targetEnd(close);
  if (target === 0 || pathEnd <= target) return 0;
  const path = load<u8>(target) === SLASH ? target : pathOf(target, pathEnd);
  if (path === 0) return 0;
  store<u32>(to, <u32>path, RECORD_PATH_START);
  store<u32>(to, <u32>pathEnd, RECORD_PATH_END);
  store<u32>(to, <u32>find(path, pathEnd, QUESTION), RECORD_QUERY_START);
  return close;
}

/** Where the path of a URL begins that ends at `end`; 0 where there is none. */
function pathOf(url: usize, end: usize): usize {
  if (load<u32>(url) !== HTTP) return 0;
  const colon = load<u8>(url, 4) === COLON ? url + 4 : url + 5;
  if ((load<u32>(colon) & 0xffffff) !== AUTHORITY || (colon === url + 5 && load<u8>(url, 4) !== 0x73)) return 0;
  for (let at = colon + 3; at < end; at += 16) {
    const bytes = v128.load(at);
    const stops = v128.or(
      i8x16.eq(bytes, i8x16.splat(SLASH)),
      v128.or(i8x16.eq(bytes, i8x16.splat(QUESTION)), i8x16.eq(bytes, i8x16.splat(BLANK))),
    );
    const bits = i8x16.bitmask(stops);
    if (bits === 0) continue;
    const path = at + <usize>ctz(bits);
    return path < end && load<u8>(path) === SLASH ? path : 0;
  }
  return 0;
}

/** Method and target of a request that ends at `close`, and no query; the position of the target, or 0. */
// @ts-ignore: decorator
@inline
function targetIn(at: usize, close: usize, to: usize): usize {
  const path = methodAt(at, to);
  if (path === 0 || load<u8>(path) !== SLASH) return 0;
  const pathEnd = targetEnd(close);
  if (pathEnd <= path) return 0;
  store<u32>(to, <u32>path, RECORD_PATH_START);
  store<u32>(to, <u32>pathEnd, RECORD_QUERY_START);
  store<u32>(to, <u32>pathEnd, RECORD_PATH_END);
  return path;
}

/** A method and the blank after it; the position behind, or 0. */
// @ts-ignore: decorator
@inline
function methodAt(at: usize, to: usize): usize {
  const word = load<u32>(at);
  let method = 1;
  let after = at + 4;
  if (word !== GET) {
    after = at + 5;
    if (word === POST) method = 3;
    else if (word === HEAD) method = 2;
    else return 0;
    if (load<u8>(at, 4) !== BLANK) return 0;
  }
  store<i32>(to, method, RECORD_METHOD);
  return after;
}

/** Where the target ends of a request line that ends at `close` in a protocol; 0 where it is another, or several blanks part them. */
// @ts-ignore: decorator
@inline
function targetEnd(close: usize): usize {
  const protocol = load<u64>(close - 8);
  const at = protocol === HTTP_1_1 ? close - PROTOCOL_BYTES : otherTargetEnd(close, protocol);
  return load<u8>(at) === BLANK && load<u8>(at - 1) !== BLANK ? at : 0;
}

function otherTargetEnd(close: usize, protocol: u64): usize {
  if (protocol === HTTP_2_0 || protocol === HTTP_1_0 || protocol === HTTP_3_0) return close - PROTOCOL_BYTES;
  const short = protocol >>> 16;
  // There is no blank at the end of what is none.
  return short === HTTP_2 || short === HTTP_3 ? close - SHORT_PROTOCOL_BYTES : close;
}

/** A CLF timestamp. */
// @ts-ignore: decorator
@inline
function clfTimeAt(at: usize, end: usize, to: usize): usize {
  if (isLastClf(at)) {
    store<f64>(to, lastClfMs, RECORD_TIME);
    store<i32>(to, lastClfZone, RECORD_ZONE);
    return at + 26;
  }
  const after = clfAt(at, end);
  return after !== 0 && values.timed() ? after : 0;
}

/** A referrer or user agent and the quote after it, which no backslash stands before; the position of that, or 0. */
// @ts-ignore: decorator
@inline
function quotedAt(at: usize, end: usize, to: usize, field: i32): usize {
  const close = quoteOrNewline(at, end);
  if (close >= end) return 0;
  if (load<u8>(close) !== QUOTE) return 0;
  if (load<u8>(close - 1) === BACKSLASH) return 0;
  if (close - at <= 1) {
    if (close === at) return close;
    if (load<u8>(at) === MINUS) return close;
  }
  if (field === values.USER_AGENT) {
    store<u32>(to, <u32>at, RECORD_AGENT_START);
    store<u32>(to, <u32>close, RECORD_AGENT_END);
  } else {
    store<i32>(to, 1, RECORD_REFERRED);
  }
  return close;
}
