import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Hasher } from "../../src/bytes/hash.ts";
import { KEY_WORDS, type SampleLayout } from "../../src/sketches/sample-layout.ts";
import { ThresholdSample } from "../../src/sketches/threshold-sample.ts";

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

/** Draws that repeat from run to run. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}

/** Sums over all keys, as forEach estimates them: occurrences and keys, of all and of those with an even key. */
function estimates(sample: ThresholdSample): {
  mass: number;
  keys: number;
  evenMass: number;
  evenKeys: number;
} {
  const sums = { mass: 0, keys: 0, evenMass: 0, evenKeys: 0 };
  const rowCount = sample.size + sample.loudSize;
  const factors = [new Float64Array(rowCount), new Float64Array(rowCount)] as const;
  const offsets = new Uint32Array(rowCount);
  expect(sample.readRows(Number.POSITIVE_INFINITY, offsets, ...factors)).toBe(sample.size);
  let row = 0;
  sample.forEach((rows, offset, weight, keyWeight) => {
    // Both ways to read a sample tell the same.
    expect([offsets[row], factors[0][row], factors[1][row]]).toEqual([offset, weight, keyWeight]);
    row += 1;
    const count = rows[offset + KEY_WORDS]!;
    sums.mass += weight * count;
    sums.keys += keyWeight;
    if (rows[offset + KEY_WORDS + 4]! % 2 === 1) {
      sums.evenMass += weight * count;
      sums.evenKeys += keyWeight;
    }
  });
  return sums;
}

describe("ThresholdSample's estimates", () => {
  const RUNS = 120;
  const KEYS = 1500;

  /**
   * Heavy-tailed traffic under 120 hash keys: 1 to 5 occurrences of most keys, hundreds of a few. Each run splits it into
   * `shards` by time.
   */
  function ratios(shards: number): { mass: number[]; keys: number[]; evenMass: number[]; covered: number } {
    const random = draws(42);
    const counts = Array.from({ length: KEYS }, () => Math.min(400, Math.ceil(random() ** -1.1)));
    const stream = counts.flatMap((count, key) =>
      Array.from({ length: count }, () => ({ key, at: random() })),
    );
    stream.sort((a, b) => a.at - b.at);
    const evenMass = counts.reduce((sum, count, key) => sum + (key % 2 === 0 ? count : 0), 0);
    const found = { mass: [] as number[], keys: [] as number[], evenMass: [] as number[], covered: 0 };
    for (let run = 0; run < RUNS; run += 1) {
      const keyed = new Hasher(run);
      const merged = new ThresholdSample(LAYOUT, 128, { budget: 64, threshold: 8 });
      for (let shard = 0; shard < shards; shard += 1) {
        const part = new ThresholdSample(LAYOUT, 128, { budget: 64, threshold: 8 });
        for (const { key, at } of stream) {
          if (Math.floor(at * shards) !== shard) continue;
          keyed.words(0, key, 1);
          const sampled = part.slot(keyed.hi, keyed.lo);
          const offset = sampled >= 0 ? sampled : part.loudSlot(keyed.hi, keyed.lo);
          if (offset < 0) continue;
          const rows = sampled >= 0 ? part.rows : part.loudRows;
          rows[offset + KEY_WORDS]! += 1;
          rows[offset + KEY_WORDS + 4] = key + 1;
        }
        merged.merge(part);
      }
      merged.settle();
      const sums = estimates(merged);
      found.mass.push(sums.mass / stream.length);
      found.keys.push(sums.keys / KEYS);
      found.evenMass.push(sums.evenMass / evenMass);
      const { low, high } = merged.estimateKeys();
      if (low <= KEYS && KEYS <= high) found.covered += 1;
    }
    return found;
  }

  function mean(values: readonly number[]): number {
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  }

  /** Root mean square distance from 1. */
  function error(values: readonly number[]): number {
    return Math.sqrt(mean(values.map((value) => (value - 1) ** 2)));
  }

  it.each([1, 4, 12])("are without bias for keys and occurrences, merged from %i shards", (shards) => {
    const { mass, keys, evenMass } = ratios(shards);
    for (const values of [mass, keys, evenMass]) {
      const standardError = error(values) / Math.sqrt(RUNS);
      expect(Math.abs(mean(values) - 1)).toBeLessThan(3 * standardError + 0.015);
    }
    // Without a loud part a key with a fifth of all occurrences makes this several hundred per cent.
    expect(error(mass)).toBeLessThan(0.15);
    expect(error(keys)).toBeLessThan(0.12);
  });

  it("hold the number of keys within the interval about as often as stated", () => {
    const { covered } = ratios(3);
    expect(covered / RUNS).toBeGreaterThan(0.89);
    expect(covered / RUNS).toBeLessThan(0.995);
  });
});

describe("ThresholdSample's loud part", () => {
  it("finds the one key that makes most of the traffic among thousands of quiet ones, wherever its hash lies", () => {
    for (let seed = 0; seed < 30; seed += 1) {
      const keyed = new Hasher(seed);
      const sample = new ThresholdSample(LAYOUT, 64, { budget: 16, threshold: 8 });
      let heaviest = 0;
      for (let i = 0; i < 20_000; i += 1) {
        keyed.words(0, i % 2 === 0 ? 0 : i, 1);
        const sampled = sample.slot(keyed.hi, keyed.lo);
        const offset = sampled >= 0 ? sampled : sample.loudSlot(keyed.hi, keyed.lo);
        if (offset >= 0) (sampled >= 0 ? sample.rows : sample.loudRows)[offset + KEY_WORDS]! += 1;
      }
      sample.forEach((rows, offset) => {
        heaviest = Math.max(heaviest, rows[offset + KEY_WORDS]!);
      });
      expect(heaviest).toBeGreaterThan(9000);
      expect(sample.loudSize).toBeLessThanOrEqual(16);
      expect(sample.size).toBeLessThanOrEqual(128);
    }
  });
});
