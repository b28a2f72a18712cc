import { decode, encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Hasher } from "../../src/bytes/hash.ts";
import { TidegaugeError } from "../../src/errors.ts";
import { FrequentItems, Quantiles, RateSketch, ThresholdSample } from "../../src/sketches/index.ts";

/** One occurrence in a stream that every sketch can be fed with. */
interface Occurrence {
  readonly key: number;
  readonly timeMs: number;
  readonly count: number;
}

interface Sketch<T> {
  merge(other: T): void;
  clear(): void;
  toPlain(): object;
}

interface Subject<T extends Sketch<T>> {
  readonly name: string;
  readonly make: () => T;
  readonly update: (sketch: T, occurrence: Occurrence) => void;
  readonly fromPlain: (plain: unknown) => T;
  /** What of a sketch is the same whatever order its shards were merged in. */
  readonly exactPart: (sketch: T) => unknown;
  /** Why that is not everything; null where it is. */
  readonly inexact: string | null;
  /** Fields of the plain form that may be any finite number. */
  readonly freeFields?: readonly string[];
  /** Asks the sketch all that can be asked; must not throw, whatever was decoded. */
  readonly ask: (sketch: T) => unknown;
}

const hasher = new Hasher(11);
const LAYOUT = { columns: ["sum", "max", "or"], weight: 0 } as const;
const LOUD = { budget: 8, threshold: 4 };
const RATE = { width: 64, depth: 3, spanMs: 10_000, slots: 5 };

/** Column by column, for all keys that are sampled. */
function sampledColumns(sample: ThresholdSample): unknown {
  sample.settle();
  const rows: number[][] = [];
  for (let offset = 0; offset < sample.size * sample.stride; offset += sample.stride) {
    rows.push([...sample.rows.subarray(offset, offset + sample.stride - 1)]);
  }
  return { theta: sample.theta, rows, estimate: sample.estimateKeys() };
}

const thresholdSample: Subject<ThresholdSample> = {
  name: "ThresholdSample",
  make: () => new ThresholdSample(LAYOUT, 32, LOUD),
  update(sample, { key, timeMs, count }) {
    hasher.words(0, key, 1);
    const { hi, lo } = hasher;
    const sampled = sample.slot(hi, lo);
    const offset = sampled >= 0 ? sampled : sample.loudSlot(hi, lo);
    if (offset < 0) return;
    const rows = sampled >= 0 ? sample.rows : sample.loudRows;
    rows[offset + 2]! += count;
    rows[offset + 3] = Math.max(rows[offset + 3]!, timeMs);
    rows[offset + 4]! |= 1 << (key & 7);
  },
  fromPlain: (plain) => ThresholdSample.fromPlain(plain, LAYOUT, 32, LOUD),
  exactPart: sampledColumns,
  inexact: "loud keys above the threshold lack their first occurrences of each shard",
  ask(sample) {
    let sum = 0;
    sample.forEach((rows, offset, weight, keyWeight) => {
      sum += rows[offset + 2]! * weight + keyWeight;
    });
    return [sum, sample.estimateKeys(), sample.slot(1, 2), sample.loudSlot(0xffffffff, 2), sample.exact];
  },
};

const frequentItems: Subject<FrequentItems> = {
  name: "FrequentItems",
  make: () => new FrequentItems({ capacity: 64, labelBytes: 8 }),
  update(items, { key, count }) {
    const label = Buffer.from(`/${key}`);
    hasher.words(0, key, 1);
    items.update(hasher.hi, hasher.lo, count, label, 0, label.length);
  },
  fromPlain: (plain) => FrequentItems.fromPlain(plain, { capacity: 64, labelBytes: 8 }),
  exactPart: (items) => items.totalWeight,
  inexact: "which keys are purged depends on the order; the bounds hold in any (frequent-items.test.ts)",
  ask: (items) => [items.top(5), items.estimate(1, 2), items.upperBound(1, 2), items.size],
};

const rateSketch: Subject<RateSketch> = {
  name: "RateSketch",
  make: () => new RateSketch(RATE),
  update(sketch, { key, timeMs, count }) {
    hasher.words(0, key, 1);
    sketch.update(hasher.hi, hasher.lo, timeMs, count);
  },
  fromPlain: (plain) => RateSketch.fromPlain(plain, RATE),
  exactPart: (sketch) => sketch.toPlain(),
  inexact: null,
  ask: (sketch) => [sketch.estimate(1, 2, 500), sketch.lowerBound(1, 2, 1e6), sketch.upperBound(1, 2, -5)],
};

const quantiles: Subject<Quantiles> = {
  name: "Quantiles",
  make: () => new Quantiles(),
  update: (sketch, { timeMs, count }) => sketch.update(timeMs, count),
  fromPlain: (plain) => Quantiles.fromPlain(plain),
  exactPart: (sketch) => [sketch.count, sketch.min, sketch.max],
  inexact: "centroids depend on the order; the bounds hold in any (quantiles.test.ts)",
  freeFields: ["min", "max"],
  ask: (sketch) => [sketch.quantile(0), sketch.quantile(0.5), sketch.quantile(1), sketch.rank(3)],
};

const streams = fc.array(
  fc.record({
    key: fc.nat({ max: 200 }),
    timeMs: fc.nat({ max: 30_000 }),
    count: fc.integer({ min: 1, max: 3 }),
  }),
  { maxLength: 300, size: "max" },
);

function laws<T extends Sketch<T>>(subject: Subject<T>): void {
  const { make, update, fromPlain, exactPart, ask } = subject;
  const sketchOf = (stream: readonly Occurrence[]): T => {
    const sketch = make();
    for (const occurrence of stream) update(sketch, occurrence);
    return sketch;
  };
  const mergeOf = (...sketches: T[]): T => {
    const merged = make();
    for (const sketch of sketches) merged.merge(sketch);
    return merged;
  };

  describe(subject.name, () => {
    it("gives the same for the same stream", () => {
      fc.assert(
        fc.property(streams, (stream) => {
          expect(sketchOf(stream).toPlain()).toEqual(sketchOf(stream).toPlain());
        }),
        { seed: 1, numRuns: 20 },
      );
    });

    it(`gives the whole when shards are merged${subject.inexact === null ? "" : " (in its exact part)"}`, () => {
      fc.assert(
        fc.property(streams, streams, streams, (a, b, c) => {
          const whole = exactPart(sketchOf([...a, ...b, ...c]));
          const [x, y, z] = [sketchOf(a), sketchOf(b), sketchOf(c)];
          expect(exactPart(mergeOf(x, y, z))).toEqual(whole);
          expect(exactPart(mergeOf(z, x, y))).toEqual(whole);
          expect(exactPart(mergeOf(mergeOf(x, y), z))).toEqual(whole);
          expect(exactPart(mergeOf(x, mergeOf(z, y)))).toEqual(whole);
        }),
        { seed: 2, numRuns: 25 },
      );
    });

    it("is not changed by merging an empty one, nor by being merged into another", () => {
      fc.assert(
        fc.property(streams, (stream) => {
          const sketch = sketchOf(stream);
          const before = sketch.toPlain();
          sketch.merge(make());
          expect(sketch.toPlain()).toEqual(before);
          expect(mergeOf(sketch).toPlain()).toEqual(before);
          expect(sketch.toPlain()).toEqual(before);
        }),
        { seed: 3, numRuns: 20 },
      );
    });

    it("is as new after clear", () => {
      fc.assert(
        fc.property(streams, streams, (first, second) => {
          const sketch = sketchOf(first);
          sketch.clear();
          expect(sketch.toPlain()).toEqual(make().toPlain());
          for (const occurrence of second) update(sketch, occurrence);
          expect(sketch.toPlain()).toEqual(sketchOf(second).toPlain());
        }),
        { seed: 4, numRuns: 20 },
      );
    });

    it("comes back from its plain form, also through MessagePack, and goes on as before", () => {
      fc.assert(
        fc.property(streams, streams, (stream, more) => {
          const sketch = sketchOf(stream);
          const plain = sketch.toPlain();
          expect(fromPlain(plain).toPlain()).toEqual(plain);
          const decoded = fromPlain(decode(encode(plain)));
          expect(decoded.toPlain()).toEqual(plain);
          expect(ask(fromPlain(decode(encode(plain))))).toEqual(ask(fromPlain(plain)));
          const merged = mergeOf(decoded, sketchOf(more));
          expect(exactPart(merged)).toEqual(exactPart(mergeOf(sketch, sketchOf(more))));
        }),
        { seed: 5, numRuns: 20 },
      );
    });

    it("refuses to merge itself", () => {
      const sketch = make();
      expect(() => sketch.merge(sketch)).toThrow(TidegaugeError);
    });

    it("refuses a plain form that lacks a field or has another type in it, with TG_DECODE", () => {
      const stream = Array.from({ length: 500 }, (_, i) => ({ key: i, timeMs: i, count: 1 + (i % 3) }));
      const plain = sketchOf(stream).toPlain() as Record<string, unknown>;
      for (const wrong of [undefined, null, 7, "x", [], new Uint8Array(3)])
        expectRefused(() => fromPlain(wrong));
      for (const name of Object.keys(plain)) {
        if (name === "isEmpty") continue;
        const { [name]: _, ...without } = plain;
        expectRefused(() => fromPlain(without));
        const numbers = subject.freeFields?.includes(name) === true ? [] : [-1.5, 2 ** 60];
        for (const wrong of ["x", Number.NaN, Number.POSITIVE_INFINITY, [1], {}, null, ...numbers]) {
          expectRefused(() => fromPlain({ ...plain, [name]: wrong }));
        }
        const value = plain[name];
        if (value instanceof Uint32Array || value instanceof Float64Array) {
          if (value.length > 0) expectRefused(() => fromPlain({ ...plain, [name]: value.subarray(1) }));
          expectRefused(() => fromPlain({ ...plain, [name]: new Uint8Array(5) }));
        }
      }
    });

    it("answers, or refuses with TG_DECODE, whatever bytes of its encoded form are damaged", () => {
      const stream = Array.from({ length: 400 }, (_, i) => ({
        key: i % 90,
        timeMs: i * 7,
        count: 1 + (i % 3),
      }));
      const bytes = encode(sketchOf(stream).toPlain());
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 })), {
            minLength: 1,
            maxLength: 4,
          }),
          (damage) => {
            const damaged = bytes.slice();
            for (const [at, byte] of damage) damaged[at] = byte;
            let plain: unknown;
            try {
              plain = decode(damaged, { maxBinLength: 1e6, maxStrLength: 1e4, maxArrayLength: 1e4 });
            } catch {
              return; // MessagePack saw it first.
            }
            try {
              ask(fromPlain(plain));
            } catch (error) {
              expect(error).toMatchObject({ name: "TidegaugeError", code: "TG_DECODE" });
            }
          },
        ),
        { seed: 6, numRuns: 400 },
      );
    });
  });
}

function expectRefused(decoding: () => unknown): void {
  expect(decoding).toThrow(expect.objectContaining({ name: "TidegaugeError", code: "TG_DECODE" }));
}

describe("laws of all sketches", () => {
  laws(thresholdSample);
  laws(frequentItems);
  laws(rateSketch);
  laws(quantiles);
});
