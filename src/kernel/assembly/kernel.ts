import {
  BATCH,
  BATCH_LINES,
  HAS_ALLOWED,
  READ_COLUMNS,
  READ_FIELDS,
  READ_JSON,
  RECORD,
  RECORD_ADDRESS_HI,
  RECORD_ADDRESS_LO,
  RECORD_ALLOWED,
  RECORD_COUNTRY_END,
  RECORD_COUNTRY_START,
  RECORD_FAMILY,
  RECORD_PLACE,
  RECORD_SIZE,
  RECORD_SOURCE_HI,
  RECORD_SOURCE_LO,
  RECORD_TIME,
  RECORD_WINDOW,
  RUN_FIRST,
  RUN_FROM,
  RUN_LAST,
  RUN_LEAVE,
  RUN_LINES,
  RUN_MAXIMUM,
  RUN_MOST_BYTES,
  RUN_ORDINARY,
  RUN_READER,
  RUN_UNTIL,
  RUN_WINDOW,
  RUN_WINDOWS,
  WINDOW_END,
  WINDOW_START,
} from "../layout";
import { readColumns } from "./columns";
import { readFields, readOrdinary } from "./fields";
import { hashHi, hashLo, hashWords } from "./hash";
import { readJson } from "./json";
import { readPairs } from "./pairs";
import { placeOf, preferCountry } from "./places";
import * as record from "./record";
import { find } from "./scan";
import { add } from "./summarise";

export { selectKey, sortRows } from "./cutting";
export { countLoud, fillLoud, fillRows } from "./gathering";
export { dropRows, mergeRows } from "./merging";
export { uniteRows } from "./uniting";
export { forgetKeys } from "./keys";
export { placeOf } from "./places";
export { bucketRequests } from "./sorting";

const SOURCE_DOMAIN: u32 = 1;
/** As in watermark.ts. */
const LEAP_MS: f64 = 3600000;

// @ts-ignore: decorator
@external("env", "isAllowed")
declare function isAllowed(family: i32, hi: u32, lo: u32): i32;

/** Adds the record that was handed in to a window. */
export function addRecord(window: usize): void {
  store<i32>(RECORD, recordPlace(RECORD), RECORD_PLACE);
  add(window, RECORD);
}

/**
 * Reads lines from `at` on and adds their requests to the open windows, as long as they are ordinary: read by the program in the
 * ordinary shape of its fields, of a time that lies in an open window and makes none leave.
 *
 * Lines are taken in batches, stage by stage: the look-ups of many addresses wait for memory together, where those of one line
 * at a time would wait one after the other (bench/README.md).
 * @param end of the bytes
 * @param limit no line that begins here or later is read
 * @returns the beginning of the first line that was not read
 */
export function run(at: usize, end: usize, limit: usize): usize {
  const mostBytes = <usize>load<u32>(RUN_MOST_BYTES);
  const fromMs = load<f64>(RUN_FROM);
  const untilMs = load<f64>(RUN_UNTIL);
  const leaveMs = load<f64>(RUN_LEAVE);
  let maximumMs = load<f64>(RUN_MAXIMUM);
  let firstMs = load<f64>(RUN_FIRST);
  let lastMs = load<f64>(RUN_LAST);
  let lines: i32 = 0;
  let window: usize = 0;
  let startMs: f64 = 0;
  let endMs: f64 = 0;
  const reader = load<i32>(RUN_READER);
  const isOrdinary = load<i32>(RUN_ORDINARY) !== 0;
  let beforeMs: f64 = NaN;
  let count: i32;
  do {
    for (count = 0; count < BATCH_LINES && at < limit; count += 1) {
      record.choose(count);
      let newline = isOrdinary ? readOrdinary(at, end) : 0;
      if (newline === 0) {
        newline = find(at, end, 10);
        if (newline === end) break;
        const lineEnd = newline > at && load<u8>(newline - 1) === 13 ? newline - 1 : newline;
        if (newline - at > mostBytes || !readLine(reader, at, lineEnd)) break;
      } else if (newline - at > mostBytes) break;
      const timeMs = load<f64>(record.at, RECORD_TIME);
      if (timeMs !== beforeMs) {
        if (timeMs < fromMs || timeMs >= untilMs || timeMs >= leaveMs || timeMs > maximumMs + LEAP_MS) break;
        if (timeMs < startMs || timeMs >= endMs) {
          window = windowOf(timeMs);
          if (window === 0) break;
          startMs = load<f64>(window, WINDOW_START);
          endMs = load<f64>(window, WINDOW_END);
        }
        if (timeMs > maximumMs) maximumMs = timeMs;
        if (timeMs < firstMs) firstMs = timeMs;
        if (timeMs > lastMs) lastMs = timeMs;
        beforeMs = timeMs;
      }
      store<u32>(record.at, <u32>window, RECORD_WINDOW);
      at = newline + 1;
    }
    lines += count;
    addBatch(BATCH, <usize>(BATCH + count * RECORD_SIZE));
  } while (count === BATCH_LINES);
  store<f64>(RUN_MAXIMUM, maximumMs);
  store<f64>(RUN_FIRST, firstMs);
  store<f64>(RUN_LAST, lastMs);
  store<i32>(RUN_LINES, lines);
  return at;
}

/** Reads a line into the record; false where it must be read in the general way. */
function readLine(reader: i32, start: usize, end: usize): bool {
  if (reader === READ_FIELDS) return readFields(start, end);
  if (reader === READ_JSON) return readJson(start, end);
  return reader === READ_COLUMNS ? readColumns(start, end) : readPairs(start, end);
}

/**
 * Adds records of the batch that were written there by others, from `start` on, as long as they are ordinary: as for {@link run}.
 * @returns address of the first that was not added, or `end`
 */
export function runRecords(start: usize, end: usize): usize {
  const fromMs = load<f64>(RUN_FROM);
  const untilMs = load<f64>(RUN_UNTIL);
  const leaveMs = load<f64>(RUN_LEAVE);
  let maximumMs = load<f64>(RUN_MAXIMUM);
  let firstMs = load<f64>(RUN_FIRST);
  let lastMs = load<f64>(RUN_LAST);
  let window: usize = 0;
  let startMs: f64 = 0;
  let endMs: f64 = 0;
  let at = start;
  for (; at < end; at += <usize>RECORD_SIZE) {
    const timeMs = load<f64>(at, RECORD_TIME);
    if (timeMs < fromMs || timeMs >= untilMs || timeMs >= leaveMs || timeMs > maximumMs + LEAP_MS) break;
    if (timeMs < startMs || timeMs >= endMs) {
      window = windowOf(timeMs);
      if (window === 0) break;
      startMs = load<f64>(window, WINDOW_START);
      endMs = load<f64>(window, WINDOW_END);
    }
    store<u32>(at, <u32>window, RECORD_WINDOW);
    if (timeMs > maximumMs) maximumMs = timeMs;
    if (timeMs < firstMs) firstMs = timeMs;
    if (timeMs > lastMs) lastMs = timeMs;
  }
  addBatch(start, at);
  store<f64>(RUN_MAXIMUM, maximumMs);
  store<f64>(RUN_FIRST, firstMs);
  store<f64>(RUN_LAST, lastMs);
  return at;
}

/** Finds out where the records from `start` to `end` come from, and adds them to their windows, in order. */
function addBatch(start: usize, end: usize): void {
  for (let at = start; at < end; at += <usize>RECORD_SIZE) store<i32>(at, recordPlace(at), RECORD_PLACE);
  const hasAllowed = load<i32>(HAS_ALLOWED) !== 0;
  for (let at = start; at < end; at += <usize>RECORD_SIZE) {
    const family = load<i32>(at, RECORD_FAMILY);
    const hi = load<u32>(at, RECORD_ADDRESS_HI);
    const lo = load<u32>(at, RECORD_ADDRESS_LO);
    hashWords(hi, lo, SOURCE_DOMAIN * 8 + family);
    store<u32>(at, hashHi, RECORD_SOURCE_HI);
    store<u32>(at, hashLo, RECORD_SOURCE_LO);
    store<i32>(at, hasAllowed ? isAllowed(family, hi, lo) : 0, RECORD_ALLOWED);
  }
  for (let at = start; at < end; at += <usize>RECORD_SIZE) add(load<u32>(at, RECORD_WINDOW), at);
}

/** The place that the log itself gives, or else that of the address. `Summariser.#placeOf` */
// @ts-ignore: decorator
@inline
function recordPlace(at: usize): i32 {
  const place = placeOf(
    load<i32>(at, RECORD_FAMILY),
    load<u32>(at, RECORD_ADDRESS_HI),
    load<u32>(at, RECORD_ADDRESS_LO),
  );
  const start = <usize>load<u32>(at, RECORD_COUNTRY_START);
  const end = <usize>load<u32>(at, RECORD_COUNTRY_END);
  return start === end ? place : preferCountry(place, start, end);
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
