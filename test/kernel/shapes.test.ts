import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Draw } from "./lines.ts";
import { accountOf, logOf, summaries } from "./summaries.ts";

/**
 * Lines of pairs whose keys mostly stand in the order of the line before, with values of every kind: what is learned of one line must
 * not change what another is read as.
 */

/** Keys of each meaning, some of which mean the same, and what stands under them. */
const KEYS: readonly (readonly [keys: readonly string[], value: (draw: Draw, timeMs: number) => string])[] = [
  [["time", "ts", "t"], (draw, timeMs) => time(draw, timeMs)],
  [["remote_addr", "ip", "client", "src"], (draw) => address(draw)],
  [["xff", "x_forwarded_for"], (draw) => address(draw)],
  [["method"], (draw) => ["GET", "POST", "HEAD", "get", "-", '"GET"'][draw(9)] ?? "GET"],
  [["path", "uri", "url"], (draw) => target(draw)],
  [
    ["req", "request"],
    (draw) =>
      [`GET ${target(draw)} HTTP/1.1`, `POST ${target(draw)} HTTP/1.0`, "-", "", "GET"][draw(7)] ??
      "GET / HTTP/1.1",
  ],
  [["query"], (draw) => ["a=b", "?x=1", "-", ""][draw(4)]!],
  [["status", "code"], (draw) => ["200", "404", "-", "20x", "2000", "7"][draw(14)] ?? "302"],
  [["bytes", "size"], (draw) => ["-", "", "0", "12345678901", "1,", "0x1"][draw(16)] ?? String(draw(99_999))],
  [["duration", "elapsed_ms"], (draw) => ["12ms", "0.5", "1.5s", "-", "1m2s", "340µs", "x"][draw(12)] ?? "7"],
  [["ua", "user_agent", "agent"], (draw) => agent(draw)],
  [
    ["referer"],
    (draw) => ["https://www.example.org/", "-", "a\\\\b", 'a \\"b'][draw(5)] ?? "https://example.org/x",
  ],
  [["host", "vhost"], (draw) => ["www.example.org", "192.0.2.7", "-"][draw(3)]!],
  [["country"], (draw) => ["FR", "fr", "-"][draw(3)]!],
  [["controller", "view", "action"], (draw) => ["pages", "", "1.5"][draw(3)]!],
  [["level", "a_key_of_more_than_thirty_two_letters"], (draw) => ["info", "", "a\\\\", 'x"y'][draw(4)]!],
];

function time(draw: Draw, timeMs: number): string {
  const iso = new Date(timeMs).toISOString();
  switch (draw(12)) {
    case 0:
      return String(timeMs / 1000);
    case 1:
      return iso.slice(0, 19);
    case 2:
      return ["-", ""][draw(2)]!;
    case 3:
      return `[${iso}]`;
    case 4:
      return `${iso.slice(8, 10)}/Apr/2021:${iso.slice(11, 19)} +0000`;
    default:
      return `${iso.slice(0, 19)}+00:00`;
  }
}

function address(draw: Draw): string {
  const some = [
    "2001:db8::1",
    "-",
    "",
    "unix:",
    "[2001:db8::2]:80",
    "192.0.2.1, 198.51.100.2",
    "192.0.2.300",
    '"192.0.2.1"',
  ];
  return some[draw(30)] ?? `203.0.113.${draw(256)}${draw(4) === 0 ? ":8080" : ""}`;
}

function target(draw: Draw): string {
  const some = [
    "/a?x=1",
    "/",
    "*",
    "/a\\\\b",
    '/q"',
    "/x,",
    "https://www.example.org/z?q",
    "GET /y HTTP/1.1",
    "-",
    "",
  ];
  return some[draw(24)] ?? `/p/${draw(9)}`;
}

function agent(draw: Draw): string {
  return (
    ["curl/8.0", "-", "", 'an \\"x\\" b', "é".repeat(20), "ends\\\\", "a, b,"][draw(14)] ??
    "Mozilla/5.0 (X11)"
  );
}

/** How pairs are written, and a log in one order of keys, from which some lines differ. */
function lineOf(format: string, order: Draw): (timeMs: number, draw: Draw) => string {
  const isLtsv = format === "ltsv";
  const chosen = KEYS.flatMap(([keys, value], meaning) => {
    // Request lines stand beside methods and paths only now and then.
    if ([3, 4, 6].includes(meaning) ? order(4) === 0 : meaning === 5 ? order(5) > 0 : order(8) === 0)
      return [];
    const count = order(6) === 0 ? 2 : 1;
    const first = order(keys.length);
    return Array.from({ length: count }, (_, at) => ({ key: keys[(first + at) % keys.length]!, value }));
  });
  for (let at = chosen.length - 1; at > 0; at -= 1) {
    const other = order(at + 1);
    [chosen[at], chosen[other]] = [chosen[other]!, chosen[at]!];
  }
  const quoted = chosen.map(() => order(3) === 0);
  return (timeMs, draw) => {
    const omitted = draw(12) === 0 ? draw(chosen.length) : -1;
    const pairs = chosen.flatMap(({ key, value }, at) => {
      if (at === omitted) return [];
      const text = value(draw, timeMs);
      if (isLtsv) return [`${key}:${text}`];
      const isQuoted = /[ ,]/.test(text) ? draw(9) > 0 : quoted[at] !== (draw(40) === 0);
      return [`${key}=${isQuoted ? `"${text}"` : text}${draw(60) === 0 ? "," : ""}`];
    });
    const further = isLtsv
      ? ["extra:1", "status:500", "ip:198.51.100.9"]
      : ["word", "status=500", "ip=198.51.100.9"];
    if (draw(15) === 0) pairs.splice(draw(2) * pairs.length, 0, further[draw(3)]!);
    return pairs.join(isLtsv ? "\t" : draw(60) === 0 ? "  " : " ");
  };
}

describe.each(["ltsv", "logfmt"])("%s", (format) => {
  it("is read the same by the shape of its lines and line by line", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 200_000 }), (seed, chunk) => {
        const random = drawing(seed);
        const log = logOf(seed, lineOf(format, random), 600);
        const { readByKernel: _, ...made } = summaries(log, true, { format, chunk });
        expect(made).toEqual(accountOf(log, { format, chunk }));
      }),
      { numRuns: 40 },
    );
  });
});

function drawing(seed: number): Draw {
  let state = (seed ^ 0x2545f491) | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
