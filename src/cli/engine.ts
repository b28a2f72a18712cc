import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";

/** Bytes of bytecode that a function runs, about, before the engine compiles it for speed; its own choice is 135,168 (V8 11). */
const LATE_BUDGET = 500_000;
/** With one thread: 2.2 s of its time in place of 2.4 for five million lines (bench/README.md). */
const EARLY_BUDGET = 66_000;

/** The engine of Node 20, on which that was measured. */
const ENGINE = "11.";

/**
 * Has the engine wait longer before it compiles a function for speed. A command runs for a second or two and much of it once: by the engine's
 * own choice a quarter of the processor's time goes into code that hardly runs any more, on the cores that are to read (bench/README.md).
 * To be called before the commands are loaded; other engines choose for themselves.
 */
export function compileLater(): void {
  choose(LATE_BUDGET);
}

/** Has the engine compile sooner where logs are read by one thread: it compiles on cores that nobody else uses then. */
export function compileSooner(): void {
  if (availableParallelism() > 1) choose(EARLY_BUDGET);
}

function choose(budget: number): void {
  if (process.versions.v8.startsWith(ENGINE)) setFlagsFromString(`--interrupt-budget=${budget}`);
}
