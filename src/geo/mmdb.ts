import { COUNTRY_CODES } from "./country-codes.ts";
import { damaged, MmdbValues } from "./mmdb-values.ts";
import { PlaceCodes } from "./place-codes.ts";
import { PlaceTable } from "./place-table.ts";
import { orderedWord, type PlaceRanges, RangeBuilder } from "./range-builder.ts";

/** Stands before the metadata, which lie within the last 128 KiB: `\xab\xcd\xefMaxMind.com`. */
const MARKER = Uint8Array.from([0xab, 0xcd, 0xef, ...new TextEncoder().encode("MaxMind.com")]);
const MOST_METADATA_BYTES = 128 * 1024;
/** Zero bytes between the search tree and the data. */
const SEPARATOR_BYTES = 16;

/**
 * Makes a place table of a MaxMind DB file (GeoLite2, GeoIP2, DB-IP, IPinfo: country or city), by walking its search tree
 * once. Country from `country.iso_code`, `country_code` or `country`; region from the first of `subdivisions`. Every country
 * has a place as a whole, whether the file knows it or not: a log may name it.
 *
 * Of IPv6 the upper 64 bits count. O(nodes); the bytes are not kept.
 * @param bytes the whole file
 * @throws TidegaugeError `TG_DECODE` where it is no MaxMind DB, a damaged one, or one without countries
 */
export function readMmdb(bytes: Uint8Array): PlaceTable {
  const about = readMetadata(bytes);
  const places = new DataPlaces(bytes, about);
  const tree = new SearchTree(bytes, about);
  const start4 = tree.start4();
  const ranges4 = tree.ranges(4, start4, 32, places, -1);
  const ranges6 =
    about.ipVersion === 6 ? tree.ranges(6, 0, 64, places, start4) : new RangeBuilder(6, null).finish();
  if (places.codes.finish().countries.length === 1) throw damaged("it knows no country");
  for (const code of COUNTRY_CODES) places.codes.number(code, "");
  return PlaceTable.fromRanges({
    description: `${about.type} ${about.date}`,
    ...places.codes.finish(),
    ranges4,
    ranges6,
  });
}

interface Metadata {
  readonly type: string;
  /** `2023-11-15` */
  readonly date: string;
  readonly nodeCount: number;
  /** Bits of each half of a node: 24, 28 or 32. */
  readonly recordBits: number;
  readonly ipVersion: number;
  readonly treeBytes: number;
}

function readMetadata(bytes: Uint8Array): Metadata {
  const start = markerEnd(bytes);
  const values = new MmdbValues(bytes, start);
  const number = (key: string) => {
    const at = values.member(start, key);
    return at < 0 ? -1 : values.number(at);
  };
  const nodeCount = number("node_count");
  const recordBits = number("record_size");
  const ipVersion = number("ip_version");
  const treeBytes = (nodeCount * recordBits) / 4;
  const isKnown = [24, 28, 32].includes(recordBits) && (ipVersion === 4 || ipVersion === 6);
  if (nodeCount < 0 || !isKnown || treeBytes + SEPARATOR_BYTES > start) {
    throw damaged("its metadata do not fit it");
  }
  const type = values.member(start, "database_type");
  const date = new Date(Math.min(number("build_epoch"), 8e12) * 1000);
  return {
    type: (type < 0 ? "" : values.text(type)) || "MaxMind DB",
    date: date.toISOString().slice(0, 10),
    nodeCount,
    recordBits,
    ipVersion,
    treeBytes,
  };
}

function markerEnd(bytes: Uint8Array): number {
  const from = Math.max(0, bytes.length - MOST_METADATA_BYTES);
  for (let at = bytes.length - MARKER.length; at >= from; at -= 1) {
    if (MARKER.every((byte, index) => bytes[at + index] === byte)) return at + MARKER.length;
  }
  throw damaged("its metadata are not found");
}

/** Places of the values that the tree leads to, each read once. */
class DataPlaces {
  readonly codes = new PlaceCodes();
  readonly #values: MmdbValues;
  readonly #about: Metadata;
  readonly #known = new Map<number, number>();

  constructor(bytes: Uint8Array, about: Metadata) {
    this.#about = about;
    this.#values = new MmdbValues(bytes, about.treeBytes + SEPARATOR_BYTES);
  }

  /** The place of a half of a node that is no node: 0 where it stands for "nothing known". */
  of(record: number): number {
    const { nodeCount, treeBytes } = this.#about;
    if (record === nodeCount) return 0;
    let place = this.#known.get(record);
    if (place === undefined) {
      place = this.#read(treeBytes + record - nodeCount);
      this.#known.set(record, place);
    }
    return place;
  }

  #read(at: number): number {
    const values = this.#values;
    const country =
      this.#text(at, "country_code") || this.#text(at, "country") || this.#code(values.member(at, "country"));
    if (!/^[A-Z]{2}$/.test(country)) return 0;
    const subdivisions = values.member(at, "subdivisions");
    const region = subdivisions < 0 ? "" : this.#code(values.first(subdivisions));
    return this.codes.number(country, /^[A-Z0-9]{1,3}$/.test(region) ? region : "");
  }

  #code(at: number): string {
    return at < 0 ? "" : this.#text(at, "iso_code");
  }

  #text(at: number, key: string): string {
    const found = this.#values.member(at, key);
    return found < 0 ? "" : this.#values.text(found);
  }
}

/** The tree of address bits: a node has a half for bit 0 and one for bit 1, each the number of a node or more. */
class SearchTree {
  readonly #bytes: Uint8Array;
  readonly #about: Metadata;

  constructor(bytes: Uint8Array, about: Metadata) {
    this.#bytes = bytes;
    this.#about = about;
  }

  /** The node of the IPv4 addresses, which an IPv6 tree has at `::/96`. */
  start4(): number {
    const { ipVersion, nodeCount } = this.#about;
    let node = 0;
    for (let depth = 0; ipVersion === 6 && depth < 96 && node < nodeCount; depth += 1)
      node = this.#half(node, 0);
    return node;
  }

  /**
   * The ranges under a node, in order of address.
   * @param bits of the address that count; of what lies deeper the first counts
   * @param alias a node that is left out where it comes again: IPv4 addresses within the IPv6 ones; -1 for none
   */
  ranges(family: 4 | 6, root: number, bits: number, places: DataPlaces, alias: number): PlaceRanges {
    const { nodeCount } = this.#about;
    const builder = new RangeBuilder(family, null, 1 << 12);
    const isLeftOut = (node: number) => node === alias && alias < nodeCount;
    let visited = 0;
    const visit = (node: number, depth: number, hi: number, lo: number): void => {
      if (isLeftOut(node)) return;
      if (node < nodeCount && depth < bits) {
        // A tree whose branches meet again would be walked as many times as there are addresses.
        visited += 1;
        if (visited > nodeCount) throw damaged("its search tree is no tree");
        const bit = family === 4 ? depth + 32 : depth;
        visit(this.#half(node, 0), depth + 1, hi, lo);
        if (bit < 32) visit(this.#half(node, 1), depth + 1, (hi | (1 << (31 - bit))) >>> 0, lo);
        else visit(this.#half(node, 1), depth + 1, hi, (lo | (1 << (63 - bit))) >>> 0);
        return;
      }
      const place = places.of(this.#leaf(node));
      const free = bits - depth;
      const lastLo = free >= 32 ? 0xffffffff : (lo | (2 ** free - 1)) >>> 0;
      const lastHi = free > 32 ? (hi | (2 ** (free - 32) - 1)) >>> 0 : hi;
      const startHi = family === 4 ? RangeBuilder.HI4 : orderedWord(hi);
      const endHi = family === 4 ? RangeBuilder.HI4 : orderedWord(lastHi);
      builder.add(startHi, orderedWord(lo), endHi, orderedWord(lastLo), place);
    };
    visit(root, 0, 0, 0);
    return builder.finish();
  }

  /** The first thing known under a node; the same value where it is no node. */
  #leaf(node: number): number {
    const { nodeCount } = this.#about;
    let at = node;
    for (let depth = 0; at < nodeCount; depth += 1) {
      if (depth > 64) throw damaged("its search tree does not end");
      const left = this.#half(at, 0);
      at = left === nodeCount ? this.#half(at, 1) : left;
    }
    return at;
  }

  #half(node: number, bit: 0 | 1): number {
    const bytes = this.#bytes;
    const { recordBits } = this.#about;
    const at = (node * recordBits) / 4;
    if (recordBits === 24) {
      const from = at + 3 * bit;
      return (bytes[from]! << 16) | (bytes[from + 1]! << 8) | bytes[from + 2]!;
    }
    if (recordBits === 32) {
      const from = at + 4 * bit;
      return (
        ((bytes[from]! << 24) | (bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!) >>> 0
      );
    }
    const middle = bytes[at + 3]!;
    const from = at + 4 * bit;
    const low = (bytes[from]! << 16) | (bytes[from + 1]! << 8) | bytes[from + 2]!;
    return ((bit === 0 ? middle >>> 4 : middle & 15) << 24) | low;
  }
}
