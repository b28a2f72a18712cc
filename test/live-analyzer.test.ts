import { describe, expect, it } from "vitest";
import { Analyzer } from "../src/analyzer.ts";
import type { AnalyzerEvent } from "../src/reports/report.ts";
import { findings } from "./findings.ts";
import { floodedMorning, type Line, logOf } from "./traffic.ts";

/** What an analyzer does beside the requests of a program that go on, with the clock of its caller. */

const MINUTE = 60_000;
const START = Date.UTC(2021, 3, 6, 6);
const morning = floodedMorning();

describe("requests that are observed", () => {
  const request = ({ timeMs, address, ...rest }: Line) => ({
    // Logs tell whole seconds.
    time: Math.floor(timeMs / 1000) * 1000,
    address,
    ...rest,
  });

  it("are judged as the same requests in a log are", () => {
    const analyzer = new Analyzer();
    for (const line of morning) analyzer.observe(request(line));
    const pushed = new Analyzer({ format: "combined" });
    pushed.push(logOf(morning));
    expect(findings(analyzer.finish())).toEqual(findings(pushed.finish()));
  });

  it("are rejected, not thrown at, where time or address is none", () => {
    const analyzer = new Analyzer();
    const line = request(morning[0]!);
    analyzer.observe({ ...line, time: Number.NaN });
    analyzer.observe({ ...line, address: "" });
    analyzer.observe({ ...line, time: new Date(START) });
    const { input } = analyzer.finish();
    expect([input.lines, input.records, input.rejected.total]).toEqual([3, 1, 2]);
    expect(input.sources).toMatchObject([{ name: "observed requests", format: "observed" }]);
  });
});

describe("advanceTo", () => {
  const request = ({ timeMs, ...rest }: Line) => ({ time: timeMs, ...rest });
  const settled = (analyzer: Analyzer, type: AnalyzerEvent["type"]) =>
    [...analyzer.drain()].filter((event) => event.type === type);

  it("closes the windows of a site that has fallen silent", () => {
    const analyzer = new Analyzer();
    expect(settled(analyzer, "window")).toEqual([]);
    analyzer.observe(request({ ...morning[0]!, timeMs: START }));
    analyzer.advanceTo(START + 19_999);
    expect(settled(analyzer, "window")).toEqual([]);
    analyzer.advanceTo(new Date(START + 20_000));
    expect(settled(analyzer, "window")).toHaveLength(1);
  });

  it("ends an episode that no request follows", () => {
    const analyzer = new Analyzer();
    analyzer.drain();
    const flooded = morning.filter(({ timeMs }) => timeMs < START + 57 * MINUTE);
    for (const line of flooded) analyzer.observe(request(line));
    expect(settled(analyzer, "episode-closed")).toEqual([]);
    analyzer.advanceTo(START + 75 * MINUTE);
    expect(settled(analyzer, "episode-closed")).toHaveLength(1);
  });

  it("changes nothing of what is judged, with or without silences", () => {
    const silent = morning.filter(({ timeMs }) => {
      const minute = (timeMs - START) / MINUTE;
      return !(minute >= 20 && minute < 22.5) && !(minute >= 57 && minute < 71);
    });
    for (const lines of [morning, silent]) {
      const plain = new Analyzer();
      const ticking = new Analyzer();
      let tick = START;
      for (const line of lines) {
        for (; tick <= line.timeMs; tick += 1000) ticking.advanceTo(tick);
        plain.observe(request(line));
        ticking.observe(request(line));
      }
      expect(findings(ticking.finish())).toEqual(findings(plain.finish()));
    }
  });

  it("does not overtake the first lines of a log, which wait for more of them to tell the format", () => {
    const log = logOf(morning.slice(0, 40));
    const nowMs = morning[39]!.timeMs + 30_000;
    const analyzer = new Analyzer();
    expect(settled(analyzer, "window")).toEqual([]);
    analyzer.push(log.subarray(0, 30)); // half a line
    analyzer.advanceTo(nowMs);
    analyzer.push(log.subarray(30));
    analyzer.advanceTo(nowMs);
    expect(settled(analyzer, "window").length).toBeGreaterThan(1);
    const { input } = analyzer.finish();
    expect([input.records, input.late, input.rejected.total]).toEqual([40, 0, 0]);
  });

  it("makes what is older than the lateness late, and never goes back", () => {
    const analyzer = new Analyzer();
    analyzer.advanceTo(START + 50 * MINUTE); // before the first request: of no consequence
    const at = (timeMs: number) => analyzer.observe(request({ ...morning[0]!, timeMs }));
    at(START);
    analyzer.advanceTo(START + MINUTE);
    analyzer.advanceTo(START);
    at(START + 5000);
    at(START + MINUTE);
    const { input } = analyzer.finish();
    expect([input.records, input.late]).toEqual([2, 1]);
  });

  it("throws at what is no time, and after finish()", () => {
    const analyzer = new Analyzer();
    expect(() => analyzer.advanceTo(Number.NaN)).toThrow(/"time" must be ms since 1970/);
    expect(() => analyzer.advanceTo(new Date("never"))).toThrow(/got Invalid Date/);
    analyzer.finish();
    expect(() => analyzer.advanceTo(START)).toThrow(/Cannot take more input/);
  });
});
