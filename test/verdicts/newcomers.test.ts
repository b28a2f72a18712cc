import { describe, expect, it } from "vitest";
import { type Baseline, behaviourKey } from "../../src/baselines/baseline.ts";
import { NOT_APPLICABLE } from "../../src/features/source-attributes.ts";
import { attributeIndex } from "../../src/features/units.ts";
import { measureNewcomers } from "../../src/verdicts/newcomers.ts";
import { type Group, habits, unitsOf, usually } from "../features/spans.ts";

const KNOWN = 0;
const NEW = 2;
const LET_IN = 0;
const REFUSED = 2;

/** Half of the visitors are known; nine of ten from country 1; twenty user agents. */
function taught(): Baseline {
  const baseline = habits({ history: [50, 20, 30] });
  for (let i = 0; i < 400; i += 1) {
    baseline.countries.learn(i % 10 === 0 ? 2 : 1, 1);
    baseline.userAgents.learn(100 + (i % 20), 1);
  }
  return baseline;
}

const known: Group = { count: 20, country: 1, bins: { history: KNOWN } };

/** A hundred newcomers, in the way of one more pair of countries and user agents for each group. */
function crowd(country: number, agents: number, answer: number | null): Group[] {
  return Array.from({ length: 100 }, (_, i) => ({
    count: 1,
    country: i % 10 === 0 ? 2 : country,
    userAgent: agents === 20 ? 100 + (i % 20) : 500 + (i % agents),
    bins: { history: NEW, ...(answer !== null && i % 3 === 0 ? { "login-answer": answer } : {}) },
  }));
}

function measured(groups: readonly Group[], baseline = taught()) {
  return measureNewcomers(unitsOf(groups), baseline, 1, 1, usually(40));
}

describe("newcomers as a crowd", () => {
  it("are people where they are the audience grown, and let in", () => {
    expect(measured([known, ...crowd(1, 20, LET_IN)])!.logOdds).toBeLessThan(-5);
  });

  it("are not doubted for their country alone, nor for their user agents alone", () => {
    expect(measured([known, ...crowd(7, 20, null)])!.logOdds).toBeLessThan(-1);
    expect(measured([known, ...crowd(1, 3, null)])!.logOdds).toBeLessThan(-1);
  });

  it("are doubted where nobody is let in, and more so where they are from elsewhere", () => {
    const home = measured([known, ...crowd(1, 20, REFUSED)])!;
    const abroad = measured([known, ...crowd(7, 20, REFUSED)])!;
    expect(home.logOdds).toBeGreaterThan(0);
    expect(abroad.logOdds).toBeGreaterThan(home.logOdds);
    expect(abroad.refusedLogins).toBe(1);
  });

  it("are doubted from elsewhere under few user agents", () => {
    expect(measured([known, ...crowd(7, 3, null)])!.logOdds).toBeGreaterThan(0);
  });

  it("are doubted from elsewhere without a page's files, where visitors load them", () => {
    const baseline = taught();
    for (let i = 0; i < 100; i += 1) {
      for (const bin of [i % 5 === 0 ? 6 : 5, NOT_APPLICABLE])
        baseline.behaviour[1]!.learn(behaviourKey(attributeIndex("profile"), bin), 1);
    }
    const readers = (profile: number, country: number) =>
      crowd(country, 20, null).map((group) => ({ ...group, bins: { ...group.bins, profile } }));
    const found = measured([known, ...readers(6, 7)], baseline)!;
    expect(found.withoutFiles).toBe(1);
    expect(found.logOdds).toBeGreaterThan(0);
    // Neither alone is enough: readers from abroad load them, and who is at home may be a reader whose files a network delivers.
    expect(measured([known, ...readers(5, 7)], baseline)!.logOdds).toBeLessThan(-1);
    expect(measured([known, ...readers(6, 1)], baseline)!.logOdds).toBeLessThan(-1);
    // Where nobody loads files, that newcomers load none says nothing.
    expect(measured([known, ...readers(6, 7)])!.withoutFiles).toBeNull();
  });

  it("are not blamed for logins that do not work for known visitors either", () => {
    const locked: Group = { count: 20, country: 1, bins: { history: KNOWN, "login-answer": REFUSED } };
    const works = measured([known, ...crowd(1, 20, REFUSED)])!;
    const broken = measured([locked, ...crowd(1, 20, REFUSED)])!;
    expect(broken.logOdds).toBeLessThan(works.logOdds - 2);
    expect(broken.logOdds).toBeLessThan(0);
  });

  it("are judged without those whom their own deeds show to be attackers", () => {
    const shown = crowd(7, 3, REFUSED).map((group) => ({ ...group, attack: 0.99 }));
    expect(measured([known, ...shown])).toBeNull();
    const people = crowd(1, 20, LET_IN).slice(0, 80);
    expect(measured([known, ...shown, ...people])!.logOdds).toBeLessThan(-5);
  });

  it("tell of each country how much of it the audience's growth does not explain", () => {
    const both = [known, ...crowd(7, 20, REFUSED), ...crowd(1, 20, LET_IN).slice(0, 40)];
    const alien = measured(both)!.alienByCountry!;
    expect(alien.get(7)).toBeGreaterThan(0.95);
    expect(alien.get(1)).toBeLessThan(0.1);
    expect(alien.get(2)).toBeGreaterThan(0.3);
    expect(alien.get(2)).toBeLessThan(0.9);
    expect(measured([known, ...crowd(1, 20, REFUSED)])!.alienByCountry).toBeNull();
  });

  it("are not asked about while they are no more than usual, nor before it is known what is usual", () => {
    expect(measured([known, ...crowd(7, 3, REFUSED).slice(0, 25)])).toBeNull();
    const units = unitsOf([known, ...crowd(7, 3, REFUSED)]);
    expect(measureNewcomers(units, taught(), 1, 1, usually(40, 50))).toBeNull();
    expect(measureNewcomers(units, taught(), 1, 1, null)).toBeNull();
  });

  it("are nobody who calls itself a crawler, nor who is allowed", () => {
    for (const exempt of [1, 2]) {
      const groups = crowd(7, 3, REFUSED).map((group) => ({ ...group, exempt }));
      expect(measured([known, ...groups])).toBeNull();
    }
  });
});
