import fc from "fast-check";
import { expect, it } from "vitest";
import { selectRank, selectValue } from "../../src/sketches/rank-selection.ts";

const words = fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 0xffffffff }));

it("puts the integer of a rank where sorting would, with none larger before and none smaller behind", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(words, words), { minLength: 1, maxLength: 200, size: "max" }),
      fc.nat(),
      (pairs, draw) => {
        const rank = draw % pairs.length;
        const hi = Uint32Array.from(pairs, ([word]) => word);
        const lo = Uint32Array.from(pairs, ([, word]) => word);
        const sorted = pairs.map(([a, b]) => (BigInt(a) << 32n) | BigInt(b)).sort((a, b) => (a < b ? -1 : 1));
        selectRank(hi, lo, pairs.length, rank);
        const selected = Array.from(hi, (word, i) => (BigInt(word) << 32n) | BigInt(lo[i]!));
        expect(selected[rank]).toBe(sorted[rank]);
        for (const [i, value] of selected.entries()) {
          if (i < rank) expect(value <= sorted[rank]!).toBe(true);
          if (i > rank) expect(value >= sorted[rank]!).toBe(true);
        }
        expect(selected.sort((a, b) => (a < b ? -1 : 1))).toEqual(sorted);
      },
    ),
    { seed: 1, numRuns: 200 },
  );
});

it("finds the value of a rank where sorting would put it", () => {
  const value = fc.oneof(fc.nat({ max: 3 }), fc.double({ noNaN: true, min: 0 }));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 200, size: "max" }), fc.nat(), (values, draw) => {
      const rank = draw % values.length;
      const room = Float64Array.from([...values, 0, -1]);
      expect(selectValue(room, values.length, rank)).toBe(values.toSorted((a, b) => a - b)[rank]);
    }),
    { seed: 1, numRuns: 200 },
  );
});
