import {
  botnet,
  cacheBuster,
  flood,
  libraries,
  oldBrowsers,
  oneAddress,
  proxies,
  rapidReset,
  rotating6,
  servers,
} from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { guesses } from "../sites/machines.ts";
import { type PortalPlan, portal } from "../sites/portals.ts";
import { type ReadingPlan, reading } from "../sites/reading.ts";
import { agents, browsers } from "../world/agents.ts";

/** Floods of many tools, each against a site on an ordinary day. */

const SHOP: ReadingPlan = {
  host: "www.keramik.example",
  day: "shop",
  countries: { JP: 95, TW: 2, US: 2, HK: 1 },
  access: { mobile: 0.35, v6: 0.4 },
  agents: browsers("asia", 121),
  perMinute: 22,
  page: "/item/{slug:700}",
  find: "/search?q={word}",
  files: ["/assets/shop.css", "/assets/shop.js", "/img/{n:300}.webp"],
  crawled: 10,
};

const PAPER: ReadingPlan = {
  ...SHOP,
  host: "www.diario.example",
  day: "news",
  countries: { CL: 92, AR: 4, PE: 2, US: 2 },
  agents: browsers("android", 118),
  access: { mobile: 0.6, v6: 0.3 },
  perMinute: 40,
  page: "/noticias/{slug:900}/{n:90000}",
  find: "/buscar?texto={word}",
  files: ["/d/core.css", "/d/core.js"],
};

const VIDEO: ReadingPlan = {
  ...SHOP,
  host: "media.museum.example",
  day: "world",
  countries: { US: 40, GB: 15, FR: 15, DE: 15, JP: 15 },
  agents: browsers("public", 120),
  perMinute: 14,
  page: "/watch/{slug:200}",
  find: "/search?q={word}",
  files: ["/player.js", "/poster/{n:200}.jpg"],
};

const BANK: PortalPlan = {
  host: "banking.sparkasse.example",
  day: "office",
  countries: { DE: 97, AT: 1, ES: 1, CH: 1 },
  access: { mobile: 0.35, house: [0.12, 50], v6: 0.4 },
  agents: browsers("public", 122),
  perMinute: 28,
  form: "/portal/login",
  login: "/portal/login",
  ok: 302,
  bad: 200,
  pages: ["/portal/uebersicht", "/portal/umsaetze?konto={me}", "/portal/ueberweisung", "/portal/postfach"],
  files: ["/if/css/if6.css", "/if/js/if6.js", "/if/img/logo.svg"],
};

export const FLOODS: readonly Scenario[] = [
  {
    name: "streams opened and taken back",
    half: "open",
    story:
      "A few dozen servers open streams of HTTP/2 by the thousand and cancel them: nginx writes 499, without a byte.",
    when: "2023-10-11T15:00:00",
    zone: 540,
    historyHours: 2,
    minutes: 40,
    format: "combined",
    site: reading(SHOP),
    raids: [
      {
        name: "resets",
        at: 10,
        lasts: 4,
        perMinute: 7000,
        turns: true,
        lair: servers(40, 6),
        tool: rapidReset("/"),
      },
    ],
  },
  {
    name: "streams taken back at a bank",
    half: "open",
    story: "The same against a bank's form, in three waves of a minute.",
    when: "2023-10-12T11:00:00",
    zone: 120,
    historyHours: 2,
    minutes: 40,
    format: "combined",
    site: portal({ ...BANK, server: { capacity: 40, whenFull: "503" } }),
    raids: [
      {
        name: "resets",
        at: 10,
        lasts: 13,
        perMinute: 1500,
        shape: { is: "pulses", on: 1, off: 5 },
        turns: true,
        lair: servers(25, 4),
        tool: rapidReset("/portal/login", browsers("office", 118)),
      },
    ],
  },
  {
    name: "pieces of one film",
    half: "open",
    story: "Servers for rent ask for ranges of one big file, over and over: 206, and the line is full.",
    when: "2024-04-25T17:00:00",
    zone: 0,
    historyHours: 2,
    minutes: 45,
    format: "lighttpd",
    site: reading(VIDEO),
    raids: [
      {
        name: "ranges",
        at: 12,
        lasts: 18,
        share: 0.7,
        lair: servers(120, 10),
        tool: {
          shots: [{ send: "GET /media/opening-4k.mp4", status: 206, bytes: 4_000_000, weight: 0.09 }],
          agents: agents("Lavf/58.76.100", "VLC/3.0.18 LibVLC/3.0.18", "Wget/1.21.3"),
        },
      },
    ],
  },
  {
    name: "one address, one library",
    half: "open",
    story: "One server asks for all of a shop's pictures, twenty a second, under the name of its library.",
    when: "2024-04-26T05:00:00",
    zone: 540,
    historyHours: 2,
    minutes: 40,
    format: "cloudfront",
    site: reading(SHOP),
    raids: [
      {
        name: "loader",
        at: 10,
        lasts: 7,
        perMinute: 1200,
        turns: true,
        lair: oneAddress("NL"),
        tool: flood("GET /img/{n:9000}.webp", agents("Go-http-client/1.1"), {
          shots: [{ send: "GET /img/{n:9000}.webp", weight: 0.05, status: 404 }],
        }),
      },
    ],
  },
  {
    name: "a flood that creeps up",
    half: "open",
    story:
      "Homes all over the world ask for a shop's search, at first one a minute more, after forty minutes three hundred.",
    when: "2024-05-14T13:00:00",
    zone: 540,
    historyHours: 2.5,
    minutes: 65,
    format: "combined",
    site: reading({ ...SHOP, server: { capacity: 9, whenFull: "503" } }),
    raids: [
      {
        name: "creeping",
        at: 8,
        lasts: 45,
        perMinute: 220,
        shape: { is: "ramp" },
        lair: botnet(800),
        tool: flood("GET /search?q={word}", oldBrowsers, {
          shots: [{ send: "GET /search?q={word}", weight: 2.5 }],
        }),
      },
    ],
  },
  {
    name: "a newspaper's search, slowly more",
    half: "open",
    story: "The same against a newspaper by rented servers under new browsers' names.",
    when: "2024-05-15T15:00:00",
    zone: -240,
    historyHours: 2,
    minutes: 60,
    format: "combined",
    site: reading({ ...PAPER, server: { capacity: 12, whenFull: "504" } }),
    raids: [
      {
        name: "creeping",
        at: 8,
        lasts: 40,
        share: 0.5,
        shape: { is: "ramp" },
        lair: servers(140, 16),
        tool: flood("POST /buscar", browsers("office", 121), {
          shots: [{ send: "POST /buscar", weight: 3 }],
        }),
      },
    ],
  },
  {
    name: "a carpet of paths",
    half: "open",
    story: "Open proxies ask for ever other paths that do not exist: no path counts twice, all of them 404.",
    when: "2024-06-20T10:00:00",
    zone: -240,
    historyHours: 2,
    minutes: 45,
    format: "nginx-main",
    options: { trustedProxy: "10.0.0.0/8" },
    site: reading(PAPER),
    raids: [
      {
        name: "carpet",
        at: 10,
        lasts: 12,
        share: 0.6,
        lair: botnet(400, { CN: 4, ID: 4, BR: 3, US: 3, IN: 2, RU: 2, TH: 2, KR: 1 }),
        tool: {
          shots: [{ send: "GET /{word}/{hex:8}", status: 404, weight: 0.8, bytes: 3_000 }],
          agents: oldBrowsers,
          agentEach: true,
          referrer: "https://{www.google.com|www.bing.com|t.co}/{hex:6}",
        },
      },
    ],
  },
  {
    name: "rotating through a network",
    half: "open",
    story:
      "A scraper with an IPv6 network of its own reads a newspaper's archive by number, one page from each address.",
    when: "2024-06-21T10:00:00",
    zone: -240,
    historyHours: 2,
    minutes: 55,
    format: "combined",
    site: reading(PAPER),
    raids: [
      {
        name: "archive",
        at: 10,
        lasts: 35,
        share: 0.4,
        lair: rotating6("FR", 1),
        tool: flood("GET /noticias/archivo/{seq}", browsers("office", 119)),
      },
    ],
  },
  {
    name: "half a minute at a bank",
    half: "open",
    story: "A hundred requests a second for half a minute, from a botnet of homes, and then never again.",
    when: "2024-07-04T10:20:00",
    zone: 120,
    historyHours: 2,
    minutes: 30,
    format: "haproxy",
    site: portal({ ...BANK, server: { capacity: 40, whenFull: "503" } }),
    raids: [
      {
        name: "shot",
        at: 12,
        lasts: 0.5,
        perMinute: 6000,
        lair: botnet(900),
        tool: flood("GET /portal/login", browsers("public", 110)),
      },
    ],
  },
  {
    name: "busted caches of a museum",
    half: "open",
    story:
      "Homes for hire ask for a museum's front page with random queries, in a night of guesses and crawlers.",
    when: "2024-07-05T01:00:00",
    zone: 0,
    historyHours: 2.5,
    minutes: 50,
    format: "lighttpd",
    site: reading({ ...VIDEO, perMinute: 10 }),
    raids: [
      { name: "busters", at: 15, lasts: 20, share: 0.65, lair: proxies(8), tool: cacheBuster("/") },
      guesses("POST /admin", 404, 3, 120),
    ],
  },
  {
    name: "a filter answers already",
    half: "open",
    story:
      "A bank's filter has known the tool from the first minute: its requests get 403, and people notice nothing.",
    when: "2024-07-08T14:00:00",
    zone: 120,
    historyHours: 2,
    minutes: 45,
    format: "haproxy",
    site: portal(BANK),
    raids: [
      {
        name: "filtered",
        at: 10,
        lasts: 20,
        share: 0.55,
        lair: servers(90, 9),
        tool: flood("POST /portal/login", libraries),
        blocked: { after: 0, status: 403 },
      },
    ],
  },
  {
    name: "a limiter answers",
    half: "open",
    story: "The same for a newspaper: a limiter tells each address 429 from thirty requests a minute on.",
    when: "2024-07-09T14:00:00",
    zone: -240,
    historyHours: 2,
    minutes: 45,
    format: "combined",
    site: reading({ ...PAPER, server: { capacity: 500, whenFull: "503", limitPerMinute: 60 } }),
    raids: [
      {
        name: "limited",
        at: 10,
        lasts: 20,
        perMinute: 1300,
        turns: true,
        lair: servers(9, 3),
        tool: flood("GET /noticias/{slug:900}/{n:90000}", browsers("office", 115)),
      },
    ],
  },
];
