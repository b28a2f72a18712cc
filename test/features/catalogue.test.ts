import { describe, expect, it } from "vitest";
import PRIORS from "../../bench/fit/priors.json" with { type: "json" };
import ATTRIBUTES from "../../src/features/attribute-weights.json" with { type: "json" };
import { FEATURES } from "../../src/features/catalogue.ts";
import EVIDENCE from "../../src/features/evidence-weights.json" with { type: "json" };
import { SOURCE_ATTRIBUTES } from "../../src/features/source-attributes.ts";
import { spanOf } from "./spans.ts";

const names = FEATURES.map(({ name }) => name).sort();

describe("the catalogue of features", () => {
  it.each([
    ["evidence-weights.json", EVIDENCE.weights],
    ["bench/fit/priors.json", PRIORS.evidence.weights],
  ])("has a weight for every feature, and none for what is no feature, in %s", (_, weights) => {
    expect(Object.keys(weights).sort()).toEqual(names);
    // A negative weight would turn the sentence beside it into its contrary.
    for (const weight of Object.values(weights)) expect(weight).toBeGreaterThanOrEqual(0);
  });

  it("gives features different names, that can stand in a report", () => {
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it("has a calibration that keeps the order of scores", () => {
    expect(EVIDENCE.calibration.slope).toBeGreaterThan(0);
  });

  it("has features that say something finite, or why not, of an empty span and of one full of suspects", () => {
    for (const span of [spanOf([]), spanOf([{ count: 200, requests: 50, attack: 1, overloads: 50 }])]) {
      for (const feature of FEATURES) {
        const found = feature.measure(span);
        if ("abstained" in found) expect(found.abstained).not.toBe("");
        else {
          expect(Number.isFinite(found.value), feature.name).toBe(true);
          expect(Math.abs(found.value)).toBeLessThanOrEqual(4);
          expect(found.summary).not.toMatch(/NaN|undefined|Infinity/);
        }
      }
    }
  });
});

describe("the source attributes", () => {
  const tables = ATTRIBUTES.attributes as Record<
    string,
    { trust: number; scales: { people: number[]; attack: number[] }[] }
  >;
  const priors = PRIORS.attributes as Record<string, { trust: number; people: number[]; attack: number[] }>;

  it("are those of the weights file and of the priors, no more and no less", () => {
    const attributes = SOURCE_ATTRIBUTES.map(({ name }) => name).sort();
    expect(Object.keys(tables).sort()).toEqual(attributes);
    expect(Object.keys(priors).sort()).toEqual(attributes);
  });

  it.each(SOURCE_ATTRIBUTES.map(({ name, bins }) => ({ name, bins })))(
    "$name has a share for every bin, of people and of attackers, at every scale",
    ({ name, bins }) => {
      const { scales, trust } = tables[name]!;
      expect(scales.length).toBe(3);
      expect(trust).toBeGreaterThanOrEqual(0);
      expect(trust).toBeLessThanOrEqual(1);
      for (const { people, attack } of [...scales, priors[name]!]) {
        for (const shares of [people, attack]) {
          expect(shares.length).toBe(bins.length);
          expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
          expect(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 100)).toBeLessThan(3);
        }
      }
      // Keys of habits have room for sixteen bins.
      expect(bins.length).toBeLessThanOrEqual(16);
    },
  );
});
