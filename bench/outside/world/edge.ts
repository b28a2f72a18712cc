import { Chance } from "./chance.ts";
import type { Answer, Ask, Client } from "./client.ts";

/** A network of caches between visitors and the site: the log is that of the site behind it, which sees what no cache had. */
export interface EdgeSpec {
  /** First two groups of the network's addresses: `162.158`, one of those that Cloudflare publishes. */
  readonly network: string;
  /** Places that it has caches at. Whoever's address begins alike comes through the same. */
  readonly places: number;
  /** Seconds that a page or file is kept for; what is sent, and answers other than 200, never are. */
  readonly keeps: number;
  /** Whether pages are kept as well, or only files. Default only files. */
  readonly keepsPages?: boolean;
  /** Whether it tells the visitor's address. Default false: the site takes the cache for its visitor. */
  readonly forwards?: boolean;
}

/** Machines of one place that ask the site. */
const MACHINES = 8;

/** The caches as one log knows them. */
export class Edge {
  readonly #spec: EdgeSpec;
  readonly #seed: string;
  readonly #chance: Chance;
  readonly #machines = new Map<string, readonly string[]>();
  readonly #places = new Map<string, string>();
  readonly #keptUntil = new Map<string, number>();

  constructor(spec: EdgeSpec, seed: string) {
    this.#spec = spec;
    this.#seed = seed;
    this.#chance = new Chance(`${seed}/edge`);
  }

  /** The answer of a cache, of which the site hears nothing; null where it has to ask. */
  kept(at: number, ask: Ask, client: Client): Answer | null {
    const until = this.#keptUntil.get(`${this.#place(client)} ${ask.target}`);
    if (until === undefined || until <= at || ask.method !== "GET") return null;
    return { status: 200, seconds: 0.01, bytes: ask.bytes, refused: false, queued: false };
  }

  /** What the site answered; good answers are kept where they may be. */
  keep(at: number, ask: Ask, client: Client, { status, refused }: Answer): void {
    const { keeps, keepsPages = false } = this.#spec;
    if (refused || status !== 200 || ask.method !== "GET" || (ask.weight >= 0.1 && !keepsPages)) return;
    this.#keptUntil.set(`${this.#place(client)} ${ask.target}`, at + keeps);
  }

  /** A client as the site sees it. */
  through(client: Client): Client {
    const place = this.#place(client);
    let machines = this.#machines.get(place);
    if (machines === undefined) {
      const own = new Chance(`${this.#seed}/edge/${place}`);
      const net = own.below(256);
      machines = Array.from({ length: MACHINES }, () => `${this.#spec.network}.${net}.${1 + own.below(254)}`);
      this.#machines.set(place, machines);
    }
    const machine = this.#chance.pick(machines);
    return this.#spec.forwards === true ? { ...client, peer: machine } : { ...client, address: machine };
  }

  #place({ address }: Client): string {
    const group = address.slice(0, address.search(/[.:]/));
    let place = this.#places.get(group);
    if (place === undefined) {
      place = String(new Chance(`${this.#seed}/place/${group}`).below(this.#spec.places));
      this.#places.set(group, place);
    }
    return place;
  }
}
