import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { analyzeFiles, judgeFiles } from "../../src/node/analyze-files.ts";
import { formatJson } from "../../src/reports/json.ts";
import type { AnalyzerEvent } from "../../src/reports/report.ts";

const folder = mkdtempSync(join(tmpdir(), "tidegauge-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** A line a second of a few visitors. */
function log(lines: number): string {
  return Array.from({ length: lines }, (_, index) => {
    const time = new Date(Date.UTC(2021, 3, 6, 6) + index * 1000).toISOString().slice(11, 19);
    return `203.0.113.${index % 9} - - [06/Apr/2021:${time} +0000] "GET /${index % 5} HTTP/1.1" 200 9 "-" "Mozilla/5.0"\n`;
  }).join("");
}

const GEO = { geo: "none" } as const;

describe("judging files", () => {
  it("accounts for every line of every file", async () => {
    const one = file("one.log", `${log(50)}\nrubbish\n`);
    const two = file("two.log.gz", gzipSync(log(70).trimEnd()));
    const { input } = await analyzeFiles([one, two], GEO);
    expect(input.lines).toBe(122);
    expect(input.records + input.rejected.total + input.late + input.blank).toBe(122);
    expect(input.sources.map(({ lines, format }) => [lines, format])).toEqual([
      [52, "combined"],
      [70, "combined"],
    ]);
  });

  it("gives the same report however the bytes come", async () => {
    const text = Buffer.from(log(400));
    const chunked = (size: number) =>
      Readable.from(
        (function* () {
          for (let at = 0; at < text.length; at += size) yield text.subarray(at, at + size);
        })(),
      );
    const reports = [
      await analyzeFiles(["-"], { ...GEO, stdin: chunked(text.length) }),
      await analyzeFiles(["-"], { ...GEO, stdin: chunked(1) }),
      await analyzeFiles(["-"], { ...GEO, stdin: chunked(4096) }),
      await analyzeFiles(["-"], { ...GEO, stdin: Readable.from([gzipSync(text)]) }),
    ];
    expect(new Set(reports.map(formatJson)).size).toBe(1);
  });

  it("throws one error with a code for what cannot be judged", async () => {
    const jpeg = file("x.jpg", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16));
    const good = file("good.log", log(20));
    const bad = file("bad.log", `${log(20)}${"rubbish\n".repeat(80)}`);
    await expect(analyzeFiles(["/no/such.log"], GEO)).rejects.toMatchObject({ code: "TG_UNREADABLE" });
    await expect(analyzeFiles([jpeg], GEO)).rejects.toMatchObject({ code: "TG_FORMAT_UNKNOWN" });
    await expect(analyzeFiles([good, jpeg], GEO)).rejects.toMatchObject({ code: "TG_FORMAT_UNKNOWN" });
    await expect(analyzeFiles([bad], { ...GEO, format: "combined" })).rejects.toMatchObject({
      code: "TG_TOO_MANY_REJECTED",
    });
    await expect(analyzeFiles([good], { ...GEO, window: "7s" })).rejects.toMatchObject({ code: "TG_OPTION" });
    await expect(analyzeFiles([good], { ...GEO, widnow: "10s" } as object)).rejects.toThrow(
      'did you mean "window"?',
    );
  });

  it("says of the files it could not read that they are not in the report", async () => {
    const pdf = file("x.pdf", "%PDF-1.7\n");
    const { report, problems } = await judgeFiles([file("fine.log", log(20)), pdf], GEO);
    expect(report.input.lines).toBe(20);
    expect(problems).toMatchObject([{ name: pdf, code: "TG_FORMAT_UNKNOWN" }]);
    expect(report.notes.find(({ code }) => code === "format-unknown")?.text).toContain("a PDF document");
  });

  it("does not count the lines of what is no log against the rejected ones", async () => {
    const directory = mkdtempSync(join(folder, "d-"));
    writeFileSync(join(directory, "access.log"), log(20));
    writeFileSync(join(directory, "notes.txt"), "nothing to see here, move along\n".repeat(500));
    const { report, rejectedShare } = await judgeFiles([directory], GEO);
    expect(rejectedShare).toBe(0);
    expect(report.input.records).toBe(20);
    expect(report.notes.map(({ code }) => code)).toContain("input-incomplete");
  });

  it.skipIf(process.platform !== "linux")("leaves no file open that it did not read to its end", async () => {
    const directory = mkdtempSync(join(folder, "d-"));
    writeFileSync(join(directory, "access.log"), log(20));
    writeFileSync(join(directory, "picture.jpg"), Buffer.alloc(600_000, "\xff\xd8\xff\xe0", "latin1"));
    writeFileSync(join(directory, "notes.txt"), "nothing to see here, move along\n".repeat(50_000));
    const isOpen = (one: string) => {
      try {
        return readlinkSync(`/proc/self/fd/${one}`).startsWith(directory);
      } catch {
        return false;
      }
    };
    await judgeFiles([directory], GEO);
    expect(readdirSync("/proc/self/fd").filter(isOpen)).toEqual([]);
  });

  it("judges what was read when it is stopped, and says so", async () => {
    const stdin = new PassThrough();
    stdin.write(log(100));
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    const report = await analyzeFiles(["-"], { ...GEO, stdin, signal: controller.signal });
    expect(report.input.records).toBe(100);
    expect(report.notes.map(({ code }) => code)).toContain("stopped");
  });

  it("hands on events in the order of their time", async () => {
    const events: AnalyzerEvent[] = [];
    await analyzeFiles([file("events.log", log(200))], { ...GEO, onEvent: (event) => events.push(event) });
    const starts = events.flatMap((event) => (event.type === "window" ? [event.start] : []));
    expect(starts.length).toBeGreaterThan(10);
    expect([...starts].sort()).toEqual(starts);
  });
});
