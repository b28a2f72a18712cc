import { clip, countSources, type Feature, percent, tooFewSuspects } from "./span.ts";

/**
 * Do the suspects send referrers and load assets, as browsers do, compared with the rest?
 * Fails on: privacy settings; assets served by a CDN; formats without the field (abstains).
 */
export const referrerAndAssets: Feature = {
  name: "referrer-and-assets",
  measure(span) {
    const few = tooFewSuspects(span);
    if (few !== null) return { abstained: few };
    const shares = [1, 0].map((part) => {
      const referred = countSources(span.units, "referrer", part as 0 | 1, (bin) => bin === 0);
      const assets = countSources(span.units, "assets", part as 0 | 1, (bin) => bin > 0);
      return (referred.matching + assets.matching) / Math.max(1, referred.all + assets.all);
    }) as [number, number];
    const suspects = countSources(span.units, "referrer", 1, () => true).all;
    const others = countSources(span.units, "referrer", 0, () => true).all;
    if (suspects < 1) return { abstained: "the log has no referrers" };
    if (others < 5) return { abstained: "there is no other traffic to compare with" };
    const [observed, expected] = shares;
    if (expected < 0.1) return { abstained: "visitors show neither referrers nor assets either" };
    return {
      value: clip(0.6 * Math.log((expected + 0.05) / (observed + 0.05)), -1.2, 1.2),
      observed,
      expected,
      summary: `referrers and assets, the marks of browsers, show ${percent(observed)} of the suspects and ${percent(expected)} of the others`,
    };
  },
};
