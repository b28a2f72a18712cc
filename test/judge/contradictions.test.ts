import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Analyzer } from "../../src/analyzer.ts";
import { loadPlaces } from "../../src/node/place-data.ts";
import type { Episode, Report } from "../../src/reports/report.ts";
import { SCENARIOS, simulate } from "../../src/simulator/index.ts";
import { CALIBRATION, sigmoid } from "../../src/verdicts/score.ts";

/** Small logs of every kind, of seeds that nothing is fitted to. */
const FAMILIES = [
  "normal/quiet-day",
  "organic/bell-surge",
  "organic/retry-storm",
  "flood/tiny-site",
  "flood/single-source",
  "flood/pulses",
  "flood/low-and-slow",
  "flood/at-night",
  "mixed/any-share",
  "mixed/home-and-foreign-bots",
];
/** And some of any kind at all, as chance has it. */
const DRAWN = fc.sample(
  fc.tuple(
    fc.constantFrom(...SCENARIOS.map(({ name }) => name)),
    fc.integer({ min: 1_000_000, max: 9_999_999 }),
  ),
  { seed: 77, numRuns: 5 },
);
const places = loadPlaces("lite");
/** Gravity of verdicts (contract §2). */
const GRAVITY = ["normal", "organic-surge", "inconclusive", "mixed", "flood-attack"];
/** Figures are rounded at output. */
const ROUNDED = 0.002;

function reportOf(family: string, seed: number): Report {
  const analyzer = new Analyzer({ places });
  for (const chunk of simulate(family, { seed, historyMs: 2 * 3_600_000, places })) analyzer.push(chunk);
  return analyzer.finish();
}

const gravest = (verdicts: readonly string[]) =>
  verdicts.reduce((a, b) => (GRAVITY.indexOf(b) > GRAVITY.indexOf(a) ? b : a), "normal");
const isAttack = (verdict: string) => verdict === "flood-attack" || verdict === "mixed";
/** A surge here and a flood there make a mixed episode; else its gravest phase names it. */
const episodeVerdict = (verdicts: readonly string[]) =>
  verdicts.some((verdict) => verdict === "organic-surge" || verdict === "mixed") && verdicts.some(isAttack)
    ? "mixed"
    : gravest(verdicts);
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

const LOGS = FAMILIES.map((family, index): [string, number] => [family, 910_000 + index]);
/** Once contradicted themselves: a phase that began before its episode, a surge that was seen after the attack. */
const MENDED: [string, number][] = [
  ["organic/linked-from-abroad", 1_000_013],
  ["mixed/attack-first", 5_843_218],
];

describe.each([...LOGS, ...MENDED, ...DRAWN])("a report of %s, seed %i", (family, seed) => {
  const report = reportOf(family, seed);
  const { episodes } = report;

  it("counts every line once, and its windows every request", () => {
    const { lines, records, rejected, late, blank, requests } = report.input;
    expect(lines).toBe(records + rejected.total + late + blank);
    expect(sum(report.windows.map((window) => window.requests))).toBe(requests);
    for (const { attackShare, attackProbability } of report.windows) {
      for (const share of [attackShare ?? 0, attackProbability ?? 0]) {
        expect(share >= 0 && share <= 1).toBe(true);
      }
    }
  });

  it("has the gravest verdict of its episodes, and each episode that of its phases", () => {
    expect(report.verdict).toBe(gravest(episodes.map(({ verdict }) => verdict)));
    for (const { verdict, phases } of episodes) {
      expect(verdict).toBe(episodeVerdict(phases.map((phase) => phase.verdict)));
    }
  });

  it("has phases that follow each other within their episode, each seen when it had begun", () => {
    for (const { onset, end, phases, detectedAt } of episodes) {
      expect(phases[0]!.start).toBe(onset);
      expect(phases.at(-1)!.end).toBe(end);
      phases.forEach((phase, i) => {
        if (i > 0) expect(phase.start >= phases[i - 1]!.end!).toBe(true);
        if (phase.end !== null) expect(phase.end > phase.start).toBe(true);
        expect(phase.detectedAt >= phase.start).toBe(true);
      });
      expect(detectedAt >= onset).toBe(true);
    }
  });

  it("claims shares within their intervals, and no attack that its own interval excludes", () => {
    for (const { verdict, phases, attackShare } of episodes) {
      const shares = [attackShare, ...phases.map((phase) => phase.attackShare)];
      for (const share of shares) {
        if (share === null) continue;
        expect(share.low).toBeLessThanOrEqual(share.estimate);
        expect(share.estimate).toBeLessThanOrEqual(share.high);
      }
      for (const phase of phases) {
        if (isAttack(phase.verdict)) expect(phase.attackShare!.high).toBeGreaterThanOrEqual(0.05);
      }
      if (verdict === "flood-attack") expect(attackShare!.high).toBeGreaterThanOrEqual(0.05);
      // Nor is a crowd called people of which most are surely attackers.
      if (verdict === "organic-surge") expect(attackShare!.low).toBeLessThan(0.5);
    }
  });

  it("adds its evidence up to the score, and the score to the probabilities", () => {
    for (const { score, evidence, probabilities } of episodes) {
      expect(score.total).toBeCloseTo(score.prior + sum(evidence.map((one) => one.contribution)), 1);
      expect(sum(Object.values(probabilities))).toBeCloseTo(1, 2);
      const attack = sigmoid(CALIBRATION.offset + CALIBRATION.slope * score.total);
      expect(Math.abs(probabilities["flood-attack"] + probabilities.mixed - attack)).toBeLessThan(0.02);
    }
  });

  it("answers the overload question as its own peak and capacity do", () => {
    for (const { overload } of episodes) {
      if (overload === null || overload.overloadedWithoutAttack === null) continue;
      const { capacityRequestsPerSecond: capacity, organicPeakLow, organicPeakHigh } = overload;
      if (capacity === null) continue;
      if (overload.overloadedWithoutAttack) expect(organicPeakHigh).toBeGreaterThanOrEqual(capacity);
      else expect(organicPeakLow).toBeLessThanOrEqual(capacity);
    }
  });

  it("tells of no part of an episode more than of the whole", () => {
    for (const { requests, attackShare, sources, logins, attribution } of episodes) {
      expect(sources).toBeLessThanOrEqual(requests);
      expect(logins).toBeLessThanOrEqual(requests);
      const attack = (attackShare?.estimate ?? 0) * requests;
      for (const rows of Object.values(attribution)) {
        // Each row, and each share, is rounded.
        const rounded = rows.length + ROUNDED * requests;
        expect(sum(rows.map((row) => row.low ?? row.requests))).toBeLessThanOrEqual(requests + rounded);
        expect(sum(rows.map((row) => row.attackRequests))).toBeLessThanOrEqual(attack + rounded);
        for (const row of rows) {
          expect(row.requests).toBeLessThanOrEqual(requests);
          if (row.exact) continue;
          expect(row.low).toBeLessThanOrEqual(row.requests);
          expect(row.high).toBeGreaterThanOrEqual(row.requests);
          expect(row.high).toBeLessThanOrEqual(requests);
        }
      }
    }
  });

  it("attributes no more attack than there is, and lists rules that only ever add", () => {
    for (const episode of episodes) {
      attributionHolds(episode);
      let caught = 0;
      let hit = 0;
      for (const { attackCaught, organicHit, marginal } of episode.rules) {
        expect(attackCaught).toBeCloseTo(caught + marginal.attackCaught, 2);
        expect(organicHit).toBeCloseTo(hit + marginal.organicHit, 2);
        expect(attackCaught).toBeLessThanOrEqual(1 + ROUNDED);
        expect(organicHit).toBeLessThanOrEqual(0.02 + ROUNDED);
        caught = attackCaught;
        hit = organicHit;
      }
    }
  });
});

function attributionHolds({ attribution, requests, attackShare, origin }: Episode): void {
  const attack = (attackShare?.high ?? 0) * requests;
  for (const rows of Object.values(attribution)) {
    for (const row of rows) expect(row.attackRequests).toBeLessThanOrEqual(row.requests + 1);
  }
  // Places are counted in full, the others as far as they are kept.
  expect(sum(attribution.countries.map((row) => row.attackRequests))).toBeLessThanOrEqual(1.05 * attack + 5);
  if (origin !== null) expect(origin.home + origin.foreign + origin.unknown).toBeCloseTo(1, 2);
}
