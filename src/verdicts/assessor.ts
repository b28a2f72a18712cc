import type { Baseline } from "../baselines/baseline.ts";
import { hourOfWeek } from "../baselines/local-hour.ts";
import type { Carrier } from "../bytes/carrier.ts";
import type { Home, Span } from "../features/span.ts";
import { Units } from "../features/units.ts";
import type { CountryIndex } from "../geo/country-index.ts";
import type { WindowSummary } from "../windows/window-summary.ts";
import { type AttributeVote, BehaviourModel, type Scale } from "./behaviour-model.ts";
import { DoubtedSources } from "./doubted-sources.ts";
import { LinkFetchers } from "./link-fetchers.ts";
import { type AttackShare, splitAttack } from "./mixture.ts";
import { measureNewcomers } from "./newcomers.ts";
import { type EvidenceScore, scoreEvidence } from "./score.ts";
import { SourceMemory } from "./source-memory.ts";
import { measureOrganic, type OrganicPart } from "./surge.ts";
import { WaitingRooms } from "./waiting-rooms.ts";

/** Requests a minute that matter, by scale: 30, or 600 an hour where slower (contract §2). */
const FLOOR_PER_MINUTE = [30, 30, 10] as const;

/**
 * A handful of sources is a nuisance until it has sent so much: a few guesses at a password by one, and by mere load, as a
 * scanner's burst or a greedy crawler on a small site has it, by the other.
 */
const FEW_SOURCES = 8;
const FEW_LOGIN_REQUESTS = 75;
const FEW_LOAD_REQUESTS = 250;
const LOGIN_SHARE = 0.25;
/** Growth is told from no fewer usual visitors than this. */
const LEAST_USUAL = 10;

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
  /** Requests a minute from which on an attack matters at this scale. */
  readonly floorPerMinute: number;
  /** Requests that an attack of so few or many sources must have sent to be more than a nuisance. */
  readonly leastRequests: number;
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
  readonly #fetchers = new LinkFetchers();
  readonly #countries: CountryIndex;

  constructor(countries: CountryIndex) {
    this.#countries = countries;
  }

  /** Reads a window's sources without judging them. */
  read(window: WindowSummary, baseline: Baseline): Units {
    this.units.fill(window, baseline, this.#countries);
    this.units.attack.fill(0, 0, this.units.count);
    return this.units;
  }

  /** Carries what it remembers into a checkpoint, or out of one; not the span judged last. */
  carry(by: Carrier): void {
    this.#memory.carry(by);
    this.#doubted.carry(by);
    this.#rooms.carry(by);
    this.#fetchers.carry(by);
  }

  /** See {@link SourceWeigher}. */
  votesOf(unit: number): readonly AttributeVote[] {
    return this.#model.votesOf(this.units, unit);
  }

  /** @param minutes length of the span that the window covers, minutes */
  assess(window: WindowSummary, scale: Scale, minutes: number, context: AssessmentContext): Assessment {
    const { baseline } = context;
    const units = this.units;
    const hour = hourOfWeek(window.startMs, context.zoneMinutes);
    const expectedVisitors = baseline.visitors.expect(hour);
    const usual = Math.max(LEAST_USUAL, (expectedVisitors?.median ?? Number.POSITIVE_INFINITY) * minutes);
    const growth = Math.max(1, window.sources.estimateKeys().estimate / usual);
    units.fill(window, baseline, this.#countries, context.vouchMs ?? window.startMs, growth);
    if (scale < 2 && growth >= LEAST_GROWTH) {
      this.#rooms.learn(window, (path) => baseline.kinds.share((kind) => kind.path === path) ?? 0);
    }
    this.#rooms.mark(window, units, minutes);
    this.#model.prepare(baseline, scale);
    this.#model.measure(units, baseline);
    this.#fetchers.welcome(window, units, scale);
    if (scale > 0) this.#memory.remember(units, scale, window.endMs);
    if (scale < 2) this.#memory.recall(units, scale, window.startMs);
    let share = splitAttack(units, baseline);
    // Whom their own deeds do not show is judged by company.
    const newcomers = measureNewcomers(units, baseline, scale, minutes, expectedVisitors);
    const doubts = this.#doubted.doubtsOf(units, newcomers, window.startMs);
    if (doubts !== null) share = splitAttack(units, baseline, doubts);
    this.#doubted.remember(units, newcomers, window.endMs);
    const floorPerMinute = FLOOR_PER_MINUTE[scale];
    const leastRequests = leastRequestsOf(units);
    const span: Span = {
      window,
      scale,
      minutes,
      units,
      attackRequests: share.attackRequests,
      attackShare: share.estimate,
      floorPerMinute,
      baseline,
      expectedRequests: baseline.requests.expect(hour),
      expectedVisitors,
      expectedSuspects: baseline.suspects.expect(hour),
      newcomers,
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
      floorPerMinute,
      leastRequests,
      matters: attackPerMinute >= floorPerMinute && share.estimate >= 0.05,
      couldMatter:
        share.high * share.requests >= Math.max(floorPerMinute * minutes, leastRequests) &&
        share.high >= 0.05,
    };
  }
}

function leastRequestsOf(units: Units): number {
  let attack = 0;
  let squares = 0;
  let attempts = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    const posterior = units.attack[unit]!;
    const requests = posterior * units.requests[unit]!;
    attack += requests;
    // A row that stands for many quiet sources is many.
    squares += (requests * requests) / units.sources[unit]!;
    attempts += posterior * units.attempts[unit]!;
  }
  // The inverse Simpson index: the number of equally loud sources that would be as concentrated.
  if (attack * attack >= FEW_SOURCES * squares) return FLOOR_PER_MINUTE[0];
  return attempts < LOGIN_SHARE * attack ? FEW_LOAD_REQUESTS : FEW_LOGIN_REQUESTS;
}
