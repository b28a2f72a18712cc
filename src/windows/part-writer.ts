import { WordWriter } from "../bytes/words.ts";
import type { PartSink } from "./window-collector.ts";
import type { WindowPool } from "./window-pool.ts";
import type { WindowSummary } from "./window-summary.ts";

/** Writes the parts of windows down, for another thread: `InputWindows.adopt` reads them. */
export class PartWriter implements PartSink {
  readonly #pool: WindowPool;
  readonly #writer = new WordWriter(true);

  /** @param pool takes the windows back */
  constructor(pool: WindowPool) {
    this.#pool = pool;
  }

  /** Bytes written since the last {@link take}. */
  get bytes(): number {
    return 4 * this.#writer.length;
  }

  add(window: WindowSummary, _input: number, _segment: number, leftAtMs: number): void {
    this.#writer.float(leftAtMs);
    window.write(this.#writer);
    this.#pool.release(window);
  }

  /** All parts since the last call, on a buffer of their own. */
  take(): Uint32Array {
    return this.#writer.take();
  }

  /** See `WordWriter.reuse`. */
  reuse(buffer: ArrayBufferLike): void {
    this.#writer.reuse(buffer);
  }
}
