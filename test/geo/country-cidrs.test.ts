import { describe, expect, it } from "vitest";
import { countryCidrs } from "../../src/geo/country-cidrs.ts";
import type { PlaceTable } from "../../src/geo/place-table.ts";
import { CidrTable } from "../../src/records/addresses.ts";
import { manyPlaces } from "../kernel/places.ts";

/** A table of which only the ranges are known. */
function ranges(
  of: Record<string, readonly [number, number][]>,
  of6: Record<string, readonly [number, number, number, number][]> = {},
) {
  return {
    rangesOf: (code: string) => (of[code] ?? []).map(([start, end]) => ({ start, end })),
    ranges6Of: (code: string) =>
      (of6[code] ?? []).map(([startHi, startLo, endHi, endLo]) => ({ startHi, startLo, endHi, endLo })),
  } as unknown as PlaceTable;
}

describe("the address ranges of countries", () => {
  it("are as few CIDRs as possible, of neighbours together", () => {
    const at = 0xc0000200;
    const places = ranges({
      FR: [
        [at, at + 128],
        [at + 256, at + 257],
      ],
      DE: [[at + 128, at + 256]],
    });
    expect(countryCidrs(places, ["FR", "DE"])).toEqual(["192.0.2.0/24", "192.0.3.0/32"]);
    expect(countryCidrs(places, ["FR"])).toEqual(["192.0.2.0/25", "192.0.3.0/32"]);
    expect(countryCidrs(places, ["XX"])).toEqual([]);
  });

  it("reach from the first address to the last", () => {
    const places = ranges({ FR: [[0, 2 ** 32]] }, { FR: [[0, 0, 2 ** 32, 0]] });
    expect(countryCidrs(places, ["FR"])).toEqual(["0.0.0.0/0", "::/0"]);
  });

  it("are of networks of /64 and above in IPv6", () => {
    const places = ranges(
      {},
      {
        FR: [
          [0x20010db8, 0, 0x20010db8, 3],
          [0x20010db9, 0, 0x20010dbb, 0],
        ],
      },
    );
    expect(countryCidrs(places, ["FR"])).toEqual([
      "2001:db8::/63",
      "2001:db8:0:2::/64",
      "2001:db9::/32",
      "2001:dba::/32",
    ]);
  });

  it("hold the addresses that the table places there, and no others", () => {
    const places = manyPlaces();
    const counts = [0, 0];
    const codes = [3, 4, 5, 6].map((place) => places.country(place));
    const found = new CidrTable(countryCidrs(places, codes), "ranges");
    let state = 1;
    const next = () => {
      state = Math.imul(state, 1664525) + 1013904223;
      return state >>> 0;
    };
    for (let i = 0; i < 20_000; i += 1) {
      const family = i & 1 ? 6 : 4;
      const hi = family === 4 ? 0 : 0x20010db8;
      const lo =
        family === 4 ? 198 * 2 ** 24 + (next() % (4000 * 700)) : (next() % 12) * 0x10000 + (next() % 512);
      const isThere = codes.includes(places.country(places.lookup(family, hi, lo)));
      counts[isThere ? 1 : 0]! += 1;
      expect(found.has(family, hi, lo)).toBe(isThere);
    }
    expect(Math.min(...counts)).toBeGreaterThan(100);
  });
});
