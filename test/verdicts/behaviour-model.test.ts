import { describe, expect, it } from "vitest";
import { Baseline } from "../../src/baselines/baseline.ts";
import type { Units } from "../../src/features/units.ts";
import { BehaviourModel } from "../../src/verdicts/behaviour-model.ts";
import { type Group, habits, unitsOf } from "../features/spans.ts";

function measured(groups: readonly Group[], baseline = new Baseline()): Units {
  const units = unitsOf(groups);
  const model = new BehaviourModel();
  model.prepare(baseline, 1);
  model.measure(units, baseline);
  return units;
}

/** Bins as the catalogue has them: a browser that reads, and a tool that tries passwords. */
const reader = { profile: 5, requests: 3, referrer: 0, "user-agent": 1, assets: 2, "path-variety": 1 };
const guesser = {
  profile: 0,
  requests: 5,
  attempts: 5,
  "attempt-outcome": 1,
  referrer: 3,
  "user-agent": 3,
  assets: 0,
};

describe("the behaviour model", () => {
  it("takes a browser that reads for people, a tool that tries passwords for an attacker, and no evidence for none", () => {
    const { behaviour } = measured([
      { count: 1, bins: reader },
      { count: 1, bins: guesser },
      { count: 1, bins: {} },
    ]);
    expect(behaviour[0]).toBeLessThan(-2);
    expect(behaviour[1]).toBeGreaterThan(2);
    expect(behaviour[2]).toBe(0);
  });

  it("excuses what the site's own audience does, and accuses nobody of what it does not do", () => {
    const machines = { profile: 9, referrer: 3, assets: 0 };
    const general = measured([{ count: 1, bins: machines }]).behaviour[0]!;
    const usedToApps = habits({
      profile: [0, 0, 0, 0, 0, 0, 0, 0, 0, 5000],
      referrer: [0, 0, 0, 5000],
      assets: [5000, 0, 0],
    });
    expect(measured([{ count: 1, bins: machines }], usedToApps).behaviour[0]).toBeLessThan(general);
    const browserGeneral = measured([{ count: 1, bins: reader }]).behaviour[0]!;
    expect(measured([{ count: 1, bins: reader }], usedToApps).behaviour[0]).toBeLessThanOrEqual(
      browserGeneral,
    );
  });

  it("takes many requests from one source as a sign where hardly any visitor ever sent so many, and not where many did", () => {
    const bins = { profile: 9, requests: 8 };
    const loud = (counts: number[]) =>
      measured([{ count: 1, bins }], habits({ requests: counts })).behaviour[0]!;
    const general = measured([{ count: 1, bins }]).behaviour[0]!;
    const quietSite = loud([2000, 1500, 1000, 500, 0, 0, 0, 0, 0, 0]);
    expect(quietSite).toBeGreaterThan(general + 1);
    expect(loud([2000, 1500, 1000, 500, 0, 0, 0, 0, 100, 0])).toBeLessThan(general);
    // Of twenty visitors it is not known what visitors never do.
    expect(loud([10, 5, 5, 0, 0, 0, 0, 0, 0, 0])).toBeLessThan(general + 0.3);
    // One request is never many.
    const single = { profile: 9, requests: 0 };
    const habit = habits({ requests: [0, 0, 0, 0, 0, 0, 0, 0, 5000, 0] });
    expect(measured([{ count: 1, bins: single }], habit).behaviour[0]).toBeLessThanOrEqual(
      measured([{ count: 1, bins: single }]).behaviour[0]! + 1e-9,
    );
  });

  it("takes a program that is at home here, by its name, for what it is, unless it fails or tries to log in", () => {
    const bins = { profile: 9, attempts: 0, errors: 0, referrer: 3, "user-agent": 3, rhythm: 0, assets: 0 };
    const hook = { count: 1, requests: 90, userAgent: 7, bins };
    const baseline = new Baseline();
    baseline.userAgents.learn(1, 900);
    expect(measured([hook], baseline).behaviour[0]).toBeGreaterThan(2);
    baseline.userAgents.learn(7, 100);
    expect(measured([hook], baseline).behaviour[0]).toBeLessThanOrEqual(0);
    for (const deed of [{ errors: 3 }, { attempts: 4 }]) {
      expect(measured([{ ...hook, bins: { ...bins, ...deed } }], baseline).behaviour[0]).toBeGreaterThan(2);
    }
    // Anybody may call himself a browser.
    const masked = { ...hook, bins: { ...bins, "user-agent": 1 } };
    expect(measured([masked], baseline).behaviour[0]).toBeGreaterThan(2);
  });

  it("believes a declared crawler, but not one that tries to log in, nor a name that is used from many networks", () => {
    const bins = { profile: 7, "user-agent": 2 };
    const crawler = { count: 1, exempt: 1, userAgent: 7, bins };
    const plain = measured([{ ...crawler, exempt: 0 }]).behaviour[0]!;
    expect(measured([crawler]).behaviour[0]).toBeCloseTo(Math.max(-6, plain - 4), 9);
    expect(measured([{ ...crawler, attempts: 9 }]).behaviour[0]).toBe(plain);
    expect(measured([{ ...crawler, count: 60 }]).behaviour[0]).toBe(plain);
    // A crawler has many addresses, in few networks.
    expect(measured([{ ...crawler, count: 200, prefix: 9 }]).behaviour[0]).toBeCloseTo(
      Math.max(-6, plain - 4),
      9,
    );
  });

  it("does not believe a crowd of declared machines from networks that nobody knows, each under a name of its own", () => {
    const bins = { profile: 7, "user-agent": 2, history: 2 };
    const machines = (many: number, requests = 3): Group[] =>
      Array.from({ length: many }, (_, i) => ({
        count: 1,
        requests,
        exempt: 1,
        userAgent: i + 1,
        prefix: i + 1,
        bins,
      }));
    const plain = measured([{ count: 1, userAgent: 7, bins }]).behaviour[0]!;
    expect(measured(machines(10)).behaviour[0]).toBeCloseTo(Math.max(-6, plain - 4), 9);
    expect(measured(machines(60)).behaviour[0]).toBe(plain);
    // Servers that show a link to their readers fetch it once.
    expect(measured(machines(60, 1)).behaviour[0]).toBeCloseTo(Math.max(-6, plain - 4), 9);
    // Those that were seen before are welcome all the same.
    const known = { count: 1, exempt: 1, userAgent: 99, prefix: 99, bins: { ...bins, history: 0 } };
    const { behaviour } = measured([...machines(60), known]);
    expect(behaviour[60]).toBeLessThan(behaviour[0]!);
  });

  it("believes a crowd of declared machines that mostly want what is wanted here on any day", () => {
    const bins = { profile: 7, "user-agent": 2, history: 2 };
    const servers = (from: number, many: number, asked: number): Group[] =>
      Array.from({ length: many }, (_, i) => ({
        ...{ count: 1, requests: 3, exempt: 1, bins, asked },
        ...{ userAgent: from + i, prefix: from + i },
      }));
    const behaviourOf = (share: number, delivering: number) => {
      const baseline = habits({});
      baseline.asked.learn(12, 1000 * share);
      baseline.asked.learn(13, 1000 * (1 - share));
      const units = unitsOf([...servers(1, 60, 77), ...servers(101, delivering, 12)]);
      const model = new BehaviourModel();
      model.prepare(baseline, 1);
      model.measure(units, baseline);
      return units.behaviour[0]!;
    };
    expect(behaviourOf(0.1, 90)).toBeCloseTo(Math.max(-6, behaviourOf(0.1, 0) - 4), 9);
    expect(behaviourOf(0.1, 30)).toBe(behaviourOf(0.1, 0));
    expect(behaviourOf(0.001, 90)).toBe(behaviourOf(0.1, 0));
  });

  it("takes who calls itself a tool at its word, however much it looks like a browser", () => {
    const browser = measured([{ count: 1, bins: reader }]).behaviour[0]!;
    const tool = measured([{ count: 1, bins: { ...reader, "user-agent": 3 } }]).behaviour[0]!;
    expect(browser).toBeLessThan(-2);
    expect(tool).toBeGreaterThan(browser + 1.5);
  });

  it("is never surer than a log allows", () => {
    const { behaviour } = measured([
      { count: 1, bins: { ...guesser, history: 3, rhythm: 1, posts: 1, errors: 3 } },
      { count: 1, exempt: 1, bins: { ...reader, history: 0, rhythm: 3 } },
    ]);
    for (const value of behaviour.subarray(0, 2)) expect(Math.abs(value)).toBeLessThanOrEqual(6);
  });
});
