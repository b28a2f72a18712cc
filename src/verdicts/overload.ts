import type { Carrier } from "../bytes/carrier.ts";
import type { Units } from "../features/units.ts";
import { Total, type WindowSummary } from "../windows/window-summary.ts";
import type { Demand } from "./visitor-demand.ts";

/** From this share of overload responses on, a window shows what the site can serve at most. */
const OVERLOADED = 0.08;
/** From this share of people's requests refused on, a minute is a sign of overload; from the greater on, a proof needs no second. */
const STRAINED = 0.02;
const REFUSING = 0.05;
/** Fewer refusals in a minute are chance; of fewer sources, a limit on what one may ask for. */
const LEAST_REFUSALS = 5;
/** Refusals of which people got less than this share are a filter's, not overload. */
const PEOPLE_SHARE = 0.1;
/** How well a capacity can be inferred from what was served; relative. */
const CAPACITY_TOLERANCE = 0.05;
/**
 * People would have been refused without the attack, too, where so many times as many of their requests were refused as the attack
 * was served: it took the place of no more. Part of what is refused is the same request once more.
 */
const OUTNUMBERED = 2;
/** An attack of less than this share, or longer ago than this, leaves no backlog behind. */
const ATTACK_FREE = 0.04;
const AFTERMATH_MS = 300_000;
/** So much overload by itself answers the question. */
const PROOF_MS = 120_000;
/** Where there was an attack at all: who is refused while asking for less than this share of what the site can serve is not why it is overloaded. */
const PLAUSIBLE = 0.8;

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

/** What a fine window shows of load. */
export interface Load {
  readonly startMs: number;
  readonly endMs: number;
  readonly requests: number;
  /** Of them refused for overload. */
  readonly overloads: number;
}

/** What a minute shows of overload: its fine windows, and who was refused. Counts of requests. */
export interface Strain {
  readonly startMs: number;
  readonly endMs: number;
  readonly loads: readonly Load[];
  /** Share of the requests that were for a waiting room which only the judgement knows as one. */
  readonly queuedShare: number;
  /** People's requests, and those of them refused for overload. */
  readonly people: number;
  readonly refused: number;
  /** How many people there were, and how many of them were refused anything. */
  readonly visitors: number;
  readonly visitorsRefused: number;
  /** Sources of any kind that were refused anything. */
  readonly sourcesRefused: number;
  /** The attack's requests, and those of them refused for overload. */
  readonly attack: number;
  readonly repelled: number;
}

/** What a window shows of load. */
export function loadOf({ startMs, endMs, requests, totals }: WindowSummary): Load {
  return { startMs, endMs, requests, overloads: totals[Total.overloads]! };
}

/**
 * What a minute shows of overload. A minute tells people from attackers better than ten seconds. O(units).
 * @param units its sources, as they were judged
 */
export function strainOf({ startMs, endMs }: WindowSummary, loads: readonly Load[], units: Units): Strain {
  let all = 0;
  let queued = 0;
  let people = 0;
  let refused = 0;
  let visitors = 0;
  let visitorsRefused = 0;
  let sourcesRefused = 0;
  let attack = 0;
  let repelled = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    const suspected = units.attack[unit]!;
    const requests = units.requests[unit]!;
    const overloads = units.overloads[unit]! + units.queued[unit]!;
    all += requests;
    queued += units.queued[unit]!;
    people += (1 - suspected) * requests;
    visitors += (1 - suspected) * units.people[unit]!;
    if (overloads > 0) {
      sourcesRefused += units.sources[unit]!;
      // Whole people: of many refused bots that might each be one in ten, none is.
      if (suspected < 0.5) {
        refused += (1 - suspected) * overloads;
        visitorsRefused += (1 - suspected) * units.people[unit]!;
      }
    }
    attack += suspected * requests;
    repelled += suspected * overloads;
  }
  const queuedShare = queued / Math.max(1, all);
  const refusals = { refused, visitorsRefused, sourcesRefused, repelled };
  return { startMs, endMs, loads, queuedShare, people, visitors, attack, ...refusals };
}

/**
 * Organic demand against capacity.
 *
 * Capacity is given, or the median rate served while overload responses were sent (a queue lets bursts through, so the
 * maximum would flatter), or at least the highest rate ever served. Requests of an attack may cost more than people's: what people
 * were served for a minute at ease is possible, whatever was served under attack. Demand is what `VisitorDemand` makes of the
 * visitors. People refused while no attack took their place answer the question by themselves.
 */
export class OverloadAccount {
  readonly #given: number | null;
  #servedUnderOverload: number[] = [];
  #servedEver = 0;
  #servedAtEase = 0;
  /** Overload seen while no attack was near. */
  #overloadedAloneMs = 0;
  #wasAttacked = false;
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

  /** Takes in a minute, in order of time. */
  addMinute(minute: Strain): void {
    const { startMs, endMs, people, refused, attack, repelled } = minute;
    const isFiltered =
      refused < PEOPLE_SHARE * (refused + repelled) || minute.sourcesRefused < LEAST_REFUSALS;
    for (const load of minute.loads) {
      const overloads = load.overloads + minute.queuedShare * load.requests;
      this.#addLoad({ ...load, overloads }, isFiltered);
    }
    const isStrained =
      refused >= Math.max(LEAST_REFUSALS, STRAINED * people) &&
      minute.visitorsRefused >= Math.max(LEAST_REFUSALS, STRAINED * minute.visitors);
    const isProof = isStrained && refused >= OUTNUMBERED * (attack - repelled);
    if (attack >= ATTACK_FREE * (people + attack)) {
      this.#wasAttacked = true;
      if (!isProof) this.#lastAttackMs = endMs;
    }
    if (!isProof || startMs - this.#lastAttackMs < AFTERMATH_MS) return;
    this.#overloadedAloneMs += refused >= REFUSING * people ? PROOF_MS : endMs - startMs;
  }

  #addLoad({ startMs, endMs, requests, overloads }: Load, isFiltered: boolean): void {
    const served = (1000 * (requests - overloads)) / (endMs - startMs);
    this.#servedEver = Math.max(this.#servedEver, served);
    if (isFiltered || overloads < STRAINED * requests || overloads < LEAST_REFUSALS) return;
    this.#firstOverloadMs ??= startMs;
    // The odd refusal says that the capacity is near, not what it is.
    if (overloads < OVERLOADED * requests) return;
    if (this.#servedUnderOverload.length < 10_000) this.#servedUnderOverload.push(served);
  }

  /** Takes in what the audience asked for. */
  addDemand({ estimate, low, high, servedAtEase }: Demand): void {
    this.#servedAtEase = Math.max(this.#servedAtEase, servedAtEase);
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
    this.#servedAtEase = by.value(this.#servedAtEase);
    this.#overloadedAloneMs = by.value(this.#overloadedAloneMs);
    this.#wasAttacked = by.value(this.#wasAttacked);
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
    const inferred =
      this.#servedUnderOverload.length > 0
        ? Math.max(median(this.#servedUnderOverload), this.#servedAtEase)
        : null;
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
        (this.#fellAlone && (!this.#wasAttacked || this.#organicHigh >= PLAUSIBLE * capacity)) ||
        (!isLowerBound && this.#organicLow > capacity * (1 + tolerance))
          ? true
          : this.#organicHigh < capacity * (1 - tolerance)
            ? false
            : null,
    };
  }

  /** Whether people were refused for overload while no attack was near, for long enough. */
  get #fellAlone(): boolean {
    return this.#overloadedAloneMs >= PROOF_MS;
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
