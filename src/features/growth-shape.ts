import { clip, type Feature, plain } from "./span.ts";

/**
 * Did the traffic grow by more sources, or by more requests from each?
 *
 * Source: Jung et al. (2002), section 5: in a flash crowd the number of clients grows with the requests and the rate per
 * client falls; in an attack it is the other way round.
 * Fails on: retry storms; shared addresses; botnets of a request or two an address.
 */
export const growthShape: Feature = {
  name: "growth-shape",
  measure(span) {
    const requests = span.expectedRequests;
    const visitors = span.expectedVisitors;
    if (requests === null || visitors === null || requests.minutes < 30) {
      return { abstained: "less than half an hour of normal traffic is known" };
    }
    const now = span.window.requests / span.minutes;
    if (now <= requests.upper) return { abstained: "there is no more traffic than usual" };
    if (span.scale !== 1) return { abstained: "told by the minute" };
    const sources = Math.max(1, span.window.sources.estimateKeys().estimate);
    const observed = span.window.requests / sources;
    const expected = (requests.median + 1) / (visitors.median + 1);
    const perSource = Math.log(observed / expected);
    const grown = Math.log((sources + 1) / (visitors.median + 1));
    return {
      value: clip(0.8 * perSource - 0.3 * Math.max(0, grown), -1.5, 1.5),
      observed,
      expected,
      summary: `${plain(observed)} ${plain(observed) === "1" ? "request" : "requests"} a source, usually ${plain(expected)}, from ${plain(Math.exp(grown))} times as many sources`,
    };
  },
};
