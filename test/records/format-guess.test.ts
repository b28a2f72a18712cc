import { describe, expect, it } from "vitest";
import { guessFormat } from "../../src/records/format-guess.ts";
import { formatOf } from "../../src/records/formats.ts";
import { detectBothWays } from "./both-ways.ts";
import { readRequest } from "./read-lines.ts";

/** Lines of servers whose owners made a format of their own. */
const LINES: readonly (readonly [line: string, format: string])[] = [
  [
    "2021-04-06 06:00:00 192.0.2.1 | GET /login HTTP/1.1 | 200 | 5316 | 0.012",
    "$time_iso8601 $remote_addr | $request_method $request_uri $server_protocol | $status | $body_bytes_sent | $request_time",
  ],
  [
    '06/Apr/2021:06:00:00 +0000 www.example.org 192.0.2.1 0.012 "GET /login HTTP/2.0" 200 5316 120',
    '$time_local $host $remote_addr $request_time "$request" $status $body_bytes_sent $other',
  ],
  [
    '[2021-04-06T06:00:00+00:00] (192.0.2.1) <GET /login HTTP/1.1> 200 5316 "https://www.example.org/" "curl/7.74.0" x=1',
    '[$time_iso8601] ($remote_addr) <$request> $status $body_bytes_sent "$http_referer" "$http_user_agent" $other',
  ],
];

describe("a format guessed by the looks of a line", () => {
  it.each(LINES)("%s", (line, format) => {
    expect(guessFormat(line)).toBe(format);
    expect(readRequest(formatOf(format), line)).toMatchObject({
      timeMs: Date.UTC(2021, 3, 6, 6),
      lo: 0xc0000201,
      method: "GET",
      path: "/login",
      status: 200,
      bytes: 5316,
    });
  });

  it("is suggested where no known one reads a log, having been tried", () => {
    const log = Array.from({ length: 50 }, (_, i) => LINES[2]![0].replace("192.0.2.1", `192.0.2.${i}`)).join(
      "\n",
    );
    const { format, suggestion } = detectBothWays(new TextEncoder().encode(log), { logTz: "UTC" });
    expect(format).toBeNull();
    expect(suggestion).toEqual({ format: LINES[2]![1], share: 1 });
  });

  it("is none where there is no address, time or request", () => {
    expect(guessFormat("2021-04-06 06:00:00 INFO 192.0.2.1 logged in")).toBeNull();
    expect(guessFormat('192.0.2.1 "GET / HTTP/1.1" 200 12')).toBeNull();
    expect(guessFormat("")).toBeNull();
    expect(guessFormat("x ".repeat(999))).toBeNull();
  });

  it("never holds what a shell or terminal would take for something else", () => {
    for (const nasty of ["'; rm -rf ~ '", "\x1b[2J", "$(reboot)", "\\"]) {
      const line = `${LINES[2]![0]} ${nasty}`;
      const log = new TextEncoder().encode(`${line}\n`.repeat(9));
      const { suggestion } = detectBothWays(log, { logTz: "UTC" });
      expect(suggestion?.format ?? "").not.toMatch(/['\x1b\\]|\$\(/);
    }
  });
});
