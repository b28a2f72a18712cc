import { describe, expect, it } from "vitest";
import { Baseline } from "../../src/baselines/baseline.ts";
import { Units } from "../../src/features/units.ts";
import { learnMinute } from "../../src/judge/learning.ts";
import { Kind } from "../../src/windows/source-layout.ts";
import { WindowSummary } from "../../src/windows/window-summary.ts";

/** A minute of sources that ask for one path each, `requests` times. */
function minute(
  index: number,
  sources: number,
  requests: number,
  path: (source: number) => number,
): WindowSummary {
  const window = new WindowSummary({ sources: 16, kinds: 1024, frequent: 16 });
  window.reset(index * 60_000, (index + 1) * 60_000);
  for (let source = 0; source < sources; source += 1) {
    const slot = window.kinds.slot(Math.floor((source / sources) * 2 ** 32), source + 1);
    window.kinds.rows[slot + Kind.requests] = requests;
    window.kinds.rows[slot + Kind.path] = path(source);
  }
  window.settle();
  return window;
}

describe("what rules are tried on", () => {
  const teach = (minutes: readonly WindowSummary[]) => {
    const baseline = new Baseline();
    for (const window of minutes) learnMinute(baseline, window, new Units(), { hourOfWeek: 0, weight: 1 });
    return baseline;
  };

  it("is normal traffic request by request: a busy minute counts for more than a quiet one", () => {
    const busy = minute(0, 600, 3, () => 1);
    const quiet = minute(1, 30, 3, () => 2);
    const share = teach([busy, quiet]).kinds.share(({ path }) => path === 2)!;
    expect(share).toBeCloseTo(30 / 630, 2);
  });

  it("gives every source its turn: a path that a tenth asks for makes a tenth", () => {
    const minutes = Array.from({ length: 60 }, (_, i) =>
      minute(i, 500, 2, (source) => (source % 10 === 3 ? 2 : 1)),
    );
    const share = teach(minutes).kinds.share(({ path }) => path === 2)!;
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.15);
  });

  it("reaches hours back", () => {
    const minutes = Array.from({ length: 300 }, (_, i) => minute(i, 500, 2, () => (i < 100 ? 2 : 1)));
    expect(teach(minutes).kinds.share(({ path }) => path === 2)!).toBeCloseTo(1 / 3, 1);
  });
});
