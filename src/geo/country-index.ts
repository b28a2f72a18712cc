import type { PlaceTable } from "./place-table.ts";

/**
 * Countries and regions of a place table by small numbers, so that the judge can count without strings.
 * Number 0 is the unknown country. O(1) a lookup; 4 B a place.
 */
export class CountryIndex {
  /** ISO 3166 code by number; "" for 0. */
  readonly codes: readonly string[];
  readonly #ofPlace: Uint16Array;
  readonly #numbers = new Map<string, number>();

  constructor(places: PlaceTable) {
    const codes = [""];
    this.#numbers.set("", 0);
    this.#ofPlace = new Uint16Array(places.placeCount);
    for (let place = 0; place < places.placeCount; place += 1) {
      const code = places.country(place);
      let number = this.#numbers.get(code);
      if (number === undefined) {
        number = codes.length;
        this.#numbers.set(code, number);
        codes.push(code);
      }
      this.#ofPlace[place] = number;
    }
    this.codes = codes;
  }

  /** Country number of a place. */
  ofPlace(place: number): number {
    return this.#ofPlace[place] ?? 0;
  }

  /** Number of an ISO code, or -1 where no address of the table is in that country. */
  number(code: string): number {
    return this.#numbers.get(code) ?? -1;
  }
}
