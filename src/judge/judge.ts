import { Baseline } from "../baselines/baseline.ts";
import { hourOfWeek } from "../baselines/local-hour.ts";
import type { Carrier } from "../bytes/carrier.ts";
import type { Units } from "../features/units.ts";
import type { CountryIndex } from "../geo/country-index.ts";
import type { Networks } from "../geo/networks.ts";
import {
  type Assessment,
  type AssessmentContext,
  Assessor,
  type SourceWeigher,
} from "../verdicts/assessor.ts";
import { AttackState, DOUBTFUL, isAllThereIs, SURE } from "../verdicts/attack-state.ts";
import { HeldState } from "../verdicts/held-state.ts";
import { type Load, loadOf, type Strain, strainOf } from "../verdicts/overload.ts";
import { type Kind, overlayPhases, type PhaseSpan, verdictOf } from "../verdicts/phases.ts";
import { type Demand, VisitorDemand } from "../verdicts/visitor-demand.ts";
import type { WindowPool } from "../windows/window-pool.ts";
import { Total, type WindowSummary } from "../windows/window-summary.ts";
import { EpisodeRecord, shareOut, type WindowShare, windowShare } from "./episode-record.ts";
import { HomeCountries } from "./home.ts";
import { learnBehaviour, learnMinute, learnSilence, learnVisits, type Weighting } from "./learning.ts";
import { Nuisance } from "./nuisance.ts";
import { PastMinutes } from "./past-minutes.ts";
import { isSuspicious } from "./screening.ts";
import { SuspectProbation } from "./suspect-probation.ts";
import { type WindowRow, WindowRows } from "./window-rows.ts";

/** What the judge must know. */
export interface JudgeOptions {
  readonly windowMs: number;
  readonly latenessMs: number;
  readonly capacityRps: number | null;
  /** Countries of the audience, or null to learn them. */
  readonly home: readonly string[] | null;
  /** Offset of local time at an instant, minutes east of UTC; null: the log's own. */
  readonly zoneMinutesAt: ((timeMs: number) => number) | null;
  /** What lies before is learned from and not reported. */
  readonly sinceMs: number | null;
  /** What is known of normal traffic already; learns on. Default: nothing. */
  readonly baseline?: Baseline | undefined;
  /** Which network a source belongs to. Default: what the log says. */
  readonly networks?: Networks | undefined;
  /** Is shown every judgement with its sources: for measuring and fitting the judge. Must change nothing. */
  readonly probe: Probe | null;
  /** Is shown what an episode takes in: for reading a log again by what was found. Must change nothing. */
  readonly witness?: Witness | undefined;
}

/**
 * Sees a judged span: its sources, with posteriors, are valid during the call only.
 * @param weigher tells why a source was taken for what it was
 */
export type Probe = (assessment: Assessment, units: Units, weigher: SourceWeigher) => void;

/** Sees a judged span that an episode takes in, as its attribution does; `onsetMs` names the episode. Valid during the call only. */
export type Witness = (onsetMs: number, assessment: Assessment, units: Units) => void;

/** What happened, in order. */
export interface JudgeListener {
  window(row: WindowRow): void;
  opened(episode: EpisodeRecord): void;
  changed(episode: EpisodeRecord): void;
  closed(episode: EpisodeRecord): void;
}

const MINUTE_MS = 60_000;
/** Normal for so long, and an episode is over. */
const QUIET_MS = 600_000;
/** Requests below which a span is not judged: the contract's floor at its scale. */
const LEAST_BY_MINUTE = 30;
const LEAST_BY_TEN = 100;
/** Ten minutes are judged after so many of them, too. */
const OPEN_TEN_MINUTES: readonly number[] = [3, 5, 7];
/** Silence longer than this is a gap in the log, not an absence of visitors. */
const LONGEST_SILENCE_MINUTES = 60;
const SURGE = { on: 0.65, minutesOn: 2, off: 0.4, minutesOff: 5 };
const DOUBT = { on: 0.5, minutesOn: 3, off: 0.5, minutesOff: 3 };
/** Of a minute with too few requests to judge. */
const NO_ATTACK = { estimate: 0, low: 0, high: 0 };
/** Attack's share from which on a minute may be the beginning of an episode. */
const LEAST_ATTACK = 0.05;
/** What is remembered of before an episode: its onset lies before its detection. */
const MEMORY_MS = 20 * MINUTE_MS;
/** While nothing is known of a site, people with habits of their own look suspect: that teaches little of how much is suspect here. */
const COLD_LESSON = 0.1;
/** What has gone on for so long since the log began, as it was, is what the site is there for. */
const STRANGE_MS = 600_000;
/** A minute that was a surge teaches less. */
const SURGE_LESSON = 0.1;

/**
 * Judges closed windows in order of time, with nothing but what had closed by then.
 *
 * Fine windows are screened and, on suspicion, judged; minutes and ten minutes are merged from them and judged whenever
 * they hold enough. Attack, surge and doubt are states with hysteresis; an episode is open while any of them holds and
 * for ten minutes after. Normal minutes teach the baseline.
 */
export class Judge {
  readonly baseline: Baseline;
  readonly rows = new WindowRows();
  readonly nuisance = new Nuisance();
  readonly home: HomeCountries;
  readonly attack = new AttackState();
  readonly surge = new HeldState(SURGE);
  readonly doubt = new HeldState(DOUBT);
  /** Offset of local time, minutes east of UTC, as last seen. */
  zoneMinutes = 0;
  readonly #options: JudgeOptions;
  readonly #listener: JudgeListener;
  readonly #assessor: Assessor;
  readonly #countries: CountryIndex;
  readonly #minute: WindowSummary;
  readonly #ten: WindowSummary;
  /** End of the last window. */
  #judgedUntilMs = Number.NEGATIVE_INFINITY;
  #minuteStartMs = Number.NaN;
  #tenStartMs = Number.NaN;
  /** Attack requests of hot finer spans within the open minute, and ten minutes. */
  #explainedInMinute = 0;
  #explainedInTen = 0;
  #minutesInLedger = 0;
  /** The judgement of the open minute where the finest windows are minutes and it was judged as one. */
  #judgedMinute: Assessment | null = null;
  /** Fine windows of the last twenty minutes: the onset of an episode lies before its detection. */
  #recent: WindowShare[] = [];
  #recentStrain: Strain[] = [];
  /** The fine windows of the open minute. */
  #loads: Load[] = [];
  #recentDemand: Demand[] = [];
  readonly #demand = new VisitorDemand();
  readonly #past = new PastMinutes();
  #firstMs = Number.NaN;
  #open: EpisodeRecord | null = null;
  #learnedFineMinute = -1;
  readonly #probation = new SuspectProbation();

  constructor(options: JudgeOptions, countries: CountryIndex, pool: WindowPool, listener: JudgeListener) {
    this.baseline = options.baseline ?? new Baseline();
    this.#options = options;
    this.#listener = listener;
    this.#countries = countries;
    this.#assessor = new Assessor(countries);
    this.#minute = pool.take(0, 0);
    this.#ten = pool.take(0, 0);
    this.home = new HomeCountries(options.home, countries);
  }

  /** The episode that is open, or null. Closed ones are handed to the listener and forgotten. */
  get open(): EpisodeRecord | null {
    return this.#open;
  }

  /** Judges the next closed window. */
  judge(window: WindowSummary): void {
    this.advance(window.startMs);
    this.#judgedUntilMs = window.endMs;
    this.#begin(window);
    const nowMs = window.endMs + this.#options.latenessMs;
    const hour = this.#hourOfWeek(window.startMs);
    const suspicious =
      (this.attack.on ||
        this.surge.on ||
        isSuspicious(window, this.baseline, hour, this.#perMinuteBefore(window.startMs))) &&
      window.requests >= 20;
    let assessment: Assessment | null = null;
    if (suspicious) {
      assessment = this.#assess(window, this.#isByMinute ? 1 : 0, window.seconds / 60);
      if (this.#isByMinute) this.#judgedMinute = assessment;
      const before = this.attack.on;
      this.attack.update(assessment, nowMs, this.#experienced, 0);
      if (this.attack.isSeenBelow(1) && assessment.matters && assessment.score.attackProbability >= 0.5) {
        this.#explainedInMinute += assessment.share.attackRequests;
      }
      if (before !== this.attack.on) this.#learnedFineMinute = -1;
    }
    this.attack.expire(window.endMs);
    this.#learnFine(window, assessment);
    const share = windowShare(window, assessment);
    remember(this.#recent, share);
    this.#loads.push(loadOf(window));
    const wasOpen = this.#open !== null;
    this.#track(nowMs, window.endMs);
    if (this.#open !== null) {
      // An episode that has just opened took in the windows since its onset.
      if (wasOpen) this.#open.addShare(share);
      if (assessment !== null) this.#open.addAssessment(assessment);
    }
    this.#row(window, assessment);
    this.#minute.mergeToJudge(window);
    if (!this.attack.on && this.#experienced) this.#judgeOpenMinute(window.endMs, nowMs);
  }

  /** Judges the minute so far, from its half on: an attack that began with it need not wait for its end. */
  #judgeOpenMinute(endMs: number, nowMs: number): void {
    const minute = this.#minute;
    const elapsedMs = endMs - this.#minuteStartMs;
    if (elapsedMs < MINUTE_MS / 2 || elapsedMs >= MINUTE_MS || minute.requests < LEAST_BY_MINUTE) return;
    const hour = this.#hourOfWeek(minute.startMs);
    if (!isSuspicious(minute, this.baseline, hour, this.#perMinuteBefore(minute.startMs))) return;
    this.#judgeOpen(minute, 1, endMs, nowMs, this.#explainedInMinute);
  }

  /** Judges a span that is still growing. */
  #judgeOpen(span: WindowSummary, scale: 1 | 2, endMs: number, nowMs: number, explained: number): void {
    const wholeEndMs = span.endMs;
    span.sources.settle();
    span.kinds.settle();
    span.endMs = endMs;
    const assessment = this.#assess(span, scale, (endMs - span.startMs) / MINUTE_MS);
    span.endMs = wholeEndMs;
    const onsetMs = scale === 2 ? this.#onsetWithin(assessment) : span.startMs;
    this.attack.update(assessment, nowMs, this.#experienced, explained, onsetMs, false);
    if (!this.attack.on) return;
    this.#track(nowMs, endMs);
    this.#open?.addAssessment(assessment);
  }

  /**
   * Where in ten minutes an attack seems to begin: the turn of the cumulative sum of requests beyond what there was before
   * and half of what came on top (CUSUM, Page 1954). The start of the span where nothing came on top.
   */
  #onsetWithin({ startMs, endMs, share }: Assessment): number {
    const before = this.#recent.filter(
      (one) => one.startMs < startMs && one.endMs > startMs - 10 * MINUTE_MS,
    );
    const inside = this.#recent.filter((one) => one.startMs >= startMs && one.endMs <= endMs);
    if (before.length === 0 || inside.length === 0) return startMs;
    const rate = (some: readonly WindowShare[]) => {
      const ms = some.at(-1)!.endMs - some[0]!.startMs;
      return some.reduce((sum, one) => sum + one.requests, 0) / ms;
    };
    const usual = rate(before);
    const attack = share.attackRequests / (endMs - startMs);
    if (rate(inside) - usual < 0.5 * attack) return startMs;
    let sum = 0;
    let least = 0;
    let onsetMs = startMs;
    for (const one of inside) {
      sum += one.requests - (usual + attack / 2) * (one.endMs - one.startMs);
      if (sum < least) {
        least = sum;
        onsetMs = one.endMs;
      }
    }
    return Math.min(onsetMs, endMs - MINUTE_MS);
  }

  /** Closes minutes and ten minutes that end at or before an instant that the watermark has reached. */
  advance(timeMs: number): void {
    if (this.#minuteStartMs + MINUTE_MS <= timeMs) this.#closeMinute(true);
    if (this.#tenStartMs + 10 * MINUTE_MS <= timeMs) this.#closeTen(true);
    this.attack.expire(timeMs);
    this.surge.expire(timeMs);
    this.doubt.expire(timeMs);
    if (this.#open !== null) this.#track(timeMs + this.#options.latenessMs, timeMs);
  }

  /** Takes in what is still open at the end of the log. Nothing new is detected in spans that are cut short. */
  finish(): void {
    const untilMs = this.#judgedUntilMs;
    // What ends with the last window is whole: a live run would have closed it then.
    if (!Number.isNaN(this.#minuteStartMs)) this.#closeMinute(this.#minuteStartMs + MINUTE_MS <= untilMs);
    if (!Number.isNaN(this.#tenStartMs)) this.#closeTen(this.#tenStartMs + 10 * MINUTE_MS <= untilMs);
  }

  /** Carries its state into a checkpoint, or out of one: all but the baseline, which is given to it. */
  carry(by: Carrier): void {
    for (const part of [this.rows, this.nuisance, this.home, this.attack, this.surge, this.doubt])
      part.carry(by);
    this.#assessor.carry(by);
    this.#demand.carry(by);
    this.#past.carry(by);
    this.#probation.carry(by);
    this.zoneMinutes = by.value(this.zoneMinutes);
    this.#judgedUntilMs = by.value(this.#judgedUntilMs);
    this.#minuteStartMs = by.value(this.#minuteStartMs);
    this.#tenStartMs = by.value(this.#tenStartMs);
    this.#explainedInMinute = by.value(this.#explainedInMinute);
    this.#explainedInTen = by.value(this.#explainedInTen);
    this.#minutesInLedger = by.value(this.#minutesInLedger);
    this.#firstMs = by.value(this.#firstMs);
    this.#learnedFineMinute = by.value(this.#learnedFineMinute);
    this.#recent = by.value(this.#recent);
    this.#recentStrain = by.value(this.#recentStrain);
    this.#loads = by.value(this.#loads);
    this.#recentDemand = by.value(this.#recentDemand);
    this.#judgedMinute = by.value(this.#judgedMinute);
    // The sources of the minute judged last are taken in when it closes.
    if (this.#judgedMinute !== null) this.#assessor.units.carry(by);
    if (!Number.isNaN(this.#minuteStartMs)) carryGrowing(this.#minute, by);
    if (!Number.isNaN(this.#tenStartMs)) carryGrowing(this.#ten, by);
    this.#carryOpen(by);
  }

  #carryOpen(by: Carrier): void {
    const open = this.#open;
    const begun = by.value(open === null ? null : [open.onsetMs, open.baselinePerSecond]);
    if (begun === null) return;
    if (by.isReading) this.#open = this.#newEpisode(begun[0]!, begun[1]!);
    this.#open!.carry(by);
    // A window that is still to be given its part of a minute is the same one in both.
    if (by.isReading) this.#open!.shareWith(this.#recent);
  }

  /** The phases of an episode, so far. */
  phasesOf(episode: EpisodeRecord): PhaseSpan[] {
    const within = (one: { startMs: number; endMs: number | null }) =>
      (one.endMs ?? Number.POSITIVE_INFINITY) > episode.onsetMs &&
      (episode.endMs === null || one.startMs < episode.endMs);
    return overlayPhases({
      attacks: this.attack.intervals.all.filter(within),
      surges: this.surge.intervals.all.filter(within),
      doubts: this.doubt.intervals.all.filter(within),
    });
  }

  /** Whether a span that ends then is reported: what lies before `since` only teaches. */
  #isReported(endMs: number): boolean {
    return this.#options.sinceMs === null || endMs > this.#options.sinceMs;
  }

  /** Whether the finest windows are minutes themselves. */
  get #isByMinute(): boolean {
    return this.#options.windowMs >= MINUTE_MS;
  }

  /** Hours of normal traffic known are enough to tell the unusual. */
  get #experienced(): boolean {
    return this.baseline.requests.minutes >= 30;
  }

  #hourOfWeek(timeMs: number): number {
    const zone = this.#options.zoneMinutesAt;
    if (zone !== null) this.zoneMinutes = zone(timeMs);
    return hourOfWeek(timeMs, this.zoneMinutes);
  }

  #begin(window: WindowSummary): void {
    if (this.#options.zoneMinutesAt === null && window.zoneMinutes !== -32768) {
      this.zoneMinutes = window.zoneMinutes;
    }
    if (Number.isNaN(this.#firstMs)) this.#firstMs = window.startMs;
    const minuteMs = Math.floor(window.startMs / MINUTE_MS) * MINUTE_MS;
    if (Number.isNaN(this.#minuteStartMs)) {
      this.#minuteStartMs = minuteMs;
      this.#minute.reset(minuteMs, minuteMs + MINUTE_MS);
      this.#explainedInMinute = 0;
    }
    if (Number.isNaN(this.#tenStartMs)) {
      this.#tenStartMs = Math.floor(window.startMs / (10 * MINUTE_MS)) * 10 * MINUTE_MS;
      this.#ten.reset(this.#tenStartMs, this.#tenStartMs + 10 * MINUTE_MS);
      this.#explainedInTen = 0;
      this.#minutesInLedger = 0;
    }
  }

  #assess(window: WindowSummary, scale: 0 | 1 | 2, minutes: number): Assessment {
    this.#hourOfWeek(window.startMs);
    const isCalm = scale > 0 && this.#open === null && this.#experienced;
    const context = this.#contextOf(window.startMs);
    const assessment = isCalm
      ? this.#assessor.screen(window, scale, minutes, context)
      : this.#assessor.assess(window, scale, minutes, context);
    this.#options.probe?.(assessment, this.#assessor.units, this.#assessor);
    // Where at first there is nothing else, and it does no harm, that is what is usual here, whatever it looks like.
    const { units } = this.#assessor;
    if (this.#isStrange(assessment)) units.attack.fill(0, 0, units.count);
    return assessment;
  }

  /** What is known besides a window that begins then. */
  #contextOf(startMs: number): AssessmentContext {
    return {
      baseline: this.baseline,
      home: this.home.at(this.baseline),
      zoneMinutes: this.zoneMinutes,
      perMinuteBefore: this.#perMinuteBefore(startMs),
      vouchMs: this.attack.intervals.current?.startMs ?? null,
    };
  }

  /** Requests of the minute before an instant; null where the log has not lasted a minute. */
  #perMinuteBefore(timeMs: number): number | null {
    if (timeMs - this.#firstMs < MINUTE_MS) return null;
    let sum = 0;
    for (const one of this.#recent)
      if (one.endMs > timeMs - MINUTE_MS && one.endMs <= timeMs) sum += one.requests;
    return sum;
  }

  /** One fine window a minute teaches what sources do in ten seconds; small ones all do. */
  #learnFine(window: WindowSummary, assessment: Assessment | null): void {
    if (this.#isByMinute) return;
    const minute = Math.floor(window.startMs / MINUTE_MS);
    const calm = !this.#experienced || assessment === null || assessment.score.attackProbability < 0.3;
    if (this.attack.on || !calm || this.#learnedFineMinute === minute) return;
    this.#learnedFineMinute = minute;
    const units = assessment === null ? this.#assessor.read(window, this.baseline) : this.#assessor.units;
    if (this.#isStrange(assessment) && !this.#isOldEnough(window.endMs)) return;
    learnBehaviour(this.baseline, units, 0, this.#weighting(window.startMs, 1, assessment));
  }

  #closeMinute(complete: boolean): void {
    const startMs = this.#minuteStartMs;
    const endMs = startMs + MINUTE_MS;
    const nowMs = endMs + this.#options.latenessMs;
    const window = this.#minute;
    this.#minuteStartMs = Number.NaN;
    window.sources.settle();
    window.kinds.settle();
    window.startMs = startMs;
    window.endMs = endMs;

    const judged = window.requests >= LEAST_BY_MINUTE || this.#open !== null;
    // A window that is a minute has been judged as one.
    const before = this.#judgedMinute;
    this.#judgedMinute = null;
    const assessment = before ?? (judged ? this.#assess(window, 1, 1) : null);
    if (complete) {
      if (assessment !== null) {
        if (before === null)
          this.attack.update(assessment, nowMs, this.#experienced, this.#explainedInMinute);
        if (this.attack.isSeenBelow(2) && assessment.matters && assessment.score.attackProbability >= 0.5) {
          this.#explainedInTen += assessment.share.attackRequests;
        } else {
          this.#explainedInTen += this.#explainedInMinute;
        }
      }
      this.surge.update(startMs, endMs, assessment?.organic.surgeProbability ?? 0, nowMs);
      this.doubt.update(startMs, endMs, assessment === null ? 0 : this.#doubtfulness(assessment), nowMs);
      this.attack.expire(endMs);
      this.#track(nowMs, endMs);
    }
    const units = assessment === null ? this.#assessor.read(window, this.baseline) : this.#assessor.units;
    const demand = this.#demand.add(window, units, assessment?.share ?? NO_ATTACK, this.#usualVisit);
    this.#open?.overload.addDemand(demand);
    remember(this.#recentDemand, demand);
    const strain = strainOf(window, this.#loads, units);
    this.#loads = [];
    this.#open?.overload.addMinute(strain);
    remember(this.#recentStrain, strain);
    // A faint attack shows only over ten minutes, which share it out.
    if (assessment !== null && !this.attack.faint) shareOut(this.#recent, assessment);
    const states = [this.attack.intervals, this.surge.intervals, this.doubt.intervals];
    const isPart = this.#open !== null && states.some((intervals) => intervals.overlap(startMs, endMs));
    if (assessment !== null && this.#open !== null && isPart && !this.attack.faint) {
      this.#takePast(this.#open);
      this.#takeIn(this.#open, window, this.#assessor.units, assessment);
      this.#minutesInLedger += 1;
    } else if (assessment !== null) {
      if (this.#open === null && this.#isReported(endMs)) this.nuisance.add(this.#assessor.units);
      if (this.#open !== null || couldBelong(assessment)) this.#past.keep(window, units, assessment);
    }
    // What is cut short looks like fewer people than come.
    if (complete) this.#learn(window, units, assessment);
    this.#ten.mergeToJudge(window);
    const minutes = (endMs - this.#tenStartMs) / MINUTE_MS;
    if (
      complete &&
      this.#experienced &&
      !this.attack.on &&
      OPEN_TEN_MINUTES.includes(minutes) &&
      this.#ten.requests >= LEAST_BY_TEN
    ) {
      this.#judgeOpen(this.#ten, 2, endMs, nowMs, this.#explainedInTen);
    }
  }

  /** Gives an open episode the minutes since its onset that were not its part when they closed. */
  #takePast(open: EpisodeRecord): void {
    this.#past.takeSince(open.onsetMs, this.baseline, this.#countries, (window, units, assessment) => {
      this.#takeIn(open, window, units, assessment, false);
      if (window.startMs >= this.#tenStartMs) this.#minutesInLedger += 1;
    });
  }

  #takeIn(
    open: EpisodeRecord,
    window: WindowSummary,
    units: Units,
    assessment: Assessment,
    isNew = true,
  ): void {
    open.addSpan(window, units, assessment, isNew);
    this.#options.witness?.(open.onsetMs, assessment, units);
  }

  /** Requests that a visit usually is; null where unknown. */
  get #usualVisit(): number | null {
    const { visitRequests } = this.baseline;
    return visitRequests.count >= 3 ? visitRequests.quantile(0.5) : null;
  }

  #doubtfulness(assessment: Assessment): number {
    if (this.attack.on || !assessment.couldMatter) return 0;
    const p = assessment.score.attackProbability;
    return p >= DOUBTFUL && (p < SURE || this.#isStrange(assessment)) ? 1 : 0;
  }

  /**
   * Whether a log begins with hardly anything that people do, which does no harm: the site may be there for programs, or the log may begin
   * amid a flood that it bears. That is in doubt until it has gone on for so long that it is what is usual here.
   */
  #isStrange(assessment: Assessment | null): boolean {
    return !this.#experienced && assessment !== null && isAllThereIs(assessment);
  }

  #isOldEnough(endMs: number): boolean {
    return endMs - this.#firstMs >= STRANGE_MS;
  }

  #learn(window: WindowSummary, units: Units, assessment: Assessment | null): void {
    const isStrange = this.#isStrange(assessment);
    if (isStrange && !this.#isOldEnough(window.endMs)) return;
    if (this.attack.on || (this.doubt.on && !isStrange)) {
      this.#probation.forgetFrom((this.attack.intervals.current ?? this.doubt.intervals.current)!.startMs);
      return;
    }
    // At first everything is new: without lessons from it nothing would ever be normal.
    if (this.#experienced && assessment !== null && assessment.score.attackProbability >= 0.3) return;
    const lesson = {
      hourOfWeek: this.#hourOfWeek(window.startMs),
      ...this.#weighting(window.startMs, 1, assessment),
    };
    const lastMs = this.baseline.toMs;
    if (lastMs !== null) {
      const silent = Math.round((window.startMs - lastMs) / MINUTE_MS);
      if (silent <= LONGEST_SILENCE_MINUTES) {
        for (let i = 0; i < silent; i += 1) learnSilence(this.baseline, lesson);
      }
    }
    learnMinute(this.baseline, window, units, lesson);
    const perMinute = assessment === null || isStrange ? 0 : assessment.attackPerMinute;
    // Monitors that say what they are ask from the first minute on as they always will.
    const isDeclared = assessment !== null && 2 * assessment.declaredShare > assessment.share.estimate;
    const suspect = { startMs: window.startMs, perMinute, ...lesson };
    if (this.#experienced) this.#probation.add(suspect, this.baseline.suspects);
    else
      this.baseline.suspects.learn(
        lesson.hourOfWeek,
        suspect.perMinute,
        (isDeclared ? 1 : COLD_LESSON) * lesson.weight,
      );
  }

  /** How much a span of some minutes teaches of what visitors are like. */
  #weighting(startMs: number, minutes: number, assessment: Assessment | null): Weighting {
    const usual = this.#experienced ? this.baseline.visitors.expect(this.#hourOfWeek(startMs)) : null;
    return {
      // A crowd that grows must not become what is usual before it is known to be one.
      weight: this.surge.on || (assessment?.organic.surgeProbability ?? 0) >= SURGE.off ? SURGE_LESSON : 1,
      mostVisitors: usual === null ? Number.POSITIVE_INFINITY : Math.max(1, usual.upper) * minutes,
    };
  }

  #closeTen(complete: boolean): void {
    const startMs = this.#tenStartMs;
    const window = this.#ten;
    this.#tenStartMs = Number.NaN;
    window.sources.settle();
    window.kinds.settle();
    window.startMs = startMs;
    window.endMs = startMs + 10 * MINUTE_MS;
    if (window.requests < LEAST_BY_TEN) return;
    const assessment = this.#assess(window, 2, 10);
    const nowMs = window.endMs + this.#options.latenessMs;
    if (complete) {
      const onsetMs = this.#onsetWithin(assessment);
      this.attack.update(assessment, nowMs, this.#experienced, this.#explainedInTen, onsetMs);
      this.attack.expire(window.endMs);
      this.#track(nowMs, window.endMs);
    }
    if (this.attack.faint) shareOut(this.#recent, assessment);
    if (this.#open !== null && this.attack.on && this.#minutesInLedger === 0) {
      this.#takeIn(this.#open, window, this.#assessor.units, assessment);
      this.#past.forgetFrom(startMs);
    }
    if (complete && !this.attack.on && assessment.score.attackProbability < 0.3) {
      learnBehaviour(this.baseline, this.#assessor.units, 2, this.#weighting(startMs, 10, assessment));
      if (!this.surge.on) learnVisits(this.baseline, this.#assessor.units);
    }
  }

  /** Opens, changes and closes the episode as the states say. */
  #track(nowMs: number, timeMs: number): void {
    const states = [this.attack.intervals, this.surge.intervals, this.doubt.intervals];
    const holding = states.map((intervals) => intervals.current).filter((one) => one !== null);
    if (this.#open === null) {
      if (holding.length === 0) return;
      const onsetMs = Math.min(...holding.map((one) => one.startMs));
      const usual = this.baseline.requests.expect(this.#hourOfWeek(onsetMs));
      this.#open = this.#newEpisode(onsetMs, usual === null ? null : usual.median / 60);
      this.#minutesInLedger = 0;
      for (const share of this.#recent) if (share.startMs >= onsetMs) this.#open.addShare(share);
      for (const strain of this.#recentStrain)
        if (strain.endMs > onsetMs) this.#open.overload.addMinute(strain);
      for (const demand of this.#recentDemand)
        if (demand.startMs >= onsetMs) this.#open.overload.addDemand(demand);
      this.#noteVerdict(this.#open, nowMs);
      this.#listener.opened(this.#open);
      return;
    }
    if (holding.length === 0) {
      const lastMs = Math.max(...states.map((intervals) => intervals.all.at(-1)?.endMs ?? 0));
      if (timeMs - lastMs >= QUIET_MS) {
        this.#open.endMs = lastMs;
        this.#listener.closed(this.#open);
        for (const intervals of states) intervals.forget(this.#open.onsetMs);
        this.#open = null;
      }
      return;
    }
    if (this.#noteVerdict(this.#open, nowMs)) this.#listener.changed(this.#open);
  }

  #newEpisode(onsetMs: number, baselinePerSecond: number | null): EpisodeRecord {
    const countryOf = (place: number) => this.#countries.ofPlace(place);
    const { capacityRps, networks } = this.#options;
    return new EpisodeRecord(onsetMs, capacityRps, baselinePerSecond, countryOf, networks);
  }

  #noteVerdict(episode: EpisodeRecord, nowMs: number): boolean {
    const verdict = verdictOf(this.attack.on, this.surge.on, this.doubt.on);
    if (verdict === episode.verdict) return false;
    episode.verdict = verdict;
    episode.verdictAtMs = nowMs;
    return true;
  }

  #row(window: WindowSummary, assessment: Assessment | null): void {
    if (!this.#isReported(window.endMs)) return;
    const verdict: Kind = verdictOf(this.attack.on, this.surge.on, this.doubt.on);
    const row: WindowRow = {
      startMs: window.startMs,
      endMs: window.endMs,
      requests: window.requests,
      sources: Math.round(window.sources.estimateKeys().estimate),
      logins: window.totals[Total.attempts]!,
      overloads: window.totals[Total.overloads]!,
      verdict,
      attackProbability: assessment?.score.attackProbability ?? null,
      attackRequests: assessment?.share.attackRequests ?? null,
    };
    this.#listener.window({ ...row });
    this.rows.add(row, this.#open !== null);
  }
}

/** Carries a span that is still growing. */
function carryGrowing(window: WindowSummary, by: Carrier): void {
  window.settle();
  by.words(window);
}

/** Whether a minute outside episodes may turn out to be the beginning of one. */
function couldBelong({ share, score, organic }: Assessment): boolean {
  return (
    share.estimate >= LEAST_ATTACK ||
    score.attackProbability >= DOUBTFUL ||
    organic.surgeProbability >= SURGE.off
  );
}

/** Adds what has just closed and forgets what is too old for the onset of an episode. */
function remember<T extends { readonly startMs: number }>(recent: T[], one: T): void {
  recent.push(one);
  while (recent[0]!.startMs < one.startMs - MEMORY_MS) recent.shift();
}
