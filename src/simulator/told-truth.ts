import type { Attack } from "./attack.ts";
import { Label } from "./exchange.ts";
import type { LogBook } from "./log-book.ts";
import type { Plan } from "./scenario.ts";
import type { Incident, Truth } from "./truth.ts";
import type { World } from "./world.ts";

/** Share of refused requests from which a site counts as overloaded. */
const OVERLOAD_SHARE = 0.01;
/** An attack is one from 5 % of the requests and 30 a minute, or 600 an hour; within 2 % of that line none can tell. */
const ATTACK_SHARE_LINE = 0.05;
const ATTACK_SHARE_BLUR = 0.02;
const ATTACK_PER_MINUTE = 30;
const ATTACK_PER_HOUR = 600;

/** A run that is over. */
export interface PlayedRun {
  scenario: string;
  seed: number;
  plan: Plan;
  /** What happened. */
  world: World;
  /** What would have happened without attacks. */
  calm: World;
  attacks: readonly Attack[];
  log: LogBook;
}

/** Tells what really happened. */
export function tellTruth(run: PlayedRun): Truth {
  const { plan, log } = run;
  const text = (target: Uint8Array) => new TextDecoder().decode(target);
  const lines = log.lines;
  const incidents = [
    ...run.attacks.filter(({ requests }) => requests > 0).map((attack) => attackIncident(run, attack)),
    ...plan.events.map((event) => incidentBetween(run, event.startMs, event.endMs, event)),
  ];
  incidents.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  return {
    schema: "tidegauge.truth/1",
    scenario: run.scenario,
    seed: run.seed,
    format: plan.format,
    capacityRequestsPerSecond: isLimited(plan) ? plan.server.capacityRps : null,
    home: plan.home,
    loginPaths: [text(plan.site.attempt.target)],
    waitingRoomPaths: plan.server.waitingRoom ? [text(plan.site.waitingRoom.target)] : [],
    historyEnd: new Date(plan.historyEndMs).toISOString(),
    incidents,
    totals: {
      organic: lines[Label.organic]!,
      attack: lines[Label.attack]!,
      benignBots: lines[Label.crawler]! + lines[Label.monitor]!,
      nuisance: lines[Label.nuisance]!,
    },
    windows: [...log.windows]
      .sort((a, b) => a[0] - b[0])
      .map(([startMs, [organic, attack, benign, nuisance]]) => [startMs, organic, attack, benign, nuisance]),
    labels: log.labels(),
  };
}

function attackIncident(run: PlayedRun, attack: Attack): Incident {
  const startMs = Math.floor(attack.firstMs / 1000) * 1000;
  const endMs = Math.floor(attack.lastMs / 1000) * 1000 + 1000;
  const { id, work, home, shape } = attack.plan;
  const incident = incidentBetween(run, startMs, endMs, {
    kind: "attack",
    id,
    decidable: attack.plan.decidable,
    description: `${work} by ${home}, ${shape}`,
  });
  const minutes = Math.max(1, (endMs - startMs) / 60_000);
  const enough = minutes < 60 ? ATTACK_PER_MINUTE * minutes : ATTACK_PER_HOUR * (minutes / 60);
  if (attack.requests < enough || incident.attackShare < ATTACK_SHARE_LINE + ATTACK_SHARE_BLUR) {
    incident.decidable = false;
  }
  for (const [country, requests] of [...attack.countries].sort(
    (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1),
  )) {
    incident.countries[country] = requests / attack.requests;
  }
  return incident;
}

/** What the log, and the run without attacks, say of a span. */
function incidentBetween(
  { plan, world, calm }: PlayedRun,
  startMs: number,
  endMs: number,
  what: Pick<Incident, "kind" | "id" | "decidable" | "description">,
): Incident {
  const { all, attack } = world.countBetween(startMs, endMs);
  const demand = calm.demandBetween(startMs, endMs);
  const limited = isLimited(plan);
  return {
    kind: what.kind,
    id: what.id,
    start: new Date(startMs).toISOString(),
    end: new Date(endMs).toISOString(),
    requests: all,
    attackShare: all === 0 ? 0 : attack / all,
    decidable: what.decidable,
    overloadedWithoutAttack: limited ? demand.refused > OVERLOAD_SHARE * demand.requests : null,
    organicPeakRequestsPerSecond: limited ? demand.peakRps : null,
    countries: {},
    description: what.description,
  };
}

function isLimited(plan: Plan): boolean {
  return plan.server.capacityRps !== Number.POSITIVE_INFINITY;
}
