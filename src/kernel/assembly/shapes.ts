import * as keys from "./keys";
import * as record from "./record";
import { find, quoteOrBackslash } from "./scan";
import { addressAt, bytesAt, requestIn, statusAt } from "./shortcuts";
import * as slots from "./slots";
import * as values from "./values";

/*
 * Lines of pairs that have the same keys in the same order as a line before: what stands between the values is compared with what
 * stood there, and the values are taken where they stand. The keys need not be told apart, nor looked up, nor the best value of each
 * meaning be found. `pairs.ts` reads whatever is not of the shape, to the same records, and hands lines over to be learned.
 */

/** Pairs of a shape, and bytes of what stands before a value, at most. */
const MOST_PAIRS: i32 = 64;
const MOST_TEXT: u32 = 32;
/** A step: its field, a bit for each byte of the text before the value, length of that text, what ends the value, flags; the text. */
const STEP_BYTES: usize = 64;
const STEPS: usize = memory.data(4096);
const FIELD: usize = 0;
const BITS: usize = 4;
const LENGTH: usize = 8;
const STOP: usize = 12;
const FLAGS: usize = 16;
const TEXT: usize = 32;
/** Another key of the line has the same meaning, and is taken where this one is absent. */
const IS_CONTESTED: u32 = 1;
/** A value in quotes, and one whose quotes would be taken off. */
const IS_QUOTED: u32 = 2;
const MAY_BE_QUOTED: u32 = 4;

/** The pairs of the line at hand: where their values begin and end, and what their keys mean. */
const STARTS: usize = memory.data(256);
const ENDS: usize = memory.data(256);
const MEANINGS: usize = memory.data(256);
const QUOTES: usize = memory.data(256);

/** Lines that are not of the shape, one after the other, before another is learned. */
const PATIENCE: i32 = 8;

const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const BACKSLASH: u8 = 0x5c;

/** Steps of the shape; 0 while there is none. */
let steps: i32 = 0;
/** Bytes after the last value: a closing quote or nothing. */
let rest: usize = 0;
let misses: i32 = 0;
let pairs: i32 = 0;

/** Forgets the shape: lines of another format are read. */
export function forget(): void {
  steps = 0;
  misses = 0;
}

/** Begins a line that is not of the shape. */
export function beginPairs(): void {
  pairs = 0;
}

/** A pair of the line: its value, and what its key means. */
export function addPair(start: usize, end: usize, meaning: u32, isQuoted: bool): void {
  if (pairs < MOST_PAIRS) {
    const at = <usize>pairs << 2;
    store<u32>(STARTS + at, <u32>start);
    store<u32>(ENDS + at, <u32>end);
    store<u32>(MEANINGS + at, meaning);
    store<u32>(QUOTES + at, isQuoted ? 1 : 0);
  }
  pairs += 1;
}

/** The line `[start, end)` was read whole: lines like it may be read by its shape. */
export function learn(start: usize, end: usize, separator: u8, mayBeQuoted: bool): void {
  misses += 1;
  if (steps > 0 && misses < PATIENCE) return;
  misses = 0;
  steps = 0;
  if (pairs === 0 || pairs > MOST_PAIRS || !slots.isPlain()) return;
  let before = start;
  for (let pair = 0; pair < pairs; pair += 1) {
    const from = <usize>load<u32>(STARTS + (<usize>pair << 2));
    const length = <u32>(from - before);
    if (length > MOST_TEXT) return;
    const step = STEPS + <usize>pair * STEP_BYTES;
    const isQuoted = load<u32>(QUOTES + (<usize>pair << 2)) !== 0;
    const meaning = load<u32>(MEANINGS + (<usize>pair << 2));
    const field = isOffered(meaning) ? slots.chosen(keys.fieldOf(meaning), from) : values.SKIP;
    let flags: u32 = isQuoted ? IS_QUOTED : mayBeQuoted ? MAY_BE_QUOTED : 0;
    if (field !== values.SKIP && rivals(pair) !== 0) {
      // Of a better one that is absent here it cannot be told when it is there.
      if (rivals(pair) < 0) return;
      flags |= IS_CONTESTED;
    }
    store<i32>(step, field, FIELD);
    store<u32>(step, length === 32 ? 0xffffffff : (1 << length) - 1, BITS);
    store<u32>(step, length, LENGTH);
    store<u32>(step, isQuoted ? QUOTE : separator, STOP);
    store<u32>(step, flags, FLAGS);
    memory.copy(step + TEXT, before, length);
    before = <usize>load<u32>(ENDS + (<usize>pair << 2));
    rest = isQuoted ? 1 : 0;
  }
  if (before + rest === end) steps = pairs;
}

function isOffered(meaning: u32): bool {
  const field = keys.fieldOf(meaning);
  return meaning !== 0 && field !== values.SKIP && field !== values.DURATIONS_IN_MS;
}

/** How many other pairs of the line have a meaning of the same group; -1 where one of them goes before this one. */
function rivals(pair: i32): i32 {
  const own = load<u32>(MEANINGS + (<usize>pair << 2));
  const group = slots.groupOf(keys.fieldOf(own));
  let count = 0;
  for (let other = 0; other < pairs; other += 1) {
    const meaning = load<u32>(MEANINGS + (<usize>other << 2));
    if (other === pair || !isOffered(meaning) || slots.groupOf(keys.fieldOf(meaning)) !== group) continue;
    const difference = keys.rankOf(meaning) - keys.rankOf(own);
    if (difference < 0 || (difference === 0 && other < pair)) return -1;
    count += 1;
  }
  return count;
}

/** Reads the line `[start, end)` into the record by the shape; false where it is of another, or must be read in the general way. */
export function readShape(start: usize, end: usize): bool {
  if (steps === 0) return false;
  values.begin();
  record.setHasReferrer(1);
  record.setHasAgent(1);
  const last = STEPS + <usize>steps * STEP_BYTES;
  let p = start;
  for (let step = STEPS; step < last; step += STEP_BYTES) {
    const bits = load<u32>(step, BITS);
    const low = i8x16.bitmask(i8x16.eq(v128.load(p), v128.load(step, TEXT)));
    const high = i8x16.bitmask(i8x16.eq(v128.load(p, 16), v128.load(step, TEXT + 16)));
    if (((<u32>low | (<u32>high << 16)) & bits) !== bits) return false;
    p += load<u32>(step, LENGTH);
    if (p > end) return false;
    const to = valueAt(step, p, end);
    if (to === 0 || !take(step, p, to, end)) return false;
    p = to;
  }
  if (p + rest !== end || !values.finish()) return false;
  misses = 0;
  return true;
}

/** The end of the value at `p`, or 0. */
// @ts-ignore: decorator
@inline
function valueAt(step: usize, p: usize, end: usize): usize {
  const flags = load<u32>(step, FLAGS);
  if ((flags & IS_QUOTED) !== 0) {
    const to = quoteOrBackslash(p, end);
    return to < end && load<u8>(to) === QUOTE ? to : 0;
  }
  const to = find(p, end, <u8>load<u32>(step, STOP));
  if ((flags & MAY_BE_QUOTED) !== 0 && to > p && (load<u8>(p) === QUOTE || load<u8>(to - 1) === COMMA)) return 0;
  return to;
}

/** Gives a value its meaning. */
// @ts-ignore: decorator
@inline
function take(step: usize, p: usize, to: usize, end: usize): bool {
  const field = load<i32>(step, FIELD);
  const flags = load<u32>(step, FLAGS);
  if (field === values.SKIP) return true;
  if ((flags & IS_CONTESTED) !== 0 && values.isAbsent(p, to)) return false;
  switch (field) {
    case values.CLIENT:
      if (addressAt(p, end, record.at) === to) {
        values.clientRead();
        return true;
      }
      break;
    case values.STATUS:
      if (to === p + 3 && statusAt(p, record.at) === to) return true;
      break;
    case values.BYTES:
      if (bytesAt(p, end, record.at) === to) return true;
      break;
    case values.REQUEST:
      if (requestIn(p, to, record.at) && ((flags & IS_QUOTED) !== 0 || find(p, to, BACKSLASH) === to)) return true;
      break;
    default:
  }
  // Quoted values have no backslashes here.
  if ((flags & IS_QUOTED) === 0 && find(p, to, BACKSLASH) < to) return false;
  return values.take(field, p, to);
}
