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
  /** Share of them that asked for pages and loaded no file; null where files are not known. */
  readonly withoutFiles: number | null;
  /** How far their countries, and their user agents, are from the audience's: Kullback-Leibler divergence, nats. */
  readonly placeDivergence: number | null;
  readonly userAgentDivergence: number | null;
  /** Share of the newcomers from a country that the audience's growth cannot explain, 0..1; null where places tell nothing. */
  readonly alienByCountry: ReadonlyMap<number, number> | null;
}
