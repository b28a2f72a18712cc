import type { ErrorCode } from "../errors.ts";

/** What the exit codes mean; they are part of the interface and never change their meaning. */
export const ExitCode = {
  done: 0,
  internal: 1,
  usage: 2,
  /** Input unreadable, or its format not recognised. */
  input: 3,
  /** More lines rejected than `--max-rejected` allows. */
  rejected: 4,
  /** `--fail-on` matched. */
  failOn: 10,
  interrupted: 130,
  terminated: 143,
} as const;

/** The exit code of an error. */
export function exitCodeOf(code: ErrorCode): number {
  switch (code) {
    case "TG_OPTION":
      return ExitCode.usage;
    case "TG_UNREADABLE":
    case "TG_FORMAT_UNKNOWN":
    case "TG_DECODE":
      return ExitCode.input;
    case "TG_TOO_MANY_REJECTED":
      return ExitCode.rejected;
  }
}
