import { readSync } from "node:fs";
import type { SpanOutcome } from "../inputs/span-outcome.ts";
import type { SpanReader } from "../span-reader.ts";
import type { SpanAnswer, SpanTask } from "./span-task.ts";

const NEWLINE = 10;
/** So far beyond its borders the lines of a span are looked for; longer ones are left to the reader of the whole log. */
const MOST_LINE_BYTES = 2 ** 20;
const ROOM_BYTES = 256 * 1024;

/**
 * The whole lines of a chunk; all of it where it holds none. A line in two pieces is read apart from the others, which takes longer
 * than reading its beginning from the file once more.
 */
export function wholeLines(chunk: Uint8Array): Uint8Array {
  const newline = chunk.lastIndexOf(NEWLINE);
  return newline < 0 ? chunk : chunk.subarray(0, newline + 1);
}

/** Reads spans as {@link SpanTask}s ask for them. */
export class TaskReader {
  readonly #reader: SpanReader;
  readonly #room: Uint8Array;

  constructor(reader: SpanReader) {
    this.#reader = reader;
    this.#room = reader.room ?? new Uint8Array(ROOM_BYTES);
  }

  read(task: SpanTask): SpanAnswer {
    const { bytes } = task;
    if (bytes !== null) return { from: task.from, outcome: this.#readBytes(task, bytes), bytes };
    const from = this.#lineFrom(task.file, task.from);
    return { from, outcome: from < 0 ? null : this.#readFile(task, from), bytes: null };
  }

  #readBytes(task: SpanTask, bytes: Uint8Array): SpanOutcome | null {
    const reader = this.#reader;
    reader.begin(task.start, task.room);
    reader.push(bytes);
    return reader.end();
  }

  /** Reads the lines that begin in `[at, task.to)`; `at` is where one begins. */
  #readFile(task: SpanTask, at: number): SpanOutcome | null {
    const reader = this.#reader;
    const room = this.#room;
    reader.begin(task.start, task.room);
    let isRead = true;
    for (let next = at; isRead; ) {
      const chunk = room.subarray(0, readSync(task.file, room, 0, room.length, next));
      const last =
        next + chunk.length < task.to ? -1 : chunk.indexOf(NEWLINE, Math.max(0, task.to - 1 - next));
      const lines = last < 0 ? wholeLines(chunk) : chunk.subarray(0, last + 1);
      if (!reader.push(lines) || next > task.to + MOST_LINE_BYTES) isRead = false;
      if (last >= 0 || chunk.length === 0) break;
      next += lines.length;
    }
    const outcome = reader.end();
    return isRead ? outcome : null;
  }

  /** Where the first line begins that begins at `from` or later; -1 where that is far, or cannot be read. */
  #lineFrom(file: number, from: number): number {
    for (let at = from - 1; at < from + MOST_LINE_BYTES; ) {
      const chunk = this.#room.subarray(0, readSync(file, this.#room, 0, 4096, at));
      const newline = chunk.indexOf(NEWLINE);
      if (newline >= 0) return at + newline + 1;
      if (chunk.length === 0) return -1;
      at += chunk.length;
    }
    return -1;
  }
}
