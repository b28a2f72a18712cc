import { type Arena, HEAP } from "../bytes/arena.ts";
import { type SummaryBudget, WindowSummary } from "./window-summary.ts";

/** Summaries that are kept for use again at most. */
const MOST_IDLE = 8;

/** An arena with the number of summaries that fit into it. */
export interface PoolArena {
  readonly arena: Arena;
  readonly windows: number;
}

/** Window summaries kept for use again, so that their tables are allocated once. */
export class WindowPool {
  /** What each summary may hold. */
  readonly budget: SummaryBudget;
  readonly #preferred: PoolArena;
  /** Summaries in the preferred arena. */
  #placed = 0;
  readonly #idle: WindowSummary[] = [];

  /**
   * @param budget what each summary may hold
   * @param preferred where summaries lie as far as there is room; default: the heap
   */
  constructor(budget: SummaryBudget, preferred: PoolArena = { arena: HEAP, windows: 0 }) {
    this.budget = budget;
    this.#preferred = preferred;
  }

  /** An empty summary of the span `[startMs, endMs)`. */
  take(startMs: number, endMs: number): WindowSummary {
    const window = this.#idle.pop() ?? this.#make();
    window.reset(startMs, endMs);
    return window;
  }

  /** Gives a summary back; nobody may use it afterwards. */
  release(window: WindowSummary): void {
    if (this.#idle.length < MOST_IDLE) {
      this.#idle.push(window);
      return;
    }
    if (window.arena === this.#preferred.arena) this.#placed -= 1;
    window.release();
  }

  #make(): WindowSummary {
    const { arena, windows } = this.#preferred;
    if (this.#placed >= windows) return new WindowSummary(this.budget, HEAP);
    this.#placed += 1;
    return new WindowSummary(this.budget, arena);
  }
}
