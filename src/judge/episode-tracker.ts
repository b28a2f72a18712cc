import type { Baseline } from "../baselines/baseline.ts";
import type { Carrier } from "../bytes/carrier.ts";
import type { Units } from "../features/units.ts";
import type { CountryIndex } from "../geo/country-index.ts";
import type { Assessment } from "../verdicts/assessor.ts";
import { DOUBTFUL } from "../verdicts/attack-state.ts";
import { type Load, loadOf, strainOf } from "../verdicts/overload.ts";
import { overlayPhases, type PhaseSpan } from "../verdicts/phases.ts";
import { VisitorDemand } from "../verdicts/visitor-demand.ts";
import type { WindowSummary } from "../windows/window-summary.ts";
import { EpisodeRecord, windowShare } from "./episode-record.ts";
import type { JudgeListener, JudgeOptions } from "./judge-options.ts";
import { isExperienced } from "./lessons.ts";
import { Nuisance } from "./nuisance.ts";
import { PastMinutes } from "./past-minutes.ts";
import type { RecentTraffic } from "./recent-traffic.ts";
import type { SiteClock } from "./site-clock.ts";
import { type States, SURGE } from "./states.ts";

/** Normal for so long, and an episode is over. */
const QUIET_MS = 600_000;
/** Of a minute with too few requests to judge. */
const NO_ATTACK = { estimate: 0, low: 0, high: 0 };
/** Attack's share from which on a minute may be the beginning of an episode. */
const LEAST_ATTACK = 0.05;

/**
 * Makes episodes of what goes on: one is open while an attack, a surge or doubt holds and for ten minutes after. It takes in the
 * windows and minutes since its onset, also those that had closed before it was detected.
 */
export class EpisodeTracker {
  readonly nuisance = new Nuisance();
  readonly #options: JudgeOptions;
  readonly #listener: JudgeListener;
  readonly #baseline: Baseline;
  readonly #countries: CountryIndex;
  readonly #states: States;
  readonly #clock: SiteClock;
  readonly #recent: RecentTraffic;
  readonly #past = new PastMinutes();
  readonly #demand = new VisitorDemand();
  /** The fine windows of the open minute. */
  #loads: Load[] = [];
  #open: EpisodeRecord | null = null;
  /** Start of the open ten minutes, and how many of their minutes the open episode has taken in. */
  #tenStartMs = Number.NaN;
  #minutesInLedger = 0;

  constructor(
    options: JudgeOptions,
    listener: JudgeListener,
    baseline: Baseline,
    countries: CountryIndex,
    states: States,
    clock: SiteClock,
    recent: RecentTraffic,
  ) {
    this.#options = options;
    this.#listener = listener;
    this.#baseline = baseline;
    this.#countries = countries;
    this.#states = states;
    this.#clock = clock;
    this.#recent = recent;
  }

  /** The episode that is open, or null. Closed ones are handed to the listener and forgotten. */
  get open(): EpisodeRecord | null {
    return this.#open;
  }

  /** The phases of an episode, so far. */
  phasesOf(episode: EpisodeRecord): PhaseSpan[] {
    const within = (one: { startMs: number; endMs: number | null }) =>
      (one.endMs ?? Number.POSITIVE_INFINITY) > episode.onsetMs &&
      (episode.endMs === null || one.startMs < episode.endMs);
    const [attacks, surges, doubts] = this.#states.intervals;
    const { onsetMs } = episode;
    // What is found later may have begun before the onset that was told: an episode keeps its own.
    return overlayPhases({
      attacks: attacks.all.filter(within),
      surges: surges.all.filter(within),
      doubts: doubts.all.filter(within),
    }).flatMap((phase) => {
      if (phase.endMs !== null && phase.endMs <= onsetMs) return [];
      return [{ ...phase, startMs: Math.max(phase.startMs, onsetMs) }];
    });
  }

  /** Ten minutes begin. */
  beginTen(startMs: number): void {
    this.#tenStartMs = startMs;
    this.#minutesInLedger = 0;
  }

  /** Adds a fine window that has just closed, and opens, changes or closes the episode. @param nowMs event time at which that is known */
  addWindow(window: WindowSummary, assessment: Assessment | null, nowMs: number): void {
    const share = windowShare(window, assessment);
    this.#recent.addShare(share);
    this.#loads.push(loadOf(window));
    const wasOpen = this.#open !== null;
    this.track(nowMs, window.endMs);
    if (this.#open !== null) {
      // An episode that has just opened took in the windows since its onset.
      if (wasOpen) this.#open.addShare(share);
      if (assessment !== null) this.#open.addAssessment(assessment);
    }
  }

  /** Adds the judgement of a span that is still growing. @param endMs of what there is of it */
  addGrowing(assessment: Assessment, nowMs: number, endMs: number): void {
    this.track(nowMs, endMs);
    this.#open?.addAssessment(assessment);
  }

  /**
   * Adds a minute that has just closed.
   * @param assessment null where it held too little to be judged
   * @param isReported false where it lies before what is reported
   */
  addMinute(window: WindowSummary, units: Units, assessment: Assessment | null, isReported: boolean): void {
    const { startMs, endMs } = window;
    const demand = this.#demand.add(window, units, assessment?.share ?? NO_ATTACK, this.#usualVisit);
    const strain = strainOf(window, this.#loads, units);
    this.#loads = [];
    this.#open?.overload.addDemand(demand);
    this.#open?.overload.addMinute(strain);
    this.#recent.addMinute(strain, demand);
    if (assessment === null) return;
    // A faint attack shows only over ten minutes, which share it out.
    const { faint } = this.#states.attack;
    if (!faint) this.#recent.shareOut(assessment);
    const isPart =
      this.#open !== null && this.#states.intervals.some((intervals) => intervals.overlap(startMs, endMs));
    if (this.#open !== null && isPart && !faint) {
      this.#takePast(this.#open);
      this.#takeIn(this.#open, window, units, assessment);
      this.#minutesInLedger += 1;
    } else {
      if (this.#open === null && isReported) this.nuisance.add(units);
      if (this.#open !== null || couldBelong(assessment)) this.#past.keep(window, units, assessment);
    }
  }

  /** Adds ten minutes that have just closed: they count where an attack shows only over them. */
  addTen(window: WindowSummary, units: Units, assessment: Assessment): void {
    const { attack } = this.#states;
    if (attack.faint) this.#recent.shareOut(assessment);
    if (this.#open !== null && attack.on && this.#minutesInLedger === 0) {
      this.#takeIn(this.#open, window, units, assessment);
      this.#past.forgetFrom(window.startMs);
    }
  }

  /** Opens, changes and closes the episode as the states say. @param timeMs until when is known what there was */
  track(nowMs: number, timeMs: number): void {
    const intervals = this.#states.intervals;
    const holding = intervals.map(({ current }) => current).filter((one) => one !== null);
    if (this.#open === null) {
      if (holding.length > 0) this.#begin(Math.min(...holding.map((one) => one.startMs)), nowMs);
      return;
    }
    if (holding.length === 0) {
      const lastMs = Math.max(...intervals.map(({ all }) => all.at(-1)?.endMs ?? 0));
      if (timeMs - lastMs >= QUIET_MS) {
        this.#open.endMs = lastMs;
        this.#listener.closed(this.#open);
        for (const one of intervals) one.forget(this.#open.onsetMs);
        this.#open = null;
      }
      return;
    }
    if (this.#noteVerdict(this.#open, nowMs)) this.#listener.changed(this.#open);
  }

  /** Carries its state into a checkpoint, or out of one. The recent traffic must have been carried before. */
  carry(by: Carrier): void {
    for (const part of [this.nuisance, this.#demand, this.#past]) part.carry(by);
    this.#loads = by.value(this.#loads);
    this.#tenStartMs = by.value(this.#tenStartMs);
    this.#minutesInLedger = by.value(this.#minutesInLedger);
    const open = this.#open;
    const begun = by.value(open === null ? null : [open.onsetMs, open.baselinePerSecond]);
    if (begun === null) return;
    if (by.isReading) this.#open = this.#newEpisode(begun[0]!, begun[1]!);
    this.#open!.carry(by);
    // A window that is still to be given its part of a minute is the same one in both.
    if (by.isReading) this.#open!.shareWith(this.#recent.shares);
  }

  #begin(onsetMs: number, nowMs: number): void {
    const usual = this.#baseline.requests.expect(this.#clock.hourOfWeek(onsetMs));
    const open = this.#newEpisode(onsetMs, usual === null ? null : usual.median / 60);
    open.isCold = !isExperienced(this.#baseline);
    this.#open = open;
    this.#minutesInLedger = 0;
    const { shares, strains, demands } = this.#recent;
    for (const share of shares) if (share.startMs >= onsetMs) open.addShare(share);
    for (const strain of strains) if (strain.endMs > onsetMs) open.overload.addMinute(strain);
    for (const demand of demands) if (demand.startMs >= onsetMs) open.overload.addDemand(demand);
    this.#noteVerdict(open, nowMs);
    this.#listener.opened(open);
  }

  #newEpisode(onsetMs: number, baselinePerSecond: number | null): EpisodeRecord {
    const countryOf = (place: number) => this.#countries.ofPlace(place);
    const { capacityRps, networks } = this.#options;
    return new EpisodeRecord(onsetMs, capacityRps, baselinePerSecond, countryOf, networks);
  }

  #noteVerdict(episode: EpisodeRecord, nowMs: number): boolean {
    const { verdict } = this.#states;
    if (verdict === episode.verdict) return false;
    episode.verdict = verdict;
    episode.verdictAtMs = nowMs;
    return true;
  }

  /** Gives an open episode the minutes since its onset that were not its part when they closed. */
  #takePast(open: EpisodeRecord): void {
    this.#past.takeSince(open.onsetMs, this.#baseline, this.#countries, (window, units, assessment) => {
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
    const { visitRequests } = this.#baseline;
    return visitRequests.count >= 3 ? visitRequests.quantile(0.5) : null;
  }
}

/** Whether a minute outside episodes may turn out to be the beginning of one. */
function couldBelong({ share, score, organic }: Assessment): boolean {
  return (
    share.estimate >= LEAST_ATTACK ||
    score.attackProbability >= DOUBTFUL ||
    organic.surgeProbability >= SURGE.off
  );
}
