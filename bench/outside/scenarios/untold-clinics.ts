import { driven, libraries, proxies, servers, stuffing } from "../raids/tools.ts";
import type { Crowd, Scenario } from "../scenario.ts";
import { guesses, scanner } from "../sites/machines.ts";
import { type PortalPlan, portal, portalRush } from "../sites/portals.ts";
import { type ProgramPlan, programs, users } from "../sites/programs.ts";
import { agents, appAgents, browsers } from "../world/agents.ts";

/** Clinics: dates, findings, a laboratory's nightly batch, codes by text message, and who earns by them. */

/** Dates of an Italian region's hospitals. */
const CUP: PortalPlan = {
  host: "prenota.asl-collina.example",
  day: "office",
  countries: { IT: 98, DE: 1, RO: 1 },
  access: { mobile: 0.5, v6: 0.06 },
  agents: browsers("public", 131),
  perMinute: 4,
  form: "/accesso",
  login: "/spid/acs",
  fails: 0.02,
  pages: ["/prestazioni?ricetta={digits:15}", "/disponibilita/{z:400}", "/le-mie-prenotazioni"],
  calls: ["/api/slot?prestazione={z:400}&distretto={n:6}"],
  files: ["/dist/app.css", "/dist/app.js", "/img/asl.svg"],
  stays: 4,
};

/** Findings on the telephone of a Swedish patient. */
const FINDINGS: ProgramPlan = {
  host: "api.provsvar-halsa.example",
  day: "office",
  countries: { SE: 97, NO: 1, ES: 1, FI: 1 },
  access: { mobile: 0.5, v6: 0.25 },
  agents: appAgents("Provsvar", ["7.2.0", "7.1.3", "7.0.1"]),
  perMinute: 5,
  moves: [
    {
      perhaps: 0.35,
      moves: [{ login: "/v3/auth/bankid/collect", ok: 200, bad: 401, fails: 0.05, weight: 1 }],
    },
    { fetch: "/v3/results?page=0", bytes: 4_200, weight: 0.8 },
    { wait: 14 },
    { often: 2, moves: [{ fetch: "/v3/results/{digits:9}", bytes: 2_900, weight: 0.6 }, { wait: 25 }] },
    { perhaps: 0.2, moves: [{ fetch: "/v3/messages", bytes: 3_100, weight: 0.5 }] },
  ],
};

/** Where a laboratory and practices exchange reports: programs of a dozen makers. */
const EXCHANGE: ProgramPlan = {
  host: "fhir.labor-verbund.example",
  day: "office",
  countries: { DE: 100 },
  access: { house: [0.8, 140], mobile: 0, v6: 0.05 },
  agents: agents(
    ["HAPI-FHIR/6.4.0 (FHIR Client; FHIR 4.0.1/R4; apache)", 5],
    ["Turbomed/24.2", 4],
    ["Java/17.0.9", 3],
    ["medatixx-connect/3.8", 4],
    ["", 1],
  ),
  perMinute: 8,
  moves: [
    { fetch: "/fhir/DiagnosticReport?_lastUpdated=gt{s}&performer={z:140}", bytes: 6_000, weight: 0.7 },
    {
      perhaps: 0.4,
      moves: [{ often: 3, moves: [{ send: "/fhir/ServiceRequest", status: 201, weight: 0.7 }] }],
    },
  ],
  health: "/fhir/metadata",
};

/** A chain of Mexican dentists: a number, a code, a date. */
const DENTISTS: PortalPlan = {
  host: "citas.dental-sonrisas.example",
  day: "shop",
  countries: { MX: 97, US: 3 },
  access: { mobile: 0.6, v6: 0.3 },
  agents: browsers("android", 130),
  perMinute: 3,
  form: "/agenda",
  login: "/api/otp/verify",
  ok: 200,
  bad: 401,
  pages: ["/sucursales/{slug:60}", "/agenda/{slug:60}", "/precios"],
  calls: ["/api/horarios?sucursal={z:60}"],
  files: ["/build/app.css", "/build/app.js"],
  stays: 2.5,
};
const CODED: Crowd["moves"] = [
  { see: "/agenda", calls: DENTISTS.calls! },
  { wait: 20 },
  { perhaps: 0.4, moves: [{ send: "/api/otp/send", status: 202, weight: 0.8 }, { wait: 18 }, { login: DENTISTS.login, ok: 200, bad: 401, fails: 0.1 }, { see: "/agenda/{slug:60}", calls: DENTISTS.calls! }, { wait: 25 }, { send: "/api/citas", status: 201 }] },
]; // biome-ignore format: a visit

const dentists = portal(DENTISTS);

export const UNTOLD_CLINICS: readonly Scenario[] = [
  {
    name: "dates for the autumn's vaccine",
    half: "closed",
    story:
      "A region says on the radio at half past seven that dates are open; the queue lets in twenty-four a minute.",
    when: "2024-10-07T07:10:00",
    zone: 120,
    historyHours: 16,
    minutes: 130,
    format: "traefik-json",
    site: portal({
      ...CUP,
      server: { capacity: 30, whenFull: "queue", queuePage: "/attesa", admitPerMinute: 24 },
      queueSeconds: 15,
    }),
    crowds: [
      portalRush(CUP, { at: 22, lasts: 105, shape: { is: "burst", rise: 8, fall: 25 } }, 44, {
        acquainted: ["people", 0.15],
      }),
    ],
  },
  {
    name: "your results are here",
    half: "closed",
    story:
      "At two each afternoon a laboratory hands over its results, and telephones ring: as on every day of three.",
    when: "2025-01-29T13:30:00",
    zone: 60,
    historyHours: 53,
    minutes: 90,
    format: "envoy",
    site: programs(FINDINGS, [
      users(FINDINGS, "told by a push", {
        perMinute: 30,
        passing: {
          at: 30 - 2 * 1440,
          lasts: 2 * 1440 + 60,
          shape: { is: "bells", every: 1440, rise: 3, fall: 14 },
        },
        day: "flat",
      }),
    ]),
  },
  {
    name: "the laboratory catches up",
    half: "closed",
    story:
      "A laboratory's program was stuck since the weekend, and sends what lay there: a hundred and eighty reports a minute from one office, for fifty minutes.",
    when: "2024-11-12T10:00:00",
    zone: 60,
    historyHours: 27,
    minutes: 120,
    format: "nginx-json",
    site: programs(EXCHANGE),
    crowds: [
      {
        ...users(EXCHANGE, "what lay there"),
        moves: [
          {
            every: 1.3,
            give: 0.5,
            minutes: 50,
            moves: [{ send: "/fhir/DiagnosticReport", status: 201, weight: 0.6 }],
          },
        ],
        agents: agents("Java/17.0.9"),
        perMinute: 40,
        fleet: 4,
        access: { house: [1, 1], mobile: 0 },
        passing: { at: 25, lasts: 50, shape: { is: "flat" } },
      },
    ],
    raids: [scanner(90, 12, 4)],
  },
  {
    name: "who else's findings",
    half: "closed",
    story:
      "Numbers of findings are counted up with one stolen token, from rented machines, thirty-six a minute; nearly all are answered 403.",
    when: "2025-02-04T14:00:00",
    zone: 60,
    historyHours: 20,
    minutes: 150,
    format: "alb",
    site: programs(FINDINGS),
    raids: [
      {
        name: "counting up",
        at: 40,
        lasts: 85,
        perMinute: 36,
        turns: true,
        lair: servers(5, 2, { DE: 2, FI: 1, NL: 1 }),
        tool: {
          shots: [
            { send: "GET /v3/results/4{seq}", status: 403, bytes: 120, weight: 0.4, often: 30 },
            { send: "GET /v3/results/4{seq}", status: 200, bytes: 2_900, weight: 0.6 },
          ],
          agents: agents("Provsvar/7.2.0 (Android 14; Pixel 6a) okhttp/4.12.0"),
        },
      },
    ],
  },
  {
    name: "codes to far countries",
    half: "closed",
    story:
      "Somebody earns with each text message: codes are asked for by ever another number through homes for hire, fifty a minute through a night.",
    when: "2024-12-02T23:00:00",
    zone: -360,
    historyHours: 33,
    minutes: 360,
    format: "combined",
    site: {
      ...dentists,
      audience: [{ ...dentists.audience[0]!, moves: CODED }, ...dentists.audience.slice(1)],
    },
    raids: [
      guesses("POST /wp-login.php", 404, 0.5, 1200, -1000),
      {
        name: "codes",
        at: 45,
        lasts: 290,
        perMinute: 52,
        lair: proxies(2, { ID: 14, BD: 8, PK: 8, NG: 6, UZ: 5, LK: 4, DZ: 4, EG: 4, IN: 6, RU: 4, VN: 4 }),
        tool: {
          shots: [
            { send: "POST /api/otp/send", status: 202, bytes: 38, weight: 0.8, often: 9 },
            { send: "POST /api/otp/send", status: 429, bytes: 60, weight: 0.1, often: 1 },
          ],
          agents: browsers("android", 118),
          referrer: "https://citas.dental-sonrisas.example/agenda",
        },
      },
    ],
  },
  {
    name: "hips and knees at eight",
    half: "closed",
    story:
      "Dates of the next quarter are opened; one in six requests is a program's that tries stolen cards of the insured, so as to take dates under their names.",
    when: "2025-03-03T07:40:00",
    zone: 60,
    historyHours: 1.5,
    minutes: 85,
    format: "ingress-nginx",
    site: portal({ ...CUP, server: { capacity: 7, whenFull: "503" } }),
    crowds: [
      portalRush(CUP, { at: 20, lasts: 60, shape: { is: "burst", rise: 3, fall: 15 } }, 48, {
        acquainted: ["people", 0.2],
      }),
    ],
    raids: [
      {
        name: "cards",
        at: 23,
        lasts: 44,
        share: 0.1,
        lair: servers(22, 4, { IT: 2, DE: 3, FR: 2, NL: 3 }),
        tool: stuffing("POST /api/ricetta/verifica", 404, libraries),
      },
      {
        name: "drivers",
        at: 24,
        lasts: 40,
        share: 0.08,
        lair: servers(12, 3, { IT: 3, FR: 1 }),
        tool: driven(
          [
            { see: "/accesso", files: 2 },
            { wait: 1.5, spread: 0.2 },
            {
              often: 7,
              moves: [
                {
                  send: "/api/slot?prestazione={z:400}&distretto={n:6}",
                  method: "GET",
                  bytes: 1_800,
                  weight: 0.6,
                },
                { wait: 1.2, spread: 0.1 },
              ],
            },
          ],
          10,
        ),
      },
    ],
  },
];
