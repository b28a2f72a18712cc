import {
  NEEDS_STATUS,
  ORDINARY_FIELD,
  ORDINARY_KIND,
  ORDINARY_LENGTH,
  ORDINARY_LITERAL,
  ORDINARY_MASK,
  ORDINARY_STEP,
  RECORD_STATUS,
  RUN_NEEDS,
  RUN_ORDINARY,
  RUN_ORDINARY_END,
  SHAPE_SKIP,
} from "../layout";
import { shapeAt } from "./ordinary-shapes";
import * as record from "./record";
import { find } from "./scan";
import { shortcutAt } from "./shortcuts";

/*
 * Lines whose fields all have their ordinary shape, of a field program or of columns: nearly all lines of nearly all logs. What
 * `readFields` and `readColumns` do, in a third to half of the time: the end of a line is not looked for beforehand, since none of these shapes holds a
 * newline, nor the end of all bytes asked for at every field, since whatever is read beyond it does not end in a newline before it.
 *
 * A step is a field and the text behind it, of eight bytes at most, which is compared at once; fields that are a hyphen belong to
 * the text of the step before (`ordinaryProgram`).
 */

const NEWLINE: u8 = 0x0a;

/**
 * Reads the line at `start` into the record that was chosen.
 * @param end of all bytes
 * @returns the newline at its end; 0 where it is not such a line, and the record holds anything
 */
export function readOrdinary(start: usize, end: usize): usize {
  const to = record.at;
  record.clear();
  let p = start;
  const last = <usize>load<u32>(RUN_ORDINARY_END);
  for (let step = <usize>load<u32>(RUN_ORDINARY); step < last; step += ORDINARY_STEP) {
    const kind = load<i32>(step, ORDINARY_KIND);
    p =
      kind < SHAPE_SKIP
        ? shortcutAt(kind, load<i32>(step, ORDINARY_FIELD), load<u8>(step, ORDINARY_LITERAL), p, end, to)
        : shapeAt(kind, step, p, end, to);
    // There is no text at the address 0.
    if (((load<u64>(p) ^ load<u64>(step, ORDINARY_LITERAL)) & load<u64>(step, ORDINARY_MASK)) !== 0) return 0;
    if (p === 0) return 0;
    p += <usize>load<u32>(step, ORDINARY_LENGTH);
  }
  // Of what may stand behind the last field nothing is asked.
  if (p < end && load<u8>(p) !== NEWLINE) p = find(p, end, NEWLINE);
  if (p >= end || (load<i32>(RUN_NEEDS) === NEEDS_STATUS && load<i32>(to, RECORD_STATUS) < 100)) return 0;
  return p;
}
