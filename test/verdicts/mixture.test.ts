import { describe, expect, it } from "vitest";
import { Baseline } from "../../src/baselines/baseline.ts";
import { splitAttack } from "../../src/verdicts/mixture.ts";
import { type Group, unitsOf } from "../features/spans.ts";
import { splitEverySource } from "./every-source.ts";

/** What is normal here: one country, four browsers. */
function taught(): Baseline {
  const baseline = new Baseline();
  for (let minute = 0; minute < 60; minute += 1) baseline.requests.learn(0, 400);
  for (let i = 0; i < 400; i += 1) {
    baseline.countries.learn(1, 1);
    baseline.userAgents.learn(1 + (i % 4), 1);
    baseline.networks.learn(i % 100, 1);
    baseline.cells.learn(i % 5, 1);
  }
  return baseline;
}

/** People behave like people, with some that could be either; the other way round for attackers. */
function crowd(count: number, requests: number): Group[] {
  return Array.from({ length: count }, (_, i) => ({
    count: 1,
    requests,
    behaviour: i % 5 === 0 ? -0.5 : -3,
    country: 1,
    userAgent: 1 + (i % 4),
    prefix: i % 100,
    cell: i % 5,
  }));
}

function bots(count: number, requests: number): Group[] {
  return Array.from({ length: count }, (_, i) => ({
    count: 1,
    requests,
    behaviour: i % 7 === 6 ? 0.5 : 4.5,
    country: 2,
    userAgent: 9,
    prefix: 5000 + (i % 8),
    cell: 30,
  }));
}

describe("the mixture", () => {
  it.each([
    { people: 200, attackers: 0, each: [3, 3] },
    { people: 180, attackers: 20, each: [3, 3] },
    { people: 150, attackers: 60, each: [3, 3] },
    { people: 60, attackers: 150, each: [3, 3] },
    { people: 200, attackers: 40, each: [2, 20] },
    { people: 200, attackers: 5, each: [2, 200] },
  ])(
    "finds the share of $attackers attackers among $people people, within its interval",
    ({ people, attackers, each }) => {
      const [requests, attacking] = each as [number, number];
      const units = unitsOf([...crowd(people, requests), ...bots(attackers, attacking)]);
      const share = splitAttack(units, taught());
      const truth = (attackers * attacking) / (people * requests + attackers * attacking);
      expect(Math.abs(share.estimate - truth)).toBeLessThan(0.06);
      expect(share.low).toBeLessThanOrEqual(truth + 0.01);
      expect(share.high).toBeGreaterThanOrEqual(truth - 0.01);
      expect(share.high - share.low).toBeLessThan(0.3);
    },
  );

  it("gives an interval around the estimate, within 0 and 1, and counts what the posteriors add up to", () => {
    for (const attackers of [0, 1, 10, 56]) {
      const units = unitsOf([...crowd(200 - attackers, 2), ...bots(attackers, 5)]);
      const share = splitAttack(units, new Baseline());
      expect(0 <= share.low && share.low <= share.estimate).toBe(true);
      expect(share.estimate <= share.high && share.high <= 1).toBe(true);
      let sum = 0;
      for (let unit = 0; unit < units.count; unit += 1) sum += units.attack[unit]! * units.requests[unit]!;
      expect(share.attackRequests).toBeCloseTo(sum, 9);
      expect(share.estimate).toBeCloseTo(sum / share.requests, 9);
    }
  });

  it("lets company decide about who is in doubt, and neither condemn people nor clear attackers", () => {
    const doubtful = { count: 1, requests: 3, behaviour: 0.5, cell: 30 };
    const units = unitsOf([
      ...crowd(100, 3),
      ...bots(60, 3),
      { ...doubtful, country: 2, userAgent: 9, prefix: 5000 },
      { ...doubtful, country: 1, userAgent: 1, prefix: 3, cell: 2 },
      { count: 1, requests: 3, behaviour: -5, country: 2, userAgent: 9, prefix: 5000, cell: 30 },
      { count: 1, requests: 3, behaviour: 6, country: 1, userAgent: 1, prefix: 3, cell: 2 },
    ]);
    splitAttack(units, taught());
    const [withBots, withPeople, person, attacker] = [160, 161, 162, 163].map((unit) => units.attack[unit]!);
    expect(withBots).toBeGreaterThan(0.7);
    expect(withPeople).toBeLessThan(0.3);
    expect(person).toBeLessThan(0.2);
    expect(attacker).toBeGreaterThan(0.5);
  });

  it("makes no attack of a crowd that is strange in its place and user agent and does what people do", () => {
    const strangers = Array.from({ length: 80 }, (_, i) => ({
      count: 1,
      requests: 12,
      behaviour: -0.7,
      country: 7,
      userAgent: 60,
      prefix: i % 100,
      cell: i % 5,
    }));
    const units = unitsOf([...crowd(30, 3), ...strangers]);
    expect(splitAttack(units, taught()).estimate).toBeLessThan(0.2);
  });

  it("takes who asks for the one thing that the attack asks for as one of it, unless visitors ask for it, too", () => {
    const errand = 77;
    const asking = (baseline: Baseline, share: number) => {
      for (let i = 0; i < 400; i += 1) baseline.asked.learn(i < 400 * share ? errand : 0, 1);
      const attackers = bots(40, 1).map((group, i) => ({ ...group, country: 3 + i, userAgent: 50 + i }));
      // A second request of the same made them look like visitors, and nothing else is told of them.
      const second = { count: 1, requests: 2, behaviour: -0.8, prefix: 9000, cell: 31, country: 1 };
      const units = unitsOf([
        ...crowd(100, 3),
        ...attackers.map((group) => ({ ...group, asked: errand })),
        { ...second, userAgent: 120, asked: errand },
        { ...second, userAgent: 121, prefix: 9001 },
      ]);
      splitAttack(units, baseline);
      return { alike: units.attack[140]!, other: units.attack[141]! };
    };
    const rare = asking(taught(), 0);
    const usual = asking(taught(), 0.5);
    expect(rare.alike).toBeGreaterThan(3 * rare.other);
    expect(usual.alike).toBeLessThan(1.1 * usual.other);
  });

  it("never counts who is allowed by option", () => {
    const units = unitsOf([...crowd(50, 3), ...bots(50, 3).map((group) => ({ ...group, exempt: 2 }))]);
    expect(splitAttack(units, taught()).attackRequests).toBeLessThan(3);
    for (let unit = 50; unit < 100; unit += 1) expect(units.attack[unit]).toBe(0);
  });

  it("is less sure of sources that stand for others", () => {
    const whole = unitsOf([...crowd(60, 3), ...bots(40, 3)]);
    const sampled = unitsOf([...crowd(60, 3), ...bots(40, 3)]);
    for (let unit = 0; unit < 100; unit += 1) {
      sampled.sources[unit] = 50;
      sampled.requests[unit]! *= 50;
    }
    const [sure, unsure] = [whole, sampled].map((units) => splitAttack(units, new Baseline()));
    expect(unsure!.high - unsure!.low).toBeGreaterThan(sure!.high - sure!.low);
  });

  it("finds nothing in nothing", () => {
    expect(splitAttack(unitsOf([]), taught())).toEqual({
      estimate: 0,
      low: 0,
      high: 0,
      requests: 0,
      attackRequests: 0,
    });
  });

  it("gives each source what weighing every source by itself would", () => {
    const random = randomOf(7);
    for (let round = 0; round < 40; round += 1) {
      const some = Array.from(
        { length: 1 + random(60) },
        (): Group => ({
          count: 1 + random(4),
          requests: 1 + random(3) * random(20),
          behaviour: [-3, -0.5, 0.5, 2, 4.5][random(5)]!,
          looks: [-2, 0, 1][random(3)]!,
          country: random(3),
          userAgent: random(2) === 0 ? 1 : random(400),
          prefix: random(3) === 0 ? random(150) : 1000 + random(5000),
          cell: random(6),
          asked: random(4),
          exempt: [0, 0, 0, 1, 2][random(5)]!,
        }),
      );
      const [classed, each] = [unitsOf(some), unitsOf(some)];
      for (let unit = 0; unit < classed.count; unit += 1) {
        const factor = round % 2 === 0 ? 1 : [1, 3.5][unit % 2]!;
        for (const units of [classed, each]) units.sources[unit] = factor;
      }
      const doubts =
        round % 3 === 0 ? Float64Array.from({ length: classed.count }, () => random(4) / 4) : null;
      const share = splitAttack(classed, taught(), doubts);
      const expected = splitEverySource(each, taught(), doubts);
      for (const name of ["estimate", "low", "high", "requests", "attackRequests"] as const) {
        expect(share[name]).toBeCloseTo(expected[name], 9);
      }
      for (let unit = 0; unit < classed.count; unit += 1) {
        expect(classed.attack[unit]).toBeCloseTo(each.attack[unit]!, 9);
        expect(classed.behaviour[unit]).toBe(each.behaviour[unit]);
      }
    }
  });
});

/** Integers from 0 to below `below`, the same for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}
