import { Total } from "../windows/window-summary.ts";
import { clip, type Feature, plain, type Span } from "./span.ts";

/**
 * How much of the traffic behaves like an attack, against what always does on this site and against what matters.
 *
 * Source: the amount that matters is the contract's (5 % of the requests and 30 a minute, 600 an hour where slower).
 * Fails on: attackers who behave like people in every respect (they do not count as suspects).
 */
export const suspectVolume: Feature = {
  name: "suspect-volume",
  measure(span) {
    const usual = span.expectedSuspects?.upper ?? 0;
    const requestsPerMinute = span.window.requests / span.minutes;
    const more = requestsPerMinute - (span.expectedRequests?.median ?? 0);
    // Whoever is refused looks suspect. A flood that brings a site down comes on top of its visitors, all the same.
    const most = isMostlyRefused(span) ? Math.max(0, more) : Number.POSITIVE_INFINITY;
    const perMinute = Math.min(most, span.attackRequests / span.minutes);
    const matters = Math.max(span.floorPerMinute, 0.05 * requestsPerMinute);
    const tolerance = Math.max(matters, 1.5 * usual);
    return {
      value: clip(1.6 * Math.log((perMinute + 0.1) / tolerance), -4, 4),
      observed: perMinute,
      expected: usual,
      summary: `${plain(perMinute)} requests a minute behave like an attack; up to ${plain(usual)} is usual here, ${plain(matters)} would matter`,
    };
  },
};

function isMostlyRefused({ window }: Span): boolean {
  const { totals } = window;
  return totals[Total.overloads]! + totals[Total.serverErrors]! > 0.5 * totals[Total.requests]!;
}
