import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Analyzer } from "../src/analyzer.ts";
import type { AnalyzerOptions } from "../src/options.ts";
import { formatJson } from "../src/reports/json.ts";
import type { AnalyzerEvent, Report } from "../src/reports/report.ts";
import { findings } from "./findings.ts";
import { combined, floodedMorning, logOf, visitors } from "./traffic.ts";

const MINUTE = 60_000;
const START = Date.UTC(2021, 3, 6, 6);

function judge(log: Uint8Array, options: AnalyzerOptions = {}, chunkBytes = log.length): Report {
  const analyzer = new Analyzer(options);
  for (let at = 0; at < log.length; at += chunkBytes) analyzer.push(log.subarray(at, at + chunkBytes));
  return analyzer.finish();
}

/** Feeds several logs as the contract asks: always the input whose watermark is lowest. */
function judgeMerged(logs: readonly Uint8Array[], options: AnalyzerOptions = {}, chunkBytes = 4096): Report {
  const analyzer = new Analyzer(options);
  const open = logs.map((log, i) => ({ log, at: 0, input: analyzer.open(`${i}.log`) }));
  while (open.length > 0) {
    open.sort((a, b) => a.input.watermarkMs - b.input.watermarkMs);
    const next = open[0]!;
    next.input.push(next.log.subarray(next.at, next.at + chunkBytes));
    next.at += chunkBytes;
    if (next.at < next.log.length) continue;
    next.input.end();
    open.shift();
  }
  return analyzer.finish();
}

const morning = floodedMorning();

describe("lines", () => {
  const good = fc
    .record({
      second: fc.nat({ max: 120 }),
      host: fc.nat({ max: 255 }),
      status: fc.constantFrom(200, 404, 503),
    })
    .map(({ second, host, status }) =>
      combined({
        timeMs: START + second * 1000,
        address: `192.0.2.${host}`,
        method: "GET",
        path: "/",
        status,
        bytes: 10,
        referrer: "",
        userAgent: "Mozilla/5.0",
      }),
    )
    .map((line) => Buffer.from(line));
  const garbage = fc.oneof(
    fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
    fc
      .constantFrom(
        "",
        "\r",
        "-",
        "192.0.2.1",
        '192.0.2.1 - - [31/Feb/2021:99:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "-"',
      )
      .map((text) => Buffer.from(text)),
    fc.constant(Buffer.alloc(70_000, "x")),
  );
  const logs = fc
    .array(fc.oneof({ weight: 3, arbitrary: good }, garbage), { maxLength: 120 })
    .chain((lines) =>
      fc
        .boolean()
        .map((isEnded) =>
          Buffer.concat(
            lines.flatMap((line, i) =>
              i + 1 < lines.length || isEnded ? [line, Buffer.from("\n")] : [line],
            ),
          ),
        ),
    );

  it.each(["combined", "auto"])(
    "are records, rejected, late or blank, whatever the bytes (--format %s)",
    (format) => {
      fc.assert(
        fc.property(logs, fc.constantFrom(1, 7, 4096), (log, chunkBytes) => {
          const { input } = judge(log, { format, lateness: "0s" }, chunkBytes);
          let lines = 0;
          for (const byte of log) if (byte === 10) lines += 1;
          if (log.length > 0 && log.at(-1) !== 10) lines += 1;
          expect(input.lines).toBe(lines);
          expect(input.records + input.rejected.total + input.late + input.blank).toBe(lines);
          const reasons = Object.values(input.rejected.reasons).reduce((sum, count) => sum + count, 0);
          expect(reasons).toBe(input.rejected.total);
        }),
        { numRuns: format === "auto" ? 25 : 60 },
      );
    },
  );

  it("that were read are all in a window", () => {
    const report = judge(logOf(morning));
    expect(report.input.records).toBe(morning.length);
    expect(report.windows.reduce((sum, { requests }) => sum + requests, 0)).toBe(morning.length);
  });
});

describe("the report", () => {
  it("is the same, byte for byte, however the log is cut into chunks", () => {
    const log = Buffer.concat([logOf(morning), Buffer.from("rubbish\n\n"), Buffer.from("half a line")]);
    expect(log.length).toBeGreaterThan(256 * 1024);
    const whole = formatJson(judge(log));
    for (const chunkBytes of [1, 7, 4096, 256 * 1024]) {
      expect(formatJson(judge(log, {}, chunkBytes)) === whole, `chunks of ${chunkBytes}`).toBe(true);
    }
  });

  it("is the same however a log of several spans of eight MiB is cut", () => {
    const lines = visitors(START, 1500);
    const log = logOf(lines);
    expect(log.length).toBeGreaterThan(8 * 2 ** 20);
    expect(formatJson(judge(log, {}, 65_537)) === formatJson(judge(log))).toBe(true);
  }, 60_000);

  it("of several files is that of the one log they are parts of", () => {
    const whole = findings(judge(logOf(morning)));
    const parts = [0, 1, 2].map((part) => logOf(morning.filter((_, i) => (i * 7) % 3 === part)));
    expect(findings(judgeMerged(parts))).toEqual(whole);
    const halves = [morning.slice(0, 2000), morning.slice(2000)].map(logOf);
    expect(findings(judgeMerged(halves))).toEqual(whole);
  });

  it("does not change when lines are out of order within the lateness", () => {
    const disorder = morning
      .map((line, i) => ({ line, written: line.timeMs + ((i * 7919) % 10_000) }))
      .sort((a, b) => a.written - b.written)
      .map(({ line }) => line);
    expect(disorder).not.toEqual(morning);
    expect(findings(judge(logOf(disorder)))).toEqual(findings(judge(logOf(morning))));
  });

  it("counts lines beyond the lateness as late, and says which lateness would have kept them", () => {
    const old = { ...morning[0]!, timeMs: START + 5 * MINUTE };
    const lines = [...morning.slice(0, 1000), old, ...morning.slice(1000)];
    const { input, notes } = judge(logOf(lines));
    expect([input.late, input.records]).toEqual([1, lines.length - 1]);
    expect(notes.map(({ code }) => code)).toContain("late");
    const kept = judge(logOf(lines), { lateness: `${input.latenessNeededSeconds}s` });
    expect(kept.input.late).toBe(0);
  });

  it("has probabilities that add up to one, evidence that adds up to the score, and ordered intervals", () => {
    const { episodes } = judge(logOf(morning));
    expect(episodes).not.toEqual([]);
    for (const { probabilities, score, evidence, attackShare, phases } of episodes) {
      expect(Object.values(probabilities).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
      const { slope, offset } = score.calibration;
      const attack = 1 / (1 + Math.exp(-(offset + slope * score.total)));
      expect(probabilities["flood-attack"] + probabilities.mixed).toBeCloseTo(attack, 9);
      const contributions = evidence.reduce((sum, { contribution }) => sum + contribution, 0);
      expect(score.prior + contributions).toBeCloseTo(score.total, 9);
      for (const { low, estimate, high } of [attackShare, ...phases.map((phase) => phase.attackShare)]) {
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(estimate);
        expect(estimate).toBeLessThanOrEqual(high);
        expect(high).toBeLessThanOrEqual(1);
      }
    }
  });

  it("tells the flood: when, how much, from whom, and what to block", () => {
    const { episodes, verdict } = judge(logOf(morning));
    expect(verdict).toBe("flood-attack");
    expect(episodes.map(({ onset }) => onset)).toEqual(["2021-04-06T06:55:00.000Z"]);
    const [episode] = episodes;
    expect(episode!.attackShare.estimate).toBeGreaterThan(0.8);
    expect(episode!.attribution.prefixes[0]!.key).toBe("203.0.113.0/24");
    expect(episode!.attribution.paths[0]!.key).toBe("/wp-login.php");
    expect(episode!.rules.at(-1)!.attackCaught).toBeGreaterThan(0.9);
    expect(episode!.rules.at(-1)!.organicHit).toBeLessThan(0.02);
  });

  it("never puts an allowed source into the attack", () => {
    const { episodes } = judge(logOf(morning), { allow: ["203.0.113.0/24"] });
    expect(episodes.filter(({ verdict }) => verdict !== "organic-surge")).toEqual([]);
  });
});

describe("since and until", () => {
  const since = "2021-04-06T06:50:00Z";
  const until = "2021-04-06T06:56:05Z";
  const log = logOf(morning);

  it("count what lies outside, and show nothing of it", () => {
    const { input, windows } = judge(log, { since, until });
    const inside = morning.filter(({ timeMs }) => timeMs >= Date.parse(since) && timeMs < Date.parse(until));
    expect(input.records).toBe(morning.length);
    expect(input.outside).toBe(morning.length - inside.length);
    expect(windows.reduce((sum, { requests }) => sum + requests, 0)).toBe(inside.length);
    for (const { start } of windows) {
      expect(Date.parse(start)).toBeGreaterThanOrEqual(Date.parse(since));
      expect(Date.parse(start)).toBeLessThan(Date.parse(until));
    }
  });

  it("do not change what is said of the time between: what came before still teaches", () => {
    const whole = judge(log).windows.filter(
      ({ start }) => start >= "2021-04-06T06:54" && start < "2021-04-06T06:56",
    );
    const part = judge(log, { since: "2021-04-06T06:54:00Z", until: "2021-04-06T06:56:00Z" });
    expect(part.windows).toEqual(whole);
    expect(part.verdict).toBe("flood-attack");
  });
});

describe("an analyzer that has finished", () => {
  it("gives the same report again", () => {
    const analyzer = new Analyzer();
    analyzer.push(logOf(morning));
    expect(analyzer.finish()).toBe(analyzer.finish());
  });

  it("takes nothing more, in whatever way", () => {
    const analyzer = new Analyzer();
    const input = analyzer.open("a.log");
    analyzer.push(logOf(morning.slice(0, 50)));
    const before = formatJson(analyzer.finish());
    const chunk = logOf(morning.slice(50, 60));
    const { timeMs, ...line } = morning[0]!;
    for (const feed of [
      () => analyzer.push(chunk),
      () => input.push(chunk),
      () => analyzer.open("b.log"),
      () => analyzer.observe({ time: timeMs, ...line }),
    ]) {
      expect(feed).toThrow(/Cannot take more input/);
    }
    expect(formatJson(analyzer.finish())).toBe(before);
  });
});

describe("events", () => {
  it("come in order of time, each once, and end with what the report says", () => {
    const log = logOf(morning);
    const analyzer = new Analyzer();
    const events: AnalyzerEvent[] = [...analyzer.drain()];
    for (let at = 0; at < log.length; at += 10_000) {
      analyzer.push(log.subarray(at, at + 10_000));
      events.push(...analyzer.drain());
    }
    const report = analyzer.finish();
    events.push(...analyzer.drain());
    expect([...analyzer.drain()]).toEqual([]);
    const windows = events.filter((event) => event.type === "window");
    expect(windows.map(({ start }) => start)).toEqual([...new Set(windows.map(({ start }) => start))].sort());
    expect(windows.reduce((sum, { requests }) => sum + requests, 0)).toBe(morning.length);
    const opened = events.filter((event) => event.type === "episode-opened");
    expect(opened.map(({ id }) => id)).toEqual(report.episodes.map(({ id }) => id));
  });

  it("are not kept for who never asks", () => {
    const analyzer = new Analyzer();
    analyzer.push(logOf(morning));
    analyzer.finish();
    expect([...analyzer.drain()]).toEqual([]);
  });
});

describe("memory", () => {
  it("holds no more sources however many come, and still estimates their number", () => {
    const count = 200_000;
    let most = 0;
    const analyzer = new Analyzer({
      memory: "16MiB",
      format: "combined",
      probe: (_, units) => {
        most = Math.max(most, units.count);
      },
    });
    analyzer.push(logOf(visitors(START - 40 * MINUTE, 40)));
    // Two minutes, each request from an address of its own in networks for benchmarks and documentation.
    for (let i = 0; i < count; i += 1000) {
      const lines = Array.from({ length: 1000 }, (_, k) => ({
        ...morning[0]!,
        timeMs: START + Math.floor(((i + k) * 120_000) / count),
        address: `198.${18 + ((i + k) >>> 16)}.${((i + k) >>> 8) & 255}.${(i + k) & 255}`,
      }));
      analyzer.push(logOf(lines));
    }
    const { windows, input } = analyzer.finish();
    expect(input.records).toBe(count + visitors(0, 40).length);
    // 16 MiB are 512 sampled sources, and 256 loud ones beside them.
    expect(most).toBeGreaterThan(256);
    expect(most).toBeLessThanOrEqual(512 + 256);
    const crowded = windows.filter(({ start, seconds }) => seconds === 10 && Date.parse(start) >= START);
    expect(crowded.length).toBe(12);
    for (const { sources, requests } of crowded) expect(Math.abs(sources / requests - 1)).toBeLessThan(0.2);
  }, 60_000);
});
