import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { floodedMorning, logOf, visitors } from "../traffic.ts";
import { buildCommand, tidegauge } from "./command.ts";

/** Commands that ask about a log that was judged: what a source did, what rules would do, what is normal. */

const folder = mkdtempSync(join(tmpdir(), "tidegauge-asking-"));
beforeAll(buildCommand);
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const flooded = file("access.log", logOf(floodedMorning()));
const none = ["--geo", "none"];

describe("rules --try", () => {
  it("tells of each rule what it would have caught and whom it would have hurt, beside tidegauge's own", async () => {
    const mine = file(
      "mine.json",
      '{"rules": [{"match": {"prefix": ["203.0.113.0/24"]}}, {"match": {"path": "/"}}]}',
    );
    const { code, stdout, stderr } = await tidegauge(["rules", flooded, "--try", mine, "--json", ...none]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const trial = JSON.parse(stdout);
    expect(trial).toMatchObject({ schema: "tidegauge.trial/1", exact: true });
    expect(trial.sets.map(({ name }: { name: string }) => name)).toEqual([mine, "tidegauge's own rules"]);
    const [flood, front] = trial.sets[0].rules;
    // All attackers are in that prefix, and nobody else.
    expect(flood.alone).toMatchObject({ organicHit: 0, baselineHit: 0 });
    expect(flood.alone.attackCaught).toBeGreaterThan(0.99);
    expect(front.alone.attackCaught).toBeLessThan(0.01);
    expect(front.alone.organicHit).toBeGreaterThan(0.02);
    expect(front.alone.baselineHit).toBeCloseTo(1 / 15, 2);
    expect(trial.sets[0].together.attackCaught).toBeCloseTo(front.cumulative.attackCaught, 6);
  });

  it("is a table of 80 columns, and plain ASCII where the locale has nothing else", async () => {
    const mine = file(
      "agents.json",
      '[{"match": {"userAgent": ["python-requests/2.31"], "method": ["POST"]}}]',
    );
    const wide = await tidegauge(["rules", flooded, "--try", mine, ...none]);
    expect(wide.stdout).toContain("python-requests");
    for (const line of wide.stdout.split("\n")) expect([...line].length).toBeLessThanOrEqual(80);
    const plain = await tidegauge(["rules", flooded, "--try", mine, ...none], { env: { LC_ALL: "C" } });
    expect(plain.stdout).toMatch(/^[\n\u0020-\u007e]+$/);
  });

  it("needs to know where home is to block all that is foreign", async () => {
    const { code, stderr } = await tidegauge(["rules", flooded, "--try", "foreign", ...none]);
    expect(code).toBe(2);
    expect(stderr).toContain("--try foreign must know where home is");
  });

  it("tells what is wrong with a file of rules before it reads the log", async () => {
    const wrong = file("wrong.json", '[{"match": {"contry": ["RU"]}}]');
    const { code, stderr } = await tidegauge(["rules", "/nowhere.log", "--try", wrong]);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean "country"');
  });
});

describe("explain --source", () => {
  it("tells what it did and why it counts as it does, with lines to look at", async () => {
    const { code, stdout } = await tidegauge([
      "explain",
      flooded,
      "--source",
      "203.0.113.11",
      "--json",
      ...none,
    ]);
    expect(code).toBe(0);
    const told = JSON.parse(stdout);
    expect(told).toMatchObject({
      about: "source",
      prefix: "203.0.113.0/24",
      requests: 24,
      country: null,
      paths: [{ key: "/wp-login.php", requests: 24 }],
      statuses: [{ key: "403", requests: 24 }],
    });
    const spans = told.timeline.spans as { requests: number }[];
    expect(spans.reduce((sum, { requests }) => sum + requests, 0)).toBe(24);
    const { votes, behaviour, company, posterior } = told.why;
    const sum = votes.reduce((total: number, { logOdds }: { logOdds: number }) => total + logOdds, 0);
    expect(Math.max(-6, Math.min(6, sum))).toBeCloseTo(behaviour, 2);
    expect(1 / (1 + Math.exp(-(behaviour + company)))).toBeCloseTo(posterior, 3);
    expect(posterior).toBeGreaterThan(0.95);
    expect(told.episodes[0].attackRequests).toBeGreaterThan(20);
    const log = readFileSync(flooded, "utf8").split("\n");
    for (const { line, text } of told.lines) expect(log[line - 1]).toBe(text);
  });

  it("takes a visitor for a visitor", async () => {
    const { stdout } = await tidegauge(["explain", flooded, "--source", "192.0.2.37", ...none]);
    expect(stdout).toContain("What it did");
    expect(stdout).toContain("/style.css");
    expect(stdout).not.toContain("attacker's at 100 %");
    for (const line of stdout.split("\n")) expect([...line].length).toBeLessThanOrEqual(80);
  });

  it("says of who was never there that it was not there", async () => {
    const { code, stdout, stderr } = await tidegauge([
      "explain",
      flooded,
      "--source",
      "198.51.100.1",
      ...none,
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toContain("198.51.100.1 sent nothing that is in this log");
  });

  it("shows no whole address where addresses are to be cut", async () => {
    const args = ["explain", flooded, "--source", "203.0.113.11", "--anonymize", "--json", ...none];
    const { code, stdout } = await tidegauge(args);
    expect(code).toBe(0);
    expect(stdout).toContain("203.0.113.0/24");
    expect(stdout).not.toContain("203.0.113.11");
  });
});

describe("explain --at", () => {
  it("takes a time without a zone as the report shows it: by the log's clock, or that of --tz", async () => {
    const line = (minute: number) =>
      `192.0.2.${minute} - - [06/Apr/2021:08:${String(minute).padStart(2, "0")}:00 +0200] "GET / HTTP/1.1" 200 5\n`;
    const path = file("paris.log", Array.from({ length: 30 }, (_, minute) => line(minute)).join(""));
    const timeOf = async (...args: string[]) => {
      const { stdout } = await tidegauge(["explain", path, "--json", ...none, "--at", ...args]);
      return JSON.parse(stdout).time;
    };
    expect(await timeOf("2021-04-06T08:10")).toBe("2021-04-06T06:10:00.000Z");
    expect(await timeOf("2021-04-06T06:10Z")).toBe("2021-04-06T06:10:00.000Z");
    expect(await timeOf("2021-04-06T15:10", "--tz", "Asia/Tokyo")).toBe("2021-04-06T06:10:00.000Z");
  });
});

describe("explain --line-number", () => {
  it("reads the line of that number, with what the lines before it say of its columns", async () => {
    const w3c = file(
      "w3c.log",
      "#Version: 1.0\n#Fields: date time c-ip cs-method cs-uri-stem sc-status\n2021-04-06 06:00:00 192.0.2.7 GET /a 200\n",
    );
    const { code, stdout } = await tidegauge(["explain", w3c, "--line-number", "3", "--json", ...none]);
    expect(code).toBe(0);
    const { outcome, fields } = JSON.parse(stdout);
    expect(outcome).toBe("record");
    expect(fields.find(({ field }: { field: string }) => field === "path").value).toBe("/a");
    const beyond = await tidegauge(["explain", w3c, "--line-number", "9", ...none]);
    expect(beyond.code).toBe(2);
    expect(beyond.stderr).toContain("has 3 lines, there is none of number 9");
  });
});

describe("baselines by the command line", () => {
  const calm = file("calm.log", logOf(visitors(Date.UTC(2021, 3, 5, 6), 90)));

  it("are learned, shown, used and learned on", async () => {
    const normal = join(folder, "normal.tg");
    const learned = await tidegauge(["baseline", "learn", calm, "-o", normal, ...none]);
    expect(learned).toMatchObject({ code: 0, stdout: "" });
    expect(learned.stderr).toMatch(/learned \d+ normal minutes/);
    const shown = await tidegauge(["baseline", "show", normal]);
    expect(shown.stdout).toContain("Requests a minute that are usual");
    for (const line of shown.stdout.split("\n")) expect([...line].length).toBeLessThanOrEqual(80);
    const account = JSON.parse((await tidegauge(["baseline", "show", normal, "--json"])).stdout);
    expect(account).toMatchObject({ schema: "tidegauge.baseline/1", seed: 0, windowSeconds: 10 });
    expect(account.hours).toHaveLength(168);
    expect(account.knownSources).toBeGreaterThan(200);

    const judged = await tidegauge([
      flooded,
      "--baseline",
      normal,
      "--save-baseline",
      normal,
      "--json",
      ...none,
    ]);
    const { settings, episodes } = JSON.parse(judged.stdout);
    expect(judged.code).toBe(0);
    expect(settings.baseline).toEqual({ from: account.from, to: account.to });
    expect(episodes).toHaveLength(1);
    const after = JSON.parse((await tidegauge(["baseline", "show", normal, "--json"])).stdout);
    expect(after.to > account.to).toBe(true);
    expect(after.from).toBe(account.from);
    // It tells whether an address was seen.
    if (process.platform !== "win32") expect(statSync(normal).mode & 0o077).toBe(0);
  });

  it("that are damaged are told of, by name, before anything is read", async () => {
    const damaged = file("damaged.tg", "not a baseline");
    for (const args of [
      ["/nowhere.log", "--baseline", damaged],
      ["baseline", "show", damaged],
    ]) {
      const { code, stderr } = await tidegauge(args);
      expect(code).toBe(3);
      expect(stderr).toContain(`Cannot read the baseline ${damaged}`);
    }
    const missing = await tidegauge([calm, "--baseline", join(folder, "nowhere.tg")]);
    expect(missing.code).toBe(3);
    expect(missing.stderr).toContain("no such file");
  });

  it("learned with other options are refused with what to do", async () => {
    const other = join(folder, "other.tg");
    await tidegauge(["baseline", "learn", calm, "-o", other, "--seed", "5", ...none]);
    const { code, stderr } = await tidegauge([calm, "--baseline", other, ...none]);
    expect(code).toBe(2);
    expect(stderr).toContain('learned with "seed" 5, this is 0');
  });
});
