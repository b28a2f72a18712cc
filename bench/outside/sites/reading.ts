import type { Countries, Crowd, Site } from "../scenario.ts";
import type { Access } from "../world/addresses.ts";
import type { AgentPool } from "../world/agents.ts";
import type { Move } from "../world/moves.ts";
import type { ServerSpec } from "../world/server.ts";
import type { Day } from "../world/shapes.ts";
import { feeds, search, seo, uptime } from "./machines.ts";

/** Sites that are read: news, blogs, towns, wikis, clubs, shops' catalogues. */
export interface ReadingPlan {
  readonly host: string;
  readonly day: Day;
  readonly countries: Countries;
  readonly access?: Access;
  readonly agents: AgentPool;
  readonly perMinute: number;
  /** Template of its pages, and of what people look for. */
  readonly page: string;
  readonly home?: string;
  readonly find?: string;
  readonly calls?: readonly string[];
  readonly files: readonly string[];
  readonly feed?: string;
  readonly server?: ServerSpec;
  readonly queueSeconds?: number;
  /** Pages a visit. */
  readonly stays?: number;
  /** Requests a minute of search engines. */
  readonly crawled?: number;
}

/** What a reader does. */
export function readingVisit(plan: ReadingPlan): readonly Move[] {
  const { page, home = "/", find, calls = [], stays = 2.4 } = plan;
  return [
    { perhaps: 0.45, moves: [{ see: home, calls }, { wait: 9 }] },
    ...(find === undefined ? [] : [{ perhaps: 0.12, moves: [{ see: find, weight: 2.5 }, { wait: 8 }] }]),
    {
      often: stays,
      moves: [
        { see: page, calls },
        { wait: 35, spread: 1 },
      ],
    },
  ];
}

/** Readers who all come for one page. */
export function readersOf(
  plan: ReadingPlan,
  page: string,
  passing: NonNullable<Crowd["passing"]>,
  perMinute: number,
  more: Partial<Crowd> = {},
): Crowd {
  return {
    ...readers(plan),
    name: `readers of ${page}`,
    moves: [
      { see: page, calls: plan.calls ?? [] },
      { wait: 40, spread: 1 },
      { perhaps: 0.25, moves: readingVisit(plan) },
    ],
    perMinute,
    passing,
    surge: true,
    returning: 0.08,
    ...more,
  };
}

function readers(plan: ReadingPlan): Crowd {
  const { countries, access, agents, perMinute } = plan;
  return {
    name: "readers",
    moves: readingVisit(plan),
    countries,
    ...(access === undefined ? {} : { access }),
    agents,
    perMinute,
    returning: 0.3,
  };
}

/** The site of a plan, with its readers and the usual machines. */
export function reading(plan: ReadingPlan, more: readonly Crowd[] = []): Site {
  const { host, files, day, server, queueSeconds, page, feed, crawled = 5 } = plan;
  return {
    host,
    files,
    day,
    ...(server === undefined ? {} : { server }),
    ...(queueSeconds === undefined ? {} : { queueSeconds }),
    audience: [
      readers(plan),
      uptime("/", 60),
      search(page, crawled),
      seo(page, crawled / 2),
      ...(feed === undefined ? [] : [feeds(feed, 80)]),
      ...more,
    ],
  };
}
