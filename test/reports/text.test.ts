import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/reports/report.ts";
import { displayWidth } from "../../src/reports/text/layout.ts";
import { mapTexts } from "../../src/reports/text/safe.ts";
import { formatText } from "../../src/reports/text.ts";
import { contributor, episode, NO_ATTRIBUTION, report, windows } from "./example.ts";

const night = episode({
  id: "2021-04-05T23:00:00Z",
  verdict: "flood-attack",
  onset: "2021-04-05T23:00:00.000Z",
  peak: "2021-04-05T23:02:00.000Z",
  end: "2021-04-05T23:04:20.000Z",
  detectedAt: "2021-04-05T23:00:20.000Z",
  probabilities: { normal: 0.001, "organic-surge": 0.001, "flood-attack": 0.99, mixed: 0.008 },
  attackShare: { estimate: 0.92, low: 0.88, high: 0.95 },
  requests: 2107,
  sources: 1,
  spread: "single-source",
  rules: [],
  overload: null,
  attribution: { ...NO_ATTRIBUTION, sources: [contributor("198.51.100.23", 1938)] },
});

const surge = episode({
  id: "2021-04-06T08:58:00Z",
  verdict: "organic-surge",
  onset: "2021-04-06T08:58:00.000Z",
  peak: "2021-04-06T09:20:00.000Z",
  detectedAt: "2021-04-06T08:58:40.000Z",
  phases: [],
  end: null,
  probabilities: { normal: 0.01, "organic-surge": 0.96, "flood-attack": 0.01, mixed: 0.02 },
  attackShare: { estimate: 0, low: 0, high: 0.02 },
  origin: null,
  spread: null,
  rules: [],
  overload: {
    ...episode().overload!,
    attackPeakRequestsPerSecond: 0,
    firstOverload: "2021-04-06T09:04:00.000Z",
  },
  attribution: NO_ATTRIBUTION,
});

const undecided = episode({
  verdict: "inconclusive",
  probabilities: { normal: 0.05, "organic-surge": 0.45, "flood-attack": 0.3, mixed: 0.2 },
  attackShare: { estimate: 0.2, low: 0, high: 0.6 },
  baselineRequestsPerSecond: null,
  evidence: [],
  attribution: NO_ATTRIBUTION,
  spread: null,
  overload: {
    ...episode().overload!,
    overloadedWithoutAttack: null,
    capacityBasis: "lower-bound",
    firstOverload: null,
  },
});

const empty = report({
  verdict: "normal",
  episodes: [],
  windows: [],
  input: {
    ...report().input,
    sources: [{ name: "-", bytes: 0, lines: 0, format: null, formatShare: null }],
    lines: 0,
    records: 0,
    rejected: { total: 0, reasons: {}, samples: [] },
    late: 0,
    blank: 0,
    requests: 0,
    from: null,
    to: null,
  },
});

const CASES: Readonly<Record<string, Report>> = {
  mixed: report(),
  several: report({ verdict: "flood-attack", episodes: [night, episode(), surge] }),
  organic: report({
    verdict: "organic-surge",
    episodes: [surge],
    windows: windows(
      "2021-04-05T22:00:00.000Z",
      12,
      "2021-04-06T08:58:00.000Z",
      "2021-04-06T10:00:00.000Z",
      "organic-surge",
    ),
    settings: { ...report().settings, tz: "+02:00", home: ["FR"], homeLearned: true },
  }),
  inconclusive: report({
    verdict: "inconclusive",
    episodes: [undecided],
    settings: { ...report().settings, home: null },
  }),
  normal: report({
    verdict: "normal",
    episodes: [],
    notes: [{ code: "no-login", text: "No login was seen." }],
  }),
  empty,
};

describe("the text report", () => {
  for (const [name, sample] of Object.entries(CASES)) {
    it(`of the case "${name}" is the one that was read and found good`, async () => {
      await expect(formatText(sample)).toMatchFileSnapshot(`golden/${name}.txt`);
    });
  }

  it("counts the attack against what was judged, not against what lies outside --since and --until", () => {
    const several = CASES["several"]!;
    const part = { ...several, input: { ...several.input, outside: 1_345_600 } };
    expect(formatText(part, { width: 200 }).replaceAll("\n", " ")).toContain(
      "476,938 requests of 1,000,000 (48 %)",
    );
  });

  it("keeps to its width, coloured or not, in every case", () => {
    for (const sample of Object.values(CASES)) {
      for (const width of [60, 80, 100, 200]) {
        for (const options of [{ width }, { width, color: true }, { width, ascii: true }]) {
          for (const line of formatText(sample, options).split("\n")) {
            expect(displayWidth(line), line).toBeLessThanOrEqual(width);
          }
        }
      }
    }
  });

  it("says the same with colours as without", () => {
    for (const sample of Object.values(CASES)) {
      expect(formatText(sample, { color: true }).replaceAll(/\u001b\[\d+m/g, "")).toBe(formatText(sample));
      expect(formatText(sample)).not.toContain("\u001b");
    }
  });

  it("says it once, where countries are named, that they are not those of the masters", () => {
    const text = formatText(CASES["several"]!).replaceAll(/\s+/g, " ");
    expect(text.split("The country of an address is not the country of its master").length).toBe(2);
  });

  it("has the same lines in ASCII, of ASCII", () => {
    for (const sample of Object.values(CASES)) {
      const ascii = formatText(sample, { ascii: true });
      expect(ascii).toMatch(/^[\n\u0020-\u007e]*$/);
      expect(ascii.split("\n").length).toBe(formatText(sample).split("\n").length);
    }
  });

  it("cuts addresses where --anonymize was given", () => {
    const text = formatText(report({ settings: { ...report().settings, anonymize: true } }));
    expect(text).not.toContain("203.0.113.7 ");
    expect(text).not.toContain("192.0.2.77");
    expect(text).toContain("--anonymize");
  });

  it("lets nothing of a log be obeyed by a terminal, nor break its lines", () => {
    const hostile = fc.oneof(
      fc.constantFrom(
        "\u001b[2J\u001b[31mowned",
        "\u009b31m",
        "a\nb\r\tc\u0000",
        "\u202egnp.exe",
        "\u2066x\u2069",
        "\ud800",
        "z\u200bw\ufeff",
        "日本語".repeat(40),
        "👩‍👩‍👧‍👦".repeat(30),
        "e\u0301".repeat(200),
        "x".repeat(500),
        "",
        "-",
        "%s %n $x",
      ),
      fc.string({ unit: "binary", maxLength: 120 }),
    );
    const few = { ...CASES["several"]!, windows: CASES["several"]!.windows.slice(470, 500) };
    fc.assert(
      fc.property(hostile, fc.boolean(), fc.constantFrom(60, 80, 133), (text, ascii, width) => {
        const times = /^\d{4}-\d\d-\d\dT|^[+-]\d\d:\d\d$|^Europe/;
        const verdicts =
          /^(flood-attack|mixed|inconclusive|organic-surge|normal|distributed|single-source|inferred|lower-bound)$/;
        // Every text of the report becomes hostile, but for those that come from us.
        const evil = mapTexts(few, (own) => (times.test(own) || verdicts.test(own) ? own : text));
        for (const line of formatText(evil, { ascii, width }).split("\n")) {
          expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
          expect(displayWidth(line), line).toBeLessThanOrEqual(width);
        }
      }),
      { numRuns: 60, seed: 6042021 },
    );
  });

  it("tells the gravest of very many episodes and counts the rest", () => {
    const many = Array.from({ length: 90 }, (_, index) => {
      const onset = new Date(Date.UTC(2021, 3, 5, 22) + index * 480_000).toISOString();
      return { ...night, id: onset, onset, detectedAt: onset, end: null, requests: 100 + index };
    });
    const text = formatText(report({ verdict: "flood-attack", episodes: many }));
    expect(text).toContain("90 attacks");
    expect(text).toContain("and 50 smaller ones");
    expect(text.split("\n").length).toBeLessThan(140);
  });
});
