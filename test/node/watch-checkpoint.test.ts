import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { analyzeFiles } from "../../src/node/analyze-files.ts";
import { type WatchFilesOptions, watchFiles } from "../../src/node/watch-files.ts";
import type { AnalyzerEvent, Report } from "../../src/reports/report.ts";

const folder = mkdtempSync(join(tmpdir(), "tidegauge-checkpoint-"));
afterAll(() => rmSync(folder, { recursive: true }));
let number = 0;

/** Names of a new log and of its checkpoint. */
function newLog(): { log: string; checkpoint: string } {
  number += 1;
  return { log: join(folder, `${number}.log`), checkpoint: join(folder, `${number}.checkpoint`) };
}

/** Lines of visitors, one every 100 ms from `from` to `to`. */
function lines(from: number, to: number): string {
  let text = "";
  for (let i = from; i < to; i += 1) {
    const time = new Date(Date.UTC(2021, 3, 6, 6) + i * 100).toISOString().slice(11, 19);
    text += `192.0.2.${i % 200} - - [06/Apr/2021:${time} +0000] "GET /page/${i % 7} HTTP/1.1" 200 5 "-" "Mozilla/5.0"\n`;
  }
  return text;
}

/** With a seed: a watch draws its own, and other sums are rounded otherwise. */
const SETTINGS = { geo: "none", format: "combined", seed: 7 } as const;

/** Watches until all that there is has been read, then stops. */
async function watched(names: readonly string[], options: WatchFilesOptions): Promise<Report> {
  const controller = new AbortController();
  let last: AnalyzerEvent | null = null;
  const onCaughtUp = () => controller.abort();
  const events = watchFiles(names, { ...SETTINGS, ...options, signal: controller.signal, onCaughtUp });
  for await (const event of events) last = event;
  if (last?.type !== "report") throw new Error("the last event must be the report");
  const { type: _, ...report } = last;
  return report;
}

async function expected(text: string): Promise<Report> {
  const { log } = newLog();
  writeFileSync(log, text);
  return analyzeFiles([log], SETTINGS);
}

describe("a watch with a checkpoint", () => {
  it.each([
    ["grew on", () => {}],
    ["was renamed", (log: string) => renameSync(log, `${log}.1`)],
    [
      "was renamed twice",
      (log: string) => {
        renameSync(log, `${log}.2`);
        writeFileSync(`${log}.1`, "");
      },
    ],
    [
      "was copied and truncated",
      (log: string) => {
        copyFileSync(log, `${log}-20210406`);
        truncateSync(log);
      },
    ],
  ] as const)("goes on where it was stopped, in a log that %s meanwhile", async (_, rotate) => {
    const { log, checkpoint } = newLog();
    writeFileSync(log, lines(0, 1000));
    expect((await watched([log], { checkpoint })).input.lines).toBe(1000);
    appendFileSync(log, lines(1000, 1200));
    rotate(log);
    if (existsSync(`${log}.2`)) appendFileSync(`${log}.1`, lines(1200, 1500));
    else appendFileSync(log, lines(1200, 1500));
    appendFileSync(log, lines(1500, 1800));
    const whole = await expected(lines(0, 1800));
    const notes: string[] = [];
    const report = await watched([log], { checkpoint, onNote: (text) => notes.push(text) });
    expect(report.input).toMatchObject({ lines: 1800, records: 1800, late: 0, rejected: { total: 0 } });
    expect(report.windows).toEqual(whole.windows);
    expect(notes).toEqual([]);
  });

  it("killed at any moment: no request is lost, and none counted twice", async () => {
    const { log, checkpoint } = newLog();
    writeFileSync(log, lines(0, 1000).slice(0, -40));
    await watched([log], { checkpoint });
    appendFileSync(log, lines(0, 1400).slice(lines(0, 1000).length - 40));
    // Leaving the loop is the end of it, without another word: as if it had been killed.
    for await (const event of watchFiles([log], { ...SETTINGS, checkpoint }))
      if (event.type === "window") break;
    const report = await watched([log], { checkpoint });
    expect(report.input).toMatchObject({ lines: 1400, records: 1400 });
    expect(report.windows).toEqual((await expected(lines(0, 1400))).windows);
  });

  it("says what it cannot find any more, and goes on with what there is", async () => {
    const { log, checkpoint } = newLog();
    writeFileSync(log, lines(0, 1000).slice(0, -10));
    await watched([log], { checkpoint });
    writeFileSync(`${log}.1.gz`, gzipSync(readFileSync(log)));
    rmSync(log);
    writeFileSync(log, lines(1000, 1300));
    const notes: string[] = [];
    const report = await watched([log], { checkpoint, onNote: (text) => notes.push(text) });
    expect(notes).toEqual([expect.stringContaining("is gone")]);
    // The line that was broken off counts as it is.
    expect(report.input).toMatchObject({ lines: 1300 });
  });

  it("says at once where it cannot be kept, and watches on where it cannot any more", async () => {
    const { log } = newLog();
    writeFileSync(log, lines(0, 100));
    const kept = join(folder, "kept");
    const checkpoint = join(kept, "state");
    await expect(watchFiles([log], { ...SETTINGS, checkpoint }).next()).rejects.toThrow("Cannot write");
    mkdirSync(kept);
    const notes: string[] = [];
    const onNote = (text: string) => {
      notes.push(text);
    };
    const controller = new AbortController();
    const onCaughtUp = () => {
      rmSync(kept, { recursive: true });
      controller.abort();
    };
    const types: string[] = [];
    const options = { ...SETTINGS, checkpoint, onNote, onCaughtUp, signal: controller.signal };
    for await (const { type } of watchFiles([log], options)) types.push(type);
    expect(types.at(-1)).toBe("report");
    expect(new Set(notes)).toEqual(new Set([expect.stringMatching(/^Cannot write .*; watching goes on$/)]));
  });

  it("is for its owner only, and refuses other files, other options, and what is no checkpoint", async () => {
    const { log, checkpoint } = newLog();
    writeFileSync(log, lines(0, 100));
    await watched([log], { checkpoint });
    expect(statSync(checkpoint).mode & 0o077).toBe(0);
    const other = newLog();
    writeFileSync(other.log, lines(0, 100));
    await expect(watched([other.log], { checkpoint })).rejects.toThrow(/is of .*, not of .*remove it/);
    await expect(watched([log], { checkpoint, window: "30s" })).rejects.toThrow('"windowMs" was 10000');
    writeFileSync(other.checkpoint, readFileSync(checkpoint).subarray(0, 5000));
    await expect(watched([log], { checkpoint: other.checkpoint })).rejects.toThrow("damaged, or none");
    await expect(watched([log], { checkpoint: log })).rejects.toThrow("remove it to begin anew");
  });
});
