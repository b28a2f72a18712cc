import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Analyzer as AnalyzerType } from "../src/index.ts";
import { type AccessLog, bytesOf, fileOf } from "./access-log.ts";
import { type Command, type Timing, timeInTurn } from "./commands.ts";
import { benchPlaceTable } from "./geo/place-table.ts";
import type { Machine } from "./machine.ts";
import { time } from "./micro.ts";
import { costOfObserving } from "./span-reader.ts";
import { watchShare } from "./watch.ts";

/** A figure beside the marks it is held against. */
export interface Row {
  /** What was measured, against what. */
  readonly what: string;
  readonly value: number;
  /** "×", "ns", "ms", "MB", "%" or "lines/s". */
  readonly unit: string;
  /** The marks; null where the figure is there to be read only. */
  readonly must: number | null;
  readonly aim: number | null;
  /** Whether more is better. */
  readonly moreIsBetter: boolean;
  /** The times behind it, for those who want to know. */
  readonly detail: string;
}

/** How large everything is. */
export interface Scale {
  readonly runs: number;
  readonly lines: number;
  readonly sources: number;
  /** For GoAccess, which is slow. */
  readonly slowLines: number;
  readonly manyLines: number;
  readonly manySources: number;
}

/** The scale of the marks. */
export const FULL: Scale = {
  runs: 5,
  lines: 5_000_000,
  sources: 500_000,
  slowLines: 5_000_000,
  manyLines: 20_000_000,
  manySources: 10_000_000,
};

/** Under two minutes; ratios are rougher. */
export const QUICK: Scale = {
  runs: 3,
  lines: 500_000,
  sources: 50_000,
  slowLines: 100_000,
  manyLines: 1_500_000,
  manySources: 750_000,
};

/** Lines a second of event time in the logs that are not a day long. */
const LINE_RATE = 2000;
const DAY_SECONDS = 86_400;
/** Structured requests that are observed in a round, at least: eight minutes of event time. */
const OBSERVED = 1_000_000;
const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
/** As shipped: run from source, every constant of another file is a call. */
const LIBRARY = fileURLToPath(new URL("../dist/index.js", import.meta.url));
/** Combined, as an nginx log_format: compiled by the same mechanism as a user's own. */
const NGINX =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';

/** One group of rows that need the same logs and runs. */
export interface Group {
  readonly name: string;
  readonly measure: (scale: Scale, machine: Machine) => Promise<Row[]>;
}

/** All groups, in the order of the table. */
export const GROUPS: readonly Group[] = [
  { name: "speed", measure: speed },
  { name: "goaccess", measure: againstGoAccess },
  { name: "day", measure: dayLong },
  { name: "memory", measure: memoryAndLength },
  { name: "gzip", measure: compressed },
  { name: "formats", measure: formats },
  { name: "start", measure: start },
  { name: "watch", measure: watching },
  { name: "kernels", measure: kernels },
];

function logOf(lines: number, sources: number): AccessLog {
  return { format: "combined", lines, sources, spanSeconds: Math.ceil(lines / LINE_RATE) };
}

/** One thread, where `args` do not say otherwise. */
function tidegauge(name: string, ...args: string[]): Command {
  const threads = args.includes("--threads") ? [] : ["--threads", "1"];
  return {
    name,
    program: process.execPath,
    args: [CLI, "analyze", "--json", "--progress", "never", ...threads, ...args],
  };
}

/** Output goes nowhere, so that GoAccess does not want a terminal. */
function goaccess(file: string): Command {
  return {
    name: "goaccess",
    program: "goaccess",
    args: [file, "--log-format=COMBINED", "-o", "json", "--no-global-config"],
  };
}

function shell(name: string, script: string, file: string): Command {
  return { name, program: "sh", args: ["-c", script, "sh", file] };
}

/** The figure of lines per second of one thing in those of another: how many times as fast. */
function ratio(what: string, own: Timing, other: Timing, must: number | null, aim: number | null): Row {
  return {
    what,
    value: other.median / own.median,
    unit: "×",
    must,
    aim,
    moreIsBetter: true,
    detail: `${own.median.toFixed(2)} s against ${other.median.toFixed(2)} s`,
  };
}

function lineRate(what: string, lines: number, timing: Timing, must: number | null, aim: number | null): Row {
  return {
    what,
    value: Math.round(lines / timing.median),
    unit: "lines/s",
    must,
    aim,
    moreIsBetter: true,
    detail: `${timing.median.toFixed(2)} s`,
  };
}

function cost(
  what: string,
  value: number,
  unit: string,
  must: number | null,
  aim: number | null,
  detail: string,
): Row {
  return { what, value, unit, must, aim, moreIsBetter: false, detail };
}

async function speed(scale: Scale, machine: Machine): Promise<Row[]> {
  const log = logOf(scale.lines, scale.sources);
  const file = fileOf(log);
  const commands = [
    tidegauge("tidegauge", file),
    tidegauge("two threads", "--threads", "2", file),
    shell("wc", 'wc -l < "$1"', file),
  ];
  if (machine.peers["logswan"] !== null) commands.push({ name: "logswan", program: "logswan", args: [file] });
  const [own, two, wc, logswan] = await timeInTurn(commands, scale.runs);
  const title = `${scale.lines} lines of ${scale.sources} sources`;
  const rows = [
    lineRate(`${title} (${Math.round(bytesOf(log) / 1e6)} MB)`, scale.lines, own!, 500_000, null),
    ratio("one thread against wc -l (the floor)", own!, wc!, null, null),
  ];
  if (logswan !== undefined) {
    rows.push(ratio("one thread against Logswan", own!, logswan, 1, 1.5));
    rows.push(ratio("two threads against Logswan", two!, logswan, 1.8, 3));
  }
  if (two!.peakBytes !== null) {
    rows.push(
      cost(`peak memory, ${scale.sources} sources, two threads`, two!.peakBytes / 1e6, "MB", 350, 200, ""),
    );
  }
  if (own!.peakBytes !== null) {
    rows.push(
      cost(`peak memory, ${scale.sources} sources, one thread`, own!.peakBytes / 1e6, "MB", 350, 200, ""),
    );
  }
  return rows;
}

async function againstGoAccess(scale: Scale, machine: Machine): Promise<Row[]> {
  if (machine.peers["goaccess"] === null) return [];
  const rows: Row[] = [];
  for (const [sources, must, aim] of [
    [Math.round(scale.slowLines / 10), 100, 300],
    [Math.round(scale.slowLines / 1000), 20, 50],
  ] as const) {
    const file = fileOf(logOf(scale.slowLines, sources));
    const own = await timeInTurn([tidegauge("tidegauge", file)], scale.runs);
    const theirs = await timeInTurn([goaccess(file)], 1);
    rows.push(
      ratio(
        `against GoAccess, ${scale.slowLines} lines of ${sources} sources`,
        own[0]!,
        theirs[0]!,
        must,
        aim,
      ),
    );
  }
  return rows;
}

async function dayLong(scale: Scale, machine: Machine): Promise<Row[]> {
  const file = fileOf({ ...logOf(scale.lines, scale.sources), spanSeconds: DAY_SECONDS });
  const commands = [tidegauge("tidegauge", file)];
  if (machine.peers["logswan"] !== null) commands.push({ name: "logswan", program: "logswan", args: [file] });
  const [own, logswan] = await timeInTurn(commands, scale.runs);
  const rows = [lineRate("the same lines over 24 hours", scale.lines, own!, null, null)];
  if (logswan !== undefined) {
    rows.push(ratio("the same lines over 24 hours, one thread against Logswan", own!, logswan, 1, 1.5));
  }
  return rows;
}

async function memoryAndLength(scale: Scale): Promise<Row[]> {
  const fewLines = scale.manyLines / 20;
  const few = fileOf(logOf(fewLines, scale.manySources / 20));
  const many = fileOf(logOf(scale.manyLines, scale.manySources));
  const [own, large] = await timeInTurn(
    [tidegauge("few", few), tidegauge("many", many)],
    Math.min(2, scale.runs),
  );
  const perLine = (timing: Timing, lines: number): number => (1e9 * timing.median) / lines;
  const rows = [
    cost(
      `cost per line, ${scale.manyLines} lines against ${fewLines}`,
      perLine(large!, scale.manyLines) / perLine(own!, fewLines),
      "×",
      1.1,
      1,
      `${perLine(large!, scale.manyLines).toFixed(0)} ns against ${perLine(own!, fewLines).toFixed(0)} ns`,
    ),
  ];
  if (own!.peakBytes !== null && large!.peakBytes !== null) {
    rows.push(
      cost(
        `peak memory, ${scale.manySources} sources against ${scale.manySources / 20}`,
        large!.peakBytes / own!.peakBytes,
        "×",
        1.2,
        1.05,
        `${(large!.peakBytes / 1e6).toFixed(0)} MB against ${(own!.peakBytes / 1e6).toFixed(0)} MB`,
      ),
    );
  }
  return rows;
}

async function compressed(scale: Scale): Promise<Row[]> {
  const plain = fileOf(logOf(scale.lines, scale.sources));
  const file = `${plain}.gz`;
  if (!existsSync(file))
    spawnSync("sh", ["-c", 'gzip -c "$1" > "$1.gz.part" && mv "$1.gz.part" "$1.gz"', "sh", plain]);
  const [own, gunzip] = await timeInTurn(
    [tidegauge("tidegauge", "--threads", "auto", file), shell("gunzip", 'gzip -dc "$1" | wc -l', file)],
    scale.runs,
  );
  return [ratio("gzip input, as many threads as cores, against gzip -dc | wc -l", own!, gunzip!, 0.8, 1)];
}

async function formats(scale: Scale): Promise<Row[]> {
  const file = fileOf(logOf(scale.lines, scale.sources));
  const caddyLines = Math.round(scale.lines / 2);
  const caddy = fileOf({ ...logOf(caddyLines, scale.sources), format: "caddy" });
  const [named, compiled, json] = await timeInTurn(
    [
      tidegauge("combined", "--format", "combined", file),
      tidegauge("compiled", "--format", NGINX, file),
      tidegauge("caddy", "--format", "caddy-json", caddy),
    ],
    scale.runs,
  );
  return [
    ratio("compiled nginx format against built-in combined", compiled!, named!, 0.7, 1),
    lineRate(
      `Caddy JSON (${Math.round(bytesOf({ ...logOf(caddyLines, scale.sources), format: "caddy" }) / caddyLines)} B a line)`,
      caddyLines,
      json!,
      400_000,
      1_000_000,
    ),
  ];
}

async function start(scale: Scale): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "tidegauge-start-"));
  const small = join(folder, "small.log");
  const lines = spawnSync("head", ["-n", "1000", fileOf(logOf(scale.lines, scale.sources))]).stdout;
  writeFileSync(small, lines);
  const [version, bare, judged] = await timeInTurn(
    [
      { name: "version", program: process.execPath, args: [CLI, "--version"] },
      { name: "node", program: process.execPath, args: ["-e", "0"] },
      tidegauge("small", small),
    ],
    4 * scale.runs,
  );
  return [
    cost(
      "tidegauge --version against node -e 0",
      version!.median / bare!.median,
      "×",
      2,
      1.3,
      `${(1e3 * version!.median).toFixed(0)} ms against ${(1e3 * bare!.median).toFixed(0)} ms`,
    ),
    cost("a log of 1,000 lines, whole command", 1e3 * judged!.median, "ms", 400, 200, ""),
  ];
}

async function watching(): Promise<Row[]> {
  const share = await watchShare();
  if (share === null) return [];
  return [
    cost("watch of a log that grows by 50,000 lines a second, of a core", 100 * share, "%", 40, 20, ""),
  ];
}

async function kernels(scale: Scale): Promise<Row[]> {
  const rows = benchPlaceTable().map(({ name, nanoseconds }) => {
    const isMark = name.startsWith("mixed");
    return cost(`place look-up: ${name}`, nanoseconds, "ns", isMark ? 100 : null, isMark ? 30 : null, "");
  });
  const { observing, ending } = costOfObserving(logOf(scale.lines, scale.sources), 10);
  rows.push(
    cost("observing a line, without reading files and without judging", observing, "ns", null, null, ""),
  );
  rows.push(cost("ending a span of lines, for each of them", ending, "ns", null, null, ""));
  // Fewer would mostly measure the compiler: whoever embeds it runs for days.
  const requests = Math.max(OBSERVED, scale.lines / 10);
  const { Analyzer } = (await import(LIBRARY)) as { readonly Analyzer: typeof AnalyzerType };
  const observe = time("observe", requests, () => {
    const analyzer = new Analyzer({ format: "combined" });
    for (let i = 0; i < requests; i += 1) {
      analyzer.observe({
        time: 1_617_688_800_000 + i / 2,
        address: `198.51.${(i >>> 8) & 127}.${i & 255}`,
        method: "GET",
        path: "/portal/page?id=31415",
        status: 200,
        bytes: 5316,
        userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:87.0) Gecko/20100101 Firefox/87.0",
      });
    }
    return analyzer.finish().input.requests;
  });
  rows.push({
    what: "observe() of a structured request",
    value: Math.round(1e9 / observe.nanoseconds),
    unit: "requests/s",
    must: 1_500_000,
    aim: 4_000_000,
    moreIsBetter: true,
    detail: `${observe.nanoseconds.toFixed(0)} ns`,
  });
  return rows;
}
