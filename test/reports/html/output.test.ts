import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OutputWriter, outputsOf } from "../../../src/cli/outputs.ts";
import { formatHtml as fromEntry } from "../../../src/index.ts";
import { formatHtml } from "../../../src/reports/html.ts";
import { formatJson } from "../../../src/reports/json.ts";
import { report } from "../example.ts";

describe("-o html", () => {
  let folder = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tidegauge-output-"));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("writes the page to its file, beside other outputs of the same report", async () => {
    const [page, json] = [join(folder, "report.html"), join(folder, "report.json")];
    const writer = await OutputWriter.open(outputsOf({ output: [`html:${page}`, `json:${json}`] }), {});
    writer.report(report());
    expect((await readFile(page, "utf8")) === formatHtml(report())).toBe(true);
    expect((await readFile(json, "utf8")) === formatJson(report())).toBe(true);
  });

  it("replaces what the file held", async () => {
    const page = join(folder, "old.html");
    await writeFile(page, "x".repeat(2_000_000));
    const writer = await OutputWriter.open(outputsOf({ output: [`html:${page}`] }), {});
    writer.report(report());
    expect((await readFile(page, "utf8")) === formatHtml(report())).toBe(true);
  });

  it("tells a wrong path before anything is read", async () => {
    const opening = OutputWriter.open(
      outputsOf({ output: [`html:${join(folder, "none", "report.html")}`] }),
      {},
    );
    await expect(opening).rejects.toMatchObject({ code: "TG_UNREADABLE" });
  });

  it("is what the library offers as formatHtml", () => {
    expect(fromEntry).toBe(formatHtml);
  });
});
