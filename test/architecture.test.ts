import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/** What src/README.md promises about the shape of the program, as tests. */

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SRC = join(ROOT, "src");

/** Folders that may import anything, and use what Node offers. */
const OUTER = ["node", "middleware", "cli"];
/** Files that other programs import, which alone may do nothing but pass on exports. */
const PUBLIC_ENTRIES = ["index.ts", "sketches/index.ts", "simulator/index.ts", "middleware/index.ts"];

interface SourceFile {
  /** Path within src/, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  /** Relative imports as paths within src/, static, dynamic and of types. */
  readonly imports: readonly string[];
  /** Imports of packages and of Node's own modules. */
  readonly packages: readonly string[];
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(SRC, path), "utf8");
  const specifiers = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  return {
    path,
    text,
    tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true),
    imports: specifiers
      .filter((specifier) => specifier.startsWith("."))
      .map((specifier) => relative(SRC, join(SRC, dirname(path), specifier)).replaceAll("\\", "/")),
    packages: specifiers.filter((specifier) => !specifier.startsWith(".")),
  };
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  // The kernel's sources are in another language, of the same ending (src/kernel/assembly).
  .filter((path) => path.endsWith(".ts") && !path.startsWith("kernel/assembly/"))
  .map(readSource);

/** The folder of a file, or the file itself where it lies beside the folders. */
function unitOf(path: string): string {
  return path.split("/")[0]!;
}

function isFolder(unit: string): boolean {
  return !unit.includes(".");
}

/** Folders in the order of the table in src/README.md. */
const order = [...readFileSync(join(SRC, "README.md"), "utf8").matchAll(/^\| `(\w+)\/` +\|/gm)].map(
  ([, folder]) => folder!,
);

/** `from → to` for every import that the predicate does not allow. */
function forbidden(isAllowed: (from: SourceFile, to: string) => boolean): string[] {
  return files.flatMap((file) =>
    file.imports.filter((to) => !isAllowed(file, to)).map((to) => `${file.path} → ${to}`),
  );
}

/** The program text without comments and strings, for a look at which names it uses. */
function code({ text }: SourceFile): string {
  const scanner = ts.createScanner(ts.ScriptTarget.ES2023, true, ts.LanguageVariant.Standard, text);
  const tokens: string[] = [];
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (token !== ts.SyntaxKind.StringLiteral) tokens.push(scanner.getTokenText());
  }
  return tokens.join(" ");
}

describe("the shape of src/", () => {
  it("finds the files, and the folders' order in src/README.md", () => {
    expect(files.length).toBeGreaterThan(40);
    expect(order.slice(0, 2)).toEqual(["bytes", "kernel"]);
  });

  it("has every folder in the table of src/README.md, and no other in it", () => {
    const folders = new Set(files.map(({ path }) => unitOf(path)).filter(isFolder));
    expect([...folders].sort()).toEqual([...order].sort());
  });

  it("imports only files that exist, each with its extension", () => {
    expect(forbidden((_, to) => /\.(ts|json)$/.test(to) && existsSync(join(SRC, to)))).toEqual([]);
  });

  it("imports from a folder only in folders below it in the table", () => {
    const rank = (unit: string): number => order.indexOf(unit);
    const wrong = forbidden((from, to) => {
      const [source, target] = [unitOf(from.path), unitOf(to)];
      if (!isFolder(source) || !isFolder(target) || OUTER.includes(source)) return true;
      return source === target || rank(target) < rank(source);
    });
    expect(wrong).toEqual([]);
  });

  it("keeps what wires the core, and what faces the public, out of the folders of the core", () => {
    const wrong = forbidden((from, to) => {
      const source = unitOf(from.path);
      if (!isFolder(source) || OUTER.includes(source)) return true;
      return to !== "analyzer.ts" && to !== "index.ts";
    });
    expect(wrong).toEqual([]);
  });

  it("keeps the simulator and the judge apart", () => {
    const observing = ["errors.ts", "bytes", "records", "geo", "simulator"];
    const wrong = forbidden((from, to) => {
      const [source, target] = [unitOf(from.path), unitOf(to)];
      if (source === "simulator") return observing.includes(target);
      return target !== "simulator" || OUTER.includes(source);
    });
    expect(wrong).toEqual([]);
  });

  it("has no cycle of imports between folders", () => {
    const targets = new Map<string, Set<string>>();
    for (const { path, imports } of files) {
      const from = unitOf(path);
      for (const to of imports.map(unitOf)) {
        if (to !== from) targets.set(from, (targets.get(from) ?? new Set()).add(to));
      }
    }
    // Takes away, again and again, what imports nothing that is left; a cycle is what stays.
    const left = new Set(targets.keys());
    for (let before = -1; before !== left.size; ) {
      before = left.size;
      for (const unit of left) if (![...targets.get(unit)!].some((to) => left.has(to))) left.delete(unit);
    }
    expect([...left].map((unit) => `${unit} → ${[...targets.get(unit)!].join(", ")}`)).toEqual([]);
  });

  it("has no cycle of imports between files, imports of types aside", () => {
    const targets = new Map<string, string[]>();
    for (const { path, text } of files) {
      const withoutTypes = text.replace(/^(import|export) type [^;]*;/gm, "");
      const specifiers = ts.preProcessFile(withoutTypes, true, true).importedFiles;
      targets.set(
        path,
        specifiers
          .filter(({ fileName }) => fileName.startsWith("."))
          .map(({ fileName }) => relative(SRC, join(SRC, dirname(path), fileName)).replaceAll("\\", "/")),
      );
    }
    const left = new Set(targets.keys());
    for (let before = -1; before !== left.size; ) {
      before = left.size;
      for (const file of left) if (!targets.get(file)!.some((to) => left.has(to))) left.delete(file);
    }
    expect([...left]).toEqual([]);
  });
});

describe("the core", () => {
  const core = files.filter(({ path }) => !OUTER.includes(unitOf(path)) && path !== "index.ts");

  it("imports nothing of Node", () => {
    const wrong = core.flatMap(({ path, packages }) =>
      packages.filter((name) => isBuiltin(name)).map((name) => `${path} → ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it("has no clock, no unseeded randomness and no I/O", () => {
    const names =
      /\b(Date \. now|new Date \( \)|Math \. random|performance \.|process \.|Buffer \b|console \.|setTimeout|setInterval|fetch \(|crypto \.)/;
    const wrong = core.flatMap((file) => {
      const found = names.exec(code(file));
      return found === null ? [] : [`${file.path}: ${found[0]}`];
    });
    expect(wrong).toEqual([]);
  });
});

describe("files", () => {
  it("are never named for being useful", () => {
    const wrong = files.filter(({ path }) => /(^|\/)(utils?|helpers?|common|managers?|misc)[./]/.test(path));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("pass on the exports of others only where they are public entries", () => {
    const wrong = files.filter((file) => {
      const { statements } = file.tree;
      const isBarrel = statements.length > 1 && statements.every(ts.isExportDeclaration);
      const isIndex = /(^|\/)index\.ts$/.test(file.path);
      return (isBarrel || isIndex) && !PUBLIC_ENTRIES.includes(file.path);
    });
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("say what they export: a docstring on every exported class, function, interface, type and constant", () => {
    const wrong: string[] = [];
    for (const file of files) {
      // Offsets within one structure stand under one comment.
      if (file.path === "kernel/layout.ts") continue;
      for (const statement of file.tree.statements) {
        if (ts.isExportDeclaration(statement) || !ts.canHaveModifiers(statement)) continue;
        const modifiers = ts.getModifiers(statement) ?? [];
        if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) continue;
        if (ts.getJSDocCommentsAndTags(statement).length === 0) {
          wrong.push(`${file.path}: ${statement.getText().slice(0, 60)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
