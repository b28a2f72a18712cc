import type { Crowd, Scenario } from "../scenario.ts";
import { crawlBurst, uptime } from "../sites/machines.ts";
import { type ProgramPlan, programs, usersRush } from "../sites/programs.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { agents, appAgents, browsers } from "../world/agents.ts";
import type { Move } from "../world/moves.ts";

/** Programs that people have open, or that read for them, in numbers: nothing of this is an attack. */

const SOCKETS: readonly Move[] = [
  { see: "/", files: 3 },
  {
    every: 25,
    give: 0.02,
    minutes: 40,
    moves: [
      { fetch: "/socket.io/?EIO=4&transport=polling&t={hex:7}&sid={hex:20}", bytes: 90, weight: 0.3 },
      { perhaps: 0.3, moves: [{ send: "/socket.io/?EIO=4&transport=polling&t={hex:7}&sid={hex:20}", bytes: 2, weight: 0.3 }] },
    ],
  },
]; // biome-ignore format: one line

const CHAT: ProgramPlan = {
  host: "chat.hilfe.example",
  day: "office",
  countries: { FR: 92, BE: 5, CH: 3 },
  access: { house: [0.2, 40], mobile: 0.4, v6: 0.3 },
  agents: browsers("public", 123),
  perMinute: 6,
  silent: false,
  files: ["/app.8c.js", "/app.8c.css", "/logo.svg"],
  moves: SOCKETS,
  server: { capacity: 40, whenFull: "502" },
};

const PIXEL: ProgramPlan = {
  host: "count.zahlen.example",
  day: "news",
  countries: { DE: 80, AT: 10, CH: 10 },
  access: { mobile: 0.5, v6: 0.4, relay: 0.03 },
  agents: browsers("public", 122),
  perMinute: 120,
  silent: false,
  moves: [{ often: 1.6, moves: [{ fetch: "/p.gif?s={z:60}&u={hex:8}&r={hex:6}", bytes: 43, weight: 0.05 }, { wait: 30 }] }],
}; // biome-ignore format: one line

const PODCAST: ReadingPlan = {
  host: "podcast.stimme.example",
  day: "evening",
  countries: { DE: 82, AT: 9, CH: 9 },
  access: { mobile: 0.5, v6: 0.3 },
  agents: browsers("public", 120),
  perMinute: 5,
  page: "/folge/{slug:150}",
  files: ["/css/main.css", "/js/player.js"],
  feed: "/feed/mp3.xml",
};

const listeners = (perMinute: number, more: Partial<Crowd>): Crowd => ({
  ...readersOf(PODCAST, "/", { at: 5, lasts: 40, shape: { is: "burst", rise: 2, fall: 10 } }, perMinute),
  name: "players",
  agents: agents(
    ["AppleCoreMedia/1.0.0.21F90 (iPhone; U; CPU OS 17_5_1 like Mac OS X; de_de)", 5],
    ["Podcasts/1640.9 CFNetwork/1496.0.7 Darwin/23.5.0", 4],
    ["Spotify/8.9.18 iOS/17.5 (iPhone14,5)", 3],
    ["AntennaPod/3.4.0", 2],
    ["Overcast/3.0 (+http://overcast.fm/; iOS podcast app)", 2],
    ["Mozilla/5.0 (Linux; U; Android 13) PocketCasts", 1],
  ),
  moves: [
    { fetch: "/feed/mp3.xml", bytes: 180_000, weight: 0.1 },
    { perhaps: 0.8, moves: [{ often: 4, moves: [{ fetch: "/media/folge-212.mp3", status: 206, bytes: 2_000_000, weight: 0.1 }, { wait: 6 }] }] },
  ],
  silent: 1,
  ...more,
}); // biome-ignore format: one line

export const PROGRAMS_BEFORE_PEOPLE: readonly Scenario[] = [
  {
    name: "sockets come back",
    half: "open",
    story:
      "A server of a chat is started anew: five minutes of 502, and every open page asks again and again.",
    when: "2024-06-05T14:20:00",
    zone: 120,
    historyHours: 2,
    minutes: 40,
    format: "combined",
    site: programs(CHAT),
    outage: { at: 9, lasts: 5, status: 502 },
  },
  {
    name: "an app has lost its server",
    half: "open",
    story:
      "For eight minutes an app's interface answers 503; its users' telephones try again every few seconds, then all at once.",
    when: "2024-06-06T19:20:00",
    zone: 120,
    historyHours: 1.5,
    minutes: 45,
    format: "alb",
    site: programs({
      ...CHAT,
      host: "api.fahrt.example",
      files: [],
      silent: true,
      agents: appAgents("Fahrt", ["7.2.1", "7.2.0", "7.1.9"]),
      countries: { IT: 95, SM: 1, CH: 4 },
      perMinute: 20,
      moves: [
        { send: "/v3/session", bytes: 700 },
        {
          every: 15,
          give: 0.1,
          minutes: 12,
          moves: [{ fetch: "/v3/position?line={z:40}", bytes: 900, weight: 0.4 }],
        },
      ],
    }),
    outage: { at: 10, lasts: 8, status: 503 },
  },
  {
    name: "a spot on television is counted",
    half: "open",
    story: "A counter's picture is on many sites; one of them is shown on television.",
    when: "2024-02-20T20:10:00",
    zone: 60,
    historyHours: 2,
    minutes: 40,
    format: "lighttpd",
    site: programs(PIXEL),
    crowds: [
      usersRush(PIXEL, { at: 6, lasts: 25, shape: { is: "burst", rise: 0.5, fall: 5 } }, 700, {
        from: { "https://www.spot.example/": 9, "https://www.spot.example/angebot": 3, "": 1 },
        moves: [
          {
            often: 2,
            moves: [{ fetch: "/p.gif?s=7&u={hex:8}&r={hex:6}", bytes: 43, weight: 0.05 }, { wait: 20 }],
          },
        ],
      }),
    ],
  },
  {
    name: "a widget on a front page",
    half: "open",
    story: "A poll of a small company stands on the front page of a large newspaper abroad for an hour.",
    when: "2024-02-21T12:00:00",
    zone: 60,
    historyHours: 2,
    minutes: 55,
    format: "cloudfront",
    site: programs({
      ...PIXEL,
      host: "umfrage.klein.example",
      perMinute: 20,
      moves: [
        { fetch: "/widget.js", bytes: 14_000 },
        { fetch: "/api/poll/{z:90}", bytes: 800, weight: 0.2 },
        { perhaps: 0.1, moves: [{ wait: 12 }, { send: "/api/poll/{z:90}/vote", status: 204, bytes: 0 }] },
      ],
    }),
    crowds: [
      usersRush(PIXEL, { at: 5, lasts: 45, shape: { is: "burst", rise: 2, fall: 20 } }, 300, {
        countries: { PL: 92, DE: 4, GB: 4 },
        from: { "https://www.gazeta.example/": 1 },
        moves: [
          { fetch: "/widget.js", bytes: 14_000 },
          { fetch: "/api/poll/77", bytes: 800, weight: 0.2 },
          { perhaps: 0.1, moves: [{ wait: 12 }, { send: "/api/poll/77/vote", status: 204, bytes: 0 }] },
        ],
      }),
    ],
  },
  {
    name: "a new episode",
    half: "open",
    story: "Friday, five in the morning: players of a podcast all fetch the new episode, in pieces.",
    when: "2024-05-31T05:00:00",
    zone: 120,
    historyHours: 4,
    minutes: 60,
    format: "combined",
    site: reading(PODCAST),
    crowds: [listeners(60, {})],
  },
  {
    name: "an episode with guests from abroad",
    half: "open",
    story: "A guest whom half of Latin America follows: players of countries that never listened before.",
    when: "2024-05-30T17:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 60,
    format: "nginx-main",
    site: reading({ ...PODCAST, countries: { ES: 94, AD: 1, FR: 5 } }),
    crowds: [listeners(40, { countries: { MX: 40, AR: 25, CO: 20, CL: 10, ES: 5 } })],
    options: { trustedProxy: "10.0.0.0/8" },
  },
  {
    name: "search engines read it all",
    half: "open",
    story:
      "A shop has moved; two search engines read all of it again in an evening, much faster than people come.",
    when: "2024-08-14T19:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 70,
    format: "combined",
    site: reading({ ...PODCAST, host: "www.lampen.example", page: "/lampe/{slug:3000}", feed: "/neu.xml" }),
    crowds: [
      crawlBurst(
        "/lampe/{slug:3000}",
        8,
        40,
        160,
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
      ),
      {
        ...crawlBurst(
          "/lampe/{slug:3000}?farbe={n:30}",
          20,
          30,
          120,
          "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Amazonbot/0.1; +https://developer.amazon.com/support/amazonbot) Chrome/119.0.6045.214 Safari/537.36",
        ),
        machines: { name: "second", count: 60, nets: 3 },
      },
    ],
  },
  {
    name: "servers show a link",
    half: "open",
    story:
      "Somebody with many followers posts a link: six hundred servers fetch the page within a minute to show what it is, then people come.",
    when: "2024-08-15T12:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 50,
    format: "apache-vhost",
    site: reading({ ...PODCAST, host: "blog.eine.example", page: "/text/{slug:200}", perMinute: 3 }),
    crowds: [
      {
        ...uptime("/text/lang", 60),
        name: "previews",
        label: "crawler",
        moves: [{ fetch: "/text/lang", bytes: 30_000, weight: 0.5 }],
        agents: (chance) =>
          `${chance.pick(["http.rb/5.1.1 (Mastodon/4.2.9; +https://", "Misskey/2024.3.1 (https://", "Akkoma 3.11; https://", "Friendica 2024.03; https://"])}${chance.hex(7)}.example/)`,
        countries: { DE: 30, US: 25, FR: 14, NL: 10, FI: 8, JP: 13 },
        perMinute: 700,
        passing: { at: 6, lasts: 4, shape: { is: "burst", rise: 0.1, fall: 0.5 } },
        machines: { name: "fediverse", count: 900, nets: 30 },
        fleet: 650,
      },
      readersOf(
        { ...PODCAST, countries: { DE: 60, US: 20, GB: 10, FR: 10 } },
        "/text/lang",
        { at: 6.5, lasts: 40, shape: { is: "burst", rise: 2, fall: 10 } },
        25,
      ),
    ],
  },
];
