import { describe, expect, test } from "vitest";
import { Random, WeightedChoice } from "../../src/simulator/random.ts";

const DRAWS = 20_000;

function meanOf(draw: () => number): number {
  let total = 0;
  for (let i = 0; i < DRAWS; i += 1) total += draw();
  return total / DRAWS;
}

describe("random", () => {
  test("the same seed and name give the same numbers, another of either gives others", () => {
    const first = (seed: number, name: string) =>
      Array.from(
        { length: 5 },
        (
          (r) => () =>
            r.word()
        )(new Random(seed, name)),
      );
    expect(first(7, "a")).toEqual(first(7, "a"));
    expect(first(7, "a")).not.toEqual(first(8, "a"));
    expect(first(7, "a")).not.toEqual(first(7, "b"));
    expect(first(7, "a")).not.toEqual(first(7 + 2 ** 40, "a"));
  });

  test("a fork does not depend on what was drawn before", () => {
    const one = new Random(1, "x");
    const other = new Random(1, "x");
    for (let i = 0; i < 100; i += 1) other.word();
    expect(one.fork("people").word()).toBe(other.fork("people").word());
  });

  test("distributions have the means they are named for", () => {
    const random = new Random(3, "means");
    expect(meanOf(() => random.uniform())).toBeCloseTo(0.5, 1);
    expect(meanOf(() => random.exponential(4)) / 4).toBeCloseTo(1, 1);
    expect(meanOf(() => random.poisson(2.5)) / 2.5).toBeCloseTo(1, 1);
    expect(meanOf(() => random.poisson(200)) / 200).toBeCloseTo(1, 1);
    expect(meanOf(() => random.geometric(3)) / 3).toBeCloseTo(1, 1);
    expect(meanOf(() => random.normal())).toBeCloseTo(0, 1);
    expect(meanOf(() => random.normal() ** 2)).toBeCloseTo(1, 1);
    expect(meanOf(() => Math.log(random.logNormal(5, 1)))).toBeCloseTo(Math.log(5), 1);
  });

  test("weighted choices come as often as their weights say", () => {
    const weights = [1, 0, 5, 2, 12];
    const choice = new WeightedChoice(weights);
    const random = new Random(9, "weights");
    const counts = weights.map(() => 0);
    for (let i = 0; i < DRAWS; i += 1) counts[choice.draw(random)]! += 1;
    for (const [i, weight] of weights.entries()) expect(counts[i]! / DRAWS).toBeCloseTo(weight / 20, 1);
    expect(counts[1]).toBe(0);
  });

  test("a shuffle keeps every item", () => {
    const items = Array.from({ length: 50 }, (_, i) => i);
    const shuffled = new Random(4, "cards").shuffled(items);
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
  });
});
