import { describe, expect, it } from "vitest";
import { episodeText, explainEpisode, explainMoment, momentText } from "../../src/reports/explanation.ts";
import { episode, report } from "./example.ts";

describe("the explanation of an episode", () => {
  it("adds the evidence up from the prior, heaviest first", () => {
    const told = explainEpisode(episode());
    expect(told.evidence.map(({ feature, sum }) => [feature, Number(sum.toFixed(6))])).toEqual([
      ["login-funnel", 2],
      ["foreign-excess", 5.2],
      ["onset", 4.1],
    ]);
    expect(told.evidence.at(-1)!.sum).toBeCloseTo(told.total, 9);
    expect(told.calibrated).toBeCloseTo(0.1 + 0.9 * 4.1, 9);
    expect(told.attackProbability).toBeCloseTo(0.98, 9);
  });

  it("says in text what was weighed, what was not, and how the sum becomes a probability", () => {
    const text = episodeText(explainEpisode(episode()), "Europe/Paris", 80);
    expect(text).toContain("    +4.0    +2.0  login-funnel: only 40 % of the sources");
    expect(text).toContain("calibrated: 0.1 + 0.9 × 4.1 = 3.79; attack probability: 1 / (1 + e^−3.79) =");
    expect(text).toContain("login-success: no login answered during the outage");
    expect(text).toContain("07:58:10 to 09:12:00: attack in a surge, attack share 38 % (31 % to 45 %)");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("lets nothing of a log be obeyed by a terminal", () => {
    const hostile = episode({
      wouldChange: "\u001b[2J\n\u202e",
      abstained: [{ feature: "x", reason: "\u0007" }],
    });
    expect(episodeText(explainEpisode(hostile), "UTC", 80)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});

describe("the explanation of a moment", () => {
  it("finds its window, episode and phase", () => {
    const told = explainMoment(report(), Date.parse("2021-04-06T06:00:30Z"));
    expect(told).toMatchObject({
      window: { start: "2021-04-06T06:00:00.000Z" },
      episode: "2021-04-06T05:58:10Z",
      phase: { verdict: "mixed" },
    });
    expect(momentText(told, "UTC", 80)).toContain("in episode 2021-04-06T05:58:10Z, attack in a surge");
  });

  it("belongs to what begins then, not to what ends", () => {
    const at = (time: string) => explainMoment(report(), Date.parse(time));
    expect(at("2021-04-06T05:58:10Z").episode).toBe("2021-04-06T05:58:10Z");
    expect(at("2021-04-06T05:58:09.999Z").episode).toBeNull();
    expect(at("2021-04-06T07:12:00Z").episode).toBeNull();
    expect(at("2021-04-06T06:01:00Z").window!.start).toBe("2021-04-06T06:01:00.000Z");
  });

  it("names the neighbours of a moment without requests", () => {
    const windows = report().windows.filter(({ start }) => start !== "2021-04-06T06:01:00.000Z");
    const told = explainMoment(report({ windows }), Date.parse("2021-04-06T06:01:30Z"));
    expect(told).toMatchObject({
      window: null,
      before: { start: "2021-04-06T06:00:00.000Z" },
      after: { start: "2021-04-06T06:02:00.000Z" },
    });
    expect(momentText(told, "UTC", 80)).toContain("no request then");
  });
});
