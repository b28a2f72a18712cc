import { expect, test } from "vitest";
import { Zone } from "../../src/simulator/local-time.ts";

test("a zone follows daylight saving", () => {
  const paris = new Zone("Europe/Paris");
  expect(paris.offsetMinutes(Date.parse("2021-03-28T00:59:00Z"))).toBe(60);
  expect(paris.offsetMinutes(Date.parse("2021-03-28T01:01:00Z"))).toBe(120);
  expect(new Zone("Asia/Kolkata").offsetMinutes(0)).toBe(330);
  expect(new Zone("Pacific/Tahiti").offsetMinutes(Date.parse("2021-04-06T00:00:00Z"))).toBe(-600);
});

test("the wall clock and its inverse agree", () => {
  for (const name of ["Europe/Paris", "America/Guadeloupe", "Pacific/Noumea", "Asia/Kolkata"]) {
    const zone = new Zone(name);
    const day = Date.UTC(2021, 3, 6) / 86_400_000;
    const wall = zone.wall(zone.at(day, 8.5));
    expect(wall).toEqual({ day, weekday: 2, sinceMidnightMs: 8.5 * 3_600_000 });
  }
});

test("a zone that does not exist is refused", () => {
  expect(() => new Zone("Europe/Atlantis")).toThrow(/IANA name.*got "Europe\/Atlantis"/);
});
