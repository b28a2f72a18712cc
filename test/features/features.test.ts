import { describe, expect, it } from "vitest";
import { Baseline } from "../../src/baselines/baseline.ts";
import { foreignExcess } from "../../src/features/foreign-excess.ts";
import { growthShape } from "../../src/features/growth-shape.ts";
import { knownNetworks } from "../../src/features/known-networks.ts";
import { loginFollowThrough } from "../../src/features/login-follow-through.ts";
import { loginOutcome } from "../../src/features/login-outcome.ts";
import { onset } from "../../src/features/onset.ts";
import { overloadReaction } from "../../src/features/overload-reaction.ts";
import { referrerAndAssets } from "../../src/features/referrer-and-assets.ts";
import { sameness } from "../../src/features/sameness.ts";
import type { Feature, Span } from "../../src/features/span.ts";
import { suspectBehaviour } from "../../src/features/suspect-behaviour.ts";
import { suspectShare } from "../../src/features/suspect-share.ts";
import { suspectVolume } from "../../src/features/suspect-volume.ts";
import { type Group, habits, measured, spanOf, usually } from "./spans.ts";

const HOME = { countries: new Set([1]), learned: false };
const people = (group: Partial<Group> = {}): Group => ({ count: 40, requests: 3, attack: 0.02, ...group });
const suspects = (group: Partial<Group> = {}): Group => ({ count: 40, requests: 6, attack: 0.98, ...group });

/** Expects that a feature cannot say. @returns its reason */
function reasonOf(feature: Feature, span: Span): string {
  const found = feature.measure(span);
  if (!("abstained" in found)) throw new Error(`measured ${found.value}`);
  return found.abstained;
}

describe.each([
  suspectBehaviour,
  foreignExcess,
  knownNetworks,
  loginFollowThrough,
  loginOutcome,
  sameness,
  referrerAndAssets,
])("$name", (feature) => {
  it("abstains while hardly any request is suspect", () => {
    expect(
      reasonOf(feature, spanOf([people({ attack: 0 }), suspects({ count: 1 })], { home: HOME })),
    ).toMatch(/suspect/);
    expect(
      reasonOf(
        feature,
        spanOf([people({ count: 100, requests: 100, attack: 0 }), suspects({ count: 2 })], { home: HOME }),
      ),
    ).toMatch(/suspect/);
  });
});

describe("suspect-share", () => {
  const night = { expectedRequests: usually(4), expectedSuspects: usually(0.1) };

  it("speaks for an attack where most of the traffic is suspect, few as the requests may be", () => {
    const few = spanOf([people({ count: 2 }), suspects({ count: 30, requests: 1 })], night);
    expect(measured(suspectShare.measure(few))).toBeGreaterThan(0.7);
    const part = spanOf([people({ count: 100 }), suspects({ count: 30, requests: 1 })], night);
    expect(measured(suspectShare.measure(part))).toBeLessThan(0);
  });

  it("says nothing against a site that machines ask more than people do, nor while that is not known", () => {
    const groups = [people({ count: 2 }), suspects({ count: 30, requests: 1 })];
    const used = { expectedRequests: usually(4), expectedSuspects: usually(30) };
    expect(measured(suspectShare.measure(spanOf(groups, used)))).toBeLessThan(0);
    expect(reasonOf(suspectShare, spanOf(groups))).toMatch(/not known/);
  });
});

describe("suspect-volume", () => {
  it("speaks for an attack above what is usual and what matters, and against it below", () => {
    const much = spanOf([people(), suspects()]);
    expect(measured(suspectVolume.measure(much))).toBeGreaterThan(2);
    expect(measured(suspectVolume.measure(spanOf([people(), suspects({ count: 2 })])))).toBeLessThan(0);
    const usual = { ...much, expectedSuspects: { ...usually(300), upper: 300 } };
    expect(measured(suspectVolume.measure(usual))).toBeLessThan(0);
  });

  it("tells who plainly is none of the people from the many that are in doubt here, once it is known how many there are", () => {
    const flood = spanOf([people(), suspects()]);
    const among = (blatantMinutes: number) =>
      measured(
        suspectVolume.measure({
          ...flood,
          blatantRequests: flood.attackRequests,
          expectedSuspects: { ...usually(300), upper: 300 },
          expectedBlatant: usually(2, blatantMinutes),
        }),
      );
    expect(among(60)).toBeGreaterThan(1);
    expect(among(5)).toBeLessThan(0);
  });

  it("asks for five in a hundred of a busy site", () => {
    const busy = spanOf([people({ requests: 400, attack: 0 }), suspects({ count: 40, requests: 10 })]);
    expect(busy.attackRequests).toBeGreaterThan(300);
    expect(measured(suspectVolume.measure(busy))).toBeLessThan(0);
  });
});

describe("suspect-behaviour", () => {
  it("follows the mean behaviour of the suspects, not of the others", () => {
    const hostile = spanOf([people({ behaviour: -5 }), suspects({ behaviour: 4 })]);
    const human = spanOf([people({ behaviour: 4 }), suspects({ behaviour: -1 })]);
    expect(measured(suspectBehaviour.measure(hostile))).toBeGreaterThan(1.5);
    expect(measured(suspectBehaviour.measure(human))).toBeLessThan(-1);
  });
});

describe("foreign-excess", () => {
  it("speaks for an attack where suspects come from abroad and visitors do not, and for people where both are at home", () => {
    const abroad = spanOf([people({ country: 1 }), suspects({ country: 2 })], { home: HOME });
    const home = spanOf([people({ country: 1 }), suspects({ country: 1 })], { home: HOME });
    expect(measured(foreignExcess.measure(abroad))).toBeGreaterThan(1.5);
    expect(measured(foreignExcess.measure(home))).toBeLessThanOrEqual(0);
  });

  it("finds nothing strange in foreigners where the audience is half foreign", () => {
    const baseline = new Baseline();
    baseline.countries.learn(1, 100);
    baseline.countries.learn(2, 100);
    const span = spanOf([people({ country: 1 }), suspects({ country: 2 })], { home: HOME, baseline });
    expect(measured(foreignExcess.measure(span))).toBeLessThan(0.7);
  });

  it("abstains where home is unknown, and where the places of most suspects are", () => {
    const groups = [people({ country: 1 }), suspects({ country: 0 })];
    expect(reasonOf(foreignExcess, spanOf(groups))).toMatch(/--home/);
    expect(reasonOf(foreignExcess, spanOf(groups, { home: HOME }))).toMatch(/unknown/);
  });
});

describe("known-networks", () => {
  const baseline = habits({ history: [40, 40, 0, 20] });

  it("speaks for an attack where suspects are new and visitors are not, and for people where both are known", () => {
    const strangers = spanOf([people(), suspects({ bins: { history: 3 } })], { baseline });
    const regulars = spanOf([people(), suspects({ bins: { history: 1 } })], { baseline });
    expect(measured(knownNetworks.measure(strangers))).toBeGreaterThan(1);
    expect(measured(knownNetworks.measure(regulars))).toBeLessThan(-0.5);
  });

  it("abstains at first, where visitors are strangers too, and where nothing is known of the suspects", () => {
    const groups = [people(), suspects({ bins: { history: 3 } })];
    expect(
      reasonOf(knownNetworks, spanOf(groups, { baseline: habits({ history: [40, 40, 0, 20] }, 1) })),
    ).toMatch(/two hours/);
    expect(reasonOf(knownNetworks, spanOf(groups, { baseline: habits({ history: [1, 2, 0, 97] }) }))).toMatch(
      /seldom/,
    );
    expect(reasonOf(knownNetworks, spanOf([people(), suspects()], { baseline }))).toMatch(/cannot be known/);
  });
});

describe("login-follow-through", () => {
  const baseline = habits({ profile: [5, 5, 90] });

  it("speaks for an attack where logins are all there is, and for people where they go on", () => {
    const stopped = spanOf([people(), suspects({ bins: { profile: 0 } })], { baseline });
    const wentOn = spanOf([people(), suspects({ bins: { profile: 2 } })], { baseline });
    expect(measured(loginFollowThrough.measure(stopped))).toBeGreaterThan(1);
    expect(measured(loginFollowThrough.measure(wentOn))).toBeLessThanOrEqual(0);
  });

  it("abstains where nobody logs in, where visitors do not go on either, and in an outage", () => {
    const groups = [people(), suspects({ bins: { profile: 0 } })];
    expect(
      reasonOf(loginFollowThrough, spanOf([people(), suspects({ bins: { profile: 7 } })], { baseline })),
    ).toMatch(/do not log in/);
    expect(
      reasonOf(loginFollowThrough, spanOf(groups, { baseline: habits({ profile: [95, 4, 1] }) })),
    ).toMatch(/seldom/);
    const outage = [people({ overloads: 3 }), suspects({ overloads: 6, bins: { profile: 0 } })];
    expect(reasonOf(loginFollowThrough, spanOf(outage, { baseline }))).toMatch(/overload/);
  });
});

describe("login-outcome", () => {
  const baseline = habits({ "attempt-outcome": [0, 5, 5, 90] });

  it("learns what success looks like, and speaks for an attack where suspects do not have it", () => {
    const failed = spanOf([people(), suspects({ bins: { "attempt-outcome": 1 } })], { baseline });
    const letIn = spanOf([people(), suspects({ bins: { "attempt-outcome": 3 } })], { baseline });
    expect(measured(loginOutcome.measure(failed))).toBeGreaterThan(1.2);
    expect(measured(loginOutcome.measure(letIn))).toBeLessThanOrEqual(0);
    const elsewhere = habits({ "attempt-outcome": [0, 90, 5, 5] });
    expect(measured(loginOutcome.measure({ ...failed, baseline: elsewhere }))).toBeLessThanOrEqual(0);
  });

  it("abstains where too few logins are known, where nobody logs in, and where all were refused for overload", () => {
    const groups = [people(), suspects({ bins: { "attempt-outcome": 1 } })];
    expect(reasonOf(loginOutcome, spanOf(groups))).toMatch(/too few logins/);
    expect(reasonOf(loginOutcome, spanOf([people(), suspects()], { baseline }))).toMatch(/do not log in/);
    const refused = [people(), suspects({ bins: { "attempt-outcome": 0 } })];
    expect(reasonOf(loginOutcome, spanOf(refused, { baseline }))).toMatch(/do not log in/);
  });
});

describe("growth-shape", () => {
  const expected = { expectedRequests: usually(60), expectedVisitors: usually(20) };

  it("speaks for an attack where each source sends more, and for people where there are more of them", () => {
    const louder = spanOf([{ count: 8, requests: 100 }], expected);
    const more = spanOf([{ count: 250, requests: 3 }], expected);
    expect(measured(growthShape.measure(louder))).toBeGreaterThan(1);
    expect(measured(growthShape.measure(more))).toBeLessThan(-0.4);
  });

  it("abstains without a baseline, without growth, and at other scales", () => {
    const groups = [{ count: 8, requests: 100 }];
    expect(reasonOf(growthShape, spanOf(groups))).toMatch(/half an hour/);
    expect(reasonOf(growthShape, spanOf(groups, { ...expected, expectedRequests: usually(60, 20) }))).toMatch(
      /half an hour/,
    );
    expect(reasonOf(growthShape, spanOf([{ count: 10, requests: 2 }], expected))).toMatch(/no more traffic/);
    expect(reasonOf(growthShape, spanOf(groups, { ...expected, scale: 0 }))).toMatch(/by the minute/);
  });
});

describe("onset", () => {
  it("speaks for an attack that is switched on, and a little for people where it gathers", () => {
    const groups = [{ count: 100, requests: 2 }];
    const sudden = spanOf(groups, { scale: 0, minutes: 1 / 6, perMinuteBefore: 40 });
    expect(measured(onset.measure(sudden))).toBe(1.2);
    expect(measured(onset.measure({ ...sudden, perMinuteBefore: 1100 }))).toBeLessThan(0);
  });

  it("abstains at coarser scales and where the log begins", () => {
    const groups = [{ count: 100, requests: 2 }];
    expect(reasonOf(onset, spanOf(groups, { scale: 1, perMinuteBefore: 40 }))).toMatch(/finest/);
    expect(reasonOf(onset, spanOf(groups, { scale: 0 }))).toMatch(/log begins/);
  });
});

describe("sameness", () => {
  it("speaks for an attack where suspects are alike and others are not, and for people where it is the other way round", () => {
    const diverse = Array.from({ length: 40 }, (_, i) => ({
      ...people({ count: 1 }),
      userAgent: i + 1,
      cell: i,
    }));
    const alike = suspects({ userAgent: 99, cell: 3 });
    expect(measured(sameness.measure(spanOf([...diverse, alike])))).toBeGreaterThan(1.4);
    const motley = Array.from({ length: 40 }, (_, i) => ({
      ...suspects({ count: 1 }),
      userAgent: i + 1,
      cell: i,
    }));
    expect(measured(sameness.measure(spanOf([people({ userAgent: 99 }), ...motley])))).toBeLessThan(-0.9);
  });

  it("abstains of fewer than a dozen suspects", () => {
    expect(reasonOf(sameness, spanOf([people(), suspects({ count: 9, requests: 100 })]))).toMatch(/too few/);
  });
});

describe("referrer-and-assets", () => {
  const browser = { referrer: 0, assets: 2 };
  const bot = { referrer: 2, assets: 0 };

  it("speaks for an attack where suspects lack the marks of browsers, and for people where they have them", () => {
    const bare = spanOf([people({ bins: browser }), suspects({ bins: bot })]);
    const full = spanOf([people({ bins: browser }), suspects({ bins: browser })]);
    expect(measured(referrerAndAssets.measure(bare))).toBe(1.2);
    expect(measured(referrerAndAssets.measure(full))).toBeCloseTo(0, 6);
  });

  it("abstains without the field, without others, and where others lack the marks too", () => {
    expect(reasonOf(referrerAndAssets, spanOf([people(), suspects()]))).toMatch(/no referrers/);
    expect(reasonOf(referrerAndAssets, spanOf([suspects({ bins: bot })]))).toMatch(/no other traffic/);
    expect(reasonOf(referrerAndAssets, spanOf([people({ bins: bot }), suspects({ bins: bot })]))).toMatch(
      /neither/,
    );
  });
});

describe("overload-reaction", () => {
  it("speaks for an attack where the refused go on faster than others, and for people where they do not", () => {
    const relentless = spanOf([
      people({ requests: 2, overloads: 1 }),
      suspects({ requests: 40, overloads: 30 }),
    ]);
    const patient = spanOf([
      people({ requests: 40, overloads: 30 }),
      suspects({ requests: 2, overloads: 1 }),
    ]);
    expect(measured(overloadReaction.measure(relentless))).toBe(1.2);
    expect(measured(overloadReaction.measure(patient))).toBe(-0.8);
  });

  it("abstains where too few of either part were refused", () => {
    expect(reasonOf(overloadReaction, spanOf([people(), suspects({ overloads: 3 })]))).toMatch(/too few/);
    expect(reasonOf(overloadReaction, spanOf([people({ overloads: 3 })]))).toMatch(/too few/);
  });
});
