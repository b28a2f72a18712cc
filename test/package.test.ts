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

const ENTRIES = {
  "node:fs": "{ readFileSync }",
  tidegauge: "{ Analyzer, TidegaugeError, VERSION, analyzeFiles, watchFiles }",
  "tidegauge/sketches": "{ FrequentItems, Quantiles, RateSketch, ThresholdSample }",
  "tidegauge/simulator": "{ SCENARIOS, simulate }",
  "tidegauge/middleware": "{ observe }",
};
const IMPORTS = Object.entries(ENTRIES)
  .map(([entry, names]) => `import ${names} from "${entry}";\n`)
  .join("");
const REQUIRES = Object.entries(ENTRIES)
  .map(([entry, names]) => `const ${names} = require("${entry}");\n`)
  .join("");
/** A program that uses all public entries, however it came by them. */
const USE = `
  const analyzer = new Analyzer();
  analyzer.push(readFileSync("access.log"));
  const pushed = analyzer.finish();
  const classes = [TidegaugeError, FrequentItems, Quantiles, RateSketch, ThresholdSample, simulate, observe, watchFiles];
  analyzeFiles(["access.log"], {}).then((read) => console.log(JSON.stringify({
    version: VERSION,
    pushed: pushed.input.records,
    read: read.input.records,
    verdict: read.verdict,
    entries: classes.map((one) => typeof one),
    scenarios: SCENARIOS.length > 0,
  })));`;

/** The program of Node 24, or null where there is none to be had (no network, say). */
async function otherNode(): Promise<string | null> {
  if (process.versions.node.startsWith("24.")) return process.execPath;
  try {
    const asked = ["--yes", "--prefer-offline", "node@24", "-p", "process.execPath"];
    const { stdout } = await run("npx", asked, { timeout: 60_000 });
    return stdout.trim();
  } catch {
    return null;
  }
}

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
    await writeFile(join(project, "use.js"), `${IMPORTS}${USE}`);
    await writeFile(join(project, "use.cjs"), `${REQUIRES}${USE}`);
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
    const papers = ["package.json", "README.md", "LICENSE", "CHANGELOG.md", "man/tidegauge.1"];
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

  const USED = {
    pushed: 120,
    read: 120,
    verdict: "normal",
    entries: Array(8).fill("function"),
    scenarios: true,
  };

  it("is imported by every public entry", async () => {
    const { stdout, stderr } = await run(process.execPath, ["use.js"], { cwd: project });
    const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as { version: string };
    expect(JSON.parse(stdout)).toEqual({ ...USED, version });
    expect(stderr).toBe("");
  });

  it("is required by every public entry, without a warning, and is the same package for both", async () => {
    const { stdout, stderr } = await run(process.execPath, ["use.cjs"], { cwd: project });
    expect(JSON.parse(stdout)).toMatchObject(USED);
    expect(stderr).toBe("");
    const both = `
      const required = require("tidegauge");
      import("tidegauge").then(({ Analyzer }) => console.log(Analyzer === required.Analyzer));`;
    expect((await run(process.execPath, ["-e", both], { cwd: project })).stdout).toBe("true\n");
  });

  it("observes a server without any framework, and lets the process end", async () => {
    await writeFile(
      join(project, "serve.js"),
      `import { createServer } from "node:http";
       import { observe } from "tidegauge/middleware";
       const gauge = observe({ home: ["FR"] });
       const server = createServer(gauge.wrap((_request, response) => response.end("hello")));
       server.listen(0, "127.0.0.1", async () => {
         for (let i = 0; i < 3; i += 1) await (await fetch("http://127.0.0.1:" + server.address().port)).text();
         server.closeAllConnections();
         server.close(() => process.stdout.write(JSON.stringify({ requests: gauge.close().input.requests })));
         observe({ geo: "none" }); // is never closed
       });`,
    );
    const { stdout, stderr } = await run(process.execPath, ["serve.js"], { cwd: project, timeout: 20_000 });
    expect({ stdout, stderr }).toEqual({ stdout: '{"requests":3}', stderr: "" });
  });

  it("runs on Node 24, too: imported, required and as a command", async ({ skip }) => {
    const node = await otherNode();
    if (node === null) skip("Node 24 cannot be had here (npx node@24): not tried on it");
    for (const file of ["use.js", "use.cjs"]) {
      const { stdout, stderr } = await run(node!, [file], { cwd: project });
      expect(JSON.parse(stdout)).toMatchObject(USED);
      expect(stderr).toBe("");
    }
    const bin = join(project, "node_modules/tidegauge/dist/cli.js");
    const { stdout } = await run(node!, [bin, "analyze", "access.log", "--json"], { cwd: project });
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "normal", input: { records: 120 } });
  }, 90_000);

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
