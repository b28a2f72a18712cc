import { describe, expect, it } from "vitest";
import { Hasher } from "../../src/bytes/hash.ts";
import { RateSketch } from "../../src/sketches/rate-sketch.ts";

const OPTIONS = { width: 256, depth: 4, spanMs: 10_000, slots: 5 };
const hasher = new Hasher(5);

function keyOf(n: number): [number, number] {
  hasher.words(0, n, 1);
  return [hasher.hi, hasher.lo];
}

describe("RateSketch", () => {
  it("tells the rate over the span, and forgets what is older", () => {
    const sketch = new RateSketch(OPTIONS);
    for (let time = 100_000; time < 120_000; time += 100) sketch.update(...keyOf(1), time);
    expect(sketch.estimate(...keyOf(1), 119_999)).toBeCloseTo(10, 1);
    expect(sketch.estimate(...keyOf(1), 125_000)).toBeCloseTo(5, 0);
    expect(sketch.estimate(...keyOf(1), 140_000)).toBe(0);
    expect(sketch.estimate(...keyOf(2), 119_999)).toBe(0);
    sketch.update(...keyOf(2), 140_000);
    expect(sketch.upperBound(...keyOf(1), 140_000)).toBe(0);
  });

  it("does not count what comes later than a sub-window behind the span, and counts what is late within it", () => {
    const sketch = new RateSketch(OPTIONS);
    sketch.update(...keyOf(1), 50_000);
    sketch.update(...keyOf(1), 41_000, 3);
    sketch.update(...keyOf(1), 30_000, 1000);
    expect(sketch.upperBound(...keyOf(1), 50_000)).toBeCloseTo(0.4);
  });

  it("works before 1970", () => {
    const sketch = new RateSketch(OPTIONS);
    for (let time = -20_000; time < 0; time += 100) sketch.update(...keyOf(1), time);
    expect(sketch.estimate(...keyOf(1), -1)).toBeCloseTo(10, 1);
  });

  it("bounds the truth as often as stated, with far more keys than counters", () => {
    const sketch = new RateSketch(OPTIONS);
    const events: [key: number, time: number][] = [];
    for (let i = 0; i < 40_000; i += 1) {
      // Zipf-like: key k comes about as often as 1/k.
      const key = Math.floor(3000 ** (((i * 7919) % 40_000) / 40_000));
      events.push([key, 1_000_000 + Math.floor(i / 2)]);
    }
    for (const [key, time] of events) sketch.update(...keyOf(key), time);
    const now = 1_019_999;
    let below = 0;
    const keys = [...new Set(events.map(([key]) => key))];
    for (const key of keys) {
      const truth = events.filter(([k, time]) => k === key && time > now - 10_000).length / 10;
      expect(sketch.upperBound(...keyOf(key), now)).toBeGreaterThanOrEqual(truth);
      expect(sketch.estimate(...keyOf(key), now)).toBeLessThanOrEqual(sketch.upperBound(...keyOf(key), now));
      if (sketch.lowerBound(...keyOf(key), now) <= truth) below += 1;
    }
    expect(keys.length).toBeGreaterThan(1000);
    expect(below / keys.length).toBeGreaterThanOrEqual(1 - Math.exp(-OPTIONS.depth));
  });

  it("saturates instead of wrapping", () => {
    const sketch = new RateSketch(OPTIONS);
    for (let i = 0; i < 3; i += 1) sketch.update(...keyOf(1), 0, 0xffffffff);
    expect(sketch.upperBound(...keyOf(1), 0)).toBe(0xffffffff / 10);
  });

  it.each([
    [{ width: 100 }, /"width" must be a power of two from 16 to 2\^24, got 100/],
    [{ depth: 0 }, /"depth"/],
    [{ slots: 65 }, /"slots"/],
    [{ spanMs: Number.NaN }, /"spanMs"/],
    [{ width: 1 << 24, depth: 8 }, /at most 2\^26/],
  ])("refuses the options %o", (wrong, message) => {
    expect(() => new RateSketch({ ...OPTIONS, ...wrong })).toThrow(message);
  });
});
