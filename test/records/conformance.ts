/**
 * Runs the parser suites of other programs (`../shared/conformance`, shape in its README) against the formats, and says
 * what came out. Used by `conformance.test.ts`; prints its table when run as a program:
 * `node --import tsx test/records/conformance.ts`.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readAddress } from "../../src/records/addresses.ts";
import { detectFormat } from "../../src/records/detection.ts";
import type { Format } from "../../src/records/format.ts";
import { FORMATS, formatOf } from "../../src/records/formats.ts";
import { RequestRecord } from "../../src/records/record.ts";
import { type Line, type ReadRequest, readLines } from "./read-lines.ts";

/** Where the suites are; the folder may be absent. */
export const CONFORMANCE = fileURLToPath(new URL("../../../shared/conformance", import.meta.url));

/** One expectation that was not met. */
export interface Miss {
  /** `peer/case:line field` */
  readonly where: string;
  readonly expected: unknown;
  readonly found: unknown;
}

/** What a case came to, for one way of choosing the format. */
export interface CaseResult {
  readonly name: string;
  readonly format: string;
  readonly detected: string | null;
  readonly lines: number;
  readonly accounted: number;
  readonly values: number;
  readonly misses: readonly Miss[];
  /** Lines that hold an access log entry with values. */
  readonly entries: number;
  readonly isSupported: boolean;
}

/** Names of formats in the suites that are called otherwise here. */
const NAMES: Readonly<Record<string, string>> = {
  "haproxy-http": "haproxy",
  envoy: "envoy-json",
  "vhost-common": '%v %h %l %u %t "%r" %>s %b',
};

/** The format that a case names, or `null` for one that is not offered. */
function namedFormat(name: string): Format | null {
  const spec = NAMES[name] ?? name.replace(/^(nginx|apache):/, "");
  if (spec === "unknown") return null;
  return FORMATS.find((format) => format.name === spec) ?? formatOf(spec);
}

/** The cases whose format has a name here and three entries or more, and those of them that were detected as something else. */
export function detectionOf(results: readonly CaseResult[]): { named: CaseResult[]; wrong: CaseResult[] } {
  const named = results.filter(({ format, entries }) => entries >= 3 && !/[:$%]|^unknown$/.test(format));
  const wrong = named.filter(({ format, detected }) => (NAMES[format] ?? format) !== detected);
  return { named, wrong };
}

/** Runs every case with its format given (or, where it is detected, as that). */
export function runConformance(isDetected: boolean): CaseResult[] {
  const results: CaseResult[] = [];
  for (const peer of readdirSync(CONFORMANCE, { withFileTypes: true })) {
    if (!peer.isDirectory() || peer.name === "hostile") continue;
    for (const entry of readdirSync(`${CONFORMANCE}/${peer.name}`, { withFileTypes: true })) {
      if (entry.isDirectory()) results.push(runCase(`${peer.name}/${entry.name}`, isDetected));
    }
  }
  return results;
}

/** Whether the suites are there. */
export function hasConformance(): boolean {
  return existsSync(`${CONFORMANCE}/README.md`);
}

function runCase(name: string, isDetected: boolean): CaseResult {
  const folder = `${CONFORMANCE}/${name}`;
  const bytes = readFileSync(`${folder}/input.log`);
  const meta = JSON.parse(readFileSync(`${folder}/case.json`, "utf8")) as { format: string };
  const text = readFileSync(`${folder}/expected.jsonl`, "utf8");
  const rows =
    text === ""
      ? []
      : text
          .replace(/\n$/, "")
          .split("\n")
          .map((line) => JSON.parse(line) as Row);
  const detected = isDetected ? detectFormat(bytes.subarray(0, 262_144), { logTz: "UTC" }).format : null;
  const format = isDetected ? detected : namedFormat(meta.format);
  const lines = format === null ? [] : readLines(format, bytes);
  const misses: Miss[] = [];
  let values = 0;
  rows.forEach((row, at) => {
    if (row === null) return;
    const where = `${name}:${at + 1}`;
    values += Object.keys(row).length;
    const line = lines[at];
    if (line === undefined) misses.push({ where: `${where} line`, expected: row, found: "no format" });
    else misses.push(...compare(where, row, line));
  });
  return {
    name,
    format: meta.format,
    detected: detected?.name ?? null,
    lines: rows.length,
    accounted: lines.length,
    values,
    misses,
    entries: rows.filter((row) => row !== null && !("reject" in row)).length,
    isSupported: format !== null,
  };
}

type Row = null | Readonly<Record<string, unknown>>;

function compare(where: string, row: Readonly<Record<string, unknown>>, line: Line): Miss[] {
  if ("reject" in row) return "timeMs" in line ? [{ where, expected: "rejected", found: line }] : [];
  if (!("timeMs" in line)) {
    return Object.keys(row).map((field) => ({
      where: `${where} ${field}`,
      expected: row[field],
      found: line,
    }));
  }
  const misses: Miss[] = [];
  for (const [field, expected] of Object.entries(row)) {
    const choices =
      expected !== null && typeof expected === "object"
        ? (expected as { anyOf: unknown[] }).anyOf
        : [expected];
    if (!choices.some((choice) => isRight(field, choice, line))) {
      misses.push({ where: `${where} ${field}`, expected, found: foundOf(field, line) });
    }
  }
  return misses;
}

function foundOf(field: string, line: ReadRequest): unknown {
  if (field === "time") return new Date(line.timeMs).toISOString();
  if (field === "durationSeconds") return line.durationMs / 1000;
  return line[field as keyof ReadRequest];
}

function isRight(field: string, expected: unknown, line: ReadRequest): boolean {
  switch (field) {
    case "time":
      // Date.parse keeps milliseconds only; the tolerance is one.
      return Math.abs(Date.parse(String(expected)) - line.timeMs) <= 1;
    case "client": {
      const bytes = new TextEncoder().encode(String(expected));
      const record = new RequestRecord();
      const isAddress = readAddress(bytes, 0, bytes.length, record);
      return (
        isAddress &&
        record.family === line.family &&
        record.addressHi === line.hi &&
        record.addressLo === line.lo
      );
    }
    case "status":
      return line.status === (expected ?? -1);
    case "bytes":
      return line.bytes === expected || (expected === null && line.bytes <= 0);
    case "durationSeconds":
      return Math.abs(line.durationMs / 1000 - Number(expected)) <= 1e-6 && line.durationMs >= 0;
    default:
      return line[field as keyof ReadRequest] === (expected ?? "");
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const isDetected of [false, true]) {
    const results = runConformance(isDetected);
    console.log(isDetected ? "\nformat detected" : "format given");
    let values = 0;
    let misses = 0;
    for (const result of results) {
      values += result.values;
      misses += result.misses.length;
      const isAccounted = !result.isSupported || result.accounted === result.lines;
      if (result.misses.length === 0 && isAccounted) continue;
      console.log(
        `${result.name} (${result.format}; detected ${result.detected}): ${result.misses.length} of ${result.values}${isAccounted ? "" : ` LINES ${result.accounted}/${result.lines}`}`,
      );
      for (const miss of result.misses.slice(0, 3))
        console.log(
          `   ${miss.where}: expected ${JSON.stringify(miss.expected)}, found ${JSON.stringify(miss.found)}`.slice(
            0,
            400,
          ),
        );
    }
    console.log(`${values - misses} of ${values} values right`);
    if (!isDetected) continue;
    const { named, wrong } = detectionOf(results);
    console.log(
      `${named.length - wrong.length} of ${named.length} cases of a named format with three entries or more detected`,
    );
  }
}
