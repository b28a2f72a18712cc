import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readNetworkCsv } from "../../src/geo/network-csv.ts";
import { readNetworkMmdb } from "../../src/geo/network-mmdb.ts";
import { NetworkRanges, NetworkTable } from "../../src/geo/network-table.ts";
import { Networks } from "../../src/geo/networks.ts";
import { bits4, bits6, mmdbFile } from "./mmdb-file.ts";

const csv = (...lines: string[]): NetworkTable =>
  readNetworkCsv(new TextEncoder().encode(`${lines.join("\n")}\n`), "asn.csv");
const four = (a: number, b: number, c: number, d: number): number =>
  ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;

describe("a CSV file of networks", () => {
  it("gives the number and name of the network of an address, in whatever order its lines are", () => {
    const table = csv(
      "start,end,asn,name",
      "# a comment",
      "2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,AS64502,Six",
      '203.0.113.0,203.0.113.127,64501,"Two, ""quoted"""',
      "",
      "192.0.2.0,192.0.2.255,64500,One\r",
      "198.51.100.0\t198.51.100.255\t0\tNone\tNot routed",
      "3405804032,3405804159,64503,As numbers",
    );
    expect(table.lookup(4, 0, four(192, 0, 2, 0))).toBe(64500);
    expect(table.lookup(4, 0, four(192, 0, 2, 255))).toBe(64500);
    expect(table.lookup(4, 0, four(192, 0, 3, 0))).toBe(0);
    expect(table.lookup(4, 0, four(192, 0, 1, 255))).toBe(0);
    expect(table.lookup(4, 0, four(203, 0, 113, 127))).toBe(64501);
    expect(table.lookup(4, 0, four(203, 0, 113, 128))).toBe(0);
    expect(table.lookup(4, 0, four(198, 51, 100, 7))).toBe(0);
    expect(table.lookup(4, 0, 3405804100)).toBe(64503);
    expect(table.lookup(6, 0x20010db8, 0x00010000)).toBe(64502);
    expect(table.lookup(6, 0x20010db9, 0)).toBe(0);
    expect(table.lookup(0, 0x20010db8, 0)).toBe(0);
    expect([64500, 64501, 64503, 1].map((number) => table.name(number))).toEqual([
      "One",
      'Two, "quoted"',
      "As numbers",
      "",
    ]);
  });

  it("covers all addresses where it says so", () => {
    const table = csv(
      "0.0.0.0,255.255.255.255,64500,All",
      "::,ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,64501,All",
    );
    for (const address of [0, 1, 2 ** 31, 2 ** 32 - 1]) expect(table.lookup(4, 0, address)).toBe(64500);
    for (const word of [0, 2 ** 31, 2 ** 32 - 1]) expect(table.lookup(6, word, word)).toBe(64501);
  });

  it("says which line is wrong, and what is wrong with it", () => {
    const good = "192.0.2.0,192.0.2.255,64500,One";
    expect(() => csv(good, "192.0.2.0;192.0.2.255;64500")).toThrow(/line 2 must be start,end,asn,name/);
    expect(() => csv(good, "203.0.113.9,203.0.113.0,64500,Backwards")).toThrow(/line 2 .* in order/);
    expect(() => csv(good, "203.0.113.0,2001:db8::,64500,Mixed")).toThrow(/line 2/);
    expect(() => csv(good, "203.0.113.0,203.0.113.9,many,Number")).toThrow(/line 2/);
    expect(() => csv(good, "203.0.113.0,203.0.113.9,4294967296,Number")).toThrow(/line 2/);
    expect(() => csv("203.0.113.0,203.0.113.9,64501,", "", good, "192.0.2.255,192.0.2.255,64501,")).toThrow(
      "Cannot read the networks: line 4 must not overlap the range of line 3",
    );
    expect(() => csv(good, "\u001b[31m,x")).toThrow(/got "\\x1b/);
  });

  it("agrees with a search through all ranges", () => {
    const rows = fc.array(fc.tuple(fc.nat(200), fc.nat(6), fc.nat(4)), { maxLength: 30 });
    fc.assert(
      fc.property(rows, fc.array(fc.nat(255), { minLength: 1 }), (parts, probes) => {
        // Ranges side by side or apart, never overlapping.
        let next = 0;
        const ranges = parts.map(([gap, length, number]) => {
          const start = next + (gap % 7);
          next = start + length + 1;
          return { start, last: start + length, number };
        });
        const table = csv(...ranges.map(({ start, last, number }) => `${start},${last},${number},`));
        for (const probe of probes) {
          const found = ranges.find(({ start, last }) => probe >= start && probe <= last);
          expect(table.lookup(4, 0, probe)).toBe(found?.number ?? 0);
        }
      }),
      { seed: 21, numRuns: 200 },
    );
  });
});

describe("a MaxMind DB file of networks", () => {
  const one = { autonomous_system_number: 64500, autonomous_system_organization: "One" };
  const two = { asn: "AS64501", as_name: "Two" };

  it("gives number and name, of both families and in either layout", () => {
    const file = mmdbFile(
      [
        { bits: bits4("192.0.2.0/24", 6), value: one },
        { bits: bits4("203.0.113.128/25", 6), value: two },
        { bits: bits6("2001:db8/32"), value: two },
      ],
      { version: 6, recordBits: 28, aliases: [bits6("2002/16")] },
    );
    const table = readNetworkMmdb(file);
    expect(table.lookup(4, 0, four(192, 0, 2, 9))).toBe(64500);
    expect(table.lookup(4, 0, four(203, 0, 113, 127))).toBe(0);
    expect(table.lookup(4, 0, four(203, 0, 113, 128))).toBe(64501);
    expect(table.lookup(6, 0x20010db8, 7)).toBe(64501);
    expect(table.lookup(6, 0x20020000, 0)).toBe(0);
    expect([table.name(64500), table.name(64501)]).toEqual(["One", "Two"]);
    expect(table.description).toMatch(/^Test-Country \d{4}-\d\d-\d\d$/);
  });

  it("is refused where it knows no network", () => {
    const file = mmdbFile([{ bits: bits4("192.0.2.0/24", 4), value: { country: "FR" } }], {
      version: 4,
      recordBits: 24,
    });
    expect(() => readNetworkMmdb(file)).toThrow(/knows no network/);
  });
});

describe("the networks of sources", () => {
  it("are what the log says, and else what the table says", () => {
    const ranges = new NetworkRanges(4);
    ranges.add(0, four(192, 0, 2, 0), 0, four(192, 0, 2, 255), 64500);
    const table = new NetworkTable(
      "t",
      { four: ranges.finish(), six: new NetworkRanges(6).finish() },
      new Map(),
    );
    const networks = new Networks(table);
    expect(networks.numberOf(0, 4, 0, four(192, 0, 2, 7))).toBe(64500);
    expect(networks.numberOf(64999, 4, 0, four(192, 0, 2, 7))).toBe(64999);
    expect(Networks.unknown.numberOf(0, 4, 0, four(192, 0, 2, 7))).toBe(0);
    expect(Networks.unknown.description).toBeNull();
  });
});
