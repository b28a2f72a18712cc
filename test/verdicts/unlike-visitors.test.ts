import { describe, expect, it } from "vitest";
import { loudness, outdatedness } from "../../src/verdicts/unlike-visitors.ts";

const GENERAL = [0.3, 0.2, 0.2, 0.1, 0.1, 0.05, 0.03, 0.01, 0.006, 0.004];
const counted = (counts: readonly number[]) => ({
  countOf: (bin: number) => counts[bin] ?? 0,
  seen: counts.reduce((sum, count) => sum + count, 0),
});

describe("how much louder a source is than the site's visitors", () => {
  const loud = (counts: readonly number[], bin: number) => {
    const { countOf, seen } = counted(counts);
    return loudness(GENERAL, countOf, seen, bin, 1);
  };

  it("grows with the requests and with what is known of the site, up to a limit", () => {
    const quiet = [3000, 2000, 1000, 0, 0, 0, 0, 0, 0, 0];
    expect(loud(quiet, 5)).toBeGreaterThan(1);
    expect(loud(quiet, 5)).toBeLessThanOrEqual(1.5);
    expect(loud([3, 2, 1], 5)).toBeLessThan(0.1);
    expect(loud([], 5)).toBe(0);
  });

  it("is nothing where many ask as much, or as little as sixteen requests", () => {
    expect(loud([300, 200, 200, 100, 100, 50, 30, 10, 6, 4], 6)).toBeLessThan(0.01);
    expect(loud([9000, 0, 0, 0, 0, 0, 0, 0, 0, 0], 4)).toBe(0);
  });
});

describe("how outdated a source's HTTP is against the visitors'", () => {
  const outdated = (counts: readonly number[], bin: number) => {
    const { countOf, seen } = counted(counts);
    return outdatedness(countOf, seen, bin, 1);
  };

  it("speaks against HTTP/1.1 where visitors have long spoken HTTP/2, and clears nobody", () => {
    expect(outdated([1900, 100, 0], 1)).toBeGreaterThan(1);
    expect(outdated([1900, 100, 0], 0)).toBe(0);
    expect(outdated([1900, 100, 0], 2)).toBe(0);
  });

  it("says nothing where most speak an old one, as behind a proxy, nor where nothing is known", () => {
    expect(Math.abs(outdated([0, 2000, 0], 1))).toBeLessThan(0.01);
    expect(Math.abs(outdated([0, 2000, 0], 0))).toBeLessThan(0.01);
    expect(outdated([], 1)).toBe(0);
    expect(outdated([8, 1, 0], 1)).toBeLessThan(0.1);
  });
});
