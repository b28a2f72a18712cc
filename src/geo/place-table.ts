import { TidegaugeError } from "../errors.ts";
import { COUNTRY_CODES } from "./country-codes.ts";
import { indexPlaces4 } from "./place-index.ts";
import { orderedWord, type PlaceRanges, RangeBuilder } from "./range-builder.ts";

/** Half-open range of IPv4 addresses, each 0..2^32. */
export interface AddressRange {
  readonly start: number;
  readonly end: number;
}

/** Half-open range of IPv6 /64 networks, by the two halves of their upper 64 bits. */
export interface NetworkRange {
  readonly startHi: number;
  readonly startLo: number;
  readonly endHi: number;
  readonly endLo: number;
}

/** What a {@link PlaceTable} is made from: gapless ranges of places. */
export interface PlaceSource {
  /** Told in reports. */
  readonly description: string;
  /** Country code per place, ISO 3166 alpha-2; "" for place 0. At most 65,535 places. */
  readonly countries: readonly string[];
  /** Region code per place, ISO 3166-2; "" where only the country is known. */
  readonly regions: readonly string[];
  /** IPv4 ranges. */
  readonly ranges4: PlaceRanges;
  /** IPv6 ranges by their upper 64 bits. */
  readonly ranges6: PlaceRanges;
}

/**
 * All that a {@link PlaceTable} consists of, on shared buffers: structured clone passes it to another thread without a copy.
 * What the columns mean is the table's own business.
 */
export interface PlaceData {
  readonly description: string;
  readonly countries: readonly string[];
  readonly regions: readonly string[];
  /** First entry of each /16, and the number of entries. */
  readonly blocks4: Uint32Array;
  /** Lower half of the first address of a range above its place. No range crosses a /16. */
  readonly entries4: Uint32Array;
  /** The same by /24: see `indexPlaces4`. */
  readonly chunks4: Uint32Array;
  readonly values4: Uint16Array;
  /** Upper words that ranges begin with, each beside the number of its first range; ascending from 0. At the end the number of ranges. */
  readonly heads6: Uint32Array;
  /** Lower word of the first address of each range. The first range of every upper word begins at 0. */
  readonly starts6: Uint32Array;
  /** Place of each range. */
  readonly places6: Uint16Array;
  /** Number of the last head at or below each block of `2^shift6` upper words from `base6` on; and of the last head. */
  readonly blocks6: Uint32Array;
  readonly base6: number;
  readonly shift6: number;
}

/** Blocks of the IPv4 index: the /16 networks. */
const BLOCKS4 = 1 << 16;
/** Blocks of the IPv6 index at most: 1 MB. */
const MOST_BLOCKS6 = 1 << 18;

/**
 * From address to place. A place is a pair of country and region, told as a small number; 0 is unknown.
 *
 * IPv4: the first 16 bits lead to the ranges of their /16, some twenty, each one word of start and place; a binary search
 * among them touches one or two cache lines. IPv6: an index by the first bits leads to the few upper words with ranges of
 * their own nearby; most of them have one range, a few providers have ten thousands, which are searched.
 * Nothing is allocated (cost: bench/geo/place-table.ts).
 */
export class PlaceTable {
  /** What the table was made from, for reports: `geoip-lite 1.4.10, GeoLite2 2023-11-15`; "" for the empty table. */
  readonly description: string;
  /** The data, from which another thread makes the same table. */
  readonly data: PlaceData;
  readonly #blocks4: Uint32Array;
  readonly #entries4: Uint32Array;
  readonly #heads6: Uint32Array;
  readonly #starts6: Uint32Array;
  readonly #places6: Uint16Array;
  readonly #blocks6: Uint32Array;
  readonly #base6: number;
  readonly #shift6: number;

  static #empty: PlaceTable | null = null;

  /** @param data of another table: used as they are */
  constructor(data: PlaceData) {
    this.data = data;
    this.description = data.description;
    this.#blocks4 = data.blocks4;
    this.#entries4 = data.entries4;
    this.#heads6 = data.heads6;
    this.#starts6 = data.starts6;
    this.#places6 = data.places6;
    this.#blocks6 = data.blocks6;
    this.#base6 = data.base6;
    this.#shift6 = data.shift6;
  }

  /** A table that knows no address, but all countries. */
  static get empty(): PlaceTable {
    // Made when it is asked for: its index takes longer than all else of a start that does not need it.
    PlaceTable.#empty ??= PlaceTable.fromRanges({
      description: "",
      // A log may name countries itself.
      countries: ["", ...COUNTRY_CODES],
      regions: ["", ...COUNTRY_CODES.map(() => "")],
      ranges4: new RangeBuilder(4, null).finish(),
      ranges6: new RangeBuilder(6, null).finish(),
    });
    return PlaceTable.#empty;
  }

  /**
   * Makes a table of ranges, by copying. O(ranges).
   * @throws TidegaugeError `TG_DECODE` where there are too many places
   */
  static fromRanges(source: PlaceSource): PlaceTable {
    const { countries, regions } = source;
    if (countries.length < 1 || countries.length > 0xffff || regions.length !== countries.length) {
      throw new TidegaugeError(
        "TG_DECODE",
        `Cannot make a place table: countries and regions must be equally many, from 1 to 65535, got ${countries.length}`,
      );
    }
    return new PlaceTable({
      description: source.description,
      countries,
      regions,
      ...packRanges4(source.ranges4),
      ...packRanges6(source.ranges6),
    });
  }

  /** Places are 0 to `placeCount - 1`; fewer than 65,536. */
  get placeCount(): number {
    return this.data.countries.length;
  }

  /** Number of ranges, both families. */
  get rangeCount(): number {
    return this.#entries4.length + this.#places6.length;
  }

  /**
   * The place of an address; 0 where it is unknown.
   * @param family 4, 6; anything else is unknown
   * @param hi IPv6: upper 32 bits; IPv4: not looked at
   * @param lo IPv6: the next 32 bits; IPv4: the address
   */
  lookup(family: number, hi: number, lo: number): number {
    if (family === 4) return this.#lookup4(lo);
    return family === 6 ? this.#lookup6(hi, lo) : 0;
  }

  /** ISO 3166 alpha-2 code of a place's country, "" where unknown. */
  country(place: number): string {
    return this.data.countries[place] ?? "";
  }

  /** ISO 3166-2 code of a place's region, as `FR-IDF`; "" where unknown. */
  region(place: number): string {
    return this.data.regions[place] ?? "";
  }

  /** IPv4 ranges of a country (`FR`) or region (`FR-IDF`), ascending, neighbours joined. O(ranges): not for the hot path. */
  rangesOf(code: string): AddressRange[] {
    const entries = this.#entries4;
    const wanted = this.#placesOf(code);
    const ranges: { start: number; end: number }[] = [];
    for (let block = 0; block < BLOCKS4; block += 1) {
      const last = this.#blocks4[block + 1]! - 1;
      for (let i = this.#blocks4[block]!; i <= last; i += 1) {
        if (wanted[entries[i]! & 0xffff] === 0) continue;
        const start = block * 65536 + (entries[i]! >>> 16);
        const end = block * 65536 + (i < last ? entries[i + 1]! >>> 16 : 65536);
        const before = ranges.at(-1);
        if (before !== undefined && before.end === start) before.end = end;
        else ranges.push({ start, end });
      }
    }
    return ranges;
  }

  /** IPv6 ranges of a country or region, as {@link rangesOf}. */
  ranges6Of(code: string): NetworkRange[] {
    const heads = this.#heads6;
    const wanted = this.#placesOf(code);
    const ranges: { startHi: number; startLo: number; endHi: number; endLo: number }[] = [];
    for (let head = 0; head < heads.length - 2; head += 2) {
      const next = heads[head + 3]!;
      for (let i = heads[head + 1]!; i < next; i += 1) {
        if (wanted[this.#places6[i]!] === 0) continue;
        const startHi = heads[head]!;
        const startLo = this.#starts6[i]!;
        const isLast = i === next - 1;
        const endHi = isLast ? (head + 2 < heads.length - 2 ? heads[head + 2]! : 0x100000000) : startHi;
        const endLo = isLast ? 0 : this.#starts6[i + 1]!;
        const last = ranges.at(-1);
        if (last !== undefined && last.endHi === startHi && last.endLo === startLo) {
          last.endHi = endHi;
          last.endLo = endLo;
        } else {
          ranges.push({ startHi, startLo, endHi, endLo });
        }
      }
    }
    return ranges;
  }

  #lookup4(address: number): number {
    const entries = this.#entries4;
    const block = address >>> 16;
    let low = this.#blocks4[block]!;
    let high = this.#blocks4[block + 1]! - 1;
    const within = address & 0xffff;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (entries[middle]! >>> 16 <= within) low = middle;
      else high = middle - 1;
    }
    return entries[low]! & 0xffff;
  }

  #lookup6(hi: number, lo: number): number {
    const blocks = this.#blocks6;
    const heads = this.#heads6;
    const block = Math.min((hi >>> this.#shift6) - this.#base6, blocks.length - 2);
    let head = 0;
    if (block >= 0) {
      head = blocks[block]!;
      let high = blocks[block + 1]!;
      while (head < high) {
        const middle = (head + high + 1) >>> 1;
        if (heads[2 * middle]! <= hi) head = middle;
        else high = middle - 1;
      }
    }
    let high = heads[2 * head + 3]! - 1;
    if (heads[2 * head] !== hi) return this.#places6[high]!;
    const starts = this.#starts6;
    let low = heads[2 * head + 1]!;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (starts[middle]! <= lo) low = middle;
      else high = middle - 1;
    }
    return this.#places6[low]!;
  }

  #placesOf(code: string): Uint8Array {
    const { countries, regions } = this.data;
    return Uint8Array.from(countries, (country, place) =>
      code !== "" && (country === code || regions[place] === code) ? 1 : 0,
    );
  }
}

function packRanges4({
  starts,
  places,
}: PlaceRanges): Pick<PlaceData, "blocks4" | "entries4" | "chunks4" | "values4"> {
  const blocks4 = new Uint32Array(new SharedArrayBuffer(4 * (BLOCKS4 + 1)));
  // A /16 that no range begins with gets an entry of its own: at most one more each.
  const packed = new Uint32Array(places.length + BLOCKS4);
  let count = 0;
  let block = -1;
  for (let range = 0; range <= places.length; range += 1) {
    const isEnd = range === places.length;
    const start = isEnd ? 0 : orderedWord(starts[2 * range + 1]!);
    const own = isEnd ? BLOCKS4 : start >>> 16;
    const within = start & 0xffff;
    while (block < own) {
      block += 1;
      blocks4[block] = count;
      if (block === BLOCKS4 || (block === own && within === 0)) continue;
      packed[count] = places[range - 1]!;
      count += 1;
    }
    if (isEnd) break;
    packed[count] = (within << 16) | places[range]!;
    count += 1;
  }
  const entries4 = new Uint32Array(new SharedArrayBuffer(4 * count));
  entries4.set(packed.subarray(0, count));
  return { blocks4, entries4, ...indexPlaces4(blocks4, entries4) };
}

function packRanges6({
  starts,
  places,
}: PlaceRanges): Pick<PlaceData, "heads6" | "starts6" | "places6" | "blocks6" | "base6" | "shift6"> {
  let headCount = 0;
  let count = 0;
  for (let range = 0; range < places.length; range += 1) {
    if (range > 0 && starts[2 * range] === starts[2 * range - 2]) continue;
    headCount += 1;
    // An upper word whose first range begins within it gets one more, of the place that reaches into it.
    if (orderedWord(starts[2 * range + 1]!) !== 0) count += 1;
  }
  count += places.length;
  const heads6 = new Uint32Array(new SharedArrayBuffer(8 * (headCount + 1)));
  const starts6 = new Uint32Array(new SharedArrayBuffer(4 * count));
  const places6 = new Uint16Array(new SharedArrayBuffer(2 * count));
  let head = -1;
  let at = 0;
  for (let range = 0; range < places.length; range += 1) {
    const lo = orderedWord(starts[2 * range + 1]!);
    if (range === 0 || starts[2 * range] !== starts[2 * range - 2]) {
      head += 1;
      heads6[2 * head] = orderedWord(starts[2 * range]!);
      heads6[2 * head + 1] = at;
      if (lo !== 0) {
        places6[at] = places[range - 1]!;
        at += 1;
      }
    }
    starts6[at] = lo;
    places6[at] = places[range]!;
    at += 1;
  }
  heads6[2 * headCount] = 0xffffffff;
  heads6[2 * headCount + 1] = count;
  return { heads6, starts6, places6, ...indexHeads6(heads6, headCount) };
}

function indexHeads6(
  heads6: Uint32Array,
  headCount: number,
): Pick<PlaceData, "blocks6" | "base6" | "shift6"> {
  const first = heads6[headCount > 1 ? 2 : 0]!;
  const last = heads6[2 * headCount - 2]!;
  let shift6 = 0;
  while ((last >>> shift6) - (first >>> shift6) >= MOST_BLOCKS6) shift6 += 1;
  const base6 = first >>> shift6;
  const blockCount = (last >>> shift6) - base6 + 1;
  const blocks6 = new Uint32Array(new SharedArrayBuffer(4 * (blockCount + 1)));
  const within = 2 ** shift6 - 1;
  let block = -1;
  for (let head = headCount > 1 ? 1 : 0; head < headCount; head += 1) {
    const own = (heads6[2 * head]! >>> shift6) - base6;
    for (; block < own - 1; block += 1) blocks6[block + 1] = head - 1;
    if (block === own) continue;
    block = own;
    blocks6[own] = (heads6[2 * head]! & within) === 0 ? head : head - 1;
  }
  blocks6[blockCount] = headCount - 1;
  return { blocks6, base6, shift6 };
}
