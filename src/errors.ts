/** Stable codes: programs may switch on them; the sentence beside them is for people and may change. */
export type ErrorCode =
  /** An option, a format string or a pattern is wrong. */
  | "TG_OPTION"
  /** An input cannot be opened or read. */
  | "TG_UNREADABLE"
  /** An input was read, and is no log of a known format. */
  | "TG_FORMAT_UNKNOWN"
  /** More lines were rejected than `maxRejected` allows. */
  | "TG_TOO_MANY_REJECTED"
  /** A serialised summary, baseline or table is damaged or of another version. */
  | "TG_DECODE";

/** The one error class of tidegauge. Lines of a log never cause one: bad lines are counted. */
export class TidegaugeError extends Error {
  /** What kind of failure this is. */
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "TidegaugeError";
    this.code = code;
  }
}

/**
 * An error about an option.
 * @param attempt what was tried, as a sentence without an end: `Cannot open a rate sketch`
 * @param rule the rule that was broken, with the value: `"width" must be a power of two, got 100`
 */
export function optionError(attempt: string, rule: string): TidegaugeError {
  return new TidegaugeError("TG_OPTION", `${attempt}: ${rule}`);
}
