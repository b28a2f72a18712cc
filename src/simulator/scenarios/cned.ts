import { type AttackPlan, type BotAgents, type BotHome, type BotWork, drawAttack } from "../attack-plan.ts";
import type { AudiencePart } from "../audience.ts";
import type { Surge } from "../demand.ts";
import { Zone } from "../local-time.ts";
import { DAY_MS, drawPlan, HOUR_MS, MINUTE_MS, surgeEvent } from "../plans.ts";
import type { Random } from "../random.ts";
import type { Scenario } from "../scenario.ts";

/** French regions and territories by their pupils, in their own time zones. */
const PARTS: readonly AudiencePart[] = [
  ...(
    [
      ["FR-IDF", 18],
      ["FR-ARA", 12],
      ["FR-HDF", 9.5],
      ["FR-GES", 8],
      ["FR-OCC", 8],
      ["FR-NAQ", 8],
      ["FR-PAC", 7],
      ["FR-PDL", 5.5],
      ["FR-BRE", 4.8],
      ["FR-NOR", 4.7],
      ["FR-BFC", 3.7],
      ["FR-CVL", 3.5],
    ] as const
  ).map(([region, weight]) => ({ country: "FR", region, zone: "Europe/Paris", weight })),
  { country: "RE", zone: "Indian/Reunion", weight: 2.1 },
  { country: "GP", zone: "America/Guadeloupe", weight: 0.8 },
  { country: "MQ", zone: "America/Martinique", weight: 0.7 },
  { country: "GF", zone: "America/Cayenne", weight: 0.7 },
  { country: "YT", zone: "Indian/Mayotte", weight: 0.6 },
  { country: "PF", zone: "Pacific/Tahiti", weight: 0.3 },
  { country: "NC", zone: "Pacific/Noumea", weight: 0.3 },
  { country: "BE", zone: "Europe/Brussels", weight: 0.6 },
  { country: "MA", zone: "Africa/Casablanca", weight: 0.5 },
  { country: "CH", zone: "Europe/Zurich", weight: 0.3 },
];

const HOME = ["FR", "RE", "GP", "MQ", "GF", "YT", "PF", "NC"];

/** Local days since 1970: Tuesday 6 April 2021, after Easter Monday. */
const TUESDAY = Date.UTC(2021, 3, 6) / DAY_MS;

/**
 * The morning of Tuesday 6 April 2021, scaled down: twelve million pupils are sent to class from home, and some thirty
 * attacks come on top.
 */
export const CNED: Scenario = {
  name: "cned-2021-04-06",
  group: "drill",
  summary:
    "The first day of school from home in France: everybody logs in at eight, the portal overflows into a waiting room, and two dozen attacks come on top, one at one at night, a massive one at 14:30.",
  plan(random, request) {
    const zone = new Zone("Europe/Paris");
    const at = (hours: number) => zone.at(TUESDAY, hours);
    const plan = drawPlan(
      random,
      {
        attackShare: request.attackShare,
        durationMs: request.durationMs ?? 20 * HOUR_MS,
        rate: request.rate ?? USUAL_RPS,
        historyMs: request.historyMs ?? 11 * HOUR_MS,
        format: request.format ?? "combined",
      },
      {
        site: { kind: "portal", host: "portal.example.com", login: "/auth/login" },
        rate: [USUAL_RPS, USUAL_RPS],
        durationMs: 20 * HOUR_MS,
        historyMs: 11 * HOUR_MS,
        hour: [0, 0],
      },
    );
    const historyEndMs = at(0);
    const { historyMs, durationMs } = {
      historyMs: plan.historyEndMs - plan.startMs,
      durationMs: plan.endMs - plan.historyEndMs,
    };
    const surges: Surge[] = [
      {
        startMs: at(6.9),
        riseMs: 66 * MINUTE_MS,
        plateauMs: 35 * MINUTE_MS,
        decayMs: 50 * MINUTE_MS,
        height: 3.6,
      },
      {
        startMs: at(13.3),
        riseMs: 20 * MINUTE_MS,
        plateauMs: 10 * MINUTE_MS,
        decayMs: 25 * MINUTE_MS,
        height: 1.4,
      },
    ];
    const span = { startMs: historyEndMs - historyMs, endMs: historyEndMs + durationMs };
    const year = 2021.27;
    const habits = { ...plan.habits, deepLinkShare: 0.08 };
    return {
      ...plan,
      ...span,
      historyEndMs,
      zone: "Europe/Paris",
      http2: true,
      // The portal logs people in itself, and they have it bookmarked.
      site: { ...plan.site, callback: null },
      habits,
      writing: { stamp: "arrival", flushMs: 0, workers: 4 },
      year,
      server: {
        capacityRps: 3.6 * plan.rate,
        refusalStatus: 503,
        timeoutMs: 10_000,
        queueMs: 5_000,
        waitingRoom: true,
      },
      audience: {
        ...plan.audience,
        parts: PARTS,
        peoplePerPrefix: 4,
        gatewayShare: 0.12,
        ipv6Share: 0.18,
        addressChangeShare: 0.15,
        awayShare: 0.03,
        browsers: { year, mobileShare: 0.35 },
      },
      schools: null,
      crawlers: { count: 4, pauseMs: 4_000, restMs: 18 * MINUTE_MS },
      peoplePerDailyVisit: 1.2,
      home: HOME,
      demand: { siteKind: "portal", surges, hourlyBump: 0.25, holidays: [TUESDAY - 1] },
      surgeHabits: { ...habits, stillInShare: 0.05 },
      attacks: bursts(random.fork("bursts"), at, request.attackShare).filter(
        ({ startMs }) => startMs >= span.startMs && startMs < span.endMs,
      ),
      events: [
        surgeEvent(
          surges.slice(0, 1),
          span,
          "morning",
          "everybody logs in for the first lesson from home",
          1,
        ),
        surgeEvent(surges.slice(1), span, "afternoon", "the afternoon's lessons begin", 1),
      ].filter((event) => event.endMs > event.startMs),
    };
  },
};

/** Requests per second in the busiest hour of a usual day: the real ones divided by some hundreds. */
const USUAL_RPS = 2.4;

/** Length of the day's attacks in seconds, at least and at most. */
const BURST_SECONDS = [40, 540] as const;

/** Some two dozen attacks: at night, through the day, and the massive one. */
function bursts(random: Random, at: (hours: number) => number, attackShare: number | null): AttackPlan[] {
  const home = { home: HOME };
  const attacks: AttackPlan[] = [];
  const add = (hours: number, seconds: number, share: number, sketch: Partial<AttackPlan> = {}) => {
    const id = `burst-${String(attacks.length + 1).padStart(2, "0")}`;
    const scaled = scaledShare(share, attackShare);
    attacks.push(
      drawAttack(random, home, {
        id,
        startMs: Math.round(at(hours)),
        durationMs: Math.round(seconds * 1000),
        minimumRps: 2.5 * (scaled / (1 - scaled)),
        ...sketch,
        attackShare: scaled,
      }),
    );
  };
  add(1, 260, 0.75, { home: "hosting", work: "credentials", agents: "tool", bots: 60 });
  add(1.45, 75, 0.7, { home: "hosting", work: "flood" });
  // Through the day: one in each of twenty spans, so that none runs into the next.
  const first = 7.6;
  const last = 19.7;
  const step = (last - first) / 21;
  const works: readonly BotWork[] = [
    "credentials",
    "flood",
    "busting-query",
    "credentials",
    "busting-path",
    "expensive",
  ];
  const homes: readonly BotHome[] = ["hosting", "residential", "hosting", "hosting"];
  const agents: readonly BotAgents[] = ["one", "pool", "tool", "browsers", "rotating", "absent"];
  for (let i = 0; i < 21; i += 1) {
    const begin = first + i * step + random.between(0.02, 0.3) * step;
    const hours = begin > 14.2 && begin < 14.75 ? 14.5 : begin;
    if (hours === 14.5) {
      if (attacks.some((attack) => attack.id === "massive")) continue;
      add(14.5, 480, 0.86, { home: "residential", work: "credentials", agents: "rotating", bots: 900 });
      attacks.at(-1)!.id = "massive";
      continue;
    }
    const seconds = Math.min(random.logBetween(...BURST_SECONDS), step * 3600 * 0.6);
    add(hours, seconds, random.between(0.3, 0.7), {
      work: works[i % works.length]!,
      home: homes[i % homes.length]!,
      agents: agents[(i * 5) % agents.length]!,
    });
  }
  return attacks;
}

/** Scales the odds of a burst so that a burst of one half gets the share that was asked for. */
function scaledShare(share: number, wanted: number | null): number {
  if (wanted === null) return share;
  const odds = (share / (1 - share)) * (wanted / (1 - wanted));
  return odds / (1 + odds);
}
