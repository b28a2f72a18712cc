import type { Crowd, Scenario } from "../scenario.ts";
import { guesses, mailGateways, scanner, uptime } from "../sites/machines.ts";
import { type PortalPlan, portal, portalRush } from "../sites/portals.ts";
import { type ProgramPlan, programs, usersRush } from "../sites/programs.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { agents, appAgents, browsers } from "../world/agents.ts";

/** People who come in numbers in ways of their own: nothing of this is an attack. */

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

const INTRANET: PortalPlan = {
  host: "intranet.fabrik.example",
  day: "office",
  countries: { DE: 1 },
  access: { house: [0.93, 3], mobile: 0.03, v6: 0.05 },
  agents: browsers("office", 122),
  perMinute: 40,
  form: "/adfs/ls/",
  login: "/adfs/ls/?SAMLRequest={hex:20}",
  pages: ["/news", "/zeit/stempeln", "/kantine", "/dokumente/{slug:200}"],
  calls: ["/api/me", "/api/notifications?since={s}"],
  files: ["/static/app.css", "/static/app.js", "/static/logo.svg"],
  server: { capacity: 30, whenFull: "slow" },
};

const COLLEGE: PortalPlan = {
  ...INTRANET,
  host: "campus.hochschule.example",
  access: { house: [0.5, 8], mobile: 0.3, v6: 0.2 },
  day: "school",
  countries: { NL: 95, BE: 3, DE: 2 },
  agents: browsers("pupils", 119),
  form: "/Account/Login",
  login: "/Account/Login?ReturnUrl=%2F",
  pages: ["/", "/rooster", "/cijfers", "/vakken/{n:90}"],
  calls: ["/api/unread"],
  perMinute: 24,
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

const RADIO: ReadingPlan = {
  host: "www.radio.example",
  day: "news",
  countries: { SI: 90, HR: 6, AT: 4 },
  access: { mobile: 0.4, v6: 0.2 },
  agents: browsers("public", 118),
  perMinute: 16,
  page: "/novice/{slug:400}",
  calls: ["/api/now-playing"],
  files: ["/r.css", "/r.js", "/r.svg"],
};

const LIVE = [
  { see: "/prenos" },
  {
    every: 2,
    give: 0.03,
    minutes: 25,
    moves: [
      { fetch: "/live/stream.m3u8", bytes: 600, weight: 0.02 },
      { fetch: "/live/chunk_{s}.m4s", bytes: 300_000, weight: 0.03 },
    ],
  },
];

const SURVEY: ReadingPlan = {
  ...RADIO,
  host: "anketa.obcina.example",
  countries: { SK: 95, CZ: 5 },
  calls: [],
  page: "/otazka/{n:12}",
  perMinute: 4,
};

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
  {
    name: "a burial is shown",
    half: "open",
    story:
      "The log begins as a burial is shown live: players ask for a piece every two seconds, many from abroad.",
    when: "2024-03-02T11:00:00",
    zone: 60,
    historyHours: 0.05,
    minutes: 25,
    format: "common",
    site: reading(RADIO),
    surgeDecidable: false,
    crowds: [
      readersOf(RADIO, "/prenos", { at: -20, lasts: 60, shape: { is: "hill" } }, 14, {
        moves: LIVE,
        countries: { SI: 60, AT: 12, DE: 12, US: 10, AU: 6 },
      }),
    ],
  },
  {
    name: "the first half hour of a shop",
    half: "open",
    story: "A log of thirty minutes, from the middle of a sale on; without browsers' names or referrers.",
    when: "2024-11-29T20:00:00",
    zone: 60,
    historyHours: 0.05,
    minutes: 30,
    format: "common",
    site: reading({
      ...RADIO,
      host: "shop.schuhe.example",
      page: "/schuh/{slug:300}",
      countries: { DE: 90, AT: 10 },
      server: { capacity: 16, whenFull: "503" },
    }),
    surgeDecidable: false,
    crowds: [
      readersOf(
        { ...RADIO, countries: { DE: 90, AT: 10 } },
        "/sale",
        { at: -10, lasts: 60, shape: { is: "burst", rise: 2, fall: 15 } },
        150,
      ),
    ],
  },
  {
    name: "voters are asked by letter",
    half: "open",
    story:
      "A town asks its people by mail at midday; gateways try each of three links, then two thousand answer.",
    when: "2024-04-17T12:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 70,
    format: "lighttpd",
    site: reading(SURVEY),
    crowds: [
      mailGateways("/{o|otazka|odhlasit}/{hex:10}", 3, 160, { US: 4, IE: 3, DE: 3, CZ: 2, NL: 2 }),
      readersOf(SURVEY, "/o/{hex:10}", { at: 4, lasts: 60, shape: { is: "burst", rise: 3, fall: 14 } }, 45),
    ],
    raids: [scanner(50), guesses("POST /kontakt", 200, 3, 100)],
  },
  {
    name: "an invoice for everybody",
    half: "open",
    story:
      "A supplier of power sends its invoices: gateways and mailboxes' proxies first, customers all evening.",
    when: "2024-12-02T17:00:00",
    zone: 60,
    historyHours: 4,
    minutes: 90,
    format: "iis",
    site: portal({
      ...COLLEGE,
      host: "kunde.strom.example",
      countries: { DE: 98, AT: 2 },
      agents: browsers("public", 123),
      perMinute: 8,
      access: { mobile: 0.4, v6: 0.5 },
    }),
    crowds: [
      mailGateways("/rechnung?k={hex:16}", 3, 220, { US: 5, IE: 3, NL: 2, DE: 4 }),
      portalRush(
        {
          ...COLLEGE,
          countries: { DE: 98, AT: 2 },
          agents: browsers("public", 123),
          access: { mobile: 0.4, v6: 0.5 },
        },
        { at: 5, lasts: 80, shape: { is: "burst", rise: 6, fall: 30 } },
        45,
      ),
    ],
  },
  {
    name: "the day begins",
    half: "open",
    story:
      "An office's portal from three at night until ten: nothing, and then everybody; two monitors and a scanner.",
    when: "2024-10-14T05:30:00",
    zone: 120,
    historyHours: 2.5,
    minutes: 270,
    format: "apache",
    site: portal(
      {
        ...COLLEGE,
        host: "amt.land.example",
        countries: { DE: 1 },
        perMinute: 34,
        day: "office",
        access: { house: [0.4, 30], v6: 0.2 },
        agents: browsers("office", 122),
      },
      [uptime("/status", 30, 2)],
    ),
    raids: [scanner(40, 30), scanner(160, 25)],
  },
  {
    name: "a night shift's portal",
    half: "open",
    story:
      "A hospital's rota: shifts change at ten at night and at six, from a dozen addresses; someone guesses a little all night.",
    when: "2024-10-15T21:30:00",
    zone: 120,
    historyHours: 3,
    minutes: 540,
    format: "common",
    site: portal({
      ...COLLEGE,
      host: "dienst.klinik.example",
      countries: { DE: 1 },
      perMinute: 8,
      day: "flat",
      access: { house: [0.8, 12], v6: 0.1 },
    }),
    crowds: [
      portalRush(
        { ...COLLEGE, countries: { DE: 1 }, access: { house: [0.8, 12] } },
        { at: 28, lasts: 25, shape: { is: "burst", rise: 3, fall: 6 } },
        45,
      ),
      {
        ...portalRush(
          { ...COLLEGE, countries: { DE: 1 }, access: { house: [0.8, 12] } },
          { at: 505, lasts: 30, shape: { is: "burst", rise: 3, fall: 6 } },
          45,
        ),
        name: "early shift",
      },
    ],
    raids: [guesses("POST /Account/Login", 200, 4, 500)],
  },
  {
    name: "questions to a small shop",
    half: "open",
    story:
      "A week's end in a shop of wool: nothing but crawlers, spam in the form and a scanner now and then.",
    when: "2024-02-10T08:00:00",
    zone: 60,
    historyHours: 6,
    minutes: 600,
    format: "combined",
    site: reading({
      ...RADIO,
      host: "wolle.laden.example",
      countries: { DE: 90, CH: 10 },
      calls: [],
      perMinute: 3,
      page: "/wolle/{slug:200}",
      feed: "/feed",
    }),
    raids: [
      { ...guesses("POST /kontakt/", 200, 4, 700, -200), name: "spam in the form" },
      scanner(100, 40, 4),
      scanner(300, 25, 5),
      guesses("POST /wp-login.php", 200, 3, 400, 20),
    ],
  },
  {
    name: "an old forum",
    half: "open",
    story:
      "Two quiet days of a forum that is read by more crawlers than people, and registered at by robots all the time.",
    when: "2024-02-11T20:00:00",
    zone: 0,
    historyHours: 12,
    minutes: 1_500,
    format: "apache-vhost",
    site: reading({
      ...RADIO,
      host: "forum.moped.example",
      countries: { GB: 80, US: 14, AU: 6 },
      calls: [],
      perMinute: 2,
      page: "/viewtopic.php?t={z:4000}",
      crawled: 14,
    }),
    raids: [
      guesses("POST /ucp.php?mode=register", 200, 5, 1_700, -300),
      scanner(200, 45, 4),
      scanner(900, 30, 6),
    ],
  },
  {
    name: "a handful more than usual",
    half: "open",
    story:
      "A site of one request a minute is mentioned in a group; forty people look, half of them from elsewhere.",
    when: "2024-05-04T18:00:00",
    zone: 120,
    historyHours: 10,
    minutes: 90,
    format: "combined",
    site: reading({
      ...RADIO,
      host: "imker.verein.example",
      countries: { DE: 96, AT: 4 },
      calls: [],
      perMinute: 0.2,
      page: "/seite/{slug:20}",
      crawled: 0.5,
    }),
    crowds: [
      {
        ...readersOf(
          { ...RADIO, calls: [], countries: { DE: 50, NL: 30, FR: 20 } },
          "/seite/schwarm",
          { at: 10, lasts: 40, shape: { is: "burst", rise: 2, fall: 8 } },
          4,
        ),
        surge: false,
      },
    ],
  },
  {
    name: "a reading list of a course",
    half: "open",
    story:
      "Sixty students of a course are told of a small archive and click through it, all on the same lent computers.",
    when: "2024-05-06T10:00:00",
    zone: 60,
    historyHours: 8,
    minutes: 80,
    format: "traefik-clf",
    site: reading({
      ...RADIO,
      host: "archiv.verein.example",
      countries: { GB: 95, IE: 5 },
      calls: [],
      perMinute: 0.5,
      page: "/item/{slug:800}",
      crawled: 2,
    }),
    crowds: [
      {
        ...readersOf(
          { ...RADIO, calls: [], page: "/item/{slug:800}", countries: { GB: 1 } },
          "/list/42",
          { at: 10, lasts: 50, shape: { is: "flat" } },
          2,
          {
            agents: agents(
              "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
            ),
            access: { house: [0.9, 2] },
            moves: [{ see: "/list/42" }, { often: 15, moves: [{ wait: 12 }, { see: "/item/{slug:800}" }] }],
          },
        ),
        surge: false,
      },
    ],
  },
];
