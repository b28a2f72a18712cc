import { RUN_ASSIGN, RUN_SEPARATOR } from "../layout";
import * as keys from "./keys";
import { find, stringEnd } from "./scan";
import * as shapes from "./shapes";
import * as slots from "./slots";
import { SKIP } from "./values";

/* `PairReader`: lines of `key:value` or `key=value` pairs. */

const BLANK: u8 = 0x20;
const COMMA: u8 = 0x2c;
const QUOTE: u8 = 0x22;

/** Reads the line `[start, end)` into the record; false where it must be read in the general way. */
export function readPairs(start: usize, end: usize): bool {
  const assign = load<u8>(RUN_ASSIGN);
  const separator = load<u8>(RUN_SEPARATOR);
  const mayBeQuoted = separator === BLANK;
  if (shapes.readShape(start, end)) return true;
  shapes.beginPairs();
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
      const isQuoted = mayBeQuoted && from < end && load<u8>(from) === QUOTE;
      if (isQuoted) {
        from += 1;
        to = stringEnd(from, end);
        if (to === 0) return false;
        q = to + 1;
      } else {
        to = find(from, end, separator);
        q = to;
        if (mayBeQuoted && to > from && load<u8>(to - 1) === COMMA) to -= 1;
      }
      const known = keys.meaning;
      shapes.addPair(from, to, known, isQuoted);
      if (known !== 0 && keys.fieldOf(known) !== SKIP) slots.offer(keys.fieldOf(known), keys.rankOf(known), from, to);
    }
    p = q + 1;
  }
  if (!slots.finish()) return false;
  shapes.learn(start, end, separator, mayBeQuoted);
  return true;
}
