import { driven, flood, libraries, proxies, script, servers, stuffing } from "../raids/tools.ts";
import type { Crowd, Scenario } from "../scenario.ts";
import { guesses, scanner } from "../sites/machines.ts";
import { type PortalPlan, portal, portalRush, portalVisit } from "../sites/portals.ts";
import { type ProgramPlan, programs, usersRush } from "../sites/programs.ts";
import { type ReadingPlan, reading } from "../sites/reading.ts";
import { appAgents, browsers } from "../world/agents.ts";

/** Money and work: banks, places to find work, a program for wages, and its keys. */

/** A Brazilian bank's app. */
const BANK_APP: ProgramPlan = {
  host: "api.banco-jacaranda.example",
  day: "shop",
  countries: { BR: 98, PT: 1, US: 1 },
  access: { mobile: 0.55, v6: 0.6 },
  agents: appAgents("Jacaranda", ["9.14.0", "9.13.2", "9.13.0", "9.11.1"]),
  perMinute: 14,
  moves: [
    { perhaps: 0.8, moves: [{ login: "/v2/auth/token", ok: 200, bad: 401, fails: 0.06, weight: 1.2 }] },
    { fetch: "/v2/accounts/balance", bytes: 900, weight: 0.6 },
    { wait: 5 },
    { fetch: "/v2/accounts/statement?page=0", bytes: 5_200, weight: 0.8 },
    {
      perhaps: 0.4,
      moves: [
        { wait: 14 },
        { fetch: "/v2/pix/keys", weight: 0.4 },
        { wait: 12 },
        { send: "/v2/pix/payments", status: 201, weight: 1 },
      ],
    },
  ],
};

/** A Czech savings bank in browsers. */
const SAVINGS: PortalPlan = {
  host: "klient.sporitelna-labe.example",
  day: "office",
  countries: { CZ: 96, SK: 2, DE: 1, AT: 1 },
  access: { mobile: 0.25, v6: 0.25, house: [0.12, 90] },
  agents: browsers("public", 130),
  perMinute: 6,
  form: "/prihlaseni",
  login: "/prihlaseni/overeni",
  fails: 0.06,
  pages: ["/prehled", "/platby/nova", "/ucet/{me}/pohyby", "/karty"],
  calls: ["/api/ucty", "/api/zpravy/pocet"],
  files: ["/static/ib.css", "/static/ib.js", "/static/logo.svg"],
  stays: 4,
  session: 0.05,
};

/** Work in Ireland. */
const WORK: ReadingPlan = {
  host: "www.irish-vacancies.example",
  day: "office",
  countries: { IE: 74, GB: 12, IN: 5, BR: 4, PL: 3, ES: 2 },
  access: { mobile: 0.4, v6: 0.35 },
  agents: browsers("public", 131),
  perMinute: 6,
  page: "/job/{slug:9000}-{digits:6}",
  find: "/search?q={slug:300}&l={dublin|cork|galway|limerick}",
  files: ["/static/app.css", "/static/app.js"],
  crawled: 14,
};

/** Wages of small companies in South Africa, in a browser. */
const WAGES: PortalPlan = {
  host: "app.payslip-cloud.example",
  day: "office",
  countries: { ZA: 93, NA: 3, BW: 2, GB: 2 },
  access: { mobile: 0.45, v6: 0.05, house: [0.2, 120] },
  agents: browsers("android", 131),
  perMinute: 4,
  form: "/login",
  login: "/api/sessions",
  ok: 201,
  bad: 401,
  fails: 0.14,
  pages: ["/payslips", "/payslips/{n:36}", "/leave", "/profile"],
  calls: ["/api/me", "/api/payslips?year=2025"],
  files: ["/build/main.js", "/build/main.css"],
  stays: 2.5,
  session: 0.2,
};

/** A visit as people of the bank make it, but in a hurry. */
const MIMES = driven(portalVisit(SAVINGS), 20, browsers("public", 130));
const waged = portalRush(WAGES, { at: 22, lasts: 100, shape: { is: "burst", rise: 6, fall: 20 } }, 55, {
  acquainted: ["people", 0.4],
});
const reAuthenticating: Crowd["moves"] = [
  { fetch: "/v2/config?v=9.15.0", bytes: 3_000, weight: 0.3 },
  { login: "/v2/auth/token", ok: 200, bad: 401, fails: 0.2, weight: 1.2 },
  { send: "/v2/devices", status: 201, weight: 0.8 },
  { fetch: "/v2/accounts/balance", bytes: 900, weight: 0.6 },
];

export const UNTOLD_ACCOUNTS: readonly Scenario[] = [
  {
    name: "payslips at noon on the twenty-fifth",
    half: "closed",
    story:
      "Slips are given out at noon on pay day, by text message; many have forgotten their password since the last.",
    when: "2025-02-25T11:40:00",
    zone: 120,
    historyHours: 28,
    minutes: 130,
    format: "alb",
    site: portal({ ...WAGES, server: { capacity: 9, whenFull: "503" } }),
    crowds: [waged],
    raids: [scanner(-200, 14, 5)],
  },
  {
    name: "version 9.15 of a bank",
    half: "closed",
    story:
      "An app is updated overnight and in the morning, by stores and not by people; each asks who it is once more, and one in five is told no at first.",
    when: "2025-01-22T05:00:00",
    zone: -180,
    historyHours: 30,
    minutes: 240,
    format: "envoy",
    site: programs({ ...BANK_APP, perMinute: 5 }),
    crowds: [
      usersRush(BANK_APP, { at: 40, lasts: 190, shape: { is: "hill" } }, 48, {
        acquainted: ["users", 0.5],
        agents: appAgents("Jacaranda", ["9.15.0"]),
        moves: reAuthenticating,
        surge: true,
      }),
    ],
  },
  {
    name: "four pairs a second",
    half: "closed",
    story:
      "Stolen pairs against a bank's app, four a second for eleven minutes, out of homes for hire, then a filter answers 429.",
    when: "2025-03-05T16:00:00",
    zone: -180,
    historyHours: 5,
    minutes: 60,
    format: "nginx-json",
    site: programs({ ...BANK_APP, server: { capacity: 80, whenFull: "503" } }),
    raids: [
      {
        name: "pairs",
        at: 21,
        lasts: 18,
        perMinute: 240,
        lair: proxies(2, { BR: 40, AR: 6, MX: 5, CO: 5, US: 8, PT: 2, IN: 4, ID: 3 }),
        tool: stuffing("POST /v2/auth/token", 401, appAgents("Jacaranda", ["9.13.0", "9.11.1"])),
        blocked: { after: 11, status: 429 },
      },
    ],
  },
  {
    name: "vacancies by the thousand",
    half: "closed",
    story:
      "Somebody copies all places of work into a site of his own, a quarter of all requests, with an honest library's name, for three hours.",
    when: "2024-11-14T10:00:00",
    zone: 0,
    historyHours: 8,
    minutes: 220,
    format: "traefik-json",
    site: reading(WORK),
    raids: [
      guesses("POST /account/login", 401, 1, 400, -300),
      {
        name: "copyist",
        at: 24,
        lasts: 180,
        share: 0.25,
        turns: true,
        lair: servers(24, 2, { DE: 3, FI: 2 }),
        tool: script("GET /job/{slug:9000}-{digits:6}", 200, libraries),
      },
    ],
  },
  {
    name: "grants for the house are open",
    half: "closed",
    story:
      "A fund for insulation opens at nine at a savings bank; an eighth of what comes are browsers of Czech homes that are led to do what everybody does.",
    when: "2025-02-26T08:40:00",
    zone: 60,
    historyHours: 20,
    minutes: 75,
    format: "apache",
    site: portal({ ...SAVINGS, server: { capacity: 12, whenFull: "503" } }),
    crowds: [
      portalRush(SAVINGS, { at: 19, lasts: 55, shape: { is: "burst", rise: 3, fall: 15 } }, 44, {
        acquainted: ["people", 0.4],
      }),
    ],
    raids: [
      {
        name: "mimes",
        at: 24,
        lasts: 30,
        share: 0.125,
        lair: {
          kind: "homes",
          countries: { CZ: 96, SK: 2, DE: 2 },
          requestsEach: 24,
          access: { mobile: 0.25, v6: 0.25 },
        },
        tool: MIMES,
        // They live where customers live, load what customers load, and log in: no log tells them apart.
        decidable: false,
      },
    ],
  },
  {
    name: "pay day, and somebody who wants the addresses",
    half: "closed",
    story:
      "Pay day of the following month; as slips come out, names are tried at the form for a forgotten password out of a cloud, a sixth of the requests.",
    when: "2025-03-25T11:40:00",
    zone: 120,
    historyHours: 4,
    minutes: 110,
    format: "haproxy",
    site: portal({ ...WAGES, server: { capacity: 9, whenFull: "503" } }),
    crowds: [waged],
    raids: [
      {
        name: "names",
        at: 27,
        lasts: 55,
        share: 0.16,
        lair: servers(30, 4, { US: 4, DE: 2, ZA: 1 }),
        tool: flood("POST /api/password/forgot", browsers("office", 125), {
          shots: [
            { send: "POST /api/password/forgot", status: 404, bytes: 70, weight: 1, often: 8 },
            { send: "POST /api/password/forgot", status: 202, bytes: 40 },
          ],
        }),
      },
    ],
  },
];
