import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Watermark } from "../../src/windows/watermark.ts";

const START = Date.UTC(2021, 3, 6, 6);
const HOUR = 3_600_000;
const YEAR_2099 = Date.UTC(2099, 0, 1);

/** A watermark that believes in START, and lags ten seconds behind. */
function begun(): Watermark {
  const watermark = new Watermark(10_000);
  for (let line = 0; line < 3; line += 1) watermark.advance(START, line);
  return watermark;
}

describe("the watermark", () => {
  it("is nowhere before the first lines, and begins when three lines of two sources agree", () => {
    const watermark = new Watermark(10_000);
    expect(watermark.watermarkMs).toBe(Number.NEGATIVE_INFINITY);
    watermark.advance(START, 1);
    watermark.advance(START + 10, 1);
    expect(watermark.maximumMs).toBe(Number.NEGATIVE_INFINITY);
    watermark.advance(START + 20, 2);
    expect(watermark.maximumMs).toBe(START + 20);
    expect(watermark.watermarkMs).toBe(START + 20 - 10_000);
  });

  it("follows the largest time within a busy log, and never runs back", () => {
    const watermark = begun();
    watermark.advance(START + 5_000, 1);
    watermark.advance(START + 2_000, 2);
    expect(watermark.maximumMs).toBe(START + 5_000);
    watermark.advance(START + 5_000 + HOUR, 2);
    expect(watermark.maximumMs).toBe(START + 5_000 + HOUR);
  });

  it("is not moved by one line dated 2099, nor by fifteen of one source", () => {
    const watermark = begun();
    for (let line = 0; line < 15; line += 1) {
      watermark.advance(YEAR_2099 + line, 7);
      expect(watermark.maximumMs).toBe(START);
    }
    watermark.advance(START + 1_000, 1);
    expect(watermark.maximumMs).toBe(START + 1_000);
  });

  it("believes a leap that sixteen lines of one source agree on", () => {
    const watermark = begun();
    for (let line = 0; line < 16; line += 1) watermark.advance(START + 5 * HOUR + line, 7);
    expect(watermark.maximumMs).toBe(START + 5 * HOUR + 15);
  });

  it("forgets lone leaps once ordinary time goes on, however often they come", () => {
    const watermark = begun();
    for (let line = 0; line < 100; line += 1) {
      watermark.advance(YEAR_2099 + line, line);
      watermark.advance(START + line, 1);
    }
    expect(watermark.maximumMs).toBe(START + 99);
  });

  it("leaps over a gap of the log without trusting the one line in it that lies further ahead", () => {
    const watermark = begun();
    const after = START + 10 * HOUR;
    watermark.advance(YEAR_2099, 9);
    watermark.advance(after, 1);
    expect(watermark.maximumMs).toBe(START);
    watermark.advance(after + 1_000, 2);
    // Three lines agree that it is at least `after`, from where the second is no leap.
    expect(watermark.maximumMs).toBe(after + 1_000);
    watermark.advance(after + 2_000, 2);
    expect(watermark.maximumMs).toBe(after + 2_000);
  });

  it("follows a sparse log, in which every step is a leap, two lines behind", () => {
    const watermark = new Watermark(0);
    for (let day = 0; day < 50; day += 1) {
      watermark.advance(START + day * 24 * HOUR, day % 2);
      if (day >= 2) expect(watermark.maximumMs).toBe(START + (day - 2) * 24 * HOUR);
    }
  });

  it("never believes a time later than any three lines reach, never less than it did, and never invents one", () => {
    const lines = fc.array(
      fc.record({ hours: fc.integer({ min: 0, max: 60 }), source: fc.nat({ max: 3 }) }),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(lines, (log) => {
        const watermark = new Watermark(0);
        const seen: number[] = [];
        let before = Number.NEGATIVE_INFINITY;
        for (const { hours, source } of log) {
          const timeMs = START + hours * HOUR;
          seen.push(timeMs);
          watermark.advance(timeMs, source);
          expect(watermark.maximumMs).toBeGreaterThanOrEqual(before);
          before = watermark.maximumMs;
          if (before === Number.NEGATIVE_INFINITY) continue;
          expect(seen).toContain(before);
        }
      }),
    );
  });
});
