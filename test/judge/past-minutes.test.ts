import { describe, expect, it } from "vitest";
import { Analyzer } from "../../src/analyzer.ts";
import { Baseline } from "../../src/baselines/baseline.ts";
import { Units } from "../../src/features/units.ts";
import { CountryIndex } from "../../src/geo/country-index.ts";
import { PlaceTable } from "../../src/geo/place-table.ts";
import { PastMinutes } from "../../src/judge/past-minutes.ts";
import { Source } from "../../src/windows/source-layout.ts";
import { WindowSummary } from "../../src/windows/window-summary.ts";
import { assessment } from "../verdicts/assessments.ts";

const MINUTE = 60_000;
const baseline = new Baseline();
const countries = new CountryIndex(PlaceTable.empty);

/** A minute of sources of one request each, every second one of them an attacker. */
function minute(index: number, sources: number): { window: WindowSummary; units: Units } {
  const window = new WindowSummary({ sources: 4096, kinds: 4096, frequent: 256 });
  window.reset(index * MINUTE, (index + 1) * MINUTE);
  for (let source = 0; source < sources; source += 1) {
    const slot = window.sources.slot(Math.floor((source / sources) * 2 ** 32), source + 1);
    window.sources.rows[slot + Source.requests] = 1;
  }
  window.settle();
  const units = new Units();
  units.fill(window, baseline, countries);
  for (let unit = 0; unit < units.count; unit += 1) units.attack[unit] = unit % 2;
  return { window, units };
}

/** The minutes that are shown for an onset: start, units, and the sum of their posteriors. */
function taken(past: PastMinutes, onsetMs: number): [number, number, number][] {
  const shown: [number, number, number][] = [];
  past.takeSince(onsetMs, baseline, countries, (window, units) => {
    const attack = units.attack.subarray(0, units.count).reduce((sum, one) => sum + one, 0);
    shown.push([window.startMs / MINUTE, units.count, attack]);
  });
  return shown;
}

describe("minutes before an episode", () => {
  const keep = (past: PastMinutes, index: number, sources = 10) => {
    const { window, units } = minute(index, sources);
    past.keep(window, units, assessment(1, window.startMs));
    // The window is used again for the next minute.
    window.reset(0, 0);
  };

  it("are shown from the onset on, in order, as they were judged, and once", () => {
    const past = new PastMinutes();
    for (let i = 0; i < 5; i += 1) keep(past, i, 10 + 2 * i);
    expect(taken(past, 2.5 * MINUTE)).toEqual([
      [2, 14, 7],
      [3, 16, 8],
      [4, 18, 9],
    ]);
    expect(taken(past, 0)).toEqual([]);
  });

  it("are bounded in number, and in what each may hold", () => {
    const past = new PastMinutes();
    for (let i = 0; i < 500; i += 1) keep(past, i);
    expect(past.size).toBe(20);
    keep(past, 500, 2000);
    expect(taken(past, 0).map(([start]) => start)).toEqual(Array.from({ length: 20 }, (_, i) => 480 + i));
  });

  it("are not shown again when ten minutes have told of them", () => {
    const past = new PastMinutes();
    for (let i = 7; i < 14; i += 1) keep(past, i);
    past.forgetFrom(10 * MINUTE);
    expect(taken(past, 0).map(([start]) => start)).toEqual([7, 8, 9]);
  });
});

describe("a slow scan on a small site", () => {
  it("is attributed from its onset on, not only since it was detected", () => {
    const lines: string[] = [];
    const startMs = Date.UTC(2024, 0, 9, 8);
    const stamp = (ms: number) => new Date(ms).toISOString().slice(11, 19);
    const add = (ms: number, address: string, path: string, status: number, agent: string) =>
      lines.push(
        `${address} - - [09/Jan/2024:${stamp(ms)} +0000] "GET ${path} HTTP/1.1" ${status} 512 "-" "${agent}"`,
      );
    // An hour and a half of a few visitors, then one that asks for one thing a second, beginning before a full ten minutes.
    for (let second = 0; second < 110 * 60; second += 1) {
      const ms = startMs + second * 1000;
      if (second % 15 === 0) {
        const visitor = Math.floor(second / 120);
        add(ms, `198.51.100.${visitor % 200}`, `/page-${second % 7}`, 200, "Mozilla/5.0 (X11; Linux x86_64)");
      }
      const since = second - 98 * 60;
      if (since >= 0 && since < 360) {
        add(ms, "203.0.113.9", `/scripts/setup-${since}.php`, 404, "ZmEu");
      }
    }
    const analyzer = new Analyzer({ format: "combined" });
    analyzer.push(Buffer.from(`${lines.join("\n")}\n`));
    const [episode] = analyzer.finish().episodes;
    const scan = episode!.attribution.sources.find(({ key }) => key === "203.0.113.9")!;
    expect(Date.parse(episode!.onset)).toBeLessThanOrEqual(startMs + 99 * MINUTE);
    expect(scan.attackRequests).toBeGreaterThan(0.95 * 360);
    expect(scan.attackRequests).toBeLessThanOrEqual(360);
  });
});
