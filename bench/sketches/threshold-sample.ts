/** What the sketches take per line and per merge: `node --import tsx bench/sketches/threshold-sample.ts`. */
import type { SampleLayout } from "../../src/sketches/sample-layout.ts";
import { ThresholdSample } from "../../src/sketches/threshold-sample.ts";
import { type MicroResult, printWhenMain, time, words } from "../micro.ts";

const LINES = 1 << 19;
const LAYOUT: SampleLayout = { columns: new Array<"sum">(20).fill("sum"), weight: 0 };
const BUDGET = 4096;
const LOUD = { budget: 1024, threshold: 16 };

function fill(sample: ThresholdSample, hi: Uint32Array, lo: Uint32Array, picks: Uint32Array): number {
  for (let i = 0; i < picks.length; i += 1) {
    const key = picks[i]!;
    const sampled = sample.slot(hi[key]!, lo[key]!);
    if (sampled >= 0) {
      sample.rows[sampled + 2]! += 1;
      continue;
    }
    const loud = sample.loudSlot(hi[key]!, lo[key]!);
    if (loud >= 0) sample.loudRows[loud + 2]! += 1;
  }
  return sample.size;
}

/** Windows of half a million lines from few, many and very many sources. */
export function benchThresholdSample(): MicroResult[] {
  const results: MicroResult[] = [];
  const picks = words(LINES, 3);
  for (const sources of [1000, 8000, 50_000, 500_000]) {
    const hi = words(sources, 1);
    const lo = words(sources, 2);
    const own = picks.map((pick) => pick % sources);
    const sample = new ThresholdSample(LAYOUT, BUDGET, LOUD);
    results.push(
      time(`slot of a line, ${sources} sources`, LINES, () => {
        sample.clear();
        return fill(sample, hi, lo, own);
      }),
    );
  }
  const parts = Array.from({ length: 6 }, (_, part) => {
    const sample = new ThresholdSample(LAYOUT, BUDGET, LOUD);
    const hi = words(20_000, 10 + part);
    fill(
      sample,
      hi,
      words(20_000, 20 + part),
      picks.subarray(0, 60_000).map((pick) => pick % 20_000),
    );
    sample.settle();
    return sample;
  });
  results.push(
    time("merge of a settled window of 4,096 rows", parts.length, () => {
      const merged = new ThresholdSample(LAYOUT, BUDGET, LOUD);
      for (const part of parts) merged.merge(part);
      return merged.size;
    }),
  );
  return results;
}

void printWhenMain(import.meta.url, benchThresholdSample);
