import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCommand, tidegauge } from "./command.ts";
import { flood, ordinary } from "./minutes.ts";

/** What every command does with inputs that are none, and outputs that nobody takes. */

const folder = mkdtempSync(join(tmpdir(), "tidegauge-awkward-"));
beforeAll(buildCommand);
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const log = file("access.log", ordinary());
const empty = file("empty.log", "");
const none = ["--geo", "none"];

describe("an empty log", () => {
  it("is explained by one sentence: there is nothing to judge, and nothing more to say", async () => {
    const { code, stdout, stderr } = await tidegauge(["explain", empty, ...none]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toBe("tidegauge: the input is empty: there is nothing to judge\n");
  });

  it("has no table of formats that read none of its lines", async () => {
    const { stdout } = await tidegauge(["detect", empty]);
    expect(stdout).toBe(`${empty}: no known format\n\nThere are no lines to tell a format by.\n`);
  });

  it("is listed in the report, also where its compressed data break off before the first line", async () => {
    const cut = file("cut.log.gz", Uint8Array.of(0x1f, 0x8b));
    const { code, stdout } = await tidegauge([cut, "--json", ...none]);
    const { input } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(input.sources).toMatchObject([{ name: cut, lines: 0 }]);
  });
});

describe("rules where there is no attack", () => {
  it.each(["nginx", "nft", "ipset", "haproxy", "cloudflare", "aws-waf"])(
    "do not speak of an episode: %s",
    async (target) => {
      const { code, stdout, stderr } = await tidegauge(["rules", log, "--for", target, ...none]);
      expect(code).toBe(0);
      expect(stderr).toBe("tidegauge: no attack was found: there is nothing to block\n");
      expect(stdout).toContain("There is no rule in it");
      expect(stdout).not.toContain("that episode");
    },
  );
});

describe("records", () => {
  it("says that compressed data break off, after all that came before", async () => {
    const zipped = gzipSync(ordinary(5000));
    const cut = file("half.log.gz", zipped.subarray(0, zipped.length >> 1));
    const { code, stdout, stderr } = await tidegauge(["records", cut]);
    expect(code).toBe(0);
    expect(stdout.split("\n").length).toBeGreaterThan(1000);
    expect(stderr).toContain("stops in the middle of its compressed data");
  });

  it("says that compressed data are damaged, with exit code 3", async () => {
    const zipped = Buffer.from(gzipSync(ordinary(5000)));
    zipped.fill(0xff, zipped.length - 600, zipped.length - 300);
    const { code, stderr } = await tidegauge(["records", file("bad.log.gz", zipped)]);
    expect(code).toBe(3);
    expect(stderr).toContain("its compressed data are damaged");
  });

  it("says what a file is that is no log", async () => {
    const pdf = file("a.pdf", "%PDF-1.7\n");
    const { code, stdout, stderr } = await tidegauge(["records", pdf]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toBe(`tidegauge: Cannot read ${pdf}: it is a PDF document, not an access log\n`);
  });
});

it("says of a directory where one file is wanted that it is one", async () => {
  const { code, stderr } = await tidegauge(["baseline", "show", folder]);
  expect(code).toBe(3);
  expect(stderr).toBe(`tidegauge: Cannot read ${folder}: it is a directory\n`);
});

describe("standard output and error that cannot be written", () => {
  const program = `"${process.execPath}" node_modules/.cache/tidegauge-command/cli.js`;
  /** Runs a line of bash, where `tidegauge` is the command. */
  const bash = (line: string) =>
    promisify(execFile)("bash", ["-c", `tidegauge() { ${program} "$@"; }; ${line}`]);
  const attacked = file("attacked.log", ordinary() + flood());

  it("is a quiet 0 where the reader of a pipe has seen enough", async () => {
    const { stdout, stderr } = await bash(`tidegauge records "${log}" | head -1; echo "\${PIPESTATUS[0]}"`);
    expect(stdout.split("\n")[1]).toBe("0");
    expect(stderr).toBe("");
  });

  it.each([
    ["analyze of an empty log, which says so on standard error", `analyze "${empty}"`, 0],
    ["analyze with its progress", `analyze "${log}" --geo none --progress always`, 0],
    ["analyze of a missing file", `analyze "${folder}/missing.log"`, 3],
    ["analyze of what --fail-on asks for", `analyze "${attacked}" --geo none --fail-on flood-attack`, 10],
    ["detect", `detect "${log}"`, 0],
    ["records", `records "${log}"`, 0],
    ["explain where nothing is to be explained", `explain "${log}" --geo none`, 0],
    ["rules without what they are for", `rules "${log}"`, 2],
    ["baseline learn", `baseline learn "${log}" --geo none -o "${folder}/learned.baseline"`, 0],
    ["baseline without anything", "baseline", 2],
    ["simulate", "simulate --list", 0],
    ["formats", "formats", 0],
    ["completion", "completion bash", 0],
    ["help", "--help", 0],
  ])("the exit code stands where nobody reads either: %s", async (_, args, code) => {
    const { stdout } = await bash(`tidegauge ${args} 2>&1 | true; echo "\${PIPESTATUS[0]}"`);
    expect(stdout).toBe(`${code}\n`);
  });

  it("writes its report where only standard error is closed", async () => {
    const { stdout } = await bash(`tidegauge analyze "${empty}" 2> >(true)`);
    expect(stdout).toContain("What was read");
  });

  it.runIf(existsSync("/dev/full"))("says in a line that the disk is full, with exit code 3", async () => {
    const { stdout } = await bash(`tidegauge formats 2>&1 > /dev/full; echo "$?"`);
    expect(stdout).toBe("tidegauge: Cannot write standard output: no room is left on the disk\n3\n");
  });
});
