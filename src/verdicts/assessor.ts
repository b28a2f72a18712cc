import type { Baseline } from "../baselines/baseline.ts";
import { hourOfWeek } from "../baselines/local-hour.ts";
import type { Home, Span } from "../features/span.ts";
import { Units } from "../features/units.ts";
import type { CountryIndex } from "../geo/country-index.ts";
import type { WindowSummary } from "../windows/window-summary.ts";
import { type AttributeVote, BehaviourModel, type Scale } from "./behaviour-model.ts";
import { type AttackShare, splitAttack } from "./mixture.ts";
import { type EvidenceScore, scoreEvidence } from "./score.ts";
import { measureOrganic, type OrganicPart } from "./surge.ts";

/** Requests a minute that matter, by scale: 30, or 600 an hour where slower (contract §2). */
const FLOOR_PER_MINUTE = [30, 30, 10] as const;

/**
 * Up to three sources are a nuisance until they are this loud: a few guesses at a password by one, and by mere load, as a
 * scanner's burst or a greedy crawler on a small site has it, by the other.
 */
const FEW_SOURCES = 3.5;
const FEW_LOGIN_FLOOR_PER_MINUTE = [75, 75, 20] as const;
const FEW_LOAD_FLOOR_PER_MINUTE = [200, 200, 60] as const;
const LOGIN_SHARE = 0.25;

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
  /** Requests a minute from which on an attack of this kind matters. */
  readonly floorPerMinute: number;
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

  /** See {@link SourceWeigher}. */
  votesOf(unit: number): readonly AttributeVote[] {
    return this.#model.votesOf(this.units, unit);
  }

  /** @param minutes length of the span that the window covers, minutes */
  assess(window: WindowSummary, scale: Scale, minutes: number, context: AssessmentContext): Assessment {
    const { baseline } = context;
    const units = this.units;
    units.fill(window, baseline, this.#countries);
    this.#model.prepare(baseline, scale);
    this.#model.measure(units, baseline);
    const share = splitAttack(units, baseline);

    const hour = hourOfWeek(window.startMs, context.zoneMinutes);
    const floorPerMinute = floorsOf(units)[scale];
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
      expectedVisitors: baseline.visitors.expect(hour),
      expectedSuspects: baseline.suspects.expect(hour),
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
      matters: attackPerMinute >= floorPerMinute && share.estimate >= 0.05,
      couldMatter: (share.high * share.requests) / minutes >= floorPerMinute && share.high >= 0.05,
    };
  }
}

/** From which amount on an attack of this kind matters, requests a minute by scale. */
function floorsOf(units: Units): readonly [number, number, number] {
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
  if (attack * attack >= FEW_SOURCES * squares) return FLOOR_PER_MINUTE;
  return attempts < LOGIN_SHARE * attack ? FEW_LOAD_FLOOR_PER_MINUTE : FEW_LOGIN_FLOOR_PER_MINUTE;
}
