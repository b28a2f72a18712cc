import type { Ledger } from "../../attribution/ledger.ts";
import type { Mass, MassTable } from "../../attribution/mass-table.ts";
import type { Baseline } from "../../baselines/baseline.ts";
import type { Composition } from "../../baselines/composition.ts";
import type { CountryIndex } from "../../geo/country-index.ts";
import type { Networks } from "../../geo/networks.ts";
import type { PlaceTable } from "../../geo/place-table.ts";
import { prefixText, sourceText } from "../../records/addresses.ts";
import type { Attribution, Contributor, Origin, Spread } from "../report.ts";

const SHOWN = 15;

/** The text of a prefix number, see `prefixNumber`. */
export function prefixOfNumber(prefix: number): string {
  if (prefix < 2 ** 24) return prefixText(4, 0, prefix * 256);
  const upper = prefix - 2 ** 24;
  return prefixText(6, Math.floor(upper / 65536), (upper % 65536) * 65536);
}

/** What an episode comes to: requests, and those of the attack. */
export interface Sum {
  readonly requests: number;
  readonly attackRequests: number;
}

/**
 * What of a table, which is kept by the minute, lies within an episode, which begins and ends within one: so much of its attack, and so
 * much of the rest.
 */
interface Portion {
  /** 0..1. */
  readonly attack: number;
  readonly rest: number;
  /** Requests that lie outside: nobody can have sent more there. */
  readonly outside: number;
  /** Requests of the episode: nobody can have sent more in it. */
  readonly requests: number;
  /** Whether the counts are estimates from the sample of sources … */
  readonly sampled: boolean;
  /** … or else of part of a minute; neither: they are counts. */
  readonly exact: boolean;
}

function portionOf(masses: readonly Sum[], ledger: Ledger, whole: Sum): Portion {
  const part = (inside: number, all: number) => (all > inside ? inside / all : 1);
  // A table may lack some keys, and one that is filled from a sample may come to more than there was.
  const requests = Math.max(ledger.requests, total(masses, "requests"));
  const attack = Math.max(ledger.attackRequests, total(masses, "attackRequests"));
  const outside = Math.max(0, requests - whole.requests);
  return {
    attack: part(whole.attackRequests, attack),
    rest: outside > 0 ? part(whole.requests - whole.attackRequests, requests - attack) : 1,
    outside,
    requests: whole.requests,
    sampled: !ledger.exact,
    exact: ledger.exact && outside === 0,
  };
}

function total(masses: readonly Sum[], field: keyof Sum): number {
  return masses.reduce((sum, mass) => sum + mass[field], 0);
}

/** Who and what the attack part consists of, biggest first. @param whole what the episode comes to: no row tells more */
export function attributionOf(
  ledger: Ledger,
  whole: Sum,
  baseline: Baseline,
  places: PlaceTable,
  countries: CountryIndex,
  networks: Networks,
): Attribution {
  const byPlace = ledger.places.top(Number.POSITIVE_INFINITY);
  const inPlaces = portionOf(byPlace, ledger, whole);
  const list = (
    table: MassTable,
    keyOf: (key: number) => string,
    baselineShare: (key: number) => number | null = () => null,
  ) => {
    const masses = table.top(Number.POSITIVE_INFINITY);
    const portion = portionOf(masses, ledger, whole);
    return masses
      .slice(0, SHOWN)
      .map((mass) => contributor(keyOf(mass.key), mass, baselineShare(mass.key), portion));
  };
  return {
    countries: grouped(
      byPlace,
      (place) => countries.codes[countries.ofPlace(place)]!,
      shareByCode(baseline.countries, (key) => countries.codes[key]!),
      inPlaces,
    ),
    regions: grouped(
      byPlace,
      (place) => places.region(place),
      shareByCode(baseline.places, (place) => places.region(place)),
      inPlaces,
    ),
    networks: list(ledger.networks, (key) => `AS${key}`).map((row) =>
      withName(row, networks.nameOf(Number(row.key.slice(2)))),
    ),
    prefixes: list(ledger.prefixes, prefixOfNumber, (key) => shareOf(baseline.networks, key)),
    sources: list(ledger.sources, (key) => {
      const source = ledger.sourceAddresses.get(key);
      return source === undefined ? "" : sourceText(source.family, source.addressHi, source.addressLo);
    }),
    userAgents: list(
      ledger.userAgents,
      (key) => (key === 0 ? "-" : ledger.userAgents.label(key)),
      (key) => shareOf(baseline.userAgents, key),
    ),
    paths: list(
      ledger.paths,
      (key) => ledger.paths.label(key),
      (key) => baseline.kinds.share((kind) => kind.path === key),
    ),
  };
}

/** A row with the name of what it is about, where there is one. */
export function withName<Row extends object>(row: Row, name: string): Row & { readonly name?: string } {
  return { ...row, ...(name !== "" && { name }) };
}

/** Where the attack part comes from; null where home is unknown or there is hardly an attack. */
export function originOf(
  ledger: Ledger,
  countries: CountryIndex,
  home: ReadonlySet<number> | null,
): Origin | null {
  if (home === null || ledger.attackRequests < 1) return null;
  let atHome = 0;
  let foreign = 0;
  let unknown = 0;
  for (const mass of ledger.places.top(Number.POSITIVE_INFINITY)) {
    const country = countries.ofPlace(mass.key);
    if (country === 0) unknown += mass.attackRequests;
    else if (home.has(country)) atHome += mass.attackRequests;
    else foreign += mass.attackRequests;
  }
  const all = atHome + foreign + unknown;
  return all === 0 ? null : { home: atHome / all, foreign: foreign / all, unknown: unknown / all };
}

/** Over how many sources the attack is spread; null where there is hardly an attack. */
export function spreadOf(ledger: Ledger): Spread | null {
  const all = ledger.attackRequests;
  if (all < 1) return null;
  let sum = 0;
  let sources = 0;
  for (const mass of ledger.sources.top(21)) {
    if (sum >= 0.8 * all) break;
    sum += mass.attackRequests;
    sources += 1;
  }
  if (sum < 0.8 * all) return "distributed";
  return sources === 1 ? "single-source" : sources <= 20 ? "few-sources" : "distributed";
}

function grouped(
  masses: readonly Mass[],
  keyOf: (place: number) => string,
  baselineShares: ReadonlyMap<string, number> | null,
  portion: Portion,
): Contributor[] {
  const groups = new Map<string, { requests: number; attackRequests: number }>();
  for (const { key: place, requests, attackRequests } of masses) {
    const key = keyOf(place);
    const group = groups.get(key) ?? { requests: 0, attackRequests: 0 };
    group.requests += requests;
    group.attackRequests += attackRequests;
    groups.set(key, group);
  }
  return [...groups]
    .map(([key, group]) =>
      contributor(key, group, baselineShares === null ? null : (baselineShares.get(key) ?? 0), portion),
    )
    .sort((a, b) => b.attackRequests - a.attackRequests || (a.key < b.key ? -1 : 1))
    .slice(0, SHOWN);
}

function contributor(key: string, mass: Sum, baselineShare: number | null, portion: Portion): Contributor {
  const attack = portion.attack * mass.attackRequests;
  const inside =
    portion.outside > 0 ? attack + portion.rest * (mass.requests - mass.attackRequests) : mass.requests;
  const all = Math.min(portion.requests, inside);
  const requests = Math.round(all);
  const attackRequests = Math.min(requests, Math.round(attack));
  const attackShare = all > 0 ? Math.min(1, attack / all) : 0;
  const { exact } = portion;
  const row = { key, requests, attackRequests, attackShare, baselineShare, exact };
  if (exact) return row;
  // Requests come in clusters of a source: twice the Poisson error is a fair bound for what is estimated from the sample.
  const error = portion.sampled ? 2 * 1.645 * Math.sqrt(mass.requests) : 0;
  return {
    ...row,
    low: Math.max(0, Math.round(Math.min(all, mass.requests - portion.outside) - error)),
    high: Math.min(portion.requests, Math.round(mass.requests + error)),
  };
}

function shareOf(composition: Composition, key: number): number | null {
  return composition.total >= 30 ? composition.share(key) : null;
}

function shareByCode(composition: Composition, codeOf: (key: number) => string): Map<string, number> | null {
  if (composition.total < 30) return null;
  const shares = new Map<string, number>();
  for (const { key, share } of composition.shares()) {
    const code = codeOf(key);
    shares.set(code, (shares.get(code) ?? 0) + share);
  }
  return shares;
}
