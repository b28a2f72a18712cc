import { RUN_ASSIGN, RUN_SEPARATOR } from "../layout";
import * as keys from "./keys";
import { find } from "./scan";
import * as slots from "./slots";
import { SKIP } from "./values";

/* `PairReader`: lines of `key:value` or `key=value` pairs. */

const BLANK: u8 = 0x20;
const COMMA: u8 = 0x2c;
const QUOTE: u8 = 0x22;
const BACKSLASH: u8 = 0x5c;

/** Reads the line `[start, end)` into the record; false where it must be read in the general way. */
export function readPairs(start: usize, end: usize): bool {
  const assign = load<u8>(RUN_ASSIGN);
  const separator = load<u8>(RUN_SEPARATOR);
  const mayBeQuoted = separator === BLANK;
  slots.clear();
  keys.beginKeys();
  let p = start;
  while (p < end) {
    let q = keys.expectedKey(keys.ROOT, p, end, assign);
    const isExpected = q !== 0;
    if (!isExpected) for (q = p; q < end && load<u8>(q) !== assign && load<u8>(q) !== separator; ) q += 1;
    if (q < end && load<u8>(q) === assign) {
      if (!isExpected && !keys.findKey(keys.ROOT, p, q)) return false;
      let from = q + 1;
      let to: usize;
      if (mayBeQuoted && from < end && load<u8>(from) === QUOTE) {
        from += 1;
        to = quotedEnd(from, end);
        if (to === 0) return false;
        q = to + 1;
      } else {
        to = find(from, end, separator);
        q = to;
        if (mayBeQuoted && to > from && load<u8>(to - 1) === COMMA) to -= 1;
      }
      const known = keys.meaning;
      if (known !== 0 && keys.fieldOf(known) !== SKIP) slots.offer(keys.fieldOf(known), keys.rankOf(known), from, to);
    }
    p = q + 1;
  }
  return slots.finish();
}

/** The quote that ends the text which begins at `start`, or 0. */
function quotedEnd(start: usize, end: usize): usize {
  for (let i = start; i < end; i += 1) {
    const byte = load<u8>(i);
    if (byte === QUOTE) return i;
    if (byte === BACKSLASH) i += 1;
  }
  return 0;
}
