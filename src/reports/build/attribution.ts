import type { Ledger } from "../../attribution/ledger.ts";
import type { Mass } from "../../attribution/mass-table.ts";
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

/** Who and what the attack part consists of, biggest first. */
export function attributionOf(
  ledger: Ledger,
  baseline: Baseline,
  places: PlaceTable,
  countries: CountryIndex,
  networks: Networks,
): Attribution {
  const byPlace = ledger.places.top(Number.POSITIVE_INFINITY);
  const { exact } = ledger;
  return {
    countries: grouped(
      byPlace,
      (place) => countries.codes[countries.ofPlace(place)]!,
      shareByCode(baseline.countries, (key) => countries.codes[key]!),
      exact,
    ),
    regions: grouped(
      byPlace,
      (place) => places.region(place),
      shareByCode(baseline.places, (place) => places.region(place)),
      exact,
    ),
    networks: listed(
      ledger.networks.top(SHOWN),
      (key) => `AS${key}`,
      () => null,
      exact,
    ).map((row) => withName(row, networks.nameOf(Number(row.key.slice(2))))),
    prefixes: listed(
      ledger.prefixes.top(SHOWN),
      prefixOfNumber,
      (key) => shareOf(baseline.networks, key),
      exact,
    ),
    sources: listed(
      ledger.sources.top(SHOWN),
      (key) => {
        const source = ledger.sourceAddresses.get(key);
        return source === undefined ? "" : sourceText(source.family, source.addressHi, source.addressLo);
      },
      () => null,
      exact,
    ),
    userAgents: listed(
      ledger.userAgents.top(SHOWN),
      (key) => (key === 0 ? "-" : ledger.userAgents.label(key)),
      (key) => shareOf(baseline.userAgents, key),
      exact,
    ),
    paths: listed(
      ledger.paths.top(SHOWN),
      (key) => ledger.paths.label(key),
      (key) => baseline.kinds.share((kind) => kind.path === key),
      exact,
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
  exact: boolean,
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
      contributor(key, group, baselineShares === null ? null : (baselineShares.get(key) ?? 0), exact),
    )
    .sort((a, b) => b.attackRequests - a.attackRequests || (a.key < b.key ? -1 : 1))
    .slice(0, SHOWN);
}

function listed(
  masses: readonly Mass[],
  keyOf: (key: number) => string,
  baselineShare: (key: number) => number | null,
  exact: boolean,
): Contributor[] {
  return masses.map((mass) => contributor(keyOf(mass.key), mass, baselineShare(mass.key), exact));
}

function contributor(
  key: string,
  mass: { requests: number; attackRequests: number },
  baselineShare: number | null,
  exact: boolean,
): Contributor {
  const requests = Math.round(mass.requests);
  const attackRequests = Math.min(requests, Math.round(mass.attackRequests));
  const attackShare = mass.requests > 0 ? Math.min(1, mass.attackRequests / mass.requests) : 0;
  const row = { key, requests, attackRequests, attackShare, baselineShare, exact };
  if (exact) return row;
  // Requests come in clusters of a source: twice the Poisson error is a fair bound for what is estimated.
  const error = 2 * 1.645 * Math.sqrt(mass.requests);
  return {
    ...row,
    low: Math.max(0, Math.round(mass.requests - error)),
    high: Math.round(mass.requests + error),
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
