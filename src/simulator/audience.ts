import type { Address } from "./exchange.ts";
import { ipv4, type Networks, setIpv4 } from "./networks.ts";
import type { Random } from "./random.ts";
import { ascii } from "./text.ts";
import { type BrowserTaste, drawBrowser } from "./user-agents.ts";

/** A part of the audience that lives in one place and by one clock. */
export interface AudiencePart {
  country: string;
  /** Region such as `FR-IDF`, where it matters. */
  region?: string;
  /** IANA zone of its clocks. */
  zone: string;
  /** Share of the audience, any scale. */
  weight: number;
}

/** Who visits a site, and over which networks. */
export interface AudienceOptions {
  parts: readonly AudiencePart[];
  /** How many people there are; they come back. */
  people: number;
  /** People per /24 of their access networks: how soon a network is known. */
  peoplePerPrefix: number;
  /** Share of people behind a mobile operator's gateways, many behind one address. */
  gatewayShare: number;
  /** Share of people with IPv6. */
  ipv6Share: number;
  /** Chance per day that a connection gets another address. */
  addressChangeShare: number;
  /** Chance that a visit comes from some network the person has never used: a friend's, a hotel's. */
  awayShare: number;
  browsers: BrowserTaste;
}

const DAY_MS = 86_400_000;
/** Share of the people who are regulars. */
const REGULARS = 0.4;

enum Connection {
  fixed = 0,
  gateway = 1,
  ipv6 = 2,
}

/** The networks of one part of the audience. */
interface Access {
  prefixes: Uint32Array;
  gateways: Uint32Array;
  /** Upper 48 bits of IPv6 networks, as the upper word and the upper half of the lower. */
  sixHi: Uint32Array;
  sixLo: Uint32Array;
}

/**
 * The people. Each has a home, a connection in it, a browser; the connection's address changes now and then within the
 * operator's networks, and a day's audience so comes mostly from networks seen on other days.
 */
export class Audience {
  readonly options: AudienceOptions;
  /** Persons of a part are `[firstOf(part), firstOf(part + 1))`. */
  readonly first: Uint32Array;
  /** Files fetched before this are of no use after it. */
  releaseMs = Number.NEGATIVE_INFINITY;
  readonly #random: Random;
  readonly #networks: Networks;
  readonly #access: Access[];
  readonly #part: Uint8Array;
  readonly #connection: Uint8Array;
  readonly #network: Uint32Array;
  readonly #host: Uint32Array;
  readonly #day: Int32Array;
  readonly #lastVisitMs: Float64Array;
  readonly #agents: Uint8Array[];

  constructor(networks: Networks, random: Random, options: AudienceOptions) {
    this.options = options;
    this.#random = random;
    this.#networks = networks;
    const { parts, people } = options;
    const total = parts.reduce((sum, part) => sum + part.weight, 0);
    this.first = new Uint32Array(parts.length + 1);
    for (const [i, part] of parts.entries()) {
      this.first[i + 1] = this.first[i]! + Math.max(2, Math.round((people * part.weight) / total));
    }
    const count = this.first[parts.length]!;
    this.#part = new Uint8Array(count);
    this.#connection = new Uint8Array(count);
    this.#network = new Uint32Array(count);
    this.#host = new Uint32Array(count);
    this.#day = new Int32Array(count).fill(-1);
    this.#lastVisitMs = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
    this.#agents = new Array<Uint8Array>(count);
    this.#access = parts.map((part, i) => this.#drawAccess(part, this.first[i + 1]! - this.first[i]!));
    for (let part = 0; part < parts.length; part += 1) {
      for (let person = this.first[part]!; person < this.first[part + 1]!; person += 1)
        this.#settle(person, part);
    }
  }

  /** How many people there are. */
  get size(): number {
    return this.#part.length;
  }

  /**
   * Draws somebody of a part.
   * @param regularity 0 takes anybody, 1 mostly the regulars who make up usual days
   */
  draw(random: Random, part: number, regularity: number): number {
    const start = this.first[part]!;
    const count = this.first[part + 1]! - start;
    const u = random.uniform();
    // The regulars are two fifths of the people, and the keenest of them come twice as often as the mean of them.
    const rank = random.uniform() < regularity ? REGULARS * u * (0.5 + 0.5 * u) : u;
    return start + Math.floor(rank * count);
  }

  /** The person's browser. */
  agentOf(person: number): Uint8Array {
    return this.#agents[person]!;
  }

  /** True when the person was here within three days, so that a browser still has the site's files. */
  visit(person: number, nowMs: number): boolean {
    const lastMs = this.#lastVisitMs[person]!;
    const cached = nowMs - lastMs < 3 * DAY_MS && (nowMs < this.releaseMs || lastMs >= this.releaseMs);
    this.#lastVisitMs[person] = nowMs;
    return cached;
  }

  /** The address a person has at `nowMs`. */
  addressOf(person: number, nowMs: number): Address {
    const random = this.#random;
    const { parts, addressChangeShare, awayShare } = this.options;
    const part = this.#part[person]!;
    if (random.uniform() < awayShare) {
      return ipv4(this.#networks.drawPrefix(random, parts[part]!.country).base + 1 + random.below(254));
    }
    const access = this.#access[part]!;
    const day = Math.floor(nowMs / DAY_MS);
    const connection = this.#connection[person]!;
    if (this.#day[person] !== day) {
      this.#day[person] = day;
      if (random.uniform() < addressChangeShare) {
        this.#host[person] = random.word();
        // Half of the changes stay in the pool of the same neighbourhood.
        if (random.chance(0.5)) this.#network[person] = drawNetwork(random, access, connection);
      }
    }
    const network = this.#network[person]!;
    const host = this.#host[person]!;
    if (connection === Connection.ipv6) {
      // A household has a /56; a browser's privacy address in it changes daily.
      return {
        family: 6,
        hi: access.sixHi[network]!,
        lo: (access.sixLo[network]! | (host & 0xff00)) >>> 0,
        hostHi: (Math.imul(host, 0x9e3779b1) ^ Math.imul(day, 0x85ebca6b)) >>> 0,
        hostLo: (Math.imul(host, 0xc2b2ae35) ^ Math.imul(day, 0x27d4eb2f)) >>> 0,
      };
    }
    if (connection === Connection.gateway) return ipv4(access.gateways[network]!);
    const address = ipv4(0);
    setIpv4(address, access.prefixes[network]! + 1 + (host % 254));
    return address;
  }

  #settle(person: number, part: number): void {
    const random = this.#random;
    const { gatewayShare, ipv6Share, browsers } = this.options;
    const previous = person - 1;
    this.#part[person] = part;
    // Every fourth person shares a home, and so an address, with the one before.
    if (
      person > this.first[part]! &&
      random.chance(0.25) &&
      this.#connection[previous] !== Connection.gateway
    ) {
      this.#connection[person] = this.#connection[previous]!;
      this.#network[person] = this.#network[previous]!;
      this.#host[person] = this.#host[previous]!;
      this.#agents[person] = ascii(drawBrowser(random, browsers));
      return;
    }
    const u = random.uniform();
    const connection =
      u < gatewayShare
        ? Connection.gateway
        : u < gatewayShare + ipv6Share
          ? Connection.ipv6
          : Connection.fixed;
    const mobileShare = connection === Connection.gateway ? 0.95 : browsers.mobileShare;
    this.#connection[person] = connection;
    this.#network[person] = drawNetwork(random, this.#access[part]!, connection);
    this.#host[person] = random.word();
    this.#agents[person] = ascii(drawBrowser(random, { year: browsers.year, mobileShare }));
  }

  #drawAccess(part: AudiencePart, people: number): Access {
    const random = this.#random;
    const prefixCount = Math.max(3, Math.ceil(people / this.options.peoplePerPrefix));
    const gatewayCount = Math.max(2, Math.ceil((people * this.options.gatewayShare) / 25));
    const sixCount = Math.max(
      2,
      Math.ceil((people * this.options.ipv6Share) / (4 * this.options.peoplePerPrefix)),
    );
    // An operator's customers live in a few of its blocks: neighbours of one draw are as likely as fresh draws.
    const prefixes = new Uint32Array(prefixCount);
    for (let i = 0; i < prefixCount; i += 1) {
      prefixes[i] =
        i > 0 && random.chance(0.5)
          ? prefixes[i - 1]! + 256
          : this.#networks.drawPrefix(random, part.country, part.region).base;
    }
    const pool = this.#networks.drawPrefix(random, part.country).base;
    const gateways = Uint32Array.from(
      { length: gatewayCount },
      (_, i) => pool + 256 * Math.floor(i / 60) + 1 + ((i * 37) % 254),
    );
    const block = this.#networks.drawBlock6(random, part.country);
    const sixHi = new Uint32Array(sixCount);
    const sixLo = new Uint32Array(sixCount);
    for (let i = 0; i < sixCount; i += 1) {
      const fresh = random.chance(0.15) ? this.#networks.drawBlock6(random, part.country) : block;
      sixHi[i] = fresh.hi;
      sixLo[i] = (fresh.lo | (random.word() & fresh.freeMask & 0xffff0000)) >>> 0;
    }
    return { prefixes, gateways, sixHi, sixLo };
  }
}

/** Networks are not used alike: the early ones of the list serve more people. */
function drawNetwork(random: Random, access: Access, connection: number): number {
  const u = random.uniform();
  const count =
    connection === Connection.ipv6
      ? access.sixHi.length
      : connection === Connection.gateway
        ? access.gateways.length
        : access.prefixes.length;
  return Math.floor(u * Math.sqrt(u) * count);
}
