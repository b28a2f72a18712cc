import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlaceTable } from "../../src/geo/place-table.ts";
import { orderedWord, RangeBuilder } from "../../src/geo/range-builder.ts";

const COUNTRIES = ["", "FR", "FR", "DE", "GB"];
const REGIONS = ["", "", "FR-IDF", "DE-BE", ""];

interface Range {
  readonly start: number;
  readonly last: number;
  readonly place: number;
}

/** A table of ranges within one 32-bit word: IPv4 addresses, or upper halves of /64 networks. */
function tableOf(ranges4: readonly Range[], ranges6: readonly Range[] = []): PlaceTable {
  const builder4 = new RangeBuilder(4, null);
  for (const { start, last, place } of ranges4) {
    builder4.add(RangeBuilder.HI4, orderedWord(start), RangeBuilder.HI4, orderedWord(last), place);
  }
  const builder6 = new RangeBuilder(6, null);
  for (const { start, last, place } of ranges6) {
    builder6.add(orderedWord(start), orderedWord(0), orderedWord(last), orderedWord(0xffffffff), place);
  }
  return PlaceTable.fromRanges({
    description: "test",
    countries: COUNTRIES,
    regions: REGIONS,
    ranges4: builder4.finish(),
    ranges6: builder6.finish(),
  });
}

/** Ascending ranges that do not overlap, many of them around the borders of /16 blocks and the ends of the address space. */
const ascending = fc
  .uniqueArray(
    fc.oneof(
      fc.nat({ max: 0xffffffff }),
      fc.nat({ max: 0xffff }).map((block) => block * 65536),
      fc.nat({ max: 0xffff }).map((block) => block * 65536 + 65535),
      fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff),
    ),
    { maxLength: 60 },
  )
  .chain((bounds) => {
    const sorted = bounds.sort((a, b) => a - b);
    const pairs = sorted.slice(0, -1).map((start, i) => ({ start, last: sorted[i + 1]! - 1 }));
    return fc
      .array(fc.nat({ max: 4 }), { minLength: pairs.length, maxLength: pairs.length })
      .map((places) => pairs.map((pair, i) => ({ ...pair, place: places[i]! })));
  });

function naivePlace(ranges: readonly Range[], address: number): number {
  return ranges.find(({ start, last }) => start <= address && address <= last)?.place ?? 0;
}

function probes(ranges: readonly Range[]): number[] {
  const near = ranges.flatMap(({ start, last }) => [start, start - 1, start + 1, last, last + 1]);
  return [...near, 0, 0x7fffffff, 0x80000000, 0xffffffff].filter((n) => n >= 0 && n <= 0xffffffff);
}

/** An expectation for loops over many addresses: `expect` is called only to fail. */
function expectPlace(found: number, expected: number, address: number): void {
  if (found !== expected) expect({ address, place: found }).toEqual({ address, place: expected });
}

describe("PlaceTable", () => {
  it("finds the same place as a scan of all ranges, in both families", () => {
    fc.assert(
      fc.property(ascending, ascending, fc.array(fc.nat({ max: 0xffffffff })), (ranges4, ranges6, more) => {
        const table = tableOf(ranges4, ranges6);
        for (const address of [...probes(ranges4), ...more]) {
          expectPlace(table.lookup(4, 0, address), naivePlace(ranges4, address), address);
        }
        for (const hi of [...probes(ranges6), ...more]) {
          for (const lo of [0, 1, 0x80000000, 0xffffffff]) {
            expectPlace(table.lookup(6, hi, lo), naivePlace(ranges6, hi), hi);
          }
        }
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it("names country and region, and nothing for what it does not know", () => {
    const table = tableOf([{ start: 10, last: 19, place: 2 }]);
    expect(table.country(table.lookup(4, 0, 15))).toBe("FR");
    expect(table.region(table.lookup(4, 0, 15))).toBe("FR-IDF");
    expect(table.country(table.lookup(4, 0, 20))).toBe("");
    expect(table.region(0)).toBe("");
    expect(table.country(99)).toBe("");
    expect(table.lookup(0, 0, 15)).toBe(0);
    expect(table.placeCount).toBe(5);
  });

  it("lists the ranges of a country over all its regions, joined, and those of a region alone", () => {
    const table = tableOf(
      [
        { start: 65_000, last: 70_000, place: 1 },
        { start: 70_001, last: 70_010, place: 2 },
        { start: 70_011, last: 70_020, place: 3 },
        { start: 0xffff0000, last: 0xffffffff, place: 2 },
      ],
      [
        { start: 0x20010000, last: 0x2001ffff, place: 1 },
        { start: 0x20020000, last: 0x2002ffff, place: 2 },
        { start: 0xffff0000, last: 0xffffffff, place: 3 },
      ],
    );
    expect(table.rangesOf("FR")).toEqual([
      { start: 65_000, end: 70_011 },
      { start: 0xffff0000, end: 0x100000000 },
    ]);
    expect(table.rangesOf("FR-IDF")).toEqual([
      { start: 70_001, end: 70_011 },
      { start: 0xffff0000, end: 0x100000000 },
    ]);
    expect(table.ranges6Of("FR")).toEqual([{ startHi: 0x20010000, startLo: 0, endHi: 0x20030000, endLo: 0 }]);
    expect(table.ranges6Of("DE")).toEqual([
      { startHi: 0xffff0000, startLo: 0, endHi: 0x100000000, endLo: 0 },
    ]);
    expect(table.rangesOf("XX")).toEqual([]);
    expect(table.rangesOf("")).toEqual([]);
  });

  it("is the same table when made from its data after structured clone, as another thread gets them", () => {
    const table = tableOf([{ start: 1000, last: 200_000, place: 3 }]);
    const clone = new PlaceTable(structuredClone(table.data));
    expect(clone.lookup(4, 0, 100_000)).toBe(3);
    expect(clone.country(3)).toBe("DE");
    expect(clone.description).toBe("test");
    expect(table.data.entries4.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it("knows no address when empty", () => {
    expect(PlaceTable.empty.lookup(4, 0, 0x08080808)).toBe(0);
    expect(PlaceTable.empty.lookup(6, 0x20010db8, 0)).toBe(0);
    expect(PlaceTable.empty.country(0)).toBe("");
    expect(PlaceTable.empty.country(PlaceTable.empty.placeCount - 1)).toBe("ZW");
    expect(PlaceTable.empty.rangesOf("FR")).toEqual([]);
  });
});

describe("RangeBuilder", () => {
  it("asks the fallback wherever no place was added", () => {
    fc.assert(
      fc.property(ascending, ascending, fc.array(fc.nat({ max: 0xffffffff })), (own, other, more) => {
        const hi = RangeBuilder.HI4;
        const fallback = new RangeBuilder(4, null);
        for (const { start, last, place } of other) {
          fallback.add(hi, orderedWord(start), hi, orderedWord(last), place);
        }
        const builder = new RangeBuilder(4, fallback.finish());
        for (const { start, last, place } of own) {
          builder.add(hi, orderedWord(start), hi, orderedWord(last), place);
        }
        const ranges4 = builder.finish();
        const table = PlaceTable.fromRanges({
          description: "",
          countries: COUNTRIES,
          regions: REGIONS,
          ranges4,
          ranges6: new RangeBuilder(6, null).finish(),
        });
        for (const address of [...probes(own), ...probes(other), ...more]) {
          expectPlace(
            table.lookup(4, 0, address),
            naivePlace(own, address) || naivePlace(other, address),
            address,
          );
        }
        for (let i = 1; i < ranges4.places.length; i += 1) {
          if (ranges4.places[i] === ranges4.places[i - 1]) expect(`ranges ${i - 1} and ${i}`).toBe("joined");
        }
      }),
      { seed: 2, numRuns: 150 },
    );
  });
});
