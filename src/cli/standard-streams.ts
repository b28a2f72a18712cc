import { unwritable } from "../node/unwritable.ts";
import { safe } from "../reports/text/safe.ts";
import { ExitCode, exitCodeOf } from "./exit-codes.ts";

/**
 * Decides what becomes of a program whose standard output or error cannot be written, before anything is. To be called once.
 *
 * - Output into a closed pipe (`tidegauge … | head`): the reader has seen enough, which is no failure. The program ends, by the exit code
 *   that is known by then, or 0.
 * - Output that fails otherwise (a full disk): told on standard error, and the exit code of a file that cannot be written.
 * - Standard error: nobody hears what is said there, and the results are none the worse for it.
 */
export function guardStandardStreams(): void {
  process.stdout.on("error", (error) => {
    if (isClosedPipe(error)) process.exit(process.exitCode ?? ExitCode.done);
    const { code, message } = unwritable("standard output", error);
    tell(message);
    process.exit(exitCodeOf(code));
  });
  process.stderr.on("error", () => {});
}

/** Whether something could not be written because nobody reads it any more. */
export function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === "EPIPE";
}

/** Says something on standard error. */
export function tell(text: string): void {
  process.stderr.write(`tidegauge: ${safe(text)}\n`);
}
