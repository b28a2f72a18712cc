import type { Countries, Crowd, Site } from "../scenario.ts";
import type { Access } from "../world/addresses.ts";
import type { AgentPool } from "../world/agents.ts";
import type { Move } from "../world/moves.ts";
import type { ServerSpec } from "../world/server.ts";
import type { Day } from "../world/shapes.ts";
import { healthCheck } from "./machines.ts";

/** Servers that talk to programs: apps, devices, single-page applications, players, build machines. */
export interface ProgramPlan {
  readonly host: string;
  readonly day: Day;
  readonly countries: Countries;
  readonly access?: Access;
  readonly agents: AgentPool;
  readonly perMinute: number;
  readonly moves: readonly Move[];
  readonly server?: ServerSpec;
  readonly files?: readonly string[];
  /** Devices that stay, in place of visits. */
  readonly fleet?: number;
  /** Whether they send no referrer: all but browsers. Default true. */
  readonly silent?: boolean;
  /** Path of the health check. */
  readonly health?: string;
}

/** Users of a plan. */
export function users(plan: ProgramPlan, name: string, more: Partial<Crowd> = {}): Crowd {
  const { countries, access, agents, perMinute, moves, fleet, silent = true } = plan;
  return {
    name,
    moves,
    countries,
    ...(access === undefined ? {} : { access }),
    agents,
    perMinute,
    ...(fleet === undefined ? {} : { fleet }),
    returning: 0.5,
    silent: silent ? 1 : 0.04,
    temper: { retries: 4, pause: 5, stubborn: fleet !== undefined },
    ...more,
  };
}

/** Users who come on top of the usual, for a time. */
export function usersRush(
  plan: ProgramPlan,
  passing: NonNullable<Crowd["passing"]>,
  perMinute: number,
  more: Partial<Crowd> = {},
): Crowd {
  const { fleet: _, ...rest } = users(plan, "rush");
  return { ...rest, perMinute, passing, surge: true, ...more };
}

/** The server of a plan. */
export function programs(plan: ProgramPlan, more: readonly Crowd[] = []): Site {
  const { host, files = [], day, server, health = "/healthz" } = plan;
  return {
    host,
    files,
    day,
    ...(server === undefined ? {} : { server }),
    audience: [users(plan, "users"), healthCheck(health, 15), ...more],
  };
}
