import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Hasher } from "../../src/bytes/hash.ts";
import { FrequentItems } from "../../src/sketches/frequent-items.ts";

const OPTIONS = { capacity: 32, labelBytes: 12 };
const hasher = new Hasher(3);
const encoder = new TextEncoder();

function update(items: FrequentItems, name: string, count = 1): void {
  const bytes = encoder.encode(name);
  hasher.bytes(bytes, 0, bytes.length, 1);
  items.update(hasher.hi, hasher.lo, count, bytes, 0, bytes.length);
}

/** Checks the stated guarantee for every key that ever came, and for one that never did. */
function expectBounds(items: FrequentItems, truth: ReadonlyMap<string, number>): void {
  let total = 0;
  for (const [name, count] of [...truth, ["/never-seen", 0] as const]) {
    const bytes = encoder.encode(name);
    hasher.bytes(bytes, 0, bytes.length, 1);
    const { hi, lo } = hasher;
    expect(items.lowerBound(hi, lo)).toBeLessThanOrEqual(count);
    expect(items.upperBound(hi, lo)).toBeGreaterThanOrEqual(count);
    expect(items.upperBound(hi, lo) - items.lowerBound(hi, lo)).toBeLessThanOrEqual(items.maximumError);
    if (count > items.maximumError) expect(items.estimate(hi, lo)).toBeGreaterThan(0);
    total += count;
  }
  expect(items.totalWeight).toBe(total);
}

const streams = fc.array(fc.tuple(fc.nat({ max: 120 }), fc.integer({ min: 1, max: 50 })), {
  maxLength: 600,
  size: "max",
});

describe("FrequentItems", () => {
  it("is exact while the keys fit, heaviest first", () => {
    const items = new FrequentItems(OPTIONS);
    update(items, "/b", 2);
    update(items, "/a", 5);
    update(items, "/b", 1);
    expect(items.maximumError).toBe(0);
    expect(items.top(9).map(({ label, count, low, high }) => [label, count, low, high])).toEqual([
      ["/a", 5, 5, 5],
      ["/b", 3, 3, 3],
    ]);
    expect(items.top(1)).toHaveLength(1);
  });

  it("holds its bounds for every key of any stream", () => {
    fc.assert(
      fc.property(streams, (stream) => {
        const items = new FrequentItems(OPTIONS);
        const truth = new Map<string, number>();
        for (const [key, count] of stream) {
          const name = `/${Math.floor(key ** 2 / 120)}`;
          update(items, name, count);
          truth.set(name, (truth.get(name) ?? 0) + count);
        }
        expectBounds(items, truth);
        expect(items.size).toBeLessThanOrEqual(OPTIONS.capacity);
        expect(items.maximumError).toBeLessThanOrEqual((2 * items.totalWeight) / OPTIONS.capacity);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it("holds its bounds after merging shards in any order", () => {
    fc.assert(
      fc.property(fc.array(streams, { minLength: 2, maxLength: 4 }), (shards) => {
        const merged = new FrequentItems(OPTIONS);
        const truth = new Map<string, number>();
        for (const shard of shards) {
          const items = new FrequentItems(OPTIONS);
          for (const [key, count] of shard) {
            update(items, `/${key}`, count);
            truth.set(`/${key}`, (truth.get(`/${key}`) ?? 0) + count);
          }
          merged.merge(items);
        }
        expectBounds(merged, truth);
        expect(merged.size).toBeLessThanOrEqual(OPTIONS.capacity);
      }),
      { seed: 2, numRuns: 40 },
    );
  });

  it("counts a key that was always there exactly, however many others come and go", () => {
    const items = new FrequentItems(OPTIONS);
    for (let i = 0; i < 5000; i += 1) {
      update(items, "/always", 3);
      update(items, `/once/${i}`);
    }
    expect(items.maximumError).toBeGreaterThan(0);
    expect(items.top(1)).toMatchObject([{ label: "/always", count: 15_000, high: 15_000 }]);
  });

  it("counts as many as it has room for exactly, until it is settled to its capacity", () => {
    const items = new FrequentItems({ ...OPTIONS, room: 100 });
    const truth = new Map<string, number>();
    for (let i = 0; i < 100; i += 1) {
      update(items, `/${i}`, 1 + i);
      truth.set(`/${i}`, 1 + i);
    }
    expect([items.size, items.maximumError]).toEqual([100, 0]);
    items.settle();
    // The heaviest of those that left weighs 68.
    expect([items.size, items.maximumError]).toEqual([32, 68]);
    expect(items.top(1)).toMatchObject([{ label: "/99", low: 100, high: 100 }]);
    expectBounds(items, truth);
    expect(() => new FrequentItems({ ...OPTIONS, room: 31 })).toThrow(
      /"room" must be an integer from "capacity" \(32\)/,
    );
  });

  it("holds its bounds with room for more, which are narrower than without", () => {
    const roomy = new FrequentItems({ ...OPTIONS, room: 64 });
    const plain = new FrequentItems(OPTIONS);
    const truth = new Map<string, number>();
    for (let i = 0; i < 3000; i += 1) {
      const name = `/${(i * i) % 79}/${i % 5}`;
      for (const items of [roomy, plain]) update(items, name);
      truth.set(name, (truth.get(name) ?? 0) + 1);
    }
    roomy.settle();
    expectBounds(roomy, truth);
    expect(roomy.maximumError).toBeLessThan(plain.maximumError);
  });

  it("counts beyond 32 bits", () => {
    const items = new FrequentItems(OPTIONS);
    for (let i = 0; i < 5; i += 1) update(items, "/big", 4_000_000_000);
    expect(items.top(1)[0]!.count).toBe(20_000_000_000);
    const other = new FrequentItems(OPTIONS);
    update(other, "/big", 4_000_000_000);
    items.merge(other);
    expect(items.top(1)[0]!.count).toBe(24_000_000_000);
  });

  it("cuts labels at their limit, never within a character, and reads broken UTF-8 leniently", () => {
    const items = new FrequentItems(OPTIONS);
    update(items, "/0123456789é", 3);
    items.update(1, 1, 2, Uint8Array.of(0x2f, 0xff, 0x07), 0, 3);
    items.update(2, 2, 1);
    expect(items.top(3).map(({ label }) => label)).toEqual(["/0123456789", "/\u{fffd}\u{7}", ""]);
  });
});

it("takes signed halves of a key for the unsigned ones that they stand for", () => {
  const items = new FrequentItems(OPTIONS);
  items.update(0xfffffff0, 0x80000001, 1);
  items.update(-16, 0x80000001 | 0, 1);
  expect(items.top(2)).toMatchObject([{ hi: 0xfffffff0, lo: 0x80000001, count: 2 }]);
  expect(items.size).toBe(1);
});
