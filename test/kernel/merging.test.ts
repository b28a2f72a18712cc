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
function sampleOf(requests: readonly (readonly [number, number, number])[], arena: Arena): ThresholdSample {
  const sample = new ThresholdSample(LAYOUT, 16, { budget: 4, threshold: 8 }, arena);
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
