import { driven, flood, libraries, oldBrowsers, proxies, script, servers, stuffing } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { crawlBurst, scanner } from "../sites/machines.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { browsers } from "../world/agents.ts";
import type { Move } from "../world/moves.ts";

/** Shops: a word on television and one from far away, cards that are tried out, prices that are copied, things that are few. */

const TEA: ReadingPlan = {
  host: "www.teehaus-nord.example",
  day: "shop",
  countries: { DE: 90, AT: 5, CH: 3, NL: 2 },
  access: { mobile: 0.3, v6: 0.5 },
  agents: browsers("public", 131),
  perMinute: 3,
  page: "/{schwarztee|gruentee|zubehoer}/{slug:400}",
  find: "/search?sSearch={word}",
  calls: ["/widgets/checkout/info"],
  files: ["/theme/all.css", "/theme/all.js", "/media/{z:900}_600x600.webp", "/media/{z:900}_600x600.webp"],
};

/** Spare parts, with a price for each. */
const PARTS: ReadingPlan = {
  host: "www.onderdelen-direct.example",
  day: "shop",
  countries: { NL: 70, BE: 26, DE: 4 },
  access: { mobile: 0.3, v6: 0.45 },
  agents: browsers("public", 130),
  perMinute: 7,
  page: "/p/{z:60000}/{slug:900}",
  find: "/zoek?q={digits:7}",
  calls: ["/rest/V1/prijs/{z:60000}"],
  files: ["/static/styles-m.css", "/static/require.js", "/media/catalog/{z:9000}.jpg"],
  crawled: 12,
};

/** Trainers, some of which are few. */
const SNEAKERS: ReadingPlan = {
  host: "shop.kicks-raffle.example",
  day: "evening",
  countries: { GB: 80, IE: 8, FR: 5, DE: 4, NL: 3 },
  access: { mobile: 0.45, v6: 0.35, relay: 0.04 },
  agents: browsers("public", 132),
  perMinute: 8,
  page: "/products/{slug:300}",
  calls: ["/cart.js"],
  files: ["/cdn/theme.css", "/cdn/theme.js"],
  crawled: 4,
};

/** A Chilean house for everything. */
const STORE: ReadingPlan = {
  host: "www.tienda-cordillera.example",
  day: "shop",
  countries: { CL: 98, AR: 2 },
  access: { mobile: 0.5, v6: 0.15 },
  agents: browsers("android", 131),
  perMinute: 8,
  page: "/producto/{z:9000}",
  find: "/busca?q={slug:2000}",
  calls: ["/api/precio/{z:9000}", "/api/stock/{z:9000}"],
  files: ["/static/main.css", "/static/main.js", "/img/{z:4000}.webp"],
  crawled: 5,
};

const BUYING: readonly Move[] = [
  { see: "/products/aurora-low-og", calls: SNEAKERS.calls! },
  { wait: 12 },
  { often: 3, moves: [{ fetch: "/products/aurora-low-og.js", bytes: 2_400, weight: 0.3 }, { wait: 7 }] },
  { perhaps: 0.6, moves: [{ send: "/cart/add.js", weight: 0.8 }, { see: "/checkout" }, { wait: 50 }, { send: "/checkout/complete", status: 302, weight: 1.5 }] },
]; // biome-ignore format: a visit

export const UNTOLD_SHOPS: readonly Scenario[] = [
  {
    name: "tea after the news",
    half: "closed",
    story:
      "Three minutes in a programme about good tea; within one minute thirty times as many look as ever before.",
    when: "2025-02-16T18:50:00",
    zone: 60,
    historyHours: 7,
    minutes: 85,
    format: "apache",
    site: { ...reading({ ...TEA, server: { capacity: 8, whenFull: "503" } }), rest: [] },
    crowds: [
      readersOf(TEA, "/", { at: 24, lasts: 60, shape: { is: "burst", rise: 0.8, fall: 7 } }, 130, {
        from: {
          "": 4,
          "https://www.google.com/": 12,
          "https://www.bing.com/": 1,
          "https://www.ecosia.org/": 1,
        },
        access: { mobile: 0.4, v6: 0.5 },
      }),
    ],
  },
  {
    name: "cards are tried on tea",
    half: "closed",
    story:
      "Stolen cards are tried with the cheapest tea: a cart, an address, a card, twenty-two requests a minute for two hours and a half.",
    when: "2025-03-27T16:00:00",
    zone: 60,
    historyHours: 28,
    minutes: 200,
    format: "ltsv",
    site: reading(TEA),
    raids: [
      {
        name: "cards",
        at: 25,
        lasts: 150,
        perMinute: 22,
        lair: proxies(14, { US: 10, DE: 8, GB: 4, FR: 3, VN: 3, ID: 3, BR: 3 }),
        tool: {
          shots: [
            { send: "POST /checkout/addProduct/sAdd/SW{n:900}", status: 302, bytes: 0, weight: 0.8 },
            { send: "POST /register/saveRegister", status: 302, bytes: 0 },
            { send: "POST /PaymentCreditCard/pay", status: 402, bytes: 820, weight: 1.5, often: 2.5 },
            { send: "POST /PaymentCreditCard/pay", status: 200, bytes: 1_400, weight: 1.5, often: 0.08 },
          ],
          agents: browsers("office", 127),
        },
      },
    ],
  },
  {
    name: "every price at noon",
    half: "closed",
    story:
      "A rival reads every price anew from rented machines, seventeen a second, until the shop begins to answer 429.",
    when: "2025-01-14T11:40:00",
    zone: 60,
    historyHours: 4,
    minutes: 90,
    format: "haproxy",
    site: reading({ ...PARTS, server: { capacity: 60, whenFull: "503" } }),
    crowds: [
      crawlBurst(
        "/p/{z:60000}/{slug:900}",
        -120,
        25,
        60,
        "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
      ),
    ],
    raids: [
      {
        name: "rival",
        at: 20,
        lasts: 48,
        perMinute: 1_000,
        turns: true,
        lair: servers(240, 12, { DE: 4, NL: 4, FR: 2, US: 3, FI: 1 }),
        tool: script("GET /rest/V1/prijs/{n:60000}", 200, browsers("office", 129), 0.4),
        blocked: { after: 40, status: 429 },
      },
    ],
  },
  {
    name: "aurora at ten, and the robots",
    half: "closed",
    story:
      "Four hundred pairs are sold from ten on; programs of those who sell them on reload the page and fill carts, two of five requests.",
    when: "2025-05-17T09:35:00",
    zone: 60,
    historyHours: 21,
    minutes: 65,
    format: "cloudfront",
    site: reading({
      ...SNEAKERS,
      server: { capacity: 40, whenFull: "queue", queuePage: "/throttle/queue", admitPerMinute: 90 },
      queueSeconds: 10,
    }),
    crowds: [
      readersOf(
        SNEAKERS,
        "/products/aurora-low-og",
        { at: 20, lasts: 42, shape: { is: "burst", rise: 3, fall: 7 } },
        85,
        { moves: BUYING, acquainted: ["readers", 0.25] },
      ),
    ],
    raids: [
      {
        name: "robots",
        at: 21,
        lasts: 24,
        share: 0.4,
        lair: proxies(25, { GB: 40, US: 12, DE: 6, FR: 4 }),
        tool: driven(
          [
            { fetch: "/products/aurora-low-og.js", bytes: 2_400, weight: 0.3 },
            {
              often: 8,
              moves: [
                { wait: 0.8, spread: 0.1 },
                { fetch: "/products/aurora-low-og.js", bytes: 2_400, weight: 0.3 },
              ],
            },
            { send: "/cart/add.js", weight: 0.8, status: 422 },
          ],
          10,
          browsers("office", 131),
        ),
      },
    ],
  },
  {
    name: "cyber week in Santiago, and a search",
    half: "closed",
    story:
      "At midnight prices fall; from half past a flood of searches out of clouds and open proxies, one request in three.",
    when: "2024-09-30T23:30:00",
    zone: -180,
    historyHours: 9,
    minutes: 90,
    format: "nginx-main",
    options: { trustedProxy: "10.0.0.0/8" },
    site: { ...reading({ ...STORE, server: { capacity: 6, whenFull: "504" } }), rest: [] },
    crowds: [
      readersOf(STORE, "/cyber", { at: 28, lasts: 60, shape: { is: "burst", rise: 3, fall: 25 } }, 62, {
        acquainted: ["readers", 0.35],
        returning: 0.2,
      }),
    ],
    raids: [
      scanner(10, 20, 4),
      {
        name: "clouds",
        at: 58,
        lasts: 22,
        share: 0.22,
        lair: servers(130, 10),
        tool: flood("GET /busca?q={word}", libraries, {
          shots: [{ send: "GET /busca?q={word}", weight: 2.5 }],
        }),
      },
      {
        name: "open proxies",
        at: 58.5,
        lasts: 21,
        share: 0.15,
        lair: {
          kind: "homes",
          countries: { ID: 8, BR: 8, CN: 6, IN: 5, RU: 4, CO: 4, TH: 3, US: 3 },
          count: 450,
        },
        tool: stuffing("GET /busca?q={hex:6}", 200, oldBrowsers, { agentEach: true }),
      },
    ],
  },
];
