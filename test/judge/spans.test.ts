import { describe, expect, it } from "vitest";
import { Analyzer } from "../../src/analyzer.ts";
import { decodeBaseline } from "../../src/baselines/codec.ts";
import { ATTRIBUTE_CATALOGUE } from "../../src/features/source-attributes.ts";
import { PlaceTable } from "../../src/geo/place-table.ts";
import type { Report } from "../../src/reports/report.ts";
import { isAttack } from "../../src/reports/report.ts";
import { simulate } from "../../src/simulator/index.ts";
import { standInPlaces } from "../simulator/places.ts";

const MINUTE = 60_000;
const places = standInPlaces();

function logOf(name: string, seed: number): Buffer {
  const drill = simulate(name, {
    seed,
    historyMs: 60 * MINUTE,
    durationMs: 25 * MINUTE,
    rate: 1.2,
    format: "combined",
    places,
  });
  return Buffer.concat([...drill]);
}

/** The report of a log, and how often each whole span was judged, by start, end and scale. */
function judged(log: Buffer, window: string): { report: Report; times: Map<string, number> } {
  const times = new Map<string, number>();
  const analyzer = new Analyzer({
    format: "combined",
    window,
    probe: ({ startMs, endMs, scale }) => {
      const key = `${startMs}-${endMs} ${scale}`;
      times.set(key, (times.get(key) ?? 0) + 1);
    },
  });
  analyzer.push(log);
  return { report: analyzer.finish(), times };
}

describe.each(["5s", "10s", "30s", "60s"])("with windows of %s", (window) => {
  const log = logOf("flood/hosting-login", 11);

  it("no span is judged twice", () => {
    const { times } = judged(log, window);
    expect(times.size).toBeGreaterThan(20);
    expect([...times].filter(([, count]) => count > 1)).toEqual([]);
  });

  it("the same attack is found within a minute of where windows of ten seconds find it", () => {
    const attackOf = ({ report }: { report: Report }) =>
      report.episodes.filter(({ verdict }) => isAttack(verdict)).map(({ onset }) => Date.parse(onset));
    const found = attackOf(judged(log, window));
    const usual = attackOf(judged(log, "10s"));
    expect(found.length).toBe(usual.length);
    expect(found.length).toBeGreaterThan(0);
    for (const [i, onset] of found.entries()) {
      expect(Math.abs(onset - usual[i]!)).toBeLessThanOrEqual(MINUTE);
    }
  });
});

describe("a log that ends within a minute", () => {
  it("does not teach that so few people come in one", () => {
    const whole = logOf("normal/quiet-day", 5);
    const lines = whole.toString("latin1").trimEnd().split("\n");
    const timeOf = (line: string) => {
      const [, day, month, year, clock, zone] = /\[(\d+)\/(\w+)\/(\d+):([\d:]+) ([+-]\d+)\]/.exec(line)!;
      return Date.parse(`${day} ${month} ${year} ${clock} GMT${zone}`);
    };
    const cutMs = Math.floor(timeOf(lines.at(-1)!) / MINUTE) * MINUTE - 20 * MINUTE;
    const learned = (untilMs: number) => {
      const analyzer = new Analyzer({ format: "combined" });
      analyzer.push(Buffer.from(`${lines.filter((line) => timeOf(line) < untilMs).join("\n")}\n`, "latin1"));
      analyzer.finish();
      return decodeBaseline(analyzer.baseline(), {
        seed: 0,
        windowMs: 10_000,
        attributes: ATTRIBUTE_CATALOGUE,
        places: PlaceTable.empty,
      });
    };
    // Of either the last whole minute is the one before the cut: another ends with a minute that is hardly begun.
    const [early, late] = [learned(cutMs + 10_000), learned(cutMs + 40_000)];
    expect(late.requests.minutes).toBe(early.requests.minutes);
    expect(late.toMs).toBe(cutMs);
  });
});
