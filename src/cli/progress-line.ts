import type { Progress } from "../node/read-inputs.ts";
import { cut, cutMiddle, displayWidth } from "../reports/text/layout.ts";
import { safe } from "../reports/text/safe.ts";
import { duration, percent, size, sourceName } from "../reports/text/words.ts";

/** Not before this long: short jobs need no progress. */
const FIRST_MS = 500;
const EVERY_MS = 200;
/** Columns that a name gets in any case. */
const LEAST_NAME = 8;
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
    this.#write(ERASE + progressText(progress, now - this.#started, this.#columns - 1));
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

/** `access.log  45 %  1.2 GB, 340 MB/s, 12 s left`: in so many columns, of which a long name gets what figures leave. */
export function progressText(progress: Progress, elapsedMs: number, columns: number): string {
  const { bytesRead, bytesTotal, name } = progress;
  const perMs = bytesRead / Math.max(1, elapsedMs);
  const figures = [`${size(bytesRead)}, ${size(perMs * 1000)}/s`];
  if (bytesTotal !== null && bytesTotal > 0) {
    const left = Math.max(0, bytesTotal - bytesRead) / Math.max(1e-9, perMs);
    figures.unshift(percent(Math.min(1, bytesRead / bytesTotal)));
    // What has been read to its end is not yet judged to its end.
    figures[1] += bytesRead < bytesTotal ? `, ${duration(left)} left` : ", judging the rest";
  }
  const told = figures.join("  ");
  const room = Math.max(LEAST_NAME, columns - displayWidth(told) - 2);
  return cut(`${cutMiddle(safe(sourceName(name)), room)}  ${told}`, columns);
}
