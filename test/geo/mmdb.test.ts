import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMmdb } from "../../src/geo/mmdb.ts";
import { bits4, bits6, type MmdbValue, mmdbFile } from "./mmdb-file.ts";

const FRANCE = {
  names: { en: "A name of more than twenty-eight characters, so that its length has a byte of its own" },
  country: { geoname_id: 7, iso_code: "FR" },
  subdivisions: [{ iso_code: "IDF" }, { iso_code: "75" }],
} satisfies MmdbValue;
const BRAZIL = { country: "BR" } satisfies MmdbValue;
const JAPAN = { country_code: "JP", country: "Japan" } satisfies MmdbValue;

function placeName(file: Uint8Array, family: 4 | 6, hi: number, lo: number): string {
  const table = readMmdb(file);
  const place = table.lookup(family, hi, lo);
  return table.region(place) || table.country(place);
}

describe("a MaxMind DB file", () => {
  for (const version of [4, 6] as const) {
    for (const recordBits of [24, 28, 32] as const) {
      it(`of IPv${version} with ${recordBits} bits gives country and region of IPv4 addresses`, () => {
        const file = mmdbFile(
          [
            { bits: bits4("192.0.2.0/24", version), value: FRANCE },
            { bits: bits4("192.0.2.128/25", version), value: BRAZIL },
            { bits: bits4("203.0.113.7/32", version), value: JAPAN },
            { bits: bits4("255.255.255.255/32", version), value: BRAZIL },
          ],
          { version, recordBits },
        );
        const at = (...parts: number[]) =>
          placeName(
            file,
            4,
            0,
            parts.reduce((sum, part) => sum * 256 + part, 0),
          );
        expect(at(192, 0, 2, 0)).toBe("FR-IDF");
        expect(at(192, 0, 2, 127)).toBe("FR-IDF");
        expect(at(192, 0, 2, 128)).toBe("BR");
        expect(at(192, 0, 3, 0)).toBe("");
        expect(at(203, 0, 113, 6)).toBe("");
        expect(at(203, 0, 113, 7)).toBe("JP");
        expect(at(255, 255, 255, 255)).toBe("BR");
        expect(at(0, 0, 0, 0)).toBe("");
      });
    }
  }

  it("gives places of IPv6 networks, also where what is known lies deeper than /64", () => {
    const file = mmdbFile(
      [
        { bits: bits4("192.0.2.0/24", 6), value: FRANCE },
        { bits: bits6("2001:db8/32"), value: BRAZIL },
        { bits: bits6("2001:db8:0:7/64"), value: JAPAN },
        { bits: bits6("2001:db9:0:0:8000/65"), value: JAPAN },
      ],
      { version: 6, recordBits: 28, aliases: [bits6("2002/16")] },
    );
    expect(placeName(file, 6, 0x20010db8, 6)).toBe("BR");
    expect(placeName(file, 6, 0x20010db8, 7)).toBe("JP");
    expect(placeName(file, 6, 0x20010db8, 8)).toBe("BR");
    expect(placeName(file, 6, 0x20010db9, 0)).toBe("JP");
    expect(placeName(file, 6, 0x20010db9, 1)).toBe("");
    expect(placeName(file, 6, 0x2002c000, 0x02000000)).toBe("");
    expect(readMmdb(file).description).toBe("Test-Country 2023-11-14");
  });

  it("has a place for every country as a whole", () => {
    const file = mmdbFile([{ bits: bits4("192.0.2.0/24", 4), value: FRANCE }], {
      version: 4,
      recordBits: 24,
    });
    const { countries, regions } = readMmdb(file).data;
    for (const code of ["FR", "RE", "ZW"])
      expect(countries.some((country, place) => country === code && regions[place] === "")).toBe(true);
  });

  it("is refused with a reason where it is none, or knows no countries", () => {
    expect(() => readMmdb(new Uint8Array(1000))).toThrow("no sound MaxMind DB: its metadata are not found");
    const networks = mmdbFile([{ bits: "1", value: { autonomous_system_number: 64496 } }], {
      version: 4,
      recordBits: 24,
    });
    expect(() => readMmdb(networks)).toThrow("knows no country");
  });

  it("is refused, or read, but never ends otherwise, where bytes of it are damaged", () => {
    const file = mmdbFile(
      [
        { bits: bits4("192.0.2.0/24", 6), value: FRANCE },
        { bits: bits6("2001:db8/32"), value: JAPAN },
      ],
      { version: 6, recordBits: 24 },
    );
    const damage = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(damage, fc.nat(40), (changes, cut) => {
        const broken = file.slice(0, file.length - (cut > 30 ? cut : 0));
        for (const [at, byte] of changes) if (at < broken.length) broken[at] = byte;
        try {
          readMmdb(broken);
        } catch (error) {
          expect(error).toMatchObject({ code: "TG_DECODE" });
        }
      }),
      { seed: 20210406, numRuns: 500 },
    );
  });
});
