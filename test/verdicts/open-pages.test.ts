import { describe, expect, it } from "vitest";
import { Excuse } from "../../src/features/units.ts";
import { BehaviourModel } from "../../src/verdicts/behaviour-model.ts";
import { OpenPages } from "../../src/verdicts/open-pages.ts";
import { type Group, habits, unitsOf } from "../features/spans.ts";

const MINUTE = 60_000;
const opening: Group = { count: 1, requests: 6, bins: { profile: 5, attempts: 0, errors: 0 } };
const polling: Group = {
  count: 1,
  requests: 8,
  bins: { profile: 9, attempts: 0, errors: 0, "path-variety": 0, queries: 1, assets: 0 },
};

/** Whether a source that did something at once, and something else some minutes later, is taken to have a page open. */
function isScripted(before: Group, then: Group, minutesLater = 1): boolean {
  const pages = new OpenPages();
  pages.mark(unitsOf([before]), 1, 0, 1);
  const units = unitsOf([then]);
  pages.mark(units, 1, minutesLater * MINUTE, 1);
  return units.excused[0] === Excuse.openPage;
}

describe("pages that stay open", () => {
  it("are those of who loaded one with its files, and whose script asks on", () => {
    expect(isScripted(opening, polling)).toBe(true);
    expect(isScripted({ ...opening, bins: { profile: 10 } }, polling)).toBe(true);
    expect(isScripted(polling, polling)).toBe(false);
    expect(isScripted({ ...opening, bins: { profile: 7 } }, polling)).toBe(false);
  });

  it("stay open as long as they ask, and are closed after ten to twenty minutes without", () => {
    const pages = new OpenPages();
    pages.mark(unitsOf([opening]), 1, 0, 1);
    for (let minute = 1; minute <= 60; minute += 1) {
      const units = unitsOf([polling]);
      pages.mark(units, 1, minute * MINUTE, 1);
      expect(units.excused[0]).toBe(Excuse.openPage);
    }
    expect(isScripted(opening, polling, 9)).toBe(true);
    expect(isScripted(opening, polling, 20)).toBe(false);
  });

  it("stay open while they are refused, and while they ask too seldom for a script to show", () => {
    const stays = (between: Group) => {
      const pages = new OpenPages();
      pages.mark(unitsOf([opening]), 1, 0, 1);
      for (let minute = 1; minute <= 40; minute += 1) pages.mark(unitsOf([between]), 1, minute * MINUTE, 1);
      const units = unitsOf([polling]);
      pages.mark(units, 1, 41 * MINUTE, 1);
      return units.excused[0] === Excuse.openPage;
    };
    expect(stays({ count: 1, requests: 3, bins: {} })).toBe(true);
    expect(stays({ count: 1, requests: 2, bins: { profile: 7, attempts: 0, errors: 0 } })).toBe(true);
    expect(stays({ count: 1, requests: 2, bins: { profile: 7, attempts: 2, errors: 0 } })).toBe(false);
  });

  it.each<[string, Partial<Group>]>([
    ["asks more than once in two seconds", { requests: 31 }],
    ["tries to log in", { bins: { ...polling.bins, attempts: 2 } }],
    ["asks for what is not there", { bins: { ...polling.bins, errors: 3 } }],
    ["goes from page to page", { bins: { profile: 7, "path-variety": 4 } }],
  ])("are not asked about where somebody %s", (_, then) => {
    expect(isScripted(opening, { ...polling, ...then })).toBe(false);
  });

  it("say nothing against who sits before them, and nothing for him", () => {
    const behaviourOf = (excuse: number) => {
      const units = unitsOf([polling]);
      units.excused[0] = excuse;
      const model = new BehaviourModel();
      const baseline = habits({});
      model.prepare(baseline, 1);
      model.measure(units, baseline);
      const votes = model.votesOf(units, 0);
      return { sum: units.behaviour[0]!, votes };
    };
    const machine = behaviourOf(Excuse.none);
    const page = behaviourOf(Excuse.openPage);
    expect(machine.sum).toBeGreaterThan(2);
    expect(page.sum).toBeLessThanOrEqual(0);
    expect(page.votes.every(({ logOdds }) => logOdds <= 0)).toBe(true);
    expect(page.votes.map(({ logOdds }) => Math.min(logOdds, 0))).toEqual(
      machine.votes.map(({ logOdds }) => Math.min(logOdds, 0)),
    );
  });
});
