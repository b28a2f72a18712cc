import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { examplesIn, runnable } from "./docstrings.ts";

const SRC = fileURLToPath(new URL("../../src/", import.meta.url));
/** What an example may use without importing it, beside what its own file exports. */
const ENTRIES = ["index.ts", "middleware/index.ts", "sketches/index.ts", "simulator/index.ts"];
const LINE = '192.0.2.7 - - [06/Apr/2021:08:00:00 +0200] "GET / HTTP/1.1" 200 512 "-" "Mozilla/5.0"\n';

type Names = Record<string, unknown>;
const AsyncFunction = (async () => {}).constructor as new (
  ...parts: string[]
) => (...values: unknown[]) => Promise<void>;

const examples = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .flatMap((path) =>
    examplesIn(path, readFileSync(join(SRC, path), "utf8")).map((example) => ({ path, ...example })),
  );

async function namesOf(path: string): Promise<Names> {
  return (await import(pathToFileURL(join(SRC, path)).href)) as Names;
}

describe("the examples of the docstrings", () => {
  const home = process.cwd();
  let folder = "";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "tidegauge-examples-"));
    writeFileSync(join(folder, "access.log"), LINE.repeat(3));
    writeFileSync(join(folder, "access.log.1.gz"), gzipSync(LINE.repeat(3)));
    process.chdir(folder);
  });
  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });

  it("are there", () => {
    expect(examples.map(({ of }) => of)).toEqual(
      expect.arrayContaining(["Analyzer", "analyzeFiles", "observe"]),
    );
  });

  it.each(examples)("run and say the truth: $of ($path)", async ({ path, code }) => {
    const { body, imports, printed, values } = runnable(code);
    const names: Names = {};
    for (const entry of ENTRIES) Object.assign(names, await namesOf(entry));
    Object.assign(names, await namesOf(path));
    for (const [specifier, wanted] of imports) {
      const module = (await import(specifier)) as Names;
      for (const name of wanted) {
        const [from, to = from] = name.split(" as ");
        names[to!] = module[from!];
      }
    }
    const output: string[] = [];
    let compared = 0;
    names["console"] = { log: (...parts: unknown[]) => output.push(parts.map(String).join(" ")) };
    names["expect"] = (value: unknown, told: unknown) => {
      compared += 1;
      expect(value).toEqual(told);
    };
    await new AsyncFunction(...Object.keys(names), body)(...Object.values(names));
    // Servers answer when they do.
    await vi.waitFor(() => expect(output.length).toBeGreaterThanOrEqual(printed.length), 10_000);
    for (const line of printed) expect(output).toContain(line);
    expect(compared).toBe(values);
  });
});

describe("an example", () => {
  it("says what an expression is, and what is printed", () => {
    const code = 'import { a, b } from "c";\nconst x = 1; // one\nx + 1; // 2\nconsole.log(x); // 1';
    expect(runnable(code)).toEqual({
      body: "const x = 1; // one\nexpect(x + 1, 2);\nconsole.log(x); // 1",
      imports: new Map([["c", ["a", "b"]]]),
      printed: ["1"],
      values: 1,
    });
  });

  it("is found at what it belongs to, members of classes too", () => {
    const text =
      "class A {\n  /**\n   * Does.\n   * @example\n   * f();\n   *   g(); // 1\n   */\n  m() {}\n}";
    expect(examplesIn("a.ts", text)).toEqual([{ of: "A.m", code: "f();\n  g(); // 1" }]);
  });
});
