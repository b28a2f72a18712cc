import type { KernelProgram } from "../kernel/program.ts";
import type { RequestRecord } from "./record.ts";

/**
 * Why a line is no request. Shown to people with a sample, so each reason names the first thing that did not fit.
 * The outcome code of a reason is its index + 2; reasons are only ever appended.
 */
export const REJECTIONS = [
  /** The text before the first field, or between two fields, is not that of the format. */
  "other-format",
  /** The line ends before its last field: cut off, or still being written. */
  "truncated",
  /** A quoted field does not end. */
  "unclosed-quote",
  /** The client is neither an address nor a host name. */
  "bad-address",
  /** There is no timestamp where one belongs, or it is absent. */
  "no-timestamp",
  /** A timestamp of the right shape that names no moment, such as 30 February. */
  "bad-timestamp",
  /** The status is no number of three digits. */
  "bad-status",
  /** A number field holds something else. */
  "bad-number",
  /** The user field reads like a part of another format. */
  "bad-user",
  /** Longer than the limit of a line. */
  "overlong",
  /** Mostly control characters or NUL: no text. */
  "binary",
  /** Broken JSON: cut off, unbalanced, or no object. */
  "bad-json",
  /** JSON that holds no request (an application's log line). */
  "not-a-request",
  /** A line of a `#Fields` format before any such line, without a usual layout. */
  "no-fields-line",
  /** Fewer or more columns than the `#Fields` line names. */
  "column-count",
  /** An envelope (syslog, Docker, CRI) whose inside is no line of the format. */
  "bad-envelope",
  /** A month name in a language other than English: such dates are refused rather than guessed. */
  "localised-month",
  /** A line of a web server's error log, which containers mix with the access log. */
  "error-log",
  /** A line of the format, but it names no client: Envoy without X-Forwarded-For, for one. */
  "no-client",
] as const;

/** One of {@link REJECTIONS}. */
export type Rejection = (typeof REJECTIONS)[number];

/** Outcomes of reading a line that are not rejections; codes from 2 on are rejections, see {@link REJECTIONS}. */
export const Outcome = {
  /** The record holds one request. */
  record: 0,
  /** The line holds no request by nature: empty, a comment, the first part of a joined line. */
  blank: 1,
} as const;

/** The outcome code of a rejection. */
export function rejection(reason: Rejection): number {
  return REJECTIONS.indexOf(reason) + 2;
}

/** The reason of an outcome code, or `null` where the code is no rejection. */
export function rejectionOf(outcome: number): Rejection | null {
  return REJECTIONS[outcome - 2] ?? null;
}

/** Reads lines of one format. May keep state from line to line (`#Fields`, cached timestamps): one reader per input. */
export interface LineReader {
  /** Name of the format, as reports show it. */
  readonly name: string;
  /**
   * Reads one line, without its newline, into the record.
   * @returns {@link Outcome}.record, {@link Outcome}.blank, or a rejection code (then the record is undefined)
   */
  read(bytes: Uint8Array, start: number, end: number, record: RequestRecord): number;
  /**
   * Reads the next request of the last line, where lines may hold several; false when there is none. Absent where a line
   * holds one at most. Call it only after `read` gave a record.
   */
  more?(record: RequestRecord): boolean;
  /** By what a kernel may read the next lines as far as they are ordinary, to the same records; null where it cannot. Absent: never. */
  readonly kernelProgram?: KernelProgram | null;
  /**
   * What the reader remembers of the lines so far, as far as later ones depend on it: one that has read the same may be told it by
   * {@link resume} and reads on as this one would. Null or absent where that cannot be told.
   */
  readonly state?: string | null;
  /** Goes on from the {@link state} of another reader of the same format. */
  resume?(state: string): void;
  /** The longest line that it reads, in bytes; absent: 64 KiB. */
  readonly maxLineBytes?: number;
  /** Where and why the last line that was rejected failed; for `detect`, not for every line. */
  failure?(): ReadFailure;
}

/** The first thing of a line that did not fit. */
export interface ReadFailure {
  /** Offset into the bytes that were given to `read`. */
  readonly at: number;
  /** What belongs there, for people: `timestamp like 06/Apr/2021:08:00:00 +0200`. */
  readonly expected: string;
}
