import type { Expectation } from "../baselines/seasonal-rate.ts";
import type { Carrier } from "../bytes/carrier.ts";
import { FLOOR_PER_MINUTE } from "../features/what-matters.ts";
import { type SummaryBudget, WindowSummary } from "../windows/window-summary.ts";

const MINUTE_MS = 60_000;
const MATTERS = FLOOR_PER_MINUTE[0];
/** The least that is taken for usual, requests a minute: every site has somebody odd. */
const LEAST_USUAL = 1;
/** An amount that matters is at least so many times the usual one. */
const LEAST_RATIO = 3;
/**
 * Log-likelihood ratio from which on what has gathered is judged: by chance alone, suspects that come independently of each
 * other at the usual rate reach it once in e^6 = 400 windows at most, an hour of them (Lorden 1971).
 */
const GATHERED = 6;
/** Shorter spans say too little of what each source does. */
const LEAST_MS = 20_000;
/** Room for what a small site sees in a minute. Larger ones show in ten seconds what goes on. */
const BUDGET: SummaryBudget = { sources: 2048, kinds: 4096, frequent: 256 };
const MOST_SOURCES = 512;

/**
 * Where suspects begin to gather: a cumulative sum of how much likelier an amount that matters makes the number of suspect requests
 * of each window than the usual amount does, which starts over whenever the usual is the likelier (CUSUM, Page 1954, for Poisson
 * counts). The traffic since its last start is a span that holds the beginning of an attack and little else, whatever the clock says:
 * a calendar minute would hold half a minute of peace, too, or half of the attack.
 */
export class SuspectOnset {
  readonly #span = new WindowSummary(BUDGET);
  #sum = 0;
  #startMs = Number.NaN;
  #endMs = Number.NaN;

  /** Whether suspects have begun to gather. */
  get isRising(): boolean {
    return this.#sum > 0;
  }

  /**
   * Adds a window that has just closed.
   * @param suspects requests of it that seem suspect
   * @param usual how many a minute are usual; null: nobody knows
   * @returns the span to be judged, settled, valid until the next call; null where nothing is to be judged
   */
  add(window: WindowSummary, suspects: number, usual: Expectation | null): WindowSummary | null {
    const minutes = (window.endMs - window.startMs) / MINUTE_MS;
    const before = Math.max(LEAST_USUAL, usual?.upper ?? 0) * minutes;
    const after = Math.max(MATTERS * minutes, LEAST_RATIO * before);
    const gain = Math.log(after / before);
    const isNext = window.startMs === this.#endMs;
    this.#sum = Math.max(0, (isNext ? this.#sum : 0) + suspects * gain - (after - before));
    if (this.#sum === 0 || window.sources.size > MOST_SOURCES || !window.sources.exact) {
      this.forget();
      return null;
    }
    const span = this.#span;
    if (!isNext || this.isFull) {
      span.reset(window.startMs, window.endMs);
      this.#startMs = window.startMs;
    }
    span.mergeToJudge(window);
    this.#endMs = window.endMs;
    if (this.#sum < GATHERED || this.#endMs - this.#startMs < LEAST_MS) return null;
    span.settle();
    span.startMs = this.#startMs;
    span.endMs = this.#endMs;
    return span;
  }

  /** Whether the span has become as long as a minute: the next one begins where it ends. */
  get isFull(): boolean {
    return this.#endMs - this.#startMs >= MINUTE_MS;
  }

  /** Begins anew. */
  forget(): void {
    this.#sum = 0;
    this.#startMs = Number.NaN;
    this.#endMs = Number.NaN;
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.#sum = by.value(this.#sum);
    this.#startMs = by.value(this.#startMs);
    this.#endMs = by.value(this.#endMs);
    if (this.#sum === 0) return;
    this.#span.settle();
    by.words(this.#span);
  }
}
