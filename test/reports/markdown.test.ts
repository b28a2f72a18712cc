import { describe, expect, it } from "vitest";
import { formatMarkdown } from "../../src/reports/markdown.ts";
import { contributor, episode, NO_ATTRIBUTION, report } from "./example.ts";

/** Everything that a log may hold and a ticket must not obey. */
const HOSTILE =
  "a`b``c|d](javascript:x) ![i](https://evil.example/i.png) <img src=x onerror=y> @admin #1 $x$ \n# h\r\n\u001b[2J\u202e www.evil.example";

describe("the report as Markdown", () => {
  it("tells verdict, facts, rules, evidence and accounting", () => {
    const text = formatMarkdown(report());
    expect(text).toMatch(/^# ATTACK IN A SURGE\n\n/);
    expect(text).toContain("| **How much** | 38 % (31 % to 45 %) of the requests are attack");
    expect(text).toMatch(
      /### What to do\n\n1\. POST \/login from 203\.0\.113\.0\/24 or 198\.51\.100\.0\/24: stops 87 %/,
    );
    expect(text).toContain("| +4.0 | only 40 % of the sources");
    expect(text).toContain("`python-requests/2.25.1`");
    expect(text).toContain("= 2,345,600 records + 60 rejected + 15 late + 3 blank");
  });

  it("gives every row of a table as many cells as its head, whatever a log holds", () => {
    const attribution = {
      ...NO_ATTRIBUTION,
      paths: [contributor(HOSTILE, 9000)],
      userAgents: [contributor(`\\|${HOSTILE}`, 9000)],
    };
    const hostile = episode({
      requests: 10_000,
      attribution,
      abstained: [{ feature: HOSTILE, reason: HOSTILE }],
      wouldChange: HOSTILE,
    });
    hostile.evidence.map((item) => Object.assign(item, { summary: HOSTILE }));
    const text = formatMarkdown(
      report({ episodes: [hostile, hostile], notes: [{ code: "x", text: HOSTILE }] }),
    );
    let cells = 0;
    for (const line of text.split("\n")) {
      // A bar splits cells unless a backslash stands before it; none of ours has one.
      const found = line.startsWith("|") ? line.split("|").length : 0;
      if (found > 0 && cells > 0) expect({ line, found }).toEqual({ line, found: cells });
      cells = found;
    }
  });

  it("obeys nothing that a log holds", () => {
    const attribution = { ...NO_ATTRIBUTION, paths: [contributor(HOSTILE, 9000)] };
    const text = formatMarkdown(
      report({
        episodes: [
          episode({
            requests: 10_000,
            attribution,
            wouldChange: HOSTILE,
            rules: [{ ...episode().rules[0]!, match: { path: [HOSTILE], userAgent: [HOSTILE] } }],
          }),
        ],
        notes: [{ code: "x", text: HOSTILE }],
      }),
    );
    const outsideCode = text.replace(/`[^`\n]*`/g, "");
    expect(outsideCode).not.toMatch(/(?<!\\)[<`]|!\[|(?<!\\)\]\(|@|https:\/\/|www\./);
    expect(text).not.toMatch(/\u001b|\u202e|\r/);
    expect(text.split("\n").filter((line) => line.startsWith("# "))).toHaveLength(1);
  });

  it("cuts addresses where the report is anonymous", () => {
    const { settings } = report();
    expect(formatMarkdown(report({ settings: { ...settings, anonymize: true } }))).not.toContain(
      "203.0.113.7",
    );
  });

  it("says so where there is nothing", () => {
    const { input } = report();
    const empty = { ...input, lines: 0, records: 0, requests: 0, from: null, to: null, late: 0, blank: 0 };
    const text = formatMarkdown(report({ input: empty, episodes: [], windows: [], verdict: "normal" }));
    expect(text).toMatch(/^# NO REQUESTS\n/);
  });
});
