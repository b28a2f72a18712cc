import type { Progress } from "../node/read-inputs.ts";
import { cut } from "../reports/text/layout.ts";
import { safe } from "../reports/text/safe.ts";
import { duration, percent, size } from "../reports/text/words.ts";

/** Not before this long: short jobs need no progress. */
const FIRST_MS = 500;
const EVERY_MS = 200;
/** Carriage return, and erase to the end of the line. */
const ERASE = "\r\u001b[K";

/** One line on standard error that says how far reading has come, rewritten as it goes on and erased at the end. */
export class ProgressLine {
  readonly #write: (text: string) => void;
  readonly #columns: number;
  #started: number;
  #nextMs: number;
  #shown = false;

  /** @param now milliseconds of a clock that only goes forward */
  constructor(write: (text: string) => void, columns: number, now: number) {
    this.#write = write;
    this.#columns = columns;
    this.#started = now;
    this.#nextMs = now + FIRST_MS;
  }

  /** Tells how far it has come; writes at most five times a second. */
  update(progress: Progress, now: number): void {
    if (now < this.#nextMs) return;
    this.#nextMs = now + EVERY_MS;
    this.#shown = true;
    this.#write(ERASE + cut(progressText(progress, now - this.#started), this.#columns - 1));
  }

  /** Begins anew: the inputs are read once more. */
  restart(now: number): void {
    this.clear();
    this.#started = now;
    this.#nextMs = now + FIRST_MS;
  }

  /** Erases the line. */
  clear(): void {
    if (this.#shown) this.#write(ERASE);
    this.#shown = false;
  }
}

/** `access.log  45 %  1.2 GB, 340 MB/s, 12 s left`. */
export function progressText(progress: Progress, elapsedMs: number): string {
  const { bytesRead, bytesTotal, name } = progress;
  const perMs = bytesRead / Math.max(1, elapsedMs);
  const parts = [safe(name === "-" ? "standard input" : name)];
  if (bytesTotal !== null && bytesTotal > 0) parts.push(percent(Math.min(1, bytesRead / bytesTotal)));
  const left = bytesTotal === null ? null : Math.max(0, bytesTotal - bytesRead) / Math.max(1e-9, perMs);
  parts.push(`${size(bytesRead)}, ${size(perMs * 1000)}/s${left === null ? "" : `, ${duration(left)} left`}`);
  return parts.join("  ");
}
