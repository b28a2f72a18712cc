import { clip, type Feature, plain } from "./span.ts";

/**
 * How much of the traffic behaves like an attack, against what always does on this site and against what matters.
 *
 * Source: the amount that matters is the contract's (5 % of the requests and 30 a minute, 600 an hour where slower).
 * Fails on: attackers who behave like people in every respect (they do not count as suspects).
 */
export const suspectVolume: Feature = {
  name: "suspect-volume",
  measure(span) {
    const perMinute = span.attackRequests / span.minutes;
    const usual = span.expectedSuspects?.upper ?? 0;
    const requestsPerMinute = span.window.requests / span.minutes;
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
