import { botnet, cacheBuster, flood, oldBrowsers, proxies, script, servers } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { mailGateways } from "../sites/machines.ts";
import { type PortalPlan, portal } from "../sites/portals.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { browsers } from "../world/agents.ts";

/** A ministry and a tax office: read by all, and a favourite of those who make a point. */

/** Advice to travellers: half of its readers are away from home when they need it most. */
const TRAVEL: ReadingPlan = {
  host: "www.utrikes.example",
  day: "world",
  countries: { SE: 74, NO: 3, FI: 3, DE: 3, GB: 4, ES: 4, US: 4, TH: 3, TR: 2 },
  access: { mobile: 0.4, v6: 0.15, relay: 0.03 },
  agents: browsers("public", 131),
  perMinute: 11,
  page: "/reseinformation/{slug:190}/",
  find: "/sok/?q={word}",
  files: ["/Static/css/main.min.css", "/Static/js/main.min.js", "/Static/fonts/a.woff2"],
  feed: "/rss/reseavradan",
  crawled: 5,
};

/** Chile's taxes. */
const TAXES: PortalPlan = {
  host: "homer.impuestos.example",
  day: "office",
  countries: { CL: 96, AR: 1, PE: 1, US: 2 },
  access: { mobile: 0.3, v6: 0.15, house: [0.15, 60] },
  agents: browsers("public", 127),
  perMinute: 18,
  form: "/IngresoRutClave.html",
  login: "/cgi_AUT2000/CAutInicio.cgi",
  pages: ["/cgi_misii/siihome.cgi", "/dte/mipyme", "/f29/declarar", "/boleta/emitir"],
  files: ["/css/ventana.css", "/js/rut.js", "/img/logo.gif"],
};

export const UNSEEN_STATE: readonly Scenario[] = [
  {
    name: "an earthquake at the beach",
    half: "open",
    story:
      "An earthquake at a coast full of holidaymakers: they and their families read the advice, a third of them from there.",
    when: "2025-01-30T11:00:00",
    zone: 60,
    historyHours: 11,
    minutes: 95,
    format: "cloudfront",
    site: reading({ ...TRAVEL, server: { capacity: 60, whenFull: "503" } }),
    crowds: [
      readersOf(
        TRAVEL,
        "/reseinformation/thailand/",
        { at: 15, lasts: 80, shape: { is: "burst", rise: 6, fall: 25 } },
        150,
        {
          countries: { SE: 62, TH: 30, NO: 3, MY: 2, DE: 3 },
          from: {
            "": 40,
            "https://www.google.com/": 30,
            "https://www.aftonbladet.example/": 20,
            "https://m.facebook.com/": 10,
          },
        },
      ),
    ],
  },
  {
    name: "one o'clock at night in Santiago",
    half: "open",
    story:
      "Ninety requests a second for fifty seconds, from hired homes, while a country sleeps; then nothing.",
    when: "2025-04-09T01:00:00",
    zone: -240,
    historyHours: 12,
    minutes: 40,
    format: "alb",
    site: portal({ ...TAXES, server: { capacity: 70, whenFull: "503" } }),
    raids: [
      {
        name: "fifty seconds",
        at: 12,
        lasts: 0.83,
        perMinute: 5400,
        lair: { ...botnet(900), uneven: true },
        tool: flood("GET /IngresoRutClave.html", browsers("public", 117)),
      },
    ],
  },
  {
    name: "a point is made in three waves",
    half: "open",
    story:
      "Volunteers of a hundred countries let a script run against a ministry: three waves of a quarter of an hour.",
    when: "2025-03-14T09:00:00",
    zone: 60,
    historyHours: 8,
    minutes: 130,
    format: "combined",
    site: reading({ ...TRAVEL, server: { capacity: 30, whenFull: "503" } }),
    raids: [
      {
        name: "volunteers",
        at: 15,
        lasts: 95,
        perMinute: 420,
        shape: { is: "pulses", on: 15, off: 25 },
        lair: {
          ...proxies(25, {
            RU: 14,
            US: 8,
            ID: 8,
            BR: 8,
            IN: 8,
            CN: 6,
            TR: 5,
            VN: 5,
            BD: 4,
            TH: 4,
            IR: 4,
            UA: 3,
            PL: 3,
            DE: 4,
            FR: 3,
            EG: 3,
            MX: 3,
            AR: 2,
            CO: 2,
            PE: 2,
            ZA: 2,
            NG: 2,
            KE: 1,
            PH: 3,
            MY: 2,
            PK: 2,
            KZ: 2,
            RS: 1,
            BY: 2,
            GE: 1,
          }),
          uneven: true,
        },
        tool: cacheBuster("/sok/"),
      },
    ],
  },
  {
    name: "an earthquake, and those who like it",
    half: "open",
    story:
      "Another earthquake; the readers alone would have been too many, and four of five requests are rented servers'.",
    when: "2025-03-28T08:20:00",
    zone: 60,
    historyHours: 9,
    minutes: 85,
    format: "nginx-json",
    site: reading({ ...TRAVEL, server: { capacity: 4.5, whenFull: "503" } }, [
      mailGateways("/reseinformation/{slug:190}/", -70, 12, { SE: 3, NL: 1 }),
    ]),
    crowds: [
      readersOf(
        TRAVEL,
        "/reseinformation/myanmar/",
        { at: 12, lasts: 70, shape: { is: "burst", rise: 5, fall: 22 } },
        170,
        {
          countries: { SE: 72, TH: 18, MM: 3, NO: 3, FI: 2, DE: 2 },
        },
      ),
    ],
    raids: [
      {
        name: "rented",
        at: 18,
        lasts: 20,
        share: 0.8,
        lair: servers(350, 30),
        tool: script("GET /reseinformation/", 200, oldBrowsers),
      },
    ],
  },
];
