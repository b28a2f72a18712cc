import { describe, expect, it } from "vitest";
import { Baseline, behaviourKey } from "../../src/baselines/baseline.ts";
import { NOT_APPLICABLE } from "../../src/features/source-attributes.ts";
import { attributeIndex } from "../../src/features/units.ts";
import { measureErrand } from "../../src/verdicts/errand-crowd.ts";
import { type Group, unitsOf, usually } from "../features/spans.ts";

const ERRAND = 4711;
/** Profiles: one page alone; pages with their files; in a waiting room. */
const [ONE_PAGE, WITH_FILES, WAITING] = [6, 5, 11];
const APP = 4;
const REFERRED = 0;
const UNREFERRED = 1;
const NEW = 2;

/** A site whose visitors are from country 1, have four browsers, load files and come with a referrer. */
function taught(): Baseline {
  const baseline = new Baseline();
  const habits = baseline.behaviour[1]!;
  const learn = (name: string, bin: number) => {
    habits.learn(behaviourKey(attributeIndex(name), bin), 1);
    habits.learn(behaviourKey(attributeIndex(name), NOT_APPLICABLE), 1);
  };
  for (let i = 0; i < 400; i += 1) {
    baseline.countries.learn(1, 1);
    baseline.userAgents.learn(1 + (i % 4), 1);
    baseline.asked.learn(i % 10 === 0 ? 1 + (i % 50) : 0, 1);
    learn("profile", i % 5 === 0 ? ONE_PAGE! : WITH_FILES!);
    learn("referrer", i % 5 === 0 ? UNREFERRED : REFERRED);
  }
  return baseline;
}

const visitors: Group = {
  count: 30,
  country: 1,
  userAgent: 1,
  bins: { history: 0, profile: WITH_FILES!, referrer: REFERRED },
};

/** Newcomers on the errand: under the audience's user agents, without referrer, from elsewhere. */
function crowd(count: number, more: Partial<Group> = {}): Group[] {
  return Array.from({ length: count }, (_, i) => ({
    count: 1,
    country: 2 + (i % 9),
    userAgent: 1 + (i % 4),
    asked: ERRAND,
    bins: { history: NEW, profile: ONE_PAGE!, referrer: UNREFERRED },
    ...more,
  }));
}

function errandOf(groups: readonly Group[], baseline = taught(), minutes = 3000) {
  return measureErrand(unitsOf([visitors, ...groups]), baseline, 1, 1, usually(30, minutes));
}

describe("a crowd on one errand", () => {
  it("is none where newcomers load what belongs to a page and send nothing: they came by a link", () => {
    const bins = { history: NEW, profile: WITH_FILES!, referrer: UNREFERRED };
    const read = ERRAND & ~1;
    expect(errandOf(crowd(40, { asked: read, bins }))).toBeNull();
    expect(errandOf(crowd(40, { asked: read }))).not.toBeNull();
  });

  it("is doubted less where it loads the page's file, as visitors do", () => {
    const bins = { history: NEW, profile: WITH_FILES!, referrer: UNREFERRED };
    expect(errandOf(crowd(40, { bins }))!.logOdds).toBeLessThan(errandOf(crowd(40))!.logOdds);
  });

  it("is not doubted for what all apps leave out", () => {
    const bins = { history: NEW, profile: ONE_PAGE!, referrer: UNREFERRED };
    const asApp = errandOf(crowd(40, { country: 1, bins: { ...bins, "user-agent": APP } }))!;
    expect(asApp.logOdds).toBeLessThan(0);
    expect(asApp.logOdds).toBeLessThan(errandOf(crowd(40, { country: 1, bins }))!.logOdds);
  });

  it("is doubted as before where one of it calls itself an app", () => {
    const bins = { history: NEW, profile: ONE_PAGE!, referrer: UNREFERRED };
    const [app, ...others] = crowd(40, { country: 1, bins });
    const mixed = errandOf([{ ...app!, bins: { ...bins, "user-agent": APP } }, ...others])!;
    expect(mixed.logOdds).toBeCloseTo(errandOf(crowd(40, { country: 1, bins }))!.logOdds, 9);
  });

  it("is doubted where its countries, its files and its referrers are not the audience's", () => {
    const found = errandOf(crowd(40))!;
    expect(found.asked).toBe(ERRAND);
    expect(found.people).toBe(40);
    expect(found.excess).toBeGreaterThan(0.95);
    expect(found.logOdds).toBeGreaterThan(2);
  });

  it("is the audience that follows a link, where it is at home and comes with a referrer", () => {
    const bins = { history: NEW, profile: ONE_PAGE!, referrer: REFERRED };
    expect(errandOf(crowd(40, { country: 1, bins }))!.logOdds).toBeLessThan(0);
  });

  it("is told when a larger one is the audience", () => {
    const bins = { history: NEW, profile: ONE_PAGE!, referrer: REFERRED };
    const link = crowd(80, { country: 1, asked: 99, bins });
    expect(errandOf([...link, ...crowd(30)])!.asked).toBe(ERRAND);
  });

  it("is none of few, of those who are known, refused or in a queue, of what visitors ask for, or where little is known", () => {
    expect(errandOf(crowd(10))).toBeNull();
    const whose = (bins: Record<string, number>) => crowd(40, { bins: { referrer: UNREFERRED, ...bins } });
    expect(errandOf(whose({ history: 0, profile: ONE_PAGE! }))).toBeNull();
    expect(errandOf(whose({ history: NEW }))).toBeNull();
    expect(errandOf(whose({ history: NEW, profile: WAITING! }))).toBeNull();
    const usual = taught();
    for (let i = 0; i < 400; i += 1) usual.asked.learn(ERRAND, 1);
    expect(errandOf(crowd(40), usual)).toBeNull();
    expect(errandOf(crowd(40), taught(), 30)).toBeNull();
  });
});
