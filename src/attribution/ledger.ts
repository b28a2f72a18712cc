import type { Carrier } from "../bytes/carrier.ts";
import { prefixNumber, type Units } from "../features/units.ts";
import { Networks } from "../geo/networks.ts";
import { PathClass } from "../records/paths.ts";
import { Kind } from "../windows/source-layout.ts";
import { Total, type WindowSummary } from "../windows/window-summary.ts";
import { MassTable } from "./mass-table.ts";

const KEYS = 4096;
/** Distinct joint kinds kept for the rule search. */
const CELLS = 12_000;
/** A prefix, or a network, is told apart in the cells from this share of a span's attack on. */
const HEAVY_PREFIX = 0.004;
/** Posterior from which on a source is taken for an attacker rather than a visitor. */
const MORE_LIKELY = 0.3;

/** Requests of one joint kind: what rules are made of and tried on. 0 stands for "other" in `prefix`, "none" in `userAgent`. */
export interface Cell {
  readonly country: number;
  readonly prefix: number;
  /** AS number; 0, or left out, for an unknown one and for others than the attack's largest. */
  readonly network?: number;
  readonly path: number;
  readonly userAgent: number;
  /** Method | path class << 8 | referrer present << 16. */
  readonly meta: number;
  requests: number;
  attackRequests: number;
  /**
   * Of the requests that are not attack, what is only the doubt that is left of sources taken for attackers. Left out: none.
   * A thousand attackers who are 85 % sure each are not a hundred and fifty visitors where no visitor ever goes.
   */
  doubtfulRequests?: number;
}

/** What a cell is about. */
export type CellKind = Omit<Cell, "requests" | "attackRequests" | "doubtfulRequests">;

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
  #cells = new Map<string, Cell>();
  #heavyPrefixes = new Set<number>();
  #heavyNetworks = new Set<number>();
  readonly #countryOf: (place: number) => number;
  readonly #networks: Networks;

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
    return [...this.#cells.values()];
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

    const posterior = new Map<number, number>();
    const doubt = new Map<number, number>();
    const networkOf = new Map<number, number>();
    for (let unit = 0; unit < units.count; unit += 1) {
      const requests = units.requests[unit]! * scale;
      const attack = requests * units.attack[unit]!;
      const isAttack = decided(units.attack[unit]!);
      posterior.set(units.hashLo[unit]!, isAttack);
      if (units.attack[unit]! >= MORE_LIKELY) doubt.set(units.hashLo[unit]!, 1 - isAttack);
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
        networkOf.set(units.hashLo[unit]!, network);
      }
      if (attack >= 0.5) this.#addSource(units, unit, requests, attack);
    }
    this.#addKinds(window, { posterior, doubt }, networkOf, share.attackRequests * scale);
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
    this.#cells = by.value(this.#cells);
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
          if (this.sources.get(old).requests === 0) this.sourceAddresses.delete(old);
        }
      }
    }
  }

  #addKinds(
    window: WindowSummary,
    { posterior, doubt }: { posterior: ReadonlyMap<number, number>; doubt: ReadonlyMap<number, number> },
    networkOf: ReadonlyMap<number, number>,
    attackRequests: number,
  ): void {
    const paths = labels(window.paths.top(256));
    const userAgents = labels(window.userAgents.top(256));
    window.kinds.forEach((rows, row, weight) => {
      const requests = weight * rows[row + Kind.requests]!;
      const attack = requests * (posterior.get(rows[row + Kind.source]!) ?? 0);
      const path = rows[row + Kind.path]!;
      const userAgent = rows[row + Kind.userAgent]!;
      const pathLabel = paths.get(path);
      const userAgentLabel = userAgents.get(userAgent);
      if (pathLabel !== undefined) this.paths.add(path, requests, attack, pathLabel);
      if (userAgentLabel !== undefined) this.userAgents.add(userAgent, requests, attack, userAgentLabel);
      const family = rows[row + Kind.place]! >>> 16;
      const prefix = prefixNumber(family, rows[row + Kind.addressHi]!, rows[row + Kind.addressLo]!);
      const heavy = this.prefixes.get(prefix).attackRequests >= HEAVY_PREFIX * attackRequests && attack > 0;
      const known = heavy || this.#heavyPrefixes.has(prefix);
      if (known) noteHeavy(this.#heavyPrefixes, prefix, this.prefixes);
      const network = networkOf.get(rows[row + Kind.source]!) ?? 0;
      const isHeavy =
        network > 0 &&
        this.networks.get(network).attackRequests >= HEAVY_PREFIX * attackRequests &&
        attack > 0;
      if (isHeavy) noteHeavy(this.#heavyNetworks, network, this.networks);
      this.#addCell(
        {
          place: rows[row + Kind.place]! & 0xffff,
          prefix: known ? prefix : 0,
          network: this.#heavyNetworks.has(network) ? network : 0,
          path: pathLabel === undefined ? 0 : path,
          userAgent: userAgentLabel === undefined && userAgent !== 0 ? 1 : userAgent,
          meta: rows[row + Kind.meta]!,
        },
        requests,
        attack,
        requests * (doubt.get(rows[row + Kind.source]!) ?? 0),
      );
    });
  }

  #addCell(
    kind: { place: number; prefix: number; network: number; path: number; userAgent: number; meta: number },
    requests: number,
    attackRequests: number,
    doubtfulRequests: number,
  ): void {
    const country = this.#countryOf(kind.place);
    const key = keyOf({ country, ...kind });
    const cell = this.#cells.get(key);
    if (cell !== undefined) {
      cell.requests += requests;
      cell.attackRequests += attackRequests;
      cell.doubtfulRequests! += doubtfulRequests;
      return;
    }
    const { prefix, network, path, userAgent, meta } = kind;
    const masses = { requests, attackRequests, doubtfulRequests };
    this.#cells.set(key, { country, prefix, network, path, userAgent, meta, ...masses });
    if (this.#cells.size > CELLS) this.#coarsen();
  }

  /** Folds the lightest half of the cells into coarser ones until a quarter of the room is free: no request is lost. */
  #coarsen(): void {
    for (const coarser of COARSER) {
      this.#fold(coarser);
      if (this.#cells.size <= 0.75 * CELLS) return;
    }
  }

  #fold(coarser: (cell: Cell) => Cell): void {
    const ranked = [...this.#cells].sort((a, b) => b[1].requests - a[1].requests);
    this.#cells.clear();
    ranked.forEach(([key, cell], rank) => {
      if (rank < CELLS / 2) this.#join(key, cell);
      else {
        const coarse = coarser(cell);
        this.#join(keyOf(coarse), coarse);
      }
    });
  }

  #join(key: string, cell: Cell): void {
    const held = this.#cells.get(key);
    if (held === undefined) this.#cells.set(key, cell);
    else {
      held.requests += cell.requests;
      held.attackRequests += cell.attackRequests;
      held.doubtfulRequests! += cell.doubtfulRequests ?? 0;
    }
  }
}

/**
 * Ways to tell less of a cell, each coarser than the one before: without prefix, network and user agent; without path, too;
 * without country, too, which leaves a hundred cells at most. Were there only the first, a long episode of many paths from many
 * countries would have to be folded again at every new cell.
 */
const COARSER: readonly ((cell: Cell) => Cell)[] = [
  (cell) => ({ ...cell, prefix: 0, network: 0, userAgent: cell.userAgent === 0 ? 0 : 1 }),
  (cell) => ({ ...cell, prefix: 0, network: 0, userAgent: cell.userAgent === 0 ? 0 : 1, path: 0 }),
  (cell) => ({
    ...cell,
    prefix: 0,
    network: 0,
    userAgent: cell.userAgent === 0 ? 0 : 1,
    path: 0,
    country: 0,
  }),
];

function keyOf({ country, prefix, path, userAgent, meta, network }: CellKind): string {
  return `${country}/${prefix}/${path}/${userAgent}/${meta}/${network}`;
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
  for (const old of heavy) if (table.get(old).requests === 0) heavy.delete(old);
}

function labels(top: { lo: number; label: string }[]): Map<number, string> {
  return new Map(top.map((item) => [item.lo, item.label]));
}
