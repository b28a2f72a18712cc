import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { Analyzer } from "../../src/analyzer.ts";
import type { AnalyzerEvent, Report, ReportWindow, Verdict } from "../../src/reports/report.ts";
import { isAttack } from "../../src/reports/report.ts";
import { simulate } from "../../src/simulator/index.ts";
import { standInPlaces } from "../simulator/places.ts";

const MINUTE = 60_000;
const LATENESS = 10_000;

/** Kinds of log in which something happens, short. */
const SCENARIOS = [
  "flood/hosting-login",
  "flood/low-and-slow",
  "flood/pulses",
  "organic/bell-surge",
  "organic/retry-storm",
  "mixed/attack-first",
  "mixed/waiting-room",
  "normal/outage",
] as const;

interface Line {
  readonly timeMs: number;
  readonly bytes: Uint8Array;
}

interface Run {
  readonly windows: readonly ReportWindow[];
  readonly events: readonly AnalyzerEvent[];
  readonly report: Report;
}

/** The lines of a simulated log in order of time, so that it can be cut cleanly at an instant. */
function linesOf(name: string, seed: number): Line[] {
  const drill = simulate(name, {
    seed,
    historyMs: 40 * MINUTE,
    durationMs: 25 * MINUTE,
    rate: 1.2,
    format: "combined",
    places: standInPlaces(),
  });
  return Buffer.concat([...drill])
    .toString("latin1")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => ({ timeMs: timeOf(line), bytes: Buffer.from(`${line}\n`, "latin1") }))
    .sort((a, b) => a.timeMs - b.timeMs);
}

function timeOf(line: string): number {
  const [, day, month, year, clock, zone] = /\[(\d+)\/(\w+)\/(\d+):([\d:]+) ([+-]\d+)\]/.exec(line)!;
  return Date.parse(`${day} ${month} ${year} ${clock} GMT${zone}`);
}

function judge(lines: readonly Line[], options: ConstructorParameters<typeof Analyzer>[0] = {}): Run {
  const analyzer = new Analyzer({ format: "combined", ...options });
  const events: AnalyzerEvent[] = [...analyzer.drain()];
  analyzer.push(Buffer.concat(lines.map(({ bytes }) => bytes)));
  const report = analyzer.finish();
  events.push(...analyzer.drain());
  return { windows: events.filter((event) => event.type === "window"), events, report };
}

/**
 * Where the phases of a report begin, as what, and since when that is known. @param knownMs only those that had begun, and were known, when windows up
 * to then had closed
 */
function phasesOf(report: Report, knownMs = Number.POSITIVE_INFINITY): string[] {
  return report.episodes
    .flatMap(({ phases }) => phases)
    .filter(
      ({ start, detectedAt }) => Date.parse(detectedAt) - LATENESS <= knownMs && Date.parse(start) < knownMs,
    )
    .map(({ start, verdict, detectedAt }) => `${start} ${verdict} ${detectedAt}`);
}

describe.each(SCENARIOS)("no hindsight, in %s", (name) => {
  let lines: Line[];
  let whole: Run;

  beforeAll(() => {
    lines = linesOf(name, 11);
    whole = judge(lines);
  });

  it("what is said of a log that is cut at any minute is the first part of what is said of the whole", () => {
    const firstMs = Math.ceil(lines[0]!.timeMs / MINUTE) * MINUTE;
    const minutes = Math.floor((lines.at(-1)!.timeMs - firstMs) / MINUTE);
    expect(minutes).toBeGreaterThan(50);
    fc.assert(
      fc.property(fc.integer({ min: 25, max: minutes }), (minute) => {
        const cutMs = firstMs + minute * MINUTE;
        const cut = judge(lines.filter(({ timeMs }) => timeMs < cutMs));
        expect(cut.windows).toEqual(whole.windows.slice(0, cut.windows.length));
        const next = whole.windows[cut.windows.length];
        if (next !== undefined) expect(Date.parse(next.start)).toBeGreaterThanOrEqual(cutMs);
        expect(cut.events).toEqual(whole.events.slice(0, cut.events.length));
        const knownMs = Date.parse(cut.windows.at(-1)!.start) + 10_000;
        expect(phasesOf(cut.report)).toEqual(phasesOf(whole.report, knownMs));
      }),
      { numRuns: 10 },
    );
  });

  it("an episode is announced when it is detected, as the report has it, and not taken back", () => {
    const opened = whole.events.filter((event) => event.type === "episode-opened");
    expect(
      opened.map(({ id, detectedAt }) => [id, detectedAt <= whole.report.episodes.at(-1)!.detectedAt]),
    ).toEqual(whole.report.episodes.map(({ id }) => [id, true]));
  });

  it("the windows of the report within episodes are those that were sent", () => {
    const sent = new Map(whole.windows.map((window) => [window.start, window]));
    for (const { onset, end } of whole.report.episodes) {
      const shown = whole.report.windows.filter(
        ({ start, seconds }) => seconds === 10 && start >= onset && (end === null || start < end),
      );
      expect(shown.length).toBeGreaterThan(0);
      for (const { start, verdict, attackProbability } of shown) {
        expect([verdict, attackProbability]).toEqual([
          sent.get(start)!.verdict,
          sent.get(start)!.attackProbability,
        ]);
      }
    }
  });

  it("no phase was known before it began, and no episode was called mixed before both parts were known", () => {
    for (const { phases, verdict, detectedAt: calledAt } of whole.report.episodes) {
      for (const part of [isAttack, (kind: Verdict) => kind === "organic-surge" || kind === "mixed"]) {
        const known = phases.filter((phase) => part(phase.verdict)).map(({ detectedAt }) => detectedAt);
        if (verdict === "mixed") expect(known.some((detectedAt) => detectedAt <= calledAt)).toBe(true);
      }
      for (const { start, detectedAt } of phases) {
        expect(Date.parse(detectedAt)).toBeGreaterThanOrEqual(Date.parse(start));
      }
    }
  });
});

describe("what was judged", () => {
  it.each([
    ["flood/hosting-login", true],
    ["flood/get-flood", true],
    ["organic/bell-surge", false],
  ] as const)("in %s: an attack is said to be one, and a crowd is not (attack: %s)", (name, isAttacked) => {
    const { report } = judge(linesOf(name, 11));
    expect(report.episodes.some(({ verdict }) => isAttack(verdict))).toBe(isAttacked);
  });

  it.each(["normal/quiet-day", "normal/tiny-site", "normal/monitors-mostly", "normal/asset-burst"])(
    "%s gives no attack, and no more than a passing doubt",
    (name) => {
      for (const seed of [3, 4]) {
        const { report } = judge(linesOf(name, seed));
        expect(report.episodes.filter(({ verdict }) => isAttack(verdict))).toEqual([]);
      }
    },
  );

  it("normal/quiet-day gives no episode at all", () => {
    const { report } = judge(linesOf("normal/quiet-day", 5));
    expect(report.episodes).toEqual([]);
    expect(report.verdict).toBe("normal");
    expect(new Set(report.windows.map(({ verdict }) => verdict))).toEqual(new Set(["normal"]));
  });
});
