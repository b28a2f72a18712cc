import { describe, expect, it } from "vitest";
import { TidegaugeError } from "../../src/errors.ts";
import { type GeoipLiteFiles, type RecordFile, readGeoipLite } from "../../src/geo/geoip-lite.ts";

function inOne(bytes: Uint8Array): RecordFile {
  return () => [bytes];
}

/** The bytes in pieces of one record each, always in the same buffer. */
function recordByRecord(bytes: Uint8Array): RecordFile {
  return function* (recordBytes) {
    const piece = new Uint8Array(recordBytes);
    for (let at = 0; at < bytes.length; at += recordBytes) {
      piece.set(bytes.subarray(at, at + recordBytes));
      yield piece;
    }
  };
}

function words(...values: readonly number[]): number[] {
  return values.flatMap((value) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
}

function country(start: number, last: number, code: string): number[] {
  return [...words(start, last), ...Buffer.from(code, "latin1")];
}

function country6(start: readonly [number, number], last: readonly [number, number], code: string): number[] {
  return [...words(...start, 0, 0, ...last, 0xffffffff, 0xffffffff), ...Buffer.from(code, "latin1")];
}

function city(start: number, last: number, location: number): number[] {
  return words(start, last, location, 0, 0, 0);
}

function city6(
  start: readonly [number, number],
  last: readonly [number, number],
  location: number,
): number[] {
  return words(...start, 0, 0, ...last, 0xffffffff, 0xffffffff, location, 0, 0, 0);
}

function location(code: string, region: string): number[] {
  const bytes = new Array<number>(88).fill(0);
  bytes.splice(0, 5, ...Buffer.from(code.padEnd(2, "\0") + region.padEnd(3, "\0"), "latin1"));
  return bytes;
}

const COUNTRY = [country(100, 199, "FR"), country(200, 299, "DE"), country(400, 499, "GB")].flat();
const COUNTRY6 = [
  country6([0x20010000, 0], [0x2001ffff, 0xffffffff], "FR"),
  country6([0xfffffff0, 0], [0xffffffff, 0xffffffff], "DE"),
].flat();
const NAMES = [location("FR", "IDF"), location("", ""), location("FR", ""), location("DE", "BE")].flat();
const CITY = [
  city(100, 149, 0),
  city(150, 159, 2),
  city(160, 169, 0xffffffff),
  city(200, 249, 1),
  city(250, 350, 3),
  city(0xfffffff0, 0xffffffff, 0),
].flat();
const CITY6 = [
  city6([0x20010000, 0], [0x20010000, 0xffff], 0),
  city6([0x20010000, 5], [0x20010000, 5], 3),
  city6([0x20010000, 0x10000], [0x20010001, 0xffffffff], 0),
].flat();

function files(changes: Partial<Record<"country" | "country6" | "city" | "city6" | "names", number[]>> = {}) {
  const bytes = { country: COUNTRY, country6: COUNTRY6, city: CITY, city6: CITY6, names: NAMES, ...changes };
  const file = (name: keyof typeof bytes) => inOne(Uint8Array.from(bytes[name]));
  return {
    country: file("country"),
    country6: file("country6"),
    city: { city: file("city"), city6: file("city6"), names: file("names") },
    description: "made by hand",
  } satisfies GeoipLiteFiles;
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

describe("readGeoipLite", () => {
  it("takes country and region from the city file, and the country alone where only the country file knows", () => {
    const table = readGeoipLite(files());
    const place = (address: number) => {
      const number = table.lookup(4, 0, address);
      return `${table.country(number)} ${table.region(number)}`;
    };
    expect(place(99)).toBe(" ");
    expect(place(100)).toBe("FR FR-IDF");
    expect(place(150)).toBe("FR ");
    expect(place(165)).toBe("FR ");
    expect(place(199)).toBe("FR ");
    expect(place(249)).toBe("DE ");
    expect(place(250)).toBe("DE DE-BE");
    expect(place(350)).toBe("DE DE-BE");
    expect(place(351)).toBe(" ");
    expect(place(499)).toBe("GB ");
    expect(place(500)).toBe(" ");
    expect(place(0xffffffff)).toBe("FR FR-IDF");
  });

  it("lets the IPv6 range that begins later interrupt the one that holds it", () => {
    const table = readGeoipLite(files());
    const region = (hi: number, lo: number) => table.region(table.lookup(6, hi, lo));
    expect(region(0x20010000, 4)).toBe("FR-IDF");
    expect(region(0x20010000, 5)).toBe("DE-BE");
    expect(region(0x20010000, 6)).toBe("FR-IDF");
    expect(region(0x20010001, 0xffffffff)).toBe("FR-IDF");
    expect(region(0x20010002, 0)).toBe("");
    expect(table.country(table.lookup(6, 0x20010002, 0))).toBe("FR");
    expect(table.country(table.lookup(6, 0xffffffff, 0xffffffff))).toBe("DE");
    expect(table.lookup(6, 0x20020000, 0)).toBe(0);
  });

  it("gives the same table however the files are cut into pieces", () => {
    const whole = readGeoipLite(files());
    const cut = readGeoipLite({
      country: recordByRecord(Uint8Array.from(COUNTRY)),
      country6: recordByRecord(Uint8Array.from(COUNTRY6)),
      city: {
        city: recordByRecord(Uint8Array.from(CITY)),
        city6: recordByRecord(Uint8Array.from(CITY6)),
        names: recordByRecord(Uint8Array.from(NAMES)),
      },
      description: "made by hand",
    });
    for (const [name, column] of Object.entries(whole.data)) {
      const other = cut.data[name as keyof typeof cut.data];
      if (!ArrayBuffer.isView(column)) expect(other).toEqual(column);
      else expect(Buffer.compare(bytesOf(column), bytesOf(other as ArrayBufferView)), name).toBe(0);
    }
  });

  it("knows countries alone without the city files", () => {
    const table = readGeoipLite({ ...files(), city: null });
    expect(table.country(table.lookup(4, 0, 120))).toBe("FR");
    expect(table.region(table.lookup(4, 0, 120))).toBe("");
  });

  it.each([
    ["a file cut within a record", { city: CITY.slice(0, -1) }],
    ["ranges out of order", { city: [city(200, 299, 0), city(100, 150, 0)].flat() }],
    ["overlapping IPv4 ranges", { country: [country(100, 199, "FR"), country(150, 250, "DE")].flat() }],
    ["a range that ends before it begins", { country6: country6([5, 0], [4, 0], "FR") }],
    ["a location that is not there", { city: city(100, 199, 4) }],
    ["a country of other characters", { country: country(100, 199, "<>") }],
    ["a region of other characters", { names: location("FR", "a\n") }],
    ["the layout of another version", { country: new Array<number>(1000).fill(0x41) }],
  ])("refuses %s with TG_DECODE", (_, changes) => {
    expect(() => readGeoipLite(files(changes))).toThrow(TidegaugeError);
    expect(() => readGeoipLite(files(changes))).toThrow(/has not the layout of geoip-lite 1\.4/);
  });
});
