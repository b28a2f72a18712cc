import { type AttackPlan, drawAttack } from "../attack-plan.ts";
import { MINUTE_MS } from "../plans.ts";
import type { Random } from "../random.ts";
import type { Plan, Scenario, ScenarioRequest } from "../scenario.ts";
import { type CrowdPlan, type CrowdSketch, drawCrowd } from "../surges.ts";

const group = "mixed";

/** Where in the surge the attack falls. */
type Timing = "within" | "before" | "after";

/** Draws a crowd with an attack in its midst. */
function drawMixed(
  random: Random,
  request: ScenarioRequest,
  sketch: Partial<CrowdSketch>,
  attack: Partial<AttackPlan> = {},
  options: { timing?: Timing; share?: readonly [number, number] } = {},
): Plan {
  const attackShare = request.attackShare ?? random.between(...(options.share ?? [0.08, 0.8]));
  const plan: CrowdPlan = drawCrowd(random, request, {
    description: "the audience logs in, and is attacked",
    plateauMinutes: [8, 30],
    height: [2.5, 5],
    ...sketch,
  });
  const { surge } = plan;
  const peakMs = surge.startMs + surge.riseMs;
  const timing = options.timing ?? "within";
  const startMs =
    timing === "before"
      ? surge.startMs - random.between(2, 8) * MINUTE_MS
      : timing === "after"
        ? peakMs + surge.plateauMs * random.between(0.5, 0.9)
        : surge.startMs + surge.riseMs * random.between(0.3, 1);
  const longest =
    timing === "before" ? peakMs + surge.plateauMs * 0.7 - startMs : surge.plateauMs + 0.5 * surge.decayMs;
  return {
    ...plan,
    attacks: [
      drawAttack(random, plan, {
        id: "attack",
        startMs,
        durationMs: Math.max(2 * MINUTE_MS, longest * random.between(0.4, 1)),
        minimumRps: 0.6,
        ...attack,
        attackShare,
      }),
    ],
  };
}

/** Both at once. */
export const MIXED: readonly Scenario[] = [
  {
    name: "mixed/any-share",
    group,
    summary: "An attack within the morning's crowd, from a twelfth to four fifths of the requests.",
    plan: (random, request) => drawMixed(random, request, {}),
  },
  {
    name: "mixed/attack-first",
    group,
    summary: "The attack comes minutes before the crowd and goes on into it.",
    plan: (random, request) => drawMixed(random, request, {}, {}, { timing: "before" }),
  },
  {
    name: "mixed/surge-first",
    group,
    summary: "The crowd is there, and at its height the attack begins.",
    plan: (random, request) => drawMixed(random, request, {}, {}, { timing: "after" }),
  },
  {
    name: "mixed/surge-would-suffice",
    group,
    summary: "The site falls over, and would have done so without the attack.",
    plan: (random, request) =>
      drawMixed(random, request, { capacity: [0.4, 0.7] }, {}, { share: [0.08, 0.5] }),
  },
  {
    name: "mixed/only-attack-overloads",
    group,
    summary: "The site would have borne the crowd; the attack makes it fall over.",
    plan: (random, request) =>
      drawMixed(
        random,
        request,
        { rate: [2, 120], capacity: [1.2, 1.4] },
        { riseMs: 5_000, waits: false },
        { share: [0.65, 0.85] },
      ),
  },
  {
    name: "mixed/home-and-foreign-bots",
    group,
    summary: "Half of the bots are in the audience's own country.",
    plan: (random, request) => {
      const plan = drawMixed(random, request, {}, { home: "residential" });
      return {
        ...plan,
        attacks: plan.attacks.map((attack) => {
          const countries: Record<string, number> = { [plan.home[0]!]: 0.5 };
          for (const [country, share] of Object.entries(attack.countries)) countries[country] = share / 2;
          return { ...attack, countries };
        }),
      };
    },
  },
  {
    name: "mixed/waiting-room",
    group,
    summary: "A crowd in its waiting room, and bots that do not care for it.",
    plan: (random, request) =>
      drawMixed(random, request, { site: { kind: "portal" }, capacity: [0.5, 0.85], waitingRoom: true }),
  },
];
