import { describe, expect, it } from "vitest";
import { loadOf, OverloadAccount, strainOf } from "../../src/verdicts/overload.ts";
import { type Group, spanOf } from "../features/spans.ts";

const MINUTE = 60_000;

/**
 * A site of these minutes, given as groups of sources, each minute taken as one window; the audience asks for `demand`
 * requests a second, known to a tenth.
 */
function account(
  capacity: number | null,
  minutes: readonly (readonly Group[])[],
  demand: number,
): OverloadAccount {
  const overload = new OverloadAccount(capacity);
  minutes.forEach((groups, minute) => {
    const { window, units, attackRequests } = spanOf(groups);
    window.startMs = minute * MINUTE;
    window.endMs = window.startMs + MINUTE;
    overload.addMinute(strainOf(window, [loadOf(window)], units));
    overload.addDemand({
      startMs: window.startMs,
      estimate: demand,
      low: 0.9 * demand,
      high: 1.1 * demand,
      servedAtEase: 0,
    });
    overload.addAttack(attackRequests / 60);
  });
  return overload;
}

/** 200 visitors of five requests: 17 a second. */
const crowd: Group = { count: 200, requests: 5 };
/** The same crowd at a site that serves two of them. */
const refusedCrowd: Group = { count: 200, requests: 5, overloads: 3 };
const bots: Group = { count: 20, requests: 60, attack: 1, overloads: 40 };
/** A crowd that is refused since the bots are there. */
const attacked = [{ count: 200, requests: 5, overloads: 2 }, bots];

describe("the overload question", () => {
  it("is not asked where there was no sign of overload and no capacity is given", () => {
    expect(account(null, [[crowd], [crowd]], 17).answer()).toBeNull();
  });

  it("is answered no where the audience stays below a given capacity", () => {
    const answer = account(100, [[crowd], [crowd, bots], [crowd, bots]], 17).answer()!;
    expect(answer).toMatchObject({
      capacityRequestsPerSecond: 100,
      capacityBasis: "given",
      overloadedWithoutAttack: false,
    });
    expect(answer.attackPeakRequestsPerSecond).toBeCloseTo(20, 0);
  });

  it("is answered yes where the audience alone is above a given capacity", () => {
    expect(account(8, [[crowd], [crowd]], 17).answer()!.overloadedWithoutAttack).toBe(true);
  });

  it("is left open where the audience's demand may lie on either side of the capacity", () => {
    expect(account(17, [attacked, attacked], 17).answer()!.overloadedWithoutAttack).toBeNull();
  });

  it("infers the capacity from what was served while visitors were refused", () => {
    const answer = account(null, [[refusedCrowd], [refusedCrowd]], 17).answer()!;
    expect(answer.capacityBasis).toBe("inferred");
    expect(answer.capacityRequestsPerSecond).toBeCloseTo((200 * 2) / 60, 6);
    expect(answer.firstOverloadMs).toBe(0);
  });

  it("is answered yes where visitors were refused while no attack was near, however small the demand seems", () => {
    expect(account(null, [[refusedCrowd], [refusedCrowd]], 1).answer()!.overloadedWithoutAttack).toBe(true);
    expect(account(null, [attacked, attacked], 1).answer()!.overloadedWithoutAttack).toBe(false);
  });

  it("does not take the odd refusal for an answer", () => {
    const quiet = Array.from({ length: 20 }, () => [crowd]);
    const odd = [
      { count: 200, requests: 5 },
      { count: 1, requests: 30, overloads: 25 },
    ];
    expect(account(null, [...quiet, odd, ...quiet], 17).answer()).toBeNull();
  });

  it("does not take refusals of attackers alone for overload", () => {
    expect(
      account(
        null,
        [
          [crowd, bots],
          [crowd, bots],
        ],
        17,
      ).answer(),
    ).toBeNull();
  });

  it("does not count refusals in the wake of an attack as the audience's own", () => {
    const wake = account(null, [attacked, [refusedCrowd], [refusedCrowd]], 1);
    expect(wake.answer()!.overloadedWithoutAttack).toBe(false);
  });

  it("is answered yes where few are refused, but in several minutes of a long surge", () => {
    const few = [
      { count: 180, requests: 5 },
      { count: 20, requests: 5, overloads: 1.5 },
    ];
    const calm = Array.from({ length: 40 }, () => [crowd]);
    expect(account(null, [few, ...calm, few, ...calm], 16).answer()!.overloadedWithoutAttack).toBe(true);
  });

  it("does not take refusals of a few addresses by a limiter for the audience's overload", () => {
    const limited = [
      { count: 200, requests: 5 },
      { count: 3, requests: 60, overloads: 40 },
    ];
    expect(account(null, [limited, limited, limited], 10).answer()).toBeNull();
  });

  it("does not take the doubt that is left of filtered bots for people who are refused", () => {
    // Thirty bots are refused nearly all that they ask for, and each might be a visitor with one chance in seven.
    const filtered = [
      { count: 200, requests: 5 },
      { count: 30, requests: 5, attack: 0.85, overloads: 5 },
    ];
    expect(account(null, [filtered, filtered, filtered], 17).answer()).toBeNull();
  });

  it("is answered yes where more people are refused than attackers are served", () => {
    const few: Group = { count: 10, requests: 8, attack: 1 };
    const minutes = [
      [refusedCrowd, few],
      [refusedCrowd, few],
    ];
    expect(account(null, minutes, 7).answer()!.overloadedWithoutAttack).toBe(true);
  });

  it("is answered no where so few people ask that they cannot be why it is overloaded", () => {
    const taken: Group = { count: 200, requests: 5, overloads: 3 };
    const repelled: Group = { count: 20, requests: 60, attack: 1, overloads: 59 };
    const minutes = [
      [taken, repelled],
      [taken, repelled],
    ];
    expect(account(null, minutes, 2).answer()!.overloadedWithoutAttack).toBe(false);
  });

  it("knows that what people were served at ease can be served, whatever an attack left of the capacity", () => {
    const overload = account(null, [attacked, attacked], 25);
    expect(overload.answer()!.overloadedWithoutAttack).toBe(true);
    overload.addDemand({ startMs: 0, estimate: 25, low: 23, high: 28, servedAtEase: 32 });
    expect(overload.answer()).toMatchObject({
      capacityRequestsPerSecond: 32,
      overloadedWithoutAttack: false,
    });
  });

  it("counts waiting in a room that was learned as being refused", () => {
    const waiting: Group = { count: 200, requests: 5, queued: 3 };
    const answer = account(null, [[waiting], [waiting]], 17).answer()!;
    expect(answer.capacityRequestsPerSecond).toBeCloseTo((200 * 2) / 60, 6);
    expect(answer.overloadedWithoutAttack).toBe(true);
  });

  it("tells the highest demand with its bounds", () => {
    const overload = new OverloadAccount(50);
    overload.addDemand({ startMs: 0, estimate: 10, low: 8, high: 12, servedAtEase: 0 });
    overload.addDemand({ startMs: MINUTE, estimate: 20, low: 15, high: 27, servedAtEase: 0 });
    overload.addDemand({ startMs: 2 * MINUTE, estimate: 5, low: 1, high: 9, servedAtEase: 0 });
    expect(overload.answer()).toMatchObject({
      organicPeakRequestsPerSecond: 20,
      organicPeakLow: 15,
      organicPeakHigh: 27,
    });
  });
});
