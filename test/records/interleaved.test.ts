import { describe, expect, it } from "vitest";
import { Analyzer } from "../../src/analyzer.ts";
import { FORMATS, formatOf } from "../../src/records/formats.ts";
import { detectBothWays } from "./both-ways.ts";
import { readLines } from "./read-lines.ts";

const encode = (lines: readonly string[]): Uint8Array => new TextEncoder().encode(`${lines.join("\n")}\n`);
const detect = (lines: readonly string[]) => detectBothWays(encode(lines), { logTz: "UTC" });
const sample = (name: string): string => FORMATS.find((format) => format.name === name)?.samples[0] ?? "";
const mixed = (length: number, ...lines: string[]): string[] =>
  Array.from({ length }, (_, at) => lines[(at * 7 + (at >> 2)) % lines.length] ?? "");

describe("lines of several formats side by side", () => {
  it.each([
    [["combined", "caddy-json"], mixed(60, sample("combined"), sample("combined"), sample("caddy-json"))],
    [["haproxy", "combined"], mixed(60, sample("haproxy"), sample("haproxy"), sample("combined"))],
    [
      ["combined", "vhost-combined", "traefik-json"],
      mixed(
        60,
        sample("combined"),
        sample("combined"),
        sample("combined"),
        sample("vhost-combined"),
        sample("vhost-combined"),
        sample("traefik-json"),
      ),
    ],
  ])("are told as %s", (names, lines) => {
    const { format, share, advice } = detect(lines);
    expect(new Set(format?.name.split("+"))).toEqual(new Set(names));
    expect(format?.name.split("+")[0]).toBe(names[0]);
    expect(share).toBe(1);
    expect(advice).toContain("side by side");
    const read = readLines(format!, encode(lines));
    expect(read.filter((line) => "timeMs" in line).length).toBe(60);
    // Each line is read as its own format alone reads it.
    read.forEach((line, at) => {
      const own = names.map((name) => readLines(formatOf(name), encode([lines[at] ?? ""]))[0]);
      expect(own).toContainEqual(line);
    });
  });

  it("are told also behind one envelope, by tag or within Docker's JSON", () => {
    const lines = mixed(40, sample("combined"), sample("caddy-json"));
    const docker = lines.map((line) =>
      JSON.stringify({ log: `${line}\n`, stream: "stdout", time: "2021-04-06T06:00:00Z" }),
    );
    expect(new Set(detect(docker).format?.name.split("+"))).toEqual(new Set(["combined", "caddy-json"]));
    const syslog = mixed(
      40,
      `Apr  6 08:00:00 lb haproxy[1]: ${sample("haproxy")}`,
      `Apr  6 08:00:00 web1 nginx: ${sample("combined")}`,
    );
    expect(new Set(detect(syslog).format?.name.split("+"))).toEqual(new Set(["haproxy", "combined"]));
    for (const text of [docker, syslog]) {
      const format = detect(text).format;
      expect(readLines(format!, encode(text)).every((line) => "timeMs" in line)).toBe(true);
    }
  });

  it("are no matter of a few lines that somebody wrote, nor of cut-off ones", () => {
    const common = sample("combined").replace(/ "[^"]*" "[^"]*"$/, "");
    const lines = [
      ...mixed(150, sample("combined")),
      sample("caddy-json"),
      sample("combined"),
      common,
      sample("combined"),
      common,
      sample("combined"),
      common,
    ];
    expect(detect(lines).format?.name).toBe("combined");
  });

  it("are not what a log is whose format changes for good", () => {
    const lines = [...mixed(120, sample("combined")), ...mixed(80, sample("caddy-json"))];
    expect(detect(lines).format?.name).toBe("combined");
  });

  it("can be asked for by their names, which must be known ones", () => {
    const format = formatOf("combined+caddy-json");
    expect(format.name).toBe("combined+caddy-json");
    const [first, second, third] = readLines(
      format,
      encode([sample("caddy-json"), "garbage", sample("combined")]),
    );
    expect(first).toHaveProperty("timeMs");
    expect(second).toEqual({ rejected: "truncated" });
    expect(third).toHaveProperty("timeMs");
    expect(() => formatOf("combined+caddy")).toThrow(/different names joined by \+/);
    expect(() => formatOf("combined+combined")).toThrow(/different names/);
  });

  it("are accounted for and read alike however the log is cut", () => {
    const bytes = encode(mixed(500, sample("combined"), sample("caddy-json"), sample("haproxy"), "noise"));
    const run = (chunk: number) => {
      const analyzer = new Analyzer();
      for (let at = 0; at < bytes.length; at += chunk) analyzer.push(bytes.subarray(at, at + chunk));
      return analyzer.finish();
    };
    const whole = run(bytes.length);
    expect(whole.input.records + whole.input.rejected.total + whole.input.late + whole.input.blank).toBe(500);
    expect(whole.input.rejected.total).toBe(125);
    expect(new Set(whole.input.sources[0]?.format?.split("+"))).toEqual(
      new Set(["combined", "caddy-json", "haproxy"]),
    );
    expect(run(37)).toEqual(whole);
  });
});
