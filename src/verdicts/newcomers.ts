import { type Baseline, behaviourKey } from "../baselines/baseline.ts";
import type { Composition } from "../baselines/composition.ts";
import type { Expectation } from "../baselines/seasonal-rate.ts";
import type { Newcomers } from "../features/crowd-of-newcomers.ts";
import { NOT_APPLICABLE } from "../features/source-attributes.ts";
import { clip } from "../features/span.ts";
import { attributeIndex, type Units } from "../features/units.ts";
import type { Scale } from "./behaviour-model.ts";
import { divergence } from "./divergence.ts";

const HISTORY = attributeIndex("history");
const ANSWER = attributeIndex("login-answer");
const PROFILE = attributeIndex("profile");
const KNOWN_SOURCE = 0;
/** Profiles of who asked for a page, or tried to log in, and loaded no file. */
export const WITHOUT_FILES: readonly number[] = [0, 1, 3, 6, 7];
/** Sources from which it is known how many load files. */
export const LEAST_HABITS = 60;
/** Bins of the login answer from here on are of who was not let in. */
const REFUSED = 2;
/** Minutes of normal traffic from which it is known how many newcomers there usually are. */
export const EXPERIENCE_MINUTES = 60;
/** Fewer newcomers than this above the usual say nothing together. */
const LEAST_EXCESS = 12;
/** Logins of newcomers from which their success says something of all of them. */
const LEAST_LOGINS = 6;
/** Share of wrong passwords in a crowd that has forgotten them, and of guessers who are wrong. */
const FORGETFUL = 0.4;
const GUESSING = 0.95;
/** Evidence that must come together before a crowd is doubted. */
const DOUBT_FROM = 3;
const STEEPNESS = 2;
/** Divergence of places from which a newcomer's country tells whether it is the audience's. */
const ALIEN_FROM = 0.7;
/** A country with less of the audience does not tell how much it grew. */
const TELLING = 0.05;

/**
 * Judges all newcomers of a span as a crowd: single visits of bots that drive browsers look like people's, yet together they
 * are not let in, load no files, come from where the audience is not, and under few user agents. A linked page brings newcomers from abroad,
 * too, and a forgotten password is human: no one of these is enough. Whom their own deeds show to be attackers are left out: what
 * is to be told is whether the others are people. O(units).
 * @param expectedVisitors people a minute that are usual now
 * @returns null where there are no more newcomers than usual, or where that cannot be known
 */
export function measureNewcomers(
  units: Units,
  baseline: Baseline,
  scale: Scale,
  minutes: number,
  expectedVisitors: Expectation | null,
): Newcomers | null {
  if (expectedVisitors === null || expectedVisitors.minutes < EXPERIENCE_MINUTES) return null;
  const habits = baseline.behaviour[scale]!;
  const told = habits.share(behaviourKey(HISTORY, NOT_APPLICABLE));
  if (told === 0) return null;
  const usualShare = 1 - habits.share(behaviourKey(HISTORY, KNOWN_SOURCE)) / told;
  let people = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    if (isNewcomer(units, unit)) people += units.people[unit]! * unexplained(units, unit);
  }
  const usual = expectedVisitors.median * minutes * usualShare;
  // Chance alone brings some more; whether they are a crowd like others is asked below, so little is enough to ask.
  if (people - usual < LEAST_EXCESS + 2 * Math.sqrt(usual)) return null;

  const logins = loginEvidence(units);
  const unexplainedNewcomers = (unit: number) =>
    isNewcomer(units, unit) ? units.sources[unit]! * unexplained(units, unit) : 0;
  const place = divergence(units, units.country, baseline.countries, 0, unexplainedNewcomers);
  const userAgents = divergence(units, units.userAgent, baseline.userAgents, null, unexplainedNewcomers);
  const files = scale === 0 ? null : fileEvidence(units, habits);
  const sum = (logins?.evidence ?? 0) + (files?.evidence ?? 0) + alienEvidence(place, userAgents);
  return {
    people,
    usual,
    excess: 1 - usual / people,
    logOdds: crowdLogOdds(sum),
    refusedLogins: logins?.refused ?? null,
    withoutFiles: files?.without ?? null,
    placeDivergence: place,
    userAgentDivergence: userAgents,
    alienByCountry: place !== null && place >= ALIEN_FROM ? alienByCountry(units, baseline.countries) : null,
  };
}

/**
 * What a crowd's places and user agents say.
 * @param place divergence of its countries from the audience's, nats; null where that is not known
 * @param userAgents likewise of its user agents
 */
export function alienEvidence(place: number | null, userAgents: number | null): number {
  return (
    (place === null ? 0 : clip(place - 0.3, -1, 2)) +
    (userAgents === null ? 0 : clip(userAgents - 0.4, -0.5, 1.5))
  );
}

/** Log-odds that a crowd is none of people, by all evidence together: one sign alone is not enough. */
export function crowdLogOdds(evidence: number): number {
  return STEEPNESS * (evidence - DOUBT_FROM);
}

/** Whether a source was not there before; of declared crawlers and allowed sources that is not asked. */
export function isNewcomer(units: Units, unit: number): boolean {
  return units.exempt[unit] === 0 && units.bin(unit, HISTORY) > KNOWN_SOURCE;
}

/** The part of a source that its own deeds leave to the audience. */
function unexplained(units: Units, unit: number): number {
  return 1 - units.attack[unit]!;
}

/** Whether a source tried to log in and was not let in. */
export function isRefused(units: Units, unit: number): boolean {
  return units.bin(unit, ANSWER) >= REFUSED;
}

/** Likelihood ratio of the newcomers' logins: of guessers, against a crowd as forgetful as known visitors are just now. */
function loginEvidence(units: Units): { refused: number; evidence: number } | null {
  let refused = 0;
  let all = 0;
  let knownRefused = 0;
  let known = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    const answer = units.bin(unit, ANSWER);
    if (answer < 0 || units.exempt[unit] !== 0) continue;
    const sources = units.sources[unit]! * unexplained(units, unit);
    const wrong = answer >= REFUSED ? sources : 0;
    if (isNewcomer(units, unit)) {
      refused += wrong;
      all += sources;
    } else {
      knownRefused += wrong;
      known += sources;
    }
  }
  if (all < LEAST_LOGINS) return null;
  // Where logins do not work at present, known visitors are refused as well.
  const forgetful = Math.min(0.9, Math.max(FORGETFUL, (knownRefused + 0.5) / (known + 5) + 0.2));
  const evidence =
    refused * Math.log(GUESSING / forgetful) + (all - refused) * Math.log((1 - GUESSING) / (1 - forgetful));
  return { refused: refused / all, evidence: clip(evidence, -3, 4) };
}

/**
 * Do newcomers load the files that belong to a page? Who comes for the first time has none of them yet, so that newcomers load
 * rather more than others; bots that are sent for pages load none. Says nothing where the log does not show the files.
 */
function fileEvidence(units: Units, habits: Composition): { without: number; evidence: number } | null {
  const all = habits.share(behaviourKey(PROFILE, NOT_APPLICABLE));
  if (all * habits.total < LEAST_HABITS) return null;
  let usual = 0;
  for (const bin of WITHOUT_FILES) usual += habits.share(behaviourKey(PROFILE, bin)) / all;
  let without = 0;
  let told = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    const profile = units.bin(unit, PROFILE);
    if (profile < 0 || !isNewcomer(units, unit)) continue;
    const sources = units.sources[unit]! * unexplained(units, unit);
    told += sources;
    if (WITHOUT_FILES.includes(profile)) without += sources;
  }
  if (told < LEAST_EXCESS) return null;
  const share = without / told;
  return { without: share, evidence: clip(1.3 * Math.log((share + 0.05) / (usual + 0.05)) - 0.3, -1, 2) };
}

/**
 * What of each country's newcomers is not the audience grown as a whole: the audience can have grown only as much as in the country
 * in which it grew least.
 */
function alienByCountry(units: Units, usual: Composition): Map<number, number> {
  const counts = new Map<number, number>();
  for (let unit = 0; unit < units.count; unit += 1) {
    if (!isNewcomer(units, unit)) continue;
    const country = units.country[unit]!;
    counts.set(country, (counts.get(country) ?? 0) + units.sources[unit]! * unexplained(units, unit));
  }
  let audience = Number.POSITIVE_INFINITY;
  for (const { key, share } of usual.shares()) {
    if (key !== 0 && share >= TELLING) audience = Math.min(audience, ((counts.get(key) ?? 0) + 1) / share);
  }
  const alien = new Map<number, number>();
  for (const [country, count] of counts) {
    alien.set(country, Math.max(0, 1 - (audience * (usual.share(country) + 0.002)) / Math.max(count, 1e-9)));
  }
  return alien;
}
