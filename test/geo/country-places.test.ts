import { describe, expect, it } from "vitest";
import { CountryPlaces } from "../../src/geo/country-places.ts";
import { PlaceTable } from "../../src/geo/place-table.ts";
import { RangeBuilder } from "../../src/geo/range-builder.ts";

const places = PlaceTable.fromRanges({
  description: "test",
  countries: ["", "FR", "FR", "DE", "IT"],
  regions: ["", "FR-IDF", "", "", "IT-62"],
  ranges4: new RangeBuilder(4, null).finish(),
  ranges6: new RangeBuilder(6, null).finish(),
});
const FR_IDF = 1;
const FR = 2;
const DE = 3;

function prefer(place: number, country: string): number {
  const bytes = new TextEncoder().encode(`x${country}y`);
  return new CountryPlaces(places).prefer(place, bytes, 1, bytes.length - 1);
}

describe("the country that a log gives", () => {
  it("goes before that of the table, in capitals or not", () => {
    expect(prefer(0, "FR")).toBe(FR);
    expect(prefer(DE, "FR")).toBe(FR);
    expect(prefer(FR_IDF, "de")).toBe(DE);
  });

  it("leaves the region where the table knows the same country more exactly", () => {
    expect(prefer(FR_IDF, "FR")).toBe(FR_IDF);
  });

  it("says nothing where it is no country or none that the table has as a whole", () => {
    for (const none of ["", "-", "XX", "T1", "ZZ", "FRA", "France", "{}", "\u00e9"])
      expect(prefer(FR_IDF, none)).toBe(FR_IDF);
    expect(prefer(DE, "IT")).toBe(DE);
  });

  it("counts also without a table of addresses", () => {
    const france = new CountryPlaces(PlaceTable.empty).prefer(0, new Uint8Array([70, 82]), 0, 2);
    expect(PlaceTable.empty.country(france)).toBe("FR");
  });
});
