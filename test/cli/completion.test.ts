import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { completionScript } from "../../src/cli/completion.ts";
import { type CliOption, OPTIONS } from "../../src/cli/option-table.ts";

const folder = mkdtempSync(join(tmpdir(), "tidegauge-completion-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Whether a shell is here; its tests are skipped where it is not. */
function has(shell: string): boolean {
  return spawnSync(shell, ["-c", "exit 0"]).status === 0;
}

const script = join(folder, "tidegauge.bash");
writeFileSync(script, completionScript("bash"));

/** What bash offers when the cursor stands behind the last of these words. */
function offered(...words: string[]): string[] {
  const program =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: bash's own
    'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); COMPREPLY=(); _tidegauge; printf "%s\\n" "${COMPREPLY[@]}"';
  const text = execFileSync("bash", ["-u", "-c", program, "bash", script, "tidegauge", ...words], {
    encoding: "utf8",
  });
  return text.split("\n").filter((line) => line !== "");
}

describe.skipIf(!has("bash"))("completion in bash", () => {
  it("offers the commands, and the words of a command", () => {
    expect(offered("")).toEqual([...Object.keys(OPTIONS), "--version"]);
    expect(offered("ex")).toEqual(["explain"]);
    expect(offered("baseline", "")).toEqual(["learn", "show"]);
    expect(offered("completion", "z")).toEqual(["zsh"]);
    expect(offered("simulate", "flood/pu")).toEqual(["flood/pulses"]);
  });

  it("offers the options of the command, and of analyze where a file came first", () => {
    expect(offered("rules", "x.log", "--f")).toEqual(["--for", "--format"]);
    expect(offered("x.log", "--fail")).toEqual(["--fail-on"]);
    expect(offered("--fail")).toEqual(["--fail-on"]);
    expect(offered("rules", "x.log", "--fail")).toEqual([]);
  });

  it("offers the values of an option, apart or behind a sign of equality", () => {
    expect(offered("rules", "--for", "n")).toEqual(["nginx", "nft"]);
    expect(offered("rules", "--for", "=", "n")).toEqual(["nginx", "nft"]);
    expect(offered("x.log", "--color", "=")).toEqual(["auto", "always", "never"]);
    expect(offered("x.log", "-o", "ma")).toEqual(["markdown"]);
  });

  it("leaves files to the shell", () => {
    expect(offered("detect", "")).toEqual([]);
    expect(offered("baseline", "show", "")).toEqual([]);
    expect(offered("x.log", "--config", "")).toEqual([]);
    expect(offered("simulate", "-o", "")).toEqual([]);
  });
});

describe("completion in every shell", () => {
  it("is of the shell's own syntax", () => {
    for (const shell of ["bash", "zsh", "fish"] as const) {
      if (!has(shell)) continue;
      const path = join(folder, `check.${shell}`);
      writeFileSync(path, completionScript(shell));
      const { status, stderr } = spawnSync(shell, ["-n", path], { encoding: "utf8" });
      expect({ shell, status, stderr }).toEqual({ shell, status: 0, stderr: "" });
    }
  });

  it("knows every option of every command", () => {
    for (const shell of ["bash", "zsh", "fish"] as const) {
      const text = completionScript(shell);
      for (const options of Object.values(OPTIONS)) {
        for (const { name } of options as readonly CliOption[]) {
          const spelling = shell === "fish" ? `-l ${name}` : `--${name}`;
          expect(text).toContain(spelling);
        }
      }
    }
  });

  it("has quotes in pairs in every line of zsh and fish", () => {
    for (const shell of ["zsh", "fish"] as const) {
      for (const line of completionScript(shell).split("\n")) {
        const bare = line.replaceAll("'\\''", "").replaceAll("\\'", "");
        if (!line.startsWith("#")) expect(bare.split("'").length % 2).toBe(1);
      }
    }
  });
});
