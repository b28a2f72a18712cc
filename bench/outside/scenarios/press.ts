import {
  botnet,
  cacheBuster,
  flood,
  oldBrowsers,
  oneAddress,
  PINGBACKS,
  servers,
  stuffing,
} from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { crawlBurst, guesses, scanner } from "../sites/machines.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { agents, browsers } from "../world/agents.ts";

/** Newspapers, blogs, forums, wikis. */

const BLOG: ReadingPlan = {
  host: "blog.maker.example",
  day: "world",
  countries: { US: 30, DE: 22, GB: 10, FR: 6, NL: 5, CA: 5, AT: 5, SE: 3, PL: 3, AU: 3, IN: 4, JP: 2 },
  agents: browsers("developers", 125),
  perMinute: 5,
  page: "/20{19|21|22|23}/{slug:160}/",
  files: [
    "/wp-includes/css/dist/block-library/style.min.css?ver=6.5",
    "/wp-content/themes/astra/main.css",
    "/wp-includes/js/jquery/jquery.min.js?ver=3.7.1",
    "/wp-content/uploads/2023/04/head.jpg",
  ],
  feed: "/feed/",
};

const PAPER: ReadingPlan = {
  host: "www.zeitung.example",
  day: "news",
  countries: { CZ: 90, SK: 5, DE: 2, PL: 1, GB: 1, US: 1 },
  access: { mobile: 0.45, house: [0.12, 80], v6: 0.2, relay: 0.03 },
  agents: browsers("public", 123),
  perMinute: 60,
  page: "/clanek/{slug:900}-{z:900}",
  find: "/hledat?q={word}",
  calls: ["/api/most-read", "POST /api/hit"],
  // Files lie at a network that delivers them.
  files: [],
  feed: "/rss.xml",
  crawled: 20,
};

const FORUM: ReadingPlan = {
  host: "forum.motor.example",
  day: "evening",
  countries: { BR: 88, PT: 6, US: 3, AR: 3 },
  access: { mobile: 0.4, v6: 0.45 },
  agents: browsers("android", 116),
  perMinute: 16,
  page: "/viewtopic.php?f={n:20}&t={z:40000}",
  home: "/index.php",
  find: "/search.php?keywords={word}",
  files: [
    "/styles/prosilver/theme/stylesheet.css",
    "/assets/javascript/core.js",
    "/styles/prosilver/theme/images/site_logo.gif",
  ],
  crawled: 30,
};

const WIKI: ReadingPlan = {
  host: "wiki.game.example",
  day: "evening",
  countries: { KR: 60, JP: 20, TW: 10, US: 10 },
  access: { mobile: 0.4 },
  agents: browsers("asia", 119),
  perMinute: 24,
  page: "/wiki/{slug:4000}",
  find: "/index.php?search={word}",
  files: ["/load.php?modules=site.styles", "/load.php?modules=startup", "/resources/logo.png"],
  crawled: 60,
};

export const PRESS: readonly Scenario[] = [
  {
    name: "top of a site of hackers",
    half: "open",
    story:
      "A small blog is linked from a big foreign site for programmers: ten minutes later hundreds read one page.",
    when: "2024-05-02T16:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 100,
    format: "combined",
    site: reading({ ...BLOG, server: { capacity: 3.2, whenFull: "502" } }),
    crowds: [
      readersOf(
        BLOG,
        "/2024/reverse-engineering-a-toaster/",
        { at: 8, lasts: 90, shape: { is: "burst", rise: 6, fall: 30 } },
        95,
        { from: { "https://news.ycombinator.com/": 70, "": 25, "https://lobste.rs/": 5 } },
      ),
    ],
    raids: [scanner(50)],
  },
  {
    name: "a forum thread goes round",
    half: "closed",
    story:
      "A thread of a Brazilian forum is posted on Reddit: readers from everywhere, out of its app, for an evening.",
    when: "2024-04-18T19:30:00",
    zone: -180,
    historyHours: 2,
    minutes: 75,
    format: "combined",
    site: reading(FORUM),
    crowds: [
      readersOf(
        FORUM,
        "/viewtopic.php?f=3&t=38112",
        { at: 6, lasts: 65, shape: { is: "burst", rise: 5, fall: 25 } },
        120,
        {
          countries: { US: 45, GB: 12, CA: 10, DE: 8, AU: 8, BR: 8, IN: 9 },
          agents: browsers("reddit", 123),
          from: { "https://www.reddit.com/": 60, "https://old.reddit.com/": 10, "": 30 },
        },
      ),
    ],
  },
  {
    name: "a blog's door at night",
    half: "open",
    story:
      "Two in the morning: a botnet of homes tries passwords at xmlrpc.php, a few from each, for an hour.",
    when: "2024-02-20T02:00:00",
    zone: 60,
    historyHours: 3,
    minutes: 90,
    format: "combined",
    site: reading(BLOG),
    raids: [
      {
        name: "xmlrpc",
        at: 15,
        lasts: 55,
        perMinute: 130,
        lair: botnet(900),
        tool: stuffing(
          "POST /xmlrpc.php",
          200,
          agents(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0.4430.93 Safari/537.36",
            "Mozilla/5.0 (X11; Ubuntu; Linux i686; rv:28.0) Gecko/20100101 Firefox/28.0",
          ),
        ),
      },
    ],
  },
  {
    name: "one address at the door",
    half: "closed",
    story: "One rented server tries passwords at wp-login.php, three a second, for a quarter of an hour.",
    when: "2024-02-21T15:10:00",
    zone: 60,
    historyHours: 3,
    minutes: 60,
    format: "combined",
    site: reading(BLOG),
    raids: [
      {
        name: "guesser",
        at: 20,
        lasts: 16,
        perMinute: 180,
        turns: true,
        lair: oneAddress("RU"),
        tool: stuffing(
          "POST /wp-login.php",
          200,
          agents("Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:57.0) Gecko/20100101 Firefox/57.0"),
        ),
      },
    ],
  },
  {
    name: "breaking news and pingbacks",
    half: "open",
    story:
      "A minister resigns and the country reads; meanwhile other people's WordPress verify pingbacks: three tenths.",
    when: "2024-03-05T11:00:00",
    zone: 60,
    historyHours: 1.5,
    minutes: 45,
    format: "nginx-main",
    options: { trustedProxy: "10.0.0.0/8" },
    site: reading(PAPER),
    crowds: [
      readersOf(
        PAPER,
        "/clanek/ministr-rezignoval-88121",
        { at: 5, lasts: 38, shape: { is: "burst", rise: 2, fall: 15 } },
        420,
        { from: { "": 55, "https://www.seznam.cz/": 30, "https://www.google.com/": 15 } },
      ),
    ],
    raids: [
      {
        name: "pingbacks",
        at: 15,
        lasts: 12,
        share: 0.3,
        lair: servers(650, 60, { US: 40, DE: 12, FR: 8, GB: 6, NL: 6, JP: 4, BR: 4, IN: 4 }),
        tool: PINGBACKS,
      },
    ],
  },
  {
    name: "breaking news and busted caches",
    half: "closed",
    story:
      "The same newspaper on an election night; rented servers ask for its front page with ever other queries.",
    when: "2024-06-09T20:00:00",
    zone: 120,
    historyHours: 1.5,
    minutes: 45,
    format: "nginx-main",
    options: { trustedProxy: "10.0.0.0/8" },
    site: reading(PAPER),
    crowds: [
      readersOf(
        PAPER,
        "/volby-2024-vysledky",
        { at: 0, lasts: 44, shape: { is: "burst", rise: 4, fall: 20 } },
        380,
      ),
    ],
    raids: [
      { name: "busters", at: 12, lasts: 15, share: 0.5, lair: servers(300, 25), tool: cacheBuster("/") },
    ],
  },
  {
    name: "five quiet days of a blog",
    half: "open",
    story: "Nothing but a blog's life: feeds, search engines, scanners, a few guesses at passwords.",
    when: "2024-03-16T12:00:00",
    zone: 60,
    historyHours: 120,
    minutes: 60,
    format: "combined",
    site: reading({ ...BLOG, perMinute: 2, crawled: 2 }),
    raids: [
      guesses("POST /xmlrpc.php", 200, 1.5, 7000, -7000),
      scanner(-3000),
      scanner(-1200, 25, 4),
      scanner(20),
    ],
  },
  {
    name: "crawlers in a wiki",
    half: "closed",
    story:
      "A wiki of a game, read as ever; one after the other, crawlers that say who they are take a tenth of its pages each.",
    when: "2024-04-24T20:00:00",
    zone: 540,
    historyHours: 3,
    minutes: 90,
    format: "lighttpd",
    site: reading(WIKI, [
      crawlBurst(
        "/wiki/{slug:4000}",
        10,
        25,
        60,
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
      ),
      crawlBurst(
        "/wiki/{slug:4000}",
        45,
        20,
        50,
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
      ),
    ]),
  },
  {
    name: "somebody copies a forum",
    half: "open",
    story:
      "Rented servers under ordinary user agents walk through all threads by their numbers: half of all requests.",
    when: "2024-06-12T16:00:00",
    zone: -180,
    historyHours: 2.5,
    minutes: 80,
    format: "combined",
    site: reading(FORUM),
    raids: [
      {
        name: "copier",
        at: 15,
        lasts: 60,
        share: 0.5,
        turns: true,
        lair: servers(45, 5, { US: 3, CN: 3, SG: 4 }),
        tool: {
          shots: [{ send: "GET /viewtopic.php?f=3&t={seq}" }],
          agents: agents(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/108.0.0.0 Safari/537.36",
          ),
        },
      },
    ],
  },
  {
    name: "spam for a forum",
    half: "closed",
    story: "Homes for hire open the form of a forum and post, a thousand of them, three requests each.",
    when: "2024-06-13T09:00:00",
    zone: -180,
    historyHours: 2.5,
    minutes: 70,
    format: "combined",
    site: reading(FORUM),
    raids: [
      {
        name: "spam",
        at: 15,
        lasts: 40,
        perMinute: 150,
        lair: {
          kind: "homes",
          countries: { RU: 30, UA: 12, CN: 15, IN: 10, VN: 10, US: 10, ID: 13 },
          requestsEach: 3,
          count: 300,
        },
        tool: {
          shots: [
            { send: "GET /posting.php?mode=reply&f=3&t={n:40000}" },
            { send: "POST /posting.php?mode=reply&f=3&t={n:40000}", status: 302 },
            { send: "POST /ucp.php?mode=register", status: 200, often: 0.5 },
          ],
          agents: oldBrowsers,
          referrer: "https://forum.motor.example/viewtopic.php?t={n:40000}",
        },
      },
    ],
  },
  {
    name: "a blog floods for half a minute at a time",
    half: "open",
    story: "A test of somebody's booter: half a minute of flood every four, out of open proxies.",
    when: "2024-07-09T18:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 45,
    format: "combined",
    site: reading({ ...BLOG, server: { capacity: 20, whenFull: "503" } }),
    raids: [
      {
        name: "booter",
        at: 10,
        lasts: 12,
        perMinute: 330,
        shape: { is: "pulses", on: 0.5, off: 3.5 },
        lair: botnet(350, { CN: 3, ID: 4, BR: 2, IN: 2, TH: 2, RU: 2, EC: 1, BD: 1 }),
        tool: flood("GET /", undefined, {
          agentEach: true,
          referrer: "https://www.google.com/search?q={word}",
        }),
      },
    ],
  },
];
