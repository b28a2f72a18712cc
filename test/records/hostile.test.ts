import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FORMATS, formatOf } from "../../src/records/formats.ts";
import { Outcome, REJECTIONS } from "../../src/records/line-reader.ts";
import { RequestRecord } from "../../src/records/record.ts";

const SPANS = [
  "client",
  "method",
  "protocol",
  "referrer",
  "userAgent",
  "host",
  "user",
  "forwarded",
  "country",
] as const;
const specs = [
  ...FORMATS,
  formatOf('%{%Y-%m-%d %H:%M:%S}t.%{usec_frac}t %h "%m %U" %q %>s %D "%{Referer}i"'),
  formatOf("$http_x_forwarded_for $time_iso8601 $uri $args $upstream_response_time $status"),
];
const readers = specs.map((format) => format.open({ logTz: "Europe/Paris" }));
const seeds = FORMATS.flatMap((format) => format.samples).map((sample) => Buffer.from(sample));

/** A sample with a few bytes changed, cut out, doubled, or taken from another sample: near enough to get far. */
const mutated = fc
  .tuple(
    fc.nat(seeds.length - 1),
    fc.array(fc.tuple(fc.nat(4), fc.nat(600), fc.nat(255), fc.nat(seeds.length - 1)), {
      minLength: 1,
      maxLength: 6,
    }),
  )
  .map(([seed, changes]) => {
    let bytes = Buffer.from(seeds[seed] ?? []);
    for (const [kind, position, value, other] of changes) {
      const at = bytes.length === 0 ? 0 : position % bytes.length;
      if (kind === 0) bytes[at] = value;
      else if (kind === 1) bytes = bytes.subarray(0, at);
      else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + (value % 9))]);
      else if (kind === 3)
        bytes = Buffer.concat([bytes.subarray(0, at), (seeds[other] ?? bytes).subarray(value % 40)]);
      else
        bytes = Buffer.concat([
          bytes.subarray(0, at),
          Buffer.from('"\\[]{} -:,\t\0'.charAt(value % 12)),
          bytes.subarray(at),
        ]);
    }
    return bytes;
  });

/** Every line is accounted for, and a record never points outside its bytes or holds what is no number. */
function check(line: Uint8Array, record: RequestRecord): void {
  // The line stands between others, as in a chunk: whoever reads beyond its end finds something there.
  const around = Buffer.from('" 200 } ]"\\');
  const bytes = Buffer.concat([around, line, around]);
  const start = around.length;
  const end = start + line.length;
  readers.forEach((reader, at) => {
    const outcome = reader.read(bytes, start, end, record);
    const context = specs[at]?.name;
    expect([context, Number.isInteger(outcome) && outcome >= 0 && outcome < REJECTIONS.length + 2]).toEqual([
      context,
      true,
    ]);
    if (outcome > Outcome.blank) reader.failure?.();
    if (outcome !== Outcome.record) return;
    const limit = record.buffer === bytes ? end : record.buffer.length;
    const floor = record.buffer === bytes ? start : 0;
    for (const span of SPANS) {
      const from = record[`${span}Start`];
      const to = record[`${span}End`];
      if (from === to) continue;
      expect([context, span, from >= floor && to > from && to <= limit]).toEqual([context, span, true]);
    }
    expect(
      record.pathStart <= record.queryStart && record.queryStart <= record.pathEnd && record.pathEnd <= limit,
    ).toBe(true);
    expect([context, Number.isFinite(record.timeMs) && record.timeMs >= 0]).toEqual([context, true]);
    expect(record.status >= -1 && record.status <= 999).toBe(true);
    expect(record.durationMs === -1 || record.durationMs >= 0).toBe(true);
    expect(
      record.addressLo >= 0 &&
        record.addressLo < 2 ** 32 &&
        record.addressHi >= 0 &&
        record.addressHi < 2 ** 32,
    ).toBe(true);
  });
}

describe("hostile lines", () => {
  it("are accounted for by every format when they are near-misses of any", () => {
    const record = new RequestRecord();
    fc.assert(
      fc.property(mutated, (line) => check(line, record)),
      { seed: 8, numRuns: 1500 },
    );
  });

  it("are accounted for by every format when they are noise", () => {
    const record = new RequestRecord();
    const noise = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(noise, (line) => check(line, record)),
      { seed: 9, numRuns: 300 },
    );
  });

  it("are accounted for where they are long and nest or repeat", () => {
    const record = new RequestRecord();
    const texts = [
      "[".repeat(60_000),
      "{".repeat(60_000),
      '{"a":'.repeat(10_000),
      '"'.repeat(60_000),
      "\\".repeat(60_000),
      " ".repeat(60_000),
      ",".repeat(60_000),
      '\\"'.repeat(30_000),
      "=".repeat(60_000),
      "a=".repeat(30_000),
      ":".repeat(60_000),
      "<".repeat(60_000),
      "#Fields: ".repeat(7000),
      `#Fields: ${"c-ip ".repeat(10_000)}`,
    ];
    for (const text of texts) check(Buffer.from(text), record);
    for (const text of texts.slice(0, 9))
      check(Buffer.from(`192.0.2.1 - - [06/Apr/2021:08:00:00 +0200] "${text}`), record);
  });
});
