import { describe, expect, it } from "vitest";
import { detectBothWays } from "./both-ways.ts";

const detect = (lines: readonly string[], end = "\n") =>
  detectBothWays(new TextEncoder().encode(lines.join("\n") + end), { logTz: "UTC" });
const combined = (i: number, rest = ""): string =>
  `192.0.2.${i % 250} - - [06/Apr/2021:08:00:${String(i % 60).padStart(2, "0")} +0200] "GET /p/${i} HTTP/1.1" 200 5 "-" "curl/7.74.0"${rest}`;
const many = Array.from({ length: 400 }, (_, i) => i);

describe("detectFormat", () => {
  it("takes the plainest of the formats that read a log equally well", () => {
    expect(detect(many.map((i) => combined(i))).format?.name).toBe("combined");
    expect(detect(many.map((i) => combined(i).replace(/ "-" "curl.*$/, ""))).format?.name).toBe("common");
  });

  it("takes the format that gets more out of the lines", () => {
    expect(detect(many.map((i) => combined(i, ' "www.example.org"'))).format?.name).toBe("vhost-combined");
    expect(detect(many.map((i) => combined(i, ' "198.51.100.7"'))).format?.name).toBe("nginx-main");
  });

  it("takes a last field that is always absent for nothing", () => {
    expect(detect(many.map((i) => combined(i, ' "-"'))).format?.name).toBe("combined");
  });

  it("is not put off by a blank first line, noise, or a line that is cut off", () => {
    const lines = [
      "",
      ...many.map((i) => (i % 20 === 0 ? "garbage" : combined(i))),
      combined(1).slice(0, 60),
    ];
    const detection = detect(lines, "");
    expect(detection.format?.name).toBe("combined");
    expect(detection.share).toBeGreaterThan(0.9);
    expect(detection.advice).toMatch(/reads 9\d % of the lines/);
  });

  it("finds an access log that begins after much else", () => {
    const lines = [
      ...Array.from({ length: 60 }, (_, i) => `starting up, step ${i}`),
      ...many.map((i) => combined(i)),
    ];
    expect(detect(lines).format?.name).toBe("combined");
  });

  it("refuses what is no access log, and shows where the nearest formats fail", () => {
    const detection = detect(many.map((i) => `2021-04-06 08:00:00 INFO worker ${i} did something`));
    expect(detection.format).toBeNull();
    expect(detection.share).toBe(0);
    expect(detection.advice).toMatch(/--format/);
    const nearly = detect(many.map((i) => combined(i).replace('] "', "] x ")));
    const first = nearly.ranking.find((each) => each.name === "combined");
    expect(nearly.format).toBeNull();
    expect(first?.caret?.line.slice(first.caret.column)).toMatch(/^x GET/);
  });

  it("says where lines are of a format, but for the client that they do not name", () => {
    const envoy = many.map(
      () =>
        '[2021-04-06T06:00:00.123Z] "GET / HTTP/2" 200 - 0 5316 11 10 "-" "curl" "-" "www.example.org" "198.51.100.7:80"',
    );
    const detection = detect(envoy);
    expect(detection).toMatchObject({ format: null, clientless: "envoy-text" });
    expect(detection.ranking[0]).toMatchObject({ name: "envoy-text" });
    expect(detection.advice).toMatch(/without a client .* X-Forwarded-For/);
    expect(detect(many.map((i) => combined(i).replace(/^\S+/, "-"))).clientless).toBe("combined");
    expect(detect(many.map((i) => combined(i))).clientless).toBeUndefined();
  });

  it("reads common lines and combined ones side by side, as Apache writes them for hosts of different formats", () => {
    const head = (i: number): string => combined(i).split(' "').slice(0, 2).join(' "');
    const mixed = detect(many.map((i) => (i % 3 === 0 ? head(i) : combined(i))));
    expect(mixed.format?.name).toBe("combined+common");
    expect(mixed.share).toBe(1);
    expect(detect(many.map((i) => head(i))).format?.name).toBe("common");
  });

  it("has nothing to say about nothing", () => {
    expect(detect([], "")).toMatchObject({
      format: null,
      share: 0,
      advice: "There are no lines to tell a format by.",
    });
  });
});
