import { clip, type Feature, percent, plain } from "./span.ts";

/** What is known of all newcomers of a span together, where there are more of them than usual. */
export interface Newcomers {
  /** People who were not there before, and how many of such are usual. */
  readonly people: number;
  readonly usual: number;
  /** Share of them that is beyond the usual, 0..1. */
  readonly excess: number;
  /** Log-odds that the excess is not people. */
  readonly logOdds: number;
  /** Share of their logins that was not let in; null where few log in, or where the site does not tell. */
  readonly refusedLogins: number | null;
  /** How far their countries, and their user agents, are from the audience's: Kullback-Leibler divergence, nats. */
  readonly placeDivergence: number | null;
  readonly userAgentDivergence: number | null;
  /** Share of the newcomers from a country that the audience's growth cannot explain, 0..1; null where places tell nothing. */
  readonly alienByCountry: ReadonlyMap<number, number> | null;
}

/** So far from the audience's composition is another one. */
const ANOTHER = 1;

/**
 * Are the newcomers, taken together, a crowd that nobody would gather: not let in, from elsewhere, under few user agents?
 * Fails on: an audience that is new in every respect at once; bots with stolen passwords in the audience's country.
 */
export const newcomers: Feature = {
  name: "newcomers",
  measure({ newcomers: found }) {
    if (found === null)
      return { abstained: "there are no more newcomers than usual, or too few to be judged together" };
    const { people, usual, refusedLogins, placeDivergence, userAgentDivergence } = found;
    const signs = [
      refusedLogins === null ? null : `${percent(refusedLogins)} of their logins are not let in`,
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
