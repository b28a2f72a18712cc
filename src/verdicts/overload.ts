import { Total, type WindowSummary } from "../windows/window-summary.ts";
import type { Assessment } from "./assessor.ts";

/** From this share of overload responses on, a window shows what the site can serve at most. */
const OVERLOADED = 0.05;
/** Refusals of which people got less than this share are a filter's, not overload. */
const PEOPLE_SHARE = 0.1;
/** How well a capacity can be inferred from what was served, relative. */
const CAPACITY_TOLERANCE = 0.05;

/** Would the site have been overloaded by its audience alone? Rates per second. */
export interface OverloadAnswer {
  readonly capacityRequestsPerSecond: number | null;
  readonly capacityBasis: "given" | "inferred" | "lower-bound" | null;
  readonly firstOverloadMs: number | null;
  readonly organicPeakRequestsPerSecond: number;
  readonly organicPeakLow: number;
  readonly organicPeakHigh: number;
  readonly attackPeakRequestsPerSecond: number;
  readonly overloadedWithoutAttack: boolean | null;
}

/**
 * Organic demand against capacity. Demand is what was asked for less the attack's share, less the repetitions that overload
 * itself caused; capacity is given, or the highest rate served while overload responses were sent, or at least the
 * highest rate ever served.
 */
export class OverloadAccount {
  readonly #given: number | null;
  #servedUnderOverload = 0;
  #servedEver = 0;
  #firstOverloadMs: number | null = null;
  #organicPeak = 0;
  #organicLow = 0;
  #organicHigh = 0;
  #attackPeak = 0;

  /** @param capacityRps as given by option, or null */
  constructor(capacityRps: number | null) {
    this.#given = capacityRps;
  }

  /** Takes in a fine window, with the share of its overload responses that people got. */
  addWindow(window: WindowSummary, peopleShareOfOverload: number): void {
    const overloads = window.totals[Total.overloads]!;
    const served = (window.requests - overloads) / window.seconds;
    this.#servedEver = Math.max(this.#servedEver, served);
    if (
      overloads >= OVERLOADED * window.requests &&
      overloads >= 5 &&
      peopleShareOfOverload >= PEOPLE_SHARE
    ) {
      this.#servedUnderOverload = Math.max(this.#servedUnderOverload, served);
      this.#firstOverloadMs ??= window.startMs;
    }
  }

  /** Takes in a judged minute. */
  addMinute(assessment: Assessment): void {
    const { organic, share } = assessment;
    const demand = organic.demandPerMinute / 60;
    if (demand > this.#organicPeak) {
      const people = Math.max(1e-9, 1 - share.estimate);
      this.#organicPeak = demand;
      this.#organicLow = (demand * (1 - share.high)) / people;
      this.#organicHigh = (demand * (1 - share.low)) / people;
    }
    this.#attackPeak = Math.max(this.#attackPeak, assessment.attackPerMinute / 60);
  }

  /** The answer; null where there was no sign of overload and no capacity is given. */
  answer(): OverloadAnswer | null {
    if (this.#given === null && this.#firstOverloadMs === null) return null;
    const capacity =
      this.#given ?? (this.#servedUnderOverload > 0 ? this.#servedUnderOverload : this.#servedEver);
    const inferred = this.#given === null;
    const tolerance = inferred ? CAPACITY_TOLERANCE * capacity : 0;
    let overloaded: boolean | null = null;
    if (this.#organicLow > capacity + tolerance) overloaded = true;
    else if (this.#organicHigh < capacity - tolerance) overloaded = false;
    else if (this.#organicPeak > 1.25 * capacity) overloaded = true;
    else if (this.#organicPeak < 0.8 * capacity) overloaded = false;
    return {
      capacityRequestsPerSecond: capacity > 0 ? capacity : null,
      capacityBasis: inferred ? (this.#servedUnderOverload > 0 ? "inferred" : "lower-bound") : "given",
      firstOverloadMs: this.#firstOverloadMs,
      organicPeakRequestsPerSecond: this.#organicPeak,
      organicPeakLow: this.#organicLow,
      organicPeakHigh: this.#organicHigh,
      attackPeakRequestsPerSecond: this.#attackPeak,
      overloadedWithoutAttack: overloaded,
    };
  }
}
