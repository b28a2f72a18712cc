import { type AttackPlan, type AttackSketch, drawAttack, drawBotCountries } from "../attack-plan.ts";
import { DAY_MS, drawPlan, HOUR_MS, MINUTE_MS, type PlanSketch } from "../plans.ts";
import type { Random } from "../random.ts";
import type { Plan, Scenario, ScenarioRequest } from "../scenario.ts";

const group = "flood";

/** What is fixed of a day with an attack. */
interface FloodSketch extends Partial<PlanSketch> {
  /** Length of the attack, drawn log-uniformly. */
  minutes?: readonly [number, number];
  share?: readonly [number, number];
  attack?: Partial<AttackPlan>;
}

/** Draws a usual day with one attack; half of the sites have a capacity that it may exceed. */
function drawFlood(random: Random, request: ScenarioRequest, sketch: FloodSketch): Plan {
  const minutes = random.logBetween(...(sketch.minutes ?? [2, 30]));
  const attackShare = request.attackShare ?? random.between(...(sketch.share ?? [0.3, 0.85]));
  const plan = drawPlan(random, request, {
    rate: [0.2, 60],
    durationMs: 2 * HOUR_MS + minutes * MINUTE_MS,
    historyMs: 6 * HOUR_MS,
    hour: [7, 20],
    extraSeconds: minutes * 60 * (attackShare / (1 - attackShare)),
    ...sketch,
  });
  const spanMs = plan.endMs - plan.historyEndMs;
  const attackMs = Math.min(minutes * MINUTE_MS, 0.75 * spanMs);
  return withAttack(random, plan, {
    id: "attack",
    startMs: plan.historyEndMs + random.between(0.15, 0.7) * (spanMs - attackMs),
    durationMs: attackMs,
    minimumRps: Math.max(1.2, 0.3 * plan.rate),
    ...sketch.attack,
    attackShare,
  });
}

/** Adds an attack, and a capacity that it exceeds in every second case. */
function withAttack(random: Random, plan: Plan, sketch: AttackSketch): Plan {
  const attack = drawAttack(random, plan, sketch);
  const odds = attack.attackShare / (1 - attack.attackShare);
  const capacityOfPeak = random.chance(0.5) ? null : 1.15 + random.uniform() * Math.min(2, 0.6 * odds);
  return { ...plan, capacityOfPeak, attacks: [...plan.attacks, attack] };
}

/** Attacks on usual days. */
export const FLOOD: readonly Scenario[] = [
  {
    name: "flood/hosting-login",
    group,
    summary: "Rented machines try logins.",
    plan: (random, request) =>
      drawFlood(random, request, {
        site: { kind: random.pick(["portal", "portal", "shop", "api"]) },
        attack: { home: "hosting", work: "credentials" },
      }),
  },
  {
    name: "flood/get-flood",
    group,
    summary: "Rented machines and homes fetch the same few pages over and over.",
    plan: (random, request) =>
      drawFlood(random, request, { attack: { work: random.pick(["flood", "flood", "expensive", "head"]) } }),
  },
  {
    name: "flood/low-and-slow",
    group,
    summary: "A few requests from each of thousands of home connections, over many hours.",
    plan: (random, request) => {
      const bots = Math.round(random.logBetween(3_000, 12_000));
      const durationMs = random.between(5, 19) * HOUR_MS;
      const plan = drawPlan(random, request, {
        rate: [0.05, 1],
        durationMs: durationMs + 3 * HOUR_MS,
        historyMs: DAY_MS,
        hour: [0, 24],
      });
      return {
        ...plan,
        attacks: [
          drawAttack(random, plan, {
            id: "attack",
            startMs: plan.historyEndMs + HOUR_MS,
            durationMs: Math.min(durationMs, plan.endMs - plan.historyEndMs - 1.5 * HOUR_MS),
            attackShare: request.attackShare ?? 0.3,
            minimumRps: (bots * random.between(2.5, 5)) / (durationMs / 1000),
            bots,
            home: "residential",
            work: random.pick(["credentials", "credentials", "flood"]),
            agents: random.pick(["browsers", "pool", "rotating"]),
            rateSpread: 0,
          }),
        ],
      };
    },
  },
  {
    name: "flood/single-source",
    group,
    summary: "One machine, as fast as it can.",
    plan: (random, request) =>
      drawFlood(random, request, { rate: [0.1, 20], minutes: [1, 20], attack: { home: "single", bots: 1 } }),
  },
  {
    name: "flood/prefix-cache-busting",
    group,
    summary: "One network asks for random queries, past every cache.",
    plan: (random, request) =>
      drawFlood(random, request, {
        attack: {
          home: "prefix",
          bots: 20 + random.below(200),
          work: random.pick(["busting-query", "busting-path"]),
        },
      }),
  },
  {
    name: "flood/slow-ramp",
    group,
    summary: "An attack that grows so slowly that no moment is its beginning.",
    plan: (random, request) =>
      drawFlood(random, request, {
        minutes: [40, 110],
        durationMs: 3 * HOUR_MS,
        share: [0.4, 0.8],
        attack: { shape: "ramp" },
      }),
  },
  {
    name: "flood/pulses",
    group,
    summary: "Half a minute of flood, half a minute of peace, and again.",
    plan: (random, request) =>
      drawFlood(random, request, {
        minutes: [6, 40],
        attack: {
          shape: "pulses",
          pulseMs: random.between(10, 60) * 1000,
          pauseMs: random.between(15, 90) * 1000,
        },
      }),
  },
  {
    name: "flood/at-night",
    group,
    summary: "An attack at three at night, when it is nearly alone.",
    plan: (random, request) =>
      drawFlood(random, request, { hour: [0.5, 4], historyMs: 10 * HOUR_MS, share: [0.5, 0.95] }),
  },
  {
    name: "flood/domestic-botnet",
    group,
    summary: "Taken-over devices in the audience's own country, none of them foreign.",
    plan: (random, request) => {
      const plan = drawFlood(random, request, {
        attack: { home: "residential", bots: Math.round(random.logBetween(200, 3_000)) },
      });
      return {
        ...plan,
        attacks: plan.attacks.map((attack) => ({ ...attack, countries: { [plan.home[0]!]: 1 } })),
      };
    },
  },
  {
    name: "flood/browser-like",
    group,
    summary: "Bots that fetch pages with their files, and change their user agents.",
    plan: (random, request) =>
      drawFlood(random, request, {
        attack: { work: "browser", agents: random.pick(["browsers", "rotating"]), referrerShare: 1 },
      }),
  },
  {
    name: "flood/audience-twins",
    group,
    summary: "Bots in the audience's own networks that behave like its people: nobody could tell them apart.",
    plan: (random, request) => {
      const plan = drawFlood(random, request, {
        share: [0.3, 0.6],
        attack: {
          home: "audience",
          work: "visits",
          agents: "browsers",
          referrerShare: 1,
          pacing: "random",
          rateSpread: 0.8,
          decidable: false,
        },
      });
      return {
        ...plan,
        attacks: plan.attacks.map((attack) => ({ ...attack, countries: { [plan.home[0]!]: 1 } })),
      };
    },
  },
  {
    name: "flood/ipv6-rotating",
    group,
    summary: "One IPv6 /48 that never uses an address twice.",
    plan: (random, request) =>
      drawFlood(random, request, { attack: { home: "ipv6-rotating", bots: 20 + random.below(100) } }),
  },
  {
    name: "flood/hundred-countries",
    group,
    summary: "A botnet in every country of the world, none with much of it.",
    plan: (random, request) => {
      const countries = drawBotCountries(random, [], 45);
      return drawFlood(random, request, {
        attack: { home: "residential", bots: Math.round(random.logBetween(500, 5_000)), countries },
      });
    },
  },
  {
    name: "flood/already-filtered",
    group,
    summary: "A flood that a firewall already answers with 403 or 429.",
    plan: (random, request) => {
      const plan = drawFlood(random, request, {});
      return { ...plan, filter: { caughtShare: random.between(0.8, 1), status: random.pick([403, 429]) } };
    },
  },
  {
    name: "flood/begins-mid-flood",
    group,
    summary: "The log begins when the attack is already running.",
    plan: (random, request) => {
      const plan = drawFlood(
        random,
        { ...request, historyMs: 0 },
        { minutes: [15, 50], durationMs: 1.8 * HOUR_MS },
      );
      const attack = plan.attacks[0]!;
      const startMs = Math.round(attack.startMs + attack.durationMs * random.between(0.05, 0.5));
      return { ...plan, startMs, historyEndMs: startMs };
    },
  },
  {
    name: "flood/tiny-site",
    group,
    summary: "An attack on a site of one request a minute.",
    plan: (random, request) =>
      drawFlood(random, request, {
        site: { kind: random.pick(["blog", "shop"]) },
        rate: [0.008, 0.04],
        historyMs: 2 * DAY_MS,
        durationMs: 6 * HOUR_MS,
        minutes: [2, 60],
        attack: { minimumRps: random.logBetween(0.8, 6) },
      }),
  },
  {
    name: "flood/busy-site",
    group,
    summary: "Hundreds of requests a second, a tenth to two thirds of them an attack's.",
    plan: (random, request) =>
      drawFlood(
        random,
        {
          ...request,
          rate: request.rate ?? random.logBetween(40, 200),
          historyMs: request.historyMs ?? 10 * MINUTE_MS,
        },
        {
          durationMs: 25 * MINUTE_MS,
          historyMs: 10 * MINUTE_MS,
          hour: [8, 20],
          minutes: [2, 5],
          share: [0.1, 0.65],
        },
      ),
  },
];
