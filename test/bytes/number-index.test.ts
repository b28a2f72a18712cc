import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NumberIndex } from "../../src/bytes/number-index.ts";

const keys = fc.array(fc.oneof(fc.nat(40), fc.maxSafeNat()), { maxLength: 400 });

describe("an index of numbers", () => {
  it("numbers keys as they come, as a map would", () => {
    fc.assert(
      fc.property(keys, keys, (known, asked) => {
        const index = new NumberIndex();
        const map = new Map<number, number>();
        for (const key of known) {
          if (!map.has(key)) map.set(key, map.size);
          expect(index.add(key)).toBe(map.get(key));
        }
        expect(index.size).toBe(map.size);
        expect([...index.keys.subarray(0, index.size)]).toEqual([...map.keys()]);
        for (const key of [...known, ...asked]) expect(index.find(key)).toBe(map.get(key) ?? -1);
      }),
    );
  });

  it("keeps what is to be kept, in its order, and forgets the rest", () => {
    fc.assert(
      fc.property(keys, (known) => {
        const index = new NumberIndex();
        for (const key of known) index.add(key);
        const kept = [...new Set(known)].filter((key) => key % 3 !== 0);
        index.filter((number) => index.keys[number]! % 3 !== 0);
        expect([...index.keys.subarray(0, index.size)]).toEqual(kept);
        for (const key of known) expect(index.find(key)).toBe(kept.indexOf(key));
      }),
    );
  });

  it("begins anew when it is cleared", () => {
    const index = new NumberIndex();
    for (let key = 0; key < 100; key += 1) index.add(key);
    index.clear();
    expect([index.size, index.find(7), index.add(7)]).toEqual([0, -1, 0]);
  });
});
