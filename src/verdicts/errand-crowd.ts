import { type Baseline, behaviourKey } from "../baselines/baseline.ts";
import type { Composition } from "../baselines/composition.ts";
import type { Expectation } from "../baselines/seasonal-rate.ts";
import type { Errand } from "../features/errand-crowd.ts";
import { NOT_APPLICABLE } from "../features/source-attributes.ts";
import { clip } from "../features/span.ts";
import { attributeIndex, hasSent, type Units } from "../features/units.ts";
import type { Scale } from "./behaviour-model.ts";
import { divergence } from "./divergence.ts";
import {
  alienEvidence,
  crowdLogOdds,
  EXPERIENCE_MINUTES,
  isNewcomer,
  LEAST_HABITS,
  WITHOUT_FILES,
} from "./newcomers.ts";

const REFERRER = attributeIndex("referrer");
const PROFILE = attributeIndex("profile");
const WAITING = 11;
const USER_AGENT = attributeIndex("user-agent");
/** Who calls itself an app, as apps are: they come from no page and load none of its files. */
const APP = 4;
/** Profiles of who loaded files, or may have. */
const MAYBE_WITH_FILES: readonly number[] = [2, 4, 5, 8, 10];
/** Fewer newcomers than this on one errand say nothing together. */
const LEAST_CROWD = 15;
/** Nor do fewer than this a minute: every site has guessers who come from ever other addresses. */
const LEAST_A_MINUTE = 6;
/** More than so many times the usual: by chance, and by the hour, some more come. */
const LEAST_RATIO = 4;
/** Shares below this are not told apart. */
const RARE = 0.02;
/** Crowds that are looked at, the largest first. */
const MOST_CROWDS = 4;
/** Share of visitors of whom something is true from which it says something that it is not. */
const MOSTLY = 0.5;

/**
 * A crowd of newcomers who all want one thing that visitors hardly ever want by itself, the least like people of the largest: a call of an app without the calls that its
 * users make before and after, one page without its files, a form that is sent and never read. A few of such a minute are not many
 * newcomers, and each of them does what users do, so that only together they can be told. People do come for one thing, from a link in
 * a mail or on another site where files are not logged; but then they are the audience, by places and user agents, or come with a referrer. One
 * sign alone is not enough. O(units).
 * @param expectedVisitors people a minute that are usual now
 * @returns null where there is no such crowd, or where that cannot be known
 */
export function measureErrand(
  units: Units,
  baseline: Baseline,
  scale: Scale,
  minutes: number,
  expectedVisitors: Expectation | null,
): Errand | null {
  // In some seconds everybody asks for one thing.
  if (scale === 0 || expectedVisitors === null || expectedVisitors.minutes < EXPERIENCE_MINUTES) return null;
  const habits = baseline.behaviour[scale]!;
  const sources = new Map<number, number>();
  let newcomers = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    const asked = units.asked[unit]!;
    if (!mayCount(units, unit, asked)) continue;
    newcomers += units.sources[unit]!;
    if (asked !== 0) sources.set(asked, (sources.get(asked) ?? 0) + units.sources[unit]!);
  }
  let found: Errand | null = null;
  for (const [asked, crowd] of largest(sources, Math.max(LEAST_CROWD, LEAST_A_MINUTE * minutes))) {
    const usual = baseline.asked.share(asked) * expectedVisitors.median * minutes;
    if (crowd < LEAST_RATIO * usual) continue;
    const weightOf = (unit: number) => (mayCount(units, unit, asked) ? units.sources[unit]! : 0);
    const novelty = Math.log((crowd / newcomers + RARE) / (baseline.asked.share(asked) + RARE));
    const place = divergence(units, units.country, baseline.countries, 0, weightOf);
    const userAgents = divergence(units, units.userAgent, baseline.userAgents, null, weightOf);
    const evidence =
      clip(novelty, 0, 2.5) +
      alienEvidence(place, userAgents) +
      (areApps(units, weightOf) ? 0 : looksEvidence(units, habits, firstOf(units, weightOf)));
    const logOdds = crowdLogOdds(evidence);
    if (found !== null && found.logOdds >= logOdds) continue;
    found = {
      asked,
      people: crowd,
      usual,
      excess: 1 - Math.min(1, usual / crowd),
      logOdds,
      placeDivergence: place,
      userAgentDivergence: userAgents,
    };
  }
  return found;
}

/**
 * Who is refused for overload, or waits in a queue, sees nothing else and has no errand; nor has who pays a visit, the script of a page that
 * was opened before, or a program that is at home here.
 */
function mayCount(units: Units, unit: number, asked: number): boolean {
  if (units.asked[unit] !== asked || units.excused[unit] !== 0 || !isNewcomer(units, unit)) return false;
  const profile = units.bin(unit, PROFILE);
  if (MAYBE_WITH_FILES.includes(profile) && !hasSent(asked)) return false;
  return profile >= 0 && profile !== WAITING;
}

/** Whether most of a crowd call themselves apps, of which looks say nothing. */
function areApps(units: Units, weightOf: (unit: number) => number): boolean {
  let apps = 0;
  let all = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    const weight = weightOf(unit);
    all += weight;
    if (units.bin(unit, USER_AGENT) === APP) apps += weight;
  }
  return apps > MOSTLY * all;
}

/** The first unit that is of a crowd; there is one. */
function firstOf(units: Units, weightOf: (unit: number) => number): number {
  let one = 0;
  while (one < units.count && weightOf(one) === 0) one += 1;
  return one;
}

/** What most newcomers ask for, each with their number; of equally many, the smaller key first. */
function largest(sources: ReadonlyMap<number, number>, least: number): [number, number][] {
  return [...sources]
    .filter(([, count]) => count >= least)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, MOST_CROWDS);
}

/**
 * Links bring people with a referrer, and pages come with their files: where visitors have both, tools mostly do without.
 * @param one any of the crowd: all came from somewhere or nowhere, and loaded files or none (`askedOf`), so that it tells of all
 */
function looksEvidence(units: Units, habits: Composition, one: number): number {
  let evidence = 0;
  if (habitOf(habits, REFERRER, [0]) >= MOSTLY) evidence += units.bin(one, REFERRER) === 0 ? -1 : 1;
  const withoutFiles = habitOf(habits, PROFILE, WITHOUT_FILES);
  if (withoutFiles > 0 && !MAYBE_WITH_FILES.includes(units.bin(one, PROFILE))) {
    evidence += clip(Math.log(MOSTLY / withoutFiles), 0, 1);
  }
  return evidence;
}

/** Share of the audience's sources in some bins of an attribute; 0 where that is not known. */
function habitOf(habits: Composition, attribute: number, bins: readonly number[]): number {
  const told = habits.share(behaviourKey(attribute, NOT_APPLICABLE));
  if (told * habits.total < LEAST_HABITS) return 0;
  return bins.reduce((sum, bin) => sum + habits.share(behaviourKey(attribute, bin)), 0) / told;
}
