import { describe, expect, it } from "vitest";
import { Analyzer } from "../../src/analyzer.ts";
import { Baseline } from "../../src/baselines/baseline.ts";
import { hourOfWeek } from "../../src/baselines/local-hour.ts";
import { isAttack, type Report } from "../../src/reports/report.ts";
import { type Line, logOf, visitors } from "../traffic.ts";

const MINUTE = 60_000;
const START = Date.UTC(2024, 4, 14, 9);
const HISTORY = 120;

/** Page views of a tool from ever other addresses: as many in each minute as `perMinute` says. */
function creeping(startMs: number, minutes: number, perMinute: (minute: number) => number): Line[] {
  const lines: Line[] = [];
  for (let minute = 0; minute < minutes; minute += 1) {
    const count = Math.round(perMinute(minute));
    for (let i = 0; i < count; i += 1) {
      lines.push({
        timeMs: startMs + minute * MINUTE + Math.floor((i * MINUTE) / count),
        address: `198.51.${100 + (lines.length % 60)}.${(lines.length * 7) % 250}`,
        method: "GET",
        path: `/item/${lines.length % 40}`,
        status: 200,
        bytes: 4_000,
        referrer: "",
        userAgent: "python-requests/2.31",
      });
    }
  }
  return lines;
}

/** The report of visitors and a flood after two hours of visitors alone, and what was learned. */
function judged(flood: Line[], minutes: number): { report: Report; baseline: Baseline } {
  const lines = [...visitors(START, HISTORY + minutes), ...flood].sort((a, b) => a.timeMs - b.timeMs);
  const baseline = new Baseline();
  const analyzer = new Analyzer({ format: "combined", learned: baseline });
  analyzer.push(logOf(lines));
  return { report: analyzer.finish(), baseline };
}

describe("a flood that creeps up", () => {
  const begins = START + HISTORY * MINUTE;
  const { report, baseline } = judged(
    creeping(begins, 80, (minute) => minute / 2),
    80,
  );

  it("is found, before it is as much as the visitors", () => {
    const attack = report.episodes.flatMap(({ phases }) => phases).find(({ verdict }) => isAttack(verdict));
    expect(attack).toBeDefined();
    expect(Date.parse(attack!.detectedAt)).toBeLessThan(begins + 80 * MINUTE);
  });

  it("has not taught that so much is usual", () => {
    const usual = baseline.suspects.expect(hourOfWeek(begins + 60 * MINUTE, 0))!;
    expect(usual.upper).toBeLessThan(5);
    // Nor do its requests count as the audience's.
    expect(baseline.requests.expect(hourOfWeek(begins + 60 * MINUTE, 0))!.median).toBeLessThan(45);
  });
});

describe("a trickle that goes on for hours", () => {
  it("becomes usual, and hides no flood", () => {
    const begins = START + HISTORY * MINUTE;
    const trickle = creeping(begins, 180, () => 6);
    const flood = creeping(begins + 180 * MINUTE, 10, () => 90);
    const { report, baseline } = judged([...trickle, ...flood], 190);
    expect(baseline.suspects.expect(hourOfWeek(begins + 120 * MINUTE, 0))!.upper).toBeGreaterThan(2);
    const attacks = report.episodes
      .flatMap(({ phases }) => phases)
      .filter(({ verdict }) => isAttack(verdict));
    const last = attacks.at(-1)!;
    expect(Date.parse(last.detectedAt)).toBeLessThan(begins + 183 * MINUTE);
  });
});

describe("a flood twenty minutes after the log began", () => {
  it("is found, although nothing of the site was known before, and is no lesson", () => {
    const begins = START + 20 * MINUTE;
    const lines = [...visitors(START, 32), ...creeping(begins, 12, () => 300)];
    const baseline = new Baseline();
    const analyzer = new Analyzer({ format: "combined", learned: baseline });
    analyzer.push(logOf(lines.sort((a, b) => a.timeMs - b.timeMs)));
    const attacks = analyzer
      .finish()
      .episodes.flatMap(({ phases }) => phases)
      .filter(({ verdict }) => isAttack(verdict));
    expect(attacks).not.toEqual([]);
    expect(Math.abs(Date.parse(attacks[0]!.start) - begins)).toBeLessThanOrEqual(MINUTE);
    expect(Date.parse(attacks[0]!.detectedAt) - begins).toBeLessThanOrEqual(4 * MINUTE);
    const usual = baseline.suspects.expect(hourOfWeek(begins, 0));
    expect(usual?.upper ?? 0).toBeLessThan(30);
  });
});
