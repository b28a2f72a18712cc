import { botnet, cacheBuster, flood, oldBrowsers, script, servers } from "../raids/tools.ts";
import type { Crowd, Scenario } from "../scenario.ts";
import { guesses } from "../sites/machines.ts";
import { type ProgramPlan, programs } from "../sites/programs.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { agents, browsers } from "../world/agents.ts";

/** A football forum, a lottery and a game's lobby: evenings, draws, and those who want others to lose. */

/** Supporters of a club of Istanbul. */
const TRIBUNE: ReadingPlan = {
  host: "tribun.taraftar.example",
  day: "evening",
  countries: { TR: 88, DE: 6, NL: 2, AT: 1, FR: 1, AZ: 2 },
  access: { mobile: 0.5, v6: 0.05 },
  agents: browsers("android", 128),
  perMinute: 14,
  page: "/viewtopic.php?t={z:40000}&start={n:20}",
  home: "/index.php",
  find: "/search.php?keywords={word}",
  files: [
    "/styles/prosilver/theme/stylesheet.css",
    "/assets/javascript/core.js",
    "/images/smilies/icon_{n:30}.gif",
  ],
  stays: 5,
  crawled: 20,
};

/** Greek draws: everybody looks at the same minute. */
const DRAW: ReadingPlan = {
  host: "www.klirosi.example",
  day: "evening",
  countries: { GR: 93, CY: 5, DE: 2 },
  access: { mobile: 0.55, v6: 0.25 },
  agents: browsers("public", 129),
  perMinute: 12,
  page: "/draw/{z:900}",
  calls: ["/api/last/joker"],
  files: ["/a/site.css", "/a/site.js", "/a/ball.svg"],
  crawled: 4,
};
const HOPEFUL: Crowd = {
  ...readersOf(DRAW, "/joker", { at: 20, lasts: 45, shape: { is: "burst", rise: 3, fall: 10 } }, 80),
  acquainted: ["readers", 0.2],
  returning: 0.4,
  moves: [
    { see: "/joker", calls: DRAW.calls! },
    {
      every: 8,
      give: 0.05,
      minutes: 4,
      moves: [{ fetch: "/api/last/joker?_={ms}", bytes: 380, weight: 0.2 }],
    },
    { see: "/draw/{z:30}" },
  ],
};

/** The lobby of a game on telephones: a token, then a WebSocket for as long as one plays. */
const LOBBY: ProgramPlan = {
  host: "lobby.dungeon.example",
  day: "evening",
  countries: { KR: 80, TW: 8, JP: 6, US: 6 },
  access: { mobile: 0.5, v6: 0.1 },
  agents: agents(
    ["Dungeon/4.2.1 (Android 14; UnityPlayer 2022.3.20f1)", 6],
    ["Dungeon/4.2.1 (iOS 17.4; UnityPlayer 2022.3.20f1)", 3],
    ["Dungeon/4.2.0 (Android 13; UnityPlayer 2022.3.20f1)", 1],
  ),
  perMinute: 40,
  moves: [
    { login: "/v2/session", ok: 200, bad: 401, fails: 0.02, weight: 1 },
    { fetch: "/v2/events/today", bytes: 5_200, weight: 0.3 },
    { hold: "/v2/socket?t={hex:16}", seconds: 700, status: 101, beside: true },
    { often: 6, moves: [{ wait: 90 }, { send: "/v2/match", status: 200, bytes: 900, weight: 0.5 }] },
  ],
};

export const UNSEEN_GAMES: readonly Scenario[] = [
  {
    name: "the numbers are drawn",
    half: "open",
    story:
      "Ten o'clock in Greece: everybody opens one page, which asks for the numbers every eight seconds until they are there.",
    when: "2024-11-14T21:40:00",
    zone: 120,
    historyHours: 28,
    minutes: 70,
    format: "nginx-json",
    site: reading({ ...DRAW, server: { capacity: 30, whenFull: "503" } }),
    crowds: [HOPEFUL],
  },
  {
    name: "a forum's log begins under fire",
    half: "open",
    story:
      "Somebody turns the log on because the forum is slow: a botnet has been at its search for ten minutes.",
    when: "2024-12-01T18:10:00",
    zone: 180,
    historyHours: 0,
    minutes: 60,
    format: "combined",
    site: reading({ ...TRIBUNE, server: { capacity: 28, whenFull: "504" } }),
    raids: [
      {
        name: "searchers",
        at: -10,
        lasts: 38,
        perMinute: 700,
        lair: botnet(1600),
        tool: flood("GET /search.php?keywords={word}", oldBrowsers, {
          shots: [{ send: "GET /search.php?keywords={word}", weight: 1.5 }],
        }),
      },
    ],
  },
  {
    name: "one prefix and all topics",
    half: "open",
    story:
      "A /24 of one data centre opens ever other topics with a number behind them that no cache knows, for half an hour.",
    when: "2025-01-21T15:00:00",
    zone: 180,
    historyHours: 9,
    minutes: 70,
    format: "lighttpd",
    site: reading(TRIBUNE),
    raids: [
      {
        name: "prefix",
        at: 21,
        lasts: 30,
        perMinute: 480,
        lair: { kind: "hosting", countries: { BG: 1 }, count: 200, nets: 1, bits: 24 },
        tool: cacheBuster("/viewtopic.php", { agentEach: false }),
      },
    ],
  },
  {
    name: "Greek routers",
    half: "open",
    story:
      "Routers of the country's own homes, taken over, ask a lottery for its front page on an ordinary afternoon.",
    when: "2025-02-18T16:00:00",
    zone: 120,
    historyHours: 10,
    minutes: 60,
    format: "alb",
    site: reading({ ...DRAW, server: { capacity: 25, whenFull: "503" } }),
    raids: [
      {
        name: "routers",
        at: 14,
        lasts: 19,
        perMinute: 1100,
        lair: {
          kind: "homes",
          countries: { GR: 96, CY: 4 },
          count: 700,
          access: { mobile: 0.05, v6: 0.05 },
          uneven: true,
        },
        tool: flood("GET /", agents("Mozilla/5.0", "Mozilla/5.0 (compatible)", "")),
      },
    ],
  },
  {
    name: "twenty seconds of a hundred and twenty",
    half: "open",
    story: "A booter for a game's lobby: twenty seconds on, a minute and forty off, for most of an hour.",
    when: "2025-03-01T20:30:00",
    zone: 540,
    historyHours: 3,
    minutes: 80,
    format: "envoy",
    site: programs({ ...LOBBY, server: { capacity: 60, whenFull: "503" } }),
    raids: [
      {
        name: "booter",
        at: 18,
        lasts: 50,
        perMinute: 330,
        shape: { is: "pulses", on: 0.34, off: 1.66 },
        lair: servers(160, 12),
        tool: flood("POST /v2/session", agents("Dungeon/4.2.1"), {
          shots: [{ send: "POST /v2/session", status: 400, bytes: 60 }],
        }),
      },
    ],
  },
  {
    name: "sockets that say nothing",
    half: "open",
    story: "Homes of another continent open a game's sockets, twenty a second, and say nothing on them.",
    when: "2024-12-28T22:00:00",
    zone: 540,
    historyHours: 6,
    minutes: 60,
    format: "traefik-json",
    site: programs(LOBBY),
    raids: [
      {
        name: "sockets",
        at: 20,
        lasts: 16,
        perMinute: 1200,
        lair: botnet(900),
        tool: {
          shots: [{ send: "GET /v2/socket?t={hex:16}", status: 101, bytes: 0, seconds: 25, weight: 0.2 }],
          agents: agents("Go-http-client/1.1"),
        },
      },
    ],
  },
  {
    name: "the numbers, at home and elsewhere",
    half: "open",
    story: "Another draw; a fifth of it is programs, from servers abroad and from Greek homes at once.",
    when: "2024-12-19T21:40:00",
    zone: 120,
    historyHours: 8,
    minutes: 65,
    format: "caddy-json",
    site: reading({ ...DRAW, server: { capacity: 24, whenFull: "503" } }),
    crowds: [HOPEFUL],
    raids: [
      { name: "abroad", at: 24, lasts: 18, share: 0.14, lair: servers(70, 10), tool: flood("GET /joker") },
      {
        name: "at home",
        at: 25,
        lasts: 17,
        share: 0.1,
        lair: { kind: "homes", countries: { GR: 1 }, count: 260, access: { mobile: 0.1 } },
        tool: script(
          "GET /joker",
          200,
          agents("Mozilla/5.0 (Linux; U; Android 4.4.2; en-us) AppleWebKit/534.30", "Mozilla/5.0"),
        ),
      },
    ],
  },
  {
    name: "a derby, and the other side",
    half: "open",
    story:
      "A derby is decided in the last minute; supporters write all at once, and nearly half of what comes is a botnet for the front page.",
    when: "2025-02-24T21:30:00",
    zone: 180,
    historyHours: 5,
    minutes: 75,
    format: "apache",
    site: reading({ ...TRIBUNE, server: { capacity: 22, whenFull: "503" } }),
    crowds: [
      readersOf(
        TRIBUNE,
        "/viewtopic.php?t=39990",
        { at: 18, lasts: 55, shape: { is: "burst", rise: 1, fall: 14 } },
        110,
        {
          moves: [
            { see: "/index.php" },
            { wait: 5 },
            { often: 4, moves: [{ see: "/viewtopic.php?t=39990&start={n:60}" }, { wait: 16 }] },
            {
              perhaps: 0.25,
              moves: [
                { see: "/posting.php?mode=reply&t=39990" },
                { wait: 45 },
                { send: "/posting.php?mode=reply&t=39990", status: 302, weight: 2 },
              ],
            },
          ],
          acquainted: ["readers", 0.4],
        },
      ),
    ],
    raids: [
      guesses("POST /ucp.php?mode=login", 200, 3, 150, -90),
      {
        name: "other side",
        at: 22,
        lasts: 21,
        share: 0.46,
        lair: botnet(2100),
        tool: flood("GET /index.php", browsers("android", 116)),
      },
    ],
  },
];
