import type { Carrier } from "../bytes/carrier.ts";
import type { Assessment } from "../verdicts/assessor.ts";

/** Whoever was kept away comes soon after, or not at all. */
const AFTERMATH_MS = 15 * 60_000;
/** Each asks for what he was kept from, and for what he would have asked for by now. */
const EACH = 2;

/**
 * What an outage has kept from being asked for. When a site is back, programs deliver what they had kept, providers call again, people open
 * at once what they wanted all the time: by numbers and by looks a flood, but of no more requests than usually come in so much time.
 * O(1), by the minute.
 */
export class Arrears {
  /** Requests, and until when they are expected. */
  #owed = 0;
  #untilMs = Number.NEGATIVE_INFINITY;

  /** Takes in a closed minute. @param usual requests of an ordinary minute; null where that is not known */
  add(startMs: number, endMs: number, assessment: Assessment | null, usual: number | null): void {
    if (assessment?.isAway !== true || usual === null) return;
    if (startMs >= this.#untilMs) this.#owed = 0;
    this.#owed += EACH * usual;
    this.#untilMs = endMs + AFTERMATH_MS;
  }

  /** Requests that may come on top after an outage, at that time. */
  at(timeMs: number): number {
    return timeMs < this.#untilMs ? this.#owed : 0;
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.#owed = by.value(this.#owed);
    this.#untilMs = by.value(this.#untilMs);
  }
}
