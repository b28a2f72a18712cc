import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { readArguments } from "../../src/cli/arguments.ts";
import { OPTIONS } from "../../src/cli/option-table.ts";
import { outputsOf } from "../../src/cli/outputs.ts";
import { ProgressLine, progressText } from "../../src/cli/progress-line.ts";
import { run } from "../../src/cli/run.ts";
import { textOptions } from "../../src/cli/terminal.ts";

/** Some file that is there; none of these commands comes to reading it. */
const log = fileURLToPath(import.meta.url);

/** Runs a command in this process: quick, for what fails before anything is read. */
async function runHere(args: readonly string[]) {
  const written = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      written[name] += String(text);
      return true;
    }),
  );
  try {
    return { code: await run(args), ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

describe("the exit code", () => {
  it("is 2 for a wrong command line, with what was meant", async () => {
    const wrong: readonly (readonly [readonly string[], string])[] = [
      [["--hoem", "FR", log], 'unknown option --hoem; did you mean "--home"?'],
      [["analyse", log], '"analyse" is no file and no command; did you mean "analyze"?'],
      [[log, "--home"], "--home needs a value: --home CC,…"],
      [[log, "--home", "--json"], "write --home=--json where"],
      [[log, "--json=yes"], "--json is a switch and takes no value"],
      [[log, "--window", "7s"], "--window must be whole seconds that divide 60s"],
      [[log, "--seed", "1", "--seed", "2"], "--seed was given twice"],
      [[log, "--fail-on", "flod-attack"], 'did you mean "flood-attack"?'],
      [[log, "-o", "jsn"], 'did you mean "json"?'],
      [["rules", log], "rules wants --for and what is to enforce them (nginx, nft, "],
      [["explain", log, "--at", "yesterday"], 'Cannot run: --at must be a time such as "2021-04-06T08:00"'],
      [["simulate", "cned"], 'unknown scenario "cned"; did you mean "cned-2021-04-06"?'],
      [[log, "--color", "yes"], "--color must be auto, always or never"],
      [[log, "--allow", "192.0.2.0/99"], "192.0.2.0/99"],
      [["simulate"], "wants one SCENARIO"],
      [["explain", log, "--at", "8", "--line", "x"], "--at and --line ask different things"],
      [["rules", log, "--for", "nignx"], 'did you mean "nginx"?'],
      [
        ["rules", log, "--for", "nft", "--max-collateral", "2"],
        "--max-collateral must be a share from 0 to 1",
      ],
      [["rules", log, "--for", "nft", "--valid", "0"], "--valid must be"],
      [["rules", log, "--for", "nft", "--try", "foreign"], "--for and --try ask different things"],
      [["rules", log, "--try", log], "is no JSON"],
      [["rules", "-", "--try", "foreign"], "Cannot read standard input a second time"],
      [["rules", log, "--for", "nft", "--json"], "--json goes with --try"],
      [["explain", log, "--source", "nobody!"], "--source must be an address"],
      [["explain", "-", "--source", "192.0.2.1"], "Cannot read standard input a second time"],
      [["explain", log, "--line-number", "0"], "--line-number must be a whole number from 1 on"],
      [["explain", "--line-number", "7"], "--line-number needs the one FILE"],
      [["explain", log, "--line", "x", "--source", "192.0.2.1"], "--line and --source ask different things"],
      [["baseline"], "baseline wants learn or show"],
      [["baseline", "lern", log], 'did you mean "learn"?'],
      [["baseline", "learn", log], "needs one -o FILE"],
      [["baseline", "show"], "wants one FILE, got none"],
      [["completion", "tcsh"], "completion knows bash, zsh and fish"],
      [["rules", log, "--for", "nginx", "--country-variable", "$a;b"], "--country-variable must be"],
      [["watch"], "watch wants FILE"],
      [["watch", "-"], "watch follows files; a pipe is judged as it comes by"],
      [["watch", log, "--until", "2021-04-06T08:00"], "unknown option --until"],
      [["watch", log, "--patience", "long"], "must be a duration"],
      [["formats", "combned"], 'knows no format "combned"; did you mean "combined"?'],
      [["formats", "common", "x"], 'does not know what to do with "x"'],
      [[log, "--threads", "0"], "--threads must be auto or a number from 1"],
    ];
    for (const [args, words] of wrong) {
      const { code, stdout, stderr } = await runHere(args);
      expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: "" });
      expect(stderr).toContain(words);
    }
  });
});

describe("arguments", () => {
  const read = (...argv: string[]) => readArguments(argv, OPTIONS.analyze);

  it("are options in any order, with their values apart or behind a sign of equality, and files", () => {
    const { values, positionals } = read(
      "a.log",
      "--home",
      "FR",
      "--json",
      "-o=x",
      "--tz=UTC",
      "--",
      "--odd.log",
    );
    expect(values).toEqual({ home: "FR", json: true, output: ["=x"], tz: "UTC" });
    expect(positionals).toEqual(["a.log", "--odd.log"]);
  });

  it("gather what may be given several times", () => {
    expect(read("--login", "/a", "--login=/b").values["login"]).toEqual(["/a", "/b"]);
  });

  it("take a dash for standard input, not for an option", () => {
    expect(read("-").positionals).toEqual(["-"]);
  });
});

describe("outputs", () => {
  it("are text unless something else is asked for", () => {
    expect(outputsOf({})).toEqual([{ kind: "text", file: null }]);
    expect(outputsOf({ json: true, output: ["text:r.txt", "json"] })).toEqual([
      { kind: "text", file: "r.txt" },
      { kind: "json", file: null },
    ]);
    expect(outputsOf({ output: ["ndjson:C:\\x"] })).toEqual([{ kind: "ndjson", file: "C:\\x" }]);
  });
});

describe("how text is shown", () => {
  const terminal = { isTTY: true, columns: 100 };
  const shown = (color: string | undefined, screen: object, environment: Record<string, string>) =>
    textOptions(color, screen, { LANG: "C.UTF-8", ...environment });

  it("is in colour on a terminal only, unless the user says otherwise", () => {
    expect(shown(undefined, terminal, {}).color).toBe(true);
    expect(shown(undefined, {}, {}).color).toBe(false);
    expect(shown(undefined, terminal, { NO_COLOR: "1" }).color).toBe(false);
    expect(shown(undefined, terminal, { NO_COLOR: "" }).color).toBe(true);
    expect(shown(undefined, terminal, { TERM: "dumb" }).color).toBe(false);
    expect(shown(undefined, {}, { FORCE_COLOR: "1" }).color).toBe(true);
    expect(shown(undefined, terminal, { FORCE_COLOR: "0" }).color).toBe(false);
    expect(shown("always", {}, { NO_COLOR: "1" }).color).toBe(true);
    expect(shown("never", terminal, { FORCE_COLOR: "1" }).color).toBe(false);
  });

  it("is as wide as the terminal, within reason, and 80 columns elsewhere", () => {
    expect(shown(undefined, terminal, {}).width).toBe(100);
    expect(shown(undefined, { isTTY: true, columns: 300 }, {}).width).toBe(200);
    expect(shown(undefined, { isTTY: true, columns: 20 }, {}).width).toBe(60);
    expect(shown(undefined, { columns: 300 }, {}).width).toBe(80);
    expect(shown(undefined, { isTTY: true, columns: 0 }, {}).width).toBe(80);
  });

  it("is ASCII on a terminal whose locale has nothing else", () => {
    expect(textOptions(undefined, terminal, { LANG: "C" }).ascii).toBe(true);
    expect(textOptions(undefined, terminal, { LC_ALL: "de_DE.ISO-8859-1", LANG: "C.UTF-8" }).ascii).toBe(
      true,
    );
    expect(textOptions(undefined, terminal, { LC_ALL: "", LANG: "fr_FR.utf8" }).ascii).toBe(false);
    expect(textOptions(undefined, {}, { LANG: "C" }).ascii).toBe(true);
    // A cron job says nothing of its locale, and its file is read by somebody with a better one.
    expect(textOptions(undefined, {}, {}).ascii).toBe(false);
  });
});

describe("progress", () => {
  const progress = { bytesRead: 250_000_000, bytesTotal: 1_000_000_000, name: "a\u001b.log" };

  it("says how far, how fast and how long, with names made safe", () => {
    expect(progressText(progress, 1000, 79)).toBe("a\\x1b.log  25 %  250 MB, 250 MB/s, 3 s left");
    expect(progressText({ ...progress, bytesTotal: null, name: "-" }, 1000, 79)).toBe(
      "standard input  250 MB, 250 MB/s",
    );
    expect(progressText({ ...progress, bytesRead: 1_000_000_000 }, 4000, 79)).toBe(
      "a\\x1b.log  100 %  1 GB, 250 MB/s, judging the rest",
    );
  });

  it("cuts a long name, never the figures", () => {
    const long = { ...progress, name: `/var/log/${"x".repeat(90)}/access.log` };
    const text = progressText(long, 1000, 60);
    expect(text).toMatch(/^\/var\/log\/x+…x+\/access\.log {2}25 % {2}250 MB, 250 MB\/s, 3 s left$/);
    expect(text).toHaveLength(60);
  });

  it("is not shown for short jobs, seldom for long ones, and leaves no trace", () => {
    const written: string[] = [];
    const line = new ProgressLine((text) => written.push(text), 80, 0);
    for (let now = 0; now <= 1000; now += 10) line.update(progress, now);
    expect(written.length).toBe(3);
    line.clear();
    line.clear();
    expect(written.length).toBe(4);
    expect(written.at(-1)).toBe("\r\u001b[K");
  });

  it("begins anew where the log is read once more: neither rate nor time left know of the first reading", () => {
    const written: string[] = [];
    const line = new ProgressLine((text) => written.push(text), 80, 0);
    line.update(progress, 60_000);
    line.restart(60_000);
    line.update(progress, 60_100);
    line.update(progress, 61_000);
    expect(written).toHaveLength(3);
    expect(written.at(-1)).toContain("250 MB/s, 3 s left");
  });
});
