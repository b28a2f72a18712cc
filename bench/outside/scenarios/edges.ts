import { botnet, driven, flood, oldBrowsers, proxies, servers, stuffing } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { crawlBurst, guesses, mailGateways, scanner } from "../sites/machines.ts";
import { type PortalPlan, portal, portalRush, portalVisit } from "../sites/portals.ts";
import { type ReadingPlan, readersOf, reading, readingVisit } from "../sites/reading.ts";
import { agents, browsers } from "../world/agents.ts";

/** Hard cases: no history, what nobody can tell, very little traffic, harmless machines in a hurry. */

const LIBRARY: ReadingPlan = {
  host: "katalog.biblio.example",
  day: "office",
  countries: { NZ: 92, AU: 6, GB: 2 },
  access: { house: [0.3, 12], mobile: 0.25, v6: 0.35 },
  agents: browsers("public", 121),
  perMinute: 12,
  page: "/record/{z:60000}",
  find: "/search?lookfor={word}&type=AllFields",
  files: ["/themes/bootprint/css/compiled.css", "/themes/bootstrap/js/common.js"],
  crawled: 12,
};

const CLUB: ReadingPlan = {
  host: "www.club.example",
  day: "evening",
  countries: { IE: 95, GB: 5 },
  access: { near: true, mobile: 0.4 },
  agents: browsers("public", 118),
  perMinute: 0.6,
  page: "/{fixtures|news|teams}/{slug:60}",
  files: ["/wp-content/themes/club/style.css", "/wp-content/uploads/crest.png"],
  feed: "/feed/",
  crawled: 1,
};

const COLLEGE: PortalPlan = {
  host: "portal.college.example",
  day: "school",
  countries: { NP: 96, IN: 2, AE: 1, AU: 1 },
  access: { mobile: 0.55, house: [0.2, 12], v6: 0.05 },
  agents: browsers("android", 113),
  perMinute: 16,
  form: "/login",
  login: "/login",
  ok: 302,
  bad: 302,
  fails: 0.12,
  pages: ["/home", "/routine", "/notice/{z:200}", "/result", "/fees"],
  files: ["/css/app.css", "/js/app.js", "/logo.png"],
};

export const EDGES: readonly Scenario[] = [
  {
    name: "the log begins in the rush",
    half: "open",
    story: "Somebody began to keep a log when the site was already full: nobody can tell how much is usual.",
    when: "2024-04-15T10:06:00",
    zone: 345,
    historyHours: 0,
    minutes: 45,
    format: "combined",
    site: portal({ ...COLLEGE, server: { capacity: 16, whenFull: "503" } }),
    crowds: [portalRush(COLLEGE, { at: -4, lasts: 45, shape: { is: "burst", rise: 1, fall: 12 } }, 170)],
    surgeDecidable: false,
  },
  {
    name: "the log begins in the flood",
    half: "open",
    story: "The log begins in the middle of a flood by a tool that nobody could take for people.",
    when: "2024-04-16T10:06:00",
    zone: 345,
    historyHours: 0,
    minutes: 50,
    format: "combined",
    site: portal(COLLEGE),
    raids: [
      {
        name: "flood",
        at: -5,
        lasts: 20,
        perMinute: 900,
        lair: servers(150, 14),
        tool: flood("GET /?{word}={hex:10}", oldBrowsers, { agentEach: true }),
      },
    ],
  },
  {
    name: "neighbours who do as neighbours do",
    half: "open",
    story:
      "Hired homes in the audience's own land go through the site as its visitors do: nobody could tell them from a crowd.",
    when: "2024-09-18T12:30:00",
    zone: 345,
    historyHours: 2,
    minutes: 50,
    format: "combined",
    site: reading({ ...CLUB, perMinute: 36, server: { capacity: 5, whenFull: "503" } }),
    raids: [
      {
        name: "twins",
        at: 12,
        lasts: 20,
        share: 0.6,
        decidable: false,
        lair: {
          kind: "homes",
          countries: { IE: 95, GB: 5 },
          requestsEach: 9,
          count: 300,
          access: { near: true, mobile: 0.4 },
        },
        tool: driven(readingVisit(CLUB), 9, browsers("public", 118)),
      },
    ],
  },
  {
    name: "robots that read, from everywhere",
    half: "open",
    story:
      "Robots go through a catalogue's pages with all their files and under new browsers' names, from homes all over the world.",
    when: "2024-09-19T11:00:00",
    zone: 720,
    historyHours: 3,
    minutes: 75,
    format: "apache-vhost",
    site: reading(LIBRARY),
    raids: [
      {
        name: "robots",
        at: 15,
        lasts: 50,
        share: 0.7,
        lair: proxies(5),
        tool: driven(
          [{ see: "/record/{n:60000}" }, { wait: 4 }, { see: "/search?lookfor={word}&type=Author" }],
          7,
          browsers("office", 119),
        ),
      },
    ],
  },
  {
    name: "a catalogue is copied by many",
    half: "open",
    story:
      "A swarm of homes asks for records at random, one each, no files, for an hour: three quarters of all. Readers come from two countries.",
    when: "2024-10-01T13:00:00",
    zone: 720,
    historyHours: 3,
    minutes: 80,
    format: "apache-vhost",
    site: reading(LIBRARY),
    raids: [
      {
        name: "swarm",
        at: 12,
        lasts: 60,
        share: 0.75,
        lair: proxies(1, { BR: 30, VN: 15, IQ: 8, BD: 8, AR: 8, EC: 6, ZA: 6, MA: 6, IN: 8, PK: 5 }),
        tool: flood("GET /record/{n:60000}", browsers("office", 125)),
      },
    ],
  },
  {
    name: "a catalogue's week of examinations",
    half: "open",
    story: "Students look for books as never before, from the libraries' own addresses and homes.",
    when: "2024-10-14T10:00:00",
    zone: 720,
    historyHours: 3,
    minutes: 90,
    format: "apache-vhost",
    site: reading(LIBRARY),
    crowds: [
      readersOf(
        LIBRARY,
        "/search?lookfor=examination&type=Title",
        { at: 10, lasts: 75, shape: { is: "hill" } },
        70,
        { moves: readingVisit({ ...LIBRARY, stays: 5 }) },
      ),
    ],
  },
  {
    name: "ten days of a club",
    half: "open",
    story:
      "A club that has a visitor every two minutes: matches on Sundays, search engines, scanners, guesses.",
    when: "2024-03-17T14:00:00",
    zone: 0,
    historyHours: 240,
    minutes: 120,
    format: "common",
    site: reading(CLUB),
    crowds: [
      readersOf(CLUB, "/fixtures/today", { at: 10, lasts: 90, shape: { is: "hill" } }, 4, { surge: false }),
    ],
    raids: [
      guesses("POST /wp-login.php", 200, 0.8, 9000, -9000),
      scanner(-7000, 25, 5),
      scanner(-2500),
      scanner(50, 22, 4),
    ],
  },
  {
    name: "four days of a club, and an attack",
    half: "open",
    story:
      "The same club in winter; on the fourth evening homes try passwords, forty a minute for half an hour.",
    when: "2024-12-11T19:00:00",
    zone: 0,
    historyHours: 96,
    minutes: 80,
    format: "combined",
    site: reading(CLUB),
    raids: [
      guesses("POST /wp-login.php", 200, 0.4, 5000, -5000),
      {
        name: "passwords",
        at: 20,
        lasts: 32,
        perMinute: 42,
        lair: botnet(300),
        tool: stuffing("POST /wp-login.php", 200, oldBrowsers),
      },
    ],
  },
  {
    name: "readers of models in a small library",
    half: "open",
    story:
      "Crawlers that say who they are and come from their company's network read a third of a small catalogue's pages at their own pace.",
    when: "2024-11-05T15:00:00",
    zone: 720,
    historyHours: 3,
    minutes: 80,
    format: "apache-vhost",
    site: reading(LIBRARY, [
      crawlBurst(
        "/record/{n:60000}",
        10,
        50,
        30,
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; OAI-SearchBot/1.0; +https://openai.com/searchbot)",
      ),
    ]),
  },
  {
    name: "a letter to all members",
    half: "open",
    story:
      "A union writes to its members: their mail gateways open each link, from a few data centres and without a name; then they come.",
    when: "2024-11-06T18:00:00",
    zone: 0,
    historyHours: 4,
    minutes: 70,
    format: "combined",
    site: reading({ ...CLUB, perMinute: 6 }),
    crowds: [
      mailGateways("/news/{ballot|agm|fees}?m={hex:12}", 4, 90, { IE: 5, US: 3, NL: 2, GB: 2 }),
      readersOf(
        CLUB,
        "/news/ballot?m={hex:12}",
        { at: 5, lasts: 60, shape: { is: "burst", rise: 4, fall: 18 } },
        60,
      ),
    ],
  },
  {
    name: "a class of thirty",
    half: "open",
    story:
      "A teacher has a class open one site at once and click through it: thirty pupils behind one address of a small college.",
    when: "2024-05-08T11:00:00",
    zone: 345,
    historyHours: 3,
    minutes: 60,
    format: "combined",
    site: portal({ ...COLLEGE, perMinute: 3 }),
    crowds: [
      {
        ...portalRush(COLLEGE, { at: 15, lasts: 4, shape: { is: "flat" } }, 8),
        surge: false,
        access: { house: [1, 1] },
        agents: agents(
          "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/113.0.0.0 Safari/537.36",
        ),
        moves: portalVisit({ ...COLLEGE, session: 0 }),
      },
    ],
  },
  {
    name: "admissions at midnight in Nepal",
    half: "open",
    story: "Admissions open at midnight of a zone that is a quarter of an hour off; many from the Gulf.",
    when: "2024-07-15T23:50:00",
    zone: 345,
    historyHours: 2.5,
    minutes: 60,
    format: "combined",
    site: portal({ ...COLLEGE, day: "evening", server: { capacity: 11, whenFull: "502" } }),
    crowds: [
      portalRush(COLLEGE, { at: 10, lasts: 45, shape: { is: "burst", rise: 0.8, fall: 12 } }, 150, {
        countries: { NP: 70, QA: 8, AE: 8, MY: 5, IN: 5, SA: 4 },
      }),
    ],
    raids: [scanner(25)],
  },
  {
    name: "at the bell, from down the street",
    half: "open",
    story:
      "The college's bell, and a botnet of homes in the country posts to its form at the same second: half of all, ever new names.",
    when: "2024-08-05T10:00:00",
    zone: 345,
    historyHours: 2,
    minutes: 45,
    format: "combined",
    site: portal({ ...COLLEGE, server: { capacity: 50, whenFull: "503" } }),
    crowds: [portalRush(COLLEGE, { at: 0, lasts: 40, shape: { is: "burst", rise: 1, fall: 11 } }, 110)],
    raids: [
      {
        name: "neighbours",
        at: 0,
        lasts: 16,
        share: 0.5,
        lair: { kind: "homes", countries: { NP: 88, IN: 12 }, count: 350, access: { mobile: 0.2 } },
        tool: stuffing("POST /login", 302, browsers("office", 109)),
      },
    ],
  },
  {
    name: "in the night, from down the street",
    half: "open",
    story: "The same neighbours at three in the morning, when nobody is there.",
    when: "2024-08-06T03:00:00",
    zone: 345,
    historyHours: 3,
    minutes: 50,
    format: "combined",
    site: portal({ ...COLLEGE, perMinute: 30 }),
    raids: [
      {
        name: "neighbours",
        at: 12,
        lasts: 18,
        perMinute: 240,
        lair: { kind: "homes", countries: { NP: 90, IN: 10 }, count: 260, access: { mobile: 0.2 } },
        tool: flood("GET /result?symbol={digits:8}", browsers("office", 109)),
      },
    ],
  },
];
