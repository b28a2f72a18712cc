import { Total } from "../windows/window-summary.ts";
import { clip, type Feature, plain, type Span } from "./span.ts";
import { LEAST_SHARE } from "./what-matters.ts";

/** Minutes from which it is known how many do here what people hardly ever do. */
const LEAST_MINUTES = 10;

/**
 * How much of the traffic behaves like an attack, against what always does on this site and against what matters. Those who are in
 * doubt are many on some sites, and come and go; those who plainly are no people are few on any. So both are measured, all suspects and
 * the plain ones, each against its own usual amount, and the greater excess counts.
 *
 * Source: the amount that matters is the contract's (5 % of the requests and 30 a minute, 600 an hour where slower).
 * Fails on: attackers who behave like people in every respect (they do not count as suspects).
 */
export const suspectVolume: Feature = {
  name: "suspect-volume",
  measure(span) {
    const requestsPerMinute = span.window.requests / span.minutes;
    const more = requestsPerMinute - (span.expectedRequests?.median ?? 0);
    // Whoever is refused looks suspect. A flood that brings a site down comes on top of its visitors, all the same.
    const most = isMostlyRefused(span) ? Math.max(0, more) : Number.POSITIVE_INFINITY;
    const matters = Math.max(span.floorPerMinute, LEAST_SHARE * requestsPerMinute);
    const excessOf = (requests: number, usual: number) => {
      const perMinute = Math.min(most, requests / span.minutes);
      const value = 1.6 * Math.log((perMinute + 0.1) / Math.max(matters, 1.5 * usual));
      return { value, perMinute, usual };
    };
    const all = excessOf(span.attackRequests, span.expectedSuspects?.upper ?? 0);
    const { expectedBlatant } = span;
    const isKnown = expectedBlatant !== null && expectedBlatant.minutes >= LEAST_MINUTES;
    const blatant = isKnown ? excessOf(span.blatantRequests, expectedBlatant.upper) : all;
    const { value, perMinute, usual } = blatant.value > all.value ? blatant : all;
    return {
      value: clip(value, -4, 4),
      observed: perMinute,
      expected: usual,
      summary: `${plain(perMinute)} requests a minute ${
        blatant.value > all.value ? "plainly behave" : "behave"
      } like an attack; up to ${plain(usual)} is usual here, ${plain(matters)} would matter`,
    };
  },
};

function isMostlyRefused({ window }: Span): boolean {
  const { totals } = window;
  return totals[Total.overloads]! + totals[Total.serverErrors]! > 0.5 * totals[Total.requests]!;
}
