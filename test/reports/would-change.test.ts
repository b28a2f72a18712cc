import { describe, expect, it } from "vitest";
import { Analyzer } from "../../src/analyzer.ts";
import WEIGHTS from "../../src/features/evidence-weights.json" with { type: "json" };
import { WithoutEvidence } from "../../src/judge/without-evidence.ts";
import { loadPlaces } from "../../src/node/place-data.ts";
import { type Episode, isAttack, type Report } from "../../src/reports/report.ts";
import { simulate } from "../../src/simulator/index.ts";
import { assessment } from "../verdicts/assessments.ts";

const MINUTE = 60_000;
const places = loadPlaces("lite");
const weights = WEIGHTS.weights as Record<string, number>;

function logOf(name: string, seed: number, format = "combined", rate = 1.2, historyMinutes = 150): Buffer {
  const drill = simulate(name, {
    seed,
    historyMs: historyMinutes * MINUTE,
    durationMs: 25 * MINUTE,
    rate,
    format,
    places,
  });
  return Buffer.concat([...drill]);
}

function judge(log: Buffer, format = "combined"): Report {
  const analyzer = new Analyzer({ format, places });
  analyzer.push(log);
  return analyzer.finish();
}

/** The report of a judge who does not know one kind of evidence. */
function judgeWithout(feature: string, log: Buffer): Report {
  const weight = weights[feature]!;
  weights[feature] = 0;
  try {
    return judge(log);
  } finally {
    weights[feature] = weight;
  }
}

/** What a report says at the time of an episode: attack, or not. */
function claimsAttack(report: Report, { onset, end }: Episode): boolean {
  return report.episodes.some(
    (one) =>
      isAttack(one.verdict) && (end === null || one.onset < end) && (one.end === null || one.end > onset),
  );
}

/** The feature that `wouldChange` names. */
function namedIn(text: string): string {
  return /^(?:without )?([a-z-]+) /.exec(text)![1]!;
}

describe("what would change a verdict", () => {
  const logs = (
    [
      ["flood/hosting-login", 11],
      ["flood/domestic-botnet", 12],
      ["flood/hundred-countries", 12],
      ["flood/get-flood", 13],
      ["mixed/attack-first", 11],
      ["organic/bell-surge", 11],
    ] as const
  ).map(([name, seed]) => logOf(name, seed));
  const told = logs.flatMap((log) =>
    judge(log).episodes.flatMap((episode) =>
      episode.wouldChange === null ? [] : [{ log, episode, text: episode.wouldChange }],
    ),
  );

  it("is said of episodes of either kind, with evidence that was weighed", () => {
    expect(new Set(told.map(({ episode }) => isAttack(episode.verdict))).size).toBe(2);
    for (const { episode, text } of told) {
      expect(episode.evidence.map(({ feature }) => feature)).toContain(namedIn(text));
    }
  });

  it("is true: where the verdict would stand without the strongest evidence, it does", () => {
    const standing = told.filter(({ text }) => text.includes("the verdict would stand"));
    expect(standing.length).toBeGreaterThan(0);
    for (const { log, episode, text } of standing) {
      const again = judgeWithout(namedIn(text), log);
      for (const { feature, contribution } of again.episodes.flatMap(({ evidence }) => evidence)) {
        if (feature === namedIn(text)) expect(Math.abs(contribution)).toBe(0);
      }
      expect([text, claimsAttack(again, episode)]).toEqual([text, isAttack(episode.verdict)]);
    }
  });

  it("gives no lower probability than the score shown has without it", () => {
    for (const { episode, text } of told) {
      const { slope, offset } = episode.score.calibration;
      const { contribution } = episode.evidence.find(({ feature }) => feature === namedIn(text))!;
      const without = 1 / (1 + Math.exp(-(offset + slope * (episode.score.total - contribution))));
      const attacked = isAttack(episode.verdict);
      if (text.includes("verdict would stand")) {
        if (!attacked) expect(without).toBeLessThan(0.35);
      } else if (text.includes("other way")) {
        if (attacked) expect(without).toBeLessThan(0.35);
      } else {
        const said = Number(/would be (\d+) %/.exec(text)![1]);
        expect(said).toBeGreaterThanOrEqual(Math.round(100 * without));
        expect(said).toBeGreaterThanOrEqual(35);
        expect(said).toBeLessThan(attacked ? 95 : 80);
      }
    }
  });

  it("does not say that a verdict would stand for which, on a site that is not known yet, more is asked than is left", () => {
    const log = logOf("flood/begins-mid-flood", 32, "combined", 0.8, 120);
    const [episode] = judge(log).episodes;
    expect(episode!.verdict).toBe("flood-attack");
    const again = judgeWithout(namedIn(episode!.wouldChange!), log);
    expect(claimsAttack(again, episode!)).toBe(false);
    expect(episode!.wouldChange).toContain("the evidence would leave it open");
  });

  it("counts every minute of an episode: one that rests on a piece of evidence is not the whole", () => {
    const without = new WithoutEvidence();
    const minute = (contribution: number, other: number) => {
      const one = assessment(1, 0, { perMinute: 300, share: 0.5 });
      const contributions = [
        { feature: "errand", observed: 1, expected: null, contribution, summary: "" },
        { feature: "sameness", observed: 1, expected: null, contribution: other, summary: "" },
      ];
      return { ...one, score: { ...one.score, contributions, total: contribution + other } };
    };
    expect(without.mostLikely("errand")).toBeNull();
    without.add(minute(6, 0));
    without.add({ ...minute(0, 6), matters: false });
    expect(without.mostLikely("errand")).toBeLessThan(0.6);
    without.add(minute(0, 6));
    expect(without.mostLikely("errand")).toBeGreaterThan(0.95);
    expect(without.mostLikely("sameness")).toBeGreaterThan(0.95);
  });
});

describe("what could not be measured", () => {
  it("is what the log does not show: without referrers there is no evidence of them, and it is said why", () => {
    const full = judge(logOf("flood/hosting-login", 11)).episodes.find(({ verdict }) => isAttack(verdict))!;
    const bare = judge(logOf("flood/hosting-login", 11, "common"), "common").episodes[0]!;
    const ofReferrers = (one: Episode) =>
      one.evidence.some(({ feature }) => feature === "referrer-and-assets");
    expect(ofReferrers(full)).toBe(true);
    expect(ofReferrers(bare)).toBe(false);
    expect(bare.abstained.find(({ feature }) => feature === "referrer-and-assets")!.reason).toBe(
      "the log has no referrers",
    );
  });

  it("counts for nothing: score, evidence and abstentions make up the whole", () => {
    for (const log of [logOf("flood/hosting-login", 11), logOf("organic/bell-surge", 11)]) {
      for (const { score, evidence, abstained } of judge(log).episodes) {
        const sum = evidence.reduce((total, { contribution }) => total + contribution, score.prior);
        expect(score.total).toBeCloseTo(sum, 9);
        const names = [...evidence, ...abstained].map(({ feature }) => feature);
        expect([...names].sort()).toEqual(Object.keys(weights).sort());
      }
    }
  });
});
