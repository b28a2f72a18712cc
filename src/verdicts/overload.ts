import type { Carrier } from "../bytes/carrier.ts";
import type { Units } from "../features/units.ts";
import { Total, type WindowSummary } from "../windows/window-summary.ts";
import type { Demand } from "./visitor-demand.ts";

/** From this share of overload responses on, a window shows what the site can serve at most; from the lesser on, a sign of it. */
const OVERLOADED = 0.08;
const STRAINED = 0.02;
/** Refusals of which people got less than this share are a filter's, not overload. */
const PEOPLE_SHARE = 0.1;
/** How well a capacity can be inferred from what was served; relative. */
const CAPACITY_TOLERANCE = 0.05;
/** Windows with less attack than this, and longer after one than this, show what the audience does by itself. */
const ATTACK_FREE = 0.04;
const AFTERMATH_MS = 300_000;
/** So much overload by itself answers the question. */
const PROOF_MS = 20_000;
const LEAST_REFUSED = 0.01;
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

/** What a fine window shows of overload. */
export interface Strain {
  readonly startMs: number;
  readonly endMs: number;
  readonly requests: number;
  /** Of them refused for overload, and people's share of those; 1 where the sources were not judged. */
  readonly overloads: number;
  readonly peopleShare: number;
  /** Attack's share of the requests at least: the lower end of its interval, 0..1. */
  readonly attackShare: number;
}

/** What a window shows of overload. @param units its judged sources; null where it was only screened */
export function strainOf(window: WindowSummary, units: Units | null, attackShare: number): Strain {
  const overloads = window.totals[Total.overloads]!;
  return {
    startMs: window.startMs,
    endMs: window.endMs,
    requests: window.requests,
    overloads,
    peopleShare: units === null || overloads === 0 ? 1 : peopleShareOfOverload(units),
    attackShare,
  };
}

/**
 * Organic demand against capacity.
 *
 * Capacity is given, or the median rate served while overload responses were sent (a queue lets bursts through, so the
 * maximum would flatter), or at least the highest rate ever served. Demand is what `VisitorDemand` makes of the visitors.
 * Overload while no attack was near answers the question by itself.
 */
export class OverloadAccount {
  readonly #given: number | null;
  #servedUnderOverload: number[] = [];
  #servedEver = 0;
  /** Overload seen while no attack was near. */
  #overloadedAloneMs = 0;
  /** Requests while no attack was near, and those of them refused for overload. */
  #requestsAlone = 0;
  #refusedAlone = 0;
  #lastAttackMs = Number.NEGATIVE_INFINITY;
  #firstOverloadMs: number | null = null;
  #organicPeak = 0;
  #organicLow = 0;
  #organicHigh = 0;
  #attackPeak = 0;

  /** @param capacityRps as given by option, or null */
  constructor(capacityRps: number | null) {
    this.#given = capacityRps;
  }

  /** Takes in a fine window, in order of time. */
  addWindow({ startMs, endMs, requests, overloads, peopleShare, attackShare }: Strain): void {
    if (attackShare >= ATTACK_FREE) this.#lastAttackMs = endMs;
    const isAlone = startMs - this.#lastAttackMs >= AFTERMATH_MS;
    if (isAlone) {
      this.#requestsAlone += requests;
      this.#refusedAlone += overloads;
    }
    const served = (1000 * (requests - overloads)) / (endMs - startMs);
    this.#servedEver = Math.max(this.#servedEver, served);
    if (overloads < STRAINED * requests || overloads < 5 || peopleShare < PEOPLE_SHARE) return;
    this.#firstOverloadMs ??= startMs;
    if (isAlone) this.#overloadedAloneMs += endMs - startMs;
    // The odd refusal says that the capacity is near, not what it is.
    if (overloads < OVERLOADED * requests) return;
    if (this.#servedUnderOverload.length < 10_000) this.#servedUnderOverload.push(served);
  }

  /** Takes in what the audience asked for. */
  addDemand({ estimate, low, high }: Demand): void {
    if (estimate <= this.#organicPeak) return;
    this.#organicPeak = estimate;
    this.#organicLow = low;
    this.#organicHigh = high;
  }

  /** Takes in what the attack asked for, requests per second. */
  addAttack(perSecond: number): void {
    this.#attackPeak = Math.max(this.#attackPeak, perSecond);
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.#servedUnderOverload = by.value(this.#servedUnderOverload);
    this.#servedEver = by.value(this.#servedEver);
    this.#overloadedAloneMs = by.value(this.#overloadedAloneMs);
    this.#requestsAlone = by.value(this.#requestsAlone);
    this.#refusedAlone = by.value(this.#refusedAlone);
    this.#lastAttackMs = by.value(this.#lastAttackMs);
    this.#firstOverloadMs = by.value(this.#firstOverloadMs);
    this.#organicPeak = by.value(this.#organicPeak);
    this.#organicLow = by.value(this.#organicLow);
    this.#organicHigh = by.value(this.#organicHigh);
    this.#attackPeak = by.value(this.#attackPeak);
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

  /** Whether it was overloaded while no attack was near: twice at least, and more than the odd refusal. */
  get #fellAlone(): boolean {
    return this.#overloadedAloneMs >= PROOF_MS && this.#refusedAlone > LEAST_REFUSED * this.#requestsAlone;
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
