import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { descendingOrder } from "../../src/attribution/descending-order.ts";

describe("the descending order of weights", () => {
  it("is that of a stable sort, whatever is equal", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.double({ min: 0, max: 1, noNaN: true }))),
        (list) => {
          const weights = Float64Array.from(list, (weight) => weight + 0);
          const sorted = list.map((_, index) => index).sort((a, b) => weights[b]! - weights[a]!);
          expect([...descendingOrder(weights)]).toEqual(sorted);
        },
      ),
    );
  });
});
