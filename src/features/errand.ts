import { clip, type Feature, plain } from "./span.ts";

/** So far from the audience's composition is another one. */
const ANOTHER = 1;

/**
 * Do many newcomers want one and the same thing, and nothing else, that visitors hardly ever want by itself?
 * Fails on: a link that brings people from abroad to a site whose files are not logged; an app's new version with a call of its own,
 * first used by people who are new (abstains while they are few).
 */
export const errand: Feature = {
  name: "errand",
  measure({ errand: found }) {
    if (found === null) return { abstained: "no crowd of newcomers wants one thing only" };
    const { people, usual, placeDivergence, userAgentDivergence } = found;
    const alien = [
      ["countries", placeDivergence],
      ["user agents", userAgentDivergence],
    ].flatMap(([what, divergence]) => (divergence !== null && Number(divergence) >= ANOTHER ? [what] : []));
    return {
      value: clip(found.logOdds, 0, 3),
      observed: people,
      expected: usual,
      summary: `${plain(people)} newcomers ask for one thing and nothing else, as ${plain(usual)} visitors usually do${
        alien.length === 0 ? "" : `; their ${alien.join(" and ")} are not the audience's`
      }`,
    };
  },
};
