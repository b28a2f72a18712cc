/** What the heavy hitters take per line: `node --import tsx bench/sketches/frequent-items.ts`. */
import { FrequentItems } from "../../src/sketches/frequent-items.ts";
import { RateSketch } from "../../src/sketches/rate-sketch.ts";
import { type MicroResult, printWhenMain, time, words } from "../micro.ts";

const LINES = 1 << 19;

/** Keys of which a few make most of the stream, and keys that all come once. */
export function benchFrequentItems(): MicroResult[] {
  const hi = words(LINES, 1);
  const lo = words(LINES, 2);
  const label = Buffer.from("/portal/page/217?id=31415&lang=fr&sort=name&order=ascending&page=2");
  const skewed = hi.map((word) => Math.floor(20_000 ** (word / 2 ** 32)));
  const run = (items: FrequentItems, picks: Uint32Array | null): (() => number) => {
    return () => {
      items.clear();
      for (let i = 0; i < LINES; i += 1) {
        const key = picks === null ? i : picks[i]!;
        items.update(hi[key]!, lo[key]!, 1, label, 0, label.length);
      }
      return items.size;
    };
  };
  const rate = new RateSketch({ width: 4096, depth: 3, spanMs: 10_000, slots: 5 });
  return [
    time(
      "update, skewed keys, labels",
      LINES,
      run(new FrequentItems({ capacity: 512, labelBytes: 128 }), skewed),
    ),
    time(
      "update, keys that come once, labels",
      LINES,
      run(new FrequentItems({ capacity: 512, labelBytes: 128 }), null),
    ),
    time(
      "update, keys that come once, no labels",
      LINES,
      run(new FrequentItems({ capacity: 512, labelBytes: 0 }), null),
    ),
    time("update of a rate sketch, 4096 by 3", LINES, () => {
      for (let i = 0; i < LINES; i += 1) rate.update(hi[i]!, lo[i]!, i / 10);
      return rate.estimate(hi[0]!, lo[0]!, LINES / 10);
    }),
  ];
}

void printWhenMain(import.meta.url, benchFrequentItems);
