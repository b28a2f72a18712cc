/**
 * A thread that reads spans of logs: the entry of its own program. What it is sent is a {@link WorkerSetup} and then
 * {@link SpanTask}s; what it answers are {@link SpanAnswer}s, in the same order.
 */
import { parentPort, workerData } from "node:worker_threads";
import { PlaceTable } from "../geo/place-table.ts";
import { SpanReader } from "../span-reader.ts";
import { tryClaim, type WorkerSetup } from "./span-pool.ts";
import type { SpanAnswer, SpanTask } from "./span-task.ts";
import { TaskReader } from "./task-reader.ts";

const claims = workerData as Int32Array;
let reader: TaskReader | null = null;

parentPort!.on("message", (message: WorkerSetup | SpanTask) => {
  if ("settings" in message)
    reader = new TaskReader(new SpanReader(message.settings, new PlaceTable(message.places)));
  else answer(message);
});

function answer(task: SpanTask): void {
  const { bytes, room } = task;
  const isMine = tryClaim(claims, task.serial);
  const answer: SpanAnswer = isMine ? reader!.read(task) : { from: -1, outcome: null, bytes, room };
  parentPort!.postMessage(answer, bytes === null ? [] : [bytes.buffer]);
}
