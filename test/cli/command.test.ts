import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bits4, mmdbFile } from "../geo/mmdb-file.ts";
import { buildCommand, tidegauge } from "./command.ts";
import { flood, ordinary } from "./minutes.ts";

const folder = mkdtempSync(join(tmpdir(), "tidegauge-command-"));
beforeAll(buildCommand);
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const log = file("access.log", ordinary());
const none = ["--geo", "none"];

describe("judging by the command line", () => {
  it("prints a text report for a FILE, and nothing but that", async () => {
    const { code, stdout, stderr } = await tidegauge([log, ...none]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("What was read");
    expect(stdout).toContain("1,200 = 1,200 records + 0 rejected + 0 late + 0 blank");
    expect(stdout).not.toContain("\u001b");
  });

  it("prints exactly one JSON document, in which every line is accounted for", async () => {
    const mixed = file("mixed.log", `${ordinary(100)}\nrubbish\n${ordinary(1).trimEnd()}`);
    const { code, stdout } = await tidegauge(["analyze", mixed, "--json", ...none]);
    const { schema, input } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(schema).toBe("tidegauge.report/1");
    expect(input.records + input.rejected.total + input.late + input.blank).toBe(input.lines);
    expect(input).toMatchObject({ lines: 103, rejected: { total: 1 } });
  });

  it("gives the same JSON for a file, for gzip, and through a pipe, names aside", async () => {
    const zipped = file("access.log.gz", gzipSync(ordinary()));
    const runs = await Promise.all([
      tidegauge([log, "--json", ...none]),
      tidegauge([zipped, "--json", ...none]),
      tidegauge(["-", "--json", ...none], { stdin: ordinary() }),
      tidegauge(["--json", ...none], { stdin: gzipSync(ordinary()) }),
    ]);
    const texts = runs.map(({ stdout }) => stdout.replace(/"name": ?"[^"]*"/, '"name":"x"'));
    expect(new Set(texts).size).toBe(1);
    expect(JSON.parse(texts[0]!).input.lines).toBe(1200);
  });

  it("streams events and ends with the report as NDJSON", async () => {
    const { stdout } = await tidegauge([log, "--ndjson", ...none]);
    const types = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).type);
    expect(types[0]).toBe("window");
    expect(types.slice(-2)).toEqual(["input", "report"]);
  });

  it("writes several outputs, one of them at most to standard output", async () => {
    const json = join(folder, "out.json");
    const { code, stdout } = await tidegauge([log, "-o", `json:${json}`, "-o", "text", ...none]);
    expect(code).toBe(0);
    expect(stdout).toContain("What was read");
    expect(JSON.parse(readFileSync(json, "utf8")).input.lines).toBe(1200);
    const twice = await tidegauge([log, "-o", "json", "-o", "text"]);
    expect(twice.code).toBe(2);
    expect(twice.stderr).toContain("give one of them a file");
  });

  it("reads a directory, leaving out what is no access log with a note", async () => {
    const directory = join(folder, "nginx");
    mkdirSync(directory);
    writeFileSync(join(directory, "access.log"), ordinary(300));
    writeFileSync(
      join(directory, "error.log"),
      "2021/04/06 08:00:00 [error] 1#1: *1 upstream timed out\n".repeat(20),
    );
    const { code, stdout, stderr } = await tidegauge([directory, ...none]);
    expect(code).toBe(0);
    expect(stdout).toContain("300 = 300 records");
    expect(stderr).toContain("error.log is an nginx error log, not an access log: left out.");
  });

  it("tells of many files that are left out in one sentence, and fails where none is an access log", async () => {
    const directory = join(folder, "sources");
    mkdirSync(directory);
    for (const name of "abcde")
      writeFileSync(join(directory, name), "import { nothing } from nowhere;\n".repeat(9));
    const without = await tidegauge([directory, ...none]);
    expect(without).toMatchObject({ code: 3, stdout: "" });
    expect(without.stderr).toContain("Cannot find an access log among the files there");
    expect(without.stderr).toMatch(
      /sources\/a, \S+\/b, \S+\/c and 2 more were left out: each is in no format/,
    );
    writeFileSync(join(directory, "access.log"), ordinary(300));
    const { code, stdout, stderr } = await tidegauge([directory, ...none]);
    expect(code).toBe(0);
    expect(stdout.replace(/\s+/g, " ")).toContain("and 2 more were left out: each is in no format");
    expect(stderr.match(/left out/g)).toHaveLength(1);
  });

  it("merges files by time, whatever their order", async () => {
    const lines = ordinary().split("\n").filter(Boolean);
    const early = file("early.log", `${lines.slice(0, 600).join("\n")}\n`);
    const late = file("late.log", `${lines.slice(600).join("\n")}\n`);
    const [forward, backward] = await Promise.all([
      tidegauge([early, late, "--json", ...none]),
      tidegauge([late, early, "--json", ...none]),
    ]);
    const { windows } = JSON.parse(forward.stdout);
    expect(JSON.parse(backward.stdout).windows).toEqual(windows);
    expect(JSON.parse(backward.stdout).input.late).toBe(0);
  });
});

describe("exit codes", () => {
  it("is 0 with a note for empty input", async () => {
    const { code, stdout, stderr } = await tidegauge([file("empty.log", ""), ...none]);
    expect(code).toBe(0);
    expect(stdout).toContain("the input is empty");
    expect(stderr).toContain("the input is empty");
    expect((await tidegauge(["--json", ...none])).code).toBe(0);
  });

  it("is 3 for what is missing, with the name of it", async () => {
    const { code, stdout, stderr } = await tidegauge(["/no/such/file.log", log]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toBe("tidegauge: Cannot read /no/such/file.log: no such file or directory\n");
  });

  it.skipIf(process.getuid?.() === 0)("is 3 for what may not be read, with advice", async () => {
    const secret = file("secret.log", ordinary(5));
    chmodSync(secret, 0);
    const { code, stderr } = await tidegauge([secret]);
    expect(code).toBe(3);
    expect(stderr).toContain("permission denied");
  });

  const noise = Uint8Array.from(
    { length: 40_000 },
    (_, index) => (Math.imul(index, 2654435761) >>> 13) & 255,
  );
  const others: readonly (readonly [string, string | Uint8Array, string])[] = [
    ["random bytes", noise, "not an access log"],
    ["a JPEG", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0), "is a JPEG image"],
    ["a PDF", "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "is a PDF document"],
    ["an error log", "2021/04/06 08:00:00 [error] 1#1: *1 timed out\n".repeat(9), "is an nginx error log"],
    ["prose", "It was the best of times,\nit was the worst of times.\n".repeat(50), "tidegauge detect"],
    ["a table", `host\ttime\turl\n${"192.0.2.1\t807256800\t/\n".repeat(99)}`, "tidegauge detect"],
  ];
  for (const [name, content, words] of others) {
    it(`is 3 for ${name}, with words that help`, async () => {
      const { code, stdout, stderr } = await tidegauge([file("other", content), "--json", ...none]);
      expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
      expect(stderr).toContain(words);
      expect(stderr).toMatch(/^tidegauge: Cannot read /);
    });
  }

  it("is 3 where one of several files is no log, and the others are judged", async () => {
    const { code, stdout, stderr } = await tidegauge([log, file("other.pdf", "%PDF-1.7\n"), ...none]);
    expect(code).toBe(3);
    expect(stdout).toContain("1,200 = 1,200 records");
    expect(stderr).toContain("other.pdf: it is a PDF document");
  });

  it("is 4 where too many lines are rejected, with the report of the rest", async () => {
    const half = file("half.log", `${ordinary(100)}${"rubbish\n".repeat(300)}`);
    const { code, stdout, stderr } = await tidegauge([half, "--format", "combined", ...none]);
    expect(code).toBe(4);
    expect(stdout).toContain("300 rejected");
    expect(stderr).toContain("75 % of the lines could not be read, more than --max-rejected 0.5 allows");
    expect((await tidegauge([half, "--format", "combined", "--max-rejected", "0.8", ...none])).code).toBe(0);
  });

  it("is 10 where --fail-on matches an episode, and 0 where it does not", async () => {
    const flood = Array.from({ length: 6000 }, (_, index) => {
      const time = new Date(Date.UTC(2021, 3, 6, 6, 10) + Math.floor(index / 50) * 1000).toISOString();
      return `198.51.100.7 - - [06/Apr/2021:${time.slice(11, 19)} +0000] "POST /login HTTP/1.1" 401 12 "-" "curl/7.68.0"\n`;
    }).join("");
    const attacked = file("attacked.log", ordinary() + flood);
    const { code, stdout } = await tidegauge([
      attacked,
      "--fail-on",
      "flood-attack,mixed",
      "--json",
      ...none,
    ]);
    expect(code).toBe(JSON.parse(stdout).verdict === "flood-attack" ? 10 : 0);
    expect(code).toBe(10);
    expect((await tidegauge([log, "--fail-on", "flood-attack", ...none])).code).toBe(0);
  });
});

describe("being stopped", () => {
  it("prints the report of what was read at a first SIGINT, and exits with 130", async () => {
    const { code, stdout } = await tidegauge(["-", ...none], {
      stdin: "open",
      during: (child) => {
        child.stdin!.write(ordinary());
        setTimeout(() => child.kill("SIGINT"), 1500);
      },
    });
    expect(code).toBe(130);
    expect(stdout).toContain("1,200 records");
    expect(stdout).toContain("Stopped before the end");
  });

  it("exits with 143 at SIGTERM", async () => {
    const during = (child: { kill(signal: "SIGTERM"): boolean }) =>
      setTimeout(() => child.kill("SIGTERM"), 1000);
    const { code } = await tidegauge(["-", ...none], { stdin: "open", during });
    expect(code).toBe(143);
  });
});

describe("watching", () => {
  it("tells when a verdict changes, and ends with the report at SIGINT", async () => {
    const watched = file("watched.log", ordinary());
    const { code, stdout, stderr } = await tidegauge(["watch", watched, ...none], {
      during: (child) => {
        let told = "";
        child.stderr!.on("data", (chunk) => {
          const before = told.includes("watching");
          told += String(chunk);
          if (before || !told.includes("watching")) return;
          appendFileSync(watched, flood());
          setTimeout(() => child.kill("SIGINT"), 1500);
        });
      },
    });
    expect(code).toBe(130);
    expect(stderr).toBe(
      "tidegauge: all that was there has been read; watching (Ctrl-C ends it with the report)\n",
    );
    const [live, report] = stdout.split("\ntidegauge 0.1.0 · ");
    expect(live).toMatch(/^Tue 6 Apr 2021 .*\n\S+ {2}ATTACK since /);
    expect(report).toContain("watched.log");
    expect(report).toContain("4,200 records");
  });

  it("gives every event as a line, without whole addresses where they are to be cut", async () => {
    const watched = file("watched-too.log", ordinary() + flood());
    const { code, stdout } = await tidegauge(["watch", watched, "--ndjson", "--anonymize", ...none], {
      during: (child) => child.stderr!.once("data", () => child.kill("SIGTERM")),
    });
    expect(code).toBe(143);
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const types = events.map(({ type }) => type);
    expect(types.slice(0, 1)).toEqual(["window"]);
    expect(types).toContain("episode-opened");
    expect(types.slice(-2)).toEqual(["input", "report"]);
    expect(stdout).toContain("198.51.100.0/24");
    expect(stdout).not.toMatch(/198\.51\.100\.[1-9]/);
    const analyzed = await tidegauge([watched, "--ndjson", "--anonymize", ...none]);
    expect(analyzed.stdout).not.toMatch(/198\.51\.100\.[1-9]/);
  });
});

describe("the other commands", () => {
  it("help begins with examples and fits 80 columns", async () => {
    for (const args of [["--help"], ["analyze", "-h"], ["detect", "--help"], ["help", "simulate"]]) {
      const { code, stdout, stderr } = await tidegauge(args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toContain("Examples");
      expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    }
  });

  it("version says whose place data are used", async () => {
    const { stdout } = await tidegauge(["--version"]);
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect(stdout).toContain(`tidegauge ${version}\n`);
    expect(stdout).toContain("This product includes GeoLite2 data created by MaxMind");
  });

  it("formats lists names that --format takes, with lines that it reads", async () => {
    const { stdout } = await tidegauge(["formats", "--json"]);
    const formats = JSON.parse(stdout) as { name: string; samples: string[] }[];
    expect(formats.map(({ name }) => name)).toEqual(expect.arrayContaining(["common", "combined"]));
    expect(formats.every(({ samples }) => samples.length > 0)).toBe(true);
    const listed = (await tidegauge(["formats"])).stdout;
    expect(formats.filter(({ name }) => !listed.includes(`${name}: `))).toEqual([]);
    expect(Math.max(...listed.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    const one = (await tidegauge(["formats", "haproxy"])).stdout;
    for (const sample of formats.find(({ name }) => name === "haproxy")!.samples)
      expect(one).toContain(sample);
  });

  it("formats WORD shows those of which name or title hold it", async () => {
    const { stdout } = await tidegauge(["formats", "ENVOY", "--json"]);
    const names = (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(["envoy-text", "envoy-json"]);
  });

  it("detect shows formats that stop at the same place together", async () => {
    const odd = join(folder, "odd.log");
    writeFileSync(odd, '192.0.2.1 - - [yesterday] "GET / HTTP/1.1" 200 5316 "-" "curl"\n'.repeat(3));
    const { code, stdout } = await tidegauge(["detect", odd]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^\w[\w-]*, \w[\w-]* and \w[\w-]* do not read:$/m);
    expect(stdout.match(/not read:/g)).toHaveLength(1);
  });

  it("detect names the format, or shows the first column that does not fit", async () => {
    const good = await tidegauge(["detect", log]);
    expect(good).toMatchObject({ code: 0, stderr: "" });
    expect(good.stdout).toContain("access.log: combined");
    const bad = await tidegauge([
      "detect",
      file("bad.log", '192.0.2.1 - - [nonsense] "GET / HTTP/1.1" 200 5\n'.repeat(60)),
    ]);
    expect(bad.code).toBe(3);
    const lines = bad.stdout.split("\n");
    const caret = lines.findIndex((line) => line.includes("^ wanted: "));
    expect(lines[caret - 1]!.slice(lines[caret]!.indexOf("^"))).toMatch(/^\[?nonsense/);
    expect(bad.stdout).toContain("--format");
    expect(JSON.parse((await tidegauge(["detect", log, "--json"])).stdout).format).toBe("combined");
  });

  it("records says of every line, in order, what it is or why it is none", async () => {
    const odd = file("odd.log", `${ordinary(20)}\nrubbish\n${ordinary(1)}`);
    const { code, stdout } = await tidegauge(["records", odd]);
    const rows = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(rows.map(({ line }) => line)).toEqual(Array.from({ length: 23 }, (_, index) => index + 1));
    expect(rows[0]).toEqual({
      line: 1,
      time: "2021-04-06T06:00:00.000Z",
      client: "192.0.2.0",
      method: "GET",
      path: "/page/0",
      protocol: "HTTP/1.1",
      status: 200,
      bytes: 512,
      userAgent: "Mozilla/5.0",
    });
    expect(rows[20]).toEqual({ line: 21, blank: true });
    expect(Object.keys(rows[21])).toEqual(["line", "rejected"]);
    const cut = await tidegauge(["records", odd, "--anonymize"]);
    expect(JSON.parse(cut.stdout.split("\n")[0]!).client).toBe("192.0.2.0/24");
  });

  it("records and analyze take the format that an nginx.conf uses, and one of several by name", async () => {
    const main = "log_format main '$status $remote_addr [$time_local] $request_method $request_uri';";
    const short = "log_format short '$time_iso8601 $remote_addr';";
    const lines = "404 192.0.2.1 [06/Apr/2021:08:00:00 +0200] GET /a\n".repeat(30);
    const [own, one, two] = [
      file("own.log", lines),
      file("one.conf", `http {\n${main}\naccess_log /x.log main;\n}`),
      file("two.conf", `${main}\n${short}\naccess_log /x.log main;\naccess_log /y.log short;`),
    ];
    const read = await tidegauge(["records", own, "--format", `@${one}`]);
    expect(JSON.parse(read.stdout.split("\n")[0]!)).toMatchObject({ status: 404, path: "/a" });
    const judged = await tidegauge([own, "--json", "--format", `@${two}#main`, ...none]);
    expect(JSON.parse(judged.stdout).input).toMatchObject({ lines: 30, records: 30 });
    const unclear = await tidegauge([own, "--format", `@${two}`]);
    expect(unclear).toMatchObject({ code: 2, stdout: "" });
    expect(unclear.stderr).toContain("main, short: name one, as in @nginx.conf#main");
    const missing = await tidegauge([own, "--format", "@nowhere.conf"]);
    expect(missing).toMatchObject({ code: 3, stdout: "" });
    expect(missing.stderr).toContain("nowhere.conf: no such file");
  });

  it("records and analyze take the fields of JSON lines from where --map says they are", async () => {
    const row =
      '{"peer":{"a":"192.0.2.1"},"when":"2021-04-06T08:00:00Z","what":{"u":"/a"},"ip":"198.51.100.9"}\n';
    const own = file("mapped.log", row.repeat(30));
    const map = ["--map", "client=peer.a", "--map", "time=when", "--map", "path=what.u"];
    const read = await tidegauge(["records", own, ...map]);
    expect(JSON.parse(read.stdout.split("\n")[0]!)).toMatchObject({ client: "192.0.2.1", path: "/a" });
    const judged = await tidegauge([own, "--json", ...map, ...none]);
    expect(JSON.parse(judged.stdout).input).toMatchObject({ lines: 30, records: 30 });
    const wrong = await tidegauge([own, "--map", "customer=peer.a"]);
    expect(wrong).toMatchObject({ code: 2, stdout: "" });
    expect(wrong.stderr).toContain("durationSeconds");
    expect((await tidegauge([own, "--format", "combined", ...map])).code).toBe(2);
  });

  it("takes places from an .mmdb file, and before it from what the log says", async () => {
    const entry = { bits: bits4("192.0.2.0/24", 4), value: { country: { iso_code: "FR" } } };
    const places = file("own.mmdb", mmdbFile([entry], { version: 4, recordBits: 24 }));
    const row = (client: string, country: string) =>
      `{"time":"2021-04-06T08:00:00Z","client_ip":"${client}","uri":"/a","status":200,"country":"${country}"}\n`;
    const lines =
      row("192.0.2.1", "-").repeat(20) + row("192.0.2.2", "BR").repeat(30) + row("198.51.100.1", "BR");
    const { code, stdout } = await tidegauge([file("places.log", lines), "--json", "--geo", places]);
    expect(code).toBe(0);
    const { geo, breakdowns } = JSON.parse(stdout);
    expect(geo).toMatchObject({ country: "Test-Country 2023-11-14", unknownShare: 0 });
    const counts = breakdowns.countries.map(({ key, requests }: { key: string; requests: number }) => [
      key,
      requests,
    ]);
    expect(counts).toEqual([
      ["BR", 31],
      ["FR", 20],
    ]);
    expect((await tidegauge([log, "--geo", "nowhere.mmdb"])).code).toBe(3);
    expect((await tidegauge([log, "--geo", file("no.mmdb", "nothing")])).code).toBe(3);
    expect((await tidegauge([log, "--geo", "full"])).code).toBe(2);
  });

  it("simulate writes the same log to a pipe as to a file, with its truth", async () => {
    const path = join(folder, "drill.log");
    const args = ["simulate", "normal/quiet-day", "--duration", "10m", "--history", "0s", "--seed", "3"];
    const [piped, filed] = await Promise.all([
      tidegauge([...args, "--truth", join(folder, "piped.json")]),
      tidegauge([...args, "-o", path, "--truth", join(folder, "filed.json")]),
    ]);
    expect([piped.code, filed.code, filed.stdout]).toEqual([0, 0, ""]);
    expect(piped.stdout).toBe(readFileSync(path, "utf8"));
    expect(piped.stdout.length).toBeGreaterThan(1000);
    const truths = ["piped.json", "filed.json"].map((name) =>
      JSON.parse(readFileSync(join(folder, name), "utf8")),
    );
    expect(truths[0]).toEqual(truths[1]);
    expect(piped.stderr).toContain("normal/quiet-day, seed 3");
  });

  it("simulate lists its scenarios", async () => {
    const { code, stdout } = await tidegauge(["simulate", "--list"]);
    expect(code).toBe(0);
    expect(stdout).toContain("cned-2021-04-06");
    const unknown = await tidegauge(["simulate", "cned-2021-04-07"]);
    expect(unknown.stderr).toContain('did you mean "cned-2021-04-06"?');
  });

  it("reads the configuration beside it, which arguments overrule", async () => {
    const cwd = mkdtempSync(join(folder, "config-"));
    const config = join(cwd, "tidegauge.config.json");
    writeFileSync(
      config,
      JSON.stringify({ geo: "none", output: "json", home: ["FR", "RE"], "log-tz": "Europe/Paris" }),
    );
    const { stdout } = await tidegauge([log], { cwd });
    expect(JSON.parse(stdout).settings).toMatchObject({ home: ["FR", "RE"], logTz: "Europe/Paris" });
    expect((await tidegauge([log, "-o", "text"], { cwd })).stdout).toContain("What was read");
    writeFileSync(config, '{"hoem":"FR"}');
    const wrong = await tidegauge([log], { cwd });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('unknown option "hoem"; did you mean "home"?');
  });
});

describe("rules by the command line", () => {
  /** A minute in which one prefix posts to one path what nobody else does, after hours of ordinary traffic. */
  const flood = () => {
    const visitors = Array.from({ length: 14_400 }, (_, index) => {
      const time = new Date(Date.UTC(2021, 3, 6, 6) + index * 500).toISOString();
      return { time, text: `192.0.2.${index % 200} "GET /page/${index % 7} HTTP/1.1" "Mozilla/5.0"` };
    });
    const attack = Array.from({ length: 12_000 }, (_, index) => {
      const time = new Date(Date.UTC(2021, 3, 6, 7, 40) + index * 25).toISOString();
      return { time, text: `203.0.113.${index % 250} "POST /as/\\"x HTTP/1.1" "-"` };
    });
    return [...visitors, ...attack]
      .sort((a, b) => (a.time < b.time ? -1 : 1))
      .map(({ time, text }) => {
        const [, client, request, agent] = /^(\S+) (".*") (".*?")$/.exec(text)!;
        return `${client} - - [06/Apr/2021:${time.slice(11, 19)} +0000] ${request} 200 512 "-" ${agent}\n`;
      })
      .join("");
  };

  it("are those of the attack, on standard output, and nothing else there", async () => {
    const path = file("flood.log", flood());
    const [asJson, asNft] = await Promise.all([
      tidegauge([path, "--json", ...none]),
      tidegauge(["rules", path, "--for", "nft", "--valid", "6", ...none]),
    ]);
    const { episodes: all } = JSON.parse(asJson.stdout) as { episodes: { id: string; verdict: string }[] };
    // These visitors come like clockwork: how the log begins is in doubt.
    const episodes = all.filter(({ verdict }) => verdict !== "inconclusive");
    expect(episodes).toHaveLength(1);
    expect(asNft.code).toBe(0);
    expect(asNft.stdout).toContain(`# Episode ${episodes[0]!.id}`);
    expect(asNft.stdout).toMatch(
      /203\.0\.113\.0\/24|^# Rule 1 is left out: a packet filter sees addresses only/m,
    );
    const wrong = await tidegauge(["rules", path, "--for", "nft", "--episode", "x", ...none]);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain(`there are ${all[0]!.id}`);
  });

  it("are none where there was no attack, which is said", async () => {
    const quiet = file("quiet.log", ordinary(5));
    const { code, stdout, stderr } = await tidegauge(["rules", quiet, "--for", "csv", ...none]);
    expect({ code, lines: stdout.trimEnd().split("\n").length }).toEqual({ code: 0, lines: 1 });
    expect(stderr).toContain("no attack was found");
  });
});
