import { clip, type Feature, percent, plain } from "./span.ts";

/** So far from the audience's composition is another one. */
const ANOTHER = 1;

/**
 * Are the newcomers, taken together, a crowd that nobody would gather: not let in, without a page's files, from elsewhere,
 * under few user agents?
 * Fails on: an audience that is new in every respect at once; bots with stolen passwords in the audience's country.
 */
export const newcomers: Feature = {
  name: "newcomers",
  measure({ newcomers: found }) {
    if (found === null)
      return { abstained: "there are no more newcomers than usual, or too few to be judged together" };
    const { people, usual, refusedLogins, withoutFiles, placeDivergence, userAgentDivergence } = found;
    const signs = [
      refusedLogins === null ? null : `${percent(refusedLogins)} of their logins are not let in`,
      withoutFiles === null ? null : `${percent(withoutFiles)} of them load none of a page's files`,
      told(placeDivergence, "countries"),
      told(userAgentDivergence, "user agents"),
    ].filter((sign) => sign !== null);
    return {
      value: clip(found.logOdds, 0, 3),
      observed: people,
      expected: usual,
      summary: `${plain(people)} visitors are new, ${plain(usual)} are usual${signs.length === 0 ? "" : `; ${signs.join(", ")}`}`,
    };
  },
};

function told(divergence: number | null, what: string): string | null {
  if (divergence === null) return null;
  return divergence >= ANOTHER
    ? `their ${what} are not the audience's`
    : `their ${what} are much like the audience's`;
}
