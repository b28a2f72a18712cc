import type { SpanWindows } from "../windows/input-windows.ts";
import type { LineTotals } from "./line-account.ts";

/** Sketches belong to fixed spans of the decoded input, so that neither chunks nor threads can change a report. */
export const SPAN_BYTES = 8 * 1024 * 1024;

/**
 * What became of one span of a log that another reader has read, beginning within it: plain data, which passes from thread to
 * thread. Lines are numbered from the beginning of the span.
 */
export interface SpanOutcome extends LineTotals {
  /** Name of the format in which it was read. */
  readonly format: string;
  /** States of the reader (`LineReader.state`) before and after. */
  readonly stateBefore: string;
  readonly stateAfter: string;
  readonly windows: SpanWindows;
  /** The parts of its windows, see `PartWriter`, on a shared buffer. */
  readonly parts: Uint32Array;
}

/** End of the span that holds a position of the log, in bytes. */
export function endOfSpan(position: number, spanBytes: number): number {
  return (Math.floor(position / spanBytes) + 1) * spanBytes;
}
