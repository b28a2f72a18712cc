import { botnet, cacheBuster, flood, oldBrowsers } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { guesses } from "../sites/machines.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { agents, browsers } from "../world/agents.ts";

/** Small sites, many of them WordPress. */

/** Leather out of Morocco, which a few dozen people find on a day. */
const LEATHER: ReadingPlan = {
  host: "atelier-cuir-fes.example",
  day: "evening",
  countries: { MA: 55, FR: 30, BE: 8, CA: 7 },
  access: { mobile: 0.6, v6: 0.1 },
  agents: browsers("android", 130),
  perMinute: 0.5,
  page: "/produit/{slug:90}/",
  calls: ["POST /?wc-ajax=get_refreshed_fragments"],
  files: ["/wp-content/themes/storefront/style.css", "/wp-content/uploads/{z:200}-600x600.jpg"],
  crawled: 1.5,
};

/** A choir's WordPress, for which nobody pays more than five euros a month. */
const CHOIR: ReadingPlan = {
  host: "www.kammerchor-linth.example",
  day: "evening",
  countries: { CH: 88, DE: 8, AT: 4 },
  access: { near: true, mobile: 0.3, v6: 0.35 },
  agents: browsers("public", 130),
  perMinute: 0.35,
  page: "/{konzerte|chor|archiv}/{slug:50}/",
  files: [
    "/wp-content/themes/astra/style.css",
    "/wp-includes/js/jquery/jquery.min.js",
    "/wp-content/uploads/{z:90}.jpg",
  ],
  feed: "/feed/",
  crawled: 1.5,
};

/** Pages without a program, behind caches that do not tell who asks: the log is full of the caches' own addresses. */
const STATIC: ReadingPlan = {
  host: "notes.kernel-gardener.example",
  day: "world",
  countries: { US: 34, DE: 14, GB: 9, IN: 8, FR: 6, NL: 5, CA: 5, PL: 4, JP: 4, SE: 3, BR: 4, AU: 4 },
  access: { mobile: 0.25, v6: 0.4, relay: 0.03 },
  agents: browsers("developers", 131),
  perMinute: 5,
  page: "/posts/{slug:160}/",
  files: ["/style.css", "/fonts/mono.woff2", "/posts/{slug:160}/figure.svg"],
  feed: "/index.xml",
  crawled: 6,
};
const HIDDEN = { ...reading(STATIC), edge: { network: "172.70", places: 40, keeps: 900 } };

/** Rooms of a hostel in Porto, behind caches that tell who asks. */
const HOSTEL: ReadingPlan = {
  host: "www.hostel-ribeira.example",
  day: "evening",
  countries: { PT: 18, ES: 18, FR: 14, DE: 14, GB: 14, IT: 8, BR: 8, NL: 6 },
  access: { mobile: 0.4, v6: 0.35 },
  agents: browsers("public", 131),
  perMinute: 2,
  page: "/{en|pt|es|de}/{rooms|porto|stories}/{slug:60}/",
  calls: ["POST /wp-admin/admin-ajax.php"],
  files: ["/wp-content/themes/hostel/style.css", "/wp-content/uploads/{z:300}.webp"],
  crawled: 3,
};

export const UNTOLD_SMALL: readonly Scenario[] = [
  {
    name: "a bag in a film from Seoul",
    half: "closed",
    story:
      "A singer carries a bag that a workshop in Fez has made; Koreans, Thais and Indonesians look at one page, out of an app.",
    when: "2024-09-21T14:00:00",
    zone: 60,
    historyHours: 50,
    minutes: 200,
    format: "combined",
    site: reading(LEATHER),
    crowds: [
      readersOf(
        LEATHER,
        "/produit/sac-besace/",
        { at: 28, lasts: 170, shape: { is: "burst", rise: 15, fall: 45 } },
        24,
        {
          countries: { KR: 40, TH: 18, ID: 16, JP: 8, PH: 8, VN: 5, US: 5 },
          access: { mobile: 0.7, v6: 0.2 },
          agents: browsers("instagram", 130),
          from: { "https://l.instagram.com/": 7, "": 3 },
          returning: 0.03,
        },
      ),
    ],
    raids: [guesses("POST /wp-login.php", 200, 0.8, 2500, -2400)],
  },
  {
    name: "the little shop and its xmlrpc",
    half: "closed",
    story:
      "The log is turned on while it runs: routers call a small shop's xmlrpc.php five times a second from the first line on.",
    when: "2024-10-12T19:00:00",
    zone: 60,
    historyHours: 0,
    minutes: 75,
    format: "apache-vhost",
    site: reading({ ...LEATHER, server: { capacity: 6, whenFull: "502" } }),
    raids: [
      {
        name: "xmlrpc",
        at: -20,
        lasts: 70,
        perMinute: 300,
        lair: botnet(350),
        tool: flood("POST /xmlrpc.php", oldBrowsers, { protocol: "HTTP/1.1" }),
      },
    ],
  },
  {
    name: "first on a page of links",
    half: "closed",
    story:
      "A text is first on a page that programmers read; the site sees nothing but caches of forty places, which ask for the page each time and for its files every quarter of an hour.",
    when: "2025-01-09T14:00:00",
    zone: 0,
    historyHours: 6,
    minutes: 300,
    format: "combined",
    site: HIDDEN,
    crowds: [
      readersOf(
        STATIC,
        "/posts/a-slow-allocator/",
        { at: 30, lasts: 200, shape: { is: "burst", rise: 12, fall: 80 } },
        40,
        {
          from: { "https://news.ycombinator.com/": 7, "": 3, "https://lobste.rs/": 1 },
          returning: 0.02,
        },
      ),
    ],
  },
  {
    name: "fourteen a minute at a choir's door",
    half: "closed",
    story:
      "Guesses at the password of a choir's WordPress, fourteen a minute, from machines of a botnet that are told to go slowly, for five hours and a half.",
    when: "2024-11-30T18:00:00",
    zone: 60,
    historyHours: 46,
    minutes: 390,
    format: "apache",
    site: reading(CHOIR),
    raids: [
      {
        name: "slow guesses",
        at: 35,
        lasts: 330,
        perMinute: 14,
        lair: botnet(260),
        tool: {
          shots: [
            { send: "POST /wp-login.php", status: 200, bytes: 6_400, weight: 1.4, often: 3 },
            { send: "GET /wp-login.php", bytes: 5_900 },
          ],
          agents: agents(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:109.0) Gecko/20100101 Firefox/115.0",
            "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:62.0) Gecko/20100101 Firefox/62.0",
          ),
        },
      },
    ],
  },
  {
    name: "behind the caches, and past them",
    half: "closed",
    story:
      "A flood past the caches with ever new queries, twelve a second for half an hour; the site sees it come from the same addresses as its readers.",
    when: "2025-02-18T04:00:00",
    zone: 0,
    historyHours: 26,
    minutes: 85,
    format: "lighttpd",
    site: HIDDEN,
    raids: [
      {
        name: "past the caches",
        at: 26,
        lasts: 31,
        perMinute: 720,
        lair: {
          kind: "homes",
          countries: { ID: 10, BR: 9, US: 9, CN: 7, RU: 6, DE: 5, SG: 4, NL: 4, VN: 4 },
          count: 1_100,
        },
        tool: cacheBuster("/"),
      },
    ],
  },
  {
    name: "a list of the ten nicest",
    half: "closed",
    story:
      "A large paper names a hostel among ten, and readers come for hours; in the third quarter of an hour a botnet calls its xmlrpc.php, more often than all of them.",
    when: "2025-03-02T10:00:00",
    zone: 0,
    historyHours: 30,
    minutes: 130,
    format: "nginx-main",
    options: { trustedProxy: "172.68.0.0/16" },
    site: {
      ...reading({ ...HOSTEL, server: { capacity: 5, whenFull: "504" } }),
      edge: { network: "172.68", places: 30, keeps: 14_400, forwards: true },
    },
    crowds: [
      readersOf(
        HOSTEL,
        "/en/stories/ten-nicest/",
        { at: 20, lasts: 110, shape: { is: "burst", rise: 6, fall: 40 } },
        60,
        {
          countries: { GB: 70, IE: 8, US: 10, AU: 6, NL: 6 },
          from: { "https://www.island-guardian.example/travel/hostels": 7, "": 3 },
          returning: 0.03,
        },
      ),
    ],
    raids: [
      guesses("POST /wp-login.php", 403, 1, 1500, -1400),
      {
        name: "xmlrpc",
        at: 52,
        lasts: 23,
        perMinute: 340,
        lair: { ...botnet(420), uneven: true },
        tool: flood("POST /xmlrpc.php", oldBrowsers, { protocol: "HTTP/1.1" }),
      },
    ],
  },
];
