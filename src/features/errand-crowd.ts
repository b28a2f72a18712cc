/** A crowd of newcomers who all want one thing that visitors hardly ever want by itself. */
export interface Errand {
  /** What they asked for, see `askedOf`. */
  readonly asked: number;
  /** Newcomers on it, and how many visitors usually are. */
  readonly people: number;
  readonly usual: number;
  /** Share of them that is beyond the usual, 0..1. */
  readonly excess: number;
  /** Log-odds that the excess is not people. */
  readonly logOdds: number;
  /** How far their countries, and their user agents, are from the audience's: Kullback-Leibler divergence, nats; null where not known. */
  readonly placeDivergence: number | null;
  readonly userAgentDivergence: number | null;
}
