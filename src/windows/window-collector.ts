import type { Carrier } from "../bytes/carrier.ts";
import type { WindowPool } from "./window-pool.ts";
import type { WindowSummary } from "./window-summary.ts";

/** Who takes the parts of windows that inputs hand over. */
export interface PartSink {
  /**
   * @param window settled; from now on the taker's
   * @param input place of the input among all
   * @param segment number of the span of the input that the part belongs to
   * @param leftAtMs largest event time of the input by then, ms since 1970
   */
  add(window: WindowSummary, input: number, segment: number, leftAtMs: number): void;
}

interface Part {
  readonly window: WindowSummary;
  readonly input: number;
  readonly segment: number;
}

/**
 * Gathers the parts of windows that inputs hand over, and closes windows in order of time once no input can add to
 * them. Parts are merged by input and segment, whatever the order in which they came.
 */
export class WindowCollector implements PartSink {
  readonly #pool: WindowPool;
  readonly #parts = new Map<number, Part[]>();
  #firstEndMs = Number.POSITIVE_INFINITY;

  constructor(pool: WindowPool) {
    this.#pool = pool;
  }

  /** Takes a part of a window, which must be settled. */
  add(window: WindowSummary, input: number, segment: number): void {
    const parts = this.#parts.get(window.startMs);
    if (parts === undefined) this.#parts.set(window.startMs, [{ window, input, segment }]);
    else parts.push({ window, input, segment });
    if (window.endMs < this.#firstEndMs) this.#firstEndMs = window.endMs;
  }

  /**
   * Closes every window that ends at or before the watermark, earliest first.
   * @param watermarkMs the lowest watermark of all inputs
   * @param judge is handed each closed window, and may use it only until it returns
   */
  close(watermarkMs: number, judge: (window: WindowSummary) => void): void {
    if (watermarkMs < this.#firstEndMs) return;
    const due: number[] = [];
    this.#firstEndMs = Number.POSITIVE_INFINITY;
    for (const [startMs, parts] of this.#parts) {
      const endMs = parts[0]!.window.endMs;
      if (endMs <= watermarkMs) due.push(startMs);
      else if (endMs < this.#firstEndMs) this.#firstEndMs = endMs;
    }
    due.sort((a, b) => a - b);
    for (const startMs of due) {
      const whole = this.#merge(this.#parts.get(startMs)!);
      this.#parts.delete(startMs);
      judge(whole);
      this.#pool.release(whole);
    }
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.#firstEndMs = by.value(this.#firstEndMs);
    const starts = by.value([...this.#parts.keys()]);
    for (const startMs of starts) {
      const parts = this.#parts.get(startMs) ?? [];
      const places = by.value(parts.map(({ input, segment }) => [input, segment] as const));
      if (by.isReading) {
        const [input, segment] = [0, 1] as const;
        for (const place of places) {
          parts.push({ window: this.#pool.take(0, 0), input: place[input], segment: place[segment] });
        }
        this.#parts.set(startMs, parts);
      }
      for (const { window } of parts) by.words(window);
    }
  }

  #merge(parts: Part[]): WindowSummary {
    parts.sort((a, b) => a.input - b.input || a.segment - b.segment);
    const whole = parts[0]!.window;
    for (const { window } of parts.slice(1)) {
      whole.merge(window);
      this.#pool.release(window);
    }
    if (parts.length > 1) whole.settle();
    return whole;
  }
}
