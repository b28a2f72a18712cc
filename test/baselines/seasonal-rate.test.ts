import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SeasonalRate } from "../../src/baselines/seasonal-rate.ts";

/** Monday, Tuesday at eight. */
const MONDAY_8 = 8;
const TUESDAY_8 = 32;
/** A bin is a quarter of a natural unit wide; a quantile is right to within one. */
const BIN = 0.25;

function taught(perHour: (hour: number) => number, minutes = 60, weeks = 4): SeasonalRate {
  const rate = new SeasonalRate();
  for (let week = 0; week < weeks; week += 1) {
    for (let hour = 0; hour < 168; hour += 1) {
      for (let minute = 0; minute < minutes; minute += 1) rate.learn(hour, perHour(hour));
    }
  }
  return rate;
}

describe("the seasonal rate", () => {
  it("expects nothing before it has learned, and says how much it rests on", () => {
    const rate = new SeasonalRate();
    expect(rate.expect(5)).toBeNull();
    rate.learn(5, 10);
    rate.learn(5, 10, 0.5);
    expect(rate.expect(5)!.minutes).toBe(1.5);
  });

  it("agrees with a sorted list on the median and the 98th percentile, to the width of a bin", () => {
    const rates = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 200, maxLength: 600 });
    fc.assert(
      fc.property(rates, (perMinute) => {
        const rate = new SeasonalRate();
        for (const value of perMinute) rate.learn(MONDAY_8, value);
        const sorted = perMinute.map((value) => Math.log1p(value)).sort((a, b) => a - b);
        const expectation = rate.expect(MONDAY_8)!;
        const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!;
        const below = (q: number) => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)]!;
        const median = Math.log1p(expectation.median);
        expect(median).toBeGreaterThanOrEqual(Math.min(at(0.5), below(0.5)) - BIN);
        expect(median).toBeLessThanOrEqual(Math.max(at(0.5), below(0.5)) + BIN);
        // Widened by what is not known, never narrowed.
        expect(Math.log1p(expectation.upper)).toBeGreaterThanOrEqual(Math.min(at(0.98), below(0.98)) - BIN);
        expect(expectation.upper).toBeGreaterThan(expectation.median);
      }),
      { numRuns: 40 },
    );
  });

  it("tells the hours of the week apart", () => {
    const rate = taught((hour) => (hour === MONDAY_8 ? 1000 : 10));
    expect(rate.expect(MONDAY_8)!.median).toBeGreaterThan(700);
    expect(rate.expect(TUESDAY_8)!.median).toBeLessThan(15);
  });

  it("lends an hour of which little is known what that hour is on other days", () => {
    const rate = new SeasonalRate();
    for (let minute = 0; minute < 300; minute += 1) {
      rate.learn(MONDAY_8, 500);
      rate.learn(MONDAY_8 + 5, 5);
    }
    expect(rate.expect(TUESDAY_8)!.median).toBeGreaterThan(350);
    expect(rate.expect(TUESDAY_8 + 5)!.median).toBeLessThan(9);
  });

  it("lends an hour of which nothing is known the recent level before the whole past", () => {
    const rate = new SeasonalRate();
    for (let minute = 0; minute < 20_000; minute += 1) rate.learn(3, 10);
    for (let minute = 0; minute < 2_000; minute += 1) rate.learn(4, 400);
    expect(rate.expect(15)!.median).toBeGreaterThan(200);
  });

  it("forgets: after some quarters of another level the old one is gone, also from the hour's own pool", () => {
    const rate = new SeasonalRate();
    for (let minute = 0; minute < 50_000; minute += 1) rate.learn(MONDAY_8, 1000);
    for (let minute = 0; minute < 5 * 129_600; minute += 1) rate.learn(MONDAY_8, 10);
    const { median, upper } = rate.expect(MONDAY_8)!;
    expect(median).toBeLessThan(14);
    expect(upper).toBeLessThan(30);
  });

  it("is moved little by a day of trouble", () => {
    const calm = taught(() => 20);
    const troubled = taught(() => 20);
    for (let minute = 0; minute < 8; minute += 1) troubled.learn(MONDAY_8, 50_000);
    const before = calm.expect(MONDAY_8)!;
    const after = troubled.expect(MONDAY_8)!;
    expect(Math.abs(Math.log((after.median + 1) / (before.median + 1)))).toBeLessThan(BIN);
  });

  it("widens its tolerance while it knows little", () => {
    const [little, much] = [3, 3000].map((minutes) => {
      const rate = new SeasonalRate();
      for (let minute = 0; minute < minutes; minute += 1) rate.learn(MONDAY_8, 50);
      return rate.expect(MONDAY_8)!;
    });
    expect(little!.upper).toBeGreaterThan(1.5 * much!.upper);
    expect(little!.spread).toBeGreaterThan(much!.spread);
  });
});
