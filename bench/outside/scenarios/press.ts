import { botnet, cacheBuster, flood, oneAddress, PINGBACKS, servers, stuffing } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { guesses, scanner } from "../sites/machines.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { agents, browsers } from "../world/agents.ts";

/** Newspapers and blogs. */

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
    half: "open",
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
    half: "open",
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
