import { clip, countSources, type Feature, habitualShare, percent, tooFewSuspects } from "./span.ts";

const SELDOM = 0.1;
const MOSTLY = 0.5;
/** Nobody can rent the audience's own networks: that they are more known than visitors are clears more than the reverse condemns. */
const CLEARING = 2;
const isKnown = (bin: number) => bin <= 1;

/**
 * Were the suspects' networks (/24, /48) seen among normal traffic before?
 *
 * Source: Jung, Krishnamurthy, Rabinovich (2002), "Flash crowds and denial of service attacks", section 5: most
 * clusters of a flash crowd were seen before, few of an attack.
 * Fails on: cold start; the first day of a new audience.
 */
export const knownNetworks: Feature = {
  name: "known-networks",
  measure(span) {
    const few = tooFewSuspects(span);
    if (few !== null) return { abstained: few };
    if (span.baseline.hours < 2) return { abstained: "less than two hours of normal traffic are known" };
    const usual = habitualShare(span, "history", isKnown);
    const { matching, all } = countSources(span.units, "history", 1, isKnown);
    if (all < 1) return { abstained: "it cannot be known which networks were seen before" };
    const observed = matching / all;
    // Where visitors are seldom known, that suspects are not says nothing; that they are does.
    if (usual === null || (usual < SELDOM && observed < MOSTLY))
      return { abstained: "this site's visitors seldom come from known networks" };
    const value = Math.log((1 - observed + 0.1) / (1 - usual + 0.1));
    return {
      value: clip(observed > usual ? CLEARING * value : value, -2.5, 1.5),
      observed,
      expected: usual,
      summary: `${percent(observed)} of the suspects come from networks seen before; of visitors it is ${percent(usual)}`,
    };
  },
};
