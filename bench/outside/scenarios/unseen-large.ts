import { botnet, cacheBuster, oldBrowsers, proxies, script, servers, stuffing } from "../raids/tools.ts";
import type { Crowd, Scenario } from "../scenario.ts";
import { scanner } from "../sites/machines.ts";
import { type PortalPlan, portal, portalRush } from "../sites/portals.ts";
import { type ProgramPlan, programs, usersRush } from "../sites/programs.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { appAgents, browsers } from "../world/agents.ts";

/** Sites of a whole country, some dozens of requests a second on any day: weather, the way to log in, films, an election. */

/** Weather on telephones: a place, an hour, a picture of the rain. */
const WEATHER: ProgramPlan = {
  host: "api.pogoda.example",
  day: "commute",
  countries: { PL: 95, DE: 2, CZ: 2, GB: 1 },
  access: { mobile: 0.55, v6: 0.3 },
  agents: appAgents("Pogoda", ["12.4.0", "12.3.1", "12.1.0", "11.9.2", "11.8.0"]),
  perMinute: 420,
  moves: [
    { fetch: "/v2/point?lat=5{n:4}.{digits:3}&lon=1{n:9}.{digits:3}", bytes: 5_800, weight: 0.4 },
    { fetch: "/v2/warnings?area={z:380}", status: 304, bytes: 0, weight: 0.1 },
    {
      perhaps: 0.35,
      moves: [
        { wait: 4 },
        { often: 3, moves: [{ fetch: "/radar/{n:12}/{z:64}/{z:64}.webp", bytes: 9_000 }] },
      ],
    },
  ],
};

/** Where a country logs in, whatever it logs in to: only the middle of a visit is seen. */
const BROKER: PortalPlan = {
  host: "idporten.pub.example",
  day: "office",
  countries: { NO: 96, SE: 1, ES: 1, DK: 1, PL: 1 },
  access: { mobile: 0.45, v6: 0.3, house: [0.15, 200], relay: 0.03 },
  agents: browsers("public", 131),
  perMinute: 300,
  form: "/authorize?client_id={z:120}&state={hex:16}",
  login: "/bankid/callback",
  ok: 302,
  bad: 400,
  fails: 0.06,
  pages: ["/done", "/selector"],
  files: ["/css/idp.css", "/js/idp.js"],
  stays: 1,
  session: 0,
};

/** Films and series. */
const FILMS: ProgramPlan = {
  host: "api.kino-hjemme.example",
  day: "evening",
  countries: { AU: 78, NZ: 20, GB: 2 },
  access: { mobile: 0.1, v6: 0.4 },
  agents: appAgents("KinoHome", ["5.2.0", "5.1.9", "4.8.3"]),
  perMinute: 130,
  moves: [
    { perhaps: 0.1, moves: [{ login: "/auth/token", ok: 200, bad: 401, fails: 0.1, weight: 1 }] },
    { fetch: "/browse/home", bytes: 48_000, weight: 1 },
    { wait: 15 },
    { often: 3, moves: [{ fetch: "/title/{z:6000}", bytes: 6_000, weight: 0.5 }, { wait: 12 }] },
    { send: "/playback/start", status: 201, weight: 0.6 },
    { every: 60, minutes: 6, moves: [{ send: "/playback/beat", status: 204, bytes: 0, weight: 0.1 }] },
  ],
};

/** A broadcaster on the night of an election. */
const NIGHT: ReadingPlan = {
  host: "valg.kringkaster.example",
  day: "news",
  countries: { CA: 92, US: 5, GB: 2, FR: 1 },
  access: { mobile: 0.4, v6: 0.4, relay: 0.04 },
  agents: browsers("public", 132),
  perMinute: 150,
  page: "/riding/{z:343}",
  calls: ["/live/summary.json?t={s}"],
  files: ["/e/app.js", "/e/app.css"],
  crawled: 40,
};
const NIGHT_READERS: Crowd = {
  ...readersOf(NIGHT, "/", { at: 6, lasts: 34, shape: { is: "burst", rise: 2, fall: 22 } }, 750),
  acquainted: ["readers", 0.15],
  moves: [
    { see: "/" },
    {
      every: 30,
      give: 0.02,
      minutes: 3,
      moves: [{ fetch: "/live/summary.json?t={s}", bytes: 2_100, weight: 0.1 }],
    },
    { perhaps: 0.5, moves: [{ see: NIGHT.page, calls: NIGHT.calls! }, { wait: 20 }] },
  ],
};

/** Lessons that a company's staff has to take: everybody reads through the company's filters. */
const LESSONS: PortalPlan = {
  host: "learning.konzern.example",
  day: "office",
  countries: { DE: 62, PL: 12, CZ: 10, US: 10, MX: 6 },
  access: { filtered: [0.8, "DE", 24], mobile: 0.1, v6: 0.1 },
  agents: browsers("office", 129),
  perMinute: 5.5,
  form: "/login",
  login: "/saml/SSO",
  fails: 0.02,
  pages: ["/course/{z:60}", "/course/{z:60}/slide/{n:30}", "/me"],
  calls: ["POST /xapi/statements"],
  files: ["/lms/app.css", "/lms/app.js", "/lms/slide{n:30}.png"],
  stays: 9,
};

export const UNSEEN_LARGE: readonly Scenario[] = [
  {
    name: "thunder over Mazovia",
    half: "open",
    story: "A thunderstorm; telephones of half a country ask for the rain, within a quarter of an hour.",
    when: "2024-07-10T17:00:00",
    zone: 120,
    historyHours: 1,
    minutes: 45,
    format: "traefik-json",
    site: programs({ ...WEATHER, server: { capacity: 220, whenFull: "503" } }),
    crowds: [
      usersRush(WEATHER, { at: 8, lasts: 37, shape: { is: "burst", rise: 5, fall: 18 } }, 1_300, {
        acquainted: ["users", 0.25],
      }),
    ],
  },
  {
    name: "an eighth of a country's logins",
    half: "open",
    story:
      "Hired homes try what was stolen elsewhere where a whole country logs in: an eighth of the requests, for half an hour.",
    when: "2025-01-14T10:00:00",
    zone: 60,
    historyHours: 1.5,
    minutes: 60,
    format: "combined",
    site: portal(BROKER),
    raids: [
      {
        name: "stolen",
        at: 15,
        lasts: 30,
        share: 0.125,
        lair: proxies(4),
        tool: stuffing("POST /bankid/callback", 400, browsers("public", 126)),
      },
    ],
  },
  {
    name: "titles are copied",
    half: "open",
    story:
      "Somebody copies all titles of a house of films by rented servers, a fifth of an evening's requests.",
    when: "2024-12-27T20:00:00",
    zone: 660,
    historyHours: 2,
    minutes: 70,
    format: "envoy",
    site: programs(FILMS),
    raids: [
      scanner(5, 18),
      {
        name: "copiers",
        at: 18,
        lasts: 34,
        share: 0.2,
        lair: servers(32, 5),
        tool: script("GET /title/{n:6000}", 200, browsers("office", 128), 0.5),
      },
    ],
  },
  {
    name: "ridings, and a third more",
    half: "open",
    story:
      "The night of an election; a botnet asks for the sum past all caches for seven minutes, three of ten requests.",
    when: "2025-04-28T21:54:00",
    zone: -240,
    historyHours: 0.7,
    minutes: 40,
    format: "nginx-json",
    site: reading({ ...NIGHT, server: { capacity: 60, whenFull: "503" } }),
    crowds: [NIGHT_READERS],
    raids: [
      {
        name: "past the caches",
        at: 15,
        lasts: 7,
        share: 0.3,
        lair: { ...botnet(3_000), uneven: true },
        tool: cacheBuster("/live/summary.json", { agents: oldBrowsers, agentEach: false }),
      },
    ],
  },
  {
    name: "lessons until friday",
    half: "open",
    story:
      "A company's staff has until five to finish its lessons; nearly all of it comes out of a few addresses in a data centre.",
    when: "2024-12-13T13:00:00",
    zone: 60,
    historyHours: 27,
    minutes: 270,
    format: "apache",
    site: portal({ ...LESSONS, server: { capacity: 40, whenFull: "503" } }),
    crowds: [
      portalRush(LESSONS, { at: 140, lasts: 100, shape: { is: "deadline" } }, 46, {
        acquainted: ["people", 0.5],
      }),
    ],
  },
];
