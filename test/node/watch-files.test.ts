import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { analyzeFiles } from "../../src/node/analyze-files.ts";
import { FollowedFile } from "../../src/node/followed-file.ts";
import { type WatchFilesOptions, watchFiles } from "../../src/node/watch-files.ts";
import type { AnalyzerEvent, Report } from "../../src/reports/report.ts";

const folder = mkdtempSync(join(tmpdir(), "tidegauge-watch-"));
afterAll(() => rmSync(folder, { recursive: true }));
let number = 0;
function newName(): string {
  number += 1;
  return join(folder, `${number}.log`);
}

const START_MS = Date.UTC(2021, 3, 6, 6);

/** Lines of visitors, one every 100 ms from `from` to `to`. */
function lines(from: number, to: number): string {
  let text = "";
  for (let i = from; i < to; i += 1) {
    const time = new Date(START_MS + i * 100).toISOString().slice(11, 19);
    text += `192.0.2.${i % 200} - - [06/Apr/2021:${time} +0000] "GET /page/${i % 7} HTTP/1.1" 200 5 "-" "Mozilla/5.0"\n`;
  }
  return text;
}

describe("a followed file", () => {
  /** All that there is now. */
  async function read(file: FollowedFile): Promise<string> {
    let text = "";
    for (let chunk = await file.next(); chunk !== null; chunk = await file.next()) text += Buffer.from(chunk);
    return text;
  }

  it("gives what is written, as it is written", async () => {
    const name = newName();
    writeFileSync(name, "a\nb");
    const file = await FollowedFile.open(name);
    expect(await read(file)).toBe("a\nb");
    expect(await read(file)).toBe("");
    appendFileSync(name, "c\n");
    expect(await read(file)).toBe("c\n");
    await file.close();
  });

  it("is read to its end when it is renamed, and then the new one, from the next line on", async () => {
    const name = newName();
    writeFileSync(name, "a\n");
    const file = await FollowedFile.open(name);
    expect(await read(file)).toBe("a\n");
    renameSync(name, `${name}.1`);
    expect(await read(file)).toBe("");
    writeFileSync(name, "");
    appendFileSync(`${name}.1`, "late, and cut o");
    expect(await read(file)).toBe("late, and cut o");
    appendFileSync(name, "b\n");
    appendFileSync(`${name}.1`, "ff");
    expect(await read(file)).toBe("ff\nb\n");
    await file.close();
  });

  it("is read from its beginning when it was copied and truncated", async () => {
    const name = newName();
    writeFileSync(name, "a\nbroken");
    const file = await FollowedFile.open(name);
    expect(await read(file)).toBe("a\nbroken");
    copyFileSync(name, `${name}.1`);
    truncateSync(name);
    expect(await read(file)).toBe("\n");
    appendFileSync(name, "c\n");
    expect(await read(file)).toBe("c\n");
    await file.close();
  });

  it("must be a file, be there, and not be compressed", async () => {
    await expect(FollowedFile.open(folder)).rejects.toThrow("it is no file");
    await expect(FollowedFile.open(join(folder, "none.log"))).rejects.toThrow("no such file");
    const name = newName();
    writeFileSync(name, gzipSync("a\n"));
    const file = await FollowedFile.open(name);
    await expect(file.next()).rejects.toThrow("compressed (gzip)");
    await file.close();
  });
});

describe("watching files", () => {
  /** Watches until all of some steps are done, each of which begins when the lines before it have been read. */
  async function watched(
    names: readonly string[],
    steps: readonly ((events: readonly AnalyzerEvent[]) => void)[],
    options: WatchFilesOptions = {},
  ): Promise<{ report: Report; events: AnalyzerEvent[] }> {
    const controller = new AbortController();
    const events: AnalyzerEvent[] = [];
    const pending = [...steps];
    const step = () => {
      const next = pending.shift();
      if (next === undefined) controller.abort();
      else {
        next(events);
        // Longer than files are looked at.
        setTimeout(step, 600);
      }
    };
    const settings = { geo: "none", format: "combined", seed: 0, ...options } as const;
    for await (const event of watchFiles(names, {
      ...settings,
      signal: controller.signal,
      onCaughtUp: step,
    })) {
      events.push(event);
    }
    const last = events.at(-1)!;
    if (last.type !== "report") throw new Error("the last event must be the report");
    const { type: _, ...report } = last;
    return { report, events };
  }

  it("judges what is written before and meanwhile, through rotation, as analyze judges the whole", async () => {
    const name = newName();
    writeFileSync(name, lines(0, 600));
    const { report, events } = await watched(
      [name],
      [
        () => appendFileSync(name, lines(600, 1000).slice(0, -30)),
        () => appendFileSync(name, lines(600, 1000).slice(-30)),
        () => {
          renameSync(name, `${name}.1`);
          writeFileSync(name, lines(1000, 1400));
        },
      ],
    );
    const whole = newName();
    writeFileSync(whole, lines(0, 1400));
    const expected = await analyzeFiles([whole], { geo: "none", format: "combined" });
    expect(report.windows).toEqual(expected.windows);
    expect(report.input).toMatchObject({ lines: 1400, records: 1400, late: 0 });
    expect(events.filter(({ type }) => type === "window")).toHaveLength(expected.windows.length);
  });

  it("tells a format by a few lines, and tells windows while it watches", async () => {
    const name = newName();
    writeFileSync(name, "");
    const seen: string[] = [];
    const { report } = await watched(
      [name],
      [
        () => appendFileSync(name, lines(0, 500)),
        (told) => seen.push(...told.map(({ type }) => type).filter((type) => type === "window")),
      ],
      { format: "auto" },
    );
    expect(report.input.sources[0]).toMatchObject({ format: "combined", lines: 500 });
    expect(seen).toEqual(["window", "window", "window"]);
  });

  it("lets windows close though nothing comes any more", async () => {
    const name = newName();
    writeFileSync(name, lines(0, 100));
    const seen: (readonly AnalyzerEvent[])[] = [];
    await watched([name], [() => {}, () => {}, () => {}, (told) => seen.push([...told])], {
      lateness: "0s",
      patience: "0s",
    });
    expect(seen[0]).toMatchObject([{ type: "window", requests: 100 }]);
  });

  it("does not wait for a file that is silent", async () => {
    const [busy, silent] = [newName(), newName()];
    writeFileSync(silent, lines(0, 10));
    writeFileSync(busy, lines(0, 3000));
    let windowsBefore = -1;
    const events: AnalyzerEvent[] = [];
    const controller = new AbortController();
    const options = { geo: "none", format: "combined", signal: controller.signal } as const;
    const onCaughtUp = () => setTimeout(() => controller.abort(), 300);
    for await (const event of watchFiles([silent, busy], { ...options, onCaughtUp })) {
      if (event.type === "report") windowsBefore = events.length;
      else if (!controller.signal.aborted) events.push(event);
    }
    // 300 s of lines; the silent file may hold up one minute, and lateness ten seconds.
    expect(windowsBefore).toBeGreaterThanOrEqual(22);
  });

  it("ends when its reader leaves, and refuses what is no log", async () => {
    const name = newName();
    writeFileSync(name, lines(0, 600));
    for await (const event of watchFiles([name], { geo: "none", format: "combined" })) {
      expect(event.type).toBe("window");
      break;
    }
    const other = newName();
    writeFileSync(other, "import { nothing } from nowhere;\n".repeat(20_000));
    await expect(watchFiles([other], { geo: "none" }).next()).rejects.toThrow(
      "is in no format that tidegauge knows",
    );
    await expect(watchFiles([]).next()).rejects.toThrow("name the files");
  });
});
