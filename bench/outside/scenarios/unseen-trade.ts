import { driven, oneAddress, proxies, script, servers } from "../raids/tools.ts";
import type { Crowd, Scenario } from "../scenario.ts";
import { guesses, scanner } from "../sites/machines.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { agents, browsers } from "../world/agents.ts";
import type { Move } from "../world/moves.ts";

/** Shops and tickets: sales, baskets, carts, cards, and those who buy to sell. */
/** A Romanian shop whose files come from elsewhere: its own log has pages and calls. */
const MAGAZIN: ReadingPlan = {
  host: "www.magazin.example",
  day: "shop",
  countries: { RO: 93, MD: 3, IT: 2, GB: 1, DE: 1 },
  access: { mobile: 0.5, v6: 0.2 },
  agents: browsers("public", 131),
  perMinute: 24,
  page: "/p/{slug:7000}",
  find: "/cautare?q={word}",
  calls: ["/api/stoc?sku={z:7000}", "POST /api/vizite"],
  files: [],
  stays: 5,
  crawled: 30,
};
const BUY: readonly Move[] = [
  { see: "/black-friday" },
  { wait: 12 },
  { often: 4, moves: [{ see: MAGAZIN.page, calls: MAGAZIN.calls! }, { wait: 14 }] },
  {
    perhaps: 0.3,
    moves: [
      { send: "/cos/adauga", status: 302, bytes: 0 },
      { see: "/cos" },
      { wait: 30 },
      { see: "/comanda" },
      { wait: 60 },
      { send: "/comanda/plata", status: 302, bytes: 0, weight: 2 },
      { wait: 35 },
      { back: "https://secure.3ds.example/" },
      { see: "/comanda/multumim" },
    ],
  },
];
const sale = (at: number, lasts: number, perMinute: number): Crowd => ({
  ...readersOf(MAGAZIN, "/black-friday", { at, lasts, shape: { is: "burst", rise: 1, fall: 22 } }, perMinute),
  moves: BUY,
  acquainted: ["readers", 0.15],
  returning: 0.25,
});

/** Concerts of South Africa: nothing for weeks, everything in an hour. */
const GIGS: ReadingPlan = {
  host: "tickets.stadium.example",
  day: "evening",
  countries: { ZA: 93, BW: 2, NA: 2, GB: 2, MZ: 1 },
  access: { mobile: 0.6, v6: 0.03 },
  agents: browsers("thrifty", 130),
  perMinute: 13,
  page: "/event/{slug:120}",
  calls: ["/api/availability/{z:120}"],
  files: ["/static/app.js", "/static/app.css", "/static/poster{z:120}.webp"],
  stays: 3,
  crawled: 6,
};
const SEATS: readonly Move[] = [
  { see: "/event/world-tour" },
  { wait: 6 },
  {
    often: 3,
    moves: [{ send: "/api/seats?section={n:60}", method: "GET", bytes: 24_000, weight: 1.2 }, { wait: 9 }],
  },
  {
    perhaps: 0.5,
    moves: [{ send: "/api/hold", status: 201 }, { wait: 70 }, { send: "/checkout", status: 302, weight: 2 }],
  },
];
const fans = (at: number, lasts: number, perMinute: number): Crowd => ({
  ...readersOf(
    GIGS,
    "/event/world-tour",
    { at, lasts, shape: { is: "burst", rise: 1, fall: 12 } },
    perMinute,
  ),
  moves: SEATS,
  temper: { retries: 5, pause: 6 },
});

/** Somebody sews bags and sells them: a few visitors an hour. */
const BAGS: ReadingPlan = {
  host: "sacs.atelier.example",
  day: "shop",
  countries: { FR: 74, BE: 14, CH: 6, CA: 6 },
  access: { mobile: 0.4, v6: 0.4 },
  agents: browsers("public", 129),
  perMinute: 0.5,
  page: "/produit/{slug:40}/",
  calls: ["/?wc-ajax=get_refreshed_fragments"],
  files: [
    "/wp-content/themes/storefront/style.css",
    "/wp-includes/js/jquery/jquery.min.js",
    "/wp-content/uploads/{z:80}.jpg",
  ],
  feed: "/feed/",
  crawled: 3,
};

export const UNSEEN_TRADE: readonly Scenario[] = [
  {
    name: "prices fall at midnight",
    half: "open",
    story: "Black Friday at midnight: the log has no files, the server gets slow, then answers 504.",
    when: "2024-11-07T23:40:00",
    zone: 120,
    historyHours: 4,
    minutes: 75,
    format: "haproxy",
    site: reading({ ...MAGAZIN, server: { capacity: 13, whenFull: "504" } }),
    crowds: [sale(20, 55, 150)],
  },
  {
    name: "a tour is announced",
    half: "open",
    story: "Seats at nine, behind a page that reloads itself every half minute; nobody but fans.",
    when: "2024-12-06T08:30:00",
    zone: 120,
    historyHours: 24,
    minutes: 85,
    format: "cloudfront",
    site: reading({
      ...GIGS,
      server: { capacity: 40, whenFull: "queue", queuePage: "/waitingroom", admitPerMinute: 80 },
      queueSeconds: 30,
    }),
    crowds: [fans(28, 55, 240)],
  },
  {
    name: "bags from a workshop",
    half: "open",
    story: "Four days of a very small shop: a scanner, guesses at its WordPress, orders now and then.",
    when: "2024-10-14T06:00:00",
    zone: 120,
    historyHours: 24,
    minutes: 4320,
    format: "apache",
    site: reading(BAGS),
    raids: [scanner(800, 22, 4), scanner(2600, 9, 12), guesses("POST /wp-login.php", 200, 0.4, 4300, 0)],
  },
  {
    name: "browsers that buy nothing",
    half: "open",
    story:
      "Driven browsers out of hired homes walk through a shop with every call that a page makes, forty visits a minute.",
    when: "2024-10-03T14:00:00",
    zone: 180,
    historyHours: 6,
    minutes: 90,
    format: "combined",
    site: reading({ ...MAGAZIN, perMinute: 8, server: { capacity: 50, whenFull: "503" } }),
    raids: [
      {
        name: "walkers",
        at: 25,
        lasts: 45,
        perMinute: 520,
        lair: proxies(26),
        tool: driven(
          [
            { see: "/" },
            { wait: 1, spread: 0.2 },
            {
              often: 5,
              moves: [
                { see: "/p/{n:7000}", calls: MAGAZIN.calls! },
                { wait: 2, spread: 0.3 },
              ],
            },
          ],
          16,
          browsers("office", 127),
        ),
      },
    ],
  },
  {
    name: "cards are tried",
    half: "open",
    story:
      "Stolen cards are tried at the till of a shop, fifty times a minute, each from another hired home.",
    when: "2025-01-19T03:30:00",
    zone: 120,
    historyHours: 8,
    minutes: 80,
    format: "nginx-json",
    site: reading(MAGAZIN),
    raids: [
      {
        name: "cards",
        at: 14,
        lasts: 52,
        perMinute: 50,
        lair: proxies(3),
        tool: {
          shots: [
            { send: "POST /cos/adauga", status: 302, bytes: 0, often: 0.4 },
            { send: "POST /comanda/plata", status: 402, bytes: 410, weight: 2 },
          ],
          agents: browsers("public", 130),
        },
      },
    ],
  },
  {
    name: "the map of seats, ten times a second",
    half: "open",
    story:
      "A house that sells on has one machine look at the map of seats ten times a second for three hours.",
    when: "2025-02-11T10:00:00",
    zone: 120,
    historyHours: 5,
    minutes: 200,
    format: "traefik-clf",
    site: reading(GIGS),
    raids: [
      {
        name: "map of seats",
        at: 12,
        lasts: 180,
        perMinute: 600,
        turns: true,
        lair: oneAddress("US"),
        tool: script(
          "GET /api/seats?section={n:60}",
          200,
          agents("Mozilla/5.0 (compatible; seatwatch/2.1)"),
          0.8,
        ),
      },
    ],
  },
  {
    name: "prices fall, and cards are tried",
    half: "open",
    story: "Another shop night of low prices; one request in ten is a stolen card.",
    when: "2024-11-21T23:35:00",
    zone: 120,
    historyHours: 3,
    minutes: 70,
    format: "envoy",
    site: reading({ ...MAGAZIN, server: { capacity: 48, whenFull: "503" } }),
    crowds: [sale(25, 45, 120)],
    raids: [
      {
        name: "cards",
        at: 33,
        lasts: 26,
        share: 0.1,
        lair: proxies(5),
        tool: script("POST /comanda/plata", 402, browsers("public", 128), 2),
      },
    ],
  },
  {
    name: "a tour is announced, and touts are there before",
    half: "open",
    story:
      "The same hall, no waiting page; touts' rented machines look for seats five minutes before the fans, more than half of it all.",
    when: "2025-03-07T08:35:00",
    zone: 120,
    historyHours: 10,
    minutes: 60,
    format: "ingress-nginx",
    site: reading({ ...GIGS, server: { capacity: 20, whenFull: "503" } }),
    crowds: [fans(25, 35, 170)],
    raids: [
      {
        name: "touts",
        at: 20,
        lasts: 24,
        share: 0.55,
        lair: servers(60, 5),
        tool: driven(
          [
            { see: "/event/world-tour", files: 0 },
            {
              often: 9,
              moves: [
                { send: "/api/seats?section={n:60}", method: "GET", bytes: 24_000 },
                { wait: 1.5, spread: 0.1 },
              ],
            },
            { send: "/api/hold", status: 201 },
          ],
          11,
          agents(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
          ),
        ),
      },
    ],
  },
];
