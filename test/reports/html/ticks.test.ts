import { describe, expect, it } from "vitest";
import { figure, lengthWords, rateUnit, timeTicks } from "../../../src/reports/html/ticks.ts";
import { clock } from "../../../src/reports/text/clock.ts";

const at = (iso: string) => Date.parse(iso) / 1000;

describe("labels of a time axis", () => {
  it("stand at round times of the zone, and name the day at midnight", () => {
    const ticks = timeTicks(at("2021-04-05T20:10:00Z"), at("2021-04-06T02:00:00Z"), 7, clock("+05:30"));
    expect(ticks.map(({ label }) => label)).toEqual(["02:00", "03:00", "04:00", "05:00", "06:00", "07:00"]);
    const paris = timeTicks(at("2021-04-05T20:10:00Z"), at("2021-04-06T02:00:00Z"), 7, clock("Europe/Paris"));
    expect(paris.map(({ label }) => label)).toEqual(["23:00", "6 Apr", "01:00", "02:00", "03:00", "04:00"]);
  });

  it("are days where the span is long", () => {
    const ticks = timeTicks(at("2021-04-01T00:00:00Z"), at("2021-04-08T00:00:00Z"), 8, clock("UTC"));
    expect(ticks.map(({ label }) => label)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((day) => `${day} Apr`));
  });

  it("are months with their years where it is very long", () => {
    const ticks = timeTicks(at("2005-04-19T00:00:00Z"), at("2018-04-23T00:00:00Z"), 7, clock("UTC"));
    expect(ticks.map(({ label }) => label)).toEqual([
      "Nov 2005",
      "Nov 2007",
      "Nov 2009",
      "Nov 2011",
      "Nov 2013",
      "Nov 2015",
      "Nov 2017",
    ]);
  });

  it("stay at round times where clocks change, each once", () => {
    const ticks = timeTicks(
      at("2021-03-27T22:00:00Z"),
      at("2021-03-28T06:00:00Z"),
      10,
      clock("Europe/Paris"),
    );
    const labels = ticks.map(({ label }) => label);
    expect(labels).toEqual([
      "23:00",
      "28 Mar",
      "01:00",
      "03:00",
      "04:00",
      "05:00",
      "06:00",
      "07:00",
      "08:00",
    ]);
  });

  it("are never more than asked for by much, nor outside the span", () => {
    for (const span of [1, 59, 3600, 86_400, 86_400 * 40, 86_400 * 4000]) {
      const [from, to] = [1_600_000_007, 1_600_000_007 + span];
      const ticks = timeTicks(from, to, 8, clock("UTC"));
      expect(ticks.length).toBeLessThanOrEqual(10);
      expect(ticks.every((tick) => tick.at >= from && tick.at <= to)).toBe(true);
    }
  });
});

describe("figures", () => {
  it("are in the unit in which they are easiest to read", () => {
    expect([0.5, 4000, 0.001].map((rate) => rateUnit(rate).words)).toEqual([
      "a minute",
      "a second",
      "an hour",
    ]);
    expect([0, 0.041, 2.5, 17.4, 4120].map(figure)).toEqual(["0", "0.041", "2.5", "17", "4,120"]);
    expect([10, 300, 7200, 172_800].map(lengthWords)).toEqual(["10 s", "5 min", "2 h", "2 d"]);
  });
});
