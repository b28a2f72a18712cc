import { describe, expect, it } from "vitest";
import { HeldIntervals } from "../../src/verdicts/interval.ts";

/** Intervals of a second each, with these pauses after them. */
function flickering(pauses: Iterable<number>): HeldIntervals {
  const intervals = new HeldIntervals();
  let timeMs = 0;
  for (const pause of pauses) {
    intervals.open(timeMs, timeMs);
    timeMs += 1000;
    intervals.close(timeMs);
    timeMs += pause;
  }
  return intervals;
}

describe("held intervals", () => {
  it("are bounded however often the state flickers, in order, from the first to the last", () => {
    const intervals = flickering(Array.from({ length: 5000 }, (_, i) => 1000 + ((i * 7919) % 997)));
    const { all } = intervals;
    expect(all.length).toBeLessThanOrEqual(1001);
    expect(all[0]!.startMs).toBe(0);
    all.forEach((one, i) => {
      expect(one.endMs).toBeGreaterThan(one.startMs);
      if (i > 0) expect(one.startMs).toBeGreaterThan(all[i - 1]!.endMs!);
    });
  });

  it("lose the shortest pause first", () => {
    const pauses = Array.from({ length: 1001 }, (_, i) => (i === 500 ? 10 : 1000));
    const { all } = flickering(pauses);
    expect(all.length).toBe(1000);
    expect(all.filter(({ startMs, endMs }) => endMs! - startMs === 2010).length).toBe(1);
  });

  it("forget what had ended by a time, and never the last", () => {
    const intervals = flickering([1000, 1000, 1000]);
    intervals.forget(3000);
    expect(intervals.all.map(({ startMs }) => startMs)).toEqual([4000]);
    intervals.forget(9000);
    expect(intervals.all.map(({ startMs }) => startMs)).toEqual([4000]);
    // It still holds the next one back from beginning before its end.
    intervals.open(4500, 6000);
    expect(intervals.current!.startMs).toBe(5000);
    intervals.forget(9000);
    expect(intervals.current!.startMs).toBe(5000);
  });
});
