import { isIP } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CidrTable,
  isPrivateAddress,
  prefixText,
  readAddress,
  readHostName,
  sourceText,
} from "../../src/records/addresses.ts";
import { RequestRecord } from "../../src/records/record.ts";

function source(text: string): string | null {
  const record = new RequestRecord();
  const bytes = new TextEncoder().encode(text);
  return readAddress(bytes, 0, bytes.length, record)
    ? sourceText(record.family, record.addressHi, record.addressLo)
    : null;
}

describe("readAddress", () => {
  it("takes every IPv4 address that Node takes, and gives it back", () => {
    const property = fc.property(fc.ipV4(), (text) => {
      expect(source(text)).toBe(text);
    });
    fc.assert(property, { seed: 3, numRuns: 500 });
    expect(source("255.255.255.255")).toBe("255.255.255.255");
    expect(source("0.0.0.0")).toBe("0.0.0.0");
  });

  it("takes every IPv6 address that Node takes, as its /64", () => {
    const property = fc.property(fc.ipV6(), (text) => {
      const url = new URL(`http://[${text}]/`).hostname.slice(1, -1);
      // Both spellings, the one drawn and the one of RFC 5952, are one source.
      expect(source(text)).not.toBeNull();
      expect(source(text)).toBe(source(url));
      expect(source(text.toUpperCase())).toBe(source(url));
    });
    fc.assert(property, { seed: 4, numRuns: 500 });
    expect(source("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2::/64");
    expect(source("2001:db8::1")).toBe("2001:db8::/64");
    expect(source("::1")).toBe("::/64");
  });

  it("takes brackets, zones and ports, and mapped addresses as IPv4", () => {
    for (const text of [
      "192.0.2.1:443",
      "::ffff:192.0.2.1",
      "[::ffff:192.0.2.1]:443",
      "::FFFF:c000:0201",
      "0:0:0:0:0:ffff:192.0.2.1",
    ]) {
      expect(source(text)).toBe("192.0.2.1");
    }
    for (const text of ["fe80::1%eth0", "[fe80::1]", "[fe80::1%25eth0]:8080"])
      expect(source(text)).toBe("fe80::/64");
  });

  it("refuses what is none, and then leaves the record alone", () => {
    const texts = [
      "",
      "-",
      "192.0.2",
      "192.0.2.256",
      "192.0.2.1.5",
      "1.1.x.1",
      "::ffff:1x1:101",
      "12345::",
      "1:2:3:4:5:6:7:8:9",
      "1::2::3",
      ":1:2",
      "[::1",
      "[::1]x",
      "192.0.2.1:port",
      "example.org",
      "1:2:3:4:5:6:7:",
      ":::",
    ];
    for (const text of texts) expect([text, source(text)]).toEqual([text, null]);
  });

  it("never takes what Node takes for no address, without brackets, ports and zones", () => {
    const text = fc.string({ unit: fc.constantFrom(..."0123456789abcdef:.".split("")), maxLength: 20 });
    const property = fc.property(text, (candidate) => {
      if (source(candidate) === null) return;
      const isWithPort = /^[\d.]+:\d*$/.test(candidate);
      // Leading zeros are read as decimal: some writers pad.
      const plain = candidate.replace(/(^|\.)0+(?=\d)/g, "$1");
      const spellings = [plain, plain.replace(/:0+(?=[\d.]+\.)/g, ":"), plain.replace(/:\d{4,5}$/, "")];
      expect(isWithPort || spellings.some((each) => isIP(each) > 0)).toBe(true);
    });
    fc.assert(property, { seed: 5, numRuns: 3000 });
  });
});

describe("readHostName", () => {
  it("takes names, in either case alike, and no addresses or noise", () => {
    const read = (text: string): number | null => {
      const record = new RequestRecord();
      const bytes = new TextEncoder().encode(text);
      return readHostName(bytes, 0, bytes.length, record) ? record.addressHi : null;
    };
    expect(read("www.example.org")).not.toBeNull();
    expect(read("WWW.example.org")).toBe(read("www.example.org"));
    for (const text of ["", "-", "192.0.2.1", "a b", "a/b", "<script>", "é.example.org", "x".repeat(300)])
      expect(read(text)).toBeNull();
  });
});

describe("texts of sources and prefixes", () => {
  it("are what people know", () => {
    expect(prefixText(4, 0, 0xc0000201)).toBe("192.0.2.0/24");
    expect(prefixText(6, 0x20010db8, 0x00010002)).toBe("2001:db8:1::/48");
    expect(prefixText(6, 0x20010db8, 0)).toBe("2001:db8::/48");
    expect(sourceText(6, 0x20010db8, 0x00010000)).toBe("2001:db8:1::/64");
    expect(sourceText(0, 0x9f86d081, 1)).toBe("host#9f86d081");
  });
});

describe("isPrivateAddress", () => {
  const isPrivate = (text: string): boolean => {
    const record = new RequestRecord();
    const bytes = new TextEncoder().encode(text);
    expect(readAddress(bytes, 0, bytes.length, record)).toBe(true);
    return isPrivateAddress(record.family, record.addressHi, record.addressLo);
  };

  it("knows the ranges to their ends", () => {
    const inside = [
      "10.0.0.0",
      "10.255.255.255",
      "172.16.0.0",
      "172.31.255.255",
      "192.168.0.1",
      "100.64.0.0",
      "100.127.255.255",
      "127.0.0.1",
      "169.254.1.1",
      "0.0.0.0",
      "::1",
      "fd00::1",
      "fc00::",
      "fe80::1",
      "febf::1",
      "::ffff:10.0.0.1",
    ];
    const outside = [
      "9.255.255.255",
      "11.0.0.0",
      "172.15.255.255",
      "172.32.0.0",
      "192.169.0.0",
      "100.63.255.255",
      "100.128.0.0",
      "126.0.0.1",
      "2001:db8::1",
      "fec0::1",
      "fe00::",
    ];
    for (const text of inside) expect([text, isPrivate(text)]).toEqual([text, true]);
    for (const text of outside) expect([text, isPrivate(text)]).toEqual([text, false]);
  });
});

describe("CidrTable", () => {
  const has = (table: CidrTable, text: string): boolean => {
    const record = new RequestRecord();
    const bytes = new TextEncoder().encode(text);
    expect(readAddress(bytes, 0, bytes.length, record)).toBe(true);
    return table.has(record.family, record.addressHi, record.addressLo);
  };

  it("knows its ranges to the last address, overlapping or not", () => {
    const table = new CidrTable(
      ["10.0.0.0/8", "10.1.0.0/16", "192.0.2.7", "2001:db8:1::/48", "203.0.113.128/25"],
      "allow",
    );
    const inside = [
      "10.0.0.0",
      "10.255.255.255",
      "192.0.2.7",
      "203.0.113.128",
      "203.0.113.255",
      "2001:db8:1::",
      "2001:db8:1:ffff::9",
    ];
    const outside = [
      "9.255.255.255",
      "11.0.0.0",
      "192.0.2.6",
      "192.0.2.8",
      "203.0.113.127",
      "2001:db8:0:ffff::",
      "2001:db8:2::",
    ];
    for (const text of inside) expect([text, has(table, text)]).toEqual([text, true]);
    for (const text of outside) expect([text, has(table, text)]).toEqual([text, false]);
  });

  it("keeps the families apart", () => {
    expect(has(new CidrTable(["32.0.0.0/8"], "allow"), "2001:db8::1")).toBe(false);
    expect(has(new CidrTable(["::/0"], "allow"), "192.0.2.1")).toBe(false);
    expect(has(new CidrTable(["0.0.0.0/0"], "allow"), "192.0.2.1")).toBe(true);
  });

  it("agrees with plain arithmetic on any ranges", () => {
    const range = fc.tuple(fc.nat(0xffffffff), fc.integer({ min: 0, max: 32 }));
    const property = fc.property(
      fc.array(range, { maxLength: 8 }),
      fc.array(fc.nat(0xffffffff)),
      (ranges, probes) => {
        const table = new CidrTable(
          ranges.map(([address, length]) => `${sourceText(4, 0, address)}/${length}`),
          "allow",
        );
        const edges = ranges
          .flatMap(([address]) => [address, address + 1, address - 1])
          .filter((edge) => edge >= 0 && edge < 2 ** 32);
        for (const probe of [...probes, ...edges]) {
          const isIn = ranges.some(
            ([address, length]) =>
              Math.floor(probe / 2 ** (32 - length)) === Math.floor(address / 2 ** (32 - length)),
          );
          expect(table.has(4, 0, probe)).toBe(isIn);
        }
      },
    );
    fc.assert(property, { seed: 6, numRuns: 200 });
  });

  it("refuses what is no range, by the name of the option", () => {
    for (const text of ["10.0.0.0/33", "example.org", "", "10.0.0/8"]) {
      expect(() => new CidrTable([text], "trustedProxies")).toThrow(/"trustedProxies" must hold ranges/);
    }
  });
});
