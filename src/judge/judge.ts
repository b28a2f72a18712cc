import { Baseline } from "../baselines/baseline.ts";
import type { Carrier } from "../bytes/carrier.ts";
import type { CountryIndex } from "../geo/country-index.ts";
import { type Assessment, type AssessmentContext, Assessor } from "../verdicts/assessor.ts";
import { DOUBTFUL, SURE } from "../verdicts/attack-state.ts";
import type { PhaseSpan } from "../verdicts/phases.ts";
import type { WindowPool } from "../windows/window-pool.ts";
import { Total, type WindowSummary } from "../windows/window-summary.ts";
import { Arrears } from "./arrears.ts";
import type { EpisodeRecord } from "./episode-record.ts";
import { EpisodeTracker } from "./episode-tracker.ts";
import { HomeCountries } from "./home.ts";
import type { JudgeListener, JudgeOptions } from "./judge-options.ts";
import { Lessons } from "./lessons.ts";
import type { Nuisance } from "./nuisance.ts";
import { RecentTraffic } from "./recent-traffic.ts";
import { isSuspicious } from "./screening.ts";
import { SiteClock } from "./site-clock.ts";
import { States } from "./states.ts";
import { SuspectOnset } from "./suspect-onset.ts";
import { type WindowRow, WindowRows } from "./window-rows.ts";

const MINUTE_MS = 60_000;
/** Requests below which a span is not judged: the contract's floor at its scale. */
const LEAST_BY_WINDOW = 20;
const LEAST_BY_MINUTE = 30;
const LEAST_BY_TEN = 100;
/** A span at least this likely an attack accounts for its attack requests towards coarser ones. */
const LIKELY = 0.5;
/** Ten minutes are judged after so many of them, too. */
const OPEN_TEN_MINUTES: readonly number[] = [3, 5, 7];
/** Windows of so many sources cost little to judge, whether they seem suspicious or not. */
const SMALL_SOURCES = 256;

/**
 * Judges closed windows in order of time, with nothing but what had closed by then.
 *
 * Fine windows are screened and, on suspicion, judged; minutes and ten minutes are merged from them and judged whenever
 * they hold enough. What they say moves the {@link States}; {@link EpisodeTracker} makes episodes of those, and
 * {@link Lessons} lets normal minutes teach the baseline.
 */
export class Judge {
  readonly baseline: Baseline;
  readonly rows = new WindowRows();
  readonly home: HomeCountries;
  readonly #options: JudgeOptions;
  readonly #listener: JudgeListener;
  readonly #assessor: Assessor;
  readonly #states = new States();
  readonly #clock: SiteClock;
  readonly #recent = new RecentTraffic();
  readonly #lessons: Lessons;
  readonly #episodes: EpisodeTracker;
  readonly #onset = new SuspectOnset();
  readonly #arrears = new Arrears();
  readonly #minute: WindowSummary;
  readonly #ten: WindowSummary;
  /** End of the last window. */
  #judgedUntilMs = Number.NEGATIVE_INFINITY;
  #minuteStartMs = Number.NaN;
  #tenStartMs = Number.NaN;
  /** Attack requests of hot finer spans within the open minute, and ten minutes. */
  #explainedInMinute = 0;
  #explainedInTen = 0;
  /** The judgement of the open minute where the finest windows are minutes and it was judged as one. */
  #judgedMinute: Assessment | null = null;

  constructor(options: JudgeOptions, countries: CountryIndex, pool: WindowPool, listener: JudgeListener) {
    this.baseline = options.baseline ?? new Baseline();
    this.#options = options;
    this.#listener = listener;
    this.#assessor = new Assessor(countries);
    this.#minute = pool.take(0, 0);
    this.#ten = pool.take(0, 0);
    this.home = new HomeCountries(options.home, countries);
    this.#clock = new SiteClock(options.zoneMinutesAt);
    const shared = [this.#states, this.#clock, this.#recent] as const;
    this.#lessons = new Lessons(this.baseline, ...shared);
    this.#episodes = new EpisodeTracker(options, listener, this.baseline, countries, ...shared);
  }

  /** The episode that is open, or null. Closed ones are handed to the listener and forgotten. */
  get open(): EpisodeRecord | null {
    return this.#episodes.open;
  }

  /** What stood out and was no attack. */
  get nuisance(): Nuisance {
    return this.#episodes.nuisance;
  }

  /** Offset of local time, minutes east of UTC, as last seen. */
  get zoneMinutes(): number {
    return this.#clock.zoneMinutes;
  }

  /** The phases of an episode, so far. */
  phasesOf(episode: EpisodeRecord): PhaseSpan[] {
    return this.#episodes.phasesOf(episode);
  }

  /** Judges the next closed window. */
  judge(window: WindowSummary): void {
    this.advance(window.startMs);
    this.#judgedUntilMs = window.endMs;
    this.#begin(window);
    const { attack, surge } = this.#states;
    const nowMs = window.endMs + this.#options.latenessMs;
    const suspicious =
      window.requests >= LEAST_BY_WINDOW &&
      (attack.on || surge.on || this.#isSuspicious(window) || this.#recent.isLeap(window));
    let assessment: Assessment | null = null;
    if (suspicious) {
      assessment = this.#assess(window, this.#isByMinute ? 1 : 0, window.seconds / 60);
      if (this.#isByMinute) this.#judgedMinute = assessment;
      const before = attack.on;
      attack.update(assessment, nowMs, this.#lessons.experience, 0);
      if (attack.isSeenBelow(1) && isLikely(assessment)) {
        this.#explainedInMinute += assessment.share.attackRequests;
      }
      if (before !== attack.on) this.#lessons.restartMinute();
    }
    attack.expire(window.endMs);
    if (!this.#isByMinute) {
      this.#lessons.learnFine(window, assessment, () =>
        assessment === null ? this.#assessor.read(window, this.baseline) : this.#assessor.units,
      );
    }
    this.#episodes.addWindow(window, assessment, nowMs);
    this.#row(window, assessment);
    this.#minute.mergeToJudge(window);
    if (!attack.on && this.#lessons.experienced) {
      const judgedFromMs = this.#isByMinute ? null : this.#judgeOnset(window, assessment, nowMs);
      if (!attack.on && judgedFromMs !== this.#minuteStartMs) this.#judgeOpenMinute(window.endMs, nowMs);
    } else this.#onset.forget();
  }

  /** Closes minutes and ten minutes that end at or before an instant that the watermark has reached. */
  advance(timeMs: number): void {
    if (this.#minuteStartMs + MINUTE_MS <= timeMs) this.#closeMinute(true);
    if (this.#tenStartMs + 10 * MINUTE_MS <= timeMs) this.#closeTen(true);
    this.#states.expire(timeMs);
    if (this.open !== null) this.#episodes.track(timeMs + this.#options.latenessMs, timeMs);
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
    for (const part of [this.rows, this.home, this.#assessor, this.#states, this.#clock]) part.carry(by);
    for (const part of [this.#recent, this.#lessons, this.#episodes, this.#onset, this.#arrears])
      part.carry(by);
    this.#judgedUntilMs = by.value(this.#judgedUntilMs);
    this.#minuteStartMs = by.value(this.#minuteStartMs);
    this.#tenStartMs = by.value(this.#tenStartMs);
    this.#explainedInMinute = by.value(this.#explainedInMinute);
    this.#explainedInTen = by.value(this.#explainedInTen);
    this.#judgedMinute = by.value(this.#judgedMinute);
    // The sources of the minute judged last are taken in when it closes.
    if (this.#judgedMinute !== null) this.#assessor.units.carry(by);
    if (!Number.isNaN(this.#minuteStartMs)) carryGrowing(this.#minute, by);
    if (!Number.isNaN(this.#tenStartMs)) carryGrowing(this.#ten, by);
  }

  /**
   * Judges what has come since suspects began to gather.
   * @param judged the judgement of the window, null where it was only screened
   * @returns since when; null where nothing was judged
   */
  #judgeOnset(window: WindowSummary, judged: Assessment | null, nowMs: number): number | null {
    const { startMs, endMs } = window;
    const isCheap = window.sources.size <= SMALL_SOURCES || this.#onset.isRising;
    const seen = judged ?? (isCheap ? this.#assess(window, 0, window.seconds / 60, false) : null);
    const usual = this.baseline.suspects.expect(this.#clock.hourOfWeek(startMs));
    const span = this.#onset.add(window, seen?.share.attackRequests ?? 0, usual);
    if (span === null || span.requests < LEAST_BY_WINDOW) return null;
    // The whole minute is judged when it closes.
    if (span.startMs === this.#minuteStartMs && endMs - span.startMs >= MINUTE_MS) return null;
    const assessment = this.#assess(span, 1, (endMs - span.startMs) / MINUTE_MS, false);
    const { attack } = this.#states;
    attack.updateOnset(assessment, nowMs, this.#lessons.experience, this.#onset.isFull);
    if (attack.on) {
      this.#onset.forget();
      this.#episodes.addGrowing(assessment, nowMs, endMs);
    }
    return assessment.startMs;
  }

  /** Judges the minute so far, from its half on: an attack that began with it need not wait for its end. */
  #judgeOpenMinute(endMs: number, nowMs: number): void {
    const minute = this.#minute;
    const elapsedMs = endMs - this.#minuteStartMs;
    if (elapsedMs < MINUTE_MS / 2 || elapsedMs >= MINUTE_MS || minute.requests < LEAST_BY_MINUTE) return;
    // What is usual is told for the time that has passed, not for the whole minute.
    const wholeEndMs = minute.endMs;
    minute.endMs = endMs;
    const suspicious = this.#isSuspicious(minute);
    minute.endMs = wholeEndMs;
    if (suspicious) this.#judgeOpen(minute, 1, endMs, nowMs, this.#explainedInMinute);
  }

  /** Judges a span that is still growing. */
  #judgeOpen(span: WindowSummary, scale: 1 | 2, endMs: number, nowMs: number, explained: number): void {
    const wholeEndMs = span.endMs;
    span.sources.settle();
    span.kinds.settle();
    span.endMs = endMs;
    const assessment = this.#assess(span, scale, (endMs - span.startMs) / MINUTE_MS);
    span.endMs = wholeEndMs;
    const onsetMs = scale === 2 ? this.#recent.onsetWithin(assessment) : span.startMs;
    const { attack } = this.#states;
    attack.update(assessment, nowMs, this.#lessons.experience, explained, onsetMs, false);
    if (attack.on) this.#episodes.addGrowing(assessment, nowMs, endMs);
  }

  #isSuspicious(span: WindowSummary): boolean {
    const hour = this.#clock.hourOfWeek(span.startMs);
    return isSuspicious(span, this.baseline, hour, this.#recent.perMinuteBefore(span.startMs));
  }

  /** Whether the finest windows are minutes themselves. */
  get #isByMinute(): boolean {
    return this.#options.windowMs >= MINUTE_MS;
  }

  #begin(window: WindowSummary): void {
    this.#clock.see(window);
    this.#recent.begin(window.startMs);
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
      this.#episodes.beginTen(this.#tenStartMs);
    }
  }

  #assess(window: WindowSummary, scale: 0 | 1 | 2, minutes: number, isCounted = true): Assessment {
    this.#clock.hourOfWeek(window.startMs);
    // Of a quiet span nothing is wanted but that it is, and what it teaches, for which part of its sources will do.
    const isCalm = scale > 0 && this.#states.verdict === "normal";
    const context = this.#contextOf(window.startMs, isCounted);
    const assessment = isCalm
      ? this.#assessor.screen(window, scale, minutes, context)
      : this.#assessor.assess(window, scale, minutes, context);
    this.#options.probe?.(assessment, this.#assessor.units, this.#assessor);
    // Where at first there is nothing else, and it does no harm, that is what is usual here, whatever it looks like: unless it is an attack.
    const { units } = this.#assessor;
    if (!this.#states.attack.on && this.#lessons.isStrange(assessment)) units.attack.fill(0, 0, units.count);
    return assessment;
  }

  /** What is known besides a window that begins then. */
  #contextOf(startMs: number, isCounted: boolean): AssessmentContext {
    return {
      baseline: this.baseline,
      home: this.home.at(this.baseline),
      zoneMinutes: this.#clock.zoneMinutes,
      perMinuteBefore: this.#recent.perMinuteBefore(startMs),
      vouchMs: this.#states.attack.intervals.current?.startMs ?? null,
      owedRequests: this.#arrears.at(startMs),
      isCounted,
    };
  }

  #closeMinute(complete: boolean): void {
    const startMs = this.#minuteStartMs;
    const endMs = startMs + MINUTE_MS;
    const nowMs = endMs + this.#options.latenessMs;
    const window = this.#minute;
    this.#minuteStartMs = Number.NaN;
    settleAs(window, startMs, endMs);

    const judged = window.requests >= LEAST_BY_MINUTE || this.open !== null;
    // A window that is a minute has been judged as one.
    const before = this.#judgedMinute;
    this.#judgedMinute = null;
    const assessment = before ?? (judged ? this.#assess(window, 1, 1) : null);
    if (complete) {
      const { attack, surge, doubt } = this.#states;
      if (assessment !== null) {
        if (before === null)
          attack.update(assessment, nowMs, this.#lessons.experience, this.#explainedInMinute);
        this.#explainedInTen +=
          attack.isSeenBelow(2) && isLikely(assessment)
            ? assessment.share.attackRequests
            : this.#explainedInMinute;
      }
      surge.update(startMs, endMs, assessment?.organic.surgeProbability ?? 0, nowMs);
      doubt.update(startMs, endMs, assessment === null ? 0 : this.#doubtfulness(assessment), nowMs);
      attack.expire(endMs);
      this.#episodes.track(nowMs, endMs);
    }
    const usual = this.baseline.requests.expect(this.#clock.hourOfWeek(startMs));
    this.#arrears.add(startMs, endMs, assessment, usual?.median ?? null);
    const units = assessment === null ? this.#assessor.read(window, this.baseline) : this.#assessor.units;
    this.#episodes.addMinute(window, units, assessment, this.#isReported(endMs));
    // What is cut short looks like fewer people than come.
    if (complete) this.#lessons.learnMinute(window, units, assessment);
    this.#ten.mergeToJudge(window);
    if (complete) this.#judgeOpenTen(endMs, nowMs);
  }

  /** Judges the ten minutes so far, now and then: what is too faint for a minute need not wait for their end. */
  #judgeOpenTen(endMs: number, nowMs: number): void {
    const minutes = (endMs - this.#tenStartMs) / MINUTE_MS;
    if (this.#states.attack.on || !this.#lessons.experienced) return;
    if (!OPEN_TEN_MINUTES.includes(minutes) || this.#ten.requests < LEAST_BY_TEN) return;
    this.#judgeOpen(this.#ten, 2, endMs, nowMs, this.#explainedInTen);
  }

  #closeTen(complete: boolean): void {
    const startMs = this.#tenStartMs;
    const window = this.#ten;
    this.#tenStartMs = Number.NaN;
    settleAs(window, startMs, startMs + 10 * MINUTE_MS);
    if (window.requests < LEAST_BY_TEN) return;
    const assessment = this.#assess(window, 2, 10);
    const nowMs = window.endMs + this.#options.latenessMs;
    if (complete) {
      const { attack } = this.#states;
      const onsetMs = this.#recent.onsetWithin(assessment);
      attack.update(assessment, nowMs, this.#lessons.experience, this.#explainedInTen, onsetMs);
      attack.expire(window.endMs);
      this.#episodes.track(nowMs, window.endMs);
    }
    const { units } = this.#assessor;
    this.#episodes.addTen(window, units, assessment);
    if (complete) this.#lessons.learnTen(window, units, assessment);
  }

  #doubtfulness(assessment: Assessment): number {
    if (this.#states.attack.on || !assessment.couldMatter) return 0;
    const p = assessment.score.attackProbability;
    return p >= DOUBTFUL && (p < SURE || assessment.isAway || this.#lessons.isStrange(assessment)) ? 1 : 0;
  }

  /** Whether a span that ends then is reported: what lies before `since` only teaches. */
  #isReported(endMs: number): boolean {
    return this.#options.sinceMs === null || endMs > this.#options.sinceMs;
  }

  #row(window: WindowSummary, assessment: Assessment | null): void {
    if (!this.#isReported(window.endMs)) return;
    const row: WindowRow = {
      startMs: window.startMs,
      endMs: window.endMs,
      requests: window.requests,
      sources: Math.round(window.sources.estimateKeys().estimate),
      logins: window.totals[Total.attempts]!,
      overloads: window.totals[Total.overloads]!,
      verdict: this.#states.verdict,
      attackProbability: assessment?.score.attackProbability ?? null,
      attackRequests: assessment?.share.attackRequests ?? null,
    };
    this.#listener.window({ ...row });
    this.rows.add(row, this.open !== null);
  }
}

/** Whether an attack is likely in a span, and large enough to matter there. */
function isLikely({ matters, score }: Assessment): boolean {
  return matters && score.attackProbability >= LIKELY;
}

/** Settles a span that was merged from its parts, and gives it its bounds. */
function settleAs(window: WindowSummary, startMs: number, endMs: number): void {
  window.sources.settle();
  window.kinds.settle();
  window.startMs = startMs;
  window.endMs = endMs;
}

/** Carries a span that is still growing. */
function carryGrowing(window: WindowSummary, by: Carrier): void {
  window.settle();
  by.words(window);
}
