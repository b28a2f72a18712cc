import {
  RECORD_ADDRESS_HI,
  RECORD_ADDRESS_LO,
  RECORD_AGENT_END,
  RECORD_AGENT_START,
  RECORD_BYTES,
  RECORD_COUNTRY_END,
  RECORD_COUNTRY_START,
  RECORD_DURATION,
  RECORD_FAMILY,
  RECORD_HAS_AGENT,
  RECORD_HAS_REFERRER,
  RECORD_METHOD,
  RECORD_PATH_END,
  RECORD_PATH_START,
  RECORD_QUERY_START,
  RECORD_REFERRED,
  RECORD_STATUS,
  RECORD_TIME,
  RECORD_ZONE,
  RUN_CODE,
  RUN_CODE_END,
  RUN_HAS_AGENT,
  RUN_HAS_REFERRER,
  RUN_LEADING,
  RUN_LITERALS,
  STEP_ADDRESS,
  STEP_BARE,
  STEP_BYTES,
  STEP_CLF_TIME,
  STEP_DURATION,
  STEP_DURATION_LIST,
  STEP_EPOCH_TIME,
  STEP_FIELD,
  STEP_IN_QUOTES,
  STEP_ISO_TIME,
  STEP_KIND,
  STEP_LENGTH,
  STEP_LIST,
  STEP_LITERAL,
  STEP_PATH,
  STEP_QUOTED,
  STEP_REQUEST,
  STEP_STATUS,
  STEP_WORDS,
} from "../layout";
import * as record from "./record";
import { digitAt, find } from "./scan";
import { clfAt, epochAt, isoAt, readMs, readZone } from "./times";

/*
 * A field program over one line, for lines all of whose fields have their ordinary shape: what `FieldProgramReader.read` does
 * by its shortcuts. Any other shape, and the line is left to it.
 */

// Fields of fields.ts.
const DURATION_SECONDS: i32 = 15;
const DURATION_MS: i32 = 16;
const USER_AGENT: i32 = 19;

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
  store<i32>(record.at, load<i32>(RUN_HAS_REFERRER), RECORD_HAS_REFERRER);
  store<i32>(record.at, load<i32>(RUN_HAS_AGENT), RECORD_HAS_AGENT);
  store<i32>(record.at, -1, RECORD_STATUS);
  store<i32>(record.at, 0, RECORD_METHOD);
  store<f64>(record.at, -1, RECORD_BYTES);
  store<f64>(record.at, -1, RECORD_DURATION);
  store<u32>(record.at, 0, RECORD_PATH_START);
  store<u32>(record.at, 0, RECORD_QUERY_START);
  store<u32>(record.at, 0, RECORD_PATH_END);
  store<u32>(record.at, 0, RECORD_AGENT_START);
  store<u32>(record.at, 0, RECORD_AGENT_END);
  store<i32>(record.at, 0, RECORD_REFERRED);
  store<u32>(record.at, 0, RECORD_COUNTRY_START);
  store<u32>(record.at, 0, RECORD_COUNTRY_END);
  let p = start;
  if (!isLiteralAt(p, end, literals, leading)) return false;
  p += leading;
  const last = <usize>load<u32>(RUN_CODE_END);
  for (let step = <usize>load<u32>(RUN_CODE); step < last; step += STEP_WORDS << 2) {
    const literal = literals + <usize>load<u32>(step, STEP_LITERAL);
    const length = load<u32>(step, STEP_LENGTH);
    const stop = load<u8>(literal);
    let q: usize = 0;
    switch (load<i32>(step, STEP_KIND)) {
      case STEP_ADDRESS: {
        q = addressAt(p, end, stop);
        break;
      }
      case STEP_CLF_TIME: {
        q = clfAt(p, end);
        break;
      }
      case STEP_ISO_TIME: {
        q = isoAt(p, end);
        break;
      }
      case STEP_EPOCH_TIME: {
        q = epochAt(p, end);
        break;
      }
      case STEP_REQUEST: {
        q = requestAt(p, end);
        break;
      }
      case STEP_STATUS: {
        q = statusAt(p, end);
        break;
      }
      case STEP_BYTES: {
        q = bytesAt(p, end);
        break;
      }
      case STEP_QUOTED: {
        q = quotedAt(p, end, load<i32>(step, STEP_FIELD));
        break;
      }
      case STEP_DURATION: {
        q = durationAt(p, end, length === 0 ? 0 : stop, load<i32>(step, STEP_FIELD));
        break;
      }
      case STEP_DURATION_LIST: {
        q = durationAt(p, end, stop, load<i32>(step, STEP_FIELD));
        if (q !== 0 && isListGap(p, q)) q = 0;
        break;
      }
      case STEP_PATH: {
        q = pathAt(p, end, stop);
        break;
      }
      case STEP_BARE: {
        q = find(p, end, stop);
        break;
      }
      case STEP_IN_QUOTES: {
        q = closingQuote(p, end);
        break;
      }
      case STEP_LIST: {
        q = find(p, end, stop);
        if (isListGap(p, q)) q = 0;
        break;
      }
      default:
    }
    if (q === 0 || !isLiteralAt(q, end, literal, length)) return false;
    p = q + length;
  }
  store<f64>(record.at, readMs, RECORD_TIME);
  store<i32>(record.at, readZone, RECORD_ZONE);
  return true;
}

function isLiteralAt(at: usize, end: usize, literal: usize, length: u32): bool {
  if (at + length > end) return false;
  for (let i: u32 = 0; i < length; i += 1) if (load<u8>(at + i) !== load<u8>(literal + i)) return false;
  return true;
}

/** Whether a list may go on after the blank at `at`. */
function isListGap(start: usize, at: usize): bool {
  if (at === start) return true;
  const before = load<u8>(at - 1);
  return before === COMMA || before === COLON || load<u8>(at, 1) === COLON;
}

/** An IPv4 address, perhaps with port, that ends in the byte `stop`. */
function addressAt(at: usize, end: usize, stop: u8): usize {
  let address: u32 = 0;
  let part: u32 = 256;
  let dots = 0;
  for (let i = at; i < end; i += 1) {
    const byte = load<u8>(i);
    const digit = <u32>byte - 48;
    if (digit <= 9) {
      part = part === 256 ? digit : part * 10 + digit;
      if (part > 255) return 0;
    } else if (byte === DOT && part !== 256) {
      address = (address << 8) | part;
      part = 256;
      dots += 1;
    } else {
      if (dots !== 3 || part === 256) return 0;
      let after = i;
      if (byte === COLON) {
        for (after += 1; after < end && digitAt(after) <= 9; after += 1) {}
        if (after - i > 6) return 0;
      }
      if (after >= end || load<u8>(after) !== stop) return 0;
      store<i32>(record.at, 4, RECORD_FAMILY);
      store<u32>(record.at, 0, RECORD_ADDRESS_HI);
      store<u32>(record.at, <u32>((address << 8) | part), RECORD_ADDRESS_LO);
      return after;
    }
  }
  return 0;
}

function statusAt(at: usize, end: usize): usize {
  if (at + 3 > end) return 0;
  const hundreds = digitAt(at);
  const tens = digitAt(at + 1);
  const ones = digitAt(at + 2);
  if (hundreds > 9 || tens > 9 || ones > 9) return 0;
  store<i32>(record.at, hundreds * 100 + tens * 10 + ones, RECORD_STATUS);
  return at + 3;
}

/** At most nine digits, or a hyphen. */
function bytesAt(at: usize, end: usize): usize {
  let value: u32 = 0;
  let i = at;
  for (; i < end && i - at <= 9; i += 1) {
    const digit = digitAt(i);
    if (digit > 9) break;
    value = value * 10 + digit;
  }
  if (i === at) return at < end && load<u8>(at) === MINUS ? at + 1 : 0;
  if (i - at > 9) return 0;
  store<f64>(record.at, <f64>value, RECORD_BYTES);
  return i;
}

/** At most nine digits with or without a point, or a hyphen. */
function durationAt(at: usize, end: usize, stop: u8, field: i32): usize {
  if (at < end && load<u8>(at) === MINUS) return at + 1;
  let value: f64 = 0;
  let scale: f64 = field === DURATION_SECONDS ? 1000 : field === DURATION_MS ? 1 : 1e-3;
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
  if (i === end ? stop !== 0 : load<u8>(i) !== (stop === 0 ? BLANK : stop)) return 0;
  if (point !== 0) {
    let divisor: f64 = 1;
    for (let k = point + 1; k < i; k += 1) divisor *= 10;
    store<f64>(record.at, scale >= 1 ? (value * scale) / divisor : value / divisor / 1000, RECORD_DURATION);
    return i;
  }
  if (scale < 1) {
    value /= 1000;
    scale = 1;
  }
  store<f64>(record.at, value * scale, RECORD_DURATION);
  return i;
}

/** A target without blanks and backslashes that ends in the byte `stop`. */
function pathAt(at: usize, end: usize, stop: u8): usize {
  if (at >= end || load<u8>(at) !== SLASH) return 0;
  let query: usize = 0;
  let i = at;
  for (; i < end; i += 1) {
    const byte = load<u8>(i);
    if (byte === stop) break;
    if (byte === QUESTION && query === 0) query = i;
    else if (byte === BACKSLASH) return 0;
  }
  if (i >= end) return 0;
  store<u32>(record.at, <u32>at, RECORD_PATH_START);
  store<u32>(record.at, <u32>(query === 0 ? i : query), RECORD_QUERY_START);
  store<u32>(record.at, <u32>i, RECORD_PATH_END);
  return i;
}

/** A referrer or user agent in quotes. */
function quotedAt(at: usize, end: usize, field: i32): usize {
  const close = closingQuote(at, end);
  if (close === 0) return 0;
  if (close - at <= 1 && (close === at || load<u8>(at) === MINUS)) return close;
  if (field === USER_AGENT) {
    store<u32>(record.at, <u32>at, RECORD_AGENT_START);
    store<u32>(record.at, <u32>close, RECORD_AGENT_END);
  } else {
    store<i32>(record.at, 1, RECORD_REFERRED);
  }
  return close;
}

/** `GET /path?query HTTP/1.1` */
function requestAt(at: usize, end: usize): usize {
  const close = closingQuote(at, end);
  if (close === 0 || close - at < 14) return 0;
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
  if (first === 0x20544547) store<i32>(record.at, 1, RECORD_METHOD);
  else if (first === 0x44414548 && methodEnd === at + 4) store<i32>(record.at, 2, RECORD_METHOD);
  else if (first === 0x54534f50 && methodEnd === at + 4) store<i32>(record.at, 3, RECORD_METHOD);
  else return 0;
  store<u32>(record.at, <u32>(methodEnd + 1), RECORD_PATH_START);
  store<u32>(record.at, <u32>(find(methodEnd + 1, protocol - 1, QUESTION)), RECORD_QUERY_START);
  store<u32>(record.at, <u32>(protocol - 1), RECORD_PATH_END);
  return close;
}

/** The next quote that no backslash stands before, or 0. */
function closingQuote(at: usize, end: usize): usize {
  const close = find(at, end, QUOTE);
  return close === end || (close > at && load<u8>(close - 1) === BACKSLASH) ? 0 : close;
}
