import { createRequire } from "node:module";
import { beforeAll, describe, expect, it } from "vitest";
import { PlaceTable } from "../../src/geo/place-table.ts";
import { loadPlaces } from "../../src/node/place-data.ts";

/** Addresses that are drawn like this repeat from run to run. */
function* drawWords(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield (state ^ (state >>> 15)) >>> 0;
  }
}

function text4(address: number): string {
  return [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255].join(".");
}

function text6(hi: number, lo: number): string {
  const groups = [hi >>> 16, hi & 0xffff, lo >>> 16, lo & 0xffff];
  return `${groups.map((group) => group.toString(16)).join(":")}::1`;
}

describe("loadPlaces", () => {
  let places = PlaceTable.empty;
  /** The package's own look-up, which reads all its data when it is loaded. */
  let lookup: (ip: string) => { country: string; region: string } | null = () => null;

  beforeAll(() => {
    places = loadPlaces("lite");
    lookup = (createRequire(import.meta.url)("geoip-lite") as { lookup: typeof lookup }).lookup;
  });

  /** What the package says of an address; "" where it knows no country (its country files may, and so may we). */
  function theirs(address: string): string {
    const found = lookup(address);
    return found === null || found.country === "" ? "" : `${found.country} ${found.region}`;
  }

  function ours(place: number): string {
    return `${places.country(place)} ${places.region(place).slice(3)}`;
  }

  /** Compares one address; says whether there was something to compare. */
  function agree(address: string, place: number): boolean {
    const expected = theirs(address);
    if (expected !== "") expect(`${address} ${ours(place)}`).toBe(`${address} ${expected}`);
    return expected !== "";
  }

  it("says what it was made from", () => {
    expect(places.description).toMatch(/^geoip-lite 1\.4\.\d+, GeoLite2 20\d\d-\d\d-\d\d$/);
    expect(places.placeCount).toBeGreaterThan(3000);
  });

  it("agrees with the package on random IPv4 addresses", () => {
    const words = drawWords(1);
    let known = 0;
    for (let i = 0; i < 30_000; i += 1) {
      const address = words.next().value;
      if (agree(text4(address), places.lookup(4, 0, address))) known += 1;
    }
    expect(known).toBeGreaterThan(20_000);
  });

  it("agrees with the package around the bounds of ranges of some countries, in both families", () => {
    for (const code of ["FR", "RE", "GP", "DE", "RU", "FR-IDF", "US-CA"]) {
      const ranges = places.rangesOf(code);
      for (let i = 0; i < ranges.length; i += Math.ceil(ranges.length / 200)) {
        const { start, end } = ranges[i]!;
        for (const address of [start - 1, start, end - 1, end]) {
          agree(text4(address), places.lookup(4, 0, address));
        }
        expect(places.country(places.lookup(4, 0, start))).toBe(code.slice(0, 2));
      }
      const ranges6 = places.ranges6Of(code);
      for (let i = 0; i < ranges6.length; i += Math.ceil(ranges6.length / 200)) {
        const { startHi, startLo } = ranges6[i]!;
        const place = places.lookup(6, startHi, startLo);
        expect(places.country(place)).toBe(code.slice(0, 2));
        agree(text6(startHi, startLo), place);
      }
    }
  });

  it("agrees with the package on random networks within the IPv6 ranges of some countries", () => {
    const words = drawWords(2);
    const ranges = ["FR", "DE", "US", "IN", "BR"].flatMap((code) => places.ranges6Of(code));
    let known = 0;
    let different = 0;
    for (let i = 0; i < 12_000; i += 1) {
      const { startHi, startLo, endHi } = ranges[words.next().value % ranges.length]!;
      const hi = startHi + (words.next().value % Math.max(1, endHi - startHi));
      const lo = endHi > startHi ? words.next().value : startLo;
      const expected = theirs(text6(hi, lo));
      if (expected === "") continue;
      known += 1;
      if (ours(places.lookup(6, hi, lo)) !== expected) different += 1;
    }
    expect(known).toBeGreaterThan(10_000);
    // 75 ranges lie within others; there the package finds the one or the other.
    expect(different).toBeLessThan(10);
  });

  it("knows no place for private and documentation addresses", () => {
    for (const address of [
      0x0a000001, 0xac100001, 0xc0a80001, 0x7f000001, 0xc0000201, 0xc6336401, 0xcb007101,
    ]) {
      expect(places.lookup(4, 0, address)).toBe(0);
    }
    expect(places.lookup(6, 0x20010db8, 1)).toBe(0);
    expect(places.lookup(6, 0xfd000000, 1)).toBe(0);
  });

  it("takes some 16 MB, a quarter of it for the index by network", () => {
    const columns = Object.values(places.data).filter((value) => ArrayBuffer.isView(value));
    expect(columns.length).toBe(8);
    expect(columns.reduce((sum, column) => sum + column.byteLength, 0)).toBeLessThan(17e6);
  });

  it("gives the empty table when asked for none", () => {
    expect(loadPlaces("none")).toBe(PlaceTable.empty);
  });
});
