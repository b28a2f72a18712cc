import { asSent, type Escaping } from "../as-sent.ts";
import { isCidr } from "../cidr-text.ts";
import {
  PREDICATE_WORDS,
  PREDICATES,
  type Predicate,
  predicatesOf,
  type Rule,
  type RuleMatch,
} from "../rule.ts";

/**
 * Rules written in the language of a firewall, a web server or a CDN. One file per target, each a pure function of what
 * {@link ExportInput} holds. A rule comes from a log, and a log is what an attacker writes: every exporter spells each
 * value so that no byte of it can end a string, begin a directive or be expanded.
 */

/** An episode with its rules in order of worth. */
export interface ExportEpisode {
  readonly id: string;
  readonly verdict: string;
  readonly onset: string;
  /** Null while running. */
  readonly end: string | null;
  readonly rules: readonly Rule[];
}

/** What is to be written. */
export interface ExportInput {
  /** Program and version. */
  readonly generator: string;
  readonly episodes: readonly ExportEpisode[];
  /** Addresses and CIDRs that no rule may touch. */
  readonly allow: readonly string[];
  /** Peers that speak for clients: a firewall must never drop them. */
  readonly trustedProxies: readonly string[];
  /** Hours that entries live where the target can let them expire; at least 1. */
  readonly validHours: number;
  /** How the log writes down what visitors sent: rules compare with what they sent. */
  readonly escaping: Escaping;
  /** nginx: the variable that holds the country code, such as `$geoip2_data_country_code`; null where there is none. */
  readonly countryVariable: string | null;
  /** The ranges of countries, for targets that know none by themselves; null where they are not wanted. */
  readonly countryRanges: CountryRanges | null;
}

/** Countries as addresses. */
export interface CountryRanges {
  /** What the ranges are taken from: `geoip-lite 1.4.10, GeoLite2 2023-11-15`. */
  readonly source: string;
  /** The CIDRs of countries, by their ISO 3166 codes. */
  cidrs(countries: readonly string[]): readonly string[];
}

/** A rule with its place in the whole list, from 1. */
export interface NumberedRule {
  readonly number: number;
  readonly episode: ExportEpisode;
  readonly rule: Rule;
  readonly match: RuleMatch;
}

/** A rule, or some of its values, that was left out, and why. */
export interface LeftOut {
  readonly number: number;
  /** True where the rule was left out, false where only values of it were. */
  readonly isWhole: boolean;
  readonly reason: string;
}

/** What an exporter made. */
export interface Exported {
  readonly text: string;
  readonly leftOut: readonly LeftOut[];
}

/** Writes rules for one target. */
export type Exporter = (input: ExportInput) => Exported;

const WRITABLE: Readonly<Record<Predicate, (value: string) => boolean>> = {
  prefix: isCidr,
  country: (value) => /^[A-Z]{2}$/.test(value),
  network: (value) => /^\d{1,10}$/.test(value),
  method: (value) => /^[A-Z]{1,20}$/.test(value),
  // What was no UTF-8 became U+FFFD: the bytes that came are not known any more. NUL comes in no header.
  path: isExact,
  userAgent: isExact,
  referrer: isExact,
};

function isExact(value: string): boolean {
  return value !== "" && !/[\u0000\ufffd\p{Cs}]/u.test(value);
}

/**
 * The rules of all episodes, numbered; equal ones once. Values that cannot be written exactly are taken away, which makes
 * a rule narrower, never wider; a rule that loses all values of a predicate is left out.
 */
export function numberedRules(input: ExportInput): { rules: NumberedRule[]; leftOut: LeftOut[] } {
  const rules: NumberedRule[] = [];
  const leftOut: LeftOut[] = [];
  const seen = new Set<string>();
  let number = 0;
  for (const episode of input.episodes) {
    for (const rule of episode.rules) {
      const key = JSON.stringify(PREDICATES.map((predicate) => rule.match[predicate] ?? null));
      if (seen.has(key)) continue;
      seen.add(key);
      number += 1;
      const { match, lost, isEmpty } = writable(rule.match, input.escaping);
      if (isEmpty) {
        leftOut.push({ number, isWhole: true, reason: "none of its values can be written exactly" });
        continue;
      }
      if (lost > 0)
        leftOut.push({ number, isWhole: false, reason: `${lost} of its values cannot be written exactly` });
      rules.push({ number, episode, rule, match });
    }
  }
  return { rules, leftOut };
}

function writable(
  match: RuleMatch,
  escaping: Escaping,
): { match: RuleMatch; lost: number; isEmpty: boolean } {
  const kept: Partial<Record<Predicate, readonly (string | number)[]>> = {};
  let lost = 0;
  let isEmpty = predicatesOf(match).length === 0;
  for (const predicate of predicatesOf(match)) {
    const values: readonly (string | number)[] = match[predicate]!;
    const unique = [...new Set(values)];
    const sentIn = predicate === "userAgent" || predicate === "referrer" ? "header" : "request";
    const sent = unique.map((value) => (typeof value === "string" ? asSent(value, escaping, sentIn) : value));
    const good = sent.filter((value) => value !== null).filter((value) => WRITABLE[predicate](String(value)));
    lost += unique.length - good.length;
    if (good.length === 0) isEmpty = true;
    kept[predicate] = good;
  }
  return { match: kept as RuleMatch, lost, isEmpty };
}

/** What was left out, in a sentence. */
export function leftOutSentence({ number, isWhole, reason }: LeftOut): string {
  return `Rule ${number} is left out${isWhole ? "" : " in part"}: ${reason}.`;
}

/** Splits rules into those a target can say and the others, with the reason. `reasonAgainst`: null where it can. */
export function sayable(
  input: ExportInput,
  reasonAgainst: (match: RuleMatch) => string | null,
): { rules: readonly NumberedRule[]; leftOut: readonly LeftOut[] } {
  const { rules, leftOut } = numberedRules(input);
  const kept = rules.filter((each) => {
    const reason = reasonAgainst(each.match);
    if (reason !== null) leftOut.push({ number: each.number, isWhole: true, reason });
    return reason === null;
  });
  return { rules: kept, leftOut: leftOut.sort((a, b) => a.number - b.number) };
}

/** Why a target that knows only some predicates cannot say a rule; null where it can. */
export function unknownPredicates(
  match: RuleMatch,
  known: readonly Predicate[],
  target: string,
): string | null {
  const unknown = predicatesOf(match).filter((predicate) => !known.includes(predicate));
  if (unknown.length === 0) return null;
  return `${target} does not know ${unknown.map((predicate) => PREDICATE_WORDS[predicate]).join(", ")}`;
}

/**
 * What a packet filter, which sees addresses only, is to look at: sets of addresses, in each of which a source must be.
 * Countries are a set of their own where their ranges are wanted.
 */
export function addressSets(
  input: ExportInput,
  { prefix, country }: RuleMatch,
): { v4: readonly string[]; v6: readonly string[] }[] {
  const sets = prefix === undefined ? [] : [byFamily(prefix)];
  if (country !== undefined) sets.push(byFamily(input.countryRanges?.cidrs(country) ?? []));
  return sets;
}

/** Why a packet filter cannot say a rule; null where it can. */
export function beyondAddresses(input: ExportInput, match: RuleMatch): string | null {
  const known: Predicate[] = input.countryRanges === null ? ["prefix"] : ["prefix", "country"];
  const reason = unknownPredicates(match, known, "a packet filter sees addresses only and");
  const isCountry = predicatesOf(match).every(
    (predicate) => predicate === "prefix" || predicate === "country",
  );
  return reason !== null && isCountry ? `${reason}; --country-ranges writes their addresses` : reason;
}

/** IPv4 and IPv6 apart. */
export function byFamily(cidrs: readonly string[]): { v4: readonly string[]; v6: readonly string[] } {
  const valid = [...new Set(cidrs)].filter(isCidr);
  return { v4: valid.filter((cidr) => !cidr.includes(":")), v6: valid.filter((cidr) => cidr.includes(":")) };
}
