import {
  appendFileSync,
  closeSync,
  createReadStream,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it, vi } from "vitest";
import { PlaceTable } from "../../src/geo/place-table.ts";
import { LogInput } from "../../src/inputs/log-input.ts";
import { SPAN_BYTES, type SpanOutcome } from "../../src/inputs/span-outcome.ts";
import { type AnalyzeFilesOptions, analyzeFiles } from "../../src/node/analyze-files.ts";
import { SpanPool } from "../../src/node/span-pool.ts";
import { TaskReader } from "../../src/node/task-reader.ts";
import { type AnalyzerOptions, resolveOptions, type Settings } from "../../src/options.ts";
import { formatOf } from "../../src/records/formats.ts";
import { formatJson } from "../../src/reports/json.ts";
import type { Report } from "../../src/reports/report.ts";
import { SpanReader } from "../../src/span-reader.ts";
import { combined, floodedMorning, visitors } from "../traffic.ts";
import { leaveSpansToThreads } from "./unclaimed-spans.ts";

const folder = mkdtempSync(join(tmpdir(), "tidegauge-"));
afterAll(() => rmSync(folder, { recursive: true }));

const OPTIONS: AnalyzeFilesOptions = { geo: "none" };
const START = Date.UTC(2021, 3, 6, 6);

/** A file of some spans: fifty requests a second, then the flooded morning. Odd lines, and some far out of order, are among them. */
function bigLog(name: string): string {
  const path = join(folder, name);
  const lines: string[] = [];
  for (let i = 0; lines.length < 240_000; i += 1) {
    const [page, , image] = visitors(START - 2 * 3_600_000 + i * 60, 1);
    for (const line of [page!, image!, page!]) {
      lines.push(combined({ ...line, address: `198.51.100.${(i * 7) % 250}`, bytes: i }));
    }
    if (i % 7000 === 0) lines.push("no line of any format", "");
    if (i % 20_000 === 9000) lines.push(...visitors(START - 3 * 3_600_000, 1).map(combined));
  }
  lines.push(...floodedMorning().map(combined));
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

const judged = async (paths: readonly string[], options: AnalyzeFilesOptions): Promise<string> =>
  formatJson(nameless(await analyzeFiles(paths, { ...OPTIONS, ...options })));

const nameless = (report: Report): Report => ({
  ...report,
  input: { ...report.input, sources: report.input.sources.map((source) => ({ ...source, name: "" })) },
});

describe("any number of threads", () => {
  const path = bigLog("access.log");
  const bytes = readFileSync(path);

  it("gives the report of one: a file, gzip, a stream", async () => {
    expect(bytes.length).toBeGreaterThan(3 * SPAN_BYTES);
    const one = await judged([path], { threads: 1 });
    const adopt = vi.spyOn(LogInput.prototype, "adopt");
    leaveSpansToThreads();
    expect(await judged([path], { threads: 2 })).toBe(one);
    expect(adopt.mock.results.filter(({ value }) => value === true).length).toBeGreaterThan(2);
    vi.restoreAllMocks();
    expect(await judged([path], { threads: 2 })).toBe(one);
    leaveSpansToThreads((number) => number === 0);
    const here = vi.spyOn(SpanPool.prototype, "readHere");
    expect(await judged([path], { threads: 2 })).toBe(one);
    expect(here.mock.calls.length).toBeGreaterThan(0);
    vi.restoreAllMocks();
    expect(await judged([path], { threads: 3 })).toBe(one);
    const zipped = join(folder, "access.log.gz");
    writeFileSync(zipped, gzipSync(bytes, { level: 1 }));
    expect(await judged([zipped], { threads: 2 })).toBe(one);
    expect(
      await judged(["-"], { threads: 2, stdin: createReadStream(path, { highWaterMark: 77_777 }) }),
    ).toBe(one);
  }, 300_000);

  it("gives the report of one: several logs, lines longer than a span, an end without newline", async () => {
    const long = join(folder, "long.log");
    const half = bytes.indexOf(10, bytes.length / 2) + 1;
    writeFileSync(long, bytes.subarray(0, half));
    appendFileSync(long, `${"x".repeat(2.5 * SPAN_BYTES)}\n`);
    appendFileSync(long, bytes.subarray(half, bytes.length - 1));
    const one = await judged([long, path], { threads: 1 });
    expect(await judged([long, path], { threads: 2 })).toBe(one);
    const stream = (threads: number) =>
      judged(["-"], { threads, stdin: createReadStream(long, { highWaterMark: 300_000 }) });
    expect(await stream(2)).toBe(await stream(1));
  }, 300_000);

  it("stops when it is told to, and judges what it has read", async () => {
    const controller = new AbortController();
    const report = await analyzeFiles([path], {
      ...OPTIONS,
      threads: 2,
      signal: controller.signal,
      onProgress: ({ bytesRead }) => bytesRead > 1.5 * SPAN_BYTES && controller.abort(),
    });
    expect(report.notes.map(({ code }) => code)).toContain("stopped");
    expect(report.input.lines).toBeGreaterThan(0);
    expect(report.input.lines).toBe(
      report.input.records + report.input.rejected.total + report.input.late + report.input.blank,
    );
  }, 60_000);
});

describe("reading threads", () => {
  const task = {
    start: { format: "combined", state: formatOf("combined").open({ logTz: "UTC" }).state! },
    file: -1,
    bytes: new Uint8Array(8),
    from: 0,
    to: 8,
  };

  /** Threads that are set up; nothing is read here. */
  const ready = (threads: number, settings: Settings): SpanPool => {
    const pool = new SpanPool(threads);
    const places = PlaceTable.empty;
    pool.setUp({ settings, places: places.data }, new TaskReader(new SpanReader(resolveOptions(), places)));
    return pool;
  };

  it("that die are an error with its cause", async () => {
    const pool = ready(3, { ...resolveOptions(), format: "no such format" });
    await expect(pool.ask(task).answer).rejects.toThrow(/A reading thread has died: .*no such format/);
    await pool.close();
  });

  it("that are ended answer what they have not read as unread", async () => {
    const pool = ready(2, resolveOptions({} as AnalyzerOptions));
    const { answer } = pool.ask({ ...task, bytes: new Uint8Array(8) });
    await pool.close();
    expect((await answer).outcome).toBeNull();
  });

  it("leave what was claimed, once, and read the rest; what is read here is the same", async () => {
    const pool = ready(2, resolveOptions());
    const path = join(folder, "small.log");
    const lines = visitors(START, 50).map(combined);
    writeFileSync(path, `${lines.join("\n")}\n`);
    const file = openSync(path, "r");
    // The first line belongs to the span before.
    const whole = { ...task, file, bytes: null, from: 1, to: statSync(path).size };
    const asked = [pool.ask(whole), pool.ask(whole), pool.ask(whole)];
    // The first may have been begun with already.
    expect([asked[2]!.claim(), asked[2]!.claim()]).toEqual([true, false]);
    expect((await asked[2]!.answer).outcome).toBeNull();
    const { outcome } = await asked[1]!.answer;
    expect(asked[1]!.claim()).toBe(false);
    expect(outcome!.records).toBe(lines.length - 1);
    // Behind the end of a label lies what lay there before.
    const told = ({ parts, ...rest }: SpanOutcome) => ({ ...rest, words: parts.length });
    expect(told(pool.readHere(whole).outcome!)).toEqual(told(outcome!));
    await pool.close();
    closeSync(file);
  });
});
