import type { Crowd, Scenario } from "../scenario.ts";
import { type PortalPlan, portal, portalRush } from "../sites/portals.ts";
import { type ProgramPlan, programs, usersRush } from "../sites/programs.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { appAgents, browsers } from "../world/agents.ts";
import { COLLEGE, INTRANET, RADIO } from "./peaceful-sites.ts";

/** People who come all at once, in ways of their own: nothing of this is an attack. */

const LANDING: ReadingPlan = {
  host: "fest.plakat.example",
  day: "evening",
  countries: { DE: 97, AT: 3 },
  access: { mobile: 0.5, v6: 0.3 },
  agents: browsers("public", 124),
  perMinute: 2,
  page: "/programm/{slug:30}",
  files: ["/s.css", "/s.js", "/bild.webp"],
  crawled: 2,
};

const PROJECT: ReadingPlan = {
  host: "docs.werkzeug.example",
  day: "world",
  countries: { DE: 34, US: 20, GB: 10, FR: 10, PL: 10, IN: 8, BR: 8 },
  access: { v6: 0.3, relay: 0.03 },
  agents: browsers("developers", 122),
  perMinute: 4,
  page: "/guide/{slug:60}",
  calls: ["/search-index.json"],
  files: ["/assets/theme.css", "/assets/theme.js"],
  crawled: 3,
};

const NEWS_APP: ProgramPlan = {
  host: "api.nachricht.example",
  day: "news",
  countries: { DK: 95, SE: 3, NO: 2 },
  access: { mobile: 0.6, v6: 0.4 },
  agents: appAgents("Nyheder", ["8.14.0", "8.13.2", "8.12.0", "7.9.1"]),
  perMinute: 25,
  moves: [
    { fetch: "/v4/config?platform={ios|android}", bytes: 4_000, weight: 0.2 },
    { fetch: "/v4/frontpage", bytes: 60_000, weight: 0.6 },
    { often: 2, moves: [{ wait: 20 }, { fetch: "/v4/article/{z:300}", bytes: 12_000, weight: 0.5 }, { fetch: "/v4/img/{z:300}.webp", bytes: 30_000 }] },
  ],
}; // biome-ignore format: one line

/** Everybody behind a balancer whose log was never told of it: a handful of addresses make all requests. */
const BEHIND: PortalPlan = {
  ...COLLEGE,
  host: "www.versicherung.example",
  access: { house: [0.99, 4], mobile: 0, v6: 0, relay: 0 },
  countries: { DE: 1 },
  agents: browsers("public", 121),
  day: "office",
  perMinute: 30,
};

const pilgrims = (perMinute: number, more: Partial<Crowd>): Crowd =>
  readersOf(LANDING, "/?qr={n:4}", { at: 6, lasts: 35, shape: { is: "burst", rise: 0.5, fall: 7 } }, perMinute, {
    from: { "": 1 },
    ...more,
  }); // biome-ignore format: one line

export const PEACEFUL_CROWDS: readonly Scenario[] = [
  {
    name: "a code on the stage",
    half: "open",
    story:
      "A singer shows a code; the whole field opens it, through two gateways of one carrier and a few of another.",
    when: "2024-07-13T21:30:00",
    zone: 120,
    historyHours: 3,
    minutes: 50,
    format: "combined",
    site: reading(LANDING),
    crowds: [pilgrims(240, { access: { mobile: 0.96, v6: 0.2 }, agents: browsers("public", 126) })],
  },
  {
    name: "a stadium's own network",
    half: "open",
    story: "Thirty thousand behind four addresses of a stadium vote for the player of the match.",
    when: "2024-05-11T17:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 50,
    format: "nginx-json",
    site: reading({ ...LANDING, host: "wahl.verein.example" }),
    crowds: [
      pilgrims(200, {
        access: { house: [0.8, 4], mobile: 0.9 },
        moves: [{ see: "/?qr=1" }, { wait: 9 }, { send: "/wahl", status: 303 }, { see: "/danke", files: 0 }],
      }),
    ],
  },
  {
    name: "everybody reads the guide",
    half: "open",
    story:
      "A tool of three is on top of an aggregator: developers of the whole world, most of whom never came.",
    when: "2024-03-20T16:00:00",
    zone: 60,
    historyHours: 3,
    minutes: 80,
    format: "caddy-json",
    site: reading(PROJECT),
    crowds: [
      readersOf(PROJECT, "/", { at: 5, lasts: 70, shape: { is: "burst", rise: 4, fall: 30 } }, 70, {
        countries: { US: 55, CN: 8, IN: 9, DE: 7, GB: 6, CA: 5, JP: 4, BR: 3, KR: 3 },
        from: { "https://news.aggregator.example/": 6, "": 4, "https://t.co/x": 1 },
        returning: 0,
      }),
    ],
  },
  {
    name: "those who live abroad look home",
    half: "open",
    story:
      "A ferry has sunk: relatives on three continents read a small island's site at night, and few at home.",
    when: "2024-10-09T02:00:00",
    zone: 0,
    historyHours: 4,
    minutes: 80,
    format: "combined",
    site: reading({
      ...RADIO,
      host: "www.ilha.example",
      countries: { CV: 82, PT: 18 },
      perMinute: 8,
      agents: browsers("android", 119),
    }),
    crowds: [
      readersOf(
        RADIO,
        "/noticias/ferry",
        { at: 6, lasts: 70, shape: { is: "burst", rise: 5, fall: 25 } },
        60,
        {
          countries: { US: 38, PT: 30, FR: 12, NL: 8, BR: 6, CV: 6 },
          from: { "https://l.facebook.com/": 6, "": 3, "https://www.google.com/": 2 },
          agents: browsers("facebook", 122),
          returning: 0,
        },
      ),
    ],
  },
  {
    name: "lunch is over",
    half: "open",
    story: "A factory's intranet: two thousand people behind three addresses stamp in at one o'clock.",
    when: "2024-09-24T12:50:00",
    zone: 120,
    historyHours: 5,
    minutes: 50,
    format: "iis",
    site: portal(INTRANET),
    crowds: [portalRush(INTRANET, { at: 9, lasts: 25, shape: { is: "burst", rise: 1.5, fall: 5 } }, 170)],
  },
  {
    name: "marks at noon",
    half: "open",
    story: "A college tells its marks: half of the students sit behind eight addresses, and all reload.",
    when: "2024-06-28T11:50:00",
    zone: 120,
    historyHours: 4,
    minutes: 50,
    format: "iis",
    site: portal(COLLEGE),
    crowds: [
      portalRush(COLLEGE, { at: 9, lasts: 30, shape: { is: "burst", rise: 1, fall: 8 } }, 190, {
        moves: [
          { see: "/Account/Login" },
          { wait: 7 },
          { login: "/Account/Login?ReturnUrl=%2F", fails: 0.15 },
          { often: 6, moves: [{ see: "/cijfers", calls: ["/api/unread"] }, { wait: 5 }] },
        ],
      }),
    ],
  },
  {
    name: "all behind the balancer",
    half: "open",
    story:
      "The log knows the balancer's four addresses only; a letter about fees brings three times as many customers.",
    when: "2024-01-16T10:00:00",
    zone: 60,
    historyHours: 4,
    minutes: 70,
    format: "combined",
    site: portal(BEHIND),
    crowds: [portalRush(BEHIND, { at: 8, lasts: 55, shape: { is: "burst", rise: 5, fall: 20 } }, 80)],
  },
  {
    name: "a cache is emptied",
    half: "open",
    story:
      "The log of an origin: all comes out of sixty addresses of a content network, and after a purge ten times as much.",
    when: "2024-04-25T15:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 45,
    format: "nginx-json",
    site: reading({
      ...RADIO,
      host: "origin.radio.example",
      access: { house: [0.985, 60], mobile: 0, v6: 0, relay: 0 },
      countries: { US: 1 },
    }),
    crowds: [
      readersOf(
        { ...RADIO, access: { house: [0.985, 60], mobile: 0, v6: 0, relay: 0 }, countries: { US: 1 } },
        "/novice/{slug:400}",
        { at: 9, lasts: 12, shape: { is: "burst", rise: 0.1, fall: 3 } },
        220,
        { agents: browsers("public", 118) },
      ),
    ],
  },
  {
    name: "a notice wakes the app",
    half: "open",
    story: "Breaking news: telephones show a notice, and within half a minute thousands open the app.",
    when: "2024-09-05T06:40:00",
    zone: 120,
    historyHours: 2,
    minutes: 40,
    format: "haproxy",
    site: programs(NEWS_APP),
    crowds: [usersRush(NEWS_APP, { at: 8, lasts: 25, shape: { is: "burst", rise: 0.3, fall: 3 } }, 500)],
  },
  {
    name: "an app is praised abroad",
    half: "open",
    story: "An app with a few hundred users at home is shown to all of a large country in a shop of apps.",
    when: "2024-09-06T15:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 70,
    format: "ingress-nginx",
    site: programs({ ...NEWS_APP, host: "api.malbuch.example", perMinute: 4, day: "evening" }),
    crowds: [
      usersRush(
        { ...NEWS_APP, countries: { US: 92, CA: 5, MX: 3 } },
        { at: 5, lasts: 60, shape: { is: "hill" } },
        70,
        { returning: 0.02, agents: appAgents("Malbuch", ["1.2.0"]) },
      ),
    ],
  },
];
