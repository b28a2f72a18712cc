import { TidegaugeError } from "../errors.ts";
import { PlaceCodes } from "./place-codes.ts";
import { PlaceTable } from "./place-table.ts";
import { isBelow, orderedWord, type PlaceRanges, RangeBuilder } from "./range-builder.ts";

/**
 * Gives the bytes of a file in pieces that are multiples of `recordBytes` long (the last one as it comes). A piece is used
 * before the next one is asked for, so that one buffer may serve all: the files are too large to be held at once.
 */
export type RecordFile = (recordBytes: number) => Iterable<Uint8Array>;

/** The data files of geoip-lite 1.x. */
export interface GeoipLiteFiles {
  /** `geoip-country.dat` */
  readonly country: RecordFile;
  /** `geoip-country6.dat` */
  readonly country6: RecordFile;
  /** `geoip-city.dat`, `geoip-city6.dat` and `geoip-city-names.dat`, for regions; null without them. */
  readonly city: { readonly city: RecordFile; readonly city6: RecordFile; readonly names: RecordFile } | null;
  /** What the table is made from, for reports. */
  readonly description: string;
}

const LOCATION_BYTES = 88;
const NO_LOCATION = -1;
/** The files of 2023 hold 0.2 to 1.3 million ranges after joining. */
const EXPECTED_RANGES = 1 << 19;

/** A record: first and last address, then two letters of a country or the number of a location. All big-endian. */
interface RecordLayout {
  readonly bytes: number;
  readonly endAt: number;
  readonly placeAt: number;
}

const COUNTRY: RecordLayout = { bytes: 10, endAt: 4, placeAt: 8 };
const COUNTRY6: RecordLayout = { bytes: 34, endAt: 16, placeAt: 32 };
const CITY: RecordLayout = { bytes: 24, endAt: 4, placeAt: 8 };
const CITY6: RecordLayout = { bytes: 48, endAt: 16, placeAt: 32 };

/**
 * Makes a place table of geoip-lite's data files: country and region where the city files know them, the country alone
 * where only the country files do. Of overlapping IPv6 ranges the one that begins later counts. Arrays lie on shared buffers.
 *
 * About 16 MB and 0.2 s for the data of 2023-11-15, and as much again while it works.
 * @throws TidegaugeError `TG_DECODE` where a file has not the known layout
 */
export function readGeoipLite(files: GeoipLiteFiles): PlaceTable {
  const codes = new LetterCodes();
  let ranges4 = readRanges4(files.country, "geoip-country.dat", COUNTRY, codes, null, null);
  let ranges6 = readRanges6(files.country6, "geoip-country6.dat", COUNTRY6, codes, null, null);
  if (files.city !== null) {
    const locations = readLocations(files.city.names, codes);
    ranges4 = readRanges4(files.city.city, "geoip-city.dat", CITY, codes, locations, ranges4);
    ranges6 = readRanges6(files.city.city6, "geoip-city6.dat", CITY6, codes, locations, ranges6);
  }
  const { description } = files;
  return PlaceTable.fromRanges({ description, ...codes.finish(), ranges4, ranges6 });
}

/** Places, found by the letters of their country as the files hold them. */
class LetterCodes extends PlaceCodes {
  /** Places without a region, by the two letters of their country; 0 where not yet met. */
  readonly #countries = new Uint16Array(1 << 16);

  /** The place of a country given by two letters, which are the bytes at `offset`. */
  country(view: DataView, offset: number, file: string): number {
    const letters = view.getUint16(offset);
    const known = this.#countries[letters]!;
    if (known !== 0) return known;
    const number = this.number(countryCode(letters, file), "");
    this.#countries[letters] = number;
    return number;
  }
}

/** The place of each location: country in bytes 0 and 1, region in 2 to 4, padded with zero bytes. */
function readLocations(names: RecordFile, codes: LetterCodes): Uint16Array {
  const file = "geoip-city-names.dat";
  const places: number[] = [];
  let lastCountry = -1;
  let lastRegion = -1;
  let place = 0;
  for (const { view, end } of records(names, file, LOCATION_BYTES)) {
    for (let at = 0; at < end; at += LOCATION_BYTES) {
      const country = view.getUint16(at);
      const region = view.getUint32(at + 1) & 0xffffff;
      if (country !== lastCountry || region !== lastRegion) {
        place = codes.number(countryCode(country, file), regionCode(region, file));
        lastCountry = country;
        lastRegion = region;
      }
      places.push(place);
    }
  }
  return Uint16Array.from(places);
}

/** Reads a file of IPv4 ranges. `locations`: the place of each location number; null where letters are given. */
function readRanges4(
  file: RecordFile,
  name: string,
  layout: RecordLayout,
  codes: LetterCodes,
  locations: Uint16Array | null,
  fallback: PlaceRanges | null,
): PlaceRanges {
  const builder = new RangeBuilder(4, fallback, EXPECTED_RANGES);
  const { bytes, endAt, placeAt } = layout;
  const hi = RangeBuilder.HI4;
  // The last range, not yet added because its neighbour may join it.
  let start = 0;
  let last = orderedWord(0);
  let place = 0;
  let isFirst = true;
  for (const { view, end } of records(file, name, bytes)) {
    for (let at = 0; at < end; at += bytes) {
      const from = orderedWord(view.getInt32(at));
      const to = orderedWord(view.getInt32(at + endAt));
      const here =
        locations === null
          ? codes.country(view, at + placeAt, name)
          : placeOf(locations, view.getInt32(at + placeAt), name);
      if (to < from || (from <= last && !isFirst)) {
        throw damaged(name, "its ranges are not in ascending order");
      }
      isFirst = false;
      if (here !== place || from !== last + 1) {
        builder.add(hi, start, hi, last, place);
        start = from;
        place = here;
      }
      last = to;
    }
  }
  builder.add(hi, start, hi, last, place);
  return builder.finish();
}

/** Reads a file of IPv6 ranges, by their upper 64 bits, as {@link readRanges4}. */
function readRanges6(
  file: RecordFile,
  name: string,
  layout: RecordLayout,
  codes: LetterCodes,
  locations: Uint16Array | null,
  fallback: PlaceRanges | null,
): PlaceRanges {
  const builder = new RangeBuilder(6, fallback, EXPECTED_RANGES);
  const { bytes, endAt, placeAt } = layout;
  // The last range, not yet added because its neighbour may join or interrupt it.
  let startHi = orderedWord(0);
  let startLo = orderedWord(0);
  let lastHi = orderedWord(0);
  let lastLo = orderedWord(0);
  let place = 0;
  for (const { view, end } of records(file, name, bytes)) {
    for (let at = 0; at < end; at += bytes) {
      const fromHi = orderedWord(view.getInt32(at));
      const fromLo = orderedWord(view.getInt32(at + 4));
      const toHi = orderedWord(view.getInt32(at + endAt));
      const toLo = orderedWord(view.getInt32(at + endAt + 4));
      const here =
        locations === null
          ? codes.country(view, at + placeAt, name)
          : placeOf(locations, view.getInt32(at + placeAt), name);
      if (isBelow(toHi, toLo, fromHi, fromLo) || isBelow(fromHi, fromLo, startHi, startLo)) {
        throw damaged(name, "its ranges are not in ascending order");
      }
      const isApart = isBelow(lastHi, lastLo, fromHi, fromLo);
      if (isApart && here === place && fromHi === lastHi && fromLo === lastLo + 1) {
        lastHi = toHi;
        lastLo = toLo;
        continue;
      }
      if (isApart) {
        builder.add(startHi, startLo, lastHi, lastLo, place);
      } else {
        // The new range lies within the last one, which may go on behind it.
        if (isBelow(startHi, startLo, fromHi, fromLo)) {
          const beforeLo = (fromLo - 1) | 0;
          builder.add(startHi, startLo, beforeLo > fromLo ? fromHi - 1 : fromHi, beforeLo, place);
        }
        if (isBelow(toHi, toLo, lastHi, lastLo)) {
          builder.add(fromHi, fromLo, toHi, toLo, here);
          startHi = fromHi;
          startLo = fromLo;
          continue;
        }
      }
      startHi = fromHi;
      startLo = fromLo;
      lastHi = toHi;
      lastLo = toLo;
      place = here;
    }
  }
  builder.add(startHi, startLo, lastHi, lastLo, place);
  return builder.finish();
}

function placeOf(locations: Uint16Array, location: number, file: string): number {
  if (location >= 0 && location < locations.length) return locations[location]!;
  if (location === NO_LOCATION) return 0;
  throw damaged(file, `it names location ${location} of ${locations.length}`);
}

function* records(
  file: RecordFile,
  name: string,
  recordBytes: number,
): Generator<{ view: DataView; end: number }> {
  for (const bytes of file(recordBytes)) {
    if (bytes.length % recordBytes !== 0) {
      throw damaged(name, `it is no whole number of records of ${recordBytes} bytes`);
    }
    yield { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), end: bytes.length };
  }
}

/** "FR" of its two letters in one word; "" of zero bytes. */
function countryCode(letters: number, file: string): string {
  if (letters === 0) return "";
  const code = String.fromCharCode(letters >>> 8, letters & 0xff);
  if (!/^[A-Z]{2}$/.test(code)) throw damaged(file, `it names the country ${JSON.stringify(code)}`);
  return code;
}

/** "IDF" of its up to three characters in one word, padded with zero bytes. */
function regionCode(characters: number, file: string): string {
  const bytes = [characters >>> 16, (characters >>> 8) & 0xff, characters & 0xff];
  const code = String.fromCharCode(...bytes.filter((byte) => byte !== 0));
  if (!/^[A-Z0-9]{0,3}$/.test(code)) throw damaged(file, `it names the region ${JSON.stringify(code)}`);
  return code;
}

function damaged(file: string, rule: string): TidegaugeError {
  return new TidegaugeError(
    "TG_DECODE",
    `Cannot read the place data: ${file} has not the layout of geoip-lite 1.4: ${rule}`,
  );
}
