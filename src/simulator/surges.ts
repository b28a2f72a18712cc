import type { Surge } from "./demand.ts";
import { drawPlan, HOUR_MS, MINUTE_MS, type PlanSketch, surgeEvent } from "./plans.ts";
import type { Random } from "./random.ts";
import type { Plan, ScenarioRequest } from "./scenario.ts";

/** What is fixed of a day with a crowd. */
export interface CrowdSketch extends Partial<PlanSketch> {
  /** Visits at the peak, in multiples of the busiest usual hour. */
  height?: readonly [number, number];
  riseMinutes?: readonly [number, number];
  plateauMinutes?: readonly [number, number];
  /** Capacity in multiples of the demand at the peak without retries; absent is more than enough. */
  capacity?: readonly [number, number];
  waitingRoom?: boolean;
  /** In the words of the truth. */
  description: string;
}

/** A plan with its one surge. */
export interface CrowdPlan extends Plan {
  surge: Surge;
}

/** Draws a day on which a crowd comes, half an hour or so into the part of interest. */
export function drawCrowd(random: Random, request: ScenarioRequest, sketch: CrowdSketch): CrowdPlan {
  const height = random.between(...(sketch.height ?? [2.5, 7]));
  const riseMs = random.between(...(sketch.riseMinutes ?? [4, 25])) * MINUTE_MS;
  const plateauMs = random.between(...(sketch.plateauMinutes ?? [3, 30])) * MINUTE_MS;
  const decayMs = random.between(4, 25) * MINUTE_MS;
  const plan = drawPlan(random, request, {
    rate: sketch.capacity === undefined ? [0.5, 120] : [4, 120],
    durationMs: 2.25 * HOUR_MS,
    historyMs: 6 * HOUR_MS,
    hour: [6.9, 7.6],
    extraSeconds: (1.5 * height * (riseMs / 2 + plateauMs + decayMs)) / 1000,
    ...sketch,
    site: { kind: random.pick(["portal", "portal", "portal", "shop", "api"]), ...sketch.site },
  });
  const surge: Surge = {
    // A short part of interest has its surge in its first half.
    startMs:
      plan.historyEndMs +
      Math.min(random.between(10, 35) * MINUTE_MS, 0.4 * (plan.endMs - plan.historyEndMs)),
    riseMs,
    plateauMs,
    decayMs,
    height,
  };
  const demand = { ...plan.demand, surges: [surge] };
  return {
    ...plan,
    surge,
    demand,
    server: { ...plan.server, waitingRoom: sketch.waitingRoom ?? false },
    capacityOfPeak: sketch.capacity === undefined ? null : random.between(...sketch.capacity),
    surgeHabits: { ...plan.habits, stillInShare: plan.habits.stillInShare * 0.5 },
    events: [surgeEvent([surge], plan, "surge", sketch.description)],
  };
}
