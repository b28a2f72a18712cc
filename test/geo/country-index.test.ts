import { describe, expect, it } from "vitest";
import { CountryIndex } from "../../src/geo/country-index.ts";
import { PlaceTable } from "../../src/geo/place-table.ts";
import { RangeBuilder } from "../../src/geo/range-builder.ts";

function tableOf(countries: readonly string[]): PlaceTable {
  return PlaceTable.fromRanges({
    description: "test",
    countries,
    regions: countries.map(() => ""),
    ranges4: new RangeBuilder(4, null).finish(),
    ranges6: new RangeBuilder(6, null).finish(),
  });
}

describe("the country index", () => {
  const index = new CountryIndex(tableOf(["", "FR", "DE", "FR", ""]));

  it("gives all places of a country one number, and the unknown number 0", () => {
    expect([0, 1, 2, 3, 4].map((place) => index.ofPlace(place))).toEqual([0, 1, 2, 1, 0]);
    expect(index.codes).toEqual(["", "FR", "DE"]);
  });

  it("finds the number of a code, and -1 for a country that no address is in", () => {
    expect(["", "FR", "DE", "ZZ"].map((code) => index.number(code))).toEqual([0, 1, 2, -1]);
  });

  it("takes places that the table does not have as unknown", () => {
    expect(index.ofPlace(99)).toBe(0);
    expect(new CountryIndex(PlaceTable.empty).codes[0]).toBe("");
    expect(new CountryIndex(PlaceTable.empty).number("ZZ")).toBe(-1);
  });
});
