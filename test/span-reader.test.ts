import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Analyzer } from "../src/analyzer.ts";
import { type AnalyzerOptions, resolveOptions } from "../src/options.ts";
import { formatJson } from "../src/reports/json.ts";
import { SpanReader } from "../src/span-reader.ts";
import { combined, floodedMorning, logOf } from "./traffic.ts";

const NEWLINE = 10;
const SPAN_BYTES = 16_384;
const START = Date.UTC(2021, 3, 6, 6);

/** End of the first line that ends at `from` or later, newline included. */
const lineEnd = (log: Uint8Array, from: number) => log.indexOf(NEWLINE, from) + 1 || log.length;

/** The report, and how many spans were adopted: as many as possible are read apart, in the order given, and adopted. */
function judgeBySpans(log: Uint8Array, options: AnalyzerOptions = {}) {
  const analyzer = new Analyzer({ ...options, spanBytes: SPAN_BYTES });
  const input = analyzer.open("-");
  const reader = new SpanReader(resolveOptions(options));
  let adopted = 0;
  let pushed = 0;
  // By so much the format is told.
  input.push(log.subarray(0, lineEnd(log, 300_000)));
  while (input.bytes < log.length) {
    const from = input.bytes;
    const to = lineEnd(log, Math.max(from, input.spanEnd - 1));
    const { resumption } = input;
    if (resumption !== null) {
      input.cut();
      reader.begin({ format: resumption.format.name, state: resumption.state });
      for (let at = from; at < to; at += 4000) reader.push(log.subarray(at, Math.min(to, at + 4000)));
      const outcome = reader.end();
      if (outcome !== null && input.adopt(structuredClone(outcome))) {
        adopted += 1;
        continue;
      }
    }
    pushed += 1;
    input.push(log.subarray(from, to));
  }
  return { report: formatJson(analyzer.finish()), adopted, pushed };
}

function judgeWhole(log: Uint8Array, options: AnalyzerOptions = {}): string {
  const analyzer = new Analyzer({ ...options, spanBytes: SPAN_BYTES });
  analyzer.push(log);
  return formatJson(analyzer.finish());
}

/** Enough lines that the format is told, and some spans beyond. */
function busyLog(line: (i: number) => string): Uint8Array {
  return new TextEncoder().encode(Array.from({ length: 8000 }, (_, i) => line(i)).join(""));
}

const plain = (i: number, timeMs = START + i * 100): string =>
  `${combined({
    timeMs,
    address: `192.0.2.${i % 250}`,
    method: "GET",
    path: `/page/${i % 90}`,
    status: 200,
    bytes: 5000,
    referrer: "",
    userAgent: "Mozilla/5.0",
  })}\n`;

describe("a log read span by span", () => {
  it("gives the report of the whole, and nearly all spans can be read apart", () => {
    const log = logOf(floodedMorning());
    const { report, adopted, pushed } = judgeBySpans(log);
    expect(report).toBe(judgeWhole(log));
    expect(adopted).toBeGreaterThan(10);
    expect(pushed).toBe(0);
  });

  it("pushes spans whose lines are late or doubted for what came before", () => {
    const log = busyLog((i) => plain(i, START + (i % 500 > 400 ? i * 100 - 400_000 : i * 100)));
    const { report, adopted, pushed } = judgeBySpans(log);
    expect(report).toBe(judgeWhole(log));
    expect(pushed).toBeGreaterThan(1);
    expect(adopted).toBeGreaterThan(0);
  });

  it("follows a change of the format", () => {
    const log = busyLog((i) => (i < 6000 ? plain(i) : plain(i).replace(/ "[^"]*" "[^"]*"\n$/, "\n")));
    expect(judgeBySpans(log).report).toBe(judgeWhole(log));
  });

  it("reads logs apart whose directives name the columns, and goes on with those of the span before", () => {
    const fields = [
      "date time c-ip cs-method cs-uri-stem sc-status",
      "time date sc-status c-ip cs-method cs-uri-stem",
    ];
    const log = busyLog((i) => {
      const [date, time] = new Date(START + i * 100).toISOString().slice(0, 19).split("T");
      const named = i % 4000 === 0 ? `#Fields: ${fields[i / 4000]}\n` : "";
      const [address, path] = [`192.0.2.${i % 250}`, `/page/${i % 90}/with/a/long/name/${"x".repeat(40)}`];
      if (i < 4000) return `${named}${date} ${time} ${address} GET ${path} 200\n`;
      return `${named}${time} ${date} 200 ${address} GET ${path}\n`;
    });
    const { report, adopted, pushed } = judgeBySpans(log);
    expect(report).toBe(judgeWhole(log));
    expect(adopted).toBeGreaterThan(10);
    expect(pushed).toBeLessThan(4);
  });

  it("reads logs without zone apart, but for the night in which the clock is set back", () => {
    // Paris, 31 October 2021: 02:00 to 03:00 comes twice.
    const nightMs = Date.UTC(2021, 9, 30, 22);
    const local = (utcMs: number) => utcMs + (utcMs < Date.UTC(2021, 9, 31, 1) ? 7_200_000 : 3_600_000);
    const haproxy = (i: number, utcMs: number) => {
      const at = new Date(local(utcMs));
      const [day, clock] = [String(at.getUTCDate()).padStart(2, "0"), at.toISOString().slice(11, 23)];
      return `192.0.2.${i % 250}:51482 [${day}/Oct/2021:${clock}] portal~ portal/web1 0/0/1/10/11 200 5316 - - ---- 12/10/3/1/0 0/0 "GET /page/${i % 90} HTTP/1.1"\n`;
    };
    const options = { format: "haproxy", logTz: "Europe/Paris" };
    for (const [startMs, stepMs, most] of [
      [START + 199 * 86_400_000, 100, 0],
      [nightMs, 4000, 8000],
    ] as const) {
      const log = busyLog((i) => haproxy(i, startMs + i * stepMs));
      const { report, adopted, pushed } = judgeBySpans(log, options);
      expect(report).toBe(judgeWhole(log, options));
      expect(pushed).toBeLessThanOrEqual(most);
      if (most === 0) expect(adopted).toBeGreaterThan(10);
    }
  });

  it("gives the report of the whole for any mixture of lines, options and disorder", () => {
    const odd = fc.constantFrom(
      "",
      "garbage",
      "# comment",
      "\u0000\u0001",
      '192.0.2.1 - - [x] "GET / HTTP/1.1" 200 1',
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 7999 }), odd), { maxLength: 60 }),
        fc.array(fc.tuple(fc.nat({ max: 7999 }), fc.integer({ min: -40_000_000, max: 9_000_000 })), {
          maxLength: 6,
        }),
        fc.constantFrom<AnalyzerOptions>(
          {},
          { format: "combined" },
          { since: START + 300_000, until: START + 600_000 },
          { lateness: "0s", allow: "192.0.2.7" },
          { trustedProxy: "192.0.2.0/28" },
        ),
        (oddLines, jumps, options) => {
          const odds = new Map(oddLines);
          const steps = new Map(jumps);
          const log = busyLog((i) => {
            const line = odds.get(i);
            return line === undefined ? plain(i, START + i * 100 + (steps.get(i) ?? 0)) : `${line}\n`;
          });
          expect(judgeBySpans(log, options).report).toBe(judgeWhole(log, options));
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);
});
