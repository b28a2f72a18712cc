import type { Units } from "../features/units.ts";
import { Total, type WindowSummary } from "../windows/window-summary.ts";
import type { Assessment } from "./assessor.ts";

/** From this share of overload responses on, a window shows what the site can serve at most; from the lesser on, a sign of it. */
const OVERLOADED = 0.08;
const STRAINED = 0.02;
/** Refusals of which people got less than this share are a filter's, not overload. */
const PEOPLE_SHARE = 0.1;
/** How well a capacity can be inferred from what was served, and a demand from what was refused; relative. */
const CAPACITY_TOLERANCE = 0.05;
const DEMAND_TOLERANCE = 0.1;
/** Windows with less attack than this, and longer after one than this, show what the audience does by itself. */
const ATTACK_FREE = 0.04;
const AFTERMATH_MS = 300_000;
/** So much overload by itself answers the question. */
const PROOF_MS = 60_000;
const LEAST_REFUSED = 0.01;
/** Whoever was refused has come once, however long he keeps trying: so long, minutes. */
const PATIENCE_MINUTES = 20;
/** Visitors remembered as refused, at most. */
const REFUSED_VISITORS = 50_000;

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
 * Organic demand against capacity.
 *
 * Capacity is given, or the median rate served while overload responses were sent (a queue lets bursts through, so the
 * maximum would flatter), or at least the highest rate ever served. Demand is what people would have asked for of a site
 * that answers: without the attack's part, without the repetitions that overload caused, and with the requests that a
 * refused visitor did not come to make, which is what a visit usually is. Overload while no attack was near answers the
 * question by itself.
 */
export class OverloadAccount {
  readonly #given: number | null;
  readonly #servedUnderOverload: number[] = [];
  #servedEver = 0;
  /** Overload seen while no attack was near. */
  #overloadedAloneMs = 0;
  /** Requests while no attack was near, and those of them refused for overload. */
  #requestsAlone = 0;
  #refusedAlone = 0;
  #lastAttackMs = Number.NEGATIVE_INFINITY;
  #demandBefore = 0;
  #firstOverloadMs: number | null = null;
  #organicPeak = 0;
  #organicLow = 0;
  #organicHigh = 0;
  #attackPeak = 0;
  /** Minute in which a refused visitor first came, by the lower half of its hash. */
  readonly #refused = new Map<number, number>();

  /** @param capacityRps as given by option, or null */
  constructor(capacityRps: number | null) {
    this.#given = capacityRps;
  }

  /**
   * Takes in a fine window.
   * @param units its judged sources; null where it was only screened
   * @param attackShare attack's share of its requests at least: the lower end of its interval, 0..1
   */
  addWindow(window: WindowSummary, units: Units | null, attackShare: number): void {
    if (attackShare >= ATTACK_FREE) this.#lastAttackMs = window.endMs;
    const overloads = window.totals[Total.overloads]!;
    const isAlone = window.startMs - this.#lastAttackMs >= AFTERMATH_MS;
    if (isAlone) {
      this.#requestsAlone += window.requests;
      this.#refusedAlone += overloads;
    }
    const served = (window.requests - overloads) / window.seconds;
    this.#servedEver = Math.max(this.#servedEver, served);
    if (overloads < STRAINED * window.requests || overloads < 5) return;
    if (units !== null && peopleShareOfOverload(units) < PEOPLE_SHARE) return;
    this.#firstOverloadMs ??= window.startMs;
    if (isAlone) this.#overloadedAloneMs += window.endMs - window.startMs;
    // The odd refusal says that the capacity is near, not what it is.
    if (overloads < OVERLOADED * window.requests) return;
    if (this.#servedUnderOverload.length < 10_000) this.#servedUnderOverload.push(served);
  }

  /**
   * Takes in a judged minute, or ten minutes.
   * @param usualVisit requests that a visit usually is; null where unknown
   */
  addSpan(window: WindowSummary, units: Units, assessment: Assessment, usualVisit: number | null): void {
    const minute = Math.floor(window.startMs / 60_000);
    const asked = this.#demand(units, minute, usualVisit) / window.seconds;
    // What holds for two spans on end: one misjudged minute is no peak.
    const demand = Math.min(asked, this.#demandBefore);
    this.#demandBefore = asked;
    if (demand > this.#organicPeak) {
      const { estimate, low, high } = assessment.share;
      const people = Math.max(0.02, 1 - estimate);
      this.#organicPeak = demand;
      this.#organicLow = ((demand * (1 - high)) / people) * (1 - DEMAND_TOLERANCE);
      this.#organicHigh = ((demand * (1 - low)) / people) * (1 + DEMAND_TOLERANCE);
    }
    this.#attackPeak = Math.max(this.#attackPeak, assessment.attackPerMinute / 60);
  }

  /** The answer; null where there was no sign of overload and no capacity is given. */
  answer(): OverloadAnswer | null {
    if (this.#given === null && this.#firstOverloadMs === null) return null;
    const inferred = this.#servedUnderOverload.length > 0 ? median(this.#servedUnderOverload) : null;
    const capacity = this.#given ?? inferred ?? this.#servedEver;
    const isLowerBound = this.#given === null && inferred === null;
    const tolerance = this.#given === null ? CAPACITY_TOLERANCE : 0;
    return {
      capacityRequestsPerSecond: capacity > 0 ? capacity : null,
      capacityBasis: this.#given !== null ? "given" : isLowerBound ? "lower-bound" : "inferred",
      firstOverloadMs: this.#firstOverloadMs,
      organicPeakRequestsPerSecond: this.#organicPeak,
      organicPeakLow: this.#organicLow,
      organicPeakHigh: this.#organicHigh,
      attackPeakRequestsPerSecond: this.#attackPeak,
      overloadedWithoutAttack:
        this.#fellAlone || (!isLowerBound && this.#organicLow > capacity * (1 + tolerance))
          ? true
          : this.#organicHigh < capacity * (1 - tolerance)
            ? false
            : null,
    };
  }

  /** Whether it was overloaded while no attack was near: for a minute in all, and more than the odd refusal. */
  get #fellAlone(): boolean {
    return this.#overloadedAloneMs >= PROOF_MS && this.#refusedAlone > LEAST_REFUSED * this.#requestsAlone;
  }

  /** Requests that the span's people would have made of a site that answers. */
  #demand(units: Units, minute: number, usualVisit: number | null): number {
    let demand = 0;
    for (let unit = 0; unit < units.count; unit += 1) {
      const people = 1 - units.attack[unit]!;
      const requests = units.requests[unit]!;
      const overloads = units.overloads[unit]!;
      const since = this.#refused.get(units.hashLo[unit]!);
      const waiting = since !== undefined && minute - since <= PATIENCE_MINUTES;
      if (overloads === 0) {
        // What is served late to who was refused was asked for when he came.
        if (!waiting) demand += people * requests;
        continue;
      }
      if (waiting) continue;
      const wished = (usualVisit ?? 1) * units.people[unit]!;
      demand += people * Math.max(requests - units.retries[unit]!, wished);
      if (people > 0.5 && this.#refused.size < REFUSED_VISITORS)
        this.#refused.set(units.hashLo[unit]!, minute);
    }
    return demand;
  }
}

function peopleShareOfOverload(units: Units): number {
  let all = 0;
  let people = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    all += units.overloads[unit]!;
    people += units.overloads[unit]! * (1 - units.attack[unit]!);
  }
  return all > 0 ? people / all : 1;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
