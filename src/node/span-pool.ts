import { Worker } from "node:worker_threads";
import type { PlaceData } from "../geo/place-table.ts";
import type { Settings } from "../options.ts";
import type { SpanAnswer, SpanQuestion, SpanTask } from "./span-task.ts";
import type { TaskReader } from "./task-reader.ts";

/** What a reading thread is set up with. */
export interface WorkerSetup {
  readonly settings: Settings;
  /** On shared buffers: all threads have the one table. */
  readonly places: PlaceData;
}

/** A span that was asked for. */
export interface AskedSpan {
  /** What a thread makes of it; as if it had not been read where it was claimed here. */
  readonly answer: Promise<SpanAnswer>;
  /** Takes it back, to be read here. @returns false where a thread has begun with it, or has its bytes */
  claim(): boolean;
}

interface Waiting {
  resolve(answer: SpanAnswer): void;
  reject(error: Error): void;
}

/** A thread, and who waits for its answers, the next one first. */
interface Reader {
  readonly worker: Worker;
  readonly waiting: Waiting[];
}

/** Tasks that are told apart by their claims: more than can be asked for at one time. */
const CLAIMS = 4096;
/** Spans that are being read or wait to be, for each thread: what one reads while another judges for long. */
const PENDING_A_THREAD = 6;

/** Threads that read spans of logs, beside the one that judges and reads some itself. */
export class SpanPool {
  /** Number of threads, with the one that judges. */
  readonly threads: number;
  /** Spans that may wait at one time. */
  readonly mostPending: number;
  readonly #claims = new Int32Array(new SharedArrayBuffer(4 * CLAIMS));
  #serial = 0;
  #setup: WorkerSetup | null = null;
  #own: TaskReader | null = null;
  #readers: Reader[] | null = null;
  /** Buffers of answers that were taken in. */
  readonly #rooms: ArrayBufferLike[] = [];
  #failure: Error | null = null;
  #isClosed = false;

  /** @param threads their number, with the one that judges: from 2 on */
  constructor(threads: number) {
    this.threads = threads;
    this.mostPending = PENDING_A_THREAD * threads;
  }

  /** Spans that are being read or wait to be. */
  get pending(): number {
    return this.#readers?.reduce((sum, { waiting }) => sum + waiting.length, 0) ?? 0;
  }

  /** Starts the threads, for spans that will come: they take a while to be ready. */
  start(): void {
    if (!this.#isClosed) this.#start();
  }

  /**
   * Tells the threads what they need, before the first span is asked for.
   * @param own reads spans in this thread, to the same answers
   */
  setUp(setup: WorkerSetup, own: TaskReader): void {
    this.#setup = setup;
    this.#own = own;
    for (const { worker } of this.#readers ?? []) worker.postMessage(setup);
  }

  /** Has a span read by the thread that has least to do. The answer fails where a thread has died, with its cause. */
  ask(question: SpanQuestion): AskedSpan {
    if (this.#failure !== null) return { answer: Promise.reject(this.#failure), claim: () => false };
    if (this.#isClosed) return { answer: Promise.resolve(unread(question)), claim: () => false };
    const reader = this.#start().reduce((least, one) =>
      one.waiting.length < least.waiting.length ? one : least,
    );
    const serial = this.#serial;
    this.#serial += 1;
    openClaim(this.#claims, serial);
    const answer = new Promise<SpanAnswer>((resolve, reject) => {
      reader.waiting.push({ resolve, reject });
      const task: SpanTask = { ...question, room: this.#rooms.pop() ?? null, serial };
      reader.worker.postMessage(task, task.bytes === null ? [] : [task.bytes.buffer]);
    });
    return { answer, claim: () => question.bytes === null && tryClaim(this.#claims, serial) };
  }

  /** Reads a span in this thread. */
  readHere(question: SpanQuestion): SpanAnswer {
    return this.#own!.read({ ...question, room: this.#rooms.pop() ?? null, serial: -1 });
  }

  /** Takes the buffer of an answer that nobody reads any more: the next answer is written there, and nothing allocated for it. */
  reuse(buffer: ArrayBufferLike): void {
    if (this.#rooms.length < this.mostPending) this.#rooms.push(buffer);
  }

  /** Ends the threads. What has not been read is answered as unread. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const readers = this.#readers ?? [];
    await Promise.all(readers.map(({ worker }) => worker.terminate()));
    for (const { waiting } of readers) for (const { resolve } of waiting.splice(0)) resolve(unread(null));
  }

  #start(): Reader[] {
    this.#readers ??= Array.from({ length: this.threads - 1 }, () => this.#open());
    return this.#readers;
  }

  #open(): Reader {
    const worker = openWorker(this.#claims);
    if (this.#setup !== null) worker.postMessage(this.#setup);
    const waiting: Waiting[] = [];
    worker.on("message", (answer: SpanAnswer) => {
      if (answer.room != null) this.reuse(answer.room);
      waiting.shift()?.resolve(answer);
    });
    const fail = (cause: unknown) => {
      if (this.#isClosed || this.#failure !== null) return;
      this.#failure = new Error(
        `A reading thread has died: ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause },
      );
      for (const one of this.#readers ?? []) {
        for (const { reject } of one.waiting.splice(0)) reject(this.#failure);
      }
    };
    worker.on("error", fail);
    worker.on("messageerror", fail);
    worker.on("exit", (code) => fail(`it ended with exit code ${code}`));
    return { worker, waiting };
  }
}

/** Lets a task be claimed, once. */
function openClaim(claims: Int32Array, serial: number): void {
  Atomics.store(claims, serial % CLAIMS, serial + 1);
}

/** Claims a task for the thread that asks. @returns false where it has been claimed already */
export function tryClaim(claims: Int32Array, serial: number): boolean {
  return Atomics.compareExchange(claims, serial % CLAIMS, serial + 1, 0) === serial + 1;
}

function unread(question: SpanQuestion | null): SpanAnswer {
  return { from: -1, outcome: null, bytes: question?.bytes ?? null };
}

function openWorker(workerData: Int32Array): Worker {
  const { url } = import.meta;
  // What a thread leaves behind while it reads is little: a small nursery is as fast, and 15 MB less.
  if (!url.endsWith(".ts"))
    return new Worker(new URL("./span-worker.js", url), {
      workerData,
      resourceLimits: { maxYoungGenerationSizeMb: 2 },
    });
  // The program runs from its sources, as in tests.
  const source = JSON.stringify(new URL("./span-worker.ts", url).href);
  const code = `import("tsx/esm/api").then(({ register }) => (register(), import(${source})))`;
  return new Worker(code, { eval: true, workerData });
}
