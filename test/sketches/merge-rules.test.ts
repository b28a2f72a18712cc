import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type MergeRule,
  mergeRow,
  ruleCodes,
  saturatingLanes,
  saturatingSum,
} from "../../src/sketches/merge-rules.ts";

const RULES: readonly MergeRule[] = ["sum", "or", "min", "max", "keep", "lanes8"];
const word = fc.oneof(fc.constantFrom(0, 1, 0xff, 0xff00ff00, 0xffffffff), fc.nat({ max: 0xffffffff }));

function merged(rule: MergeRule, a: number, b: number): number {
  const target = Uint32Array.of(7, a);
  mergeRow(ruleCodes([rule]), target, 1, Uint32Array.of(b), 0);
  expect(target[0]).toBe(7);
  return target[1]!;
}

describe("merge rules", () => {
  it.each(RULES)("%s is commutative and associative", (rule) => {
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(merged(rule, a, b)).toBe(merged(rule, b, a));
        expect(merged(rule, merged(rule, a, b), c)).toBe(merged(rule, a, merged(rule, b, c)));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("sums saturate instead of wrapping", () => {
    expect(saturatingSum(0xfffffff0, 15)).toBe(0xffffffff);
    expect(saturatingSum(0xfffffff0, 16)).toBe(0xffffffff);
    expect(merged("sum", 0xffffffff, 0xffffffff)).toBe(0xffffffff);
  });

  it("lanes are four counters that saturate each for itself", () => {
    expect(saturatingLanes(0x01fe10ff, 0x02031001)).toBe(0x03ff20ff);
    expect(merged("lanes8", 0xff00ff00, 0x01010101)).toBe(0xff01ff01);
  });

  it("keep takes what is set, and the smaller where both are", () => {
    expect(merged("keep", 0, 9)).toBe(9);
    expect(merged("keep", 9, 0)).toBe(9);
    expect(merged("keep", 9, 4)).toBe(4);
  });
});
