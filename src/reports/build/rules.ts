import type { Ledger } from "../../attribution/ledger.ts";
import { type Match, matches, type RuleDimension } from "../../attribution/rule-match.ts";
import { type FoundRule, searchRules } from "../../attribution/rule-search.ts";
import type { Baseline } from "../../baselines/baseline.ts";
import type { CountryIndex } from "../../geo/country-index.ts";
import type { CidrTable } from "../../records/cidr-table.ts";
import { Method } from "../../records/record.ts";
import type { Rule, RuleMatch } from "../report.ts";
import { prefixOfNumber } from "./attribution.ts";

/** Labels as long as this were cut: they cannot be matched exactly. */
const WHOLE_PATH = 160;
const WHOLE_USER_AGENT = 256;

/** Kinds of normal traffic below which they say little of what is usual. */
const LEAST_USUAL = 300;

const METHOD_NAMES = Object.entries(Method)
  .sort((a, b) => a[1] - b[1])
  .map(([name]) => name.toUpperCase());

/**
 * The few rules that would have caught most of an episode's attack at the least cost to its audience.
 * @param maxCollateral all rules together may hit this share of the organic requests, 0..1
 */
export function rulesOf(
  ledger: Ledger,
  baseline: Baseline,
  countries: CountryIndex,
  allow: CidrTable | null,
  maxCollateral: number,
): Rule[] {
  const unspeakable = (dimension: RuleDimension, value: number): boolean => {
    switch (dimension) {
      case "prefix":
        return value === 0 || (allow !== null && allowsWithin(allow, value));
      case "country":
      case "network":
        return value === 0;
      case "path":
        return (
          value === 0 || ledger.paths.label(value).length >= WHOLE_PATH || ledger.paths.label(value) === ""
        );
      case "userAgent":
        return (
          value !== 0 &&
          (ledger.userAgents.label(value) === "" || ledger.userAgents.label(value).length >= WHOLE_USER_AGENT)
        );
      case "method":
        return value === Method.none || value === Method.other;
      case "referrer":
        return false;
    }
  };
  const usual = baseline.kinds.known.map((kind) => ({ ...kind, country: countries.ofPlace(kind.place) }));
  const found = searchRules(ledger.cells, {
    maxCollateral,
    usual: usual.length < LEAST_USUAL ? undefined : usual,
    unspeakable,
  });
  return found.map((rule, index) => ({
    match: matchText(rule.match, ledger, countries),
    attackCaught: rule.attackCaught,
    organicHit: rule.organicHit,
    baselineHit: baselineHit(found.slice(0, index + 1), baseline, countries),
    marginal: {
      attackCaught: rule.marginalCaught,
      organicHit: rule.marginalHit,
      baselineHit: baselineHit([rule], baseline, countries),
    },
  }));
}

/** Share of normal requests that any of the rules would have hit; null where too few are known. */
function baselineHit(
  rules: readonly FoundRule[],
  baseline: Baseline,
  countries: CountryIndex,
): number | null {
  // What is kept of normal traffic knows prefixes and places, not networks.
  if (rules.some((rule) => rule.match.network !== undefined)) return null;
  return baseline.kinds.share((kind) => {
    const cell = { ...kind, country: countries.ofPlace(kind.place) };
    return rules.some((rule) => matches(rule.match, cell));
  });
}

function matchText(match: Match, ledger: Ledger, countries: CountryIndex): RuleMatch {
  const text: { -readonly [K in keyof RuleMatch]: RuleMatch[K] } = {};
  if (match.prefix !== undefined) text.prefix = match.prefix.map(prefixOfNumber);
  if (match.country !== undefined) text.country = match.country.map((number) => countries.codes[number]!);
  if (match.network !== undefined) text.network = match.network;
  if (match.method !== undefined) text.method = match.method.map((number) => METHOD_NAMES[number]!);
  if (match.path !== undefined) text.path = match.path.map((key) => ledger.paths.label(key));
  if (match.userAgent !== undefined) {
    text.userAgent = match.userAgent.map((key) => (key === 0 ? "-" : ledger.userAgents.label(key)));
  }
  if (match.referrer !== undefined) text.referrer = ["-"];
  return text;
}

/** Whether an allowed address lies in a prefix: its addresses are asked one by one for a /24, its /64s' ends for a /48. */
function allowsWithin(allow: CidrTable, prefix: number): boolean {
  if (prefix < 2 ** 24) {
    for (let host = 0; host < 256; host += 1) if (allow.has(4, 0, prefix * 256 + host)) return true;
    return false;
  }
  const upper = prefix - 2 ** 24;
  const hi = Math.floor(upper / 65536);
  const lo = (upper % 65536) * 65536;
  for (let subnet = 0; subnet < 65536; subnet += 1) if (allow.has(6, hi, lo + subnet)) return true;
  return false;
}
