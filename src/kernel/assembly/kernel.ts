import {
  HAS_ALLOWED,
  RUN_FIRST,
  RUN_FROM,
  RUN_LAST,
  RUN_LEAVE,
  RUN_LINES,
  RUN_MAXIMUM,
  RUN_MOST_BYTES,
  RUN_UNTIL,
  RUN_WINDOW,
  RUN_WINDOWS,
  WINDOW_END,
  WINDOW_START,
} from "../layout";
import { readFields } from "./fields";
import { hashHi, hashLo, hashWords } from "./hash";
import * as record from "./record";
import { find } from "./scan";
import { add } from "./summarise";

export { dropRows, mergeRows } from "./merging";
export { flatten, placeOf } from "./places";

const SOURCE_DOMAIN: u32 = 1;
/** As in watermark.ts. */
const LEAP_MS: f64 = 3600000;

// @ts-ignore: decorator
@external("env", "isAllowed")
declare function isAllowed(family: i32, hi: u32, lo: u32): i32;

/** Adds the record that was handed in to a window. */
export function addRecord(window: usize): void {
  record.loadRecord();
  add(window);
}

/**
 * Reads lines from `at` on and adds their requests to the open windows, as long as they are ordinary: read by the program in the
 * ordinary shape of its fields, of a time that lies in an open window and makes none leave.
 * @param end of the bytes
 * @param limit no line that begins here or later is read
 * @returns the beginning of the first line that was not read
 */
export function run(at: usize, end: usize, limit: usize): usize {
  const mostBytes = <usize>load<u32>(RUN_MOST_BYTES);
  const fromMs = load<f64>(RUN_FROM);
  const untilMs = load<f64>(RUN_UNTIL);
  const leaveMs = load<f64>(RUN_LEAVE);
  const hasAllowed = load<i32>(HAS_ALLOWED) !== 0;
  let maximumMs = load<f64>(RUN_MAXIMUM);
  let firstMs = load<f64>(RUN_FIRST);
  let lastMs = load<f64>(RUN_LAST);
  let lines: i32 = 0;
  let window: usize = 0;
  let startMs: f64 = 0;
  let endMs: f64 = 0;
  record.countryStart = 0;
  record.countryEnd = 0;
  record.allowed = 0;
  while (at < limit) {
    const newline = find(at, end, 10);
    if (newline === end) break;
    const lineEnd = newline > at && load<u8>(newline - 1) === 13 ? newline - 1 : newline;
    if (newline - at > mostBytes || !readFields(at, lineEnd)) break;
    const timeMs = record.timeMs;
    if (timeMs < fromMs || timeMs >= untilMs || timeMs >= leaveMs || timeMs > maximumMs + LEAP_MS) break;
    if (timeMs < startMs || timeMs >= endMs) {
      window = windowOf(timeMs);
      if (window === 0) break;
      startMs = load<f64>(window, WINDOW_START);
      endMs = load<f64>(window, WINDOW_END);
    }
    hashWords(record.addressHi, record.addressLo, SOURCE_DOMAIN * 8 + record.family);
    record.sourceHi = hashHi;
    record.sourceLo = hashLo;
    if (hasAllowed) record.allowed = isAllowed(record.family, record.addressHi, record.addressLo);
    add(window);
    if (timeMs > maximumMs) maximumMs = timeMs;
    if (timeMs < firstMs) firstMs = timeMs;
    if (timeMs > lastMs) lastMs = timeMs;
    lines += 1;
    at = newline + 1;
  }
  store<f64>(RUN_MAXIMUM, maximumMs);
  store<f64>(RUN_FIRST, firstMs);
  store<f64>(RUN_LAST, lastMs);
  store<i32>(RUN_LINES, lines);
  return at;
}

/** The open window that a time lies in, or 0. */
function windowOf(timeMs: f64): usize {
  const count = load<u32>(RUN_WINDOWS);
  for (let i: u32 = 0; i < count; i += 1) {
    const window = <usize>load<u32>(<usize>RUN_WINDOW + (<usize>i << 2));
    if (timeMs >= load<f64>(window, WINDOW_START) && timeMs < load<f64>(window, WINDOW_END)) return window;
  }
  return 0;
}
