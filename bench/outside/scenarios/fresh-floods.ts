import { botnet, flood, oldBrowsers, oneAddress, rapidReset, script, servers } from "../raids/tools.ts";
import type { Lair, Scenario } from "../scenario.ts";
import { BOTNET } from "../sites/machines.ts";
import { portal } from "../sites/portals.ts";
import { programs } from "../sites/programs.ts";
import { reading } from "../sites/reading.ts";
import { agents, browsers } from "../world/agents.ts";
import { ANCESTORS, ARENA, CAMPUS, ISLANDS, MUSEUM, RELIEF, RESULTS, TOWN } from "./fresh-plans.ts";

/** Floods on days that are otherwise like any other. */

/** Functions of a cloud: thousands of addresses of its few regions, each used for a moment. */
export const functions = (requestsEach: number): Lair => ({
  kind: "hosting",
  countries: { US: 6, IE: 3, DE: 2, SG: 2, JP: 1 },
  requestsEach,
  count: 400,
  nets: 14,
});

export const FRESH_FLOODS: readonly Scenario[] = [
  {
    name: "what nobody looks for",
    half: "open",
    story:
      "A botnet asks an aid organisation's WordPress for words that do not exist: no cache helps, and the database gives up.",
    when: "2024-03-21T15:00:00",
    zone: 60,
    historyHours: 6,
    minutes: 60,
    format: "traefik-clf",
    site: reading({ ...RELIEF, server: { capacity: 14, whenFull: "504" } }),
    raids: [
      {
        name: "searches",
        at: 14,
        lasts: 25,
        perMinute: 900,
        lair: botnet(1500),
        tool: flood("GET /?s={word}", oldBrowsers, {
          shots: [{ send: "GET /?s={word}+{digits:4}", weight: 2 }],
        }),
      },
    ],
  },
  {
    name: "streams taken back at a town hall",
    half: "open",
    story:
      "Sixty servers open streams and take them back, seventy a second for five minutes; a town's log is full of 499.",
    when: "2024-11-26T11:00:00",
    zone: 60,
    historyHours: 4,
    minutes: 40,
    format: "nginx-json",
    site: reading({ ...TOWN, server: { capacity: 30, whenFull: "503" } }),
    raids: [
      {
        name: "resets",
        at: 12,
        lasts: 5,
        perMinute: 4200,
        lair: servers(60, 10),
        tool: rapidReset("/", agents("", "Mozilla/5.0")),
      },
    ],
  },
  {
    name: "forms that never end",
    half: "open",
    story:
      "Three hundred homes each begin to send a form and never end it: the server waits a minute and says 408.",
    when: "2024-10-09T19:00:00",
    zone: 60,
    historyHours: 5,
    minutes: 70,
    format: "combined",
    site: reading(ANCESTORS),
    raids: [
      {
        name: "slow forms",
        at: 15,
        lasts: 35,
        perMinute: 190,
        lair: botnet(300),
        tool: {
          shots: [{ send: "POST /register.php", status: 408, bytes: 221, seconds: 60, weight: 0.3 }],
          agents: oldBrowsers,
          protocol: "HTTP/1.1",
        },
      },
    ],
  },
  {
    name: "pictures in every width",
    half: "open",
    story:
      "Functions of a cloud ask a museum for one picture in ever other widths, four hundred a second for four minutes.",
    when: "2025-03-04T16:00:00",
    zone: 60,
    historyHours: 3,
    minutes: 24,
    format: "cloudfront",
    site: reading({ ...MUSEUM, server: { capacity: 60, whenFull: "503" } }),
    raids: [
      {
        name: "widths",
        at: 9,
        lasts: 4,
        perMinute: 24_000,
        lair: functions(18),
        tool: script(
          "GET /media/resize?w={n:4000}&h={n:4000}&src=nachtwacht.jpg",
          200,
          agents("node-fetch/1.0 (+https://github.com/bitinn/node-fetch)", "undici", "axios/1.7.4"),
          1.5,
        ),
      },
    ],
  },
  {
    name: "one loud machine",
    half: "open",
    story:
      "One rented machine measures how fast a town's site is, sixty requests a second for four minutes, and does not ask first.",
    when: "2024-12-17T10:20:00",
    zone: 60,
    historyHours: 5,
    minutes: 40,
    format: "apache",
    site: reading({ ...TOWN, server: { capacity: 45, whenFull: "503" } }),
    raids: [
      {
        name: "ab",
        at: 14,
        lasts: 4,
        perMinute: 3600,
        turns: true,
        lair: oneAddress("FR"),
        tool: flood("GET /", agents("ApacheBench/2.3")),
      },
    ],
  },
  {
    name: "a commission's quiet month",
    half: "open",
    story:
      "Months before any vote, a botnet begins with a request a second at a commission's site, and is at twenty an hour later.",
    when: "2024-06-18T10:00:00",
    zone: 0,
    historyHours: 8,
    minutes: 90,
    format: "cloudfront",
    site: reading({ ...RESULTS, perMinute: 6 }),
    raids: [
      {
        name: "growing",
        at: 12,
        lasts: 60,
        perMinute: 550,
        shape: { is: "ramp" },
        lair: botnet(1100, { ...BOTNET, NG: 6, GH: 2 }),
        tool: flood("GET /search?q={word}", oldBrowsers),
      },
    ],
  },
  {
    name: "while the new version is put in place",
    half: "open",
    story:
      "A university puts a new version in place, for four minutes of 502; a botnet begins at its form in the second of them.",
    when: "2025-01-21T22:00:00",
    zone: 480,
    historyHours: 6,
    minutes: 55,
    format: "combined",
    site: portal({ ...CAMPUS, perMinute: 14, server: { capacity: 40, whenFull: "503" } }),
    outage: { at: 12, lasts: 4, status: 502 },
    raids: [
      {
        name: "at the form",
        at: 14,
        lasts: 20,
        perMinute: 640,
        lair: botnet(700),
        tool: flood("POST /student/login", oldBrowsers, {
          shots: [{ send: "POST /student/login", status: 200, bytes: 5_000 }],
        }),
      },
    ],
  },
  {
    name: "a minute on, four minutes off",
    half: "open",
    story:
      "Somebody has hired a booter against a game's login: a hundred and twenty a second for a minute, five times.",
    when: "2024-11-02T21:00:00",
    zone: 0,
    historyHours: 1.5,
    minutes: 45,
    format: "nginx-main",
    options: { trustedProxy: "10.0.0.0/8" },
    site: programs({ ...ARENA, server: { capacity: 90, whenFull: "503" } }),
    raids: [
      {
        name: "booter",
        at: 10,
        lasts: 25,
        perMinute: 1500,
        shape: { is: "pulses", on: 1, off: 4 },
        lair: botnet(900, { CN: 5, ID: 5, BR: 4, RU: 3, US: 3, IN: 3, DE: 1, UA: 1 }),
        tool: flood("POST /v4/auth/token", oldBrowsers, {
          shots: [{ send: "POST /v4/auth/token", status: 401, bytes: 90 }],
          agentEach: true,
        }),
      },
    ],
  },
  {
    name: "down the street, at lunch",
    half: "open",
    story:
      "Pupils of an island have hired machines in its own homes; under ordinary browsers' names they ask their school's portal for one page.",
    when: "2025-03-13T09:10:00",
    zone: 60,
    historyHours: 7,
    minutes: 55,
    format: "haproxy",
    site: portal({ ...ISLANDS, perMinute: 10, server: { capacity: 30, whenFull: "503" } }),
    raids: [
      {
        name: "down the street",
        at: 14,
        lasts: 22,
        perMinute: 850,
        lair: { kind: "homes", countries: { RE: 92, FR: 8 }, count: 380, access: { mobile: 0.25 } },
        tool: flood("GET /auth/login?callback={hex:6}", browsers("pupils", 126)),
      },
    ],
  },
];
