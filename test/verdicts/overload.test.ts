import { describe, expect, it } from "vitest";
import { OverloadAccount } from "../../src/verdicts/overload.ts";
import { type Group, spanOf } from "../features/spans.ts";
import { assessment } from "./assessments.ts";

/**
 * A site of these minutes, given as groups of sources; every minute is taken as one window and as one span.
 * @param usualVisit requests of a visit
 */
function account(
  capacity: number | null,
  minutes: readonly (readonly Group[])[],
  usualVisit = 5,
): OverloadAccount {
  const overload = new OverloadAccount(capacity);
  minutes.forEach((groups, minute) => {
    const { window, units, attackShare, attackRequests } = spanOf(groups);
    window.startMs = minute * 60_000;
    window.endMs = window.startMs + 60_000;
    // Other visitors come every minute.
    for (let unit = 0; unit < units.count; unit += 1) units.hashLo[unit]! += minute * 1000;
    const share = attackShare > 0 ? attackShare : 0.0001;
    const judged = assessment(1, window.startMs, { perMinute: attackRequests, share });
    overload.addWindow(window, units, attackShare);
    overload.addSpan(window, units, judged, usualVisit);
  });
  return overload;
}

/** 200 visitors of five requests: 17 a second. */
const crowd: Group = { count: 200, requests: 5 };
/** The same crowd at a site that serves half of it. */
const refusedCrowd: Group = { count: 200, requests: 5, overloads: 3 };
const bots: Group = { count: 20, requests: 60, attack: 1, overloads: 40 };

describe("the overload question", () => {
  it("is not asked where there was no sign of overload and no capacity is given", () => {
    expect(account(null, [[crowd], [crowd]]).answer()).toBeNull();
  });

  it("is answered no where the audience stays below a given capacity", () => {
    const answer = account(100, [[crowd], [crowd, bots], [crowd, bots]]).answer()!;
    expect(answer).toMatchObject({
      capacityRequestsPerSecond: 100,
      capacityBasis: "given",
      overloadedWithoutAttack: false,
    });
    expect(answer.attackPeakRequestsPerSecond).toBeCloseTo(20, 0);
  });

  it("is answered yes where the audience alone is above a given capacity", () => {
    expect(account(8, [[crowd], [crowd], [crowd]]).answer()!.overloadedWithoutAttack).toBe(true);
  });

  it("infers the capacity from what was served while visitors were refused", () => {
    const answer = account(null, [[refusedCrowd], [refusedCrowd], [refusedCrowd]]).answer()!;
    expect(answer.capacityBasis).toBe("inferred");
    expect(answer.capacityRequestsPerSecond).toBeCloseTo((200 * 2) / 60, 6);
    expect(answer.firstOverloadMs).toBe(0);
    expect(answer.overloadedWithoutAttack).toBe(true);
  });

  it("does not take refusals of attackers alone for overload", () => {
    expect(
      account(null, [
        [crowd, bots],
        [crowd, bots],
        [crowd, bots],
      ]).answer(),
    ).toBeNull();
  });

  it("counts a refused visitor's visit once, however often he tries, and a served one's as it was", () => {
    const once = account(1000, [[crowd], [crowd]]).answer()!.organicPeakRequestsPerSecond;
    const stubborn: Group = { count: 200, requests: 50, overloads: 49 };
    const retried = account(1000, [[stubborn], [stubborn]]).answer()!.organicPeakRequestsPerSecond;
    expect(once).toBeCloseTo(1000 / 60, 6);
    expect(retried).toBeLessThanOrEqual(once * 1.05);
    expect(retried).toBeGreaterThan(once * 0.5);
  });

  it("gives a peak between its bounds", () => {
    const { organicPeakLow, organicPeakRequestsPerSecond, organicPeakHigh } = account(50, [
      [crowd, bots],
      [crowd, bots],
    ]).answer()!;
    expect(organicPeakLow).toBeLessThanOrEqual(organicPeakRequestsPerSecond);
    expect(organicPeakRequestsPerSecond).toBeLessThanOrEqual(organicPeakHigh);
  });
});
