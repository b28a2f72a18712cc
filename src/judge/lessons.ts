import type { Baseline } from "../baselines/baseline.ts";
import type { Carrier } from "../bytes/carrier.ts";
import type { Units } from "../features/units.ts";
import type { Assessment } from "../verdicts/assessor.ts";
import { type Experience, isAllThereIs } from "../verdicts/attack-state.ts";
import { Total, type WindowSummary } from "../windows/window-summary.ts";
import { learnBehaviour, learnMinute, learnSilence, learnVisits, type Weighting } from "./learning.ts";
import type { RecentTraffic } from "./recent-traffic.ts";
import type { SiteClock } from "./site-clock.ts";
import { type States, SURGE } from "./states.ts";
import { SuspectProbation } from "./suspect-probation.ts";

const MINUTE_MS = 60_000;
/** Normal minutes known from which on the unusual can be told. */
const EXPERIENCE_MINUTES = 30;
/** Silence longer than this is a gap in the log, not an absence of visitors. */
const LONGEST_SILENCE_MINUTES = 60;
/** A span as likely as this an attack teaches nothing. */
const UNSUSPECTED = 0.3;
/** While nothing is known of a site, people with habits of their own look suspect: that teaches little of how much is suspect here. */
const COLD_LESSON = 0.1;
/** What has gone on for so long since the log began, as it was, is what the site is there for. */
const STRANGE_MS = 600_000;
/** So many minutes of something else, before or beside it, and what has come is not how the log began. */
const ORDINARY_MINUTES = 5;
/** A minute that was a surge, or in which more than this share of the requests was refused or failed, teaches less. */
const SURGE_LESSON = 0.1;
const MOST_REFUSED = 0.5;

/** Decides which spans teach the baseline what is normal, and how much: neither an attack nor what may be one does. */
export class Lessons {
  readonly #baseline: Baseline;
  readonly #states: States;
  readonly #clock: SiteClock;
  readonly #recent: RecentTraffic;
  readonly #probation = new SuspectProbation();
  /** Number of the minute since 1970 of which a fine window has been learned from. */
  #learnedFineMinute = -1;
  /** Minutes in which people came, less twice those in which hardly any did, while nothing else is known. */
  #ordinary = 0;

  constructor(baseline: Baseline, states: States, clock: SiteClock, recent: RecentTraffic) {
    this.#baseline = baseline;
    this.#states = states;
    this.#clock = clock;
    this.#recent = recent;
  }

  /** Whether enough of normal traffic is known to tell the unusual. */
  get experienced(): boolean {
    return isExperienced(this.#baseline);
  }

  /** See {@link Experience}. */
  get experience(): Experience {
    if (this.experienced) return "enough";
    return this.#ordinary >= ORDINARY_MINUTES ? "some" : "none";
  }

  /**
   * Whether a log begins with hardly anything that people do, which does no harm: the site may be there for programs, or the log may begin
   * amid a flood that it bears. That is in doubt until it has gone on for so long that it is what is usual here.
   */
  isStrange(assessment: Assessment | null): boolean {
    return this.experience === "none" && assessment !== null && isAllThereIs(assessment);
  }

  /** An attack has begun or ended: the next calm window is learned from, even within the same minute. */
  restartMinute(): void {
    this.#learnedFineMinute = -1;
  }

  /**
   * One fine window a minute teaches what sources do in ten seconds; small ones all do.
   * @param assessment null where it was only screened
   * @param read gives its sources, judged or not
   */
  learnFine(window: WindowSummary, assessment: Assessment | null, read: () => Units): void {
    const minute = Math.floor(window.startMs / MINUTE_MS);
    const calm = !this.experienced || assessment === null || assessment.score.attackProbability < UNSUSPECTED;
    if (this.#states.attack.on || !calm || this.#learnedFineMinute === minute) return;
    this.#learnedFineMinute = minute;
    const units = read();
    if (this.isStrange(assessment) && !this.#isOldEnough(window.endMs)) return;
    learnBehaviour(this.#baseline, units, 0, this.#weighting(window, 1, assessment));
  }

  /** A whole minute teaches what is usual. @param assessment null where it held too little to be judged */
  learnMinute(window: WindowSummary, units: Units, assessment: Assessment | null): void {
    const { attack, doubt } = this.#states;
    const baseline = this.#baseline;
    const isStrange = this.isStrange(assessment);
    if (assessment !== null && !this.experienced && !attack.on) {
      this.#ordinary += isAllThereIs(assessment) ? -2 : 1;
    }
    if (isStrange && !this.#isOldEnough(window.endMs)) return;
    if (attack.on || (doubt.on && !isStrange)) {
      this.#probation.forgetFrom((attack.intervals.current ?? doubt.intervals.current)!.startMs);
      return;
    }
    // At first everything is new: without lessons from it nothing would ever be normal.
    if (this.experienced && assessment !== null && assessment.score.attackProbability >= UNSUSPECTED) return;
    const lesson = {
      hourOfWeek: this.#clock.hourOfWeek(window.startMs),
      ...this.#weighting(window, 1, assessment),
    };
    const lastMs = baseline.toMs;
    if (lastMs !== null) {
      const silent = Math.round((window.startMs - lastMs) / MINUTE_MS);
      if (silent <= LONGEST_SILENCE_MINUTES) {
        for (let i = 0; i < silent; i += 1) learnSilence(baseline, lesson);
      }
    }
    learnMinute(baseline, window, units, lesson);
    const seen = isStrange ? null : assessment;
    // Monitors that say what they are ask from the first minute on as they always will.
    const isDeclared = assessment !== null && 2 * assessment.declaredShare > assessment.share.estimate;
    const isCold = !this.experienced;
    const suspect = {
      startMs: window.startMs,
      hourOfWeek: lesson.hourOfWeek,
      perMinute: seen?.attackPerMinute ?? 0,
      blatantPerMinute: seen?.blatantPerMinute ?? 0,
      weight: (isCold && !isDeclared ? COLD_LESSON : 1) * lesson.weight,
      isCold,
    };
    this.#probation.add(suspect, baseline);
  }

  /** Ten whole minutes teach what sources do in them, and what a visit is. */
  learnTen(window: WindowSummary, units: Units, assessment: Assessment): void {
    const { attack, surge } = this.#states;
    // What is strange is learned once it has gone on for long: then that is what the site is there for.
    const isUsual = this.isStrange(assessment)
      ? this.#isOldEnough(window.endMs)
      : assessment.score.attackProbability < UNSUSPECTED;
    if (attack.on || !isUsual) return;
    learnBehaviour(this.#baseline, units, 2, this.#weighting(window, 10, assessment));
    if (!surge.on) learnVisits(this.#baseline, units);
  }

  /** Carries its state into a checkpoint, or out of one: all but the baseline. */
  carry(by: Carrier): void {
    this.#probation.carry(by);
    this.#learnedFineMinute = by.value(this.#learnedFineMinute);
    this.#ordinary = by.value(this.#ordinary);
  }

  #isOldEnough(endMs: number): boolean {
    return this.#recent.ageMs(endMs) >= STRANGE_MS;
  }

  /** How much a span of some minutes teaches of what visitors are like. */
  #weighting(window: WindowSummary, minutes: number, assessment: Assessment | null): Weighting {
    const { startMs, totals, requests } = window;
    const usual = this.experienced ? this.#baseline.visitors.expect(this.#clock.hourOfWeek(startMs)) : null;
    // A crowd that grows must not become what is usual before it is known to be one.
    const isSurge = this.#states.surge.on || (assessment?.organic.surgeProbability ?? 0) >= SURGE.off;
    // Nor what is only asked for again and again because it is refused.
    const isOutage = totals[Total.overloads]! + totals[Total.serverErrors]! > MOST_REFUSED * requests;
    return {
      weight: isSurge || isOutage ? SURGE_LESSON : 1,
      mostVisitors: usual === null ? Number.POSITIVE_INFINITY : Math.max(1, usual.upper) * minutes,
    };
  }
}

/** Whether a baseline knows enough of normal traffic to tell the unusual. */
export function isExperienced(baseline: Baseline): boolean {
  return baseline.requests.minutes >= EXPERIENCE_MINUTES;
}
