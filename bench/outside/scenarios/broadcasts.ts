import { borrowedBrowsers } from "../raids/tools.ts";
import type { Crowd, Scenario } from "../scenario.ts";
import { type ProgramPlan, programs, usersRush } from "../sites/programs.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { browsers } from "../world/agents.ts";
import type { Move } from "../world/moves.ts";

/** Services in church, matches, gifts, debates. */

const CHURCH: ProgramPlan = {
  host: "live.gemeinde.example",
  day: "evening",
  countries: { US: 96, CA: 2, MX: 2 },
  access: { mobile: 0.2, v6: 0.5, relay: 0.04, near: true },
  agents: browsers("public", 121),
  perMinute: 2,
  silent: false,
  files: ["/player.js", "/player.css"],
  moves: [
    { see: "/" },
    { wait: 20 },
    {
      perhaps: 0.4,
      moves: [
        { see: "/sermons/{n:200}" },
        { every: 6, minutes: 4, moves: [{ fetch: "/vod/{n:200}/seg{n:400}.ts", bytes: 900_000 }] },
      ],
    },
  ],
};

const WATCH_LIVE: readonly Move[] = [
  { see: "/live" },
  {
    every: 6,
    give: 0.05,
    minutes: 22,
    moves: [
      { fetch: "/hls/live.m3u8?s={me}", bytes: 500, weight: 0.03 },
      { fetch: "/hls/seg{s}.ts", bytes: 800_000, weight: 0.05 },
    ],
  },
];

const GIFTS: ReadingPlan = {
  host: "spenden.hilfe.example",
  day: "evening",
  countries: { DE: 93, AT: 4, CH: 3 },
  agents: browsers("public", 120),
  perMinute: 6,
  page: "/projekte/{slug:60}",
  files: ["/css/site.css", "/js/site.js", "/img/kind.webp"],
};

const GIVE: readonly Move[] = [
  { see: "/spenden" },
  { wait: 40 },
  { send: "/spenden/betrag", status: 302 },
  { see: "/spenden/zahlung" },
  { wait: 50 },
  { send: "/spenden/zahlung", status: 302 },
  { see: "/danke" },
];

const givers = (perMinute: number, more: Partial<Crowd> = {}): Crowd => ({
  ...readersOf(GIFTS, "/", { at: 10, lasts: 70, shape: { is: "burst", rise: 3, fall: 14 } }, perMinute),
  name: "givers",
  moves: GIVE,
  ...more,
});

const TICKER: ReadingPlan = {
  host: "live.sport.example",
  day: "evening",
  countries: { HR: 84, BA: 8, RS: 4, DE: 4 },
  access: { mobile: 0.5, v6: 0.1 },
  agents: browsers("public", 119),
  perMinute: 26,
  page: "/utakmica/{slug:90}",
  calls: ["/api/score"],
  files: ["/bundle.js", "/bundle.css"],
};

const FOLLOW: readonly Move[] = [
  { see: "/utakmica/finale" },
  {
    every: 15,
    give: 0.03,
    minutes: 16,
    moves: [{ fetch: "/api/score?match=881&since={s}", weight: 0.3, bytes: 700 }],
  },
];

export const BROADCASTS: readonly Scenario[] = [
  {
    name: "sunday service",
    half: "open",
    story:
      "A parish sends its service live: a hundred and fifty players ask for a piece every six seconds for an hour.",
    when: "2024-05-19T09:50:00",
    zone: -300,
    historyHours: 3,
    minutes: 85,
    format: "combined",
    site: programs(CHURCH),
    crowds: [
      usersRush(
        { ...CHURCH, moves: WATCH_LIVE },
        { at: 5, lasts: 60, shape: { is: "burst", rise: 5, fall: 30 } },
        14,
      ),
    ],
  },
  {
    name: "the final by ticker",
    half: "open",
    story:
      "A final: everybody follows a ticker that asks for the score every quarter of a minute, most of them for half an hour.",
    when: "2024-05-22T20:40:00",
    zone: 120,
    historyHours: 2,
    minutes: 60,
    format: "cloudfront",
    site: reading(TICKER),
    crowds: [
      readersOf(
        TICKER,
        "/utakmica/finale",
        { at: 4, lasts: 50, shape: { is: "burst", rise: 6, fall: 30 } },
        70,
        { moves: FOLLOW },
      ),
    ],
  },
  {
    name: "an evening of gifts",
    half: "open",
    story:
      "A broadcast asks for gifts; among those who give are programs that try cards with one euro: a seventh of all requests.",
    when: "2024-11-23T20:10:00",
    zone: 60,
    historyHours: 2.5,
    minutes: 95,
    format: "apache",
    site: reading(GIFTS),
    crowds: [givers(90)],
    raids: [
      {
        name: "cards",
        at: 20,
        lasts: 45,
        share: 0.15,
        lair: {
          kind: "hosting",
          countries: { US: 4, NL: 3, SG: 2, DE: 1 },
          requestsEach: 9,
          nets: 16,
          count: 50,
        },
        tool: {
          shots: [
            { send: "POST /spenden/betrag", status: 302 },
            { send: "POST /spenden/zahlung", status: 402, often: 2 },
          ],
          agents: browsers("office", 112),
        },
      },
    ],
  },
  {
    name: "gifts after the news",
    half: "open",
    story:
      "A disaster, and an appeal after the news at eight: gifts from all over the country and from those who live abroad.",
    when: "2023-09-10T20:10:00",
    zone: 120,
    historyHours: 2.5,
    minutes: 90,
    format: "apache",
    site: reading({ ...GIFTS, server: { capacity: 8, whenFull: "503" } }),
    crowds: [givers(150, { countries: { DE: 74, AT: 6, CH: 4, MA: 9, FR: 4, NL: 3 } })],
  },
  {
    name: "borrowed browsers",
    half: "open",
    story:
      "A foreign site's script makes its readers' browsers ask for a parliament's front page: ordinary browsers, one referrer.",
    when: "2024-02-27T14:00:00",
    zone: 120,
    historyHours: 2,
    minutes: 50,
    format: "combined",
    site: reading({
      ...TICKER,
      host: "www.parlament.example",
      day: "office",
      countries: { LT: 94, PL: 3, GB: 3 },
      calls: [],
      page: "/seimas/{slug:300}",
      server: { capacity: 6, whenFull: "503" },
    }),
    raids: [
      {
        name: "script",
        at: 10,
        lasts: 22,
        share: 0.8,
        shape: { is: "hill" },
        lair: {
          kind: "homes",
          countries: { RU: 78, BY: 10, KZ: 6, UA: 2, DE: 4 },
          requestsEach: 25,
          count: 300,
          access: { mobile: 0.3 },
        },
        tool: borrowedBrowsers("GET /?{digits:9}", "https://stop.example/", "public", 121),
      },
    ],
  },
  {
    name: "borrowed browsers and a debate",
    half: "open",
    story:
      "The same against a broadcaster in a debate's hour: readers in numbers, and half as many browsers that were sent.",
    when: "2024-02-28T20:00:00",
    zone: 120,
    historyHours: 1.5,
    minutes: 50,
    format: "combined",
    site: reading({
      ...TICKER,
      host: "www.yle.example",
      day: "news",
      countries: { FI: 95, SE: 3, EE: 2 },
      calls: ["/api/score"],
      page: "/uutiset/{slug:500}",
      server: { capacity: 16, whenFull: "503" },
    }),
    crowds: [
      readersOf(
        { ...TICKER, countries: { FI: 95, SE: 3, EE: 2 } },
        "/uutiset/vaalitentti",
        { at: 4, lasts: 42, shape: { is: "burst", rise: 4, fall: 20 } },
        190,
      ),
    ],
    raids: [
      {
        name: "script",
        at: 14,
        lasts: 16,
        share: 0.35,
        lair: {
          kind: "homes",
          countries: { RU: 85, BY: 8, KZ: 7 },
          requestsEach: 40,
          count: 250,
          access: { mobile: 0.3 },
        },
        tool: borrowedBrowsers("GET /uutiset?{word}={digits:5}", "https://vojna.example/cel", "public", 120),
      },
    ],
  },
];
