import { describe, expect, it } from "vitest";
import type { Episode } from "../../src/reports/report.ts";
import { LiveText } from "../../src/reports/text/live.ts";
import { episode as exampleEpisode, report } from "./example.ts";

const episode = exampleEpisode();
const phase = (verdict: Episode["verdict"], start: string, detectedAt: string, estimate: number) => ({
  start,
  end: start,
  verdict,
  detectedAt,
  attackShare: { estimate, low: estimate / 2, high: (1 + estimate) / 2 },
});
const surge = phase("organic-surge", "2021-04-06T05:58:00.000Z", "2021-04-06T05:58:40.000Z", 0);
const attack = phase("mixed", "2021-04-06T06:10:00.000Z", "2021-04-06T06:10:30.000Z", 0.4);

describe("what somebody sees who watches", () => {
  it("is a line when a verdict changes, with its day once, and nothing otherwise", () => {
    const live = new LiveText("Europe/Paris", { width: 100 });
    const opened = {
      type: "episode-opened",
      ...episode,
      verdict: "organic-surge",
      phases: [surge],
    } as const;
    expect(live.tell(opened)).toMatch(
      /^Tue 6 Apr 2021 \(Europe\/Paris\)\n07:58:40 {2}SURGE OF VISITORS since 07:58:00; up to [\d,]+ a second/,
    );
    expect(live.tell({ ...opened, type: "episode-changed" })).toBe("");
    const changed = {
      ...opened,
      type: "episode-changed",
      verdict: "mixed",
      phases: [surge, attack],
    } as const;
    const told = live.tell(changed);
    expect(told).toMatch(
      /^08:10:30 {2}ATTACK IN A SURGE since 08:10:00; 40 % \(20 % to 70 %\) of the requests are/,
    );
    expect(told).toContain("\n          block: ");
    expect(live.tell(changed)).toBe("");
    const closed = { ...changed, type: "episode-closed", end: "2021-04-06T07:00:00.000Z" } as const;
    expect(live.tell(closed)).toMatch(
      /^09:00:00 {2}OVER: attack in a surge, 1 h 2 min, [\d,]+ requests, \d+ % of them/,
    );
    expect(live.tell(opened)).toContain("SURGE OF VISITORS");
  });

  it("says no share while none is known, and nothing of windows", () => {
    const live = new LiveText("UTC", {});
    const unknown = { ...attack, attackShare: { estimate: 0, low: 0, high: 0 } };
    const text = live.tell({ type: "episode-opened", ...episode, phases: [unknown] });
    expect(text).toContain("ATTACK IN A SURGE");
    expect(text).not.toContain("0 % (0 % to 0 %)");
    const [window] = report().windows;
    expect(live.tell({ type: "window", ...window! })).toBe("");
  });

  it("is ASCII where it must be, and never obeyed by a terminal", () => {
    const hostile = { match: { userAgent: ["\u001b[2J\u202eevil\n"] } };
    const rule = { ...episode.rules[0]!, ...hostile };
    const told = new LiveText("UTC", { ascii: true }).tell({
      type: "episode-opened",
      ...episode,
      phases: [attack],
      rules: [rule],
    });
    expect(told).toMatch(/^[\n\u0020-\u007e]*$/);
    expect(told).toContain("evil");
  });
});
