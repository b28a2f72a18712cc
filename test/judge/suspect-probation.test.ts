import { describe, expect, it } from "vitest";
import { SeasonalRate } from "../../src/baselines/seasonal-rate.ts";
import { SuspectProbation } from "../../src/judge/suspect-probation.ts";

const MINUTE = 60_000;

/** Minutes of suspect traffic, from an instant on. */
function feed(
  probation: SuspectProbation,
  suspects: SeasonalRate,
  from: number,
  to: number,
  perMinute: number,
): void {
  for (let minute = from; minute < to; minute += 1) {
    probation.add({ startMs: minute * MINUTE, hourOfWeek: 0, perMinute, weight: 1 }, suspects);
  }
}

describe("the probation of suspects", () => {
  it("teaches nothing for an hour, and then everything in its turn", () => {
    const probation = new SuspectProbation();
    const suspects = new SeasonalRate();
    feed(probation, suspects, 0, 60, 20);
    expect(suspects.minutes).toBe(0);
    feed(probation, suspects, 60, 90, 20);
    expect(suspects.minutes).toBe(30);
    expect(suspects.expect(0)!.median).toBeGreaterThan(10);
  });

  it("forgets what belongs to an attack, and only that", () => {
    const probation = new SuspectProbation();
    const suspects = new SeasonalRate();
    feed(probation, suspects, 0, 30, 0);
    feed(probation, suspects, 30, 60, 500);
    probation.forgetFrom(30 * MINUTE);
    feed(probation, suspects, 60, 180, 0);
    expect(suspects.minutes).toBe(90);
    expect(suspects.expect(0)!.upper).toBeLessThan(2);
  });
});
