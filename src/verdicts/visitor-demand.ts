import type { Carrier } from "../bytes/carrier.ts";
import { NumberIndex } from "../bytes/number-index.ts";
import type { Units } from "../features/units.ts";
import type { WindowSummary } from "../windows/window-summary.ts";

/** Who was not seen for longer has come anew, minutes. */
const RETURN_MINUTES = 20;
/** Visitors remembered of either half of that time; beyond, every second one is. */
const REMEMBERED = 65_536;
/** From this share of their requests refused on, people do other things than they came for. */
const STRAINED = 0.02;
/** What was put off is made up for so long after, minutes. */
const AFTERMATH_MINUTES = 10;
/** Minutes with more attack than this teach nothing of visits. */
const ATTACK_FREE = 0.04;
/** How fast it is forgotten what a visit is, a minute. */
const DECAY = 0.93;
/** Visitors from whom on their visits are known. */
const LEAST_VISITORS = 12;
/** Log-odds by which a source may be misjudged. */
const MISJUDGEMENT = 0.9;
/** Minutes that a demand must last, and that one misjudged minute among them cannot make. */
const SUSTAINED_MINUTES = 5;
/** 90 % of a normal distribution lie within so many deviations. */
const NINETY = 1.645;
/** How well the requests of minutes, seen or not, tell what the audience wants, relative. */
const TOLERANCE = 0.1;
/** Where nobody is refused, they ask for what they want: no more than the minutes scatter. */
const SCATTER = 0.03;
/** Where that is not known at all: at most so many times the requests that were made. */
const UNKNOWN_VISITS = 1.5;

/** What the audience would have asked for of a site that answers, requests per second, with a 90 % interval. */
export interface Demand {
  /** Start of the minute; of a sustained demand, of its last minute. */
  readonly startMs: number;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** The most that people were ever served in a minute in which nobody was refused. */
  readonly servedAtEase: number;
}

/** A minute by itself. */
interface Minute extends Omit<Demand, "servedAtEase"> {
  /** Relative variance of the estimate for the small number of visitors that it rests on. */
  readonly variance: number;
}

/**
 * The demand of the audience, minute by minute, whether the site could meet it or not.
 *
 * What people ask for of a site that refuses them says little of what they came for: a page refused is a dozen files never
 * asked for, and a reload every few seconds instead. But whoever comes, comes once. So while people are refused, and
 * for a while after, demand is the number of visitors who have just come, times the requests that a visit was while nobody
 * was refused; at all other times it is what they asked for. A demand is what holds for minutes: the mean of the
 * last five without the highest and the lowest. Fails on: visitors who all sit behind the same few addresses; a surge
 * whose visits are other than those before it.
 */
export class VisitorDemand {
  #young = new NumberIndex();
  #old = new NumberIndex();
  #youngSinceMinute = Number.NEGATIVE_INFINITY;
  /** Lowest sampling probability of what is remembered: only sources below it can be told to be new. */
  #thetaYoung = 1;
  #thetaOld = 1;
  /** Share of those that are remembered. */
  #kept = 1;
  #firstMs = Number.NaN;
  #strainedUntilMs = Number.NEGATIVE_INFINITY;
  /** Requests and visitors of minutes without refusals, the older the less. */
  #visitRequests = 0;
  #visits = 0;
  #minutes: Minute[] = [];
  #servedAtEase = 0;

  /** Visitors remembered now: at most some 130,000. */
  get remembered(): number {
    return this.#young.size + this.#old.size;
  }

  /**
   * Takes in a closed minute, in order of time. O(units).
   * @param attackShare of its requests, by the judgement; `high` bounds it
   * @param usualVisit requests of a visit where no minute has shown it yet; null where unknown
   * @returns the demand sustained up to now
   */
  add(
    window: WindowSummary,
    units: Units,
    attackShare: { readonly estimate: number; readonly low: number; readonly high: number },
    usualVisit: number | null,
  ): Demand {
    const { startMs, seconds } = window;
    const seen = this.#count(window, units);
    if (seen.refused > STRAINED * seen.requests && seen.refused >= 5) {
      this.#strainedUntilMs = window.endMs + AFTERMATH_MINUTES * 60_000;
    }
    const isStrained = startMs < this.#strainedUntilMs;
    if (Number.isNaN(this.#firstMs)) this.#firstMs = startMs;
    // When a log begins everybody is new to it.
    const isAcquainted = startMs - this.#firstMs >= (RETURN_MINUTES / 2) * 60_000;
    if (isAcquainted && !isStrained && attackShare.estimate < ATTACK_FREE) {
      this.#visitRequests = DECAY * this.#visitRequests + seen.requests;
      this.#visits = DECAY * this.#visits + seen.fresh;
    }
    if (!isStrained) this.#servedAtEase = Math.max(this.#servedAtEase, seen.requests / seconds);
    this.#minutes.push(
      isStrained
        ? strained(
            startMs,
            seconds,
            seen,
            this.#visits >= LEAST_VISITORS ? this.#visitRequests / this.#visits : usualVisit,
          )
        : observed(startMs, seconds, seen.requests, attackShare),
    );
    while (this.#minutes[0]!.startMs <= startMs - SUSTAINED_MINUTES * 60_000) this.#minutes.shift();
    return { ...sustained(this.#minutes), servedAtEase: this.#servedAtEase };
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.#young.carry(by);
    this.#old.carry(by);
    this.#youngSinceMinute = by.value(this.#youngSinceMinute);
    this.#thetaYoung = by.value(this.#thetaYoung);
    this.#thetaOld = by.value(this.#thetaOld);
    this.#kept = by.value(this.#kept);
    this.#firstMs = by.value(this.#firstMs);
    this.#strainedUntilMs = by.value(this.#strainedUntilMs);
    this.#visitRequests = by.value(this.#visitRequests);
    this.#visits = by.value(this.#visits);
    this.#minutes = by.value(this.#minutes);
    this.#servedAtEase = by.value(this.#servedAtEase);
  }

  /** Counts people, their requests, and those of them who have just come. */
  #count(window: WindowSummary, units: Units): Seen {
    const minute = Math.floor(window.startMs / 60_000);
    if (minute - this.#youngSinceMinute >= RETURN_MINUTES / 2) this.#age(minute);
    this.#thetaYoung = Math.min(this.#thetaYoung, units.theta);
    const theta = Math.min(this.#thetaYoung, this.#thetaOld);
    const limit = theta * 2 ** 32;
    const limitLo = this.#kept * 2 ** 32;
    const seen: Seen = { requests: 0, tries: 0, refused: 0, fresh: 0, low: 0, high: 0, counted: 0 };
    for (let unit = 0; unit < units.count; unit += 1) {
      if (units.exempt[unit] === 1) continue;
      const attack = units.attack[unit]!;
      const requests = (1 - attack) * units.requests[unit]!;
      seen.requests += requests;
      const queued = units.queued[unit]!;
      seen.tries += requests - (1 - attack) * (units.retries[unit]! + Math.max(0, queued - 1));
      seen.refused += (1 - attack) * (units.overloads[unit]! + queued);
      if (units.hashHi[unit]! >= limit || units.hashLo[unit]! >= limitLo) continue;
      const key = (units.hashHi[unit]! & 0x1fffff) * 2 ** 32 + units.hashLo[unit]!;
      const seenBefore = this.#young.size;
      if (this.#young.add(key) < seenBefore || this.#old.find(key) >= 0) continue;
      const people = units.people[unit]! / units.sources[unit]! / (theta * this.#kept);
      const odds = attack >= 1 ? Number.POSITIVE_INFINITY : Math.log(attack / (1 - attack));
      // Whole people: of many bots that might each be one in ten, none is.
      if (odds < 0) seen.fresh += people;
      if (odds < -MISJUDGEMENT) seen.low += people;
      if (odds < MISJUDGEMENT) seen.high += people;
      if (odds < 0) seen.counted += 1;
    }
    if (this.#young.size > REMEMBERED) this.#thin();
    return seen;
  }

  #age(minute: number): void {
    // After a longer silence nobody is remembered.
    const isRecent = minute - this.#youngSinceMinute < RETURN_MINUTES;
    const forgotten = this.#old;
    forgotten.clear();
    if (isRecent) {
      this.#old = this.#young;
      this.#young = forgotten;
    }
    this.#thetaOld = isRecent ? this.#thetaYoung : 1;
    this.#young.clear();
    this.#thetaYoung = 1;
    this.#youngSinceMinute = minute;
  }

  /** Forgets half of the visitors, and from now on counts the others only. */
  #thin(): void {
    this.#kept /= 2;
    for (const visitors of [this.#young, this.#old]) {
      visitors.filter((number) => visitors.keys[number]! % 2 ** 32 < this.#kept * 2 ** 32);
    }
  }
}

/** People of a minute. */
interface Seen {
  requests: number;
  /** Requests without those that were only made because others were refused. */
  tries: number;
  refused: number;
  /** Who have just come: by the judgement, and within what it may be wrong by. */
  fresh: number;
  low: number;
  high: number;
  /** Sources that the number rests on. */
  counted: number;
}

function strained(startMs: number, seconds: number, seen: Seen, visit: number | null): Minute {
  if (visit === null) {
    // Of a site never seen at ease: at least what was asked for first, at most some more than was asked for at all.
    const asked = seen.requests / seconds;
    return { startMs, estimate: asked, low: seen.tries / seconds, high: UNKNOWN_VISITS * asked, variance: 0 };
  }
  // Who is refused once in ten times cannot have left out more than a fifth of what he came for: neither files nor pages.
  const most = seen.requests / Math.max(0.01, 1 - seen.refused / Math.max(1, seen.requests)) ** 2;
  const demand = (visitors: number) => Math.min(visitors * visit, most) / seconds;
  return {
    startMs,
    estimate: demand(seen.fresh),
    low: demand(seen.low) * (1 - TOLERANCE),
    high: demand(seen.high) * (1 + TOLERANCE),
    variance: 1 / (seen.counted + 1),
  };
}

function observed(
  startMs: number,
  seconds: number,
  requests: number,
  attackShare: { readonly estimate: number; readonly low: number; readonly high: number },
): Minute {
  const estimate = requests / seconds;
  const people = Math.max(0.02, 1 - attackShare.estimate);
  return {
    startMs,
    estimate,
    low: ((estimate * (1 - attackShare.high)) / people) * (1 - SCATTER),
    high: ((estimate * (1 - attackShare.low)) / people) * (1 + SCATTER),
    variance: 0,
  };
}

/** What held for these minutes: the mean without the highest and the lowest of five. */
function sustained(minutes: readonly Minute[]): Omit<Demand, "servedAtEase"> {
  const cut = minutes.length >= SUSTAINED_MINUTES ? 1 : 0;
  const middle = (of: "estimate" | "low" | "high") => {
    const sorted = minutes.map((minute) => minute[of]).sort((a, b) => a - b);
    const kept = sorted.slice(cut, sorted.length - cut);
    return kept.reduce((sum, value) => sum + value, 0) / kept.length;
  };
  const variance = minutes.reduce((sum, one) => sum + one.variance, 0) / minutes.length ** 2;
  const noise = NINETY * Math.sqrt(variance);
  return {
    startMs: minutes.at(-1)!.startMs,
    estimate: middle("estimate"),
    low: Math.max(0, middle("low") * (1 - noise)),
    high: middle("high") * (1 + noise),
  };
}
