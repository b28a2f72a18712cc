import { type SummaryBudget, WindowSummary } from "./window-summary.ts";

/** Window summaries kept for use again, so that their tables are allocated once. */
export class WindowPool {
  /** What each summary may hold. */
  readonly budget: SummaryBudget;
  readonly #idle: WindowSummary[] = [];

  constructor(budget: SummaryBudget) {
    this.budget = budget;
  }

  /** An empty summary of the span `[startMs, endMs)`. */
  take(startMs: number, endMs: number): WindowSummary {
    const window = this.#idle.pop() ?? new WindowSummary(this.budget);
    window.reset(startMs, endMs);
    return window;
  }

  /** Gives a summary back; nobody may use it afterwards. */
  release(window: WindowSummary): void {
    if (this.#idle.length < 8) this.#idle.push(window);
  }
}
