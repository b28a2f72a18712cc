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
  RUN_LEADING,
  RUN_LITERALS,
  STEP_ABSENT,
  STEP_ADDRESS,
  STEP_CLF_TIME,
  STEP_ENDING,
  STEP_FIELD,
  STEP_KIND,
  STEP_LENGTH,
  STEP_LITERAL,
  STEP_PART,
  STEP_WORDS,
} from "../layout";
import * as record from "./record";
import { find, quoteOrNewline } from "./scan";
import { shortcutAt } from "./shortcuts";
import { clfAt, epochAt, isoAt } from "./times";
import * as values from "./values";

/*
 * A field program over one line: what `FieldProgramReader.read` does, by the same shortcuts for the ordinary shape of a field, and
 * by its end and `values.take` for others. What neither reads is left to it.
 */

const TAB: u8 = 0x09;
const BLANK: u8 = 0x20;
const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const MINUS: u8 = 0x2d;
const COLON: u8 = 0x3a;
const BACKSLASH: u8 = 0x5c;

/** Reads the line `[start, end)` into the record; false where it must be read in the general way. */
export function readFields(start: usize, end: usize): bool {
  const literals = <usize>load<u32>(RUN_LITERALS);
  const leading = load<u32>(RUN_LEADING);
  values.begin();
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

/** Reads a field of the ordinary shape; the position after it, or 0. */
// @ts-ignore: decorator
@inline
function shortcut(step: usize, p: usize, end: usize, literal: usize, length: u32): usize {
  const kind = load<i32>(step, STEP_KIND);
  if (kind === 0) return 0;
  if (kind === STEP_ABSENT) return load<u8>(p) === MINUS ? p + 1 : 0;
  const q = shortcutAt(kind, load<i32>(step, STEP_FIELD), length === 0 ? 0 : load<u8>(literal), p, end, record.at);
  if (kind === STEP_ADDRESS && q !== 0) values.clientRead();
  if (kind === STEP_CLF_TIME && q !== 0) values.timeRead();
  return q;
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
  const close = quoteOrNewline(start, end);
  if (close < end && load<u8>(close) === QUOTE && (close === start || load<u8>(close - 1) !== BACKSLASH) && isLiteralAt(close, end, literal, length)) return close;
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
