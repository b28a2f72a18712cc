import { describe, expect, it } from "vitest";
import { Quantiles } from "../../src/sketches/quantiles.ts";

/** Numbers in [0, 1) that repeat from run to run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}

const draw = numbers(1);
const COUNT = 30_000;
const DISTRIBUTIONS: readonly [string, readonly number[]][] = [
  ["uniform values", Array.from({ length: COUNT }, draw)],
  ["long tails", Array.from({ length: COUNT }, () => (1 - draw()) ** -1.5)],
  ["ascending values", Array.from({ length: COUNT }, (_, i) => i)],
  ["descending negative values", Array.from({ length: COUNT }, (_, i) => -(i ** 1.5))],
  ["two clusters far apart", Array.from({ length: COUNT }, () => (draw() < 0.3 ? -1e6 : 1e6) + draw())],
];

/** Greatest distance between a quantile's rank in the data and the share that was asked for. */
function rankError(quantiles: Quantiles, values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  const value = quantiles.quantile(q);
  const below = sorted.findIndex((other) => other >= value);
  const upTo = sorted.findLastIndex((other) => other <= value) + 1;
  const low = (below < 0 ? sorted.length : below) / sorted.length;
  return Math.max(0, low - q, q - upTo / sorted.length);
}

describe("Quantiles", () => {
  it("is exact at first: the median of three is the middle one", () => {
    const quantiles = new Quantiles();
    for (const value of [30, 10, 20]) quantiles.update(value);
    expect(quantiles.quantile(0.5)).toBe(20);
    expect([quantiles.min, quantiles.max, quantiles.count]).toEqual([10, 30, 3]);
    expect(quantiles.rank(20)).toBe(0.5);
  });

  it("knows nothing while it is empty", () => {
    const quantiles = new Quantiles();
    expect(quantiles.quantile(0.5)).toBeNaN();
    expect(quantiles.rank(1)).toBeNaN();
    expect(quantiles.min).toBeNaN();
  });

  it.each(DISTRIBUTIONS)("finds ranks of %s within the stated bounds", (_, values) => {
    const quantiles = new Quantiles();
    for (const value of values) quantiles.update(value);
    expect(quantiles.count).toBe(values.length);
    for (const q of [0.05, 0.25, 0.5, 0.75, 0.95]) {
      expect(rankError(quantiles, values, q)).toBeLessThanOrEqual(0.02);
    }
    for (const q of [0.001, 0.01, 0.99, 0.999]) {
      expect(rankError(quantiles, values, q)).toBeLessThanOrEqual(0.004);
    }
    expect(quantiles.quantile(0)).toBe(Math.min(...values));
    expect(quantiles.quantile(1)).toBe(Math.max(...values));
  });

  it.each(DISTRIBUTIONS)("keeps the bounds for %s merged from shards", (_, values) => {
    const shards = Array.from({ length: 9 }, () => new Quantiles());
    for (const [i, value] of values.entries()) shards[(i * 7) % 9 === 3 ? 0 : i % 9]!.update(value);
    const merged = new Quantiles();
    for (const shard of shards) merged.merge(shard);
    for (const q of [0.01, 0.25, 0.5, 0.75, 0.99]) {
      expect(rankError(merged, values, q)).toBeLessThanOrEqual(0.02);
    }
  });

  it("counts weights as repetitions", () => {
    const weighted = new Quantiles();
    weighted.update(1, 98);
    weighted.update(5, 2);
    expect(weighted.count).toBe(100);
    expect(weighted.quantile(0.4)).toBe(1);
    expect(weighted.quantile(0.995)).toBe(5);
  });

  it("does not depend on when it is asked", () => {
    const asked = new Quantiles();
    const silent = new Quantiles();
    for (const value of DISTRIBUTIONS[1]![1].slice(0, 5000)) {
      asked.update(value);
      silent.update(value);
      if (asked.count % 100 === 0) asked.quantile(0.9);
    }
    expect(asked.toPlain()).toEqual(silent.toPlain());
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    "refuses the value %s, which would spoil the rest",
    (value) => {
      const quantiles = new Quantiles();
      quantiles.update(3);
      expect(() => quantiles.update(value)).toThrow(/must be finite/);
      expect(() => quantiles.update(1, value)).toThrow(/must be finite/);
      expect(() => quantiles.update(1, 0)).toThrow(/above 0/);
      expect(() => quantiles.quantile(1.1)).toThrow(/from 0 to 1/);
      expect(quantiles.quantile(0.5)).toBe(3);
    },
  );
});
