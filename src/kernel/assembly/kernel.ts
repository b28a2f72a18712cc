import {
  BATCH,
  BATCH_LINES,
  ENVELOPE_NONE,
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
  RECORD_TENTH,
  RECORD_TIME,
  RECORD_WINDOW,
  RUN_ENVELOPE,
  RUN_LINES,
  RUN_MOST_BYTES,
  RUN_ORDINARY,
  RUN_ORDINARY_END,
  RUN_READER,
  WINDOW_END,
  WINDOW_START,
} from "../layout";
import { admit, beginRun, tenthOf } from "./admission";
import { readColumns } from "./columns";
import { afterHead } from "./envelopes";
import { readFields } from "./fields";
import { hashSources } from "./hash";
import { readJson } from "./json";
import { readOrdinary } from "./ordinary";
import { readPairs } from "./pairs";
import * as keys from "./keys";
import { findPlaces, preferCountry } from "./places";
import * as record from "./record";
import { find } from "./scan";
import * as shapes from "./shapes";
import { add } from "./summarise";
import { addTallies } from "./tallies";

export { selectKey, sortRows } from "./cutting";
export { countLoud, fillLoud, fillRows } from "./gathering";
export { dropRows, mergeRows } from "./merging";
export { uniteRows } from "./uniting";
export { placeOf } from "./places";
export { bucketRequests } from "./sorting";

const SOURCE_DOMAIN: u32 = 1;

// @ts-ignore: decorator
@external("env", "isAllowed")
declare function isAllowed(family: i32, hi: u32, lo: u32): i32;

/** Forgets what was learned of keys: lines of another format are read. */
export function forgetKeys(): void {
  keys.forgetKeys();
  shapes.forget();
}

/** Adds the record that was handed in to a window. */
export function addRecord(window: usize): void {
  const timeMs = load<f64>(RECORD, RECORD_TIME);
  store<u32>(RECORD, tenthOf(timeMs, load<f64>(window, WINDOW_START), load<f64>(window, WINDOW_END)), RECORD_TENTH);
  findPlaces(RECORD, RECORD + RECORD_SIZE);
  preferPlace(RECORD);
  add(window, RECORD);
  addTallies(window);
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
  const reader = load<i32>(RUN_READER);
  const isOrdinary = load<u32>(RUN_ORDINARY) < load<u32>(RUN_ORDINARY_END);
  const envelope = load<i32>(RUN_ENVELOPE);
  let lines: i32 = 0;
  let count: i32;
  beginRun();
  do {
    for (count = 0; count < BATCH_LINES && at < limit; count += 1) {
      record.choose(count);
      const from = envelope === ENVELOPE_NONE ? at : afterHead(envelope, at, end);
      if (from === 0) break;
      let newline = isOrdinary ? readOrdinary(from, end) : 0;
      if (newline === 0) {
        newline = find(from, end, 10);
        if (newline === end) break;
        const lineEnd = newline > from && load<u8>(newline - 1) === 13 ? newline - 1 : newline;
        if (newline - at > mostBytes || !readLine(reader, from, lineEnd)) break;
      } else if (newline - at > mostBytes) break;
      if (!admit(record.at)) break;
      at = newline + 1;
    }
    lines += count;
    addBatch(BATCH, <usize>(BATCH + count * RECORD_SIZE));
  } while (count === BATCH_LINES);
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
  beginRun();
  let at = start;
  while (at < end && admit(at)) at += <usize>RECORD_SIZE;
  addBatch(start, at);
  return at;
}

/** Finds out where the records from `start` to `end` come from, and adds them to their windows, in order. */
function addBatch(start: usize, end: usize): void {
  findPlaces(start, end);
  hashSources(start, end, SOURCE_DOMAIN * 8);
  const hasAllowed = load<i32>(HAS_ALLOWED) !== 0;
  for (let at = start; at < end; at += <usize>RECORD_SIZE) {
    if (hasAllowed) store<i32>(at, allowed(at), RECORD_ALLOWED);
    if (load<u32>(at, RECORD_COUNTRY_START) !== load<u32>(at, RECORD_COUNTRY_END)) preferPlace(at);
  }
  let window: usize = 0;
  for (let at = start; at < end; at += <usize>RECORD_SIZE) {
    const next = <usize>load<u32>(at, RECORD_WINDOW);
    if (next !== window && window !== 0) addTallies(window);
    window = next;
    add(window, at);
  }
  if (window !== 0) addTallies(window);
}

/** Whether the address of a record is one of `--allow`: 1 or 0. */
function allowed(at: usize): i32 {
  return isAllowed(load<i32>(at, RECORD_FAMILY), load<u32>(at, RECORD_ADDRESS_HI), load<u32>(at, RECORD_ADDRESS_LO));
}

/** Prefers the place that the log itself gives. `Summariser.#placeOf` */
function preferPlace(at: usize): void {
  const place = load<i32>(at, RECORD_PLACE);
  const start = <usize>load<u32>(at, RECORD_COUNTRY_START);
  store<i32>(at, preferCountry(place, start, load<u32>(at, RECORD_COUNTRY_END)), RECORD_PLACE);
}
