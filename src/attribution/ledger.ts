import type { Carrier } from "../bytes/carrier.ts";
import { NumberIndex } from "../bytes/number-index.ts";
import { prefixNumber, type Units } from "../features/units.ts";
import { Networks } from "../geo/networks.ts";
import { PathClass } from "../records/paths.ts";
import { Kind } from "../windows/source-layout.ts";
import { Total, type WindowSummary } from "../windows/window-summary.ts";
import { type Cell, CellTable } from "./cell-table.ts";
import { MassTable } from "./mass-table.ts";

const KEYS = 4096;
/** Distinct joint kinds kept for the rule search. */
const CELLS = 12_000;
/** A prefix, or a network, is told apart in the cells from this share of a span's attack on. */
const HEAVY_PREFIX = 0.004;
/** Posterior from which on a source is taken for an attacker rather than a visitor. */
const MORE_LIKELY = 0.1;

/** A source of an episode: enough to write its address. */
export interface SourceMass {
  readonly family: number;
  readonly addressHi: number;
  readonly addressLo: number;
}

/**
 * Who made how much of an episode, and how much of that is attack. Filled span by span from the posteriors of the
 * mixture, so that share, attribution and rules cannot contradict each other. Bounded: the lightest keys go first.
 */
export class Ledger {
  requests = 0;
  attackRequests = 0;
  logins = 0;
  /** False once a span was only sampled. */
  exact = true;
  readonly places = new MassTable(KEYS);
  readonly prefixes = new MassTable(KEYS);
  /** By AS number, of sources whose network is known. */
  readonly networks = new MassTable(KEYS);
  readonly sources = new MassTable(KEYS);
  readonly paths = new MassTable(KEYS);
  readonly userAgents = new MassTable(KEYS);
  sourceAddresses = new Map<number, SourceMass>();
  readonly #cells = new CellTable(CELLS);
  #heavyPrefixes = new Set<number>();
  #heavyNetworks = new Set<number>();
  readonly #countryOf: (place: number) => number;
  readonly #networks: Networks;
  readonly #told = new ToldSources();

  /**
   * @param countryOf country number of a place
   * @param networks which network an address belongs to
   */
  constructor(countryOf: (place: number) => number, networks: Networks = Networks.unknown) {
    this.#countryOf = countryOf;
    this.#networks = networks;
  }

  /** The joint kinds, in the order in which they came. */
  get cells(): readonly Cell[] {
    return this.#cells.all();
  }

  /** Adds a judged span. O(units + kinds). */
  add(
    window: WindowSummary,
    units: Units,
    share: { readonly attackRequests: number; readonly requests: number },
  ): void {
    this.requests += window.requests;
    this.logins += window.totals[Total.attempts]!;
    // The sample's sums are scaled to the exact number of requests.
    const scale = share.requests > 0 ? window.requests / share.requests : 1;
    this.attackRequests += share.attackRequests * scale;
    if (!window.sources.exact) this.exact = false;

    const told = this.#told;
    told.clear(units.count);
    for (let unit = 0; unit < units.count; unit += 1) {
      const requests = units.requests[unit]! * scale;
      const attack = requests * units.attack[unit]!;
      const isAttack = decided(units.attack[unit]!);
      const number = told.sources.add(units.hashLo[unit]!);
      told.posterior[number] = isAttack;
      if (units.attack[unit]! >= MORE_LIKELY) told.doubt[number] = 1 - isAttack;
      this.places.add(units.place[unit]!, requests, attack);
      this.prefixes.add(units.prefix[unit]!, requests, attack);
      const network = this.#networks.numberOf(
        units.network[unit]!,
        units.family[unit]!,
        units.addressHi[unit]!,
        units.addressLo[unit]!,
      );
      if (network > 0) {
        this.networks.add(network, requests, attack);
        told.network[number] = network;
      }
      if (attack >= 0.5) this.#addSource(units, unit, requests, attack);
    }
    this.#addKinds(window, share.attackRequests * scale);
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.requests = by.value(this.requests);
    this.attackRequests = by.value(this.attackRequests);
    this.logins = by.value(this.logins);
    this.exact = by.value(this.exact);
    for (const table of [
      this.places,
      this.prefixes,
      this.networks,
      this.sources,
      this.paths,
      this.userAgents,
    ]) {
      table.carry(by);
    }
    this.sourceAddresses = by.value(this.sourceAddresses);
    this.#cells.carry(by);
    this.#heavyPrefixes = by.value(this.#heavyPrefixes);
    this.#heavyNetworks = by.value(this.#heavyNetworks);
  }

  #addSource(units: Units, unit: number, requests: number, attack: number): void {
    const key = units.hashHi[unit]! * 2 ** 21 + (units.hashLo[unit]! >>> 11);
    this.sources.add(key, requests, attack);
    if (!this.sourceAddresses.has(key)) {
      this.sourceAddresses.set(key, {
        family: units.family[unit]!,
        addressHi: units.addressHi[unit]!,
        addressLo: units.addressLo[unit]!,
      });
      if (this.sourceAddresses.size > 2 * KEYS) {
        for (const old of this.sourceAddresses.keys()) {
          if (this.sources.requestsOf(old) === 0) this.sourceAddresses.delete(old);
        }
      }
    }
  }

  #addKinds(window: WindowSummary, attackRequests: number): void {
    const told = this.#told;
    const paths = labels(window.paths.top(256));
    const userAgents = labels(window.userAgents.top(256));
    const least = HEAVY_PREFIX * attackRequests;
    window.kinds.forEach((rows, row, weight) => {
      const source = told.sources.find(rows[row + Kind.source]!);
      const requests = weight * rows[row + Kind.requests]!;
      const attack = source < 0 ? 0 : requests * told.posterior[source]!;
      const path = rows[row + Kind.path]!;
      const userAgent = rows[row + Kind.userAgent]!;
      const pathLabel = paths.get(path);
      const userAgentLabel = userAgents.get(userAgent);
      if (pathLabel !== undefined) this.paths.add(path, requests, attack, pathLabel);
      if (userAgentLabel !== undefined) this.userAgents.add(userAgent, requests, attack, userAgentLabel);
      const place = rows[row + Kind.place]!;
      const prefix = prefixNumber(place >>> 16, rows[row + Kind.addressHi]!, rows[row + Kind.addressLo]!);
      const isHeavy = attack > 0 && this.prefixes.attackRequestsOf(prefix) >= least;
      const isKnown = isHeavy || this.#heavyPrefixes.has(prefix);
      if (isKnown) noteHeavy(this.#heavyPrefixes, prefix, this.prefixes);
      const network = source < 0 ? 0 : told.network[source]!;
      if (network > 0 && attack > 0 && this.networks.attackRequestsOf(network) >= least) {
        noteHeavy(this.#heavyNetworks, network, this.networks);
      }
      this.#cells.add(
        this.#countryOf(place & 0xffff),
        isKnown ? prefix : 0,
        this.#heavyNetworks.has(network) ? network : 0,
        pathLabel === undefined ? 0 : path,
        userAgentLabel === undefined && userAgent !== 0 ? 1 : userAgent,
        rows[row + Kind.meta]!,
        requests,
        attack,
        source < 0 ? 0 : requests * told.doubt[source]!,
      );
    });
  }
}

/** What is known of the sources of the span at hand, for its kinds of request: by number of the lower half of the source's hash. */
class ToldSources {
  readonly sources = new NumberIndex();
  posterior = new Float64Array(256);
  /** What is left of the doubt in who is taken for an attacker. */
  doubt = new Float64Array(256);
  network = new Float64Array(256);

  /** Forgets them all and makes room for so many. */
  clear(count: number): void {
    this.sources.clear();
    if (count > this.posterior.length) {
      const capacity = 2 ** Math.ceil(Math.log2(count));
      this.posterior = new Float64Array(capacity);
      this.doubt = new Float64Array(capacity);
      this.network = new Float64Array(capacity);
    }
    this.doubt.fill(0, 0, count);
    this.network.fill(0, 0, count);
  }
}

/** Whether a cell's path class is that of a login. */
export function isLogin(cell: Cell): boolean {
  return ((cell.meta >>> 8) & 0xff) === PathClass.login;
}

/**
 * Rules hit sources, not shares of them: who is nearly surely one or the other counts as it, so that the doubt that is left
 * of a thousand sure attackers does not look like ten visitors.
 */
export function decided(posterior: number): number {
  return Math.max(0, Math.min(1, (posterior - 0.15) / 0.7));
}

/** Notes a key as heavy; those that the table has dropped since are forgotten, so there are never more than it holds twice over. */
function noteHeavy(heavy: Set<number>, key: number, table: MassTable): void {
  heavy.add(key);
  if (heavy.size <= 2 * KEYS) return;
  for (const old of heavy) if (table.requestsOf(old) === 0) heavy.delete(old);
}

function labels(top: { lo: number; label: string }[]): Map<number, string> {
  return new Map(top.map((item) => [item.lo, item.label]));
}
