import { flood, libraries, servers } from "../raids/tools.ts";
import type { Crowd, Scenario } from "../scenario.ts";
import { scanner } from "../sites/machines.ts";
import { type PortalPlan, portal, portalRush } from "../sites/portals.ts";
import { agents, appAgents, blend, browsers } from "../world/agents.ts";

/** Portals of schools elsewhere: Turkey, New Zealand, India, the United States, Korea. */

/** Reports of Turkish pupils, by their number. */
const REPORTS: PortalPlan = {
  host: "karne.milliegitim.example",
  day: "school",
  countries: { TR: 95, DE: 3, NL: 1, AT: 1 },
  access: { mobile: 0.55, v6: 0.1, house: [0.08, 40] },
  agents: browsers("android", 131),
  perMinute: 9,
  form: "/giris.aspx",
  login: "/giris.aspx",
  fails: 0.18,
  pages: ["/karne.aspx", "/devamsizlik.aspx", "/notlar.aspx"],
  files: ["/css/okul.css", "/js/okul.js", "/img/arma.png", "/captcha.ashx?r={n:99999}"],
  stays: 2.5,
  session: 0.05,
};

/** A primary school's page for parents in New Zealand. */
const HUB: PortalPlan = {
  host: "hub.kura.example",
  day: "school",
  countries: { NZ: 97, AU: 3 },
  access: { near: true, mobile: 0.35, v6: 0.35 },
  agents: browsers("public", 130),
  perMinute: 1.4,
  form: "/index.php/login",
  login: "/index.php/login",
  pages: ["/index.php/notices", "/index.php/attendance", "/index.php/newsletter/{n:40}"],
  files: ["/css/hub.css", "/js/hub.js"],
  stays: 3,
};

/** An Indian school's program for fees, homework and buses. */
const VIDYALAYA: PortalPlan = {
  host: "erp.vidyalaya.example",
  day: "school",
  countries: { IN: 96, AE: 3, US: 1 },
  access: { mobile: 0.7, v6: 0.65 },
  agents: blend([browsers("android", 129), 2], [appAgents("VidyaParent", ["3.1.8", "3.1.7", "2.9.0"]), 3]),
  perMinute: 4,
  form: "/parent/login",
  login: "/parent/login",
  pages: ["/parent/dashboard", "/parent/fees", "/parent/homework/{n:300}", "/parent/bus"],
  calls: ["/api/v1/circulars?page=1"],
  files: ["/assets/app.css", "/assets/app.js"],
  session: 0.5,
};

/** Attendance and marks of an American district. */
const DISTRICT: PortalPlan = {
  host: "students.unified-district.example",
  day: "school",
  countries: { US: 99, MX: 1 },
  access: { house: [0.4, 30], mobile: 0.3, v6: 0.45, near: true },
  agents: browsers("pupils", 131),
  perMinute: 6,
  form: "/public/home.html",
  login: "/guardian/home.html",
  ok: 200,
  bad: 200,
  pages: ["/guardian/scores.html?frn=00{digits:6}", "/guardian/attendance.html", "/guardian/bulletin.html"],
  files: ["/images/css/screen.css", "/scripts/global.js", "/images/logo.png"],
};

/** Korean lessons at home: a token, and a beat of the player every half minute. */
const CLASS: PortalPlan = {
  host: "onclass.hakgyo.example",
  day: "school",
  countries: { KR: 99, US: 1 },
  access: { mobile: 0.3, v6: 0.1 },
  agents: browsers("korea", 80),
  perMinute: 3,
  form: "/login",
  login: "/auth/session",
  ok: 200,
  bad: 401,
  pages: ["/class/{z:400}", "/class/{z:400}/lecture/{n:12}"],
  calls: ["/api/v1/me", "POST /api/v1/attend"],
  files: ["/static/app.js", "/static/app.css"],
  stays: 3,
};
const LISTENING: Crowd["moves"] = [
  { see: CLASS.form },
  { wait: 10, spread: 0.5 },
  { login: CLASS.login, ok: 200, bad: 401, fails: 0.09 },
  { see: "/class/{z:400}", calls: CLASS.calls! },
  { wait: 12 },
  { see: "/class/{z:400}/lecture/{n:12}", calls: CLASS.calls! },
  { every: 30, minutes: 14, moves: [{ send: "/api/v1/progress", status: 204, bytes: 0, weight: 0.1 }] },
];

export const UNTOLD_CLASSES: readonly Scenario[] = [
  {
    name: "karne on a Friday",
    half: "closed",
    story:
      "Reports can be read from nine; by telephone mostly, and again every few minutes by those who were turned away.",
    when: "2025-01-17T08:40:00",
    zone: 180,
    historyHours: 5,
    minutes: 90,
    format: "iis",
    site: portal({ ...REPORTS, server: { capacity: 9, whenFull: "503", patience: 6 } }),
    crowds: [
      portalRush(REPORTS, { at: 19, lasts: 70, shape: { is: "burst", rise: 2, fall: 20 } }, 190, {
        acquainted: ["people", 0.15],
        temper: { retries: 6, pause: 25 },
        from: { "": 6, "https://www.google.com/": 3, "https://www.haber-okul.example/karne": 2 },
      }),
    ],
  },
  {
    name: "two weeks without school",
    half: "closed",
    story:
      "The second day of the winter holidays: nobody comes, and the night's copy out of the own house is most of the log.",
    when: "2025-06-30T00:00:00",
    zone: 720,
    historyHours: 96,
    minutes: 600,
    format: "apache",
    site: {
      ...portal(HUB),
      audience: portal(HUB, [
        {
          name: "copy of the night",
          label: "monitor",
          moves: [
            {
              often: 90,
              moves: [{ fetch: "/remote.php/dav/files/{hex:8}.jpg", bytes: 900_000 }, { wait: 0.6 }],
            },
          ],
          countries: { NZ: 1 },
          agents: agents("rclone/v1.65.0"),
          perMinute: 1.1,
          passing: {
            at: 120 - 4 * 1440,
            lasts: 5 * 1440,
            shape: { is: "bells", every: 1440, rise: 2, fall: 8 },
          },
          machines: { name: "copies", count: 2, own: "10.44.1" },
          silent: 1,
        },
      ]).audience.map((crowd) =>
        crowd.name === "people" ? { ...crowd, lull: { at: -2 * 1440, lasts: 4_000, share: 0.85 } } : crowd,
      ),
    },
    raids: [scanner(300, 22, 4), scanner(-900, 15, 6)],
  },
  {
    name: "one provider's network against the fees",
    half: "closed",
    story:
      "Machines of one /24 ask for the login page of a school fifteen times a second, for twenty-five minutes.",
    when: "2024-07-08T10:00:00",
    zone: 330,
    historyHours: 1,
    minutes: 70,
    format: "traefik-clf",
    site: portal({ ...VIDYALAYA, server: { capacity: 30, whenFull: "502" } }),
    raids: [
      {
        name: "one /24",
        at: 22,
        lasts: 25,
        perMinute: 900,
        lair: { kind: "hosting", countries: { SG: 1 }, count: 160, nets: 1, bits: 24 },
        tool: flood(
          "GET /parent/login",
          agents(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
          ),
          { protocol: "HTTP/1.1" },
        ),
      },
    ],
  },
  {
    name: "is there school in this snow",
    half: "closed",
    story:
      "Half past five, it has snowed: parents look whether there is school. Every ten minutes rented machines ask along for three.",
    when: "2025-01-21T05:10:00",
    zone: -360,
    historyHours: 24,
    minutes: 100,
    format: "alb",
    site: portal({ ...DISTRICT, server: { capacity: 6, whenFull: "503" } }),
    crowds: [
      portalRush(DISTRICT, { at: 18, lasts: 80, shape: { is: "burst", rise: 5, fall: 22 } }, 75, {
        acquainted: ["people", 0.25],
        access: { mobile: 0.4, v6: 0.45, near: true },
        moves: [
          { see: DISTRICT.form },
          { wait: 20 },
          { perhaps: 0.4, moves: [{ login: DISTRICT.login, ok: 200, bad: 200 }, { see: DISTRICT.pages }] },
          { perhaps: 0.4, moves: [{ wait: 240 }, { see: DISTRICT.form }] },
        ],
      }),
    ],
    raids: [
      {
        name: "every ten minutes",
        at: 30,
        lasts: 33,
        share: 0.3,
        shape: { is: "pulses", on: 3, off: 7 },
        lair: servers(60, 7, { US: 8, CA: 1, NL: 1 }),
        tool: flood("GET /public/home.html", libraries, {
          shots: [
            { send: "GET /public/home.html", often: 3 },
            { send: "POST /guardian/home.html", status: 200, bytes: 5_100, weight: 1.5 },
          ],
        }),
      },
    ],
  },
  {
    name: "attendance at nine, and neighbours' computers",
    half: "closed",
    story:
      "The second week of lessons at home; computers of Korean homes that are no longer their owners' send the login along, a fifth.",
    when: "2020-04-20T08:35:00",
    zone: 540,
    historyHours: 16,
    minutes: 80,
    format: "nginx-json",
    site: portal({ ...CLASS, server: { capacity: 10, whenFull: "503" } }),
    crowds: [
      portalRush(CLASS, { at: 15, lasts: 60, shape: { is: "burst", rise: 5, fall: 14 } }, 60, {
        acquainted: ["people", 0.45],
        moves: LISTENING,
      }),
    ],
    raids: [
      {
        name: "neighbours",
        at: 21,
        lasts: 24,
        share: 0.2,
        lair: { kind: "homes", countries: { KR: 1 }, count: 500 },
        tool: flood("POST /auth/session", browsers("korea", 78), {
          shots: [{ send: "POST /auth/session", status: 401, bytes: 96, weight: 1.5 }],
        }),
      },
    ],
  },
];
