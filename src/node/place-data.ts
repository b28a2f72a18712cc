import { closeSync, existsSync, openSync, readFileSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { optionError, TidegaugeError } from "../errors.ts";
import { type RecordFile, readGeoipLite } from "../geo/geoip-lite.ts";
import { readMmdb } from "../geo/mmdb.ts";
import { readNetworkCsv } from "../geo/network-csv.ts";
import { readNetworkMmdb } from "../geo/network-mmdb.ts";
import type { NetworkTable } from "../geo/network-table.ts";
import { PlaceTable } from "../geo/place-table.ts";
import { unreadable } from "./input-files.ts";
import { PlaceCache } from "./place-cache.ts";

const NAMES = "geoip-city-names.dat";
/** The files of geoip-lite that are read. */
const FILES = ["geoip-country.dat", "geoip-country6.dat", "geoip-city.dat", "geoip-city6.dat", NAMES];

/** Bytes read at a time; small beside the files, so that the peak of memory is the table's. */
const PIECE_BYTES = 1 << 20;

/**
 * Where places come from: `lite` is the package geoip-lite, `none` nothing, anything else the path of a MaxMind DB file
 * (`GeoLite2-City.mmdb`), whose name ends in `.mmdb`.
 */
export type PlaceSourceName = "lite" | "none" | `${string}.mmdb`;

/** Whether a text is a {@link PlaceSourceName}. */
export function isPlaceSource(text: unknown): text is PlaceSourceName {
  return text === "lite" || text === "none" || (typeof text === "string" && text.endsWith(".mmdb"));
}

/**
 * Loads a place table: `lite` from the data of the installed package geoip-lite, `none` an empty one, else from the file.
 * For `lite` reads 160 MB in small pieces, in about 0.25 s; the code of the package is not run.
 * @param cacheFolder where the table of `lite` is kept once it is built; default: it is not
 * @throws TidegaugeError `TG_UNREADABLE` where the package is not installed or a file cannot be read, `TG_DECODE` where
 *   one has another layout
 */
export function loadPlaces(kind: PlaceSourceName, cacheFolder?: string): PlaceTable {
  if (kind === "none") return PlaceTable.empty;
  if (kind !== "lite") return readMmdb(wholeFile(kind));
  const folder = geoipLiteFolder();
  const data = join(folder, "data");
  if (cacheFolder === undefined) return readLite(folder, data);
  const cache = new PlaceCache(cacheFolder, [
    join(folder, "package.json"),
    ...FILES.map((name) => join(data, name)),
  ]);
  const kept = cache.read();
  if (kept !== null) return kept;
  const table = readLite(folder, data);
  cache.write(table);
  return table;
}

function readLite(folder: string, data: string): PlaceTable {
  const [country, country6, city, city6, names] = FILES.map((name) => recordFile(join(data, name)));
  return readGeoipLite({
    country: country!,
    country6: country6!,
    city: existsSync(join(data, NAMES)) ? { city: city!, city6: city6!, names: names! } : null,
    description: describe(folder),
  });
}

/**
 * Loads a network table from a MaxMind DB file whose name ends in `.mmdb`, or from CSV lines in a file whose name ends in
 * `.csv` or `.tsv`: first and last address, AS number, name.
 * @throws TidegaugeError `TG_OPTION` for another name, `TG_UNREADABLE` where the file cannot be read, `TG_DECODE` where it holds
 *   something else; for CSV with the number of the line
 */
export function loadNetworks(path: string): NetworkTable {
  const kind = /\.(mmdb|csv|tsv)$/i.exec(path)?.[1]?.toLowerCase();
  if (kind === undefined) {
    throw optionError(
      "Cannot load networks",
      `"asn" must be the path of an .mmdb or .csv file, got "${path}"`,
    );
  }
  const bytes = wholeFile(path);
  return kind === "mmdb" ? readNetworkMmdb(bytes) : readNetworkCsv(bytes, basename(path));
}

function geoipLiteFolder(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve("geoip-lite/package.json"));
  } catch (cause) {
    throw new TidegaugeError(
      "TG_UNREADABLE",
      'Cannot load places: the package geoip-lite is not installed; install it, or turn places off with --geo none (geo: "none")',
      cause,
    );
  }
}

/** `geoip-lite 1.4.10, GeoLite2 2023-11-15`: the version of the package, and the date of the data as its checksum file has it. */
function describe(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
  const checksum = join(folder, "data", "country.checksum");
  const date = existsSync(checksum) ? /_(\d{4})(\d\d)(\d\d)\./.exec(readFileSync(checksum, "utf8")) : null;
  const from = date === null ? "of unknown date" : `${date[1]}-${date[2]}-${date[3]}`;
  return `geoip-lite ${version}, GeoLite2 ${from}`;
}

function wholeFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new TidegaugeError("TG_UNREADABLE", unreadable(path, cause), cause);
  }
}

function recordFile(path: string): RecordFile {
  return function* (recordBytes) {
    const piece = new Uint8Array(Math.floor(PIECE_BYTES / recordBytes) * recordBytes);
    const file = open(path);
    try {
      for (;;) {
        const length = fill(file, piece);
        if (length > 0) yield piece.subarray(0, length);
        if (length < piece.length) return;
      }
    } finally {
      closeSync(file);
    }
  };
}

function open(path: string): number {
  try {
    return openSync(path, "r");
  } catch (cause) {
    throw new TidegaugeError("TG_UNREADABLE", `Cannot load places: ${path} cannot be opened`, cause);
  }
}

/** Reads until the piece is full or the file at its end. */
function fill(file: number, piece: Uint8Array): number {
  let length = 0;
  while (length < piece.length) {
    const read = readSync(file, piece, length, piece.length - length, null);
    if (read === 0) break;
    length += read;
  }
  return length;
}
