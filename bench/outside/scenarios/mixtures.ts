import { botnet, flood, libraries, oldBrowsers, proxies, script, servers, stuffing } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { scanner } from "../sites/machines.ts";
import { type PortalPlan, portal, portalRush } from "../sites/portals.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { browsers } from "../world/agents.ts";

/** Crowds and raids in every proportion: before, with and after each other. */

const UNI: PortalPlan = {
  host: "studip.uni.example",
  day: "office",
  countries: { CA: 88, US: 4, FR: 3, IN: 3, CN: 2 },
  access: { mobile: 0.2, house: [0.35, 10], v6: 0.3 },
  agents: browsers("pupils", 123),
  perMinute: 20,
  form: "/cas/login?service=portal",
  login: "/cas/login",
  ok: 302,
  bad: 401,
  pages: ["/dashboard", "/courses/{z:700}", "/courses/{z:700}/grades", "/calendar", "/inbox"],
  calls: ["/api/v1/users/self/activity_stream"],
  files: ["/dist/brandable_css/main.css", "/dist/webpack/main.js", "/dist/webpack/vendor.js"],
};

const CITY: ReadingPlan = {
  host: "www.gmina.example",
  day: "office",
  countries: { HU: 94, RO: 2, SK: 2, AT: 2 },
  access: { near: true, mobile: 0.35, v6: 0.2 },
  agents: browsers("public", 118),
  perMinute: 16,
  page: "/hirek/{slug:300}",
  find: "/kereses?s={word}",
  files: ["/css/style.css", "/js/script.js", "/images/cimer.png"],
};

const CONCERT: ReadingPlan = {
  host: "jegy.koncert.example",
  day: "evening",
  countries: { MX: 93, US: 5, GT: 2 },
  access: { mobile: 0.6, v6: 0.35 },
  agents: browsers("android", 119),
  perMinute: 18,
  page: "/evento/{slug:120}",
  calls: ["/api/disponibilidad?e={z:120}"],
  files: ["/web/app.css", "/web/app.js", "/web/hero.webp"],
};
const bell = (perMinute: number) =>
  portalRush(UNI, { at: 6, lasts: 40, shape: { is: "burst", rise: 1.2, fall: 11 } }, perMinute);
const sale = (perMinute: number) =>
  readersOf(
    CONCERT,
    "/evento/gira",
    { at: 10, lasts: 40, shape: { is: "burst", rise: 1, fall: 12 } },
    perMinute,
  );

export const MIXTURES: readonly Scenario[] = [
  {
    name: "first the flood, then the sale",
    half: "open",
    story: "A flood begins a quarter of an hour before a sale and ends five minutes into it.",
    when: "2024-08-09T11:00:00",
    zone: -360,
    historyHours: 2,
    minutes: 52,
    format: "ingress-nginx",
    site: reading({ ...CONCERT, server: { capacity: 14, whenFull: "503" } }),
    crowds: [sale(170)],
    raids: [
      {
        name: "flood",
        at: 3,
        lasts: 12,
        perMinute: 800,
        lair: botnet(700),
        tool: flood("GET /evento/gira", oldBrowsers),
      },
    ],
  },
  {
    name: "first the sale, then the flood",
    half: "open",
    story: "The sale has been on for a quarter of an hour when a flood of servers sets in; both go on.",
    when: "2024-08-10T11:00:00",
    zone: -360,
    historyHours: 2,
    minutes: 55,
    format: "ingress-nginx",
    site: reading({ ...CONCERT, server: { capacity: 14, whenFull: "503" } }),
    crowds: [sale(170)],
    raids: [
      {
        name: "flood",
        at: 26,
        lasts: 18,
        perMinute: 900,
        lair: servers(250, 20),
        tool: flood("GET /api/disponibilidad?e={n:120}", libraries),
      },
    ],
  },
  {
    name: "seventeen in twenty",
    half: "open",
    story: "A university's morning under a botnet that makes 85 of 100 requests.",
    when: "2024-09-04T08:25:00",
    zone: -240,
    historyHours: 1.5,
    minutes: 48,
    format: "combined",
    site: portal({ ...UNI, server: { capacity: 45, whenFull: "503" } }),
    crowds: [bell(70)],
    raids: [
      {
        name: "botnet",
        at: 12,
        lasts: 10,
        share: 0.85,
        lair: botnet(3000),
        tool: flood("GET /cas/login?service={word}", browsers("public", 112)),
      },
    ],
  },
  {
    name: "one in ten",
    half: "open",
    story: "The same morning, with one request in ten from homes for hire that try passwords.",
    when: "2024-09-05T08:25:00",
    zone: -240,
    historyHours: 1.5,
    minutes: 48,
    format: "combined",
    site: portal({ ...UNI, server: { capacity: 40, whenFull: "503" } }),
    crowds: [bell(150)],
    raids: [
      {
        name: "stuffing",
        at: 9,
        lasts: 22,
        share: 0.1,
        lair: proxies(2),
        tool: stuffing("POST /cas/login", 401),
      },
    ],
  },
  {
    name: "three in a hundred",
    half: "open",
    story: "The same morning; three requests in a hundred are password guesses, which is less than matters.",
    when: "2024-09-09T08:25:00",
    zone: -240,
    historyHours: 1.5,
    minutes: 48,
    format: "combined",
    site: portal({ ...UNI, server: { capacity: 40, whenFull: "503" } }),
    crowds: [bell(150)],
    raids: [
      {
        name: "stuffing",
        at: 9,
        lasts: 18,
        share: 0.02,
        nuisance: true,
        lair: proxies(2),
        tool: stuffing("POST /cas/login", 401),
      },
    ],
  },
  {
    name: "a crowd and its scanner",
    half: "open",
    story: "A town's crowd after a sudden notice, and a loud scanner of twenty-five requests a minute in it.",
    when: "2024-10-03T13:00:00",
    zone: 120,
    historyHours: 2.5,
    minutes: 50,
    format: "apache",
    site: reading({ ...CITY, server: { capacity: 3.6, whenFull: "502" } }),
    crowds: [
      readersOf(
        CITY,
        "/hirek/vizszunet",
        { at: 6, lasts: 40, shape: { is: "burst", rise: 2, fall: 13 } },
        120,
      ),
    ],
    raids: [scanner(12, 25, 9)],
  },
  {
    name: "from home and from abroad",
    half: "open",
    story:
      "A town's results of an election; half of the flood comes from homes in the country, half from servers abroad.",
    when: "2024-06-10T20:00:00",
    zone: 120,
    historyHours: 2.5,
    minutes: 50,
    format: "apache",
    site: reading({ ...CITY, day: "evening", server: { capacity: 9, whenFull: "503" } }),
    crowds: [
      readersOf(
        CITY,
        "/valasztas/eredmenyek",
        { at: 5, lasts: 42, shape: { is: "burst", rise: 4, fall: 18 } },
        110,
      ),
    ],
    raids: [
      {
        name: "at home",
        at: 14,
        lasts: 14,
        perMinute: 350,
        lair: { kind: "homes", countries: { HU: 90, RO: 10 }, count: 400, access: { mobile: 0.1 } },
        tool: flood("GET /valasztas/eredmenyek?{digits:6}", browsers("office", 115)),
      },
      {
        name: "abroad",
        at: 15,
        lasts: 14,
        perMinute: 350,
        lair: servers(140, 12),
        tool: flood("GET /valasztas/eredmenyek", oldBrowsers, { agentEach: true }),
      },
    ],
  },
  {
    name: "two tools, one after the other",
    half: "open",
    story:
      "An ordinary afternoon of a town: a flood of its search stops, and five minutes later one of its front page begins.",
    when: "2024-06-12T14:00:00",
    zone: 120,
    historyHours: 2.5,
    minutes: 55,
    format: "apache",
    site: reading({ ...CITY, server: { capacity: 8, whenFull: "503" } }),
    raids: [
      {
        name: "search",
        at: 10,
        lasts: 10,
        perMinute: 260,
        lair: servers(80, 9),
        tool: script("GET /kereses?s={hex:12}", 200, libraries, 2.5),
      },
      {
        name: "front page",
        at: 25,
        lasts: 12,
        perMinute: 500,
        lair: botnet(450),
        tool: flood("GET /", oldBrowsers),
      },
    ],
  },
  {
    name: "touts behind the waiting room",
    half: "open",
    story:
      "A sale behind a waiting room at /fila; programs of touts ask for places in it from servers, a third of all.",
    when: "2024-11-15T11:00:00",
    zone: -360,
    historyHours: 2,
    minutes: 52,
    format: "combined",
    site: reading({
      ...CONCERT,
      server: { capacity: 40, whenFull: "queue", queuePage: "/fila", admitPerMinute: 70 },
      queueSeconds: 20,
    }),
    crowds: [sale(150)],
    raids: [
      {
        name: "touts",
        at: 8,
        lasts: 30,
        share: 0.33,
        turns: true,
        lair: servers(70, 7, { US: 6, MX: 1, BR: 1 }),
        tool: script("GET /fila?t={hex:8}", 200, browsers("office", 119), 0.2),
      },
    ],
  },
  {
    name: "a waiting room, and peace",
    half: "open",
    story: "The same sale on another day, and nobody but fans.",
    when: "2024-11-22T11:00:00",
    zone: -360,
    historyHours: 2,
    minutes: 52,
    format: "combined",
    site: reading({
      ...CONCERT,
      server: { capacity: 40, whenFull: "queue", queuePage: "/fila", admitPerMinute: 60 },
      queueSeconds: 20,
    }),
    crowds: [sale(130)],
  },
];
