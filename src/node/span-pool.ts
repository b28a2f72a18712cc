import { Worker } from "node:worker_threads";
import type { PlaceData } from "../geo/place-table.ts";
import type { SpanOutcome } from "../inputs/span-outcome.ts";
import type { Settings } from "../options.ts";
import type { SpanStart } from "../span-reader.ts";

/** What a reading thread is set up with. */
export interface WorkerSetup {
  readonly settings: Settings;
  /** On shared buffers: all threads have the one table. */
  readonly places: PlaceData;
}

/** A span to be read: of a file, or of bytes that are handed over and come back. */
export interface SpanTask {
  readonly start: SpanStart;
  /** Descriptor of the file; -1 beside `bytes`. */
  readonly file: number;
  /** Whole lines, or null. */
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  /** The lines are those that begin in `[from, to)`, in bytes from the beginning of the log. */
  readonly from: number;
  readonly to: number;
  /** A buffer for what is answered, or null. */
  readonly room: ArrayBuffer | null;
}

/** What a reading thread answers. */
export interface SpanAnswer {
  /** Where the first line of the span begins; below 0 where that was not found. */
  from: number;
  /** Null where the span must be read by the reader of the whole log. */
  outcome: SpanOutcome | null;
  /** The bytes that were handed over. */
  bytes: Uint8Array<ArrayBuffer> | null;
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

/** Threads that read spans of logs. They are started when the first span is to be read, or before. */
export class SpanPool {
  /** Number of threads. */
  readonly threads: number;
  readonly #setup: WorkerSetup;
  #readers: Reader[] | null = null;
  /** Buffers of answers that were taken in. */
  readonly #rooms: ArrayBuffer[] = [];
  #failure: Error | null = null;
  #isClosed = false;

  constructor(threads: number, setup: WorkerSetup) {
    this.threads = threads;
    this.#setup = setup;
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
   * Has a span read by the thread that has least to do.
   * @throws Error where a thread has died, with its cause
   */
  read(task: Omit<SpanTask, "room">): Promise<SpanAnswer> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (this.#isClosed) return Promise.resolve(unread(task));
    const reader = this.#start().reduce((least, one) =>
      one.waiting.length < least.waiting.length ? one : least,
    );
    return new Promise((resolve, reject) => {
      reader.waiting.push({ resolve, reject });
      const given: SpanTask = { ...task, room: this.#rooms.pop() ?? null };
      const buffers = [task.bytes?.buffer, given.room ?? undefined];
      reader.worker.postMessage(
        given,
        buffers.filter((buffer) => buffer !== undefined),
      );
    });
  }

  /** Takes the buffer of an answer that nobody reads any more: the next answer is written there, and nothing allocated for it. */
  reuse(buffer: ArrayBuffer): void {
    if (this.#rooms.length < this.threads) this.#rooms.push(buffer);
  }

  /** Ends the threads. What has not been read is answered as unread. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const readers = this.#readers ?? [];
    await Promise.all(readers.map(({ worker }) => worker.terminate()));
    for (const { waiting } of readers) for (const { resolve } of waiting.splice(0)) resolve(unread(null));
  }

  #start(): Reader[] {
    this.#readers ??= Array.from({ length: this.threads }, () => this.#open());
    return this.#readers;
  }

  #open(): Reader {
    const worker = openWorker(this.#setup);
    const waiting: Waiting[] = [];
    worker.on("message", (answer: SpanAnswer) => waiting.shift()?.resolve(answer));
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

function unread(task: Omit<SpanTask, "room"> | null): SpanAnswer {
  return { from: -1, outcome: null, bytes: task?.bytes ?? null };
}

function openWorker(workerData: WorkerSetup): Worker {
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
