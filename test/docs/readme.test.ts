import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "tsup";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drillSection, judgeDrill, writtenSection } from "../../bench/readme.ts";
import { OPTIONS } from "../../src/cli/option-table.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const readme = readFileSync(`${root}README.md`, "utf8");
/** Where `tidegauge` is found as a package, built from the sources as they are. */
const project = `${root}node_modules/.cache/tidegauge-readme`;

/** Public entries: path, name of the build, source. */
const ENTRIES = [
  [".", "index", "index.ts"],
  ["./middleware", "middleware", "middleware/index.ts"],
  ["./sketches", "sketches", "sketches/index.ts"],
  ["./simulator", "simulator", "simulator/index.ts"],
] as const;

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs"))].map((match) => match[1]!);
}

beforeAll(async () => {
  const installed = `${project}/node_modules/tidegauge`;
  mkdirSync(installed, { recursive: true });
  await build({
    config: false,
    entry: Object.fromEntries(ENTRIES.map(([, name, source]) => [name, `${root}src/${source}`])),
    outDir: installed,
    format: "esm",
    platform: "node",
    target: "node20",
    silent: true,
  });
  const exports = Object.fromEntries(ENTRIES.map(([path, name]) => [path, `./${name}.js`]));
  writeFileSync(`${installed}/package.json`, JSON.stringify({ name: "tidegauge", type: "module", exports }));
  const line = '192.0.2.7 - - [06/Apr/2021:08:00:00 +0200] "GET / HTTP/1.1" 200 512 "-" "Mozilla/5.0"\n';
  writeFileSync(`${project}/access.log`, line.repeat(3));
});
afterAll(() => rmSync(project, { recursive: true }));

describe("the examples of the README", () => {
  const examples = blocks("ts");

  it("are there", () => {
    expect(examples.length).toBeGreaterThanOrEqual(2);
  });

  for (const [index, example] of examples.entries()) {
    it(`run: example ${index + 1}`, async () => {
      const file = `${project}/example-${index}.mjs`;
      writeFileSync(file, example);
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [file], { cwd: project });
      expect(stderr).toBe("");
      expect(stdout).toMatch(/normal|NORMAL/);
    });
  }

  it("use commands and options that there are", () => {
    const names = Object.values(OPTIONS).flatMap((options) => options.map(({ name }) => `--${name}`));
    for (const block of blocks("console")) {
      for (const [option] of block.matchAll(/(?<= )--[a-z-]+/g)) expect(names).toContain(option);
    }
    for (const [, option] of readme.matchAll(/\| `(--[a-z-]+)/g)) expect(names).toContain(option);
    for (const [, command] of readme.matchAll(/`tidegauge (?:\[)?([a-z]+)/g)) {
      expect([...Object.keys(OPTIONS)]).toContain(command);
    }
  });
});

describe("the drill in the README", () => {
  it("is what the judge says of it today (node --import tsx bench/readme.ts writes it anew)", async () => {
    expect(writtenSection()).toBe(drillSection(await judgeDrill()));
  });
});
