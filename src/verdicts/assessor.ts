import type { Baseline } from "../baselines/baseline.ts";
import { hourOfWeek } from "../baselines/local-hour.ts";
import type { Expectation } from "../baselines/seasonal-rate.ts";
import type { Carrier } from "../bytes/carrier.ts";
import type { Home, Span } from "../features/span.ts";
import { Units } from "../features/units.ts";
import { FLOOR_PER_MINUTE, LEAST_SHARE } from "../features/what-matters.ts";
import type { CountryIndex } from "../geo/country-index.ts";
import { Total, type WindowSummary } from "../windows/window-summary.ts";
import { type AttributeVote, BehaviourModel, type Scale } from "./behaviour-model.ts";
import { DoubtedSources } from "./doubted-sources.ts";
import { measureErrand } from "./errand-crowd.ts";
import { leastRequestsOf } from "./least-requests.ts";
import { LinkFetchers } from "./link-fetchers.ts";
import { type AttackShare, splitAttack } from "./mixture.ts";
import { measureNewcomers } from "./newcomers.ts";
import { OpenPages } from "./open-pages.ts";
import { PunctualPrograms } from "./punctual-programs.ts";
import { type EvidenceScore, scoreEvidence } from "./score.ts";
import { SourceMemory } from "./source-memory.ts";
import { measureOrganic, type OrganicPart } from "./surge.ts";
import { WaitingRooms } from "./waiting-rooms.ts";

/**
 * Sources by which a span is judged at first, besides those that send many requests. Of a thousand, a share of a twentieth is known to
 * within a seventh of itself, which is far less than what tells quiet from suspect.
 */
const SCREENED_SOURCES = 1024;
/** Probabilities of an attack, and of a surge, from which on a span is judged by all of its sources: well below what anything follows from. */
const QUIET_ATTACK = 0.15;
const QUIET_SURGE = 0.2;
/**
 * What a source did is so many times as likely of an attacker as of people, as log-odds, that it is no odd visitor. Every site has some
 * who are in doubt, many a site a great many of them; of these there are few anywhere.
 */
const BLATANT = 4;
/** Growth is told from no fewer usual visitors than this. */
const LEAST_USUAL = 10;

/**
 * A site is away when it fails so many of all requests, and serves no more than so much of what it usually does: one that is overloaded goes
 * on serving what it can. Then everybody asks again, and nobody gets a form: whoever sends passwords without one is no visitor.
 */
const AWAY_FAILED = 0.9;
const AWAY_SERVED = 0.5;
const AWAY_ATTEMPTS = 0.5;

/** Waiting rooms open when so many times as many come as usual. */
const LEAST_GROWTH = 1.5;

/** A span of traffic, judged. */
export interface Assessment {
  readonly startMs: number;
  readonly endMs: number;
  readonly scale: Scale;
  readonly requests: number;
  readonly share: AttackShare;
  readonly score: EvidenceScore;
  readonly organic: OrganicPart;
  /** Requests of the attack part a minute. */
  readonly attackPerMinute: number;
  /** Those among them of sources that do what people hardly ever do. */
  readonly blatantPerMinute: number;
  /** Requests a minute from which on an attack matters at this scale. */
  readonly floorPerMinute: number;
  /** Requests that an attack of so few or many sources must have sent to be more than a nuisance. */
  readonly leastRequests: number;
  /** Whether a handful of sources makes it. */
  readonly isOfFew: boolean;
  /** Share of all requests that were refused, failed, or tried to log in, 0..1: what the site itself shows of harm. */
  readonly harmedShare: number;
  /** Share of all requests that seem suspect and come from crawlers and monitors that say what they are, 0..1. */
  readonly declaredShare: number;
  /** Whether the site answers nobody, so that who comes cannot be told from who comes again. */
  readonly isAway: boolean;
  /** The attack part is at least 5 % and enough requests a minute for this scale. */
  readonly matters: boolean;
  /** Like `matters`, for the upper end of the interval. */
  readonly couldMatter: boolean;
}

/** What the judge knows besides the window. */
export interface AssessmentContext {
  readonly baseline: Baseline;
  readonly home: Home | null;
  /** Zone offset of local time, minutes east of UTC. */
  readonly zoneMinutes: number;
  readonly perMinuteBefore: number | null;
  /** Until when normal traffic may vouch for a source; null: until now. */
  readonly vouchMs: number | null;
  /** Requests that an outage has kept from being asked for, which come on top when it is over. */
  readonly owedRequests: number;
  /** False for a span whose traffic others hold, too, which are judged later: what it shows counts as seen once, in those. */
  readonly isCounted: boolean;
}

/** Tells why a source of the span judged last was taken for what it was. */
export interface SourceWeigher {
  /** What each attribute of a unit says, in the order of the attributes; those that say nothing are left out. */
  votesOf(unit: number): readonly AttributeVote[];
}

/** Judges one span: behaviour of each source, the split, the evidence, the score. Keeps its tables between calls. */
export class Assessor implements SourceWeigher {
  /** The sources of the span judged last, with their posteriors. */
  readonly units = new Units();
  readonly #model = new BehaviourModel();
  readonly #memory = new SourceMemory();
  readonly #doubted = new DoubtedSources();
  readonly #rooms = new WaitingRooms();
  readonly #pages = new OpenPages();
  readonly #fetchers = new LinkFetchers();
  readonly #punctual = new PunctualPrograms();
  readonly #countries: CountryIndex;

  constructor(countries: CountryIndex) {
    this.#countries = countries;
  }

  /** Reads the sources of a quiet window without judging them. */
  read(window: WindowSummary, baseline: Baseline): Units {
    this.units.fill(window, baseline, this.#countries, window.startMs, 1, SCREENED_SOURCES);
    this.units.attack.fill(0, 0, this.units.count);
    return this.units;
  }

  /** Carries what it remembers into a checkpoint, or out of one; not the span judged last. */
  carry(by: Carrier): void {
    this.#memory.carry(by);
    this.#doubted.carry(by);
    this.#rooms.carry(by);
    this.#pages.carry(by);
    this.#fetchers.carry(by);
    this.#punctual.carry(by);
  }

  /** See {@link SourceWeigher}. */
  votesOf(unit: number): readonly AttributeVote[] {
    return this.#model.votesOf(this.units, unit);
  }

  /**
   * Judges a quiet span by part of its sources, which is enough to see that it is quiet, and by all of them where it is not. The span
   * must be settled.
   * @param minutes length of the span that the window covers, minutes
   */
  screen(window: WindowSummary, scale: Scale, minutes: number, context: AssessmentContext): Assessment {
    const expected = context.baseline.visitors.expect(hourOfWeek(window.startMs, context.zoneMinutes));
    // Where a crowd has come, all of it is to be seen.
    if (window.sources.size > SCREENED_SOURCES && growthOf(window, minutes, expected) < LEAST_GROWTH) {
      const screened = this.assess(window, scale, minutes, context, SCREENED_SOURCES);
      if (isQuiet(screened)) return screened;
    }
    return this.assess(window, scale, minutes, context);
  }

  /**
   * @param minutes length of the span that the window covers, minutes
   * @param most sources by which it is judged, besides the loud ones. A fine window only has to tell whether there is an attack, and about
   *   how much of it: who it is, and how much exactly, is taken from the minute
   */
  assess(
    window: WindowSummary,
    scale: Scale,
    minutes: number,
    context: AssessmentContext,
    most = scale === 0 ? SCREENED_SOURCES : Number.POSITIVE_INFINITY,
  ): Assessment {
    const { baseline, isCounted } = context;
    const units = this.units;
    const hour = hourOfWeek(window.startMs, context.zoneMinutes);
    const expectedVisitors = baseline.visitors.expect(hour);
    const growth = growthOf(window, minutes, expectedVisitors);
    units.fill(window, baseline, this.#countries, context.vouchMs ?? window.startMs, growth, most);
    if (isCounted && scale < 2 && growth >= LEAST_GROWTH) {
      this.#rooms.learn(window, (path) => baseline.kinds.share((kind) => kind.path === path) ?? 0);
    }
    this.#rooms.mark(window, units, minutes);
    this.#pages.mark(units, scale, window.startMs, minutes);
    this.#model.prepare(baseline, scale);
    this.#model.measure(units, baseline);
    const isAttacked = context.vouchMs !== null;
    this.#fetchers.welcome(window, units, scale, { baseline, isAttacked, isCounted });
    this.#punctual.welcome(units, scale, window.startMs, minutes, isCounted);
    if (scale > 0) this.#memory.remember(units, scale, window.endMs);
    if (scale < 2) this.#memory.recall(units, scale, window.startMs);
    let share = splitAttack(units, baseline);
    // Whom their own deeds do not show is judged by company.
    const newcomers = measureNewcomers(units, baseline, scale, minutes, expectedVisitors);
    const errand = measureErrand(units, baseline, scale, minutes, expectedVisitors);
    const doubts = this.#doubted.doubtsOf(units, newcomers, window.startMs, errand);
    if (doubts !== null) share = splitAttack(units, baseline, doubts);
    this.#doubted.remember(units, newcomers, window.endMs, errand);
    const floorPerMinute = FLOOR_PER_MINUTE[scale];
    const { leastRequests: least, isOfFew } = leastRequestsOf(units, share.estimate, scale, minutes, (unit) =>
      this.#memory.isBack(units, unit, window.startMs),
    );
    const leastRequests = Math.max(least, context.owedRequests);
    const span: Span = {
      window,
      scale,
      minutes,
      units,
      attackRequests: share.attackRequests,
      attackShare: share.estimate,
      blatantRequests: blatantRequests(units),
      floorPerMinute,
      baseline,
      expectedRequests: baseline.requests.expect(hour),
      expectedVisitors,
      expectedSuspects: baseline.suspects.expect(hour),
      expectedBlatant: baseline.blatant.expect(hour),
      newcomers,
      errand,
      home: context.home,
      perMinuteBefore: context.perMinuteBefore,
    };
    const attackPerMinute = share.attackRequests / minutes;
    return {
      startMs: window.startMs,
      endMs: window.endMs,
      scale,
      requests: window.requests,
      share,
      score: scoreEvidence(span),
      organic: measureOrganic(span),
      attackPerMinute,
      blatantPerMinute: span.blatantRequests / minutes,
      floorPerMinute,
      leastRequests,
      isOfFew,
      harmedShare: harmedShare(window),
      declaredShare: declaredShare(units),
      isAway: isAway(span),
      matters: attackPerMinute >= floorPerMinute && share.estimate >= LEAST_SHARE,
      couldMatter:
        share.high * share.requests >= Math.max(floorPerMinute * minutes, leastRequests) &&
        share.high >= LEAST_SHARE,
    };
  }
}

/** How many times as many sources as usual there are, at least 1. */
function growthOf(window: WindowSummary, minutes: number, expectedVisitors: Expectation | null): number {
  const usual = Math.max(LEAST_USUAL, (expectedVisitors?.median ?? Number.POSITIVE_INFINITY) * minutes);
  return Math.max(1, window.sources.estimateKeys().estimate / usual);
}

/**
 * Whether part of the sources has shown that all of them would be judged normal: even the upper end of the attack's share, which allows
 * for the sampling, is too small to matter, and neither an attack nor a surge is likely.
 */
function isQuiet({ share, score, organic }: Assessment): boolean {
  return (
    share.high < LEAST_SHARE &&
    score.attackProbability < QUIET_ATTACK &&
    organic.surgeProbability < QUIET_SURGE
  );
}

function declaredShare(units: Units): number {
  let declared = 0;
  let all = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    all += units.requests[unit]!;
    if (units.exempt[unit] === 1) declared += units.attack[unit]! * units.requests[unit]!;
  }
  return all > 0 ? declared / all : 0;
}

function blatantRequests(units: Units): number {
  let sum = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    if (units.behaviour[unit]! >= BLATANT) sum += units.attack[unit]! * units.requests[unit]!;
  }
  return sum;
}

/** Whether the site answers nobody. */
function isAway({ window, minutes, expectedRequests }: Span): boolean {
  const { totals, requests } = window;
  const failed = totals[Total.overloads]! + totals[Total.serverErrors]!;
  const usual = (expectedRequests?.median ?? 0) * minutes;
  return (
    failed >= AWAY_FAILED * requests &&
    requests - failed <= AWAY_SERVED * usual &&
    totals[Total.attempts]! < AWAY_ATTEMPTS * requests
  );
}

function harmedShare({ totals, requests }: WindowSummary): number {
  const refused = totals[Total.overloads]! + totals[Total.refusals]! - totals[Total.attemptRefusals]!;
  const failed = totals[Total.clientErrors]! + totals[Total.serverErrors]!;
  return Math.min(1, (refused + failed + totals[Total.attempts]!) / Math.max(1, requests));
}
