import { type Baseline, behaviourKey } from "../baselines/baseline.ts";
import type { Expectation } from "../baselines/seasonal-rate.ts";
import type { Errand } from "../features/errand-crowd.ts";
import { NOT_APPLICABLE } from "../features/source-attributes.ts";
import { attributeIndex, type Units } from "../features/units.ts";
import type { Scale } from "./behaviour-model.ts";
import { divergence } from "./divergence.ts";
import { isNewcomer } from "./newcomers.ts";

const REFERRER = attributeIndex("referrer");
const PROFILE = attributeIndex("profile");
/** Minutes of normal traffic from which it is known what is usual. */
const EXPERIENCE_MINUTES = 60;
/** Fewer newcomers than this on one errand say nothing together. */
const LEAST_CROWD = 15;
/** More than so many times the usual: by chance, and by the hour, some more come. */
const LEAST_RATIO = 4;
/** Shares below this are not told apart. */
const RARE = 0.02;
/** Share of visitors who come with a referrer from which it says something to come without. */
const MOSTLY = 0.5;
/** Evidence that must come together before a crowd is doubted, as for all newcomers. */
const DOUBT_FROM = 3;
const STEEPNESS = 2;

/**
 * The largest crowd of newcomers who all want one thing that visitors hardly ever want by itself: a call of an app without the calls that its
 * users make before and after, one page without its files, a form that is sent and never read. A few of such a minute are not many
 * newcomers, and each of them does what users do, so that only together they can be told. People do come for one thing, from a link in
 * a mail or on another site where files are not logged; but then they are the audience, by places and user agents, or come with a referrer. One
 * sign alone is not enough. Who is refused for overload sees nothing else, and is left out. O(units).
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
  const sources = new Map<number, number>();
  let newcomers = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    if (!isNewcomer(units, unit) || units.bin(unit, PROFILE) < 0) continue;
    newcomers += units.sources[unit]!;
    const asked = units.asked[unit]!;
    if (asked !== 0) sources.set(asked, (sources.get(asked) ?? 0) + units.sources[unit]!);
  }
  const usualOf = (asked: number) => baseline.asked.share(asked) * expectedVisitors.median * minutes;
  let asked = 0;
  let most = 0;
  for (const [key, count] of sources) {
    const beyond = count - LEAST_RATIO * usualOf(key);
    if (count >= LEAST_CROWD && beyond > most) {
      most = beyond;
      asked = key;
    }
  }
  if (asked === 0) return null;
  const crowd = sources.get(asked)!;
  const isOfCrowd = (unit: number) =>
    units.asked[unit] === asked && isNewcomer(units, unit) && units.bin(unit, PROFILE) >= 0
      ? units.sources[unit]!
      : 0;
  const share = crowd / newcomers;
  const novelty = Math.log((share + RARE) / (baseline.asked.share(asked) + RARE));
  const place = divergence(units, units.country, baseline.countries, 0, isOfCrowd);
  const userAgents = divergence(units, units.userAgent, baseline.userAgents, null, isOfCrowd);
  const evidence =
    clip(novelty, 0, 2) +
    (place === null ? 0 : clip(place - 0.3, -1, 2)) +
    (userAgents === null ? 0 : clip(userAgents - 0.4, -0.5, 1.5)) +
    referrerEvidence(units, baseline, scale, isOfCrowd);
  return {
    asked,
    people: crowd,
    usual: usualOf(asked),
    excess: 1 - Math.min(1, usualOf(asked) / crowd),
    logOdds: STEEPNESS * (evidence - DOUBT_FROM),
    placeDivergence: place,
    userAgentDivergence: userAgents,
  };
}

/** Links bring people with a referrer; where visitors have one, tools mostly do without. */
function referrerEvidence(
  units: Units,
  baseline: Baseline,
  scale: Scale,
  isOfCrowd: (unit: number) => number,
): number {
  const habits = baseline.behaviour[scale]!;
  const told = habits.share(behaviourKey(REFERRER, NOT_APPLICABLE));
  if (told === 0 || habits.share(behaviourKey(REFERRER, 0)) < MOSTLY * told) return 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    if (isOfCrowd(unit) > 0) return units.bin(unit, REFERRER) === 0 ? -1 : 1;
  }
  return 0;
}

function clip(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
