import { botnet, flood, libraries, oldBrowsers, rotating6, servers } from "../raids/tools.ts";
import type { Crowd, Scenario } from "../scenario.ts";
import { guesses } from "../sites/machines.ts";
import { type PortalPlan, portal, portalRush } from "../sites/portals.ts";
import { browsers } from "../world/agents.ts";
import type { Move } from "../world/moves.ts";

/** Schools and day nurseries: bells, marks, places, and what is sent against them. */

const IDENTITY = "https://broker.unilogin.example/";

/** Danish parents and pupils come by way of the country's login: the portal sees only the way back. */
const INTRA: PortalPlan = {
  host: "intra.folkeskolen.example",
  day: "school",
  countries: { DK: 97, SE: 1, DE: 1, GL: 1 },
  access: { house: [0.35, 40], mobile: 0.35, v6: 0.1 },
  agents: browsers("pupils", 129),
  perMinute: 10,
  form: "/Account/Login",
  login: "/saml2/acs",
  fails: 0.01,
  pages: ["/parent/index", "/student/week", "/messages/{z:900}", "/calendar"],
  files: ["/bundles/app.css?v=9f2", "/bundles/app.js?v=9f2", "/Content/logo.svg"],
};

const ATTEND: readonly Move[] = [
  { fetch: "/Account/Login", status: 302, bytes: 0, weight: 0.4 },
  { wait: 14, spread: 0.5 },
  { back: IDENTITY },
  { send: "/saml2/acs", status: 302, bytes: 0, weight: 1.5 },
  { see: "/student/week", calls: ["/api/notifications", "/api/week/{me}"] },
  { wait: 20 },
  { often: 3, moves: [{ see: INTRA.pages, calls: ["/api/notifications"] }, { wait: 25 }] },
];

const attending = (crowd: Crowd): Crowd => ({ ...crowd, moves: ATTEND });

/** A ministry's school of a country that rests on Friday and Saturday. */
const NOOR: PortalPlan = {
  host: "noor.taleem.example",
  day: "school",
  countries: { SA: 94, EG: 2, JO: 1, YE: 1, AE: 2 },
  access: { mobile: 0.55, house: [0.1, 30], v6: 0.35 },
  agents: browsers("public", 126),
  perMinute: 12,
  form: "/Noor/Login.aspx",
  login: "/Noor/Login.aspx",
  fails: 0.2,
  pages: [
    "/Noor/EduWaveK12Portal/HomePage.aspx",
    "/Noor/Student/Results.aspx",
    "/Noor/Student/Schedule.aspx",
  ],
  files: ["/Noor/Skins/noor.css", "/Noor/ScriptResource.axd?d={me}", "/Noor/images/logo.png"],
  stays: 3,
};

/** Places in a town's day nurseries. */
const NURSERY: PortalPlan = {
  host: "kita-navi.stadtbezirk.example",
  day: "evening",
  countries: { DE: 97, PL: 1, TR: 1, UA: 1 },
  access: { near: true, mobile: 0.4, v6: 0.5 },
  agents: browsers("public", 130),
  perMinute: 3,
  form: "/anmeldung",
  login: "/api/auth",
  ok: 200,
  bad: 401,
  pages: ["/suche?plz=10{digits:3}", "/kita/{slug:300}", "/merkliste"],
  calls: ["/api/plaetze?kita={z:300}"],
  files: ["/main.4ad1.js", "/styles.77.css", "/karte.pbf?z={n:12}"],
  session: 0.3,
};

export const UNSEEN_SCHOOLS: readonly Scenario[] = [
  {
    name: "a Danish monday",
    half: "open",
    story:
      "Five to eight: Danish classes come back from the country's login, dozens behind each school's address.",
    when: "2024-11-18T07:30:00",
    zone: 60,
    historyHours: 17,
    minutes: 75,
    format: "iis",
    site: portal(INTRA),
    crowds: [
      attending(
        portalRush(INTRA, { at: 23, lasts: 50, shape: { is: "burst", rise: 4, fall: 9 } }, 75, {
          acquainted: ["people", 0.4],
        }),
      ),
    ],
  },
  {
    name: "results on a Sunday",
    half: "open",
    story:
      "Sunday is a working day; marks are out at noon, the server answers 503, and everybody tries again.",
    when: "2024-12-22T11:40:00",
    zone: 180,
    historyHours: 5,
    minutes: 70,
    format: "iis",
    site: { ...portal({ ...NOOR, server: { capacity: 9, whenFull: "503", patience: 4 } }), rest: [5, 6] },
    crowds: [
      portalRush(NOOR, { at: 20, lasts: 50, shape: { is: "burst", rise: 1.5, fall: 12 } }, 260, {
        acquainted: ["people", 0.2],
        temper: { retries: 5, pause: 9 },
      }),
    ],
  },
  {
    name: "places for next summer",
    half: "open",
    story:
      "A log that begins with the rush itself: the list of places opened at nine, five minutes before the first line.",
    when: "2025-02-01T09:05:00",
    zone: 60,
    historyHours: 0,
    minutes: 50,
    format: "nginx-main",
    options: { trustedProxy: "10.0.0.0/8" },
    site: portal({ ...NURSERY, server: { capacity: 14, whenFull: "502" } }),
    crowds: [portalRush(NURSERY, { at: -5, lasts: 50, shape: { is: "burst", rise: 1, fall: 16 } }, 85)],
    surgeDecidable: false,
  },
  {
    name: "a form, and a network that never ends",
    half: "open",
    story:
      "A rented machine asks for the form of a town's nurseries from ever other addresses of its /48, six a second.",
    when: "2025-01-15T14:00:00",
    zone: 60,
    historyHours: 3,
    minutes: 60,
    format: "combined",
    site: portal({ ...NURSERY, server: { capacity: 40, whenFull: "503" } }),
    raids: [
      {
        name: "one network",
        at: 18,
        lasts: 22,
        perMinute: 360,
        lair: rotating6("NL", 2),
        tool: flood("GET /anmeldung", browsers("public", 128)),
      },
    ],
  },
  {
    name: "a Danish monday, and strangers at the door",
    half: "open",
    story: "The same bell in spring; every sixth request is a rented server's that asks to be let in.",
    when: "2025-03-10T07:30:00",
    zone: 60,
    historyHours: 12,
    minutes: 70,
    format: "iis",
    site: portal({ ...INTRA, server: { capacity: 30, whenFull: "503" } }),
    crowds: [
      attending(
        portalRush(INTRA, { at: 23, lasts: 46, shape: { is: "burst", rise: 4, fall: 10 } }, 80, {
          acquainted: ["people", 0.35],
        }),
      ),
    ],
    raids: [
      {
        name: "servers",
        at: 28,
        lasts: 16,
        share: 0.17,
        lair: servers(45, 9),
        tool: flood("GET /Account/Login", libraries, {
          shots: [
            { send: "GET /Account/Login", status: 302, bytes: 0, weight: 0.6 },
            { send: "POST /saml2/acs", status: 400, bytes: 320, weight: 0.8 },
          ],
        }),
      },
    ],
  },
  {
    name: "marks, and everybody's cameras",
    half: "open",
    story:
      "The marks of the first term; from the sixth minute two of five requests are a botnet's for the same form.",
    when: "2025-01-05T09:40:00",
    zone: 180,
    historyHours: 3,
    minutes: 55,
    format: "alb",
    site: { ...portal({ ...NOOR, server: { capacity: 13, whenFull: "504" } }), rest: [5, 6] },
    crowds: [
      portalRush(NOOR, { at: 20, lasts: 35, shape: { is: "burst", rise: 2, fall: 14 } }, 170, {
        acquainted: ["people", 0.2],
      }),
    ],
    raids: [
      guesses("POST /Noor/Login.aspx", 200, 4, 300, -200),
      {
        name: "cameras",
        at: 26,
        lasts: 15,
        share: 0.4,
        lair: { ...botnet(1400), uneven: true },
        tool: flood("GET /Noor/Login.aspx", oldBrowsers),
      },
    ],
  },
];
