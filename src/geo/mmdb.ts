import { COUNTRY_CODES } from "./country-codes.ts";
import { type Metadata, readMetadata, SEPARATOR_BYTES, SearchTree } from "./mmdb-tree.ts";
import { damaged, MmdbValues } from "./mmdb-values.ts";
import { PlaceCodes } from "./place-codes.ts";
import { PlaceTable } from "./place-table.ts";
import { orderedWord, type PlaceRanges, RangeBuilder } from "./range-builder.ts";

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
  const tree = new SearchTree(bytes, about);
  const places = new DataPlaces(bytes, about, tree);
  const ranges4 = rangesOf(tree, 4, places);
  const ranges6 = rangesOf(tree, 6, places);
  if (places.codes.finish().countries.length === 1) throw damaged("it knows no country");
  for (const code of COUNTRY_CODES) places.codes.number(code, "");
  return PlaceTable.fromRanges({
    description: `${about.type} ${about.date}`,
    ...places.codes.finish(),
    ranges4,
    ranges6,
  });
}

/** The ranges of one family, in order of address. */
function rangesOf(tree: SearchTree, family: 4 | 6, places: DataPlaces): PlaceRanges {
  const builder = new RangeBuilder(family, null, 1 << 12);
  tree.walk(family, (startHi, startLo, lastHi, lastLo, record) => {
    const isFour = family === 4;
    builder.add(
      isFour ? RangeBuilder.HI4 : orderedWord(startHi),
      orderedWord(startLo),
      isFour ? RangeBuilder.HI4 : orderedWord(lastHi),
      orderedWord(lastLo),
      places.of(record),
    );
  });
  return builder.finish();
}

/** Places of the values that the tree leads to, each read once. */
class DataPlaces {
  readonly codes = new PlaceCodes();
  readonly #values: MmdbValues;
  readonly #tree: SearchTree;
  readonly #known = new Map<number, number>();

  constructor(bytes: Uint8Array, about: Metadata, tree: SearchTree) {
    this.#tree = tree;
    this.#values = new MmdbValues(bytes, about.treeBytes + SEPARATOR_BYTES);
  }

  /** The place of a half of a node that is no node: 0 where it stands for "nothing known". */
  of(record: number): number {
    const at = this.#tree.recordAt(record);
    if (at < 0) return 0;
    let place = this.#known.get(record);
    if (place === undefined) {
      place = this.#read(at);
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
