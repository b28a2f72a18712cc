import type { SpanOutcome } from "../inputs/span-outcome.ts";
import type { SpanStart } from "../span-reader.ts";

/** A span to be read: of a file, or of bytes that are handed over and come back. */
export interface SpanTask {
  readonly start: SpanStart;
  /** Descriptor of the file; -1 beside `bytes`. */
  readonly file: number;
  /** Whole lines, or null. */
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  /** The lines are those that begin in `[from, to)`, in bytes from the beginning of the log. */
  readonly from: number;
  readonly to: number;
  /** A shared buffer for what is answered, or null. */
  readonly room: ArrayBufferLike | null;
  /** Number of the task among all, by which it is claimed. */
  readonly serial: number;
}

/** What a span is asked for by. */
export type SpanQuestion = Omit<SpanTask, "room" | "serial">;

/** What a reading thread answers. */
export interface SpanAnswer {
  /** Where the first line of the span begins; below 0 where that was not found. */
  readonly from: number;
  /** Null where the span must be read by the reader of the whole log. */
  readonly outcome: SpanOutcome | null;
  /** The bytes that were handed over. */
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  /** The buffer for the answer, where none was written. */
  readonly room?: ArrayBufferLike | null;
}
