import { botnet, cacheBuster, flood, libraries, oldBrowsers, script, servers } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { portal, portalRush } from "../sites/portals.ts";
import { programs, usersRush } from "../sites/programs.ts";
import { readersOf, reading } from "../sites/reading.ts";
import { browsers } from "../world/agents.ts";
import { functions } from "./fresh-floods.ts";
import { ARENA, ISLANDS, RELIEF, RESULTS, TOWN, UPLOADS } from "./fresh-plans.ts";
import { FOLLOW_RESULTS, HAND_IN } from "./fresh-towns.ts";

/** Crowds and floods at once, before each other and after, at many shares. */

export const FRESH_MIXTURES: readonly Scenario[] = [
  {
    name: "water is off, and the searches were there before",
    half: "open",
    story:
      "Servers search a town's site for nonsense; ten minutes later the water is turned off, and the town itself comes.",
    when: "2024-11-12T16:30:00",
    zone: 60,
    historyHours: 7,
    minutes: 70,
    format: "apache",
    site: reading({ ...TOWN, server: { capacity: 6, whenFull: "503" } }),
    crowds: [
      readersOf(
        TOWN,
        "/aktualnosci/awaria-wody",
        { at: 20, lasts: 48, shape: { is: "burst", rise: 3, fall: 14 } },
        95,
      ),
    ],
    raids: [
      {
        name: "searches",
        at: 10,
        lasts: 34,
        perMinute: 170,
        lair: servers(70, 8),
        tool: script("GET /szukaj?fraza={hex:9}", 200, oldBrowsers, 2),
      },
    ],
  },
  {
    name: "the count, and functions that ask for it",
    half: "open",
    story:
      "A country follows its count; ten minutes later a cloud's functions ask for the sum with ever other queries: a third of all.",
    when: "2024-12-08T08:00:00",
    zone: 0,
    historyHours: 1.5,
    minutes: 30,
    format: "cloudfront",
    site: reading({ ...RESULTS, server: { capacity: 40, whenFull: "503" } }),
    crowds: [
      readersOf(RESULTS, "/", { at: 2, lasts: 26, shape: { is: "burst", rise: 2, fall: 30 } }, 130, {
        moves: FOLLOW_RESULTS,
      }),
    ],
    raids: [
      {
        name: "functions",
        at: 13,
        lasts: 10,
        share: 0.35,
        lair: functions(25),
        tool: cacheBuster("/data/summary.json", { agents: libraries }),
      },
    ],
  },
  {
    name: "an island's bell, from home and from abroad",
    half: "open",
    story:
      "Eight in the morning on one island; nearly half of what comes to its portal is sent by hired homes there, and by servers abroad.",
    when: "2025-03-17T04:45:00",
    zone: 60,
    historyHours: 8,
    minutes: 60,
    format: "haproxy",
    site: portal({ ...ISLANDS, perMinute: 4, server: { capacity: 28, whenFull: "503" } }),
    crowds: [
      portalRush(ISLANDS, { at: 10, lasts: 46, shape: { is: "burst", rise: 2, fall: 12 } }, 90, {
        countries: { RE: 95, YT: 3, FR: 2 },
      }),
    ],
    raids: [
      {
        name: "at home",
        at: 14,
        lasts: 18,
        share: 0.28,
        lair: { kind: "homes", countries: { RE: 1 }, count: 300, access: { mobile: 0.2 } },
        tool: flood("GET /auth/login", browsers("office", 118)),
      },
      {
        name: "abroad",
        at: 15,
        lasts: 17,
        share: 0.25,
        lair: servers(90, 10),
        tool: flood("POST /auth/login", libraries, {
          shots: [{ send: "POST /auth/login", status: 302, bytes: 20 }],
        }),
      },
    ],
  },
  {
    name: "a season begins, and a booter with it",
    half: "open",
    story:
      "A game's new season: players come by the thousand; a booter of homes sends for a minute and rests for two, six in ten while it does.",
    when: "2024-10-19T16:50:00",
    zone: 0,
    historyHours: 1.5,
    minutes: 40,
    format: "nginx-main",
    options: { trustedProxy: "10.0.0.0/8" },
    site: programs({ ...ARENA, perMinute: 30, server: { capacity: 30, whenFull: "503" } }),
    crowds: [usersRush(ARENA, { at: 10, lasts: 28, shape: { is: "burst", rise: 2, fall: 15 } }, 190)],
    raids: [
      {
        name: "booter",
        at: 15,
        lasts: 12,
        perMinute: 1500,
        shape: { is: "pulses", on: 1, off: 1.5 },
        lair: botnet(1200),
        tool: flood("POST /v4/auth/token", oldBrowsers, {
          shots: [{ send: "POST /v4/auth/token", status: 401, bytes: 90 }],
        }),
      },
    ],
  },
  {
    name: "gifts under a botnet",
    half: "open",
    story:
      "An appeal on television; four of five requests are a botnet's, under new browsers' names, for the very page that people want.",
    when: "2024-11-29T20:50:00",
    zone: 60,
    historyHours: 5,
    minutes: 55,
    format: "traefik-clf",
    site: reading({ ...RELIEF, server: { capacity: 15, whenFull: "503" } }),
    crowds: [
      readersOf(
        RELIEF,
        "/agir/telethon/",
        { at: 8, lasts: 44, shape: { is: "burst", rise: 2, fall: 16 } },
        60,
        { countries: { FR: 88, BE: 8, CH: 4 } },
      ),
    ],
    raids: [
      {
        name: "botnet",
        at: 18,
        lasts: 14,
        share: 0.8,
        lair: botnet(2500),
        tool: flood("GET /agir/telethon/", browsers("public", 123)),
      },
    ],
  },
  {
    name: "a deadline, and somebody who has not written anything",
    half: "open",
    story:
      "An examination ends at noon; ten minutes before it a fellow student has the portal flooded from homes of the country, a third of all.",
    when: "2025-02-13T11:05:00",
    zone: 60,
    historyHours: 4,
    minutes: 75,
    format: "apache-vhost",
    site: portal({ ...UPLOADS, server: { capacity: 22, whenFull: "503" } }),
    crowds: [portalRush(UPLOADS, { at: 10, lasts: 45, shape: { is: "deadline" } }, 100, { moves: HAND_IN })],
    raids: [
      {
        name: "fellow",
        at: 45,
        lasts: 13,
        share: 0.35,
        lair: {
          kind: "homes",
          countries: { DE: 90, AT: 5, CH: 5 },
          count: 350,
          access: { mobile: 0.1, v6: 0.3 },
        },
        tool: flood("GET /login/index.php", browsers("public", 119)),
      },
    ],
  },
];
