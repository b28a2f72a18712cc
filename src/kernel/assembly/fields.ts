import {
  ENDING_CUT,
  ENDING_LIST,
  ENDING_LITERAL,
  ENDING_PADDED,
  ENDING_QUOTED,
  ENDING_REST,
  ENDING_WORD,
  RUN_CODE,
  RUN_CODE_END,
  RUN_HAS_AGENT,
  RUN_HAS_REFERRER,
  RUN_LEADING,
  RUN_LITERALS,
  STEP_ABSENT,
  STEP_ADDRESS,
  STEP_BYTES,
  STEP_CLF_TIME,
  STEP_DURATION,
  STEP_ENDING,
  STEP_FIELD,
  STEP_KIND,
  STEP_LENGTH,
  STEP_LITERAL,
  STEP_PART,
  STEP_PATH,
  STEP_QUOTED,
  STEP_REQUEST,
  STEP_STATUS,
  STEP_WORDS,
} from "../layout";
import * as record from "./record";
import { digitAt, find, questionMark, quoteOrNewline } from "./scan";
import { clfAt, epochAt, isoAt, readMs, readZone } from "./times";
import * as values from "./values";

/*
 * A field program over one line: what `FieldProgramReader.read` does, by the same shortcuts for the ordinary shape of a field, and
 * by its end and `values.take` for others. What neither reads is left to it.
 */

const TAB: u8 = 0x09;
const NEWLINE: u8 = 0x0a;
const BLANK: u8 = 0x20;
const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const MINUS: u8 = 0x2d;
const DOT: u8 = 0x2e;
const SLASH: u8 = 0x2f;
const COLON: u8 = 0x3a;
const QUESTION: u8 = 0x3f;
const BACKSLASH: u8 = 0x5c;

/** Reads the line `[start, end)` into the record; false where it must be read in the general way. */
export function readFields(start: usize, end: usize): bool {
  const literals = <usize>load<u32>(RUN_LITERALS);
  const leading = load<u32>(RUN_LEADING);
  values.begin();
  record.setHasReferrer(load<i32>(RUN_HAS_REFERRER));
  record.setHasAgent(load<i32>(RUN_HAS_AGENT));
  let p = start;
  if (!isLiteralAt(p, end, literals, leading)) return false;
  p += leading;
  const last = <usize>load<u32>(RUN_CODE_END);
  for (let step = <usize>load<u32>(RUN_CODE); step < last; step += STEP_WORDS << 2) {
    const literal = literals + <usize>load<u32>(step, STEP_LITERAL);
    const length = load<u32>(step, STEP_LENGTH);
    let q = shortcut(step, p, end, literal, length);
    if (q === 0 || !isLiteralAt(q, end, literal, length)) {
      q = general(step, p, end, literal, length);
      if (q === 0) return false;
    }
    p = q + length;
  }
  return values.finish();
}

/**
 * Reads a line whose fields all have their ordinary shape, without looking for its end beforehand: none of these shapes holds a
 * newline.
 * @param end of all bytes
 * @returns the newline at its end; 0 where it is not such a line
 */
export function readOrdinary(start: usize, end: usize): usize {
  const literals = <usize>load<u32>(RUN_LITERALS);
  const leading = load<u32>(RUN_LEADING);
  values.begin();
  record.setHasReferrer(load<i32>(RUN_HAS_REFERRER));
  record.setHasAgent(load<i32>(RUN_HAS_AGENT));
  let p = start;
  if (!isLiteralAt(p, end, literals, leading)) return 0;
  p += leading;
  const last = <usize>load<u32>(RUN_CODE_END);
  for (let step = <usize>load<u32>(RUN_CODE); step < last; step += STEP_WORDS << 2) {
    const literal = literals + <usize>load<u32>(step, STEP_LITERAL);
    const length = load<u32>(step, STEP_LENGTH);
    const q = shortcut(step, p, end, literal, length);
    if (q === 0 || !isLiteralAt(q, end, literal, length)) return 0;
    p = q + length;
  }
  // Of what may stand behind the last field nothing is asked.
  if (p < end && load<u8>(p) !== NEWLINE) p = find(p, end, NEWLINE);
  return p < end && values.finish() ? p : 0;
}

/** Reads a field of the ordinary shape; the position after it, or 0. */
// @ts-ignore: decorator
@inline
function shortcut(step: usize, p: usize, end: usize, literal: usize, length: u32): usize {
  const stop = load<u8>(literal);
  switch (load<i32>(step, STEP_KIND)) {
    case STEP_ABSENT:
      return p < end && load<u8>(p) === MINUS ? p + 1 : 0;
    case STEP_ADDRESS: {
      const q = addressAt(p, end, stop);
      if (q !== 0) values.clientRead();
      return q;
    }
    case STEP_CLF_TIME: {
      const q = clfAt(p, end);
      return q !== 0 && values.timed() ? q : 0;
    }
    case STEP_REQUEST:
      return requestAt(p, end, literal, length);
    case STEP_STATUS:
      return statusAt(p, end);
    case STEP_BYTES:
      return bytesAt(p, end);
    case STEP_QUOTED:
      return quotedAt(p, end, load<i32>(step, STEP_FIELD));
    case STEP_DURATION:
      return durationAt(p, end, length === 0 ? 0 : stop, load<i32>(step, STEP_FIELD));
    case STEP_PATH:
      return pathAt(p, end, stop);
    default:
      return 0;
  }
}

/** Reads a field by its end; the position after it, or 0. */
function general(step: usize, at: usize, end: usize, literal: usize, length: u32): usize {
  const field = load<i32>(step, STEP_FIELD);
  let p = at;
  let q = at;
  switch (load<i32>(step, STEP_ENDING)) {
    case ENDING_LITERAL:
      q = findLiteral(p, end, literal, length);
      break;
    case ENDING_QUOTED:
    case ENDING_CUT:
      // One that is cut off has no end, and is for the general way.
      q = findQuoted(p, end, literal, length);
      break;
    case ENDING_LIST: {
      const stop = load<u8>(literal);
      while (q < end && (load<u8>(q) !== stop || isListGap(p, q))) q += 1;
      break;
    }
    case ENDING_WORD:
      while (q < end && load<u8>(q) !== BLANK && load<u8>(q) !== TAB) q += 1;
      break;
    case ENDING_REST:
      q = end;
      break;
    case ENDING_PADDED:
      while (p < end && load<u8>(p) === BLANK) p += 1;
      q = findLiteral(p, end, literal, length);
      break;
    default:
      q = timeAt(step, field, p, end);
      return q !== 0 && isLiteralAt(q, end, literal, length) ? q : 0;
  }
  if (q >= end && length > 0) return 0;
  return values.take(field, p, q) ? q : 0;
}

/** A timestamp or a part of one; the position after it, or 0. */
function timeAt(step: usize, field: i32, at: usize, end: usize): usize {
  if (field === values.TIME_PART) return values.takePart(load<i32>(step, STEP_PART), at, end);
  if (field === values.EPOCH_TIME) {
    const after = epochAt(at, end);
    return after !== 0 && values.timedByEpoch() ? after : 0;
  }
  const after = field === values.CLF_TIME ? clfAt(at, end) : isoAt(at, end);
  return after !== 0 && values.timed() ? after : 0;
}

/** The first place where the literal stands, or `end`. */
function findLiteral(start: usize, end: usize, literal: usize, length: u32): usize {
  const stop = load<u8>(literal);
  let q = find(start, end, stop);
  while (q < end && !isLiteralAt(q, end, literal, length)) q = find(q + 1, end, stop);
  return q;
}

/** `findQuoted`; most values have no quotes in them. */
function findQuoted(start: usize, end: usize, literal: usize, length: u32): usize {
  const close = closingQuote(start, end);
  if (close !== 0 && isLiteralAt(close, end, literal, length)) return close;
  let escapes = false;
  for (let q = start; q < end; q += 1) {
    const byte = load<u8>(q);
    if (byte === QUOTE) {
      if (isLiteralAt(q, end, literal, length)) return q;
      if (load<u8>(q, 1) === BLANK) break;
    } else if (byte === BACKSLASH) {
      escapes = true;
      q += 1;
    }
  }
  // Backslashes that leave no end are for the general way.
  return escapes ? end + 1 : end;
}

// @ts-ignore: decorator
@inline
function isLiteralAt(at: usize, end: usize, literal: usize, length: u32): bool {
  if (at + length > end) return false;
  if (length - 1 < 8) return ((load<u64>(at) ^ load<u64>(literal)) << (64 - (length << 3))) === 0;
  return isLongLiteralAt(at, literal, length);
}

function isLongLiteralAt(at: usize, literal: usize, length: u32): bool {
  for (let i: u32 = 0; i < length; i += 1) if (load<u8>(at + i) !== load<u8>(literal + i)) return false;
  return true;
}

/** Whether the blank at `at` stands within a list: after a comma, or beside a colon with a blank on its other side. */
function isListGap(start: usize, at: usize): bool {
  if (at === start) return false;
  const before = load<u8>(at - 1);
  if (before === COMMA) return load<u8>(at, 1) !== MINUS;
  if (before === COLON) return at - 1 > start && load<u8>(at - 2) === BLANK;
  return load<u8>(at, 1) === COLON && load<u8>(at, 2) === BLANK;
}

/**
 * An IPv4 address, perhaps with port, that ends in the byte `stop`. All sixteen bytes that it can take are looked at together: byte
 * by byte, the processor guesses wrong at every other dot (a quarter of the time of reading a line).
 */
function addressAt(at: usize, end: usize, stop: u8): usize {
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
  if (after < end && load<u8>(after) === COLON) {
    for (after += 1; after < end && digitAt(after) <= 9; after += 1) {}
    if (after - at - length > 6) return 0;
  }
  if (after >= end || load<u8>(after) !== stop) return 0;
  record.setFamily(4);
  record.setAddressHi(0);
  record.setAddressLo((part1 << 24) | (part2 << 16) | (part3 << 8) | part4);
  return after;
}

/** The number of one to three digits at `at`. */
// @ts-ignore: decorator
@inline
function threeDigits(at: usize, length: i32): u32 {
  // Moved up so that the last digit is the last byte; what is not there is zero.
  const word = (load<u32>(at) << ((4 - length) << 3)) & 0x0f0f0f00;
  return ((word >>> 8) & 15) * 100 + ((word >>> 16) & 15) * 10 + (word >>> 24);
}

/** Bits that are set in the high bit of every byte of `word` (digits less 48, or what else there is) that is no digit. */
// @ts-ignore: decorator
@inline
function otherThanDigits(word: u64): u64 {
  return (((word & 0x7f7f7f7f7f7f7f7f) + 0x7676767676767676) | word) & 0x8080808080808080;
}

function statusAt(at: usize, end: usize): usize {
  if (at + 3 > end) return 0;
  const word = load<u64>(at) ^ 0x3030303030303030;
  if ((otherThanDigits(word) & 0x808080) !== 0) return 0;
  const digits = <u32>word;
  record.setStatus((digits & 15) * 100 + ((digits >>> 8) & 15) * 10 + ((digits >>> 16) & 15));
  return at + 3;
}

/** At most nine digits, or a hyphen. Up to seven digits are read at once: how many there are is not to be guessed. */
function bytesAt(at: usize, end: usize): usize {
  const word = load<u64>(at) ^ 0x3030303030303030;
  const others = otherThanDigits(word);
  const bits = ctz(others) & 0x78;
  if (others !== 0 && bits !== 0 && at + <usize>(bits >>> 3) < end) {
    // The last digit becomes the last byte; what is not there is zero. Pairs, then fours, then all of them.
    const pairs = (word << (64 - bits)) * 10 + ((word << (64 - bits)) >>> 8);
    const value =
      ((pairs & 0x000000ff000000ff) * 0x000f424000000064 + ((pairs >>> 16) & 0x000000ff000000ff) * 0x0000271000000001) >>> 32;
    record.setBytes(<f64>(<u32>value));
    return at + <usize>(bits >>> 3);
  }
  return longBytesAt(at, end);
}

function longBytesAt(at: usize, end: usize): usize {
  let value: u32 = 0;
  let i = at;
  for (; i < end && i - at <= 9; i += 1) {
    const digit = digitAt(i);
    if (digit > 9) break;
    value = value * 10 + digit;
  }
  if (i === at) return at < end && load<u8>(at) === MINUS ? at + 1 : 0;
  if (i - at > 9) return 0;
  record.setBytes(value);
  return i;
}

/** At most nine digits with or without a point. */
function durationAt(at: usize, end: usize, stop: u8, field: i32): usize {
  let value: f64 = 0;
  let scale: f64 = field === values.DURATION_SECONDS ? 1000 : field === values.DURATION_MS ? 1 : 1e-3;
  let point: usize = 0;
  let i = at;
  for (; i < end; i += 1) {
    const byte = load<u8>(i);
    const digit = <u32>byte - 48;
    if (digit <= 9) value = value * 10 + <f64>digit;
    else if (byte === DOT && point === 0) point = i;
    else break;
  }
  const length = i - at;
  if (length === 0 || length > 9) return 0;
  const isAtEnd = i === end || load<u8>(i) === NEWLINE;
  if (isAtEnd ? stop !== 0 : load<u8>(i) !== (stop === 0 ? BLANK : stop)) return 0;
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

/** A target without backslashes that ends in the byte `stop`. */
function pathAt(at: usize, end: usize, stop: u8): usize {
  if (at >= end || load<u8>(at) !== SLASH) return 0;
  const close = find(at, end, stop);
  if (close >= end || find(at, close, BACKSLASH) < close || find(at, close, NEWLINE) < close) return 0;
  record.setPathStart(at);
  record.setQueryStart(find(at, close, QUESTION));
  record.setPathEnd(close);
  return close;
}

/** A referrer or user agent in quotes. */
function quotedAt(at: usize, end: usize, field: i32): usize {
  const close = closingQuote(at, end);
  if (close === 0) return 0;
  if (close - at <= 1 && (close === at || load<u8>(at) === MINUS)) return close;
  if (field === values.USER_AGENT) {
    record.setAgentStart(at);
    record.setAgentEnd(close);
  } else {
    record.setReferred(1);
  }
  return close;
}

/** `GET /path?query HTTP/1.1` */
function requestAt(at: usize, end: usize, literal: usize, length: u32): usize {
  const close = closingQuote(at, end);
  if (close === 0 || close - at < 14 || !isLiteralAt(close, end, literal, length)) return 0;
  const methodEnd = load<u8>(at, 3) === BLANK ? at + 3 : at + 4;
  const protocol = close - 8;
  if (
    load<u8>(methodEnd) !== BLANK ||
    load<u8>(methodEnd, 1) !== SLASH ||
    protocol <= methodEnd + 1 ||
    load<u8>(protocol - 1) !== BLANK ||
    load<u8>(protocol - 2) === BLANK ||
    load<u32>(protocol) !== 0x50545448 ||
    load<u8>(protocol, 4) !== SLASH ||
    digitAt(protocol + 5) > 9 ||
    load<u8>(protocol, 6) !== DOT ||
    digitAt(protocol + 7) > 9
  ) {
    return 0;
  }
  const first = load<u32>(at);
  if (first === 0x20544547) record.setMethod(1);
  else if (first === 0x44414548 && methodEnd === at + 4) record.setMethod(2);
  else if (first === 0x54534f50 && methodEnd === at + 4) record.setMethod(3);
  else return 0;
  record.setPathStart(methodEnd + 1);
  record.setQueryStart(questionMark(methodEnd + 1, protocol - 1));
  record.setPathEnd(protocol - 1);
  return close;
}

/** The next quote that no backslash stands before, or 0. */
function closingQuote(at: usize, end: usize): usize {
  const close = quoteOrNewline(at, end);
  if (close >= end || load<u8>(close) !== QUOTE || (close > at && load<u8>(close - 1) === BACKSLASH)) return 0;
  return close;
}
