import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Hasher } from "../../src/bytes/hash.ts";
import { KEY_WORDS, type SampleLayout, ThresholdSample } from "../../src/sketches/threshold-sample.ts";

/** Occurrences, flags, earliest, latest, a constant of the key, four small counters. */
const LAYOUT: SampleLayout = { columns: ["sum", "or", "min", "max", "keep", "lanes8"], weight: 0 };
const BUDGET = 32;
const LOUD = { budget: 16, threshold: 8 };
const hasher = new Hasher(7);

interface Occurrence {
  readonly key: number;
  readonly time: number;
}

function observe(sample: ThresholdSample, { key, time }: Occurrence): void {
  hasher.words(0, key, 1);
  const { hi, lo } = hasher;
  let offset = sample.slot(hi, lo);
  let rows = sample.rows;
  if (offset < 0) {
    offset = sample.loudSlot(hi, lo);
    if (offset < 0) return;
    rows = sample.loudRows;
  }
  const at = offset + KEY_WORDS;
  const isNew = rows[at] === 0;
  rows[at]! += 1;
  rows[at + 1]! |= 1 << (time & 7);
  rows[at + 2] = isNew ? time : Math.min(rows[at + 2]!, time);
  rows[at + 3] = Math.max(rows[at + 3]!, time);
  rows[at + 4] = key + 1;
  const shift = 8 * (time & 3);
  if (((rows[at + 5]! >>> shift) & 0xff) < 255) rows[at + 5]! += 1 << shift;
}

function sampleOf(occurrences: Iterable<Occurrence>, budget = BUDGET): ThresholdSample {
  const sample = new ThresholdSample(LAYOUT, budget, LOUD);
  for (const occurrence of occurrences) observe(sample, occurrence);
  return sample;
}

/** The sampled part without the word that is the sample's own. */
function sampledPart(sample: ThresholdSample): unknown {
  sample.settle();
  const rows: number[][] = [];
  for (let offset = 0; offset < sample.size * sample.stride; offset += sample.stride) {
    rows.push([...sample.rows.subarray(offset, offset + sample.stride - 1)]);
  }
  return { theta: sample.theta, rows };
}

const occurrences = fc.array(
  fc.record({ key: fc.nat({ max: 400 }), time: fc.nat({ max: 1000 }), shard: fc.nat({ max: 3 }) }),
  { maxLength: 1500, size: "max" },
);

describe("ThresholdSample", () => {
  it("is exact, with every key and its whole row, while the keys fit", () => {
    const sample = sampleOf([
      { key: 5, time: 30 },
      { key: 6, time: 10 },
      { key: 5, time: 20 },
    ]);
    expect(sample.exact).toBe(true);
    expect(sample.theta).toBe(1);
    expect(sample.estimateKeys()).toEqual({ estimate: 2, low: 2, high: 2 });
    hasher.words(0, 5, 1);
    const at = sample.slot(hasher.hi, hasher.lo) + KEY_WORDS;
    expect([...sample.rows.subarray(at, at + 6)]).toEqual([2, 0b1010000, 20, 30, 6, 0x00010001]);
  });

  it("keeps exactly the smallest keys once they do not fit, as a naive twin finds them", () => {
    fc.assert(
      fc.property(occurrences, (stream) => {
        const sample = sampleOf(stream);
        sample.settle();
        const keys = [...new Set(stream.map(({ key }) => key))].map((key) => {
          hasher.words(0, key, 1);
          return (BigInt(hasher.hi) << 32n) | BigInt(hasher.lo);
        });
        keys.sort((a, b) => (a < b ? -1 : 1));
        const kept: bigint[] = [];
        for (let offset = 0; offset < sample.size * sample.stride; offset += sample.stride) {
          kept.push((BigInt(sample.rows[offset]!) << 32n) | BigInt(sample.rows[offset + 1]!));
        }
        expect(kept).toEqual(keys.slice(0, BUDGET));
        expect(sample.theta).toBe(keys.length > BUDGET ? Number(keys[BUDGET]) / 2 ** 64 : 1);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it("gives the sample of the whole when settled shards are merged in any order", () => {
    fc.assert(
      fc.property(occurrences, fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (stream, order) => {
        const whole = sampleOf(stream);
        const merged = new ThresholdSample(LAYOUT, BUDGET, LOUD);
        for (const shard of order) {
          const part = sampleOf(stream.filter((occurrence) => occurrence.shard === shard));
          part.settle();
          merged.merge(part);
        }
        expect(sampledPart(merged)).toEqual(sampledPart(whole));
      }),
      { seed: 2, numRuns: 60 },
    );
  });
});
