import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MassTable } from "../../src/attribution/mass-table.ts";

const additions = fc.array(
  fc.record({
    key: fc.nat({ max: 60 }),
    requests: fc.integer({ min: 1, max: 50 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 400, size: "max" },
);

describe("the mass table", () => {
  it("never holds more than its capacity, never more of a key than came, and never less than `lost` says", () => {
    fc.assert(
      fc.property(additions, (list) => {
        const table = new MassTable(16);
        const truth = new Map<number, number>();
        for (const { key, requests, share } of list) {
          table.add(key, requests, requests * share);
          truth.set(key, (truth.get(key) ?? 0) + requests);
          expect(table.top(Number.POSITIVE_INFINITY).length).toBeLessThanOrEqual(16);
        }
        for (const [key, requests] of truth) {
          const held = table.requestsOf(key);
          expect(held).toBeLessThanOrEqual(requests);
          expect(requests - held).toBeLessThanOrEqual(table.lost);
          expect(table.attackRequestsOf(key)).toBeLessThanOrEqual(held + 1e-9);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is exact while all keys fit", () => {
    const table = new MassTable(4);
    for (const [key, requests, attack] of [
      [1, 10, 1],
      [2, 5, 5],
      [1, 10, 2],
      [3, 50, 0],
    ] as const)
      table.add(key, requests, attack);
    expect(table.top(2).map(({ key, requests, attackRequests }) => [key, requests, attackRequests])).toEqual([
      [2, 5, 5],
      [1, 20, 3],
    ]);
    expect(table.lost).toBe(0);
    expect([table.requestsOf(9), table.attackRequestsOf(9)]).toEqual([0, 0]);
  });

  it("keeps the heaviest of the attack when keys must go, and says how much any may have lost", () => {
    const table = new MassTable(8);
    for (let key = 0; key < 8; key += 1) table.add(key, 100 + key, 50 + key);
    table.add(99, 500, 1);
    expect(table.attackRequestsOf(7)).toBe(57);
    expect(table.requestsOf(99)).toBe(0);
    expect(table.lost).toBeGreaterThanOrEqual(500);
  });

  it("remembers how a key is written as soon as it is told", () => {
    const table = new MassTable(8);
    table.add(1, 1, 0);
    expect(table.label(1)).toBe("");
    table.add(1, 1, 0, "/login");
    table.add(1, 1, 0, "/other");
    expect([table.label(1), table.label(2)]).toEqual(["/login", ""]);
  });
});
