import { flood, libraries, oldBrowsers, proxies, script, servers } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { type ProgramPlan, programs, usersRush } from "../sites/programs.ts";
import { type ReadingPlan, reading } from "../sites/reading.ts";
import { agents, appAgents, browsers } from "../world/agents.ts";

/** An app that brings meals, and manuals: programs and those who write them. */

/** Meals in Cairo and Alexandria. */
const MEALS: ProgramPlan = {
  host: "api.akl.example",
  day: "meals",
  countries: { EG: 98, SA: 1, AE: 1 },
  access: { mobile: 0.7, v6: 0.1 },
  agents: appAgents("Akl", ["7.31.0", "7.30.2", "7.28.0", "7.25.1"]),
  perMinute: 26,
  moves: [
    { fetch: "/v1/home?lat=30.0{digits:3}&lon=31.2{digits:3}", bytes: 22_000, weight: 1 },
    { wait: 9 },
    {
      often: 4,
      moves: [{ fetch: "/v1/restaurants/{z:3000}/menu", bytes: 31_000, weight: 0.8 }, { wait: 14 }],
    },
    {
      perhaps: 0.3,
      moves: [
        { send: "/v1/orders", status: 201, bytes: 900, weight: 2 },
        {
          every: 15,
          give: 0.1,
          minutes: 12,
          moves: [{ fetch: "/v1/orders/{me}/courier", bytes: 260, weight: 0.2 }],
        },
      ],
    },
  ],
};

/** Manuals of a program, for people and for what writes programs. */
const MANUALS: ReadingPlan = {
  host: "docs.pipeline.example",
  day: "world",
  countries: { US: 34, IN: 16, DE: 10, GB: 8, FR: 6, BR: 6, CA: 5, PL: 5, JP: 5, AU: 5 },
  access: { mobile: 0.08, v6: 0.35, house: [0.2, 80] },
  agents: browsers("developers", 132),
  perMinute: 11,
  page: "/v{4|5}/{guide|reference|cli}/{slug:260}",
  calls: ["/v5/search-index.json"],
  files: ["/_static/site.css", "/_static/site.js"],
  crawled: 30,
};

export const UNSEEN_PROGRAMS: readonly Scenario[] = [
  {
    name: "half price until midnight",
    half: "open",
    story:
      "An app tells all who have it that meals are half price; they look within two minutes, out of carriers' gateways.",
    when: "2024-11-22T20:10:00",
    zone: 120,
    historyHours: 6,
    minutes: 60,
    format: "alb",
    site: programs({ ...MEALS, server: { capacity: 34, whenFull: "503" } }),
    crowds: [
      usersRush(MEALS, { at: 15, lasts: 45, shape: { is: "burst", rise: 0.8, fall: 9 } }, 230, {
        acquainted: ["users", 0.3],
      }),
    ],
  },
  {
    name: "a release that asks too often",
    half: "open",
    story:
      "A new version of an app asks where the courier is every second in place of every fifteen; it spreads over two hours, and is taken back.",
    when: "2024-12-18T18:00:00",
    zone: 120,
    historyHours: 20,
    minutes: 150,
    format: "traefik-json",
    site: programs({ ...MEALS, perMinute: 14 }),
    crowds: [
      usersRush(MEALS, { at: 15, lasts: 120, shape: { is: "hill" } }, 7, {
        name: "eager version",
        acquainted: ["users", 0.3],
        agents: appAgents("Akl", ["7.32.0"]),
        returning: 0.6,
        moves: [
          { fetch: "/v1/home?lat=30.0{digits:3}&lon=31.2{digits:3}", bytes: 22_000, weight: 1 },
          { send: "/v1/orders", status: 201, bytes: 900, weight: 2 },
          {
            every: 1.2,
            give: 0.15,
            minutes: 3,
            moves: [{ fetch: "/v1/orders/{me}/courier", bytes: 260, weight: 0.2 }],
          },
        ],
      }),
    ],
  },
  {
    name: "a key for meals",
    half: "open",
    story:
      "Servers copy all menus of an app that tells each address 429 from ninety requests a minute on, and go on regardless.",
    when: "2025-03-03T15:00:00",
    zone: 120,
    historyHours: 6,
    minutes: 120,
    format: "haproxy",
    site: programs({ ...MEALS, server: { capacity: 200, whenFull: "503", limitPerMinute: 90 } }),
    raids: [
      {
        name: "menus",
        at: 20,
        lasts: 75,
        perMinute: 1300,
        lair: servers(6, 2),
        tool: script("GET /v1/restaurants/{n:3000}/menu", 200, libraries, 0.8),
      },
    ],
  },
  {
    name: "half a minute of manuals",
    half: "open",
    story:
      "A hundred and fifty requests a second for half a minute, with old browsers' names, and whoever it was has seen what he wanted.",
    when: "2024-11-05T17:00:00",
    zone: 0,
    historyHours: 4,
    minutes: 45,
    format: "cloudfront",
    site: reading({ ...MANUALS, server: { capacity: 90, whenFull: "503" } }),
    raids: [
      {
        name: "demonstration",
        at: 19,
        lasts: 0.55,
        perMinute: 9000,
        lair: proxies(18),
        tool: flood("GET /", oldBrowsers),
      },
    ],
  },
  {
    name: "an app that is none",
    half: "open",
    story:
      "Telephones of the country with a bad app on them ask for offers under the meal app's name, and for nothing else.",
    when: "2025-02-02T10:00:00",
    zone: 120,
    historyHours: 9,
    minutes: 75,
    format: "caddy-json",
    site: programs({ ...MEALS, perMinute: 16, server: { capacity: 45, whenFull: "503" } }),
    raids: [
      {
        name: "bad app",
        at: 20,
        lasts: 28,
        perMinute: 640,
        lair: { kind: "homes", countries: { EG: 92, SD: 4, LY: 4 }, count: 1500, access: { mobile: 0.35 } },
        tool: script(
          "GET /v1/home?lat=30.0444&lon=31.2357",
          200,
          agents("Akl/7.28.0 (Android 9; SM-A137F) okhttp/4.9.0"),
          1,
        ),
      },
    ],
  },
  {
    name: "half price, and a rival",
    half: "open",
    story:
      "Half price again; for twelve minutes six of ten requests are servers that place orders without an account.",
    when: "2025-01-24T20:10:00",
    zone: 120,
    historyHours: 4,
    minutes: 55,
    format: "nginx-main",
    options: { trustedProxy: "10.0.0.0/8" },
    site: programs({ ...MEALS, server: { capacity: 50, whenFull: "503" } }),
    crowds: [
      usersRush(MEALS, { at: 15, lasts: 40, shape: { is: "burst", rise: 0.8, fall: 12 } }, 170, {
        acquainted: ["users", 0.25],
      }),
    ],
    raids: [
      {
        name: "rival",
        at: 20,
        lasts: 12,
        share: 0.6,
        lair: servers(110, 9),
        tool: flood("POST /v1/orders", libraries, {
          shots: [{ send: "POST /v1/orders", status: 401, bytes: 88, weight: 1 }],
        }),
      },
    ],
  },
];
