import type { AnalyzerEvent } from "../reports/report.ts";

/** Events kept for a reader that does not keep up; at six windows a minute that is more than two hours. */
export const MOST_WAITING = 1000;

/**
 * Events for one reader that takes them with `for await`. Bounded: when the reader falls behind by more than
 * 1,000 events, the oldest are dropped and counted.
 */
export class EventFeed implements AsyncIterableIterator<AnalyzerEvent> {
  /** Events that this reader has missed. */
  dropped = 0;
  readonly #waiting: AnalyzerEvent[] = [];
  readonly #onReturn: (feed: EventFeed) => void;
  #asleep: (() => void)[] = [];
  #ended = false;

  /** @param onReturn is told when the reader stops reading */
  constructor(onReturn: (feed: EventFeed) => void) {
    this.#onReturn = onReturn;
  }

  /** Hands an event to the reader, now or when it asks for it. */
  push(event: AnalyzerEvent): void {
    this.#waiting.push(event);
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting.shift();
      this.dropped += 1;
    }
    this.#wake();
  }

  /** No event follows; what waits is still read. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** The next event, once there is one. */
  async next(): Promise<IteratorResult<AnalyzerEvent, undefined>> {
    while (this.#waiting.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => this.#asleep.push(resolve));
    }
    const value = this.#waiting.shift();
    return value === undefined ? { done: true, value: undefined } : { done: false, value };
  }

  /** Stops reading: `break` in a `for await` calls it. */
  async return(): Promise<IteratorResult<AnalyzerEvent, undefined>> {
    this.#waiting.length = 0;
    this.end();
    this.#onReturn(this);
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #wake(): void {
    for (const wake of this.#asleep.splice(0)) wake();
  }
}
