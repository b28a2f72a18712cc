import { clip, countSources, type Feature, habitualShare, percent, tooFewSuspects } from "./span.ts";

const isFirst = (bin: number) => bin === 0;
const isMore = (bin: number) => bin > 0;

/**
 * Do the suspects send referrers and load assets, as browsers do, compared with visitors?
 * Fails on: privacy settings; assets served by a CDN; formats without the field (abstains).
 */
export const referrerAndAssets: Feature = {
  name: "referrer-and-assets",
  measure(span) {
    const few = tooFewSuspects(span);
    if (few !== null) return { abstained: few };
    const referred = countSources(span.units, "referrer", 1, isFirst);
    const assets = countSources(span.units, "assets", 1, isMore);
    if (referred.all < 1) return { abstained: "the log has no referrers" };
    const observed = (referred.matching + assets.matching) / (referred.all + assets.all);
    const usual = [habitualShare(span, "referrer", isFirst), habitualShare(span, "assets", isMore)];
    let expected: number;
    if (usual[0] === null || usual[0] === undefined) {
      // Without a past, the rest of the traffic must do.
      const others = countSources(span.units, "referrer", 0, isFirst);
      if (others.all < 5) return { abstained: "there is no other traffic to compare with" };
      expected = others.matching / others.all;
    } else {
      expected = usual[1] === null || usual[1] === undefined ? usual[0] : (usual[0] + usual[1]) / 2;
    }
    if (expected < 0.1) return { abstained: "visitors show neither referrers nor assets either" };
    return {
      value: clip(0.6 * Math.log((expected + 0.05) / (observed + 0.05)), -1.2, 1.2),
      observed,
      expected,
      summary: `referrers and assets, the marks of browsers, show ${percent(observed)} of the suspects and ${percent(expected)} of visitors`,
    };
  },
};
