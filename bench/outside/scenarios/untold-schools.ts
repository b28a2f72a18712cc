import { botnet, flood, oldBrowsers, proxies, servers } from "../raids/tools.ts";
import type { Crowd, Scenario } from "../scenario.ts";
import { guesses, HOSTERS, scanner } from "../sites/machines.ts";
import { type PortalPlan, portal, portalRush } from "../sites/portals.ts";
import { appAgents, blend, browsers } from "../world/agents.ts";
import type { Move } from "../world/moves.ts";

/** Portals of schools in Europe: the first bell, lessons at home, an evening with parents, and what pupils hire. */

const CAS = "https://cas.academie-rivage.example/";

/** A region's portal: the log is that of the portal, which sends whoever has no session to the academy's CAS and gets a ticket back. */
const ENT: PortalPlan = {
  host: "ent.academie-rivage.example",
  day: "school",
  countries: { FR: 97, BE: 1, CH: 1, MA: 1 },
  access: { house: [0.22, 70], mobile: 0.33, v6: 0.55 },
  agents: blend([browsers("pupils", 130), 4], [appAgents("Skoleo", ["5.3.1", "5.3.0", "5.2.4"]), 1]),
  perMinute: 5,
  form: "/login",
  login: "/cas/callback",
  fails: 0.01,
  pages: ["/accueil", "/cahier-de-textes", "/messagerie", "/notes", "/emploi-du-temps"],
  calls: ["/api/session", "/api/notifications?since={s}"],
  files: ["/assets/themes/ent.css", "/assets/js/entcore.min.js", "/assets/img/logo-region.svg"],
};

const TICKETED: readonly Move[] = [
  { perhaps: 0.6, moves: [{ fetch: "/", status: 302, bytes: 0, weight: 0.3 }] },
  {
    perhaps: 0.7,
    moves: [
      { fetch: "/login?service=%2F", status: 302, bytes: 0, weight: 0.4 },
      { wait: 16, spread: 0.6 },
      { back: CAS },
      { fetch: "/cas/callback?ticket=ST-{digits:6}-{hex:20}-cas1", status: 302, bytes: 0, weight: 1.5 },
    ],
  },
  { see: "/accueil", calls: ENT.calls! },
  { wait: 14 },
  { often: 2.5, moves: [{ see: ENT.pages, calls: ENT.calls! }, { wait: 28 }] },
];
const pupils = (crowd: Crowd): Crowd => ({ ...crowd, moves: TICKETED });
const ENT_SITE = portal(ENT);
const ENT_TICKETED = {
  ...ENT_SITE,
  audience: [pupils(ENT_SITE.audience[0]!), ...ENT_SITE.audience.slice(1)],
};

/** A Polish register with lessons at home: a list of links, and a page that says every minute who is there. */
const REGISTER: PortalPlan = {
  host: "dziennik.szkolny.example",
  day: "school",
  countries: { PL: 96, UA: 1, GB: 1, DE: 2 },
  access: { mobile: 0.4, v6: 0.15, house: [0.15, 40] },
  agents: browsers("pupils", 88),
  perMinute: 4,
  form: "/Account/LogOn",
  login: "/Account/LogOn",
  fails: 0.12,
  pages: ["/Uczen/Oceny", "/Uczen/PlanZajec", "/Wiadomosci", "/Uczen/ZadaniaDomowe"],
  files: ["/Content/site.css?v=71", "/Scripts/bundle.js?v=71", "/Content/img/orzel.png"],
  session: 0.15,
};

/** A comprehensive school's list of minutes with teachers. */
const EVENING: PortalPlan = {
  host: "sprechtag.gesamtschule.example",
  day: "evening",
  countries: { DE: 98, TR: 1, PL: 1 },
  access: { near: true, mobile: 0.45, v6: 0.6 },
  agents: browsers("public", 131),
  perMinute: 0.15,
  form: "/index.php?seite=anmelden",
  login: "/index.php?seite=anmelden",
  fails: 0.15,
  pages: ["/index.php?seite=lehrer&id={z:90}", "/index.php?seite=termine"],
  files: ["/css/tag.css", "/js/jquery-3.6.0.min.js"],
  stays: 4,
  session: 0.05,
};

/** Marks of Dutch pupils. */
const MARKS: PortalPlan = {
  host: "mijn.leerlingvolg.example",
  day: "school",
  countries: { NL: 96, BE: 3, DE: 1 },
  access: { mobile: 0.3, v6: 0.5, house: [0.2, 60] },
  agents: browsers("pupils", 131),
  perMinute: 6,
  form: "/inloggen",
  login: "/api/challenges/wachtwoord",
  ok: 200,
  bad: 400,
  fails: 0.07,
  pages: ["/vandaag", "/cijfers", "/agenda", "/berichten"],
  calls: ["/api/personen/{me}/afspraken", "/api/personen/{me}/cijfers"],
  files: ["/main.b3f0.js", "/styles.b3f0.css", "/assets/logo.svg"],
  session: 0.5,
};

/** Lessons of a secondary modern school, on a machine of its own. */
const LESSONS: PortalPlan = {
  host: "lernplattform.realschule.example",
  day: "school",
  countries: { DE: 99, AT: 1 },
  access: { house: [0.5, 2], mobile: 0.2, v6: 0.4, near: true },
  agents: browsers("pupils", 128),
  perMinute: 2.5,
  form: "/login/index.php",
  login: "/login/index.php",
  ok: 303,
  bad: 303,
  pages: ["/my/", "/course/view.php?id={z:120}", "/mod/quiz/attempt.php?attempt={me}&page={n:8}"],
  calls: ["POST /lib/ajax/service.php?sesskey={hex:10}"],
  files: ["/theme/styles.php/boost/1700/all", "/lib/javascript.php/1700/lib/requirejs/require.min.js"],
};

export const UNTOLD_SCHOOLS: readonly Scenario[] = [
  {
    name: "monday after All Saints",
    half: "closed",
    story: "The first Monday after two weeks of holidays: a bell each hour, by tickets of the academy's CAS.",
    when: "2024-11-04T07:40:00",
    zone: 60,
    historyHours: 14,
    minutes: 200,
    format: "nginx-main",
    options: { trustedProxy: "10.0.0.0/8" },
    site: ENT_TICKETED,
    crowds: [
      pupils(
        portalRush(ENT, { at: 18, lasts: 170, shape: { is: "bells", every: 56, rise: 2.5, fall: 8 } }, 42, {
          acquainted: ["people", 0.3],
        }),
      ),
    ],
  },
  {
    name: "lessons at home from today",
    half: "closed",
    story:
      "Schools are shut overnight; at eight a register built for a third of it is slow until everybody gives up, and begins anew.",
    when: "2020-10-26T07:30:00",
    zone: 60,
    historyHours: 22,
    minutes: 110,
    format: "haproxy",
    site: portal({ ...REGISTER, server: { capacity: 6, whenFull: "slow" } }),
    crowds: [
      portalRush(REGISTER, { at: 20, lasts: 90, shape: { is: "burst", rise: 6, fall: 30 } }, 60, {
        acquainted: ["people", 0.35],
        access: { mobile: 0.3, v6: 0.15 },
        temper: { retries: 5, pause: 12 },
      }),
    ],
    raids: [scanner(64, 18, 5)],
  },
  {
    name: "ten minutes with each teacher",
    half: "closed",
    story:
      "At six the list for the parents' evening opens; some three hundred families know it, and good minutes are few.",
    when: "2025-02-10T17:40:00",
    zone: 60,
    historyHours: 40,
    minutes: 75,
    format: "apache",
    site: portal(EVENING),
    crowds: [
      portalRush(EVENING, { at: 18, lasts: 55, shape: { is: "burst", rise: 2, fall: 10 } }, 24, {
        moves: [
          { see: EVENING.form },
          { wait: 9, spread: 0.5 },
          { login: EVENING.login, fails: 0.15 },
          {
            often: 7,
            moves: [
              { see: "/index.php?seite=lehrer&id={z:90}" },
              { wait: 9 },
              { send: "/index.php?seite=buchen&id={z:90}&zeit={n:18}", status: 302 },
            ],
          },
        ],
        from: { "": 6, "https://webmail.t-online.example/": 2, "https://mail.google.com/": 2 },
      }),
    ],
  },
  {
    name: "pairs against pupils",
    half: "closed",
    story:
      "Pairs of name and password that were stolen elsewhere, tried one after the other through homes for hire, forty a minute for four hours.",
    when: "2025-03-12T13:00:00",
    zone: 60,
    historyHours: 9,
    minutes: 290,
    format: "caddy-json",
    site: portal(MARKS),
    raids: [
      {
        name: "pairs",
        at: 30,
        lasts: 240,
        perMinute: 40,
        // Proxies are rented in the country of the portal where it matters, and leak into others.
        lair: proxies(3, { NL: 45, BE: 8, DE: 6, GB: 4, US: 6, BR: 4, ID: 3 }),
        tool: {
          shots: [
            { send: "GET /inloggen", weight: 0.6, bytes: 3_100, often: 10 },
            { send: "POST /api/challenges/wachtwoord", status: 400, bytes: 210, weight: 1.5, often: 98 },
            { send: "POST /api/challenges/wachtwoord", status: 200, bytes: 640, weight: 1.5, often: 1.2 },
          ],
          agents: browsers("public", 129),
        },
      },
    ],
  },
  {
    name: "the test at a quarter to ten",
    half: "closed",
    story:
      "While a class writes a test on it, a booter sends forty a second through open proxies against the start page, for ten minutes twice.",
    when: "2025-01-23T09:20:00",
    zone: 60,
    historyHours: 26,
    minutes: 80,
    format: "combined",
    site: portal({ ...LESSONS, server: { capacity: 18, whenFull: "503" } }),
    raids: [
      guesses("POST /login/index.php", 303, 0.4, 700, -600),
      {
        name: "booter",
        at: 25,
        lasts: 34,
        perMinute: 1_400,
        shape: { is: "pulses", on: 10, off: 14 },
        // Lists of open proxies: mostly cheap servers, and routers in Asia and South America.
        lair: { kind: "homes", countries: { ID: 14, BR: 9, CN: 9, IN: 6, ...HOSTERS }, count: 900 },
        tool: flood("GET /", oldBrowsers, { agentEach: true, protocol: "HTTP/1.1" }),
      },
    ],
  },
  {
    name: "the bell in Rivage and a hired storm",
    half: "closed",
    story:
      "A school morning; from the fourth minute of the rush a botnet asks for the way to the CAS, a good third of all that comes.",
    when: "2025-01-06T07:30:00",
    zone: 60,
    historyHours: 13,
    minutes: 85,
    format: "apache-vhost",
    site: { ...ENT_TICKETED, server: { capacity: 14, whenFull: "504" } },
    crowds: [
      pupils(
        portalRush(ENT, { at: 24, lasts: 60, shape: { is: "burst", rise: 4, fall: 12 } }, 70, {
          acquainted: ["people", 0.3],
        }),
      ),
    ],
    raids: [
      {
        name: "storm",
        at: 28,
        lasts: 27,
        share: 0.36,
        lair: { ...botnet(2_200), uneven: true },
        tool: {
          shots: [
            { send: "GET /login?service=%2F", status: 302, bytes: 0, weight: 0.5, often: 3 },
            { send: "GET /", status: 302, bytes: 0, weight: 0.4 },
          ],
          agents: oldBrowsers,
        },
      },
      {
        name: "servers beside it",
        at: 31,
        lasts: 20,
        share: 0.06,
        lair: servers(18, 3),
        tool: flood("GET /login?service=%2F{word}", browsers("office", 124)),
      },
    ],
  },
];
