import { describe, expect, it } from "vitest";
import { Composition } from "../../src/baselines/composition.ts";

describe("a composition", () => {
  it("gives shares of what was learned, largest first", () => {
    const composition = new Composition(10);
    expect(composition.share(1)).toBe(0);
    composition.learn(1, 6);
    composition.learn(2, 2);
    composition.learn(3, 2);
    expect(composition.shares()).toEqual([
      { key: 1, share: 0.6 },
      { key: 2, share: 0.2 },
      { key: 3, share: 0.2 },
    ]);
  });

  it("keeps shares when the past fades, and lets the present outweigh it", () => {
    const composition = new Composition(10);
    composition.learn(1, 100);
    composition.decay(0.5);
    expect([composition.total, composition.share(1)]).toEqual([50, 1]);
    composition.learn(2, 50);
    expect(composition.share(2)).toBe(0.5);
  });

  it("drops the rarest keys when they do not fit, and leaves the shares of the others true", () => {
    const composition = new Composition(100);
    composition.learn(0, 900);
    for (let key = 1; key <= 1000; key += 1) {
      composition.learn(key, 0.1);
      expect(composition.size).toBeLessThanOrEqual(100);
    }
    expect(composition.total).toBeCloseTo(1000, 6);
    expect(composition.share(0)).toBeCloseTo(0.9, 6);
  });
});
