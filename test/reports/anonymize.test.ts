import { describe, expect, it } from "vitest";
import { anonymizeEvent, anonymizeReport, cutAddresses } from "../../src/reports/anonymize.ts";
import { contributor, episode, NO_ATTRIBUTION, report } from "./example.ts";

describe("cutting addresses", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["192.0.2.77", "192.0.2.0/24"],
    ["192.0.2.0/24", "192.0.2.0/24"],
    ["192.0.2.64/26", "192.0.2.0/24"],
    ["10.0.0.0/8", "10.0.0.0/8"],
    ["from 192.0.2.77, 198.51.100.3.", "from 192.0.2.0/24, 198.51.100.0/24."],
    ["192.0.2.77:8080", "192.0.2.0/24:8080"],
    ["http://192.0.2.77/5", "http://192.0.2.0/24/5"],
    ["77.2.0.192.dsl.example.net", "77.2.0.0/24.dsl.example.net"],
    ["256.1.1.1 and 1.2.3", "256.1.1.1 and 1.2.3"],
    ["2001:db8:1:2::/64", "2001:db8:1::/48"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"],
    ["2001:DB8::1", "2001:db8::/48"],
    ["2001:db8:1::/48", "2001:db8:1::/48"],
    ["2001:db8::/32", "2001:db8::/32"],
    ["[2001:db8:1:2::3]:443", "[2001:db8:1::/48]:443"],
    ["fe80::1%eth0", "fe80::/48%eth0"],
    ["::1", "::/48"],
    ["::ffff:192.0.2.77", "192.0.2.0/24"],
    ["64:ff9b::192.0.2.77", "64:ff9b::/48"],
    ["at 08:00:10 on 06/Apr/2021:08:00:10", "at 08:00:10 on 06/Apr/2021:08:00:10"],
    ["00:1a:2b:3c:4d:5e", "00:1a:2b:3c:4d:5e"],
    ["GET /login HTTP/1.1", "GET /login HTTP/1.1"],
  ];
  for (const [text, expected] of cases) {
    it(`makes ${expected} of ${text}, and of that nothing else`, () => {
      expect(cutAddresses(text)).toBe(expected);
      expect(cutAddresses(expected)).toBe(expected);
    });
  }

  it("is quick on text made to be slow", () => {
    const started = performance.now();
    for (const text of [
      "1.".repeat(50_000),
      "a:".repeat(50_000),
      ":".repeat(100_000),
      "1.2.3.4".repeat(20_000),
    ]) {
      cutAddresses(text);
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe("an anonymous report", () => {
  const open = report({
    episodes: [
      episode({
        attribution: {
          ...NO_ATTRIBUTION,
          sources: [
            contributor("203.0.113.7", 100),
            contributor("198.51.100.9", 90),
            contributor("203.0.113.8", 50, { exact: false, low: 40, high: 60 }),
          ],
          userAgents: [contributor("Chrome/90.0.44.12 bot@192.0.2.3", 10)],
          paths: [contributor("/from/192.0.2.3", 10)],
        },
        rules: [
          {
            ...episode().rules[0]!,
            match: { prefix: ["203.0.113.7/32", "203.0.113.8/32"], userAgent: ["A/1.2.3.4"] },
          },
        ],
        wouldChange: "if 192.0.2.3 were a school",
      }),
    ],
    notes: [{ code: "x", text: "said 2001:db8::5" }],
  });
  const cut = anonymizeReport(open);

  it("joins sources that fall together and puts the biggest first", () => {
    const [first, second, ...rest] = cut.episodes[0]!.attribution.sources;
    expect(first).toMatchObject({
      key: "203.0.113.0/24",
      attackRequests: 150,
      exact: false,
      low: 141,
      high: 161,
    });
    expect(second).toMatchObject({ key: "198.51.100.0/24", attackRequests: 90, exact: true });
    expect(rest).toEqual([]);
  });

  it("cuts rules, texts and settings, but no versions of user agents", () => {
    const [only] = cut.episodes;
    expect(only!.rules[0]!.match).toEqual({ prefix: ["203.0.113.0/24"], userAgent: ["A/1.2.3.4"] });
    expect(only!.attribution.userAgents[0]!.key).toBe("Chrome/90.0.44.12 bot@192.0.2.0/24");
    expect(only!.attribution.paths[0]!.key).toBe("/from/192.0.2.0/24");
    expect(only!.wouldChange).toBe("if 192.0.2.0/24 were a school");
    expect(cut.notes[0]!.text).toBe("said 2001:db8::/48");
    expect(cut.settings.allow).toEqual(["192.0.2.0/24"]);
    expect(cut.input.rejected.samples[0]!.text).toContain("192.0.2.0/24");
  });

  it("comes in events as it comes in a report", () => {
    const [only] = open.episodes;
    expect(anonymizeEvent({ type: "episode-closed", ...only! })).toEqual({
      type: "episode-closed",
      ...cut.episodes[0]!,
    });
    expect(anonymizeEvent({ type: "input", ...open.input })).toEqual({ type: "input", ...cut.input });
    expect(anonymizeEvent({ type: "report", ...open })).toEqual({ type: "report", ...cut });
    const window = { type: "window", ...open.windows[0]! } as const;
    expect(anonymizeEvent(window)).toEqual(window);
  });

  it("is not changed by being cut again", () => {
    expect(anonymizeReport(cut)).toEqual(cut);
  });

  it("leaves the report that was given as it is", () => {
    expect(open.episodes[0]!.attribution.sources[0]!.key).toBe("203.0.113.7");
  });
});
