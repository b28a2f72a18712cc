import { RUN_CODE, RUN_CODE_END, RUN_REQUIRED, RUN_SEPARATOR } from "../layout";
import * as record from "./record";
import { find } from "./scan";
import * as values from "./values";

/* `ColumnReader`: lines whose columns a `#Fields` line has named. */

const TAB: u8 = 0x09;
const BLANK: u8 = 0x20;
const QUOTE: u8 = 0x22;
const HASH: u8 = 0x23;
const BACKSLASH: u8 = 0x5c;

/** Reads the line `[start, end)` into the record; false where it must be read in the general way. */
export function readColumns(start: usize, end: usize): bool {
  if (start === end || load<u8>(start) === HASH) return false;
  let separator = load<u8>(RUN_SEPARATOR);
  if (separator !== TAB) separator = separatorOf(start, end);
  const isTab = separator === TAB;
  values.begin();
  const last = <usize>load<u32>(RUN_CODE_END);
  const first = <usize>load<u32>(RUN_CODE);
  let p = start;
  for (let column = first; column < last; column += 8) {
    if (!isTab) while (p < end && load<u8>(p) === BLANK) p += 1;
    if (p >= end && !(isTab && p === end && column > first && load<u8>(p - 1) === TAB)) {
      // What is missing is not needed.
      if (<i32>((column - first) >>> 3) < load<i32>(RUN_REQUIRED)) return false;
      break;
    }
    let from = p;
    let to: usize;
    let q: usize;
    if (load<u8>(p) === QUOTE) {
      from = p + 1;
      to = find(from, end, QUOTE);
      if (to === end || load<u8>(to, 1) === QUOTE || find(from, to, BACKSLASH) < to) return false;
      q = to + 1;
    } else {
      to = find(p, end, separator);
      q = to;
    }
    const field = load<i32>(column);
    if (field === values.TIME_PART) {
      if (values.takePart(load<i32>(column, 4), from, to) === 0) return false;
    } else if (!values.take(field, from, to)) return false;
    p = isTab ? q + 1 : q;
  }
  return values.finish();
}

/** What parts the first two columns. */
function separatorOf(start: usize, end: usize): u8 {
  for (let i = start; i < end; i += 1) {
    const byte = load<u8>(i);
    if (byte === BLANK || byte === TAB) return byte;
  }
  return BLANK;
}
