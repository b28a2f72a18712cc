import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** One line a second from a few addresses that are kept for documentation. */
const LOG = Array.from(
  { length: 120 },
  (_, i) =>
    `203.0.113.${i % 7} - - [06/Apr/2021:08:${String(Math.floor(i / 60)).padStart(2, "0")}:${String(i % 60).padStart(2, "0")} +0200] ` +
    `"GET /page/${i % 5} HTTP/1.1" 200 ${500 + i} "-" "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0"\n`,
).join("");

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

describe("the packed tarball in an empty project", () => {
  let project = "";
  let packed: Packed = { filename: "", files: [] };

  beforeAll(async () => {
    if (!existsSync(join(ROOT, "dist/index.js"))) {
      await run("npx", ["tsup", "--silent", "--no-dts"], { cwd: ROOT });
    }
    project = await mkdtemp(join(tmpdir(), "tidegauge-package-"));
    const pack = await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", project], {
      cwd: ROOT,
      maxBuffer: 1 << 24,
    });
    packed = (JSON.parse(pack.stdout) as Packed[])[0]!;
    await writeFile(join(project, "package.json"), '{"name":"empty","private":true,"type":"module"}');
    await writeFile(join(project, "access.log"), LOG);
    const install = ["install", "--no-audit", "--no-fund", "--prefer-offline", `./${packed.filename}`];
    await run("npm", install, { cwd: project });
  }, 120_000);

  afterAll(async () => {
    if (project !== "") await rm(project, { recursive: true, force: true });
  });

  /** Runs the installed command; resolves with what it printed whatever its exit code. */
  async function command(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const bin = join(project, "node_modules/.bin/tidegauge");
    try {
      return { code: 0, ...(await run(bin, args, { cwd: project })) };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, stdout, stderr };
    }
  }

  it("holds the build and the papers, and nothing else", () => {
    const paths = packed.files.map(({ path }) => path);
    const papers = ["package.json", "README.md", "LICENSE", "CHANGELOG.md"];
    expect(paths.filter((path) => !path.startsWith("dist/") && !papers.includes(path))).toEqual([]);
    expect(paths).toEqual(
      expect.arrayContaining(["LICENSE", "package.json", "dist/index.js", "dist/cli.js"]),
    );
  });

  it("names no path of the machine it was built on", async () => {
    for (const { path } of packed.files) {
      const text = await readFile(join(project, "node_modules/tidegauge", path), "utf8");
      expect(text.includes(ROOT), path).toBe(false);
    }
  });

  it("is imported by every public entry", async () => {
    await writeFile(
      join(project, "use.js"),
      `import { readFileSync } from "node:fs";
       import { Analyzer, TidegaugeError, VERSION, analyzeFiles } from "tidegauge";
       import { FrequentItems, Quantiles, RateSketch, ThresholdSample } from "tidegauge/sketches";
       import { SCENARIOS } from "tidegauge/simulator";
       const analyzer = new Analyzer();
       analyzer.push(readFileSync("access.log"));
       const pushed = analyzer.finish();
       const read = await analyzeFiles(["access.log"], {});
       console.log(JSON.stringify({
         version: VERSION,
         pushed: pushed.input.records,
         read: read.input.records,
         verdict: read.verdict,
         entries: [TidegaugeError, FrequentItems, Quantiles, RateSketch, ThresholdSample].map((c) => typeof c),
         scenarios: SCENARIOS.length > 0,
       }));`,
    );
    const { stdout } = await run(process.execPath, ["use.js"], { cwd: project });
    const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as { version: string };
    expect(JSON.parse(stdout)).toEqual({
      version,
      pushed: 120,
      read: 120,
      verdict: "normal",
      entries: ["function", "function", "function", "function", "function"],
      scenarios: true,
    });
  });

  it("judges a log from the command line, with places of the installed data", async () => {
    const { code, stdout, stderr } = await command("analyze", "access.log", "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const report = JSON.parse(stdout) as { schema: string; input: { lines: number; records: number } };
    expect(report).toMatchObject({
      schema: "tidegauge.report/1",
      verdict: "normal",
      input: { lines: 120, records: 120 },
      geo: { country: expect.stringContaining("GeoLite2") as string },
    });
  });

  it("says its version, and that a missing file is missing, with the right exit codes", async () => {
    const version = await command("--version");
    expect(version.code).toBe(0);
    expect(version.stdout).toMatch(/^tidegauge \d+\.\d+\.\d+\n.*MaxMind/s);
    const missing = await command("analyze", "missing.log", "--geo", "none");
    expect(missing.code).toBe(3);
    expect(missing.stderr).toContain("missing.log");
  });

  it("works without the place data, which are an optional dependency, and says so", async () => {
    // A package that exports nothing rather than none at all: Node would go on looking in the folders above.
    const folder = join(project, "node_modules/geoip-lite");
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    await writeFile(join(folder, "package.json"), '{"name":"geoip-lite","version":"0.0.0","exports":{}}');
    const none = await command("analyze", "access.log", "--json", "--geo", "none");
    expect(none).toMatchObject({ code: 0, stderr: "" });
    const byDefault = await command("analyze", "access.log", "--json");
    expect(byDefault.code).toBe(0);
    expect(byDefault.stdout).toContain("npm install geoip-lite");
    const asked = await command("analyze", "access.log", "--json", "--geo", "lite");
    expect(asked.code).toBe(3);
    expect(asked.stderr).toContain("--geo none");
  });
});
