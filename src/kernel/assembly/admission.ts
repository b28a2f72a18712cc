import {
  RECORD_TENTH,
  RECORD_TIME,
  RECORD_WINDOW,
  RUN_FIRST,
  RUN_FROM,
  RUN_LAST,
  RUN_LEAVE,
  RUN_MAXIMUM,
  RUN_UNTIL,
  RUN_WINDOW,
  RUN_WINDOWS,
  WINDOW_END,
  WINDOW_START,
} from "../layout";

/* Which of the open windows requests belong to, by their times, as long as the times are ordinary: none is doubted, none makes a window leave. */

/** As in watermark.ts. */
const LEAP_MS: f64 = 3600000;
const TENTHS: f64 = 10;

/** The last time, its window, and the tenth of it: most times are that of the request before. */
let lastMs: f64 = NaN;
let window: usize = 0;
let tenth: u32 = 0;
let startMs: f64 = 0;
let endMs: f64 = 0;

/** Begins a run: other windows may be open, and other times may be ordinary. */
export function beginRun(): void {
  lastMs = NaN;
  window = 0;
  startMs = 0;
  endMs = 0;
}

/** Writes down which window a record belongs to; false where that is for others to say. */
// @ts-ignore: decorator
@inline
export function admit(record: usize): bool {
  const timeMs = load<f64>(record, RECORD_TIME);
  if (timeMs !== lastMs && !moveTo(timeMs)) return false;
  store<u32>(record, <u32>window, RECORD_WINDOW);
  store<u32>(record, tenth, RECORD_TENTH);
  return true;
}

function moveTo(timeMs: f64): bool {
  const maximumMs = load<f64>(RUN_MAXIMUM);
  if (timeMs < load<f64>(RUN_FROM) || timeMs >= load<f64>(RUN_UNTIL)) return false;
  if (timeMs >= load<f64>(RUN_LEAVE) || timeMs > maximumMs + LEAP_MS) return false;
  if (timeMs < startMs || timeMs >= endMs) {
    const other = windowOf(timeMs);
    if (other === 0) return false;
    window = other;
    startMs = load<f64>(other, WINDOW_START);
    endMs = load<f64>(other, WINDOW_END);
  }
  if (timeMs > maximumMs) store<f64>(RUN_MAXIMUM, timeMs);
  if (timeMs < load<f64>(RUN_FIRST)) store<f64>(RUN_FIRST, timeMs);
  if (timeMs > load<f64>(RUN_LAST)) store<f64>(RUN_LAST, timeMs);
  tenth = tenthOf(timeMs, startMs, endMs);
  lastMs = timeMs;
  return true;
}

/** Tenth of a window that a time within it falls in. */
export function tenthOf(timeMs: f64, startMs: f64, endMs: f64): u32 {
  return <u32>(((timeMs - startMs) * TENTHS) / (endMs - startMs));
}

/** The open window that a time lies in, or 0. */
function windowOf(timeMs: f64): usize {
  const count = load<u32>(RUN_WINDOWS);
  for (let i: u32 = 0; i < count; i += 1) {
    const open = <usize>load<u32>(<usize>RUN_WINDOW + (<usize>i << 2));
    if (timeMs >= load<f64>(open, WINDOW_START) && timeMs < load<f64>(open, WINDOW_END)) return open;
  }
  return 0;
}
