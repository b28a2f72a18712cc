import type { AddressRange, NetworkRange, PlaceTable } from "../../../src/geo/place-table.ts";
import { Chance, Urn } from "./chance.ts";

/** Shares of those whose place the tables get wrong, and of those they do not know. */
const WRONG_PLACE = 0.03;
const UNKNOWN_PLACE = 0.015;

/** How people of a site reach it. Shares of the people, 0..1; the rest sits at home behind an IPv4 address of its own. */
export interface Access {
  /** Behind a carrier's gateway, where hundreds share an address. */
  readonly mobile?: number;
  /** In offices and schools, where dozens do: share, and how many such houses there are. */
  readonly house?: readonly [share: number, houses: number];
  /** By IPv6. */
  readonly v6?: number;
  /** Through a privacy relay. */
  readonly relay?: number;
  /** Behind a company's filters in data centres of a country: share, country, and how many addresses there are. */
  readonly filtered?: readonly [share: number, country: string, addresses: number];
  /** Whether they live near each other: few, small blocks of addresses. */
  readonly near?: boolean;
}

interface Provider {
  readonly start: number;
  readonly size: number;
}

/** A country's networks as this log knows them. */
interface Country {
  readonly ranges: readonly AddressRange[];
  readonly ranges6: readonly NetworkRange[];
  readonly sizes: Urn<AddressRange>;
}

/** Draws addresses: from the ranges of countries, through providers that differ from log to log. */
export class AddressBook {
  readonly #places: PlaceTable;
  readonly #seed: string;
  readonly #countries = new Map<string, Country>();
  readonly #providers = new Map<string, readonly Provider[]>();
  readonly #shared = new Map<string, readonly string[]>();

  constructor(places: PlaceTable, seed: string) {
    this.#places = places;
    this.#seed = seed;
  }

  /** The address of somebody at home, at work or on the way. */
  person(country: string, access: Access, chance: Chance): string {
    const { mobile = 0.3, house = [0, 0], v6 = 0.2, relay = 0.01, near = false } = access;
    const { filtered } = access;
    if (filtered !== undefined && chance.happens(filtered[0])) return this.#filter(filtered, chance);
    if (chance.happens(UNKNOWN_PLACE)) return this.#unknown(chance);
    const true_ = chance.happens(WRONG_PLACE) ? chance.pick(ANYWHERE) : country;
    const mark = chance.unit();
    if (mark < house[0]) return this.#house(true_, house[1], near, chance);
    if (mark < house[0] + mobile) return this.#gateway(true_, chance);
    if (mark < house[0] + mobile + relay) return this.#relay(true_, chance);
    if (chance.happens(v6)) return this.#home6(true_, chance);
    return this.#host(true_, near, chance);
  }

  /** Any address of a country: what a proxy network of other people's homes has to offer. */
  anyHost(country: string, chance: Chance): string {
    if (chance.happens(UNKNOWN_PLACE)) return this.#unknown(chance);
    const range = this.#country(chance.happens(WRONG_PLACE) ? chance.pick(ANYWHERE) : country).sizes.draw(
      chance,
    );
    return text4(range.start + chance.below(range.end - range.start));
  }

  /** A machine in a data centre: `nets` blocks of addresses, of 1,024 where not told, the same for the same name. */
  hosting(country: string, name: string, nets: number, chance: Chance, bits = 22): string {
    const blocks = this.#blocks(`hosting/${country}/${name}`, country, nets, bits);
    const block = chance.pick(blocks);
    return text4(block.start + 1 + chance.below(Math.max(1, block.size - 2)));
  }

  /** A /48 of a country, as its first three groups: `2001:db8:1`. */
  site6(country: string, chance: Chance): string {
    const { hi, lo } = network6(this.#large6(country, chance), chance);
    return groups6(hi, lo).slice(0, 3).join(":");
  }

  #host(country: string, near: boolean, chance: Chance): string {
    const blocks = near
      ? this.#blocks(`near/${country}`, country, 9, 20)
      : this.#blocks(`home/${country}`, country, 40, 17);
    const block = blocks[chance.rank(blocks.length)]!;
    return text4(block.start + chance.below(block.size));
  }

  #gateway(country: string, chance: Chance): string {
    const block = this.#blocks(`mobile/${country}`, country, 3, 25)[chance.rank(3)];
    return block === undefined
      ? this.#host(country, false, chance)
      : text4(block.start + chance.below(block.size));
  }

  #relay(country: string, chance: Chance): string {
    const block = chance.pick(this.#blocks(`relay/${country}`, country, 4, 26));
    return text4(block.start + chance.below(block.size));
  }

  #home6(country: string, chance: Chance): string {
    if (this.#country(country).ranges6.length === 0) return this.#host(country, false, chance);
    const provider = new Chance(`${this.#seed}/v6/${country}/${chance.rank(8)}`);
    const { hi, lo } = network6(this.#large6(country, provider), chance);
    const host = Array.from({ length: 4 }, () => chance.below(0x10000).toString(16));
    return [...groups6(hi, lo), ...host].join(":");
  }

  /** An IPv6 range of a country; large ones are likelier, as providers' are. */
  #large6(country: string, chance: Chance): NetworkRange {
    const { ranges6 } = this.#country(country);
    let largest = chance.pick(ranges6);
    for (let i = 0; i < 12; i += 1) {
      const other = chance.pick(ranges6);
      if (size6(other) > size6(largest)) largest = other;
    }
    return largest;
  }

  #filter([, country, count]: NonNullable<Access["filtered"]>, chance: Chance): string {
    const name = `filter/${country}`;
    let list = this.#shared.get(name);
    if (list === undefined) {
      const own = new Chance(`${this.#seed}/${name}`);
      list = Array.from({ length: count }, () => this.hosting(country, name, 2, own));
      this.#shared.set(name, list);
    }
    return chance.pick(list);
  }

  #unknown(chance: Chance): string {
    for (;;) {
      const address = chance.below(0xdf00_0000);
      const place = this.#places.lookup(4, 0, address);
      if (this.#places.country(place) === "" && address >>> 24 > 10 && address >>> 24 !== 127)
        return text4(address);
    }
  }

  #house(country: string, count: number, near: boolean, chance: Chance): string {
    const name = `house/${country}`;
    let list = this.#shared.get(name);
    if (list === undefined) {
      const own = new Chance(`${this.#seed}/${name}`);
      list = Array.from({ length: count }, () => this.#host(country, near, own));
      this.#shared.set(name, list);
    }
    return list[chance.rank(list.length)]!;
  }

  /** Some blocks of a country that stay the same throughout a log. */
  #blocks(name: string, country: string, count: number, bits: number): readonly Provider[] {
    let blocks = this.#providers.get(name);
    if (blocks === undefined) {
      const chance = new Chance(`${this.#seed}/${name}`);
      const { sizes } = this.#country(country);
      blocks = Array.from({ length: count }, () => {
        const range = sizes.draw(chance);
        const size = Math.min(range.end - range.start, 2 ** (32 - bits));
        const slots = Math.max(1, Math.floor((range.end - range.start) / size));
        return { start: range.start + chance.below(slots) * size, size };
      });
      this.#providers.set(name, blocks);
    }
    return blocks;
  }

  #country(code: string): Country {
    let country = this.#countries.get(code);
    if (country === undefined) {
      const ranges = this.#places.rangesOf(code);
      if (ranges.length === 0) throw new Error(`no addresses of ${code}`);
      const sizes = new Urn(ranges.map((range) => [range, range.end - range.start] as const));
      country = { ranges, ranges6: this.#places.ranges6Of(code), sizes };
      this.#countries.set(code, country);
    }
    return country;
  }
}

const ANYWHERE = ["US", "DE", "GB", "NL", "CN", "BR", "IN", "RU", "FR", "JP", "ID", "SE", "CA", "PL", "ZA"];

/** A /64 of a range; of very large ranges one of the first million /48 networks. */
function network6(range: NetworkRange, chance: Chance): { hi: number; lo: number } {
  const at = Math.floor(chance.unit() * Math.min(size6(range), 2 ** 36));
  const lo = range.startLo + (at % 2 ** 32);
  const carry = Math.floor(lo / 2 ** 32);
  return { hi: range.startHi + Math.floor(at / 2 ** 32) + carry, lo: lo % 2 ** 32 };
}

/** Number of /64 networks. */
function size6({ startHi, startLo, endHi, endLo }: NetworkRange): number {
  return (endHi - startHi) * 2 ** 32 + endLo - startLo;
}

/** The four groups of a /64. */
function groups6(hi: number, lo: number): string[] {
  return [hi >>> 16, hi & 0xffff, lo >>> 16, lo & 0xffff].map((group) => group.toString(16));
}

function text4(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}
