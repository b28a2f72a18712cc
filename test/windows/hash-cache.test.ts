import { expect, it } from "vitest";
import { HashCache } from "../../src/windows/hash-cache.ts";

it("a hash cache knows what it was told last, by both halves of the hash", () => {
  const cache = new HashCache(16);
  expect(cache.get(3, 4)).toBe(-1);
  cache.set(3, 4, 2);
  expect([cache.get(3, 4), cache.get(3, 5), cache.get(19, 4)]).toEqual([2, -1, -1]);
  cache.set(19, 4, 1);
  expect([cache.get(3, 4), cache.get(19, 4)]).toEqual([-1, 1]);
});

it("a hash cache knows nothing of the hash that is all zeros before it was told", () => {
  const cache = new HashCache(16);
  expect(cache.get(0, 0)).toBe(-1);
  cache.set(0, 0, 0);
  expect(cache.get(0, 0)).toBe(0);
});
