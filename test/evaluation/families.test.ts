import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SCENARIOS } from "../../src/simulator/index.ts";

const families = JSON.parse(readFileSync(new URL("../../bench/families.json", import.meta.url), "utf8")) as {
  seeds: Record<string, number>;
  fit: string[];
  calibration: string[];
  test: string[];
};

test("every family but the drill has exactly one role", () => {
  const listed = [...families.fit, ...families.calibration, ...families.test];
  const all = SCENARIOS.filter(({ group }) => group !== "drill").map(({ name }) => name);
  expect([...listed].sort()).toEqual([...all].sort());
});

test("a third of the families, of every group, is only measured", () => {
  const all = families.fit.length + families.calibration.length + families.test.length;
  expect(families.test.length / all).toBeGreaterThan(0.3);
  expect(new Set(families.test.map((name) => name.split("/")[0]))).toEqual(
    new Set(["normal", "organic", "flood", "mixed"]),
  );
});

test("seeds of different roles lie far apart", () => {
  const seeds = Object.values(families.seeds).sort((a, b) => a - b);
  expect(seeds).toHaveLength(3);
  for (let i = 1; i < seeds.length; i += 1) expect(seeds[i]! - seeds[i - 1]!).toBeGreaterThanOrEqual(10_000);
});
