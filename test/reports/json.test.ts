import { describe, expect, it } from "vitest";
import { formatEvent, formatJson } from "../../src/reports/json.ts";
import type { Report } from "../../src/reports/report.ts";
import { episode, report } from "./example.ts";

/** The same value with the keys of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

describe("the JSON report", () => {
  it("is one document that says what the report says", () => {
    const text = formatJson(report());
    expect(text.endsWith("}\n")).toBe(true);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(report())));
  });

  it("is the same bytes in whatever order a report was put together", () => {
    expect(formatJson(reversed(report()) as Report)).toBe(formatJson(report()));
  });

  it("has its keys in the order of the contract", () => {
    const parsed = JSON.parse(formatJson(reversed(report()) as Report));
    expect(Object.keys(parsed)).toEqual(
      "schema generator input geo settings verdict episodes windows breakdowns notes".split(" "),
    );
    expect(Object.keys(parsed.episodes[0]).slice(0, 6)).toEqual(
      "id verdict onset peak end detectedAt".split(" "),
    );
    expect(Object.keys(parsed.episodes[0].rules[0])).toEqual(
      "match attackCaught organicHit baselineHit marginal".split(" "),
    );
  });

  it("rounds figures to six significant digits, and noise to nothing", () => {
    const [window] = report().windows;
    const shown = (attackShare: number) =>
      JSON.parse(formatJson(report({ windows: [{ ...window!, attackShare }] }))).windows[0].attackShare;
    expect(shown(1 / 3)).toBe(0.333333);
    expect(shown(123_456.789)).toBe(123_457);
    expect(shown(1e-7 / 3)).toBe(3.33333e-8);
    expect(shown(5.5e-17)).toBe(0);
    expect(shown(-0)).toBe(0);
    expect(shown(0.1 + 0.2)).toBe(0.3);
  });

  it("keeps integers exactly, however large", () => {
    const input = { ...report().input, lines: 9_007_199_254_740_991 };
    expect(formatJson(report({ input }))).toContain('"lines": 9007199254740991');
  });

  it("says null where a figure is none", () => {
    const overload = {
      ...episode().overload!,
      organicPeakHigh: Number.POSITIVE_INFINITY,
      organicPeakLow: Number.NaN,
    };
    const parsed = JSON.parse(formatJson(report({ episodes: [episode({ overload })] })));
    expect(parsed.episodes[0].overload).toMatchObject({ organicPeakHigh: null, organicPeakLow: null });
  });

  it("takes names from a log for names, whatever they are", () => {
    const rejected = {
      ...report().input.rejected,
      reasons: JSON.parse('{"__proto__": 1, "constructor": 2}') as Record<string, number>,
    };
    const text = formatJson(report({ input: { ...report().input, rejected } }));
    expect(text).toContain(
      '"reasons": { "__proto__": 1, "constructor": 2 }'
        .replaceAll(/: | \}|\{ |, /g, (m) => m.trim())
        .replace('"reasons":', '"reasons": '),
    );
  });

  it("keeps fields that are newer than it, behind those it knows", () => {
    const extended = { ...report(), addedLater: { b: 1, a: 2 } } as Report;
    expect(Object.keys(JSON.parse(formatJson(extended))).at(-1)).toBe("addedLater");
  });

  it("holds no whole address where --anonymize was given", () => {
    const anonymous = report({ settings: { ...report().settings, anonymize: true } });
    expect(formatJson(report())).toContain("192.0.2.77");
    expect(formatJson(anonymous)).not.toMatch(/192\.0\.2\.(?!0\/24)/);
    expect(formatJson(anonymous)).not.toContain("203.0.113.7");
  });
});

describe("an event", () => {
  it("is one line that begins with its type", () => {
    const line = formatEvent({ type: "episode-opened", ...episode() });
    expect(line.startsWith('{"type":"episode-opened","id":"2021-04-06T05:58:10Z","verdict":"mixed"')).toBe(
      true,
    );
    expect(line.indexOf("\n")).toBe(line.length - 1);
    expect(JSON.parse(line).evidence).toHaveLength(3);
  });

  it("has figures rounded like those of the report", () => {
    const [window] = report().windows;
    const line = formatEvent({ type: "window", ...window!, attackProbability: 2 / 3 });
    expect(JSON.parse(line).attackProbability).toBe(0.666667);
  });
});
