import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EpisodeRecord, shareOut, type WindowShare } from "../../src/judge/episode-record.ts";
import { assessment } from "../verdicts/assessments.ts";

function share(index: number, sketch: Partial<WindowShare> = {}): WindowShare {
  return {
    startMs: index * 10_000,
    endMs: (index + 1) * 10_000,
    requests: 100,
    logins: 0,
    judged: false,
    attackRequests: 0,
    low: 0,
    high: 2,
    ...sketch,
  };
}

const attackOf = (shares: readonly WindowShare[]) => shares.reduce((sum, one) => sum + one.attackRequests, 0);

describe("sharing out what only a longer span saw", () => {
  it("gives the unjudged windows what the judged ones leave of the span's attack, and all of them what is over", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ judged: fc.boolean(), attack: fc.integer({ min: 0, max: 100 }) }), {
          minLength: 6,
          maxLength: 6,
        }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (sketches, estimate) => {
          const shares = sketches.map(({ judged, attack }, i) =>
            share(i, judged ? { judged, attackRequests: attack, low: attack / 2, high: attack } : {}),
          );
          const known = attackOf(shares.filter(({ judged }) => judged));
          const before = shares.map((one) => ({ ...one }));
          const span = assessment(1, 0, {
            perMinute: Math.max(1e-9, 600 * estimate),
            share: Math.max(1e-12, estimate),
          });
          const unjudged = shares.filter(({ judged }) => !judged);
          shareOut(shares, { ...span, requests: 600 });
          shares.forEach((one, i) => {
            expect(one.attackRequests).toBeGreaterThanOrEqual(
              before[i]!.judged ? before[i]!.attackRequests : 0,
            );
            expect(one.attackRequests).toBeLessThanOrEqual(100 + 1e-9);
            expect(one.low).toBeLessThanOrEqual(one.attackRequests + 1e-9);
            expect(one.high).toBeGreaterThanOrEqual(one.attackRequests - 1e-9);
            expect(one.high).toBeLessThanOrEqual(100 + 1e-9);
          });
          const rest = Math.max(0, Math.min(unjudged.length * 100, 600 * estimate - known));
          expect(attackOf(unjudged)).toBeGreaterThanOrEqual(rest - 1e-6);
          expect(attackOf(shares)).toBeCloseTo(Math.max(known, 600 * estimate), 6);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("leaves windows outside the span alone", () => {
    const shares = [share(0), share(6)];
    shareOut(shares, assessment(1, 0, { perMinute: 300, share: 0.5 }));
    expect(shares.map(({ judged, attackRequests }) => [judged, attackRequests > 0])).toEqual([
      [true, true],
      [false, false],
    ]);
  });
});

describe("an episode's record", () => {
  const record = () => new EpisodeRecord(0, null, null, () => 0);

  it("keeps a bounded number of shares, and all requests in them", () => {
    const episode = record();
    for (let i = 0; i < 25_000; i += 1) episode.addShare(share(i, { attackRequests: 10 }));
    expect(episode.shares.length).toBeLessThanOrEqual(10_000);
    expect(episode.shares.reduce((sum, { requests }) => sum + requests, 0)).toBe(2_500_000);
    expect(attackOf(episode.shares)).toBe(250_000);
    episode.shares.forEach((one, i) => {
      if (i > 0) expect(one.startMs).toBeGreaterThanOrEqual(episode.shares[i - 1]!.endMs);
    });
  });

  it("knows its peak by rate, the first of equals", () => {
    const episode = record();
    for (const [i, requests] of [100, 300, 300, 50].entries()) episode.addShare(share(i, { requests }));
    expect([episode.peakMs, episode.peakPerSecond]).toEqual([10_000, 30]);
  });

  it("shows the judgement that speaks loudest for an attack, of those that matter", () => {
    const episode = record();
    const loud = assessment(0, 10_000, { p: 0.98, perMinute: 5000 });
    episode.addAssessment(assessment(0, 0, { p: 0.9 }));
    episode.addAssessment(loud);
    episode.addAssessment(assessment(0, 20_000, { p: 0.99, perMinute: 90_000, matters: false }));
    expect(episode.attack).toBe(loud);
    expect(episode.last!.startMs).toBe(20_000);
  });
});

describe("the judgement that an episode rests on", () => {
  it("is one that finds an attack likely, before any that saw more and does not", () => {
    const episode = new EpisodeRecord(0, null, null, () => 0);
    const likely = assessment(1, 0, { p: 0.62, perMinute: 40 });
    episode.addAssessment(likely);
    episode.addAssessment(assessment(2, 0, { p: 0.48, perMinute: 900 }));
    expect(episode.attack).toBe(likely);
    const likelier = assessment(1, 60_000, { p: 0.9, perMinute: 60 });
    episode.addAssessment(likelier);
    expect(episode.attack).toBe(likelier);
  });
});
