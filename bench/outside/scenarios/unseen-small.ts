import { proxies, script } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { crawlBurst, guesses, scanner, search, seo, uptime } from "../sites/machines.ts";
import { type ReadingPlan, readersOf, reading, readingVisit } from "../sites/reading.ts";
import { agents, browsers } from "../world/agents.ts";

/** A parish, a library and a firm of architects: most days nothing happens, and mostly machines see it. */

/** A parish, by IPv6 mostly. */
const PARISH: ReadingPlan = {
  host: "www.pfarre.example",
  day: "evening",
  countries: { DE: 90, AT: 10 },
  access: { mobile: 0.25, v6: 0.7, near: true },
  agents: browsers("public", 128),
  perMinute: 0.3,
  page: "/{gottesdienste|gruppen|blog}/{slug:30}/",
  files: ["/wp-content/themes/twentytwenty/style.css", "/wp-content/uploads/kirche.jpg"],
  crawled: 0.6,
};

/** The catalogue of an Italian province's libraries. */
const OPAC: ReadingPlan = {
  host: "opac.biblioteche.example",
  day: "office",
  countries: { IT: 96, CH: 2, FR: 1, US: 1 },
  access: { house: [0.25, 35], mobile: 0.3, v6: 0.02 },
  agents: browsers("office", 125),
  perMinute: 7,
  page: "/opac/detail/view/bib:catalog:{z:400000}",
  find: "/opac/search/lst?q={word}&home-lib={n:90}",
  files: ["/opac/css/main.css", "/opac/js/opac.js", "/opac/cover/{z:9000}.jpg"],
  crawled: 14,
};

/** Houses that a firm of architects has built. */
const HOUSES: ReadingPlan = {
  host: "www.arkitekter.example",
  day: "office",
  countries: { IS: 60, DK: 12, NO: 10, US: 10, GB: 8 },
  access: { mobile: 0.3, v6: 0.2 },
  agents: browsers("public", 129),
  perMinute: 0.8,
  page: "/verk/{slug:60}",
  files: ["/assets/site.css", "/assets/site.js", "/img/{z:300}_1600.avif", "/img/{z:300}_800.avif"],
  crawled: 2,
};

/** A Kazakh shop of car parts that moves to another house. */
const PARTS: ReadingPlan = {
  host: "zapchasti.example",
  day: "shop",
  countries: { KZ: 88, RU: 8, KG: 3, UZ: 1 },
  access: { mobile: 0.45, v6: 0.02 },
  agents: browsers("kazakh", 130),
  perMinute: 0.4,
  page: "/catalog/{slug:900}/{z:30000}",
  find: "/search?article={digits:6}",
  files: ["/bitrix/cache/css/template.css", "/bitrix/cache/js/template.js", "/upload/{z:9000}.jpg"],
  crawled: 1,
};

export const UNSEEN_SMALL: readonly Scenario[] = [
  {
    name: "two days of a parish",
    half: "open",
    story: "A page that a dozen monitors look at more often than the parish does.",
    when: "2025-03-29T00:00:00",
    zone: 60,
    historyHours: 24,
    minutes: 2880,
    format: "apache-vhost",
    site: reading(PARISH, [uptime("/gottesdienste/", 300, 6), uptime("/kontakt/", 120, 4)]),
    raids: [scanner(500, 11, 7), scanner(1900, 24, 2)],
  },
  {
    name: "a library, and those who read everything",
    half: "open",
    story:
      "An ordinary day of a catalogue, in which one model's reader and one search engine are in a hurry one after the other.",
    when: "2024-11-04T09:00:00",
    zone: 60,
    historyHours: 26,
    minutes: 420,
    format: "haproxy",
    site: reading(OPAC),
    crowds: [
      crawlBurst(
        "/opac/detail/view/bib:catalog:{n:400000}",
        60,
        55,
        140,
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
      ),
      crawlBurst(
        "/opac/detail/view/bib:catalog:{n:400000}",
        230,
        40,
        95,
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36",
      ),
    ],
    raids: [scanner(310, 16)],
  },
  {
    name: "the shop has moved here",
    half: "open",
    story:
      "A shop's name is turned to this machine, and within an hour and a half everybody has heard of it.",
    when: "2024-10-26T12:00:00",
    zone: 300,
    historyHours: 3,
    minutes: 240,
    format: "nginx-main",
    options: { trustedProxy: "10.0.0.0/8" },
    site: reading(PARTS),
    crowds: [
      {
        name: "those who find it",
        moves: readingVisit(PARTS),
        countries: PARTS.countries,
        access: PARTS.access!,
        agents: PARTS.agents,
        perMinute: 16,
        passing: { at: 20, lasts: 90, shape: { is: "ramp" } },
        surge: true,
        returning: 0.4,
      },
      {
        name: "those who know it",
        moves: readingVisit(PARTS),
        countries: PARTS.countries,
        access: PARTS.access!,
        agents: PARTS.agents,
        perMinute: 16,
        passing: { at: 110, lasts: 130, shape: { is: "flat" } },
        surge: true,
        returning: 0.5,
      },
      {
        ...search(PARTS.page, 14),
        name: "search engines that follow",
        passing: { at: 45, lasts: 195, shape: { is: "flat" } },
      },
      {
        ...seo(PARTS.page, 8),
        name: "link counters that follow",
        passing: { at: 70, lasts: 170, shape: { is: "flat" } },
      },
    ],
  },
  {
    name: "an agency counts the links",
    half: "open",
    story:
      "An agency that has been hired for it crawls a small site from its office, five pages a second with all their pictures.",
    when: "2024-12-04T13:00:00",
    zone: 0,
    historyHours: 30,
    minutes: 150,
    format: "combined",
    site: reading(HOUSES),
    crowds: [
      {
        ...crawlBurst("/verk/{slug:60}", 30, 40, 300, "Screaming Frog SEO Spider/21.1"),
        name: "agency",
        moves: [{ often: 40, moves: [{ see: "/{verk|um|frettir}/{slug:900}", files: 1 }, { wait: 0.4 }] }],
        perMinute: 3,
        countries: { IS: 1 },
        machines: { name: "agency", count: 1, nets: 1 },
      },
    ],
  },
  {
    name: "a parish's xmlrpc",
    half: "open",
    story:
      "A site with a visitor every few minutes; homes for hire call its xmlrpc.php forty-five times a minute for two hours.",
    when: "2025-02-05T22:00:00",
    zone: 60,
    historyHours: 40,
    minutes: 190,
    format: "apache",
    site: reading(PARISH),
    raids: [
      guesses("POST /wp-login.php", 200, 0.6, 2000, -1900),
      {
        name: "xmlrpc",
        at: 30,
        lasts: 120,
        perMinute: 45,
        lair: proxies(9),
        tool: script(
          "POST /xmlrpc.php",
          200,
          agents(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/103.0.0.0 Safari/537.36",
            "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:62.0) Gecko/20100101 Firefox/62.0",
          ),
          1.2,
        ),
      },
    ],
  },
  {
    name: "new houses, and a rival of the architect",
    half: "open",
    story:
      "A house is shown on television, and forty people a minute look at it; a script at one provider does too, four of ten requests.",
    when: "2025-01-27T19:50:00",
    zone: 0,
    historyHours: 22,
    minutes: 80,
    format: "lighttpd",
    site: reading(HOUSES),
    crowds: [
      readersOf(
        HOUSES,
        "/verk/hvita-husid",
        { at: 20, lasts: 60, shape: { is: "burst", rise: 2, fall: 15 } },
        40,
        { countries: { IS: 97, DK: 3 } },
      ),
    ],
    raids: [
      {
        name: "rival",
        at: 26,
        lasts: 20,
        share: 0.4,
        lair: { kind: "hosting", countries: { FI: 1 }, count: 20, nets: 1, bits: 25 },
        tool: script(
          "GET /img/{n:300}_1600.avif",
          200,
          agents("python-requests/2.32.3", "aiohttp/3.9.5"),
          0.03,
        ),
      },
    ],
  },
];
