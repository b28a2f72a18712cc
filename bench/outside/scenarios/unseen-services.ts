import { driven, libraries, script, servers, stuffing } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { guesses, mailGateways, scanner } from "../sites/machines.ts";
import { type PortalPlan, portal, portalRush } from "../sites/portals.ts";
import { agents, browsers } from "../world/agents.ts";

/** A provider, doctors, bookkeeping: accounts of people who need them. */

/** A Hungarian provider's customers: bills, faults, television. */
const PROVIDER: PortalPlan = {
  host: "ugyfelkapu.szolgaltato.example",
  day: "evening",
  countries: { HU: 96, RO: 1, AT: 1, DE: 2 },
  access: { mobile: 0.25, v6: 0.35, near: true },
  agents: browsers("public", 130),
  perMinute: 8,
  form: "/belepes",
  login: "/auth/realms/ugyfel/login-actions/authenticate?session_code={hex:20}",
  ok: 302,
  bad: 200,
  fails: 0.11,
  pages: ["/szamlak", "/hibabejelentes", "/elofizetes", "/tv-musor?nap={n:7}"],
  calls: ["/api/ugyfel/{me}"],
  files: ["/resources/login.css", "/main.f02a.js", "/logo.svg"],
  stays: 3,
};

/** Belgian doctors' dates, in two languages. */
const DOCTORS: PortalPlan = {
  host: "rdv.huisarts.example",
  day: "office",
  countries: { BE: 96, FR: 2, NL: 2 },
  access: { mobile: 0.35, v6: 0.55 },
  agents: browsers("public", 131),
  perMinute: 10,
  form: "/login",
  login: "/api/login",
  ok: 200,
  bad: 401,
  pages: ["/{fr|nl}/praktijk/{slug:400}", "/{fr|nl}/agenda/{slug:900}", "/mijn"],
  calls: ["/api/slots?doctor={z:900}&week={n:8}", "/api/me"],
  files: ["/_nuxt/entry.js", "/_nuxt/entry.css", "/favicon.svg"],
  session: 0.45,
};

/** Bookkeeping for small Finnish companies. */
const BOOKS: PortalPlan = {
  host: "app.tilitys.example",
  day: "office",
  countries: { FI: 95, SE: 2, EE: 3 },
  access: { house: [0.35, 90], mobile: 0.15, v6: 0.2 },
  agents: browsers("office", 131),
  perMinute: 6,
  form: "/login",
  login: "/session",
  ok: 303,
  bad: 422,
  fails: 0.05,
  pages: ["/invoices", "/invoices/{z:5000}", "/vat/{n:12}", "/reports/profit", "/bank"],
  calls: ["/graphql?op=Balance", "POST /graphql"],
  files: ["/packs/app-2c.js", "/packs/app-2c.css"],
  stays: 8,
  session: 0.5,
};

export const UNSEEN_SERVICES: readonly Scenario[] = [
  {
    name: "a provider without a network",
    half: "open",
    story:
      "Half of a provider's customers lose their line at eight in the evening; they come from telephones of other networks to be told of it.",
    when: "2025-01-13T19:40:00",
    zone: 60,
    historyHours: 18,
    minutes: 95,
    format: "nginx-json",
    site: portal({ ...PROVIDER, server: { capacity: 16, whenFull: "503" } }),
    crowds: [
      portalRush(PROVIDER, { at: 20, lasts: 75, shape: { is: "burst", rise: 3, fall: 25 } }, 95, {
        access: { mobile: 0.92, v6: 0.5 },
        moves: [
          { see: "/" },
          { wait: 6 },
          { see: "/hibabejelentes", calls: ["/api/hibak"] },
          { wait: 40 },
          { often: 2, moves: [{ see: "/hibabejelentes" }, { wait: 70 }] },
        ],
        returning: 0.2,
      }),
    ],
  },
  {
    name: "the month's invoices",
    half: "open",
    story:
      "Bookkeepers get a letter about a deadline; their companies' gateways open each link before they do, and then they all log in.",
    when: "2024-12-12T08:40:00",
    zone: 120,
    historyHours: 23,
    minutes: 90,
    format: "ltsv",
    site: portal({ ...BOOKS, server: { capacity: 45, whenFull: "503" } }),
    crowds: [
      mailGateways("/login?ref=mail&u={hex:12}", 20, 70, { FI: 3, IE: 2, NL: 1 }),
      portalRush(BOOKS, { at: 22, lasts: 65, shape: { is: "burst", rise: 6, fall: 22 } }, 26, {
        acquainted: ["people", 0.5],
      }),
    ],
  },
  {
    name: "three hours of stolen pairs",
    half: "open",
    story:
      "Rented servers try stolen pairs against a provider's customers, seventy a minute for three hours, with the form opened first.",
    when: "2024-10-30T12:00:00",
    zone: 60,
    historyHours: 6,
    minutes: 220,
    format: "traefik-clf",
    site: portal(PROVIDER),
    raids: [
      {
        name: "pairs",
        at: 18,
        lasts: 180,
        perMinute: 70,
        lair: servers(85, 11),
        tool: stuffing(
          "POST /auth/realms/ugyfel/login-actions/authenticate?session_code={hex:20}",
          200,
          browsers("office", 129),
          {
            shots: [
              { send: "GET /belepes", weight: 1 },
              {
                send: "POST /auth/realms/ugyfel/login-actions/authenticate?session_code={hex:20}",
                status: 200,
                bytes: 4_900,
                weight: 1.5,
              },
            ],
          },
        ),
      },
    ],
  },
  {
    name: "a little more each minute",
    half: "open",
    story:
      "Questions to a bookkeeping program's GraphQL grow from nothing to nine a second within an hour and a half.",
    when: "2025-01-28T13:30:00",
    zone: 120,
    historyHours: 9,
    minutes: 125,
    format: "alb",
    site: portal({ ...BOOKS, server: { capacity: 30, whenFull: "503" } }),
    raids: [
      {
        name: "growing",
        at: 15,
        lasts: 90,
        perMinute: 260,
        shape: { is: "ramp" },
        lair: servers(40, 6),
        tool: script("POST /graphql", 401, libraries, 0.8),
      },
    ],
  },
  {
    name: "dates for the flu, and who takes them",
    half: "open",
    story:
      "Dates for the vaccine are opened at seven in the evening; an eighth of what comes are programs that take dates for others.",
    when: "2024-10-07T18:40:00",
    zone: 120,
    historyHours: 10,
    minutes: 75,
    format: "apache-vhost",
    site: portal({ ...DOCTORS, server: { capacity: 28, whenFull: "503" } }),
    crowds: [
      portalRush(DOCTORS, { at: 20, lasts: 55, shape: { is: "burst", rise: 2, fall: 18 } }, 65, {
        acquainted: ["people", 0.15],
      }),
    ],
    raids: [
      guesses("POST /api/login", 401, 2, 300, -230),
      {
        name: "takers",
        at: 24,
        lasts: 30,
        share: 0.12,
        lair: servers(14, 3, { FR: 2, NL: 2, BE: 1 }),
        tool: driven(
          [
            {
              often: 12,
              moves: [
                { send: "/api/slots?doctor={n:900}&week={n:8}", method: "GET", bytes: 2_000, weight: 0.6 },
                { wait: 2, spread: 0.1 },
              ],
            },
            { send: "/api/book", status: 409 },
          ],
          13,
          agents(
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36",
          ),
        ),
      },
    ],
  },
  {
    name: "reminders at noon",
    half: "open",
    story:
      "Reminders go out at noon each day, as they always do, and many patients look at once: a habit of the house.",
    when: "2024-09-27T06:00:00",
    zone: 120,
    historyHours: 78,
    minutes: 600,
    format: "combined",
    site: portal({ ...DOCTORS, perMinute: 2.5 }, [
      {
        ...portalRush(
          DOCTORS,
          {
            at: 360 - 3 * 1440,
            lasts: 3 * 1440 + 120,
            shape: { is: "bells", every: 1440, rise: 4, fall: 15 },
          },
          14,
        ),
        name: "reminded",
        surge: false,
      },
    ]),
    raids: [scanner(140, 20, 5)],
  },
];
