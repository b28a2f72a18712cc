import type { Surge } from "../demand.ts";
import { DAY_MS, drawPlan, HOUR_MS, MINUTE_MS } from "../plans.ts";
import type { Scenario } from "../scenario.ts";

const group = "normal";

/** Days on which nobody attacks and no crowd comes: whatever is reported as an attack here is a false alarm. */
export const NORMAL: readonly Scenario[] = [
  {
    name: "normal/quiet-day",
    group,
    summary: "A day like any other: people by their clock, crawlers, monitors, scanners.",
    plan: (random, request) =>
      drawPlan(random, request, { rate: [0.02, 4], durationMs: DAY_MS, historyMs: DAY_MS, hour: [0, 24] }),
  },
  {
    name: "normal/seasonal-week",
    group,
    summary: "A week with its nights, its lunch hours and its weekend.",
    plan: (random, request) =>
      drawPlan(random, request, { rate: [0.02, 1], durationMs: 7 * DAY_MS, historyMs: 0, hour: [0, 24] }),
  },
  {
    name: "normal/tiny-site",
    group,
    summary: "One request a minute: where twice as many are nothing.",
    plan: (random, request) =>
      drawPlan(random, request, {
        site: { kind: random.pick(["blog", "shop"]) },
        rate: [0.008, 0.04],
        durationMs: 3 * DAY_MS,
        historyMs: 3 * DAY_MS,
        hour: [0, 24],
      }),
  },
  {
    name: "normal/outage",
    group,
    summary:
      "The site answers nobody for a while, at a usual hour; people press reload, and come back when it does.",
    plan: (random, request) => {
      const plan = drawPlan(random, request, {
        rate: [0.3, 20],
        durationMs: 2 * HOUR_MS,
        historyMs: 6 * HOUR_MS,
        hour: [9, 18],
      });
      const startMs = plan.historyEndMs + random.between(20, 50) * MINUTE_MS;
      const endMs = startMs + random.between(3, 25) * MINUTE_MS;
      return {
        ...plan,
        outages: [{ startMs, endMs, status: random.pick([500, 502, 503, 503, 504]) }],
        events: [
          {
            kind: "outage",
            id: "outage",
            startMs,
            endMs,
            decidable: true,
            description: "nobody is answered",
          },
        ],
      };
    },
  },
  {
    name: "normal/crawler-burst",
    group,
    summary:
      "Declared crawlers in a hurry: several times the usual traffic, from few networks that say who they are.",
    plan: (random, request) => {
      const plan = drawPlan(random, request, {
        rate: [0.2, 8],
        durationMs: 3 * HOUR_MS,
        historyMs: 6 * HOUR_MS,
        hour: [0, 20],
      });
      const startMs = plan.historyEndMs + random.between(20, 60) * MINUTE_MS;
      const endMs = startMs + random.between(8, 70) * MINUTE_MS;
      const crawlers = 1 + random.below(4);
      const rps = Math.max(1, plan.rate * random.between(0.8, 4));
      return {
        ...plan,
        crawls: [{ startMs, endMs, pauseMs: (1000 * crawlers) / rps, crawlers }],
        events: [
          {
            kind: "crawl",
            id: "crawl",
            startMs,
            endMs,
            decidable: true,
            description: "declared crawlers in a hurry",
          },
        ],
      };
    },
  },
  {
    name: "normal/asset-burst",
    group,
    summary: "A release renames every file: each visitor's browser fetches them all anew.",
    plan: (random, request) => {
      const plan = drawPlan(random, request, {
        rate: [0.3, 15],
        durationMs: 3 * HOUR_MS,
        historyMs: 6 * HOUR_MS,
        hour: [8, 18],
      });
      return {
        ...plan,
        site: { ...plan.site, assetsPerPage: random.between(15, 40) },
        peoplePerDailyVisit: 0.4,
        releaseMs: plan.historyEndMs + random.between(20, 60) * MINUTE_MS,
      };
    },
  },
  {
    name: "normal/monitors-mostly",
    group,
    summary: "A small site whose monitors make most of its traffic.",
    plan: (random, request) => {
      const plan = drawPlan(random, request, {
        rate: [0.01, 0.2],
        durationMs: DAY_MS,
        historyMs: DAY_MS,
        hour: [0, 24],
      });
      return {
        ...plan,
        monitors: { count: 4 + random.below(10), periodMs: random.pick([10_000, 15_000, 30_000, 60_000]) },
      };
    },
  },
  {
    name: "normal/small-bumps",
    group,
    summary: "A newsletter, a bell, a match on television: bumps of half as much again that need no report.",
    plan: (random, request) => {
      const plan = drawPlan(random, request, {
        rate: [0.2, 10],
        durationMs: 6 * HOUR_MS,
        historyMs: DAY_MS,
        hour: [6, 14],
      });
      const surges: Surge[] = Array.from({ length: 2 + random.below(4) }, () => ({
        startMs: plan.historyEndMs + random.between(0, 5.5) * HOUR_MS,
        riseMs: random.between(1, 12) * MINUTE_MS,
        plateauMs: random.between(0, 15) * MINUTE_MS,
        decayMs: random.between(3, 15) * MINUTE_MS,
        height: random.between(0.2, 0.7),
      }));
      return { ...plan, demand: { ...plan.demand, surges }, events: [] };
    },
  },
];
