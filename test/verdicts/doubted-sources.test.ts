import { describe, expect, it } from "vitest";
import type { Newcomers } from "../../src/features/crowd-of-newcomers.ts";
import { DoubtedSources } from "../../src/verdicts/doubted-sources.ts";
import { type Group, unitsOf } from "../features/spans.ts";

const MINUTE = 60_000;
const bot: Group = { count: 1, country: 7, attack: 0.99, bins: { history: 2, "login-answer": 2 } };
const person: Group = { count: 1, country: 1, attack: 0.1, bins: { history: 2 } };
const regular: Group = { count: 1, country: 1, attack: 0.1, bins: { history: 0 } };

const crowd: Newcomers = {
  people: 100,
  usual: 20,
  excess: 0.8,
  logOdds: 4,
  withoutFiles: null,
  refusedLogins: 1,
  placeDivergence: 2,
  userAgentDivergence: 0.2,
  alienByCountry: new Map([
    [7, 1],
    [1, 0],
  ]),
};

describe("doubted sources", () => {
  it("are nobody as long as no crowd is doubted", () => {
    expect(new DoubtedSources().doubtsOf(unitsOf([bot, person]), null, 0)).toBeNull();
  });

  it("are the newcomers of a doubted crowd, as far as their countries are not the audience's", () => {
    const doubts = new DoubtedSources().doubtsOf(unitsOf([bot, person, regular]), crowd, 0)!;
    expect(doubts[0]).toBeGreaterThan(0.75);
    expect(doubts[1]).toBeLessThan(0.15);
    expect(doubts[1]).toBeGreaterThan(0);
    expect(doubts[2]).toBe(0);
  });

  it("are those who were not let in, where countries tell nothing", () => {
    const doubts = new DoubtedSources().doubtsOf(
      unitsOf([bot, person]),
      { ...crowd, alienByCountry: null },
      0,
    )!;
    expect(doubts[0]).toBeGreaterThan(0.75);
    expect(doubts[1]).toBeLessThan(0.15);
  });

  it("are still the same when the crowd thins out, for ten minutes", () => {
    const doubted = new DoubtedSources();
    const units = unitsOf([bot, person]);
    doubted.remember(units, crowd, MINUTE);
    expect([...doubted.doubtsOf(units, null, 10 * MINUTE)!.subarray(0, 2)]).toEqual([0.8, 0]);
    expect(doubted.doubtsOf(units, null, 11 * MINUTE)).toBeNull();
  });

  it("are not remembered of a crowd that is hardly doubted, and do not renew themselves", () => {
    const doubted = new DoubtedSources();
    const units = unitsOf([bot]);
    doubted.remember(units, { ...crowd, logOdds: 1 }, MINUTE);
    expect(doubted.doubtsOf(units, null, MINUTE)).toBeNull();
    doubted.remember(units, crowd, MINUTE);
    doubted.remember(units, null, 9 * MINUTE);
    expect(doubted.doubtsOf(units, null, 11 * MINUTE)).toBeNull();
  });
});
