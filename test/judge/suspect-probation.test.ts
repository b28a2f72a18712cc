import { describe, expect, it } from "vitest";
import { Baseline } from "../../src/baselines/baseline.ts";
import { SuspectProbation } from "../../src/judge/suspect-probation.ts";

const MINUTE = 60_000;

/** Minutes of suspect traffic, from an instant on. */
function feed(
  probation: SuspectProbation,
  baseline: Baseline,
  from: number,
  to: number,
  perMinute: number,
  isCold = false,
): void {
  for (let minute = from; minute < to; minute += 1) {
    const startMs = minute * MINUTE;
    const blatantPerMinute = perMinute / 2;
    probation.add({ startMs, hourOfWeek: 0, perMinute, blatantPerMinute, weight: 1, isCold }, baseline);
  }
}

describe("the probation of suspects", () => {
  it("teaches nothing for an hour, and then everything in its turn", () => {
    const probation = new SuspectProbation();
    const baseline = new Baseline();
    const { suspects } = baseline;
    feed(probation, baseline, 0, 60, 20);
    expect(suspects.minutes).toBe(0);
    feed(probation, baseline, 60, 90, 20);
    expect(suspects.minutes).toBe(30);
    expect(suspects.expect(0)!.median).toBeGreaterThan(10);
  });

  it("forgets what belongs to an attack, and only that", () => {
    const probation = new SuspectProbation();
    const baseline = new Baseline();
    const { suspects } = baseline;
    feed(probation, baseline, 0, 30, 0);
    feed(probation, baseline, 30, 60, 500);
    probation.forgetFrom(30 * MINUTE);
    feed(probation, baseline, 60, 180, 0);
    expect(suspects.minutes).toBe(90);
    expect(suspects.expect(0)!.upper).toBeLessThan(2);
  });

  it("teaches after ten minutes while nothing is known, and of plain suspects what they are", () => {
    const probation = new SuspectProbation();
    const baseline = new Baseline();
    feed(probation, baseline, 0, 10, 20, true);
    expect(baseline.suspects.minutes).toBe(0);
    feed(probation, baseline, 10, 25, 20, true);
    expect(baseline.suspects.minutes).toBe(15);
    expect(baseline.blatant.minutes).toBe(15);
    expect(baseline.blatant.expect(0)!.median).toBeLessThan(baseline.suspects.expect(0)!.median);
  });
});
