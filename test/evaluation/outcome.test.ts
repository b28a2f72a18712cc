import { describe, expect, test } from "vitest";
import type { ClaimedEpisode, ClaimedPhase } from "../../bench/evaluation/claims.ts";
import { MEASURES } from "../../bench/evaluation/measures.ts";
import { compare, countsBetween } from "../../bench/evaluation/outcome.ts";
import { RequestColumns } from "../../bench/evaluation/request-columns.ts";
import { checkRules } from "../../bench/evaluation/rule-check.ts";
import { intersectionOverUnion, merged } from "../../bench/evaluation/spans.ts";
import { PlaceTable } from "../../src/geo/place-table.ts";
import type { Incident, Truth } from "../../src/simulator/index.ts";

const START = Date.parse("2021-04-06T06:00:00Z");
const SECOND = 1000;
const at = (seconds: number) => new Date(START + seconds * SECOND).toISOString();

/** 600 s: one organic request a second, and from 100 to 200 s three attack requests beside each. */
function example(): { log: Buffer; truth: Truth } {
  const lines: string[] = [];
  const letters: string[] = [];
  const windows = new Map<number, [number, number]>();
  for (let second = 0; second < 600; second += 1) {
    const attacked = second >= 100 && second < 200;
    for (const letter of attacked ? "oaaa" : "o") {
      const clock = new Date(START + second * SECOND).toISOString().slice(11, 19);
      const host = letter === "a" ? `198.51.100.${second % 7}` : `192.0.2.${second % 200}`;
      const request = letter === "a" ? "POST /login" : "GET /news?page=2";
      lines.push(
        `${host} - - [06/Apr/2021:${clock} +0000] "${request} HTTP/1.1" 200 5 "-" "${letter === "a" ? "bot" : "Mozilla"}"`,
      );
      letters.push(`${letter}1`);
      const window = START + Math.floor(second / 10) * 10 * SECOND;
      const counts = windows.get(window) ?? [0, 0];
      counts[letter === "a" ? 1 : 0] += 1;
      windows.set(window, counts);
    }
  }
  const attack: Incident = {
    kind: "attack",
    id: "attack",
    start: at(100),
    end: at(200),
    requests: 400,
    attackShare: 0.75,
    decidable: true,
    overloadedWithoutAttack: false,
    organicPeakRequestsPerSecond: 1,
    countries: {},
    description: "",
  };
  const surge: Incident = {
    ...attack,
    kind: "surge",
    id: "surge",
    start: at(300),
    end: at(500),
    attackShare: 0,
  };
  const truth: Truth = {
    schema: "tidegauge.truth/1",
    scenario: "example",
    seed: 1,
    format: "combined",
    capacityRequestsPerSecond: 3,
    home: ["FR"],
    loginPaths: ["/login"],
    waitingRoomPaths: [],
    historyEnd: at(0),
    incidents: [attack, surge],
    totals: { organic: 600, attack: 300, benignBots: 0, nuisance: 0 },
    windows: [...windows].map(([startMs, [organic, hostile]]) => [startMs, organic, hostile, 0, 0]),
    labels: letters.join(""),
  };
  return { log: Buffer.from(`${lines.join("\n")}\n`), truth };
}

const { log, truth } = example();
const columns = new RequestColumns(log, truth, PlaceTable.empty);

function episode(
  from: number,
  to: number,
  verdict: ClaimedPhase["verdict"],
  more: Partial<ClaimedEpisode> = {},
): ClaimedEpisode {
  const span = { startMs: START + from * SECOND, endMs: START + to * SECOND };
  return {
    ...span,
    attack: verdict === "attack" || verdict === "mixed",
    phases: [{ ...span, verdict, detectedMs: span.startMs + 30 * SECOND }],
    attackShare: null,
    overloadedWithoutAttack: false,
    rules: null,
    ...more,
  };
}

const judged = (...episodes: ClaimedEpisode[]) => compare({ episodes, windows: [] }, truth, columns);
const measured = (name: string, outcome: ReturnType<typeof judged>) =>
  MEASURES.find((measure) => measure.name === name)!.of([outcome]);

describe("spans", () => {
  test("intersection over union counts only what touches", () => {
    const claimed = merged([
      { startMs: 0, endMs: 10 },
      { startMs: 8, endMs: 20 },
      { startMs: 100, endMs: 900 },
    ]);
    expect(claimed).toHaveLength(2);
    expect(intersectionOverUnion({ startMs: 10, endMs: 30 }, claimed)).toBeCloseTo(10 / 30, 12);
    expect(intersectionOverUnion({ startMs: 30, endMs: 40 }, claimed)).toBe(0);
  });
});

describe("outcome", () => {
  test("the columns read what the log says, and labels stand beside their lines", () => {
    expect(columns.count).toBe(900);
    expect(countsBetween(truth, { startMs: START + 100 * SECOND, endMs: START + 200 * SECOND })).toEqual({
      attack: 300,
      all: 400,
    });
    expect(columns.login.reduce((sum, login) => sum + login, 0)).toBe(300);
    expect(columns.paths.texts).toContain("/news");
  });

  test("a claim that covers the attack finds it, one that is far too long does not", () => {
    expect(judged(episode(90, 210, "attack")).attackFound).toEqual([true]);
    expect(judged(episode(0, 600, "attack")).attackFound).toEqual([false]);
    expect(judged(episode(90, 210, "organic")).attackFound).toEqual([false]);
    expect(judged().attackFound).toEqual([false]);
  });

  test("delay counts from the attack's first request", () => {
    expect(judged(episode(100, 200, "attack")).delaySeconds).toEqual([30]);
    expect(judged(episode(110, 200, "attack")).delaySeconds).toEqual([40]);
  });

  test("of one that creeps up, from where it is a tenth and comes to what matters in a minute", () => {
    const [attack, surge] = truth.incidents as [Incident, Incident];
    const delayOf = (hostile: (second: number) => number) => {
      const windows = truth.windows.map(([startMs, organic]) => {
        const second = (startMs - START) / SECOND;
        const isAttacked = second >= 100 && second < 300;
        return [startMs, organic, isAttacked ? hostile(second) : 0, 0, 0] as Truth["windows"][number];
      });
      const creeping = { ...truth, incidents: [{ ...attack, end: at(300) }, surge], windows };
      const columns = new RequestColumns(log, truth, PlaceTable.empty);
      return compare({ episodes: [episode(160, 300, "attack")], windows: [] }, creeping, columns)
        .delaySeconds;
    };
    // Two in ten seconds are a tenth of all; the minute from 140 s on is the first to hold thirty.
    expect(delayOf((second) => (second < 150 ? 2 : 6))).toEqual([50]);
    // What never comes to so much is slow, and counts from its first tenth.
    expect(delayOf(() => 2)).toEqual([90]);
  });

  test("an attack claimed in quiet time is a false alarm, and one in a surge is the worst of them", () => {
    const quiet = judged(episode(520, 560, "attack"));
    expect(quiet.attackTrue).toEqual([false]);
    expect(quiet.falseAlarms).toBe(1);
    expect(quiet.surgeCalledAttack).toEqual([false]);
    const surge = judged(episode(320, 480, "mixed"));
    expect(surge.surgeCalledAttack).toEqual([true]);
    expect(measured("attack precision, time", surge)).toBe(0);
    // 500 s were free of attack.
    expect(measured("false alarms per 10 site-days", surge)).toBeCloseTo((10 * 86_400) / 500, 6);
  });

  test("a surge is found when a third of it is called a surge", () => {
    expect(judged(episode(300, 480, "organic")).surgeFound).toEqual([true]);
    expect(judged(episode(300, 340, "organic")).surgeFound).toEqual([false]);
  });

  test("the attack share is measured against the episode's own time", () => {
    const share = { estimate: 0.5, low: 0.4, high: 0.7 };
    const outcome = judged(episode(100, 200, "attack", { attackShare: share }));
    expect(outcome.shareError[0]).toBeCloseTo(-0.25, 12);
    expect(outcome.shareCovered).toEqual([false]);
    expect(judged(episode(50, 250, "attack", { attackShare: share })).shareCovered).toEqual([true]);
  });

  test("the overload question: right, wrong, and unanswered", () => {
    const answered = (answer: boolean | null) =>
      judged(episode(100, 200, "attack", { overloadedWithoutAttack: answer })).overloadRight;
    expect(answered(false)).toEqual([true]);
    expect(answered(true)).toEqual([false]);
    expect(answered(null)).toEqual([false]);
  });
});

describe("rules", () => {
  const span = { startMs: START + 100 * SECOND, endMs: START + 200 * SECOND };

  test("all predicates of a rule must hold, any value may, and any rule", () => {
    expect(checkRules(columns, span, [{ method: ["POST"], path: ["/login"] }])).toEqual({
      attackCaught: 1,
      organicHit: 0,
    });
    expect(checkRules(columns, span, [{ method: ["POST"], path: ["/news"] }])).toEqual({
      attackCaught: 0,
      organicHit: 0,
    });
    expect(checkRules(columns, span, [{ userAgent: ["none"] }, { userAgent: ["Mozilla"] }])).toEqual({
      attackCaught: 0,
      organicHit: 1,
    });
    expect(checkRules(columns, span, [])).toEqual({ attackCaught: 0, organicHit: 0 });
  });

  test("prefixes hit their addresses", () => {
    expect(checkRules(columns, span, [{ prefix: ["198.51.100.0/24"] }]).attackCaught).toBe(1);
    expect(checkRules(columns, span, [{ prefix: ["192.0.2.0/25"] }]).organicHit).toBeCloseTo(0.28, 12);
    expect(checkRules(columns, span, [{ prefix: ["2001:db8::/48"] }])).toEqual({
      attackCaught: 0,
      organicHit: 0,
    });
  });
});
