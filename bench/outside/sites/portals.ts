import type { Countries, Crowd, Site } from "../scenario.ts";
import type { Access } from "../world/addresses.ts";
import type { AgentPool } from "../world/agents.ts";
import type { Move } from "../world/moves.ts";
import type { ServerSpec } from "../world/server.ts";
import type { Day } from "../world/shapes.ts";
import { search, uptime } from "./machines.ts";

/** Sites behind a login: schools, universities, tax offices, banks, hospitals. */
export interface PortalPlan {
  readonly host: string;
  readonly day: Day;
  readonly countries: Countries;
  readonly access?: Access;
  readonly agents: AgentPool;
  readonly perMinute: number;
  /** Path of the form, and of where it is sent. */
  readonly form: string;
  readonly login: string;
  readonly ok?: number;
  readonly bad?: number;
  readonly fails?: number;
  /** What follows: pages, and calls that pages make. */
  readonly pages: readonly string[];
  readonly calls?: readonly string[];
  readonly files: readonly string[];
  readonly server?: ServerSpec;
  readonly queueSeconds?: number;
  /** Pages a visit after the login. */
  readonly stays?: number;
  /** Share that still has a session and needs no login. */
  readonly session?: number;
}

/** What a visitor of a portal does. */
export function portalVisit(plan: PortalPlan): readonly Move[] {
  const {
    form,
    login,
    ok = 302,
    bad = 200,
    fails = 0.08,
    pages,
    calls = [],
    stays = 5,
    session = 0.25,
  } = plan;
  const inside: Move[] = [{ often: stays, moves: [{ see: pages, calls }, { wait: 25 }] }];
  return [
    { perhaps: 0.4, moves: [{ see: "/" }, { wait: 5 }] },
    { perhaps: 1 - session, moves: [{ see: form }, { wait: 11, spread: 0.6 }, { login, ok, bad, fails }] },
    ...inside,
  ];
}

/** People of a portal as a crowd that passes. */
export function portalRush(
  plan: PortalPlan,
  passing: NonNullable<Crowd["passing"]>,
  perMinute: number,
  more: Partial<Crowd> = {},
): Crowd {
  return { ...portalPeople(plan), name: "rush", perMinute, passing, surge: true, day: "flat", ...more };
}

function portalPeople(plan: PortalPlan): Crowd {
  const { countries, access, agents, perMinute } = plan;
  return {
    name: "people",
    moves: portalVisit(plan),
    countries,
    ...(access === undefined ? {} : { access }),
    agents,
    perMinute,
    returning: 0.45,
  };
}

/** The site of a plan, with its people and the usual machines. */
export function portal(plan: PortalPlan, more: readonly Crowd[] = []): Site {
  const { host, files, day, server, queueSeconds } = plan;
  return {
    host,
    files,
    day,
    ...(server === undefined ? {} : { server }),
    ...(queueSeconds === undefined ? {} : { queueSeconds }),
    audience: [portalPeople(plan), uptime("/", 60), search("/{|aide|news|contact|faq}", 1), ...more],
  };
}
