import { describe, expect, it } from "vitest";
import type { Expectation } from "../../src/baselines/seasonal-rate.ts";
import { SuspectOnset } from "../../src/judge/suspect-onset.ts";
import { Random } from "../../src/simulator/random.ts";
import { Source } from "../../src/windows/source-layout.ts";
import { Total, WindowSummary } from "../../src/windows/window-summary.ts";

const usual: Expectation = { median: 0.2, upper: 1, spread: 0.5, minutes: 300 };

/** Ten seconds of sources of one request each. */
function windowOf(index: number, sources = 20): WindowSummary {
  const window = new WindowSummary({ sources: 4096, kinds: 4096, frequent: 256 });
  window.reset(index * 10_000, (index + 1) * 10_000);
  for (let source = 0; source < sources; source += 1) {
    const slot = window.sources.slot(Math.floor((source / sources) * 2 ** 32), source + 1);
    window.sources.rows[slot + Source.requests] = 1;
  }
  window.totals[Total.requests] = sources;
  window.settle();
  return window;
}

/** The spans to be judged, as first and last ten seconds and requests, of windows with so many suspects each. */
function judged(suspects: readonly number[], sources = 20): [number, number, number][] {
  const onset = new SuspectOnset();
  return suspects.flatMap((count, index) => {
    const span = onset.add(windowOf(index, sources), count, usual);
    return span === null ? [] : [[span.startMs / 10_000, span.endMs / 10_000 - 1, span.requests]];
  }) as [number, number, number][];
}

describe("where suspects begin to gather", () => {
  it("nothing is judged while they are as few as usual", () => {
    expect(judged([0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0])).toEqual([]);
  });

  it("a span grows from the window in which they came, and the next one begins after a minute", () => {
    expect(judged([0, 0, 0, 6, 5, 5, 6, 6, 5, 6, 5])).toEqual([
      [3, 4, 40],
      [3, 5, 60],
      [3, 6, 80],
      [3, 7, 100],
      [3, 8, 120],
      [9, 10, 40],
    ]);
  });

  it("a handful that comes once, and a pause in the log, are forgotten", () => {
    expect(judged([0, 2, 0, 0, 0, 2, 0, 0])).toEqual([]);
    const onset = new SuspectOnset();
    onset.add(windowOf(0), 6, usual);
    expect(onset.isRising).toBe(true);
    onset.add(windowOf(40), 0, usual);
    expect(onset.isRising).toBe(false);
  });

  it("crowded windows are left to show by themselves what goes on", () => {
    expect(judged([0, 90, 90, 90], 600)).toEqual([]);
  });

  it("by chance alone, a look is rarer than once in four hundred windows", () => {
    const random = new Random(5, "suspects");
    const onset = new SuspectOnset();
    const windows = 20_000;
    let looks = 0;
    for (let index = 0; index < windows; index += 1) {
      // As many as the upper end of what is usual.
      if (onset.add(windowOf(index, 1), random.poisson(usual.upper / 6), usual) === null) continue;
      looks += 1;
      onset.forget();
    }
    expect(looks).toBeLessThan(windows / 400);
  });
});
