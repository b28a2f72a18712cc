import { appendFileSync, createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it, vi } from "vitest";
import { PlaceTable } from "../../src/geo/place-table.ts";
import { LogInput } from "../../src/inputs/log-input.ts";
import { SPAN_BYTES } from "../../src/inputs/span-outcome.ts";
import { type AnalyzeFilesOptions, analyzeFiles } from "../../src/node/analyze-files.ts";
import { SpanPool } from "../../src/node/span-pool.ts";
import { type AnalyzerOptions, resolveOptions } from "../../src/options.ts";
import { formatJson } from "../../src/reports/json.ts";
import type { Report } from "../../src/reports/report.ts";
import { combined, floodedMorning, visitors } from "../traffic.ts";

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
    expect(await judged([path], { threads: 2 })).toBe(one);
    expect(adopt.mock.results.filter(({ value }) => value === true).length).toBeGreaterThan(2);
    adopt.mockRestore();
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
    start: { format: "combined", state: "" },
    file: -1,
    bytes: new Uint8Array(8),
    from: 0,
    to: 8,
  };

  it("that die are an error with its cause", async () => {
    const settings = { ...resolveOptions(), format: "no such format" };
    const pool = new SpanPool(2, { settings, places: PlaceTable.empty.data });
    await expect(pool.read(task)).rejects.toThrow(/A reading thread has died: .*no such format/);
    await pool.close();
  });

  it("that are ended answer what they have not read as unread", async () => {
    const pool = new SpanPool(1, {
      settings: resolveOptions({} as AnalyzerOptions),
      places: PlaceTable.empty.data,
    });
    const answer = pool.read({ ...task, bytes: new Uint8Array(8) });
    await pool.close();
    expect((await answer).outcome).toBeNull();
  });
});
