import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { LogInput } from "../../src/inputs/log-input.ts";
import { SPAN_BYTES } from "../../src/inputs/span-outcome.ts";
import { analyzeFiles } from "../../src/node/analyze-files.ts";
import { formatJson } from "../../src/reports/json.ts";
import { floodedMorning, type Line, visitors } from "../traffic.ts";
import { leaveSpansToThreads } from "./unclaimed-spans.ts";

/** Threads begin within a log, where they have not seen what stands at its head (#Fields), nor the lines by which others were learned. */

const folder = mkdtempSync(join(tmpdir(), "tidegauge-"));
afterAll(() => rmSync(folder, { recursive: true }));

const START = Date.UTC(2021, 3, 6, 6);
/** Longer lines, so that fewer fill some spans. */
const PADDING = "x".repeat(500);

const iso = (timeMs: number): string => new Date(timeMs).toISOString();
const quoted = (text: string): string => JSON.stringify(text === "" ? "-" : text);

/** `06/Apr/2021:06:00:00 +0000` */
const clf = (timeMs: number): string => {
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(
    new Date(timeMs).toUTCString(),
  )!;
  return `${day}/${month}/${year}:${clock} +0000`;
};
const combined = (line: Line): string =>
  `${line.address} - - [${clf(line.timeMs)}] "${line.method} ${line.path} HTTP/1.1" ${line.status} ${line.bytes} ${quoted(line.referrer)} ${quoted(line.userAgent)} ${PADDING}`;

/** How a format is called, what stands at its head and again half-way, and how it writes a line. */
const FORMATS: readonly (readonly [name: string, head: string, line: (line: Line) => string])[] = [
  [
    "w3c",
    "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time cs-method cs-uri-stem c-ip cs(User-Agent) cs(Referer) cs(Cookie) sc-status sc-bytes",
    (line) =>
      `${iso(line.timeMs).slice(0, 10)} ${iso(line.timeMs).slice(11, 19)} ${line.method} ${line.path} ${line.address} ${line.userAgent.replaceAll(" ", "+")} ${line.referrer || "-"} ${PADDING} ${line.status} ${line.bytes}`,
  ],
  [
    "iis without its head",
    "",
    (line) =>
      `${iso(line.timeMs).slice(0, 10)} ${iso(line.timeMs).slice(11, 19)} 198.51.100.253 ${line.method} ${line.path} ${PADDING} 443 - ${line.address} ${line.userAgent.replaceAll(" ", "+")} ${line.referrer || "-"} ${line.status} 0 0 15`,
  ],
  ["combined in syslog", "", (line) => `Apr  6 06:00:00 web1 nginx[17]: ${combined(line)}`],
  ["combined in RFC 5424", "", (line) => `<190>1 ${iso(line.timeMs)} web1 nginx 17 - - ${combined(line)}`],
  [
    "combined in CRI, some lines in two parts",
    "",
    (line) => {
      const text = combined(line);
      const head = iso(line.timeMs);
      return line.address.endsWith("7")
        ? `${head} stdout P ${text.slice(0, 40)}\n${head} stdout F ${text.slice(40)}`
        : `${head} stdout F ${text}`;
    },
  ],
  [
    "combined in Docker's JSON",
    "",
    (line) => JSON.stringify({ log: `${combined(line)}\n`, stream: "stdout", time: iso(line.timeMs) }),
  ],
  [
    "ltsv",
    "",
    (line) =>
      `time:${iso(line.timeMs)}\thost:${line.address}\treq:${line.method} ${line.path} HTTP/1.1\tstatus:${line.status}\tsize:${line.bytes}\treferer:${line.referrer || "-"}\tua:${line.userAgent}\tpadding:${PADDING}`,
  ],
  [
    "logfmt",
    "",
    (line) =>
      `time=${iso(line.timeMs)} method=${line.method} path=${line.path} status=${line.status} bytes=${line.bytes} ip=${line.address} referer=${quoted(line.referrer)} ua=${quoted(line.userAgent)} padding=${PADDING}`,
  ],
];

describe.each(FORMATS)("%s, read by any number of threads", (name, head, lineOf) => {
  it("gives the report of one", async () => {
    const path = join(folder, `${name.replaceAll(/\W+/g, "-")}.log`);
    const lines = head === "" ? [] : [head];
    for (let i = 0; lines.length < 45_000; i += 1) {
      const [page, , image] = visitors(START - 2 * 3_600_000 + i * 60, 1);
      for (const line of [page!, image!, page!])
        lines.push(lineOf({ ...line, address: `198.51.100.${(i * 7) % 250}` }));
      if (i % 7000 === 0) lines.push("no line of any format", "");
      // A new file has been begun.
      if (i === 8000 && head !== "") lines.push(head);
    }
    lines.push(...floodedMorning().map(lineOf));
    const text = `${lines.join("\n")}\n`;
    expect(text.length).toBeGreaterThan(3 * SPAN_BYTES);
    writeFileSync(path, text);
    const judged = async (threads: number) =>
      formatJson(await analyzeFiles([path], { geo: "none", threads }));
    const one = await judged(1);
    const adopt = vi.spyOn(LogInput.prototype, "adopt");
    leaveSpansToThreads();
    expect(await judged(3)).toBe(one);
    expect(adopt.mock.results.filter(({ value }) => value === true).length).toBeGreaterThan(0);
    vi.restoreAllMocks();
    expect(await judged(3)).toBe(one);
    expect((JSON.parse(one) as { input: { records: number } }).input.records).toBeGreaterThan(45_000);
  }, 120_000);
});
