import { driven, proxies, stuffing } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { scanner } from "../sites/machines.ts";
import { type PortalPlan, portal, portalRush, portalVisit } from "../sites/portals.ts";
import { type ProgramPlan, programs, users, usersRush } from "../sites/programs.ts";
import { appAgents, browsers } from "../world/agents.ts";
import type { Move } from "../world/moves.ts";

/** Hospitals, surgeries, vaccinations. */

const CLINIC: PortalPlan = {
  host: "area.hospital.example",
  day: "office",
  countries: { PT: 94, BR: 2, FR: 2, CH: 1, AO: 1 },
  access: { mobile: 0.45, house: [0.1, 30], v6: 0.3 },
  agents: browsers("public", 117),
  perMinute: 12,
  form: "/entrar",
  login: "/sessao",
  ok: 303,
  bad: 422,
  fails: 0.14,
  pages: ["/consultas", "/consultas/marcar", "/exames", "/receitas", "/exames/{digits:7}/pdf"],
  calls: ["/api/avisos"],
  files: ["/build/app.css", "/build/app.js", "/img/hospital.svg"],
};

const JABS: ProgramPlan = {
  host: "rdv.vaccin.example",
  day: "evening",
  countries: { BE: 95, FR: 3, NL: 1, LU: 1 },
  access: { mobile: 0.5, v6: 0.5, relay: 0.03 },
  agents: browsers("public", 91),
  perMinute: 14,
  silent: false,
  files: ["/static/app.4d.js", "/static/app.4d.css", "/static/map.svg"],
  moves: [
    { see: "/centres?zip={digits:4}", calls: ["/api/centres?zip={digits:4}"] },
    { often: 4, moves: [{ wait: 9 }, { fetch: "/api/slots?centre={z:60}", weight: 0.8, bytes: 2_400 }] },
    { perhaps: 0.2, moves: [{ wait: 45 }, { send: "/api/bookings", status: 201, bytes: 300 }] },
  ],
};

/** What a program that looks for free dates does: the same calls as people make, all night long. */
const LOOK_FOR_SLOTS: readonly Move[] = [
  { see: "/centres?zip={digits:4}", calls: ["/api/centres?zip={digits:4}"] },
  { wait: 1, spread: 0.2 },
  { every: 2, minutes: 0.4, moves: [{ fetch: "/api/slots?centre={n:60}", weight: 0.8, bytes: 2_400 }] },
];

const SURGERY: ProgramPlan = {
  host: "api.arzt.example",
  day: "office",
  countries: { DE: 98, AT: 2 },
  access: { mobile: 0.6, v6: 0.5 },
  agents: appAgents("ArztApp", ["2.9.1", "2.9.0", "2.8.4"]),
  perMinute: 26,
  moves: [
    { send: "/oauth/token", status: 200, bytes: 1_800, weight: 1.2 },
    { fetch: "/v2/patient/{me}", weight: 1, bytes: 1_100 },
    {
      often: 3,
      moves: [
        { wait: 8 },
        { fetch: "/v2/{appointments|prescriptions|messages}?since={s}", weight: 1, bytes: 3_000 },
      ],
    },
  ],
};

export const HEALTH: readonly Scenario[] = [
  {
    name: "two days of a hospital",
    half: "open",
    story: "Two working days and the third's morning, with lunch and night; somebody scans, nobody attacks.",
    when: "2024-03-06T12:30:00",
    zone: 0,
    historyHours: 52,
    minutes: 60,
    format: "traefik-clf",
    site: portal({ ...CLINIC, perMinute: 5 }),
    raids: [scanner(15), scanner(-900), { ...scanner(-2000, 28, 9), name: "long scan" }],
  },
  {
    name: "a hospital comes back",
    half: "open",
    story: "Twelve minutes of outage in the middle of the morning; everybody tries, and then comes again.",
    when: "2024-03-07T10:30:00",
    zone: 0,
    historyHours: 2.5,
    minutes: 60,
    format: "traefik-clf",
    site: portal({ ...CLINIC, perMinute: 24, server: { capacity: 20, whenFull: "503" } }),
    outage: { at: 10, lasts: 12, status: 502 },
    crowds: [
      {
        ...portalRush(CLINIC, { at: 22, lasts: 15, shape: { is: "burst", rise: 0.7, fall: 4 } }, 40),
        surge: false,
        name: "those who were turned away",
      },
    ],
  },
  {
    name: "programs look for vaccination dates",
    half: "open",
    story:
      "A free evening of bookings; programs in browsers, behind proxies at home and abroad, look for dates: a third.",
    when: "2021-05-20T20:00:00",
    zone: 120,
    historyHours: 2,
    minutes: 70,
    format: "combined",
    site: programs({ ...JABS, server: { capacity: 30, whenFull: "503" } }),
    raids: [
      {
        name: "lookers",
        at: 12,
        lasts: 40,
        share: 0.33,
        lair: proxies(20, { BE: 25, FR: 15, NL: 10, US: 20, GB: 10, PL: 10, IN: 10 }),
        tool: driven(LOOK_FOR_SLOTS, 18, browsers("office", 90)),
      },
    ],
  },
  {
    name: "dates for the under forties",
    half: "open",
    story:
      "The same site when a new age may book: ten times as many in three minutes, half of them through one app's window.",
    when: "2021-06-02T11:55:00",
    zone: 120,
    historyHours: 2,
    minutes: 50,
    format: "combined",
    site: programs({ ...JABS, server: { capacity: 13, whenFull: "502" } }),
    crowds: [
      usersRush(JABS, { at: 5, lasts: 40, shape: { is: "burst", rise: 1.2, fall: 11 } }, 210, {
        agents: browsers("facebook", 91),
      }),
    ],
  },
  {
    name: "patients' passwords at night",
    half: "open",
    story:
      "Three in the night: the clinic's form gets stolen passwords from homes in Brazil and Portugal, one each, forty-five a minute.",
    when: "2024-02-01T03:00:00",
    zone: 0,
    historyHours: 4,
    minutes: 90,
    format: "traefik-clf",
    site: portal({ ...CLINIC, perMinute: 20 }),
    raids: [
      {
        name: "stuffing",
        at: 15,
        lasts: 65,
        perMinute: 45,
        lair: proxies(1, { BR: 55, PT: 25, AO: 8, US: 12 }),
        tool: stuffing("POST /sessao", 422, browsers("public", 116)),
      },
    ],
  },
  {
    name: "codes by guessing",
    half: "open",
    story:
      "An app's interface for patients: proxies guess six-digit codes with the app's own name, a quarter of all requests.",
    when: "2024-05-08T13:00:00",
    zone: 120,
    historyHours: 2.5,
    minutes: 60,
    format: "traefik-json",
    site: programs(SURGERY),
    raids: [
      {
        name: "codes",
        at: 15,
        lasts: 35,
        share: 0.25,
        lair: proxies(6),
        tool: {
          shots: [{ send: "POST /oauth/otp", status: 403, weight: 0.8, bytes: 80 }],
          agents: appAgents("ArztApp", ["2.9.1"]),
        },
      },
    ],
  },
  {
    name: "prescriptions on the first of the month",
    half: "open",
    story:
      "Doctors' app: on the first working day all patients ask for prescriptions after the eight o'clock news tells them to.",
    when: "2024-01-02T08:00:00",
    zone: 60,
    historyHours: 1.5,
    minutes: 60,
    format: "traefik-json",
    site: programs({ ...SURGERY, server: { capacity: 11, whenFull: "503" } }),
    crowds: [usersRush(SURGERY, { at: 4, lasts: 50, shape: { is: "burst", rise: 4, fall: 16 } }, 150)],
    raids: [scanner(30)],
  },
  {
    name: "the whole town asks for its tests",
    half: "open",
    story:
      "Results of tests are promised for six o'clock; the portal is looked at from telephones again and again.",
    when: "2021-01-14T17:55:00",
    zone: 0,
    historyHours: 2.5,
    minutes: 55,
    format: "common",
    site: portal({ ...CLINIC, agents: browsers("android", 88), server: { capacity: 18, whenFull: "504" } }, [
      users({ ...SURGERY, countries: CLINIC.countries }, "app"),
    ]),
    crowds: [
      portalRush(CLINIC, { at: 5, lasts: 45, shape: { is: "burst", rise: 2, fall: 12 } }, 130, {
        moves: [
          ...portalVisit(CLINIC).slice(0, 2),
          { every: 40, give: 0.5, minutes: 8, moves: [{ see: "/exames", files: 0 }] },
        ],
      }),
    ],
  },
];
