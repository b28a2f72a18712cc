import { describe, expect, it } from "vitest";
import { LogZone } from "../../src/records/zones.ts";

const HOUR = 3_600_000;

describe("LogZone", () => {
  it("gives back every moment of a year outside the repeated hours", () => {
    for (const name of [
      "Europe/Paris",
      "America/New_York",
      "Australia/Lord_Howe",
      "Asia/Kolkata",
      "America/Guadeloupe",
      "Indian/Reunion",
    ]) {
      const zone = new LogZone(name);
      for (let utc = Date.UTC(2021, 0, 1); utc < Date.UTC(2022, 0, 1); utc += 7 * HOUR + 61_000) {
        const wall = utc + zone.offsetAt(utc);
        // The hour that occurs twice has two right answers.
        if (zone.offsetAt(utc - HOUR) !== zone.offsetAt(utc + HOUR)) continue;
        expect(zone.utc(wall)).toBe(utc);
      }
    }
  });

  it("changes to summer time at the second, and reads the hour that does not exist as before it", () => {
    const zone = new LogZone("Europe/Paris");
    expect(zone.utc(Date.UTC(2021, 2, 28, 1, 59, 59))).toBe(Date.UTC(2021, 2, 28, 0, 59, 59));
    expect(zone.utc(Date.UTC(2021, 2, 28, 3, 0, 0))).toBe(Date.UTC(2021, 2, 28, 1, 0, 0));
    expect(zone.utc(Date.UTC(2021, 2, 28, 2, 30, 0))).toBe(Date.UTC(2021, 2, 28, 1, 30, 0));
  });

  it("follows a log through the hour that is repeated", () => {
    const zone = new LogZone("Europe/Paris");
    const start = Date.UTC(2021, 9, 30, 22);
    for (let utc = start; utc < start + 6 * HOUR; utc += 60_000)
      expect(zone.utc(utc + zone.offsetAt(utc))).toBe(utc);
  });

  it("takes fixed offsets", () => {
    expect(new LogZone("+05:30").utc(Date.UTC(2021, 3, 6, 5, 30))).toBe(Date.UTC(2021, 3, 6));
    expect(new LogZone("-0330").utc(Date.UTC(2021, 3, 6))).toBe(Date.UTC(2021, 3, 6, 3, 30));
  });

  it("refuses a zone that the runtime does not know", () => {
    expect(() => new LogZone("Mars/Olympus")).toThrow(/"logTz" must be an IANA time zone.*Mars\/Olympus/);
  });
});
