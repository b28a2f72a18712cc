import { clip, type Feature, percent, type Span, tooFewSuspects } from "./span.ts";

/** Shares below this are not told apart: every site has its scanners. */
const USUAL_AT_LEAST = 0.05;

/**
 * How much of all that comes behaves like an attack, against the share that always does here. Requests a minute alone say little
 * of a small site at night: what hardly matters by its number may be nine tenths of the traffic.
 * Fails on: a site that so few visit that a scanner is most of them (few sources are asked for more, see the assessor).
 */
export const suspectShare: Feature = {
  name: "suspect-share",
  measure(span) {
    const few = tooFewSuspects(span);
    if (few !== null) return { abstained: few };
    const usual = usualShare(span);
    if (usual === null) return { abstained: "it is not known yet how much of the traffic is suspect here" };
    const observed = span.attackShare;
    return {
      value: clip(Math.log((observed + USUAL_AT_LEAST) / (usual + USUAL_AT_LEAST)) - 1, -1, 2),
      observed,
      expected: usual,
      summary: `${percent(observed)} of the requests behave like an attack; ${percent(usual)} is usual here`,
    };
  },
};

/** Suspect requests of an ordinary minute, of all of its requests; null while that is not known. */
function usualShare({ expectedSuspects, expectedRequests }: Span): number | null {
  if (expectedSuspects === null || expectedRequests === null || expectedSuspects.minutes < 20) return null;
  return Math.min(1, expectedSuspects.median / (expectedRequests.median + expectedSuspects.median + 1));
}
