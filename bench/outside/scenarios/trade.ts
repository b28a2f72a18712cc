import { proxies, servers, stuffing } from "../raids/tools.ts";
import type { Crowd, Scenario } from "../scenario.ts";
import { scanner } from "../sites/machines.ts";
import { type PortalPlan, portal } from "../sites/portals.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { browsers } from "../world/agents.ts";
import type { Move } from "../world/moves.ts";

/** Tickets, shops, banks. */

const TICKETS: ReadingPlan = {
  host: "www.tickets.example",
  day: "evening",
  countries: { GB: 88, IE: 6, US: 2, FR: 1, ES: 2, AU: 1 },
  access: { mobile: 0.5, v6: 0.3, relay: 0.05 },
  agents: browsers("public", 124),
  perMinute: 22,
  page: "/event/{slug:300}",
  find: "/search?q={word}",
  calls: ["/api/availability?event={z:300}"],
  files: [
    "/static/main.css",
    "/static/main.js",
    "/static/vendor.js",
    "/static/sprite.svg",
    "/static/hero.webp",
  ],
  crawled: 6,
};

const SEATS: readonly Move[] = [
  { see: "/event/the-band-wembley", calls: ["/api/availability?event=991"] },
  {
    every: 7,
    give: 0.5,
    minutes: 4,
    moves: [{ fetch: "/api/seatmap/991?block={n:60}", weight: 0.6, bytes: 18_000 }],
  },
  {
    perhaps: 0.4,
    moves: [
      { send: "/api/basket", status: 201, bytes: 400 },
      { wait: 40 },
      { send: "/checkout", status: 302 },
    ],
  },
];

const fans = (perMinute: number, more: Partial<Crowd> = {}): Crowd => ({
  ...readersOf(
    TICKETS,
    "/event/the-band-wembley",
    { at: 10, lasts: 35, shape: { is: "burst", rise: 1, fall: 10 } },
    perMinute,
  ),
  name: "fans",
  moves: SEATS,
  temper: { retries: 5, pause: 4 },
  ...more,
});

const BANK: PortalPlan = {
  host: "ebanking.bank.example",
  day: "office",
  countries: { TR: 92, DE: 5, NL: 2, GB: 1 },
  access: { mobile: 0.5, house: [0.1, 40], v6: 0.02 },
  agents: browsers("public", 115),
  perMinute: 26,
  form: "/giris",
  login: "/api/auth/session",
  ok: 200,
  bad: 401,
  fails: 0.09,
  pages: ["/hesaplar", "/transfer", "/kartlar", "/odemeler"],
  calls: ["/api/accounts", "/api/messages/unread"],
  files: ["/main.3f.js", "/polyfills.js", "/styles.css"],
};

const SHOP: ReadingPlan = {
  host: "shop.outdoor.example",
  day: "shop",
  countries: { PL: 93, DE: 3, CZ: 2, GB: 2 },
  access: { mobile: 0.4, v6: 0.15, relay: 0.02 },
  agents: browsers("public", 121),
  perMinute: 20,
  page: "/produkt/{slug:1500}",
  find: "/szukaj?fraza={word}",
  files: [
    "/media/css/shop.css",
    "/media/js/shop.js",
    "/media/img/p{n:400}.webp",
    "/media/img/p{n:400}b.webp",
  ],
  crawled: 12,
};

export const TRADE: readonly Scenario[] = [
  {
    name: "tickets for the band, and touts",
    half: "open",
    story:
      "Sale at ten. A quarter of the requests are touts' programs, which reserve seats through other people's homes.",
    when: "2024-06-28T09:50:00",
    zone: 60,
    historyHours: 1.5,
    minutes: 48,
    format: "alb",
    site: reading({ ...TICKETS, server: { capacity: 46, whenFull: "503" } }),
    crowds: [fans(120)],
    raids: [
      {
        name: "touts",
        at: 9,
        lasts: 22,
        share: 0.25,
        lair: {
          kind: "homes",
          countries: { US: 4, GB: 3, BR: 2, IN: 2, DE: 1 },
          requestsEach: 12,
          count: 260,
        },
        tool: {
          shots: [
            { send: "GET /api/seatmap/991?block={n:60}", weight: 0.6 },
            { send: "POST /api/basket", status: 409, often: 0.8 },
          ],
          agents: browsers("public", 120),
        },
      },
    ],
  },
  {
    name: "tickets for the final",
    half: "open",
    story: "Sale at ten, behind a waiting room that reloads every half minute. No touts.",
    when: "2024-05-17T09:50:00",
    zone: 60,
    historyHours: 1.5,
    minutes: 48,
    format: "alb",
    site: reading({
      ...TICKETS,
      server: { capacity: 60, whenFull: "queue", queuePage: "/lobby", admitPerMinute: 60 },
      queueSeconds: 30,
    }),
    crowds: [fans(110)],
  },
  {
    name: "stolen passwords at a bank",
    half: "open",
    story:
      "An ordinary afternoon of a bank. Homes for hire try one password each, all under new browsers: a fifth of all.",
    when: "2024-04-02T14:00:00",
    zone: 180,
    historyHours: 2,
    minutes: 70,
    format: "haproxy",
    site: portal(BANK),
    raids: [
      {
        name: "stuffing",
        at: 12,
        lasts: 45,
        share: 0.2,
        lair: proxies(1),
        tool: stuffing("POST /api/auth/session", 401, browsers("public", 120)),
      },
    ],
  },
  {
    name: "stolen cards at a shop",
    half: "open",
    story: "Programs put one cheap thing into the basket and try cards, from rented servers that change.",
    when: "2024-04-03T03:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 80,
    format: "combined",
    site: reading(SHOP),
    raids: [
      {
        name: "cards",
        at: 15,
        lasts: 50,
        perMinute: 90,
        lair: { kind: "hosting", countries: { US: 5, NL: 2, DE: 2 }, requestsEach: 14, nets: 14, count: 60 },
        tool: {
          shots: [
            { send: "POST /koszyk/dodaj", status: 302 },
            { send: "POST /zamowienie/platnosc", status: 200, often: 2 },
          ],
          agents: browsers("office", 118),
          referrer: "https://shop.outdoor.example/koszyk",
        },
      },
    ],
  },
  {
    name: "black friday of a small shop",
    half: "open",
    story: "A letter at nine, discounts until midnight: a shop's best morning, from newcomers mostly.",
    when: "2023-11-24T08:50:00",
    zone: 60,
    historyHours: 2.5,
    minutes: 80,
    format: "combined",
    site: reading({ ...SHOP, server: { capacity: 4.5, whenFull: "502" } }),
    crowds: [
      readersOf(
        SHOP,
        "/black-friday?utm_source=mail",
        { at: 10, lasts: 70, shape: { is: "burst", rise: 5, fall: 35 } },
        105,
        { from: { "": 60, "https://poczta.onet.pl/": 20, "https://www.google.com/": 20 } },
      ),
    ],
    raids: [scanner(40)],
  },
  {
    name: "a shop is watched by rivals",
    half: "open",
    story:
      "A rival reads prices with ordinary user agents from a hundred rented addresses, three fifths of all requests.",
    when: "2024-01-17T10:00:00",
    zone: 60,
    historyHours: 2.5,
    minutes: 75,
    format: "combined",
    site: reading(SHOP),
    raids: [
      {
        name: "prices",
        at: 15,
        lasts: 55,
        share: 0.6,
        lair: servers(110, 9, { LT: 2, NL: 3, US: 3 }),
        tool: { shots: [{ send: "GET /produkt/{slug:1500}" }], agents: browsers("office", 120) },
      },
    ],
  },
];
