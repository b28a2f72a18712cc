import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FORMATS, formatOf } from "../../src/records/formats.ts";
import { type Line, readLine, readLines } from "./read-lines.ts";

const encode = (lines: readonly string[]): Uint8Array => new TextEncoder().encode(lines.join("\n"));

/** What one reader makes of lines one after the other: it learns. And what a new reader makes of each: it knows nothing. */
function bothWays(name: string, lines: readonly string[]): [learned: Line[], fresh: Line[]] {
  const format = formatOf(name);
  return [readLines(format, encode(lines)), lines.map((line) => readLine(format, line))];
}

const text = fc.oneof(
  fc.constantFrom("", "-", "curl/7.74.0", 'a"b', "a\\b", "é\n\t", "x".repeat(70), '"},{"', '\\"', "\u2028"),
  fc.string({ maxLength: 12 }),
);
const scalar = fc.oneof(
  text,
  fc.integer({ min: -5, max: 600 }),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom({}, [], { a: { b: [1, "]}"] } }, [[]], ["a", "b"], [{ name: "Host", value: "h" }]),
);
const headers = fc.dictionary(
  fc.constantFrom("User-Agent", "Referer", "X-Forwarded-For", "Accept", "Cookie", "user_agent"),
  fc.oneof(fc.array(text, { maxLength: 3 }), scalar),
);
const request = fc
  .record(
    {
      client_ip: fc.constantFrom("192.0.2.1", "2001:db8::7", "-"),
      remote_ip: fc.constant("192.0.2.9"),
      method: fc.constantFrom("GET", "POST"),
      uri: text,
      host: scalar,
      headers: fc.oneof(headers, scalar),
      extra: scalar,
    },
    { requiredKeys: ["client_ip"] },
  )
  .map((value) => value as object);
const entry = fc.record(
  {
    ts: fc.constantFrom<unknown>(1617688800.123, "2021-04-06T06:00:00Z", 1617688800),
    status: fc.constantFrom<unknown>(200, 404, "200", 2, null),
    request,
    size: fc.oneof(fc.nat(100_000), scalar),
    duration: scalar,
    msg: text,
    other: scalar,
  },
  { requiredKeys: ["ts", "request"] },
);
/** Objects as different writers put them: no blanks, a blank after each colon and comma, or cut off. */
const line = fc.tuple(entry, fc.nat(12), fc.nat(400)).map(([value, style, cut]) => {
  const plain = JSON.stringify(value);
  if (style === 0) return plain.slice(0, cut);
  if (style === 1) return JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, " ");
  if (style === 2) return plain.slice(0, cut) + plain.slice(cut + 1);
  return plain;
});

describe("JSON lines of shapes seen before", () => {
  it("are read as if they had never been seen", () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 2, maxLength: 30 }), (lines) => {
        const [learned, fresh] = bothWays("caddy-json", [...lines, ...lines]);
        expect(learned).toEqual(fresh);
      }),
      { seed: 11, numRuns: 150 },
    );
  });

  it("are read so in every JSON format, also when bytes of its samples are changed", () => {
    const json = FORMATS.filter((format) => format.samples.every((sample) => sample.startsWith("{")));
    expect(json.length).toBeGreaterThan(5);
    const change = fc.tuple(fc.nat(2000), fc.constantFrom(...'"\\{}[],: 0a'.split("")));
    for (const format of json) {
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
          const lines = changes.flatMap(([at, byte]) => {
            const sample = format.samples[at % format.samples.length] ?? "";
            const place = at % sample.length;
            return [sample, sample.slice(0, place) + byte + sample.slice(place + (at % 2))];
          });
          const [learned, fresh] = bothWays(format.name, lines);
          expect(learned).toEqual(fresh);
        }),
        { seed: 12, numRuns: 60 },
      );
    }
  });

  it("may be more than anybody can remember", () => {
    const lines = Array.from(
      { length: 3000 },
      (_, at) =>
        `{"ts":1617688800.5,"x${at}":${at},"request":{"client_ip":"192.0.2.1","method":"GET","h${at % 700}":"${"v".repeat(at % 50)}","uri":"/${at}"},"status":200}`,
    );
    const [learned, fresh] = bothWays("caddy-json", lines);
    expect(learned).toEqual(fresh);
    expect(learned.every((each, at) => "path" in each && each.path === `/${at}`)).toBe(true);
  });

  it("end where the line ends, whatever the next one holds", () => {
    const whole =
      '{"ts":1617688800.5,"request":{"client_ip":"192.0.2.1","method":"GET","uri":"/a"},"status":200}';
    const cut = Array.from({ length: whole.length }, (_, at) => whole.slice(0, at));
    // Each cut line lies before the rest of itself in memory.
    const lines = cut.flatMap((each) => [whole, each, whole.slice(each.length)]);
    const [learned, fresh] = bothWays("caddy-json", lines);
    expect(learned).toEqual(fresh);
  });
});
