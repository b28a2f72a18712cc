import type { Carrier } from "../bytes/carrier.ts";
import type { CountryIndex } from "../geo/country-index.ts";
import { Networks } from "../geo/networks.ts";
import type { PlaceTable } from "../geo/place-table.ts";
import { PlaceCounts } from "../windows/place-counts.ts";
import { PlaceCount, Total, type WindowSummary } from "../windows/window-summary.ts";
import { DistinctSources } from "./distinct-sources.ts";
import { LoginCandidates } from "./login-candidates.ts";
import { NetworkTraffic } from "./network-traffic.ts";

/** Traffic of one place. */
export interface PlaceTraffic {
  readonly key: string;
  readonly requests: number;
  readonly sources: number;
  readonly logins: number;
  readonly exact: boolean;
}

/** Traffic of one network, and who it is. */
export interface NetworkRow extends PlaceTraffic {
  readonly name: string;
}

const SOURCES = 8192;
/** Networks that a report lists. */
const MOST_NETWORKS = 100;

/** Where all traffic came from: requests and logins exactly, sources by a sample of their hashes. */
export class TrafficAccount {
  requests = 0;
  logins = 0;
  overloads = 0;
  /** Requests that had, or could have had, a user agent and a referrer. */
  named = 0;
  referred = 0;
  readonly #logins = new LoginCandidates();
  readonly #places: PlaceTable;
  readonly #countries: CountryIndex;
  readonly #networks: Networks;
  readonly #byNetwork = new NetworkTraffic();
  readonly #counts = new PlaceCounts();
  readonly #sources = new DistinctSources(SOURCES);

  constructor(places: PlaceTable, countries: CountryIndex, networks: Networks = Networks.unknown) {
    this.#places = places;
    this.#countries = countries;
    this.#networks = networks;
  }

  /** Adds a closed window. O(sampled sources). */
  add(window: WindowSummary): void {
    this.requests += window.requests;
    this.logins += window.totals[Total.attempts]!;
    this.overloads += window.totals[Total.overloads]!;
    this.named += window.totals[Total.named]!;
    this.referred += window.totals[Total.referred]!;
    this.#counts.merge(window.places);
    // Needed only while no login is known: then a note names the likeliest.
    if (this.logins === 0) this.#logins.add(window);
    this.#sources.add(window, this.#networks);
    this.#byNetwork.add(window, this.#networks);
  }

  /** Share of the requests from unknown places, 0..1. */
  get unknownShare(): number {
    return this.requests === 0 ? 0 : this.#counts.get(0, PlaceCount.requests) / this.requests;
  }

  /** The path that looks like the login of the site where none was recognised, or null. */
  get loginCandidate(): string | null {
    if (this.logins > 0) return null;
    return this.#logins.best(this.#sources.estimate);
  }

  /** Traffic by country, most requests first. The key "" is the unknown. */
  countries(): PlaceTraffic[] {
    return this.#by((place) => this.#countries.codes[this.#countries.ofPlace(place)]!);
  }

  /** Traffic by region; "" for what has none. */
  regions(): PlaceTraffic[] {
    return this.#by((place) => this.#places.region(place));
  }

  /** Traffic by network, most requests first, the {@link MOST_NETWORKS} largest; empty where no network is known. */
  networks(): NetworkRow[] {
    const { theta } = this.#sources;
    const sources = new Map<number, number>();
    this.#sources.forEachNetwork((network) => sources.set(network, (sources.get(network) ?? 0) + 1));
    return this.#byNetwork.top(MOST_NETWORKS).map(({ network, requests, logins }) => ({
      key: `AS${network}`,
      name: this.#networks.nameOf(network),
      requests: Math.round(requests),
      sources: Math.max(1, Math.round((sources.get(network) ?? 0) / theta)),
      logins: Math.round(logins),
      exact: theta === 1 && this.#byNetwork.exact,
    }));
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.requests = by.value(this.requests);
    this.logins = by.value(this.logins);
    this.overloads = by.value(this.overloads);
    this.named = by.value(this.named);
    this.referred = by.value(this.referred);
    this.#logins.carry(by);
    this.#byNetwork.carry(by);
    by.words(this.#counts);
    this.#sources.carry(by);
  }

  #by(keyOf: (place: number) => string): PlaceTraffic[] {
    const groups = new Map<string, { requests: number; sources: number; logins: number }>();
    const group = (place: number) => {
      const key = keyOf(place);
      let found = groups.get(key);
      if (found === undefined) {
        found = { requests: 0, sources: 0, logins: 0 };
        groups.set(key, found);
      }
      return found;
    };
    for (const place of this.#counts.keys()) {
      const counted = group(place);
      counted.requests += this.#counts.get(place, PlaceCount.requests);
      counted.logins += this.#counts.get(place, PlaceCount.attempts);
    }
    const { theta } = this.#sources;
    this.#sources.forEachPlace((place) => {
      group(place).sources += 1;
    });
    return [...groups]
      .map(([key, counted]) => ({
        key,
        requests: counted.requests,
        sources: Math.round(counted.sources / theta),
        logins: counted.logins,
        exact: theta === 1,
      }))
      .sort((a, b) => b.requests - a.requests || (a.key < b.key ? -1 : 1));
  }
}
