/**
 * A thread that reads spans of logs: the entry of its own program. What it is sent are {@link SpanTask}s, what it answers are
 * {@link SpanAnswer}s, in the same order.
 */
import { readSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { PlaceTable } from "../geo/place-table.ts";
import type { SpanOutcome } from "../inputs/span-outcome.ts";
import { SpanReader } from "../span-reader.ts";
import type { SpanAnswer, SpanTask, WorkerSetup } from "./span-pool.ts";

const NEWLINE = 10;
/** So far beyond its borders the lines of a span are looked for; longer ones are left to the reader of the whole log. */
const MOST_LINE_BYTES = 2 ** 20;
const ROOM_BYTES = 256 * 1024;

const { settings, places } = workerData as WorkerSetup;
const reader = new SpanReader(settings, new PlaceTable(places));
const room = reader.room ?? new Uint8Array(ROOM_BYTES);

parentPort!.on("message", (task: SpanTask) => {
  const answer: SpanAnswer = { from: 0, outcome: null, bytes: null };
  if (task.bytes !== null) {
    answer.from = task.from;
    answer.outcome = readBytes(task, task.bytes);
    answer.bytes = task.bytes;
  } else {
    answer.from = lineFrom(task.file, task.from);
    answer.outcome = answer.from < 0 ? null : readFile(task, answer.from);
  }
  const given = [answer.bytes?.buffer, answer.outcome?.parts.buffer];
  parentPort!.postMessage(
    answer,
    given.filter((buffer) => buffer !== undefined),
  );
});

function readBytes(task: SpanTask, bytes: Uint8Array): SpanOutcome | null {
  reader.begin(task.start, task.room);
  reader.push(bytes);
  return reader.end();
}

/** Reads the lines that begin in `[at, task.to)`; `at` is where one begins. */
function readFile(task: SpanTask, at: number): SpanOutcome | null {
  reader.begin(task.start, task.room);
  let isRead = true;
  for (let next = at; isRead; ) {
    const chunk = room.subarray(0, readSync(task.file, room, 0, room.length, next));
    const last = next + chunk.length < task.to ? -1 : chunk.indexOf(NEWLINE, Math.max(0, task.to - 1 - next));
    if (!reader.push(last < 0 ? chunk : chunk.subarray(0, last + 1)) || next > task.to + MOST_LINE_BYTES) {
      isRead = false;
    }
    if (last >= 0 || chunk.length === 0) break;
    next += chunk.length;
  }
  const outcome = reader.end();
  return isRead ? outcome : null;
}

/** Where the first line begins that begins at `from` or later; -1 where that is far, or cannot be read. */
function lineFrom(file: number, from: number): number {
  for (let at = from - 1; at < from + MOST_LINE_BYTES; ) {
    const chunk = room.subarray(0, readSync(file, room, 0, 4096, at));
    const newline = chunk.indexOf(NEWLINE);
    if (newline >= 0) return at + newline + 1;
    if (chunk.length === 0) return -1;
    at += chunk.length;
  }
  return -1;
}
