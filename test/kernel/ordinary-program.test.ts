import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as layout from "../../src/kernel/layout.ts";
import { ordinaryProgram } from "../../src/kernel/ordinary-program.ts";
import { Field, TimePart } from "../../src/records/fields.ts";
import { FORMATS, formatOf } from "../../src/records/formats.ts";
import { RequestRecord } from "../../src/records/record.ts";
import { sampleLine } from "./samples.ts";
import { accountOf, logOf, summaries } from "./summaries.ts";

/** Formats whose lines are read field by field, or column by column, all the same; and why. */
const OTHERWISE: Readonly<Record<string, string>> = {
  "php-server": "times as C's ctime writes them",
  "iis-native": "dates in three parts",
  uwsgi: "dates in three parts",
};

/** Format strings with fields that no named format has, and a line of each. */
const STRINGS: readonly (readonly [spec: string, line: string])[] = [
  [
    '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %D',
    '192.0.2.1 - alice [06/Apr/2021:08:00:00 +0200] "GET /login HTTP/3.0" 200 5316 "-" "curl/7.74.0" 12ms',
  ],
  [
    '$time_iso8601 "$http_x_forwarded_for" "$request" $status $body_bytes_sent $upstream_response_time',
    '2021-04-06T06:00:00Z "192.0.2.1" "HEAD /login HTTP/2" 200 5316 0.012',
  ],
  [
    "$msec|$remote_addr|$host|$request_method|$request_uri|$status|$http_user_agent|$request_time",
    "1617688800.123|192.0.2.1|www.example.org|GET|/login|200|curl/7.74.0|0.012",
  ],
  [
    '$remote_addr, $http_x_forwarded_for - [$time_local] "$scheme://$host$request_uri" $status rt=$request_time ua="$http_user_agent"',
    '198.51.100.9, 192.0.2.1 - [06/Apr/2021:08:00:00 +0200] "https://www.example.org/login" 200 rt=0.012 ua="curl/7.74.0"',
  ],
];

/** Steps by which ordinary lines of a format are read, once it has read a line. */
function stepsOf(spec: string, lines: readonly string[]): number {
  const reader = formatOf(spec).open({ logTz: "UTC" });
  for (const line of lines) {
    const bytes = new TextEncoder().encode(line);
    reader.read(bytes, 0, bytes.length, new RequestRecord());
  }
  const program = reader.kernelProgram;
  return program ? ordinaryProgram(program.steps).length / (layout.ORDINARY_STEP / 4) : 0;
}

describe("programs for ordinary lines", () => {
  it("are made by the numbers of fields and of parts of times", () => {
    const named = (prefix: string) =>
      Object.entries(layout).flatMap(([name, value]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length).replaceAll("_", ""), value]] : [],
      );
    const numbers = (table: Readonly<Record<string, number>>) =>
      new Map(Object.entries(table).map(([name, value]) => [name.toUpperCase(), value]));
    for (const [name, value] of named("FIELD_"))
      expect([name, numbers(Field).get(`${name}`)]).toEqual([name, value]);
    for (const [name, value] of named("PART_"))
      expect([name, numbers(TimePart).get(`${name}`)]).toEqual([name, value]);
    expect(named("FIELD_").length).toBeGreaterThan(15);
  });

  it.each(
    FORMATS.filter(
      ({ samples, name }) => !/^\{|^\w+[:=]/.test(samples[0]!) && OTHERWISE[name] === undefined,
    ).map(({ name, samples }) => [name, samples] as const),
  )("are made of %s", (name, samples) => {
    expect(stepsOf(name, samples)).toBeGreaterThan(4);
  });

  it("skip words that stand side by side in one step", () => {
    const line = "192.0.2.1 a b c [06/Apr/2021:08:00:00 +0200] /login";
    expect(stepsOf("$remote_addr $x $y $z [$time_local] $uri", [line])).toBe(
      stepsOf("$remote_addr $x [$time_local] $uri", [line.replace(" b c", "")]) + 1,
    );
  });

  it.each(STRINGS)("read lines of %s as the readable way does, byte for byte", (format, sample) => {
    expect(stepsOf(format, [sample])).toBeGreaterThan(4);
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 200_000 }), (seed, chunk) => {
        const log = logOf(seed, sampleLine([sample]), 1000);
        const { readByKernel, ...made } = summaries(log, true, { format, chunk });
        expect(made).toEqual(accountOf(log, { format, chunk }));
        expect(readByKernel).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 8 },
    );
  });
});
