import { botnet, flood, proxies, servers, stuffing } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { guesses, scanner } from "../sites/machines.ts";
import { type PortalPlan, portal, portalRush, portalVisit } from "../sites/portals.ts";
import { programs, usersRush } from "../sites/programs.ts";
import { readingVisit } from "../sites/reading.ts";
import { agents, browsers } from "../world/agents.ts";

/** Schools, universities, examinations. */

const HESSEN: PortalPlan = {
  host: "portal.schule.example",
  day: "school",
  countries: { DE: 97, AT: 1, CH: 1, TR: 1 },
  access: { mobile: 0.25, house: [0.3, 90], v6: 0.4 },
  agents: browsers("pupils", 124),
  perMinute: 26,
  form: "/anmelden?return={me}",
  login: "/anmelden",
  pages: [
    "/stundenplan",
    "/nachrichten.php",
    "/vertretungsplan",
    "/meinunterricht.php?a=kurs&id={n:4000}",
    "/kalender",
  ],
  calls: ["/ajax.php?f=unread&t={ms}"],
  files: ["/js/app.9f2.js", "/css/portal.css", "/img/logo.svg", "/js/vendor.js", "/fonts/open-sans.woff2"],
};

const REGISTRO: PortalPlan = {
  host: "registro.scuola.example",
  day: "school",
  countries: { IT: 98, RO: 1, CH: 1 },
  access: { mobile: 0.5, house: [0.15, 60], v6: 0.05 },
  agents: browsers("public", 118),
  perMinute: 24,
  form: "/auth-p7/app/default/AuthApi4.php",
  login: "/auth-p7/app/default/AuthApi4.php?a=aLoginPwd",
  ok: 200,
  bad: 200,
  pages: [
    "/home/app/default/menu_webinfoschool_studenti.php",
    "/cvv/app/default/genitori_voti.php",
    "/fml/app/default/agenda_studenti.php",
    "/bacheca/{n:9000}",
  ],
  files: ["/shared/common/js/jquery.js", "/shared/common/css/base.css", "/shared/img/loghi.png"],
};

const MOODLE: PortalPlan = {
  host: "moodle.uni.example",
  day: "evening",
  countries: { NL: 88, DE: 4, BE: 3, CN: 2, IN: 1, ID: 1 },
  access: { mobile: 0.15, house: [0.35, 14], v6: 0.35 },
  agents: browsers("developers", 122),
  perMinute: 18,
  form: "/login/index.php",
  login: "/login/index.php",
  ok: 303,
  bad: 303,
  pages: [
    "/my/",
    "/course/view.php?id={z:900}",
    "/mod/quiz/view.php?id={z:4000}",
    "/mod/forum/discuss.php?d={n:9000}",
    "/mod/resource/view.php?id={n:20000}",
  ],
  calls: ["POST /lib/ajax/service.php?sesskey={me}&info=core_fetch_notifications"],
  files: [
    "/theme/styles.php/boost/1711/all",
    "/lib/javascript.php/1711/lib/requirejs/require.min.js",
    "/theme/yui_combo.php?3.17.2/yui-moodlesimple-min.js",
    "/pluginfile.php/1/core_admin/logo/0x200/logo.png",
  ],
};

const RESULTS = {
  host: "results.board.example",
  day: "evening",
  countries: { IN: 97, AE: 2, NP: 1 },
  access: { mobile: 0.8, v6: 0.5 },
  agents: browsers("android", 110),
  perMinute: 20,
  page: "/results/class{10|12}/",
  files: ["/assets/style.css", "/assets/emblem.png"],
} as const;

/** Pupils who look for their results, again and again until the page works. */
const LOOK_FOR_RESULTS = [
  { often: 4, moves: [{ see: "/results/class12/" }, { wait: 12 }] },
  { send: "/results/class12/show?roll={digits:8}", weight: 1.5, bytes: 6_100 },
  {
    perhaps: 0.6,
    moves: [{ wait: 30 }, { send: "/results/class12/show?roll={digits:8}", weight: 1.5, bytes: 6_100 }],
  },
] as const;

const QUIZ = (perMinute: number) =>
  portalRush(MOODLE, { at: 0, lasts: 25, shape: { is: "burst", rise: 1, fall: 9 } }, perMinute, {
    moves: [
      ...portalVisit(MOODLE).slice(0, 2),
      { see: "/mod/quiz/attempt.php?attempt={digits:6}&cmid=8812" },
      { every: 60, give: 0.4, minutes: 12, moves: [{ send: "/mod/quiz/autosave.ajax.php", bytes: 60 }] },
    ],
  });

export const LEARNING: readonly Scenario[] = [
  {
    name: "school bell in Hesse",
    half: "open",
    story: "Monday, a quarter to eight: all classes open the portal at once, which answers 503 to some.",
    when: "2024-01-15T07:40:00",
    zone: 60,
    historyHours: 2,
    minutes: 50,
    format: "combined",
    site: portal({ ...HESSEN, server: { capacity: 26, whenFull: "503" } }),
    crowds: [portalRush(HESSEN, { at: 5, lasts: 40, shape: { is: "burst", rise: 1.5, fall: 9 } }, 330)],
    raids: [scanner(20)],
  },
  {
    name: "first school day in Italy",
    half: "open",
    story:
      "After the holidays everybody looks into the register, mostly by telephone; it is slow, people hang up and come again.",
    when: "2024-01-08T07:50:00",
    zone: 60,
    historyHours: 1.5,
    minutes: 60,
    format: "nginx-main",
    options: { trustedProxy: "10.0.0.0/8" },
    site: portal({ ...REGISTRO, server: { capacity: 18, whenFull: "slow" } }),
    crowds: [portalRush(REGISTRO, { at: 3, lasts: 50, shape: { is: "burst", rise: 3, fall: 12 } }, 260)],
  },
  {
    name: "school bell with stolen passwords",
    half: "open",
    story: "The bell in Hesse, and out of other people's homes a fifth more, which tries stolen passwords.",
    when: "2024-02-05T07:40:00",
    zone: 60,
    historyHours: 2,
    minutes: 50,
    format: "combined",
    site: portal({ ...HESSEN, server: { capacity: 33, whenFull: "503" } }),
    crowds: [portalRush(HESSEN, { at: 5, lasts: 40, shape: { is: "burst", rise: 1.5, fall: 9 } }, 220)],
    raids: [
      {
        name: "stuffing",
        at: 9,
        lasts: 20,
        share: 0.2,
        lair: proxies(2),
        tool: stuffing("POST /anmelden", 200),
      },
    ],
  },
  {
    name: "school morning under a flood",
    half: "open",
    story:
      "An Italian register in the morning rush, and servers for rent that ask for its front page: two fifths of all.",
    when: "2024-03-11T07:50:00",
    zone: 60,
    historyHours: 1.5,
    minutes: 45,
    format: "nginx-main",
    options: { trustedProxy: "10.0.0.0/8" },
    site: portal({ ...REGISTRO, server: { capacity: 22, whenFull: "502" } }),
    crowds: [portalRush(REGISTRO, { at: 3, lasts: 40, shape: { is: "burst", rise: 2, fall: 12 } }, 140)],
    raids: [{ name: "flood", at: 10, lasts: 12, share: 0.4, lair: servers(260), tool: flood("GET /") }],
  },
  {
    name: "results of the twelfth class",
    half: "open",
    story:
      "Results are due at ten: all of India reloads one page by telephone; the log has neither user agent nor referrer.",
    when: "2023-05-12T09:45:00",
    zone: 330,
    historyHours: 1.5,
    minutes: 60,
    format: "common",
    site: programs({
      ...RESULTS,
      moves: readingVisit(RESULTS),
      silent: false,
      server: { capacity: 45, whenFull: "503" },
    }),
    crowds: [
      usersRush(
        { ...RESULTS, moves: LOOK_FOR_RESULTS, silent: false },
        { at: 10, lasts: 45, shape: { is: "burst", rise: 4, fall: 12 } },
        420,
      ),
    ],
  },
  {
    name: "results in Egypt, with a queue",
    half: "open",
    story:
      "The same in Egypt, through a waiting page of the ministry's own name that reloads every quarter of a minute.",
    when: "2024-08-06T13:00:00",
    zone: 180,
    historyHours: 2,
    minutes: 55,
    format: "combined",
    site: {
      ...programs({
        ...RESULTS,
        host: "natiga.example",
        countries: { EG: 96, SA: 2, KW: 1, AE: 1 },
        moves: readingVisit(RESULTS),
        silent: false,
        server: { capacity: 60, whenFull: "queue", queuePage: "/intizar", admitPerMinute: 130 },
      }),
      queueSeconds: 15,
    },
    crowds: [
      usersRush(
        { ...RESULTS, countries: { EG: 96, SA: 2, KW: 1, AE: 1 }, moves: LOOK_FOR_RESULTS, silent: false },
        { at: 8, lasts: 40, shape: { is: "burst", rise: 2, fall: 10 } },
        300,
      ),
    ],
  },
  {
    name: "quiz, and a booter from down the street",
    half: "open",
    story:
      "A quiz begins at ten. A student has hired a botnet of homes, mostly in the country, against the form.",
    when: "2024-03-20T10:00:00",
    zone: 60,
    historyHours: 2,
    minutes: 40,
    format: "apache",
    site: portal({ ...MOODLE, server: { capacity: 24, whenFull: "503" } }),
    crowds: [QUIZ(70)],
    raids: [
      {
        name: "booter",
        at: 4,
        lasts: 9,
        share: 0.7,
        lair: { kind: "homes", countries: { NL: 75, DE: 12, BE: 8, FR: 5 }, count: 700 },
        tool: flood("GET /login/index.php", undefined, { agentEach: true }),
      },
    ],
  },
  {
    name: "course enrolment with a booter",
    half: "open",
    story:
      "Enrolment opens at eight in the evening; with it a flood of ordinary-looking browsers from home and abroad.",
    when: "2024-09-02T20:00:00",
    zone: 120,
    historyHours: 1.5,
    minutes: 40,
    format: "apache",
    site: portal({ ...MOODLE, server: { capacity: 30, whenFull: "503" } }),
    crowds: [portalRush(MOODLE, { at: 0, lasts: 30, shape: { is: "burst", rise: 0.7, fall: 8 } }, 160)],
    raids: [
      {
        name: "booter",
        at: 0.5,
        lasts: 14,
        share: 0.55,
        lair: botnet(900, { NL: 40, DE: 10, PL: 10, BR: 10, ID: 10, VN: 10, RU: 10 }),
        tool: flood("GET /course/index.php?categoryid={n:60}", browsers("public", 120)),
      },
    ],
  },
  {
    name: "a term's ordinary afternoon",
    half: "open",
    story: "A university's Moodle with a few guesses at passwords and a scanner: nothing that matters.",
    when: "2024-04-10T14:00:00",
    zone: 120,
    historyHours: 5,
    minutes: 60,
    format: "apache",
    site: portal({ ...MOODLE, perMinute: 12 }),
    raids: [guesses("POST /login/index.php", 303, 4, 300, -240), scanner(12), scanner(40, 25, 3)],
  },
  {
    name: "lunch hour of a school portal",
    half: "open",
    story: "Lunch and the fifth lesson at Hesse: a wave of its own every day, and nothing else.",
    when: "2024-04-16T12:30:00",
    zone: 120,
    historyHours: 5,
    minutes: 70,
    format: "combined",
    site: portal({ ...HESSEN, perMinute: 18 }, [
      {
        ...portalRush(HESSEN, { at: 20, lasts: 20, shape: { is: "hill" } }, 14),
        surge: false,
        name: "lesson",
      },
    ]),
    raids: [
      scanner(33),
      {
        ...scanner(5),
        name: "second scanner",
        tool: { shots: [{ send: "GET /{word}.php", status: 404, weight: 0.1 }], agents: agents("") },
      },
    ],
  },
];
