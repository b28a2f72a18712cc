import type { Address } from "./exchange.ts";
import type { Random } from "./random.ts";

/** What the simulator needs to know of places; a `PlaceTable` has it all. */
export interface PlaceSource {
  /** The place of an address: IPv4 as `(4, 0, address)`, IPv6 by its upper 64 bits; 0 is unknown. */
  lookup(family: number, hi: number, lo: number): number;
  /** ISO 3166 country of a place, "" where unknown. */
  country(place: number): string;
  /** Half-open IPv4 ranges of a country (`FR`) or region (`FR-IDF`). */
  rangesOf(code: string): readonly { start: number; end: number }[];
  /** Half-open IPv6 ranges of a country, by the upper 64 bits as two unsigned words. */
  ranges6Of(code: string): readonly Range6[];
}

/** A half-open range of /64 networks. */
export interface Range6 {
  startHi: number;
  startLo: number;
  endHi: number;
  endLo: number;
}

/** An IPv6 /48, and the bits of `lo` that may vary within the operator's block around it. */
export interface Block6 {
  hi: number;
  lo: number;
  freeMask: number;
}

/** Ranges by code, IPv4 ones by their first address and the count of addresses up to their end. */
interface FoundRanges {
  four: Map<string, { starts: Float64Array; ends: Float64Array }>;
  six: Map<string, readonly Range6[]>;
  unknown: Uint32Array | null;
}

/** Finding a country's ranges takes milliseconds: what was found in a table is kept for further runs. */
const rangesFound = new WeakMap<PlaceSource, FoundRanges>();

/** Share of networks that the place data puts into a wrong country, and of those it does not know. */
const WRONG_SHARE = 0.03;
const UNKNOWN_SHARE = 0.05;
const WRONG_COUNTRIES = ["US", "DE", "GB", "NL", "ES", "IT", "BE", "FR", "SE", "CN"];

/** An IPv4 /24 and the country its users are truly in. */
export interface Prefix {
  /** The /24's first address. */
  base: number;
  country: string;
}

/**
 * Draws networks out of the countries' real ranges. The place data a reader of the log will use is right about most of
 * them only: 3 % lie in another country's ranges and 5 % in nobody's.
 */
export class Networks {
  readonly #places: PlaceSource;
  readonly #found: FoundRanges;

  constructor(places: PlaceSource) {
    this.#places = places;
    this.#found = rangesFound.get(places) ?? { four: new Map(), six: new Map(), unknown: null };
    rangesFound.set(places, this.#found);
  }

  /** Whether the place data has any IPv4 address of a country or region. */
  knows(code: string): boolean {
    return this.#ranges(code).starts.length > 0;
  }

  /**
   * A /24 of the country.
   * @param region draw from this region where the place data knows enough of it
   */
  drawPrefix(random: Random, country: string, region = ""): Prefix {
    if (random.chance(UNKNOWN_SHARE)) return { base: this.#drawUnknown(random), country };
    const shown = random.chance(WRONG_SHARE) ? random.pick(WRONG_COUNTRIES) : country;
    const code = region !== "" && shown === country && this.knows(region) ? region : shown;
    return { base: (this.drawAddress(random, code) & ~255) >>> 0, country };
  }

  /** Any address of a country or region, each as likely; of the documentation range where it has none. */
  drawAddress(random: Random, code: string): number {
    const { starts, ends } = this.#ranges(code);
    const last = ends.length - 1;
    if (last < 0) return (0xc6336400 + random.below(256)) >>> 0;
    // `ends` counts addresses cumulatively: the range is the first whose count passes the draw.
    const drawn = Math.floor(random.uniform() * ends[last]!);
    let low = 0;
    for (let high = last; low < high; ) {
      const middle = (low + high) >> 1;
      if (ends[middle]! > drawn) high = middle;
      else low = middle + 1;
    }
    const before = low === 0 ? 0 : ends[low - 1]!;
    return (starts[low]! + (drawn - before)) >>> 0;
  }

  /** A block of IPv6 /48s of the country, of the documentation range where the country has none. */
  drawBlock6(random: Random, country: string): Block6 {
    const ranges = this.#ranges6(random.chance(WRONG_SHARE) ? random.pick(WRONG_COUNTRIES) : country);
    // Ranges of at least 65,536 /48s are an access operator's; smaller ones are companies'.
    for (let attempt = 0; attempt < 40 && ranges.length > 0; attempt += 1) {
      const range = ranges[random.below(ranges.length)]!;
      const span = range.endHi - range.startHi;
      if (span < 1 && attempt < 30) continue;
      if (span >= 1) return { hi: (range.startHi + random.below(span)) >>> 0, lo: 0, freeMask: 0xffff0000 };
      return { hi: range.startHi >>> 0, lo: (range.startLo & 0xffff0000) >>> 0, freeMask: 0 };
    }
    return { hi: 0x20010db8, lo: 0, freeMask: 0xffff0000 };
  }

  #drawUnknown(random: Random): number {
    let { unknown } = this.#found;
    if (unknown === null) {
      unknown = unknownPrefixes(this.#places);
      this.#found.unknown = unknown;
    }
    return unknown.length === 0 ? (random.word() & 0x1fffff00) >>> 0 : unknown[random.below(unknown.length)]!;
  }

  #ranges6(code: string): readonly Range6[] {
    let ranges = this.#found.six.get(code);
    if (ranges === undefined) {
      ranges = this.#places.ranges6Of(code);
      this.#found.six.set(code, ranges);
    }
    return ranges;
  }

  #ranges(code: string): { starts: Float64Array; ends: Float64Array } {
    let table = this.#found.four.get(code);
    if (table === undefined) {
      const ranges = this.#places.rangesOf(code);
      let total = 0;
      table = {
        starts: Float64Array.from(ranges, ({ start }) => start),
        ends: Float64Array.from(ranges, ({ start, end }) => {
          total += end - start;
          return total;
        }),
      };
      this.#found.four.set(code, table);
    }
    return table;
  }
}

/** Looking at every such /24 finds thousands that no country has. A prime, so that all parts of all blocks are met. */
const UNKNOWN_STRIDE = 23;

/** Public /24s that the place data does not know, from all over the address space. */
function unknownPrefixes(places: PlaceSource): Uint32Array {
  const found: number[] = [];
  for (let number = 0x010000; number < 0xe00000; number += UNKNOWN_STRIDE) {
    const base = number * 256;
    if (places.country(places.lookup(4, 0, base)) === "" && !isReserved(base)) found.push(base);
  }
  return Uint32Array.from(found);
}

/** First addresses and lengths of what is reserved below multicast (RFC 6890). */
const RESERVED: readonly (readonly [number, number])[] = [
  [0x0a000000, 8],
  [0x64400000, 10],
  [0x7f000000, 8],
  [0xa9fe0000, 16],
  [0xac100000, 12],
  [0xc0000000, 24],
  [0xc0000200, 24],
  [0xc0a80000, 16],
  [0xc6120000, 15],
  [0xc6336400, 24],
  [0xcb007100, 24],
];

function isReserved(address: number): boolean {
  return RESERVED.some(([base, bits]) => (address ^ base) >>> (32 - bits) === 0);
}

/** Sets an IPv4 address. */
export function setIpv4(address: Address, value: number): void {
  address.family = 4;
  address.hi = 0;
  address.lo = 0;
  address.hostHi = 0;
  address.hostLo = value >>> 0;
}

/** A new IPv4 address. */
export function ipv4(value: number): Address {
  return { family: 4, hi: 0, lo: 0, hostHi: 0, hostLo: value >>> 0 };
}
