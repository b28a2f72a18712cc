import { describe, expect, it } from "vitest";
import { Analyzer } from "../../src/analyzer.ts";
import type { AnalyzerOptions } from "../../src/options.ts";
import type { Report } from "../../src/reports/report.ts";

const HOUR = Date.UTC(2021, 3, 6, 6);

function at(index: number): string {
  return new Date(HOUR + index * 100).toISOString();
}

function combined(from: number, count: number): string {
  return Array.from({ length: count }, (_, index) => {
    const clock = at(from + index).slice(11, 19);
    return `192.0.2.${index % 9} - - [06/Apr/2021:${clock} +0000] "GET /a HTTP/1.1" 200 512 "-" "Mozilla/5.0"\n`;
  }).join("");
}

function json(from: number, count: number): string {
  return Array.from({ length: count }, (_, index) => {
    return `{"time":"${at(from + index)}","client_ip":"192.0.2.${index % 9}","uri":"/b","status":200}\n`;
  }).join("");
}

function w3c(from: number, count: number): string {
  const head = "#Software: example\n#Fields: date time c-ip cs-method cs-uri-stem sc-status\n";
  const rows = Array.from({ length: count }, (_, index) => {
    const time = at(from + index);
    return `${time.slice(0, 10)} ${time.slice(11, 19)} 192.0.2.${index % 9} GET /c 200\n`;
  });
  return head + rows.join("");
}

function judge(log: string, options: AnalyzerOptions = {}, chunk = log.length): Report {
  const analyzer = new Analyzer(options);
  const bytes = new TextEncoder().encode(log);
  for (let i = 0; i < bytes.length; i += chunk) analyzer.push(bytes.subarray(i, i + chunk));
  return analyzer.finish();
}

/** Enough that the format is told before it changes. */
const BEFORE = 4000;

describe("a log whose format changes half-way", () => {
  const changing = combined(0, BEFORE) + json(BEFORE, 3000) + combined(BEFORE + 3000, 1500);

  it("is read to its end without losing a line, and the report says where it changes", () => {
    const { input, notes } = judge(changing);
    expect(input).toMatchObject({ lines: BEFORE + 4500, records: BEFORE + 4500, rejected: { total: 0 } });
    expect(input.sources[0]).toMatchObject({
      format: "combined",
      formatChanges: [
        { line: BEFORE + 1, format: "json" },
        { line: BEFORE + 3001, format: "combined" },
      ],
    });
    expect(notes.filter(({ code }) => code === "format-changed").map(({ text }) => text)[0]).toBe(
      `The format of - changes: from line ${BEFORE + 1} on it is read as json.`,
    );
  });

  it("gives the same report however it is cut", () => {
    expect(judge(changing, {}, 997)).toEqual(judge(changing));
  });

  it("may end soon after the change", () => {
    const { input } = judge(combined(0, BEFORE) + json(BEFORE, 60));
    expect(input).toMatchObject({ records: BEFORE + 60, rejected: { total: 0 } });
  });

  it("is followed into a format whose head names its columns", () => {
    const { input } = judge(combined(0, BEFORE) + w3c(BEFORE, 1500));
    expect(input).toMatchObject({ records: BEFORE + 1500, blank: 2, rejected: { total: 0 } });
  });

  it("keeps to a format that was given", () => {
    const { input } = judge(changing, { format: "combined" });
    expect(input).toMatchObject({ records: BEFORE + 1500, rejected: { total: 3000 } });
  });
});

describe("lines that are in no format", () => {
  it("are counted one by one where the log goes on after them, with their number and reason", () => {
    const noise = Array.from({ length: 5000 }, (_, index) => `worker ${index} has nothing to say today\n`);
    const log = `${combined(0, BEFORE)}${noise.join("")}\n# a comment\n${combined(BEFORE, 500)}`;
    const { input, notes } = judge(log);
    expect(input).toMatchObject({ records: BEFORE + 500, blank: 2, rejected: { total: 5000 } });
    expect(input.rejected.samples[0]).toMatchObject({
      line: BEFORE + 1,
      text: "worker 0 has nothing to say today",
    });
    expect(input.sources[0]).not.toHaveProperty("formatChanges");
    expect(notes.map(({ code }) => code)).not.toContain("format-changed");
    expect(judge(log, {}, 1009)).toEqual(judge(log));
  });

  it("are few in a row and of another format: nothing changes", () => {
    const { input } = judge(combined(0, BEFORE) + json(BEFORE, 40) + combined(BEFORE + 40, 500));
    expect(input).toMatchObject({ records: BEFORE + 500, rejected: { total: 40 } });
  });

  it("may be overlong among others", () => {
    const long = `${"x".repeat(70_000)}\n`;
    const { input } = judge(combined(0, BEFORE) + json(BEFORE, 200) + long + json(BEFORE + 200, 200));
    expect(input).toMatchObject({ lines: BEFORE + 401, records: BEFORE + 400, rejected: { total: 1 } });
    expect(input.rejected.samples[0]).toMatchObject({ line: BEFORE + 201, reason: "overlong" });
  });
});

describe("a line that holds several requests", () => {
  const element = (index: number) =>
    `{"time":"${at(index)}","properties":{"clientIp":"192.0.2.${index % 9}","requestUri":"/a","httpMethod":"GET","httpStatusCode":"200"}}`;
  const line = (from: number, count: number) =>
    `{ "records": [${Array.from({ length: count }, (_, index) => element(from + index)).join(", ")}]}\n`;

  it("is one record, and all its requests are counted", () => {
    const log = Array.from({ length: 100 }, (_, index) => line(index * 10, 10)).join("");
    const { input, windows } = judge(log);
    expect(input).toMatchObject({ lines: 100, records: 100, requests: 1000, rejected: { total: 0 } });
    expect(input.sources[0]).toMatchObject({ format: "azure-front-door" });
    expect(windows.reduce((sum, window) => sum + window.requests, 0)).toBe(1000);
    expect(judge(log, {}, 509)).toEqual(judge(log));
  });

  it("is read as far as it can be, and is a rejection where it holds none", () => {
    const log = `${line(0, 3)}{"records":[]}\n{"records":[{"level":"info"}]}\n${line(3, 2).slice(0, -30)}\n`;
    const { input } = judge(log, { format: "azure-front-door" });
    expect(input).toMatchObject({ lines: 4, records: 2, blank: 1, requests: 4, rejected: { total: 1 } });
  });
});
