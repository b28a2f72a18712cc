/** What a firewall, CDN or web server could be told. Shares are cumulative down the list of rules. */
export interface Rule extends RuleShares {
  readonly match: RuleMatch;
  /** What this rule adds to those above it. */
  readonly marginal: RuleShares;
}

/** What a rule hits, as shares 0..1. */
export interface RuleShares {
  /** Share of the episode's attack requests. */
  readonly attackCaught: number;
  /** Share of the episode's organic requests. */
  readonly organicHit: number;
  /** Share of normal traffic; null where nothing is known of it. */
  readonly baselineHit: number | null;
}

/** Every predicate must hold; any of its values may match. At least one predicate, at most 64 values each. */
export interface RuleMatch {
  /** CIDR. */
  readonly prefix?: readonly string[];
  /** ISO 3166. */
  readonly country?: readonly string[];
  /** AS number. */
  readonly network?: readonly number[];
  readonly method?: readonly string[];
  /** Exact, without the query. */
  readonly path?: readonly string[];
  /** Exact; "-" is an absent one. */
  readonly userAgent?: readonly string[];
  /** Exact; "-" is an absent one. */
  readonly referrer?: readonly string[];
}

/** The predicates that a rule may have, in the order in which they are written. */
export const PREDICATES = [
  "prefix",
  "country",
  "network",
  "method",
  "path",
  "userAgent",
  "referrer",
] as const satisfies readonly (keyof RuleMatch)[];

/** One of {@link PREDICATES}. */
export type Predicate = (typeof PREDICATES)[number];

/** Predicates as people call them. */
export const PREDICATE_WORDS: Readonly<Record<Predicate, string>> = {
  prefix: "addresses",
  country: "countries",
  network: "networks",
  method: "methods",
  path: "paths",
  userAgent: "user agents",
  referrer: "referrers",
};

/** The predicates that a rule has. */
export function predicatesOf(match: RuleMatch): readonly Predicate[] {
  return PREDICATES.filter((predicate) => (match[predicate]?.length ?? 0) > 0);
}
