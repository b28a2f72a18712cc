import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_ZONE, TimeFailure } from "../../src/records/time-text.ts";
import { TimestampReader } from "../../src/records/timestamps.ts";

type Way = "clf" | "iso" | "epoch";

function read(way: Way, text: string, logTz = "UTC", reader = new TimestampReader(logTz)): number | string {
  const bytes = new TextEncoder().encode(text);
  const after = reader[way](bytes, 0, bytes.length);
  if (after < 0) return Object.entries(TimeFailure).find(([, value]) => value === after)?.[0] ?? "?";
  if (after !== bytes.length) return `stopped at ${after}`;
  return reader.ms;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (value: number): string => String(value).padStart(2, "0");

function clfText(ms: number, zoneMinutes: number): string {
  const wall = new Date(ms + zoneMinutes * 60_000);
  const zone = `${zoneMinutes < 0 ? "-" : "+"}${two(Math.floor(Math.abs(zoneMinutes) / 60))}${two(Math.abs(zoneMinutes) % 60)}`;
  const clock = [wall.getUTCHours(), wall.getUTCMinutes(), wall.getUTCSeconds()].map(two).join(":");
  return `${two(wall.getUTCDate())}/${MONTHS[wall.getUTCMonth()]}/${wall.getUTCFullYear()}:${clock} ${zone}`;
}

describe("timestamps of common log format", () => {
  it("are read for any second and zone, whatever was read before", () => {
    const reader = new TimestampReader("UTC");
    const second = fc.integer({ min: 86_400, max: 4_000_000_000 });
    const zone = fc.integer({ min: -14 * 4, max: 14 * 4 }).map((quarters) => quarters * 15);
    const times = fc.array(fc.tuple(second, zone, fc.nat(4)), { minLength: 1, maxLength: 20 });
    const property = fc.property(times, (list) => {
      for (const [seconds, zoneMinutes, near] of list) {
        for (const ms of [seconds * 1000, (seconds + near) * 1000]) {
          expect(read("clf", clfText(ms, zoneMinutes), "UTC", reader)).toBe(ms);
          expect(reader.zoneMinutes).toBe(zoneMinutes);
        }
      }
    });
    fc.assert(property, { seed: 2, numRuns: 200 });
  });

  it("may have fractions, one-digit days, or no zone", () => {
    expect(read("clf", "06/Apr/2021:08:00:00.250 +0200")).toBe(Date.UTC(2021, 3, 6, 6, 0, 0, 250));
    expect(read("clf", "6/Apr/2021:08:00:00 +0200")).toBe(Date.UTC(2021, 3, 6, 6));
    expect(read("clf", "06/Apr/2021:08:00:00", "Europe/Paris")).toBe(Date.UTC(2021, 3, 6, 6));
  });

  it("are refused where they name no moment", () => {
    for (const text of [
      "30/Feb/2021:08:00:00 +0000",
      "00/Apr/2021:08:00:00 +0000",
      "06/Apr/2021:25:00:00 +0000",
      "06/Apr/2021:08:61:00 +0000",
    ]) {
      expect(read("clf", text)).toBe("impossible");
    }
    for (const text of ["", "-", "06/Apr/2021", "xx/Apr/2021:08:00:00 +0000", "06/Apr/2021:08h00m00 +0000"]) {
      expect(read("clf", text)).toBe("none");
    }
  });

  it("are refused with their own reason where the month is of another language", () => {
    expect(read("clf", "06/avr./2021:08:00:00 +0200")).toBe("localised");
    expect(read("clf", "06/Mär/2021:08:00:00 +0200")).toBe("localised");
  });

  it("are not read from the memory of a refused one", () => {
    const reader = new TimestampReader("UTC");
    expect(read("clf", "06/Apr/2021:08:00:00 +0000", "UTC", reader)).toBe(Date.UTC(2021, 3, 6, 8));
    expect(read("clf", "06/Apr/2021:99:00:00 +0000", "UTC", reader)).toBe("impossible");
    expect(read("clf", "06/Apr/2021:09:00:00 +0000", "UTC", reader)).toBe(Date.UTC(2021, 3, 6, 9));
  });
});

describe("timestamps of ISO 8601", () => {
  it("are read in all their spellings", () => {
    const noon = Date.UTC(2021, 3, 6, 12);
    const spellings = [
      "2021-04-06T12:00:00Z",
      "2021-04-06 12:00:00z",
      "2021-04-06T14:00:00+02:00",
      "2021-04-06T14:00:00+0200",
      "2021-04-06T14:00:00+02",
      "2021-04-06T14:00:00.000 +02:00",
      "2021/04/06 12:00:00",
    ];
    for (const text of spellings) expect(read("iso", text)).toBe(noon);
    expect(read("iso", "2021-04-06T12:00:00,25Z")).toBe(noon + 250);
    expect(read("iso", "2021-04-06T12:00:00.123456789Z")).toBeCloseTo(noon + 123.457, 3);
  });

  it("say whether they had a zone", () => {
    const reader = new TimestampReader("Europe/Paris");
    expect(read("iso", "2021-04-06T14:00:00", "", reader)).toBe(Date.UTC(2021, 3, 6, 12));
    expect(reader.zoneMinutes).toBe(NO_ZONE);
    expect(read("iso", "2021-04-06T14:00:00-03:30", "", reader)).toBe(Date.UTC(2021, 3, 6, 17, 30));
    expect(reader.zoneMinutes).toBe(-210);
  });

  it("are refused where they name no moment", () => {
    expect(read("iso", "2021-02-29T12:00:00Z")).toBe("impossible");
    expect(read("iso", "2021-13-01T12:00:00Z")).toBe("impossible");
    expect(read("iso", "2021-04-06T24:00:00Z")).toBe("impossible");
    expect(read("iso", "2021-04-06")).toBe("none");
    expect(read("iso", "hello-wo-rldT12:00:00Z")).toBe("none");
  });
});

describe("timestamps since 1970", () => {
  it("are told apart by their digits, nanoseconds included", () => {
    const ms = 1_617_688_800_123;
    expect(read("epoch", "1617688800")).toBe(1_617_688_800_000);
    expect(read("epoch", "1617688800.123")).toBe(ms);
    expect(read("epoch", "1617688800123")).toBe(ms);
    expect(read("epoch", "1617688800123456")).toBeCloseTo(ms + 0.456, 3);
    // 2^53 is 9007199254740992: as a number these digits would be off by a hundred and more.
    expect(read("epoch", "1617688800123456789")).toBeCloseTo(ms + 0.457, 3);
  });

  it("are refused with any other number of digits", () => {
    for (const text of ["", "12345678", "16176888001", "12345678901234567890", "abc"])
      expect(read("epoch", text)).toBe("none");
  });
});
