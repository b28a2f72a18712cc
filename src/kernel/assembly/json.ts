import * as keys from "./keys";
import { find, stringEnd } from "./scan";
import * as slots from "./slots";
import { REQUEST_LINE, SKIP, TIME_PART } from "./values";

/*
 * `JsonReader`: a line that is one JSON object, in one pass over its bytes. Objects within objects are followed where a field lies in
 * them; everything else is stepped over.
 */

/** As in json-reader.ts. */
const MOST_DEPTH: i32 = 8;
/** As in key-table.ts. */
const WRAPPED_RANK: i32 = 400;

/** Added to ranks within what a collector has wrapped. */
let wrappedRank: i32 = 0;

const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const MINUS: u8 = 0x2d;
const COLON: u8 = 0x3a;
const OPEN: u8 = 0x5b;
const BACKSLASH: u8 = 0x5c;
const CLOSE: u8 = 0x5d;
const BRACE_OPEN: u8 = 0x7b;
const BRACE_CLOSE: u8 = 0x7d;

/** Reads the line `[start, end)` into the record; false where it must be read in the general way. */
export function readJson(start: usize, end: usize): bool {
  const at = skipBlanks(start, end);
  if (at === end || load<u8>(at) !== BRACE_OPEN) return false;
  slots.clear();
  keys.beginKeys();
  wrappedRank = 0;
  return object(at + 1, end, keys.ROOT, 0) !== 0 && slots.finish();
}

/** Reads the members of an object from after its brace; the position after it, or 0. */
function object(start: usize, end: usize, path: u32, depth: i32): usize {
  let i = skipBlanks(start, end);
  if (i < end && load<u8>(i) === BRACE_CLOSE) return i + 1;
  while (i < end) {
    if (load<u8>(i) !== QUOTE) return 0;
    let keyEnd = keys.expectedKey(path, i + 1, end, QUOTE);
    if (keyEnd === 0) {
      keyEnd = find(i + 1, end, QUOTE);
      if (keyEnd === end || !keys.findKey(path, i + 1, keyEnd)) return 0;
    }
    const known = keys.meaning;
    const inner = keys.path;
    i = skipBlanks(keyEnd + 1, end);
    if (i >= end || load<u8>(i) !== COLON) return 0;
    i = skipBlanks(i + 1, end);
    if (i >= end) return 0;
    i = known === 0 ? skipValue(i, end) : value(i, end, inner, known, depth);
    if (i === 0) return 0;
    i = skipBlanks(i, end);
    if (i >= end) return 0;
    const next = load<u8>(i);
    if (next === BRACE_CLOSE) return i + 1;
    if (next !== COMMA) return 0;
    i = skipBlanks(i + 1, end);
  }
  return 0;
}

/** Reads a value whose key is of interest; the position after it, or 0. */
function value(at: usize, end: usize, path: u32, known: u32, depth: i32): usize {
  const first = load<u8>(at);
  const field = keys.fieldOf(known);
  if (field === TIME_PART || field === REQUEST_LINE) return 0;
  if (first === QUOTE) {
    const close = stringEnd(at + 1, end);
    if (close === 0) return 0;
    if (field !== SKIP) slots.offer(field, keys.rankOf(known) + wrappedRank, at + 1, close);
    return close + 1;
  }
  if (first === BRACE_OPEN && keys.isWrapper(known) && depth < MOST_DEPTH) {
    const before = wrappedRank;
    wrappedRank = WRAPPED_RANK;
    const after = object(at + 1, end, keys.ROOT, depth + 1);
    wrappedRank = before;
    return after;
  }
  if (first === BRACE_OPEN) {
    return depth < MOST_DEPTH && keys.isPrefix(known) ? object(at + 1, end, path, depth + 1) : skipValue(at, end);
  }
  if (first === OPEN) {
    const inner = skipBlanks(at + 1, end);
    if (inner >= end) return 0;
    const byte = load<u8>(inner);
    // A list of objects that have a name and a value.
    if (byte === BRACE_OPEN && keys.isPrefix(known)) return 0;
    if (byte === QUOTE && field !== SKIP) {
      const close = stringEnd(inner + 1, end);
      if (close === 0) return 0;
      slots.offer(field, keys.rankOf(known) + wrappedRank, inner + 1, close);
    }
    return skipValue(at, end);
  }
  const close = bareEnd(at, end);
  if (close === 0) return 0;
  if (field !== SKIP && (first === MINUS || <u32>first - 48 <= 9)) {
    slots.offer(field, keys.rankOf(known) + wrappedRank, at, close);
  }
  return close;
}

/** The position after the value at `at`, or 0. */
function skipValue(at: usize, end: usize): usize {
  const first = load<u8>(at);
  if (first === QUOTE) {
    const close = stringEnd(at + 1, end);
    return close === 0 ? 0 : close + 1;
  }
  if (first !== BRACE_OPEN && first !== OPEN) return bareEnd(at, end);
  let depth = 0;
  for (let i = at; i < end; i = structural(i + 1, end)) {
    const byte = load<u8>(i);
    if (byte === QUOTE) {
      i = stringEnd(i + 1, end);
      if (i === 0) return 0;
    } else if ((byte | 0x20) === BRACE_OPEN) depth += 1;
    else {
      depth -= 1;
      if (depth === 0) return i + 1;
    }
  }
  return 0;
}

/** The next quote, brace or bracket in `[at, end)`, or `end`. Braces and brackets differ in one bit. */
function structural(at: usize, end: usize): usize {
  while (at < end) {
    const bytes = v128.load(at);
    const folded = v128.or(bytes, i8x16.splat(0x20));
    const brackets = v128.or(
      i8x16.eq(folded, i8x16.splat(<i8>BRACE_OPEN)),
      i8x16.eq(folded, i8x16.splat(<i8>BRACE_CLOSE)),
    );
    const found = i8x16.bitmask(v128.or(brackets, i8x16.eq(bytes, i8x16.splat(<i8>QUOTE))));
    if (found !== 0) return min(at + <usize>ctz(found), end);
    at += 16;
  }
  return end;
}

/** The end of a number, true, false or null, before any blanks; 0 where it does not end as it should. */
function bareEnd(at: usize, end: usize): usize {
  let i = at;
  for (; i < end; i += 1) {
    const byte = load<u8>(i);
    if (byte === COMMA || byte === BRACE_CLOSE || byte === CLOSE || byte <= 32) break;
    if (byte === QUOTE || byte === BRACE_OPEN || byte === OPEN || byte === BACKSLASH) return 0;
  }
  return i === at ? 0 : i;
}

// @ts-ignore: decorator
@inline
function skipBlanks(at: usize, end: usize): usize {
  let i = at;
  if (i < end && load<u8>(i) > 32) return i;
  while (i < end) {
    const byte = load<u8>(i);
    if (byte !== 32 && byte !== 9 && byte !== 10 && byte !== 13) break;
    i += 1;
  }
  return i;
}
