import { describe, expect, it } from "vitest";
import { RecentTraffic } from "../../src/judge/recent-traffic.ts";

const WINDOW_MS = 10_000;

/** Whether the window after these, one every ten seconds, is a leap. */
function leaps(before: readonly number[], requests: number): boolean {
  const recent = new RecentTraffic();
  before.forEach((count, index) => {
    const startMs = index * WINDOW_MS;
    const share = { startMs, endMs: startMs + WINDOW_MS, requests: count, logins: 0, judged: false };
    recent.addShare({ ...share, attackRequests: 0, low: 0, high: 0 });
  });
  return recent.isLeap({ startMs: before.length * WINDOW_MS, requests });
}

describe("a leap", () => {
  const busy = [1980, 2040, 2010, 1960, 2030, 2000, 1990, 2020];

  it("is what the last minutes do not let one expect, however many are usual at this hour", () => {
    expect(leaps(busy, 2400)).toBe(true);
    expect(leaps(busy, 2100)).toBe(false);
  });

  it("is no sixth more, and nothing within the scatter of a site where people come in bursts", () => {
    expect(leaps([100, 101, 99, 100, 100, 101], 112)).toBe(false);
    expect(leaps([5, 40, 12, 3, 55, 20, 8], 70)).toBe(false);
    expect(leaps([5, 40, 12, 3, 55, 20, 8], 120)).toBe(true);
  });

  it("cannot be told at the beginning, and is forgotten after minutes", () => {
    expect(leaps(busy.slice(0, 5), 9000)).toBe(false);
    // What was quiet before the last three minutes does not count.
    expect(leaps([...Array(20).fill(100), ...Array(18).fill(2000)] as number[], 2100)).toBe(false);
  });
});
