import {
  IS_COLUMN,
  IS_LIST,
  IS_PADDED,
  ORDINARY_COUNT,
  ORDINARY_FIELD,
  ORDINARY_FLAGS,
  ORDINARY_LENGTH,
  ORDINARY_LITERAL,
  ORDINARY_MASK,
  RECORD_PATH_END,
  RECORD_QUERY_START,
  SHAPE_CLOCK,
  SHAPE_DATE,
  SHAPE_DURATION,
  SHAPE_EPOCH_TIME,
  SHAPE_FORWARDED,
  SHAPE_ISO_TIME,
  SHAPE_QUERY,
  SHAPE_REQUEST_URL,
  SHAPE_REST,
  SHAPE_SKIP,
  SHAPE_SKIP_QUOTED,
  SHAPE_SKIP_TO,
  SHAPE_TAKE,
  SHAPE_TAKE_QUOTED,
  SHAPE_WALL_TIME,
  SHAPE_WORD,
} from "../layout";
import { byteOrNewline, bytesOrNewlines, find, quoteOrNewline } from "./scan";
import { addressAt, durationAt, requestUrlAt } from "./shortcuts";
import { epochAt, isoAt, readMs, wallAt } from "./times";
import * as values from "./values";

/*
 * Shapes of fields that ordinary lines have beside the shortcuts: what is stepped over, what is taken whole by its end, times, and
 * requests with a URL. Each function gives the position after the field, or 0; none reads on behind a newline.
 */

const TAB: u8 = 0x09;
const NEWLINE: u8 = 0x0a;
const RETURN: u8 = 0x0d;
const BLANK: u8 = 0x20;
const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const MINUS: u8 = 0x2d;
const COLON: u8 = 0x3a;
const QUESTION: u8 = 0x3f;
const BACKSLASH: u8 = 0x5c;

/** Where an address is read that is not the client's. */
const OTHER: usize = memory.data(64);

/** Reads a field of a shape: `SHAPE_…`. The parameters are those of `shortcutAt`, and the step. */
export function shapeAt(kind: i32, step: usize, at: usize, end: usize, to: usize): usize {
  switch (kind) {
    case SHAPE_SKIP:
      return skipAt(step, at, end);
    case SHAPE_SKIP_TO:
      return endAt(step, padded(step, at), end);
    case SHAPE_SKIP_QUOTED:
      return closingAt(at, end);
    case SHAPE_TAKE:
      return takeAt(step, padded(step, at), end);
    case SHAPE_TAKE_QUOTED:
      return taken(step, at, closingAt(at, end));
    case SHAPE_WORD:
      return taken(step, at, wordEnd(at, end));
    case SHAPE_REST:
      return taken(step, at, lineEnd(at, end));
    case SHAPE_ISO_TIME: {
      const after = isoAt(at, end);
      return after !== 0 && values.timed() ? after : 0;
    }
    case SHAPE_EPOCH_TIME: {
      const after = epochAt(at, end);
      return after !== 0 && values.timedByEpoch() ? after : 0;
    }
    case SHAPE_WALL_TIME: {
      const after = wallAt(at, end, load<u8>(step, ORDINARY_FIELD));
      return after !== 0 && values.timedByWall(readMs) ? after : 0;
    }
    case SHAPE_DATE:
      return values.takePart(values.DATE, at, end);
    case SHAPE_CLOCK: {
      const after = values.takePart(values.CLOCK, at, end);
      return after !== 0 && values.timedByParts() ? after : 0;
    }
    case SHAPE_REQUEST_URL:
      return requestUrlAt(at, end, to);
    case SHAPE_FORWARDED:
      return forwardedAt(step, at, end);
    case SHAPE_DURATION: {
      const after = durationAt(at, end, 0, load<i32>(step, ORDINARY_FIELD), to);
      return after !== 0 ? after : taken(step, at, wordEnd(at, end));
    }
    case SHAPE_QUERY:
      return queryAt(step, at, end, to);
    default:
      return 0;
  }
}

/** Words with the same byte behind each of them. */
function skipAt(step: usize, at: usize, end: usize): usize {
  const stop = load<u8>(step, ORDINARY_LITERAL);
  const isColumn = load<u8>(step, ORDINARY_FLAGS) === IS_COLUMN;
  let left: i32 = load<u8>(step, ORDINARY_COUNT);
  let start = at;
  let from = at;
  while (from < end) {
    let found = bytesOrNewlines(from, stop);
    for (; found !== 0; found &= found - 1) {
      const next = from + <usize>ctz(found);
      if (load<u8>(next) !== stop || (isColumn && isOddColumn(start, next, stop))) return 0;
      left -= 1;
      if (left === 0) return next;
      start = next + 1;
    }
    from += 64;
  }
  return 0;
}

/** Whether a column is in quotes, or none, where several blanks part two others. */
// @ts-ignore: decorator
@inline
function isOddColumn(start: usize, end: usize, stop: u8): bool {
  return load<u8>(start) === QUOTE || (start === end && stop === BLANK);
}

// @ts-ignore: decorator
@inline
function padded(step: usize, at: usize): usize {
  let start = at;
  if ((load<u8>(step, ORDINARY_FLAGS) & IS_PADDED) !== 0) while (load<u8>(start) === BLANK) start += 1;
  return start;
}

/** The first place where the text of the step stands, by the rarest of its bytes; 0 where that is in another line, or in a list. */
// @ts-ignore: decorator
@inline
function endAt(step: usize, at: usize, end: usize): usize {
  const index = <usize>load<u8>(step, ORDINARY_COUNT);
  const byte = load<u8>(step + index, ORDINARY_LITERAL);
  const text = load<u64>(step, ORDINARY_LITERAL);
  const mask = load<u64>(step, ORDINARY_MASK);
  for (let from = at; from < end; from += 64) {
    for (let found = bytesOrNewlines(from, byte); found !== 0; found &= found - 1) {
      const next = from + <usize>ctz(found);
      if (load<u8>(next) !== byte) return 0;
      if (next - index < at || ((load<u64>(next - index) ^ text) & mask) !== 0) continue;
      return (load<u8>(step, ORDINARY_FLAGS) & IS_LIST) !== 0 && mayBeGap(at, next - index) ? 0 : next - index;
    }
  }
  return 0;
}

/** Whether what stands around a blank may be of one list. */
function mayBeGap(start: usize, at: usize): bool {
  if (at === start) return false;
  const before = load<u8>(at - 1);
  return before === COMMA || before === COLON || load<u8>(at, 1) === COLON;
}

/** The quote that ends what is in quotes and has no backslash before it. */
// @ts-ignore: decorator
@inline
function closingAt(at: usize, end: usize): usize {
  const close = quoteOrNewline(at, end);
  return close < end && load<u8>(close) === QUOTE && load<u8>(close - 1) !== BACKSLASH ? close : 0;
}

function takeAt(step: usize, at: usize, end: usize): usize {
  if (load<u8>(step, ORDINARY_FLAGS) !== IS_COLUMN) return taken(step, at, endAt(step, at, end));
  const close = columnEnd(step, at, end);
  return close !== 0 ? taken(step, at, close) : 0;
}

/** Where a column ends; 0 where it has another shape than usual. */
function columnEnd(step: usize, at: usize, end: usize): usize {
  const stop = load<u8>(step, ORDINARY_LITERAL);
  let close = byteOrNewline(at, end, stop);
  if (close >= end) return 0;
  if (load<u8>(close) !== stop) {
    // The last may end with the line.
    if (load<u32>(step, ORDINARY_LENGTH) !== 0) return 0;
    if (close > at && load<u8>(close - 1) === RETURN) close -= 1;
  }
  return isOddColumn(at, close, stop) ? 0 : close;
}

/** Gives a value its meaning. */
// @ts-ignore: decorator
@inline
function taken(step: usize, at: usize, close: usize): usize {
  return close !== 0 && values.take(load<i32>(step, ORDINARY_FIELD), at, close) ? close : 0;
}

/** The next blank or tab, or the end of the line. */
function wordEnd(at: usize, end: usize): usize {
  let close = at;
  for (; close < end; close += 1) {
    const byte = load<u8>(close);
    if (byte === BLANK || byte === TAB) return close;
    if (byte === NEWLINE) return close > at && load<u8>(close - 1) === RETURN ? close - 1 : close;
  }
  return 0;
}

function lineEnd(at: usize, end: usize): usize {
  const close = find(at, end, NEWLINE);
  if (close === end) return 0;
  return close > at && load<u8>(close - 1) === RETURN ? close - 1 : close;
}

/** An address alone, or a hyphen. */
function forwardedAt(step: usize, at: usize, end: usize): usize {
  const close = load<u8>(at) === MINUS ? at + 1 : addressAt(at, end, OTHER);
  if (close === 0) return 0;
  return (load<u8>(step, ORDINARY_FLAGS) & IS_LIST) !== 0 && mayBeGap(at, close) ? 0 : close;
}

/** The query of a path that was read before. */
function queryAt(step: usize, at: usize, end: usize, to: usize): usize {
  const close = columnEnd(step, at, end);
  if (close === 0 || values.isAbsent(at, close)) return close;
  const start = load<u8>(at) === QUESTION ? at + 1 : at;
  const query = load<u32>(to, RECORD_QUERY_START);
  // All that is asked of the end is whether there is a query.
  if (start !== close && query >= load<u32>(to, RECORD_PATH_END)) store<u32>(to, query + 1, RECORD_PATH_END);
  return close;
}
