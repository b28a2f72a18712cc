import type { Baseline } from "../baselines/baseline.ts";
import type { Carrier } from "../bytes/carrier.ts";
import { Units } from "../features/units.ts";
import type { CountryIndex } from "../geo/country-index.ts";
import type { Assessment } from "../verdicts/assessor.ts";
import { type SummaryBudget, WindowSummary } from "../windows/window-summary.ts";

/** Minutes kept: an onset lies no further before its detection. */
const MOST_MINUTES = 20;
/**
 * A minute that holds more is not kept. Where so many come, what happens is seen within the minute; where few come it may take
 * several, and they are most of it. So all of them together take some five megabytes at most.
 */
const BUDGET: SummaryBudget = { sources: 512, kinds: 2048, frequent: 256 };

/** A judged minute that no episode has taken in yet. */
interface PastMinute {
  readonly window: WindowSummary;
  readonly assessment: Assessment;
  /** Posteriors of its sources, in the order of the sample. */
  readonly attack: Float64Array;
}

/**
 * Judged minutes that may turn out to belong to an episode: those before it was detected, and the quiet ones between two of
 * its phases. An episode takes them in, so that their requests are attributed, too.
 */
export class PastMinutes {
  readonly #minutes: PastMinute[] = [];
  readonly #idle: WindowSummary[] = [];
  readonly #units = new Units();

  /** Number of minutes kept. */
  get size(): number {
    return this.#minutes.length;
  }

  /** Keeps a judged, settled minute, if it is small enough; the oldest leaves for it. O(sources + kinds). */
  keep(window: WindowSummary, units: Units, assessment: Assessment): void {
    const { sources, kinds } = window;
    if (!sources.exact || sources.size > BUDGET.sources) return;
    if (!kinds.exact || kinds.size > BUDGET.kinds) return;
    if (this.#minutes.length >= MOST_MINUTES) this.#idle.push(this.#minutes.shift()!.window);
    const copy = this.#idle.pop() ?? new WindowSummary(BUDGET);
    copy.reset(window.startMs, window.endMs);
    copy.mergeToJudge(window);
    copy.settle();
    // Exact samples, once settled, have one order.
    this.#minutes.push({ window: copy, assessment, attack: units.attack.slice(0, units.count) });
  }

  /**
   * Shows the minutes that end after an instant, earliest first; then all are forgotten. Windows and units are valid
   * during the call only.
   */
  takeSince(
    onsetMs: number,
    baseline: Baseline,
    countries: CountryIndex,
    visitor: (window: WindowSummary, units: Units, assessment: Assessment) => void,
  ): void {
    for (const { window, assessment, attack } of this.#minutes) {
      if (window.endMs <= onsetMs) continue;
      this.#units.fill(window, baseline, countries);
      this.#units.attack.set(attack);
      visitor(window, this.#units, assessment);
    }
    this.forgetFrom(Number.NEGATIVE_INFINITY);
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    const minutes = by.value(this.#minutes.map(({ assessment, attack }) => ({ assessment, attack })));
    if (by.isReading) {
      for (const minute of minutes) this.#minutes.push({ window: new WindowSummary(BUDGET), ...minute });
    }
    for (const { window } of this.#minutes) by.words(window);
  }

  /** Forgets the minutes that begin at an instant or later. */
  forgetFrom(startMs: number): void {
    while (this.#minutes.length > 0 && this.#minutes.at(-1)!.window.startMs >= startMs) {
      this.#idle.push(this.#minutes.pop()!.window);
    }
  }
}
