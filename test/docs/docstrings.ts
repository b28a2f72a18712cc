import ts from "typescript";

/** An `@example` of a docstring. */
export interface Example {
  /** What the docstring belongs to, as in `Analyzer.advanceTo`. */
  readonly of: string;
  readonly code: string;
}

/** All examples in the docstrings of a file, in order. */
export function examplesIn(path: string, text: string): Example[] {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  const found: Example[] = [];
  const visit = (node: ts.Node, names: readonly string[]): void => {
    const name = (node as { readonly name?: ts.Node }).name?.getText() ?? "";
    const own = name === "" ? names : [...names, name];
    for (const tag of ts.getJSDocTags(node)) {
      if (tag.tagName.text !== "example" || tag.parent.parent !== node) continue;
      found.push({ of: own.join("."), code: codeOf(text.slice(tag.getStart(), tag.getEnd())) });
    }
    ts.forEachChild(node, (child) => visit(child, own));
  };
  visit(tree, []);
  return found;
}

/** The lines behind `@example`, without the asterisks before them. */
function codeOf(tag: string): string {
  return tag
    .replace(/^@example/, "")
    .replace(/\*\/\s*$/, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, ""))
    .join("\n")
    .trim();
}

/** An example as the body of a function, and what it says will come out. */
export interface Runnable {
  /** JavaScript in which `expect(value, text)` is called for each value that a comment tells. */
  readonly body: string;
  /** Modules that it imports, with the names that it takes from them; `default as name` for the default. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
  /** Lines that comments behind `console.log` say are printed. */
  readonly printed: readonly string[];
  /** How many values are told by comments. */
  readonly values: number;
}

/**
 * Makes an example runnable. `expression; // value` says what the expression is, as a JavaScript value;
 * `console.log(…); // text` what is printed.
 */
export function runnable(code: string): Runnable {
  const imports = new Map<string, readonly string[]>();
  const printed: string[] = [];
  let values = 0;
  const lines = code.split("\n").map((line) => {
    const imported = /^import (?:\{ (.+) \}|(\w+)) from "(.+)";$/.exec(line);
    if (imported !== null) {
      const [, named, whole, specifier] = imported;
      imports.set(specifier!, named?.split(", ") ?? [`default as ${whole}`]);
      return "";
    }
    const told = /^(\s*)(.+);\s+\/\/ (.+)$/.exec(line);
    if (told === null) return line;
    const [, indent, statement, comment] = told;
    if (/\bconsole\.log\(/.test(statement!)) {
      printed.push(comment!);
      return line;
    }
    if (/^(const|let|return|for|if)\b/.test(statement!)) return line;
    values += 1;
    return `${indent}expect(${statement}, ${comment});`;
  });
  const options = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext };
  return { body: ts.transpile(lines.join("\n"), options).trim(), imports, printed, values };
}
