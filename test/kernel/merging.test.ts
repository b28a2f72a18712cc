import fc from "fast-check";
import { expect, it } from "vitest";
import { type Arena, HEAP } from "../../src/bytes/arena.ts";
import { Kernel, type KernelTwins } from "../../src/kernel/kernel.ts";
import { ThresholdSample } from "../../src/sketches/threshold-sample.ts";

const LAYOUT = { columns: ["sum", "keep", "or", "min", "max", "lanes8", "sum"], weight: 0 } as const;
/** The kernel is asked for its loops alone. */
const NO_TWINS = {} as KernelTwins;

const stream = fc.array(
  fc.tuple(fc.nat(400), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 0xffffffff })),
  { maxLength: 600 },
);

/** Keys spread like hashes, few enough upper halves that some are shared. */
function sampleOf(
  requests: readonly (readonly [number, number, number])[],
  arena: Arena,
  budget = 16,
): ThresholdSample {
  const sample = new ThresholdSample(LAYOUT, budget, { budget: 4, threshold: 8 }, arena);
  for (const [key, times, value] of requests) {
    const hi = Math.imul(key >> 1, 0x9e3779b1) >>> 0;
    const lo = Math.imul(key + 1, 0x85ebca6b) >>> 0;
    for (let i = 0; i < times; i += 1) {
      let row = sample.slot(hi, lo);
      let rows = sample.rows;
      if (row < 0) {
        row = sample.loudSlot(hi, lo);
        rows = sample.loudRows;
      }
      if (row < 0) continue;
      rows[row + 2]! += 1;
      for (let column = 3; column < 9; column += 1) rows[row + column] = (value >>> column) | 1;
    }
  }
  return sample;
}

it("samples are cut and merged in a kernel's memory to the same rows as elsewhere", () => {
  const kernel = Kernel.open(1 << 26, NO_TWINS)!;
  fc.assert(
    fc.property(fc.array(stream, { minLength: 2, maxLength: 5 }), (parts) => {
      const [there, here] = [kernel.arena, HEAP].map((arena) => {
        const [first, ...others] = parts.map((part) => sampleOf(part, arena));
        for (const other of others) first!.merge(other);
        const plain = first!.toPlain();
        for (const sample of [first!, ...others]) sample.release();
        return plain;
      });
      expect(there).toEqual(here);
    }),
    { numRuns: 150 },
  );
});

const longStream = fc.array(
  fc.tuple(fc.nat(700), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 0xffffffff })),
  { minLength: 60, maxLength: 500, size: "max" },
);

it("settled samples are united in order, in a kernel's memory and elsewhere: what they sample is what merging them gives", () => {
  const kernel = Kernel.open(1 << 26, NO_TWINS)!;
  fc.assert(
    fc.property(fc.array(longStream, { minLength: 2, maxLength: 5 }), (parts) => {
      const [there, here] = [kernel.arena, HEAP].map((arena) => {
        const [first, ...others] = parts.map((part) => sampleOf(part, arena, 128));
        for (const sample of [first!, ...others]) sample.settle();
        for (const other of others) first!.absorb(other);
        const plain = first!.toPlain();
        for (const sample of [first!, ...others]) sample.release();
        return plain;
      });
      expect(there).toEqual(here);
      const [merged, ...others] = parts.map((part) => sampleOf(part, HEAP, 128));
      for (const other of others) merged!.merge(other);
      const { thetaHi, thetaLo, rows } = merged!.toPlain();
      expect([here!.thetaHi, here!.thetaLo]).toEqual([thetaHi, thetaLo]);
      // The last word of a row tells of its quiet mass, which depends on how shards were cut.
      const columns = (all: Uint32Array) => all.map((word, i) => ((i + 1) % merged!.stride === 0 ? 0 : word));
      expect(columns(here!.rows)).toEqual(columns(rows));
    }),
    { numRuns: 100 },
  );
});

it("a sample that was united can be added to, and looked up in, as any other", () => {
  for (const arena of [Kernel.open(1 << 26, NO_TWINS)!.arena, HEAP]) {
    const requests = (from: number) =>
      Array.from({ length: 100 }, (_, i) => [from + i, 1, 0] as [number, number, number]);
    const [sample, other] = [requests(0), requests(50)].map((each) => sampleOf(each, arena, 256));
    sample!.settle();
    other!.settle();
    sample!.absorb(other!);
    expect(sample!.size).toBe(150);
    const { rows, stride } = sample!;
    const slots = Array.from({ length: 150 }, (_, i) =>
      sample!.slot(rows[i * stride]!, rows[i * stride + 1]!),
    );
    expect(slots).toEqual(Array.from({ length: 150 }, (_, i) => i * stride));
    const added = sample!.slot(7, 7);
    sample!.rows[added + 2] = 1;
    sample!.merge(other!);
    sample!.settle();
    expect(sample!.size).toBe(151);
    expect(sample!.rows[2]).toBe(1);
  }
});
