import { CountryIndex } from "../geo/country-index.ts";
import type { PlaceTable } from "../geo/place-table.ts";
import { decodeError, readInteger } from "../sketches/plain-data.ts";

const WHAT = "a baseline";

/**
 * Names of places and countries: numbers hold for one place table, names for every later one. A place is called by its region
 * (`FR-IDF`), or by its country where only that is known; "" is the unknown one. Translates numbers that were written
 * into those of here.
 */
export class PlaceNames {
  readonly places: readonly string[];
  readonly countries: readonly string[];
  /** By number as written; null: the numbers are kept. */
  readonly #placeNumbers: readonly number[] | null;
  readonly #countryNumbers: readonly number[] | null;

  private constructor(
    places: readonly string[],
    countries: readonly string[],
    placeNumbers: readonly number[] | null,
    countryNumbers: readonly number[] | null,
  ) {
    this.places = places;
    this.countries = countries;
    this.#placeNumbers = placeNumbers;
    this.#countryNumbers = countryNumbers;
  }

  /** The names of a table. */
  static of(table: PlaceTable): PlaceNames {
    return new PlaceNames(placeNames(table), new CountryIndex(table).codes, null, null);
  }

  /** Names that were written, with their own numbers. @throws TidegaugeError `TG_DECODE` */
  static asWritten(plain: unknown, most: number): PlaceNames {
    const [places, countries] = readNames(plain, most);
    return new PlaceNames(places, countries, null, null);
  }

  /** Names that were written, with the numbers that a table has for them; 0 where it has none. @throws TidegaugeError `TG_DECODE` */
  static translating(plain: unknown, table: PlaceTable, most: number): PlaceNames {
    const [places, countries] = readNames(plain, most);
    const here = PlaceNames.of(table);
    return new PlaceNames(
      places,
      countries,
      numbersOf(places, here.places),
      numbersOf(countries, here.countries),
    );
  }

  /** The number here of a place that was written. @throws TidegaugeError `TG_DECODE` where none has that number */
  place(number: number): number {
    const at = readInteger(number, 0, this.places.length - 1, WHAT, "place");
    return this.#placeNumbers === null ? at : this.#placeNumbers[at]!;
  }

  /** The number here of a country that was written. @throws TidegaugeError `TG_DECODE` where none has that number */
  country(number: number): number {
    const at = readInteger(number, 0, this.countries.length - 1, WHAT, "country");
    return this.#countryNumbers === null ? at : this.#countryNumbers[at]!;
  }

  /** Both lists, for a codec. */
  toPlain(): readonly [places: readonly string[], countries: readonly string[]] {
    return [this.places, this.countries];
  }
}

function placeNames(table: PlaceTable): string[] {
  return Array.from({ length: table.placeCount }, (_, place) => table.region(place) || table.country(place));
}

function numbersOf(names: readonly string[], here: readonly string[]): number[] {
  const numbers = new Map(here.map((name, number) => [name, number]));
  return names.map((name) => numbers.get(name) ?? 0);
}

function readNames(plain: unknown, most: number): [string[], string[]] {
  if (!Array.isArray(plain) || plain.length !== 2)
    throw decodeError(WHAT, "it must name places and countries");
  return plain.map((names: unknown) => {
    const isList = Array.isArray(names) && names.length > 0 && names.length <= most;
    if (!isList || !names.every((name) => typeof name === "string" && name.length <= 64)) {
      throw decodeError(WHAT, `names of places must be 1 to ${most} short texts`);
    }
    return names as string[];
  }) as [string[], string[]];
}
