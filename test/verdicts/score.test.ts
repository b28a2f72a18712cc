import { describe, expect, it } from "vitest";
import { FEATURES } from "../../src/features/catalogue.ts";
import { CALIBRATION, scoreEvidence, sigmoid } from "../../src/verdicts/score.ts";
import { type Group, habits, spanOf, usually } from "../features/spans.ts";

const people: Group = {
  count: 60,
  requests: 3,
  attack: 0.01,
  behaviour: -3,
  country: 1,
  bins: { referrer: 0, assets: 2 },
};
const bots: Group = {
  count: 60,
  requests: 12,
  attack: 0.99,
  behaviour: 4,
  country: 2,
  userAgent: 5,
  attempts: 12,
  bins: { referrer: 2, assets: 0, history: 3, profile: 0, "attempt-outcome": 1 },
};
const rest = {
  home: { countries: new Set([1]), learned: false },
  baseline: habits({ history: [40, 40, 0, 20], profile: [2, 3, 95], "attempt-outcome": [0, 5, 5, 90] }),
  expectedRequests: usually(200),
  expectedVisitors: usually(60),
};

describe("the score", () => {
  it.each([
    ["a quiet minute", [people]],
    ["a flood", [people, bots]],
    ["nothing", []],
  ])("of %s is the prior and the sum of all contributions, no feature left out", (_, groups) => {
    const { prior, total, contributions, abstained, attackProbability } = scoreEvidence(spanOf(groups, rest));
    const sum = contributions.reduce((before, { contribution }) => before + contribution, prior);
    expect(total).toBeCloseTo(sum, 12);
    expect(attackProbability).toBe(sigmoid(CALIBRATION.offset + CALIBRATION.slope * total));
    const told = [...contributions, ...abstained].map(({ feature }) => feature).sort();
    expect(told).toEqual(FEATURES.map(({ name }) => name).sort());
  });

  it("is high for a flood and low for a quiet minute", () => {
    expect(scoreEvidence(spanOf([people, bots], rest)).attackProbability).toBeGreaterThan(0.95);
    expect(scoreEvidence(spanOf([people], rest)).attackProbability).toBeLessThan(0.2);
  });

  it("becomes a probability between 0 and 1, however extreme", () => {
    expect([sigmoid(-800), sigmoid(0), sigmoid(800)]).toEqual([0, 0.5, 1]);
  });
});
