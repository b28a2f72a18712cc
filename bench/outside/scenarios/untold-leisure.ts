import { driven, flood, proxies, servers } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { crawlBurst, guesses, scanner } from "../sites/machines.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { browsers } from "../world/agents.ts";

/** What people do in their free time: run, talk, look things up. */

/** Times of a town's marathon. */
const TIMES: ReadingPlan = {
  host: "wyniki.maraton-nadbaltycki.example",
  day: "evening",
  countries: { PL: 90, DE: 4, CZ: 2, UA: 2, GB: 2 },
  access: { mobile: 0.6, v6: 0.2 },
  agents: browsers("public", 128),
  perMinute: 0.3,
  page: "/zawodnik/{n:6200}",
  find: "/szukaj?nazwisko={word}",
  calls: ["/api/live/{n:6200}?t={s}"],
  files: ["/css/live.css", "/js/live.js"],
  crawled: 1,
};

/** Talk of model railways. */
const RAILWAYS: ReadingPlan = {
  host: "forum.spoor-nul.example",
  day: "evening",
  countries: { NL: 60, BE: 20, DE: 12, GB: 8 },
  access: { mobile: 0.2, v6: 0.45 },
  agents: browsers("public", 130),
  perMinute: 2.5,
  page: "/viewtopic.php?f={z:40}&t={z:30000}",
  find: "/search.php?keywords={word}",
  files: [
    "/styles/prosilver/theme/stylesheet.css",
    "/assets/javascript/jquery.min.js",
    "/download/file.php?id={z:9000}",
  ],
  crawled: 7,
};

/** All about one game. */
const WIKI: ReadingPlan = {
  host: "wiki.stern-und-staub.example",
  day: "world",
  countries: { DE: 30, US: 30, FR: 10, PL: 8, BR: 8, KR: 6, JP: 8 },
  access: { mobile: 0.3, v6: 0.4 },
  agents: browsers("developers", 131),
  perMinute: 10,
  page: "/wiki/{slug:4000}",
  find: "/index.php?search={word}",
  files: ["/load.php?modules=startup&only=scripts", "/load.php?modules=site.styles&only=styles"],
  crawled: 12,
};

export const UNTOLD_LEISURE: readonly Scenario[] = [
  {
    name: "six thousand runners",
    half: "closed",
    story:
      "From half past eleven those who wait at the finish look where their runner is, each half minute, by their telephones.",
    when: "2025-05-18T11:10:00",
    zone: 120,
    historyHours: 28,
    minutes: 190,
    format: "caddy-json",
    site: { ...reading({ ...TIMES, server: { capacity: 7, whenFull: "504" } }), rest: [] },
    crowds: [
      readersOf(TIMES, "/zawodnik/{n:6200}", { at: 20, lasts: 165, shape: { is: "hill" } }, 30, {
        moves: [
          { see: "/szukaj?nazwisko={word}", weight: 2 },
          { wait: 7 },
          { see: "/zawodnik/{n:6200}", calls: TIMES.calls! },
          {
            perhaps: 0.5,
            moves: [
              {
                every: 30,
                give: 0.03,
                minutes: 6,
                moves: [{ fetch: "/api/live/{me}?t={s}", bytes: 700, weight: 0.3 }],
              },
            ],
          },
        ],
        from: { "": 7, "https://m.facebook.com/": 3 },
      }),
    ],
  },
  {
    name: "a forum is read anew",
    half: "closed",
    story:
      "A forum has new addresses for all of its topics; a search engine reads it all within six hours, feed by feed, and people notice nothing.",
    when: "2025-03-06T08:00:00",
    zone: 60,
    historyHours: 30,
    minutes: 400,
    format: "lighttpd",
    site: reading(RAILWAYS),
    crowds: [
      {
        ...crawlBurst(
          "/viewtopic.php?f={n:40}&t={n:30000}",
          25,
          350,
          46,
          "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        ),
        name: "all of it",
      },
    ],
    raids: [guesses("POST /ucp.php?mode=login", 200, 0.4, 1500, -1400)],
  },
  {
    name: "names for a forum",
    half: "closed",
    story:
      "Programs make themselves members of a forum, form, picture and sending, forty-four requests a minute from before noon till night.",
    when: "2024-12-09T11:00:00",
    zone: 60,
    historyHours: 3,
    minutes: 400,
    format: "apache",
    site: reading(RAILWAYS),
    raids: [
      {
        name: "names",
        at: 20,
        lasts: 360,
        perMinute: 44,
        lair: proxies(9, { RU: 12, CN: 8, US: 8, UA: 6, VN: 4, IN: 4, NL: 3, DE: 2 }),
        tool: driven(
          [
            { see: "/ucp.php?mode=register", files: 0 },
            { wait: 2, spread: 0.2 },
            { fetch: "/ucp.php?mode=confirm&confirm_id={hex:12}&type=1", bytes: 4_000, weight: 0.4 },
            { wait: 3, spread: 0.2 },
            { send: "/ucp.php?mode=register", bytes: 9_000 },
          ],
          3,
          browsers("office", 116),
        ),
      },
    ],
  },
  {
    name: "every difference of every page",
    half: "closed",
    story:
      "Machines of three clouds, each under the name of a usual browser, ask for the dearest pages of a wiki, nine a second, until it gives in.",
    when: "2025-03-20T03:00:00",
    zone: 60,
    historyHours: 3,
    minutes: 130,
    format: "combined",
    site: reading({ ...WIKI, server: { capacity: 16, whenFull: "502" } }),
    raids: [
      {
        name: "clouds",
        at: 30,
        lasts: 80,
        perMinute: 540,
        shape: { is: "burst", rise: 12, fall: 500 },
        lair: { ...servers(1_400, 36, { SG: 5, HK: 3, US: 5, BR: 1 }), bits: 20 },
        tool: {
          shots: [
            {
              send: "GET /index.php?title={slug:4000}&diff={n:90000}&oldid={n:90000}",
              weight: 2.5,
              often: 3,
            },
            {
              send: "GET /index.php?title=Special:RecentChangesLinked&target={slug:4000}&days={n:90}",
              weight: 3,
            },
          ],
          agents: browsers("office", 127),
          agentEach: true,
        },
      },
    ],
  },
  {
    name: "an update of the game, and a twelfth too many",
    half: "closed",
    story:
      "A new chapter of the game is out at six, and all look up what is in it; among them, one in twelve is a script from open proxies.",
    when: "2025-04-24T17:40:00",
    zone: 120,
    historyHours: 1.5,
    minutes: 70,
    format: "ingress-nginx",
    site: reading({ ...WIKI, server: { capacity: 8, whenFull: "504" } }),
    crowds: [
      readersOf(
        WIKI,
        "/wiki/Chapter_7",
        { at: 20, lasts: 50, shape: { is: "burst", rise: 3, fall: 18 } },
        170,
        { acquainted: ["readers", 0.3], returning: 0.2 },
      ),
    ],
    raids: [
      scanner(5, 18, 4),
      {
        name: "open proxies",
        at: 27,
        lasts: 26,
        share: 0.085,
        lair: {
          kind: "homes",
          countries: { ID: 8, BR: 8, IN: 6, CN: 5, RU: 4, TH: 4, CO: 3, EC: 2, BD: 3 },
          count: 340,
        },
        tool: flood("GET /index.php?search={word}", browsers("office", 112), {
          shots: [{ send: "GET /index.php?search={word}", weight: 2.5 }],
        }),
      },
    ],
  },
];
