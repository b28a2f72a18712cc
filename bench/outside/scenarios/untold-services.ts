import {
  botnet,
  cacheBuster,
  flood,
  oldBrowsers,
  oneAddress,
  proxies,
  script,
  servers,
} from "../raids/tools.ts";
import type { Crowd, Scenario } from "../scenario.ts";
import { scanner } from "../sites/machines.ts";
import { type ProgramPlan, programs, users, usersRush } from "../sites/programs.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { agents, appAgents, browsers } from "../world/agents.ts";

/** Services that talk to telephones and programs: buses, storms, a door with keys, a chat. */

/** Buses and trams of a Finnish city. */
const TRAMS: ProgramPlan = {
  host: "api.raitiovaunu.example",
  day: "commute",
  countries: { FI: 98, EE: 1, SE: 1 },
  access: { mobile: 0.7, v6: 0.3 },
  agents: appAgents("Reitti", ["3.8.1", "3.8.0", "3.7.2"]),
  perMinute: 14,
  moves: [
    { send: "/routing/v2/finland/gtfs/v1", bytes: 14_000, weight: 1 },
    { wait: 12 },
    {
      every: 20,
      give: 0.05,
      minutes: 2,
      moves: [{ send: "/routing/v2/finland/gtfs/v1", bytes: 2_400, weight: 0.3 }],
    },
  ],
};

/** Warnings of the weather service of a Caribbean country, read from home and by those who have left it. */
const STORMS: ReadingPlan = {
  host: "www.met-antilles.example",
  day: "evening",
  countries: { JM: 58, US: 24, GB: 8, CA: 8, TT: 2 },
  access: { mobile: 0.55, v6: 0.15 },
  agents: browsers("thrifty", 128),
  perMinute: 3,
  page: "/{forecast|bulletins|radar}/{z:60}",
  calls: ["/api/current.json?t={s}"],
  files: ["/css/met.css", "/js/met.js", "/sat/latest-{n:6}.png"],
  crawled: 3,
};

/** Where companies buy translations by the call, each with its key. */
const TRANSLATE: ProgramPlan = {
  host: "api.wort-um-wort.example",
  day: "office",
  countries: { DE: 48, NL: 10, FR: 10, US: 18, JP: 6, GB: 8 },
  access: { house: [0.85, 120], mobile: 0, v6: 0.1 },
  agents: agents(
    ["python-requests/2.32.3", 6],
    ["axios/1.7.7", 4],
    ["wortumwort-php/2.4.0 (PHP 8.2.20)", 5],
    ["Java-http-client/21.0.3", 3],
    ["okhttp/4.12.0", 2],
  ),
  perMinute: 22,
  moves: [{ often: 4, moves: [{ send: "/v2/translate", bytes: 1_600, weight: 0.8 }, { wait: 0.8 }] }],
};

/** A chat of companies: a socket that is held, messages beside it. */
const CHAT: ProgramPlan = {
  host: "chat.betriebs-ruf.example",
  day: "office",
  countries: { AT: 60, DE: 30, CH: 10 },
  access: { house: [0.45, 110], mobile: 0.25, v6: 0.2 },
  agents: appAgents("BetriebsRuf", ["2.31.0", "2.30.4", "2.29.1"]),
  perMinute: 9,
  moves: [
    { fetch: "/api/v4/users/me", bytes: 1_200, weight: 0.5 },
    { fetch: "/api/v4/users/me/teams/unread", bytes: 900, weight: 0.4 },
    { hold: "/api/v4/websocket", seconds: 900, status: 101, weight: 0.4, beside: true },
    {
      often: 4,
      moves: [
        { wait: 60 },
        { send: "/api/v4/posts", status: 201, weight: 0.6 },
        { fetch: "/api/v4/channels/{z:900}/posts?since={ms}", bytes: 2_100, weight: 0.4 },
      ],
    },
  ],
  health: "/api/v4/system/ping",
};

const trial: Crowd = {
  ...users(TRANSLATE, "trial of the own house"),
  label: "monitor",
  moves: [
    {
      often: 400,
      moves: [
        { send: "/v2/translate", bytes: 1_600, weight: 0.8 },
        { wait: 0.4, spread: 0.2 },
      ],
    },
  ],
  agents: agents("k6/0.54.0 (https://k6.io/)"),
  perMinute: 4,
  passing: { at: 24, lasts: 22, shape: { is: "ramp" } },
  machines: { name: "trial", count: 3, own: "10.9.0" },
};

export const UNTOLD_SERVICES: readonly Scenario[] = [
  {
    name: "a trial out of the own house",
    half: "closed",
    story:
      "Before a large customer comes, the house tries its own server with k6 from three machines of its network, which its operator has told.",
    when: "2025-01-30T18:00:00",
    zone: 60,
    historyHours: 3,
    minutes: 80,
    format: "caddy-json",
    options: { allow: "10.9.0.0/24" },
    site: programs({ ...TRANSLATE, server: { capacity: 60, whenFull: "503" } }),
    crowds: [trial],
  },
  {
    name: "no trams today",
    half: "closed",
    story:
      "Drivers are on strike from four in the morning; whoever has to go to work asks for a way, again and again, and hardly anybody does at noon.",
    when: "2025-05-08T05:30:00",
    zone: 180,
    historyHours: 0,
    minutes: 270,
    format: "traefik-clf",
    site: programs({ ...TRAMS, perMinute: 5, server: { capacity: 5, whenFull: "503" } }),
    crowds: [
      usersRush({ ...TRAMS, perMinute: 5 }, { at: 30, lasts: 210, shape: { is: "hill" } }, 17, {
        acquainted: ["users", 0.35],
        moves: [
          {
            often: 3,
            moves: [{ send: "/routing/v2/finland/gtfs/v1", bytes: 14_000, weight: 1 }, { wait: 40 }],
          },
          ...TRAMS.moves,
        ],
      }),
    ],
  },
  {
    name: "a hurricane turns north",
    half: "closed",
    story:
      "At ten in the evening the storm's way is told anew; the island and all who have left it look at one bulletin, a satellite and a map.",
    when: "2024-07-02T21:30:00",
    zone: -300,
    historyHours: 4,
    minutes: 100,
    format: "combined",
    site: { ...reading({ ...STORMS, server: { capacity: 5, whenFull: "504" } }), rest: [] },
    crowds: [
      readersOf(
        STORMS,
        "/bulletins/12",
        { at: 26, lasts: 74, shape: { is: "burst", rise: 6, fall: 30 } },
        58,
        {
          countries: { JM: 38, US: 38, GB: 10, CA: 12, KY: 2 },
          acquainted: ["readers", 0.15],
          from: {
            "": 5,
            "https://l.facebook.com/": 3,
            "https://www.google.com/": 3,
            "https://www.gleaner-star.example/storm": 1,
          },
        },
      ),
    ],
  },
  {
    name: "keys are guessed",
    half: "closed",
    story:
      "Keys of a service are guessed one after the other from a handful of rented machines, forty a minute for seventy minutes, all told 403.",
    when: "2025-02-11T09:30:00",
    zone: 60,
    historyHours: 14,
    minutes: 125,
    format: "ltsv",
    site: programs(TRANSLATE),
    raids: [
      {
        name: "guesses at keys",
        at: 30,
        lasts: 70,
        perMinute: 40,
        lair: servers(7, 2, { RU: 2, NL: 2, US: 1 }),
        tool: script("GET /v2/usage", 403, agents("python-requests/2.31.0", "python-requests/2.32.3"), 0.3),
      },
    ],
  },
  {
    name: "one machine and all departures",
    half: "closed",
    story:
      "A single rented machine asks for all departures as fast as it can, five thousand a minute, for forty seconds.",
    when: "2025-03-13T15:00:00",
    zone: 120,
    historyHours: 1.5,
    minutes: 45,
    format: "ingress-nginx",
    site: programs({ ...TRAMS, perMinute: 30, server: { capacity: 70, whenFull: "503" } }),
    raids: [
      {
        name: "one machine",
        at: 23,
        lasts: 0.67,
        perMinute: 5_000,
        lair: oneAddress("FI"),
        tool: flood("POST /routing/v2/finland/gtfs/v1", agents("Go-http-client/2.0"), {
          protocol: "HTTP/2.0",
        }),
      },
    ],
  },
  {
    name: "the storm is here, and so are others",
    half: "closed",
    story:
      "While the storm makes land the service is flooded from many countries past its caches, first by a few machines, then by a botnet: half of all.",
    when: "2024-07-03T12:30:00",
    zone: -300,
    historyHours: 13,
    minutes: 80,
    format: "lighttpd",
    site: { ...reading({ ...STORMS, server: { capacity: 5, whenFull: "504" } }), rest: [] },
    crowds: [
      readersOf(STORMS, "/radar/1", { at: 20, lasts: 60, shape: { is: "burst", rise: 4, fall: 30 } }, 52, {
        acquainted: ["readers", 0.25],
      }),
    ],
    raids: [
      scanner(4, 16, 4),
      {
        name: "a few machines",
        at: 30,
        lasts: 32,
        share: 0.2,
        lair: servers(16, 4),
        tool: cacheBuster("/radar/1"),
      },
      {
        name: "botnet",
        at: 34,
        lasts: 28,
        share: 0.42,
        lair: { ...botnet(1_200), uneven: true },
        tool: flood("GET /", oldBrowsers),
      },
    ],
  },
  {
    name: "monday's chat, and keys from elsewhere",
    half: "closed",
    story:
      "Monday at eight all telephones and offices connect anew after an update; from twenty past, homes for hire try tokens at the same door, one in five.",
    when: "2025-01-13T07:40:00",
    zone: 60,
    historyHours: 16,
    minutes: 90,
    format: "nginx-json",
    site: programs({ ...CHAT, server: { capacity: 8, whenFull: "503" } }),
    crowds: [
      usersRush(CHAT, { at: 18, lasts: 60, shape: { is: "burst", rise: 5, fall: 18 } }, 62, {
        acquainted: ["users", 0.5],
        agents: appAgents("BetriebsRuf", ["2.32.0"]),
      }),
    ],
    raids: [
      {
        name: "tokens",
        at: 40,
        lasts: 26,
        share: 0.2,
        lair: proxies(6),
        tool: script("GET /api/v4/users/me", 401, appAgents("BetriebsRuf", ["2.29.1"]), 0.5),
      },
    ],
  },
];
