import { describe, expect, it } from "vitest";
import { Baseline, behaviourKey } from "../../src/baselines/baseline.ts";
import { NOT_APPLICABLE } from "../../src/features/source-attributes.ts";
import { attributeIndex, Units } from "../../src/features/units.ts";
import { learnMinute } from "../../src/judge/learning.ts";
import { Kind } from "../../src/windows/source-layout.ts";
import { WindowSummary } from "../../src/windows/window-summary.ts";
import { unitsOf } from "../features/spans.ts";

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

describe("what visitors are like", () => {
  /** Minutes of ordinary visitors, then some of strangers who do something else in ten times the number. */
  const taught = (mostVisitors: number) => {
    const baseline = new Baseline();
    const lesson = { hourOfWeek: 0, weight: 1, mostVisitors };
    const window = minute(0, 1, 1, () => 1);
    const usual = { count: 20, country: 1, bins: { profile: 5, history: 0 } };
    const strangers = { count: 200, country: 7, bins: { profile: 6, history: 2 } };
    for (let i = 0; i < 30; i += 1) learnMinute(baseline, window, unitsOf([usual]), lesson);
    for (let i = 0; i < 5; i += 1) learnMinute(baseline, window, unitsOf([strangers]), lesson);
    return baseline;
  };

  it("is learned from a crowd no faster than from so many visitors as are not unusual", () => {
    const held = taught(25);
    expect(held.countries.share(7)).toBeLessThan(0.1);
    const profile = attributeIndex("profile");
    const share = (baseline: Baseline) =>
      baseline.behaviour[1]!.share(behaviourKey(profile, 6)) /
      baseline.behaviour[1]!.share(behaviourKey(profile, NOT_APPLICABLE));
    expect(share(held)).toBeLessThan(0.2);
    expect(share(taught(Number.POSITIVE_INFINITY))).toBeGreaterThan(0.5);
    // How many came is learned all the same: it is one minute whatever their number.
    expect(held.visitors.minutes).toBe(35);
  });
});

describe("what rules are tried on", () => {
  const teach = (minutes: readonly WindowSummary[]) => {
    const baseline = new Baseline();
    for (const window of minutes)
      learnMinute(baseline, window, new Units(), {
        hourOfWeek: 0,
        weight: 1,
        mostVisitors: Number.POSITIVE_INFINITY,
      });
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
