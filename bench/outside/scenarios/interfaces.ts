import { botnet, flood, libraries, rotating6, script, servers } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { type ProgramPlan, programs, usersRush } from "../sites/programs.ts";
import { agents, appAgents, browsers } from "../world/agents.ts";

/** Interfaces for programs: games, devices, applications. */

const GAME: ProgramPlan = {
  host: "api.game.example",
  day: "evening",
  countries: { US: 34, CA: 6, GB: 8, DE: 9, FR: 6, BR: 12, PL: 5, SE: 3, AU: 5, KR: 6, MX: 6 },
  access: { mobile: 0.05, v6: 0.3 },
  agents: agents(
    "GameLauncher/3.11.0 (Windows)",
    ["GameLauncher/3.10.2 (Windows)", 0.3],
    ["GameClient/1.92 UnrealEngine/4.27", 0.8],
  ),
  perMinute: 18,
  moves: [
    { fetch: "/launcher/manifest.json", weight: 0.4, bytes: 22_000 },
    { send: "/auth/token", status: 200, bytes: 1_400, weight: 1.2 },
    { fetch: "/profile/{me}", weight: 1 },
    { every: 30, minutes: 25, moves: [{ send: "/presence", status: 204, bytes: 0, weight: 0.2 }] },
  ],
};

const METERS: ProgramPlan = {
  host: "ingest.meter.example",
  day: "flat",
  countries: { NL: 60, BE: 40 },
  access: { mobile: 0.15, v6: 0.5 },
  agents: agents(["MeterHub/2.4.1", 5], ["MeterHub/2.3.9", 2], ["ESP32 HTTP Client/1.0", 1]),
  perMinute: 700,
  fleet: 700,
  moves: [
    {
      every: 60,
      give: 0.01,
      minutes: 100_000,
      moves: [{ send: "/v1/telemetry/{me}", status: 204, bytes: 0 }],
    },
  ],
};

const SPA: ProgramPlan = {
  host: "app.planner.example",
  day: "office",
  countries: { US: 70, CA: 10, GB: 10, IN: 6, DE: 4 },
  access: { house: [0.3, 120], v6: 0.3, relay: 0.04 },
  agents: browsers("office", 124),
  perMinute: 14,
  silent: false,
  files: ["/assets/index-7f3a.js", "/assets/vendor-22c1.js", "/assets/index-11.css"],
  moves: [
    { see: "/", weight: 0.2 },
    { send: "/graphql", bytes: 3_000 },
    {
      often: 9,
      moves: [
        { wait: 12 },
        { send: "/graphql", bytes: 2_400 },
        { perhaps: 0.5, moves: [{ send: "/graphql", bytes: 5_000 }] },
      ],
    },
  ],
};

export const INTERFACES: readonly Scenario[] = [
  {
    name: "patch day of a game",
    half: "open",
    story: "A new version at seven: every launcher in the world asks, again and again while it is refused.",
    when: "2024-05-28T19:00:00",
    zone: 0,
    historyHours: 1,
    minutes: 45,
    format: "ingress-nginx",
    site: programs({ ...GAME, server: { capacity: 22, whenFull: "503" } }),
    crowds: [
      usersRush(GAME, { at: 5, lasts: 38, shape: { is: "burst", rise: 0.7, fall: 9 } }, 260, {
        agents: agents("GameLauncher/3.10.2 (Windows)"),
      }),
    ],
  },
  {
    name: "a game's login under fire",
    half: "open",
    story:
      "A rented botnet of homes asks for tokens in the busiest hour of a game: seven tenths, under the launcher's own name.",
    when: "2024-05-29T20:00:00",
    zone: 0,
    historyHours: 1,
    minutes: 40,
    format: "ingress-nginx",
    site: programs({ ...GAME, server: { capacity: 40, whenFull: "503" } }),
    raids: [
      {
        name: "tokens",
        at: 9,
        lasts: 14,
        share: 0.7,
        lair: botnet(1200),
        tool: script("POST /auth/token", 401, agents("GameLauncher/3.11.0 (Windows)"), 1.2),
      },
    ],
  },
  {
    name: "meters come back",
    half: "open",
    story:
      "The line of a provider of devices was down for ten minutes; then all meters send what they have kept.",
    when: "2024-02-14T11:00:00",
    zone: 60,
    historyHours: 1.5,
    minutes: 45,
    format: "combined",
    site: programs(METERS),
    outage: { at: 8, lasts: 10, status: 503 },
    crowds: [
      usersRush(
        {
          ...METERS,
          moves: [
            {
              often: 10,
              moves: [
                { send: "/v1/telemetry/{me}/batch", status: 204, bytes: 0 },
                { wait: 2, spread: 0.2 },
              ],
            },
          ],
        },
        { at: 18, lasts: 9, shape: { is: "burst", rise: 0.3, fall: 2.5 } },
        420,
      ),
    ],
  },
  {
    name: "cameras against meters",
    half: "open",
    story:
      "A botnet of cameras posts nonsense to the interface of meters: it has no referrer and no browser either.",
    when: "2024-02-15T04:00:00",
    zone: 60,
    historyHours: 1.5,
    minutes: 40,
    format: "combined",
    site: programs(METERS),
    raids: [
      {
        name: "cameras",
        at: 10,
        lasts: 12,
        share: 0.65,
        lair: botnet(1500),
        tool: script("POST /v1/telemetry", 404, agents("", "Mozilla/5.0"), 0.2),
      },
    ],
  },
  {
    name: "heavy questions",
    half: "open",
    story: "Rented servers send deeply nested questions to a GraphQL interface until it gives up.",
    when: "2024-09-10T10:30:00",
    zone: -240,
    historyHours: 2,
    minutes: 50,
    format: "alb",
    site: programs({ ...SPA, server: { capacity: 8, whenFull: "504" } }),
    raids: [
      {
        name: "questions",
        at: 12,
        lasts: 18,
        share: 0.4,
        turns: true,
        lair: servers(35, 5),
        tool: script("POST /graphql", 200, libraries, 4),
      },
    ],
  },
  {
    name: "searches that cost",
    half: "open",
    story:
      "The same application; ever new addresses of one IPv6 network send searches, one or two from each.",
    when: "2024-09-11T15:30:00",
    zone: -240,
    historyHours: 2,
    minutes: 50,
    format: "nginx-json",
    site: programs({ ...SPA, server: { capacity: 14, whenFull: "503" } }),
    raids: [
      {
        name: "searches",
        at: 12,
        lasts: 15,
        share: 0.6,
        lair: rotating6("DE"),
        tool: {
          shots: [{ send: "POST /search?q={word}+{word}", weight: 3 }],
          agents: browsers("office", 123),
        },
      },
    ],
  },
  {
    name: "an app's interface is flooded at night",
    half: "open",
    story: "Four in the morning: homes all over the world ask a game's interface for its manifest.",
    when: "2024-07-03T04:00:00",
    zone: 0,
    historyHours: 1.5,
    minutes: 35,
    format: "ingress-nginx",
    site: programs({ ...GAME, perMinute: 24 }),
    raids: [
      {
        name: "flood",
        at: 10,
        lasts: 8,
        share: 0.85,
        lair: botnet(2500),
        tool: flood("GET /launcher/manifest.json?{ms}", appAgents("GameLauncher", ["3.11.0"])),
      },
    ],
  },
];
