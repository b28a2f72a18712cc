import { botnet, cacheBuster, driven, oldBrowsers, proxies, servers } from "../raids/tools.ts";
import type { Crowd, Scenario } from "../scenario.ts";
import { guesses, mailGateways, PROXIES, scanner, search } from "../sites/machines.ts";
import { type PortalPlan, portal, portalRush } from "../sites/portals.ts";
import { type ReadingPlan, readersOf, reading, readingVisit } from "../sites/reading.ts";
import { browsers } from "../world/agents.ts";

/** Town halls: a letter to everybody, a river, another machine, and who is angry with them. */

const TOWN: ReadingPlan = {
  host: "www.stad-aan-de-vliet.example",
  day: "office",
  countries: { NL: 97, BE: 2, DE: 1 },
  access: { near: true, mobile: 0.35, v6: 0.5 },
  agents: browsers("public", 131),
  perMinute: 2.5,
  page: "/{bestuur|wonen|afval|verkeer}/{slug:120}",
  find: "/zoeken?trefwoord={word}",
  files: ["/design/rijkshuisstijl.css", "/design/site.js", "/design/logo.svg", "/media/{z:300}.jpg"],
  crawled: 3,
};

/** A canton's levels of rivers. */
const RIVER: ReadingPlan = {
  host: "pegel.hochwasser-tal.example",
  day: "office",
  countries: { AT: 88, DE: 9, CZ: 3 },
  access: { mobile: 0.5, v6: 0.3, near: true },
  agents: browsers("public", 128),
  perMinute: 1,
  page: "/pegel/{slug:60}",
  calls: ["/api/pegel/{z:60}.json?t={s}"],
  files: ["/css/pegel.css", "/js/chart.min.js", "/karte/{n:9}.png"],
  crawled: 1.5,
};

/** A Hungarian county town that moves to another machine. */
const MOVED: ReadingPlan = {
  host: "www.varmegye-hivatal.example",
  day: "office",
  countries: { HU: 95, RO: 2, SK: 2, AT: 1 },
  access: { mobile: 0.25, v6: 0.3 },
  agents: browsers("public", 129),
  perMinute: 0.05,
  page: "/{hirek|ugyintezes|rendeletek}/{slug:200}",
  find: "/kereses?q={word}",
  files: ["/wp-content/themes/hivatal/style.css", "/wp-content/uploads/{z:400}.jpg"],
  crawled: 0.3,
};

/** A Lithuanian city, whose site is looked for when politics gets loud. */
const CITY: ReadingPlan = {
  host: "www.miestas-prie-upes.example",
  day: "office",
  countries: { LT: 94, PL: 2, GB: 2, NO: 2 },
  access: { mobile: 0.35, v6: 0.08 },
  agents: browsers("public", 130),
  perMinute: 5,
  page: "/{naujienos|paslaugos|kontaktai}/{slug:300}",
  find: "/paieska?zodis={word}",
  files: ["/templates/miestas/css/template.css", "/templates/miestas/js/main.js", "/images/{z:500}.jpg"],
  crawled: 4,
};

/** Dates for passports of a Spanish province. */
const DATES: PortalPlan = {
  host: "citaprevia.diputacion-levante.example",
  day: "office",
  countries: { ES: 95, MA: 2, RO: 1, CO: 2 },
  access: { mobile: 0.5, v6: 0.1 },
  agents: browsers("public", 130),
  perMinute: 4,
  form: "/icpplus/citar",
  login: "/icpplus/acEntrada",
  ok: 200,
  bad: 200,
  fails: 0.05,
  pages: ["/icpplus/acInfo", "/icpplus/acCitar", "/icpplus/acOfertarCita"],
  files: ["/icpplus/css/cita.css", "/icpplus/js/cita.js", "/icpplus/captcha.jpg?{n:99999}"],
  stays: 3,
  session: 0,
};

const movers = (name: string, perMinute: number, passing: NonNullable<Crowd["passing"]>): Crowd => ({
  name,
  moves: readingVisit(MOVED),
  countries: MOVED.countries,
  access: MOVED.access!,
  agents: MOVED.agents,
  perMinute,
  passing,
  surge: true,
  returning: 0.35,
});

export const UNTOLD_TOWNS: readonly Scenario[] = [
  {
    name: "the town writes to everybody",
    half: "closed",
    story:
      "A letter to eleven thousand households about a new bin; gateways open its links first, and readers for two hours after.",
    when: "2025-02-25T09:40:00",
    zone: 60,
    historyHours: 48,
    minutes: 180,
    format: "nginx-json",
    site: reading(TOWN),
    crowds: [
      mailGateways("/afval/nieuwe-container?utm_source=nieuwsbrief&utm_id={hex:10}", 19, 90, {
        NL: 3,
        IE: 3,
        DE: 1,
        US: 2,
      }),
      readersOf(
        TOWN,
        "/afval/nieuwe-container?utm_source=nieuwsbrief&utm_id={hex:10}",
        { at: 20, lasts: 150, shape: { is: "burst", rise: 8, fall: 30 } },
        34,
        {
          from: { "": 8, "https://outlook.live.com/": 1, "https://mail.google.com/": 1 },
        },
      ),
    ],
  },
  {
    name: "the river rises in the night",
    half: "closed",
    story:
      "It rains for two days; first a valley looks at its gauge each quarter of an hour, and at night the whole country does.",
    when: "2024-09-14T18:00:00",
    zone: 120,
    historyHours: 60,
    minutes: 330,
    format: "lighttpd",
    site: reading({ ...RIVER, server: { capacity: 25, whenFull: "503" } }),
    crowds: [
      readersOf(RIVER, "/pegel/talfluss", { at: 30, lasts: 300, shape: { is: "hill" } }, 22, {
        moves: [
          { see: "/pegel/talfluss", calls: RIVER.calls! },
          {
            every: 300,
            minutes: 12,
            moves: [{ fetch: "/api/pegel/7.json?t={s}", bytes: 3_000, weight: 0.3 }],
          },
        ],
        returning: 0.5,
      }),
    ],
    raids: [scanner(200, 19, 5)],
  },
  {
    name: "the county has another machine",
    half: "closed",
    story:
      "At one the name is turned to this machine, which had only its monitors; within two hours everybody has come over, and crawlers too.",
    when: "2025-04-08T13:00:00",
    zone: 120,
    historyHours: 22,
    minutes: 300,
    format: "apache",
    site: reading(MOVED),
    crowds: [
      movers("who has heard of it", 9, { at: 4, lasts: 110, shape: { is: "ramp" } }),
      movers("who comes since", 9, { at: 114, lasts: 186, shape: { is: "flat" } }),
      {
        ...search(MOVED.page, 12),
        name: "crawlers that follow",
        passing: { at: 20, lasts: 280, shape: { is: "flat" } },
      },
    ],
  },
  {
    name: "angry with a city",
    half: "closed",
    story:
      "After a vote volunteers of another country point their computers and rented machines at a city, ever another search, for an hour and ten minutes; the firewall answers from the twelfth minute.",
    when: "2024-06-19T10:00:00",
    zone: 180,
    historyHours: 25,
    minutes: 115,
    format: "combined",
    site: reading({ ...CITY, server: { capacity: 20, whenFull: "504" } }),
    raids: [
      {
        name: "volunteers",
        at: 20,
        lasts: 70,
        perMinute: 620,
        shape: { is: "burst", rise: 1, fall: 60 },
        lair: { ...proxies(60, { ...PROXIES, RU: 30 }), uneven: true },
        tool: {
          ...cacheBuster("/paieska"),
          shots: [{ send: "GET /paieska?zodis={hex:8}", weight: 2.5 }],
          agentEach: true,
        },
        blocked: { after: 12, status: 403 },
      },
      {
        name: "their machines",
        at: 22,
        lasts: 66,
        perMinute: 240,
        lair: servers(70, 8),
        tool: {
          shots: [{ send: "GET /?{word}={n:99999}", weight: 1 }],
          agents: oldBrowsers,
          agentEach: true,
        },
        blocked: { after: 30, status: 403 },
      },
    ],
  },
  {
    name: "a small town's search at night",
    half: "closed",
    story:
      "Four requests a second for a town's search by cameras and routers, from one to half past three in the night.",
    when: "2025-03-18T00:30:00",
    zone: 60,
    historyHours: 2,
    minutes: 200,
    format: "caddy-json",
    site: reading({ ...TOWN, server: { capacity: 12, whenFull: "502" } }),
    raids: [
      guesses("POST /user/login", 403, 0.7, 250, -110),
      {
        name: "cameras",
        at: 33,
        lasts: 150,
        perMinute: 250,
        lair: { ...botnet(800), uneven: true },
        tool: {
          shots: [{ send: "GET /zoeken?trefwoord={word}", weight: 2.5 }],
          agents: oldBrowsers,
          protocol: "HTTP/1.1",
        },
      },
    ],
  },
  {
    name: "dates for passports on Monday",
    half: "closed",
    story:
      "Dates of a month are opened on Monday at nine; whoever sells dates drives browsers on machines for it, from homes for hire, a quarter.",
    when: "2025-05-12T08:35:00",
    zone: 120,
    historyHours: 18,
    minutes: 95,
    format: "iis",
    site: portal({ ...DATES, server: { capacity: 6, whenFull: "503", limitPerMinute: 240 } }),
    crowds: [
      portalRush(DATES, { at: 24, lasts: 65, shape: { is: "burst", rise: 4, fall: 16 } }, 42, {
        acquainted: ["people", 0.1],
        temper: { retries: 4, pause: 15 },
      }),
    ],
    raids: [
      {
        name: "sellers of dates",
        at: 25,
        lasts: 50,
        share: 0.25,
        lair: proxies(28, { ES: 8, US: 3, BR: 2, MA: 1, UA: 1 }),
        tool: driven(
          [
            { see: "/icpplus/citar", files: 1 },
            { wait: 1, spread: 0.2 },
            { send: "/icpplus/acInfo", bytes: 9_000 },
            {
              often: 10,
              moves: [
                { send: "/icpplus/acCitar", bytes: 7_000 },
                { wait: 2, spread: 0.1 },
              ],
            },
          ],
          13,
          browsers("office", 129),
        ),
      },
    ],
  },
];
