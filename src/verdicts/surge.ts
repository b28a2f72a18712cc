import type { Expectation } from "../baselines/seasonal-rate.ts";
import type { Span } from "../features/span.ts";
import { Total } from "../windows/window-summary.ts";
import { sigmoid } from "./score.ts";

/** Extra requests, and extra visitors, a minute below which nothing is called a surge: small numbers double by chance. */
const LEAST_EXTRA_REQUESTS = 60;
const LEAST_EXTRA_VISITORS = 12;
/** A surge is so many times the usual, in requests and in visitors. */
const LEAST_RATIO = 1.8;
/**
 * Or those who always come want so much more, most of them at once: what programs had kept while they were cut off, pages reloaded over and
 * over. So many times the usual, by so many, of those who usually come, that no few of them make it.
 */
const MORE_FROM_EACH = 3;
const LEAST_CARRYING = 60;
const LEAST_CARRYING_SHARE = 0.3;

/** The audience's part of a span, per minute. */
export interface OrganicPart {
  /** Requests of people: neither the attack's nor declared crawlers'. */
  readonly requestsPerMinute: number;
  readonly visitorsPerMinute: number;
  /** Probability that this is well above the usual; null where nothing is known of it. */
  readonly surgeProbability: number;
}

/**
 * How much of the span is the audience, and whether it is a surge: more people than usual, not more from each, unless a whole
 * audience wants several times as much as ever. The requests must be far above the baseline, and the visitors or what most of them want.
 */
export function measureOrganic(span: Span): OrganicPart {
  const units = span.units;
  let requests = 0;
  let visitors = 0;
  let squares = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    if (units.exempt[unit] === 1) continue;
    const people = 1 - units.attack[unit]!;
    requests += people * units.requests[unit]!;
    visitors += people * units.people[unit]!;
    squares += (people * units.requests[unit]!) ** 2 / units.sources[unit]!;
  }
  const requestsPerMinute = requests / span.minutes;
  const visitorsPerMinute = visitors / span.minutes;
  return {
    requestsPerMinute,
    visitorsPerMinute,
    // The inverse Simpson index: so many sources, all equally busy, would be as concentrated.
    surgeProbability: surgeProbability(
      span,
      requestsPerMinute,
      visitorsPerMinute,
      requests ** 2 / Math.max(1, squares),
    ),
  };
}

function surgeProbability(span: Span, requests: number, visitors: number, carrying: number): number {
  const usual = span.expectedRequests;
  const usualVisitors = span.expectedVisitors;
  if (usual === null || usualVisitors === null || usual.minutes < 20) {
    // Nothing to compare with: only a site that cannot cope with its visitors shows that they are many.
    const totals = span.window.totals;
    const overloaded = totals[Total.overloads]! / Math.max(1, totals[Total.requests]!);
    return visitors > 60 && overloaded > 0.05 ? 0.75 : 0.05;
  }
  const above = (now: number, expected: Expectation) =>
    Math.log((now + 1) / (expected.upper + 1)) / expected.spread;
  if (
    carrying >= Math.max(LEAST_CARRYING, LEAST_CARRYING_SHARE * usualVisitors.median * span.minutes) &&
    requests >= MORE_FROM_EACH * (usual.median + 1)
  ) {
    return sigmoid(1.3 + 2.5 * above(requests, usual));
  }
  if (
    requests - usual.median < LEAST_EXTRA_REQUESTS ||
    visitors - usualVisitors.median < LEAST_EXTRA_VISITORS ||
    requests < LEAST_RATIO * (usual.median + 1) ||
    visitors < LEAST_RATIO * (usualVisitors.median + 1)
  ) {
    return 0.02;
  }
  return sigmoid(1.3 + 2.5 * Math.min(above(requests, usual), above(visitors, usualVisitors)));
}
