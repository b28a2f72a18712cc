import { driven, flood, proxies, script, servers } from "../raids/tools.ts";
import type { Crowd, Scenario } from "../scenario.ts";
import { mailGateways, scanner } from "../sites/machines.ts";
import { type PortalPlan, portal, portalRush } from "../sites/portals.ts";
import { programs, usersRush } from "../sites/programs.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { browsers } from "../world/agents.ts";
import type { Move } from "../world/moves.ts";

/** Towns, offices, embassies, votes. */

const TOWN: ReadingPlan = {
  host: "www.stadt.example",
  day: "office",
  countries: { AT: 92, DE: 6, IT: 1, HU: 1 },
  access: { near: true, mobile: 0.35, house: [0.12, 25], v6: 0.25 },
  agents: browsers("public", 121),
  perMinute: 9,
  page: "/{buergerservice|rathaus|kultur|umwelt}/{slug:300}.html",
  find: "/suche?q={word}",
  files: [
    "/typo3temp/assets/css/main.css",
    "/typo3temp/assets/js/main.js",
    "/fileadmin/logo.png",
    "/fileadmin/header_{n:5}.jpg",
  ],
  feed: "/aktuelles/rss.xml",
};

const COMMUNE: ReadingPlan = {
  ...TOWN,
  host: "www.ville.example",
  countries: { FR: 94, BE: 2, RE: 1, MA: 2, US: 1 },
  page: "/{demarches|vie-municipale|culture}/{slug:400}",
  find: "/recherche?q={word}",
};

const TAX: PortalPlan = {
  host: "sede.hacienda.example",
  day: "office",
  countries: { ES: 93, FR: 2, DE: 1, MX: 1, AD: 1, PT: 2 },
  access: { mobile: 0.35, house: [0.2, 60], v6: 0.05 },
  agents: browsers("public", 119),
  perMinute: 22,
  form: "/wlpl/MOVI-P24H/AccesoDR",
  login: "/wlpl/MOVI-P24H/Autenticacion",
  ok: 302,
  bad: 200,
  fails: 0.16,
  pages: ["/Renta/Borrador", "/Renta/DatosFiscales", "/Renta/Resumen", "/Renta/Pagos"],
  calls: ["/Renta/api/sesion?t={ms}"],
  files: ["/static/css/aeat.css", "/static/js/renta.js", "/static/img/escudo.svg"],
};

const JOBS: PortalPlan = {
  ...TAX,
  host: "espace.emploi.example",
  countries: { FR: 95, RE: 1, GP: 1, MQ: 1, BE: 1, DZ: 1 },
  form: "/connexion/identifiant",
  login: "/connexion/authenticate",
  fails: 0.12,
  pages: ["/actualisation", "/mes-offres", "/messagerie", "/dossier"],
  calls: [],
  files: ["/main.css", "/runtime.js", "/polyfills.js", "/main.js"],
};

const BOOK_APPOINTMENT: readonly Move[] = [
  { see: "/appointments/{berlin|lagos|mumbai}/calendar?category={n:9}" },
  { often: 3, moves: [{ wait: 20 }, { see: "/appointments/calendar/month?offset={n:6}", files: 0 }] },
  { perhaps: 0.15, moves: [{ wait: 60 }, { send: "/appointments/book", status: 200 }] },
];

const EMBASSY: ReadingPlan = {
  host: "service.visa.example",
  day: "world",
  countries: { IN: 30, NG: 18, PK: 12, PH: 10, EG: 8, GH: 6, KE: 6, US: 5, GB: 5 },
  access: { mobile: 0.65, v6: 0.2 },
  agents: browsers("android", 117),
  perMinute: 14,
  page: "/appointments/{slug:12}",
  files: ["/css/visa.css", "/js/calendar.js"],
};

const JAB: ReadingPlan = {
  ...EMBASSY,
  host: "termin.impfung.example",
  countries: { CH: 96, DE: 2, FR: 1, LI: 1 },
  access: { mobile: 0.5, v6: 0.3, relay: 0.04 },
  agents: browsers("public", 90),
  page: "/termine/{slug:40}",
  day: "office",
};

const VOTE: ReadingPlan = {
  host: "vote.festival.example",
  day: "evening",
  countries: { SE: 80, NO: 8, FI: 7, DK: 5 },
  agents: browsers("public", 120),
  perMinute: 16,
  page: "/artists/{slug:40}",
  files: ["/app.css", "/app.js", "/hero.webp"],
};

const VOTING: readonly Move[] = [
  { see: "/artists/{slug:40}" },
  { wait: 14 },
  { send: "/vote", status: 201, bytes: 90 },
  { wait: 5 },
  { perhaps: 0.4, moves: [{ see: "/results" }] },
];
const voters = (perMinute: number, more: Partial<Crowd>): Crowd => ({
  ...readersOf(VOTE, "/", { at: 5, lasts: 35, shape: { is: "burst", rise: 3, fall: 12 } }, perMinute),
  name: "voters",
  moves: VOTING,
  ...more,
});

export const OFFICES: readonly Scenario[] = [
  {
    name: "a town's newsletter",
    half: "open",
    story:
      "The town writes to nine thousand people: first their mail gateways open all links, then they come themselves.",
    when: "2024-05-16T10:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 50,
    format: "apache-vhost",
    site: reading(TOWN),
    crowds: [
      mailGateways("/aktuelles/{stadtfest|baustellen|muellabfuhr}.html?nl=24", 2, 40, {
        US: 4,
        IE: 3,
        NL: 3,
        DE: 3,
        AT: 2,
      }),
      readersOf(
        TOWN,
        "/aktuelles/stadtfest.html?nl=24",
        { at: 3, lasts: 40, shape: { is: "burst", rise: 3, fall: 12 } },
        70,
        { from: { "": 80, "https://mail.google.com/": 10, "android-app://com.google.android.gm/": 10 } },
      ),
    ],
    raids: [scanner(30)],
  },
  {
    name: "floods in the valley",
    half: "open",
    story: "A French town warns of a river; everybody looks, out of an app's window, within minutes.",
    when: "2024-10-17T17:20:00",
    zone: 120,
    historyHours: 3,
    minutes: 60,
    format: "apache-vhost",
    site: reading({ ...COMMUNE, server: { capacity: 3.2, whenFull: "503" } }),
    crowds: [
      readersOf(
        COMMUNE,
        "/alerte-crue",
        { at: 4, lasts: 50, shape: { is: "burst", rise: 2.5, fall: 16 } },
        170,
        {
          agents: browsers("facebook", 120),
          from: { "https://www.facebook.com/": 40, "https://l.facebook.com/": 40, "": 20 },
        },
      ),
    ],
  },
  {
    name: "last evening for the tax",
    half: "open",
    story: "The deadline of the income tax at midnight, behind a queue at /espera.",
    when: "2024-07-01T21:30:00",
    zone: 120,
    historyHours: 2,
    minutes: 150,
    format: "combined",
    site: portal({
      ...TAX,
      perMinute: 30,
      server: { capacity: 22, whenFull: "queue", queuePage: "/espera", admitPerMinute: 75 },
      queueSeconds: 25,
    }),
    crowds: [portalRush(TAX, { at: 20, lasts: 125, shape: { is: "deadline" } }, 130)],
  },
  {
    name: "monday at the job centre",
    half: "open",
    story:
      "The first days for the monthly declaration, people at home and overseas; the site is slow and times out.",
    when: "2024-01-29T08:50:00",
    zone: 60,
    historyHours: 2,
    minutes: 60,
    format: "iis",
    site: portal({ ...JOBS, server: { capacity: 24, whenFull: "504" } }),
    crowds: [portalRush(JOBS, { at: 8, lasts: 50, shape: { is: "burst", rise: 4, fall: 20 } }, 190)],
  },
  {
    name: "dealers in visa appointments",
    half: "open",
    story:
      "Programs of dealers reload the calendar from rented servers: a third of all requests, for an hour.",
    when: "2024-06-03T08:00:00",
    zone: 0,
    historyHours: 2,
    minutes: 80,
    format: "nginx-json",
    site: programs({ ...EMBASSY, moves: BOOK_APPOINTMENT, silent: false }),
    raids: [
      {
        name: "dealers",
        at: 10,
        lasts: 60,
        share: 0.34,
        turns: true,
        lair: servers(24, 4, { DE: 3, US: 3, IN: 2 }),
        tool: {
          shots: [{ send: "GET /appointments/calendar/month?offset={n:6}" }],
          agents: browsers("office", 118),
        },
      },
    ],
  },
  {
    name: "vaccination dates for the over sixties",
    half: "open",
    story:
      "Dates open at eight; the site answers with a friendly page that it is busy, status 200. Nobody attacks.",
    when: "2021-04-06T07:50:00",
    zone: 120,
    historyHours: 1.5,
    minutes: 50,
    format: "combined",
    site: programs({
      ...JAB,
      moves: BOOK_APPOINTMENT,
      silent: false,
      server: { capacity: 20, whenFull: "busy-page" },
    }),
    crowds: [
      usersRush(
        { ...JAB, moves: BOOK_APPOINTMENT, silent: false },
        { at: 9, lasts: 40, shape: { is: "burst", rise: 1.5, fall: 14 } },
        260,
      ),
    ],
  },
  {
    name: "votes for sale",
    half: "open",
    story: "An ordinary evening of voting, and votes sent from homes all over the world, two each.",
    when: "2024-05-04T19:00:00",
    zone: 120,
    historyHours: 2,
    minutes: 60,
    format: "caddy-json",
    site: programs({ ...VOTE, moves: VOTING, silent: false }),
    raids: [
      {
        name: "votes",
        at: 12,
        lasts: 35,
        perMinute: 110,
        lair: proxies(2),
        tool: script("POST /vote", 201, browsers("public", 119)),
      },
    ],
  },
  {
    name: "a singer asks her followers",
    half: "open",
    story:
      "A singer with followers in many countries asks them to vote: they come through an app, once each.",
    when: "2024-05-11T18:00:00",
    zone: 120,
    historyHours: 2,
    minutes: 55,
    format: "caddy-json",
    site: programs({ ...VOTE, moves: VOTING, silent: false }),
    crowds: [
      voters(160, {
        countries: { SE: 40, NO: 8, BR: 14, US: 10, ID: 8, MX: 8, DE: 6, PH: 6 },
        agents: browsers("instagram", 120),
        from: { "https://l.instagram.com/": 70, "": 30 },
      }),
    ],
  },
  {
    name: "an office under a flood at noon",
    half: "open",
    story:
      "A Spanish tax office at noon; rented servers ask for its search with long words until a filter learns to answer 403.",
    when: "2024-05-22T12:00:00",
    zone: 120,
    historyHours: 2.5,
    minutes: 50,
    format: "combined",
    site: portal({ ...TAX, server: { capacity: 10, whenFull: "503" } }),
    raids: [
      {
        name: "flood",
        at: 10,
        lasts: 25,
        share: 0.8,
        lair: servers(400, 12),
        tool: flood("GET /buscador?q={hex:24}", undefined, { agentEach: true }),
        blocked: { after: 9, status: 403 },
      },
    ],
  },
  {
    name: "a flood of headless browsers",
    half: "open",
    story:
      "Browsers driven by programs open a town's pages with all their files, from rented servers in Europe.",
    when: "2024-05-23T15:00:00",
    zone: 120,
    historyHours: 2.5,
    minutes: 50,
    format: "combined",
    site: reading({ ...COMMUNE, perMinute: 16, server: { capacity: 8, whenFull: "503" } }),
    raids: [
      {
        name: "headless",
        at: 10,
        lasts: 20,
        share: 0.75,
        lair: servers(220, 6, { FR: 4, DE: 3, NL: 3 }),
        tool: driven(
          [
            { see: "/{demarches|culture}/{slug:400}" },
            { wait: 2 },
            { see: "/{demarches|culture}/{slug:400}", files: 0 },
          ],
          5,
        ),
      },
    ],
  },
];
