import type { Baseline } from "../baselines/baseline.ts";
import type { Carrier } from "../bytes/carrier.ts";

/** What seems suspect must have gone on so long without being an attack before it counts as usual. */
const PROBATION_MS = 3_600_000;
/** While nothing is known of a site there is nothing else to go by, so that less must do: longer than a flood takes to be seen. */
const COLD_PROBATION_MS = 600_000;

/** The suspect requests of a minute. */
interface Minute {
  readonly startMs: number;
  readonly hourOfWeek: number;
  readonly perMinute: number;
  /** Those of sources that do what people hardly ever do. */
  readonly blatantPerMinute: number;
  readonly weight: number;
  /** Whether nothing was known of the site yet. */
  readonly isCold: boolean;
}

/**
 * Holds back what a minute says of how much suspect traffic is usual here, for an hour. Some sites are asked by machines all
 * day, and that must become usual; a flood just below doubt must not, while it gathers the evidence that it is one. What
 * held-back minutes say is forgotten when an attack is found among them. Memory: an hour of minutes.
 */
export class SuspectProbation {
  #held: Minute[] = [];

  /** Holds back a minute, and teaches those that have been held long enough. */
  add(minute: Minute, baseline: Baseline): void {
    this.#held.push(minute);
    let ripe = 0;
    for (; ripe < this.#held.length; ripe += 1) {
      const { startMs, hourOfWeek, perMinute, blatantPerMinute, weight, isCold } = this.#held[ripe]!;
      if (startMs > minute.startMs - (isCold ? COLD_PROBATION_MS : PROBATION_MS)) break;
      const minutes = isCold ? 1 : weight;
      baseline.suspects.learn(hourOfWeek, perMinute, weight, minutes);
      baseline.blatant.learn(hourOfWeek, blatantPerMinute, weight, minutes);
    }
    if (ripe > 0) this.#held = this.#held.slice(ripe);
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.#held = by.value(this.#held);
  }

  /** Forgets what is held of the time from an instant on: it belongs to an attack. */
  forgetFrom(startMs: number): void {
    this.#held = this.#held.filter((minute) => minute.startMs < startMs);
  }
}
