import type { Crowd, Scenario } from "../scenario.ts";
import { crawlBurst, scanner, search, uptime } from "../sites/machines.ts";
import { programs, users, usersRush } from "../sites/programs.ts";
import { type ReadingPlan, reading } from "../sites/reading.ts";
import { agents, appAgents, browsers } from "../world/agents.ts";
import { ANCESTORS, HOTEL, LENDING, ORDERS, THERMOSTATS, TOWN } from "./fresh-plans.ts";

/** Partners, crawlers, other servers and machines of the house at their work, some of it odd: nothing of this is an attack. */

/** Minerals and where they are found: a database of long ago that models like to read. */
const MINERALS: ReadingPlan = {
  host: "www.minerals.example",
  day: "world",
  countries: { US: 40, GB: 12, DE: 12, AU: 8, IT: 6, NO: 4, JP: 4, BR: 6, CZ: 4, MA: 4 },
  agents: browsers("public", 130),
  perMinute: 3,
  page: "/{min|loc|photo}-{z:90000}.html",
  find: "/search.php?q={word}",
  files: ["/css/m.css", "/js/m.js"],
  crawled: 6,
};

/** A server of a network of communities: people's pages, and what other servers deliver. */
const COMMUNITY: ReadingPlan = {
  host: "lemmy.stadt.example",
  day: "evening",
  countries: { DE: 60, US: 14, NL: 8, FI: 6, FR: 6, CA: 6 },
  agents: browsers("developers", 128),
  perMinute: 5,
  page: "/post/{z:90000}",
  calls: ["/api/v3/post/list?sort=Active&page={n:4}"],
  files: ["/static/js/client.js", "/css/themes/darkly.css"],
  crawled: 5,
};
const others: Crowd = {
  name: "other servers",
  moves: [{ send: "/inbox", status: 200, bytes: 0, weight: 0.4 }],
  countries: { DE: 30, US: 30, FR: 14, FI: 12, NL: 8, CA: 6 },
  agents: (chance) => `Lemmy/0.19.${1 + chance.below(9)}; +https://${chance.hex(6)}.example`,
  perMinute: 40,
  day: "world",
  machines: { name: "instances", count: 500, nets: 20 },
  silent: 1,
  temper: { retries: 3, pause: 60, stubborn: true },
};

/** A small shop whose provider of payments calls back, and calls again where nobody answers. */
const TILL: ReadingPlan = {
  ...HOTEL,
  host: "winkel.kaas.example",
  day: "shop",
  countries: { NL: 82, BE: 15, DE: 3 },
  perMinute: 6,
  page: "/kaas/{slug:120}",
  find: "/zoeken?q={word}",
  calls: ["/cart.js"],
  files: ["/cdn/theme.css", "/cdn/theme.js", "/cdn/{z:120}.jpg"],
};
const callbacks: Crowd = {
  name: "callbacks",
  moves: [
    {
      often: 2,
      moves: [{ send: "/webhooks/psp?order={digits:8}", status: 200, bytes: 2, weight: 0.6 }, { wait: 4 }],
    },
  ],
  countries: { NL: 1 },
  agents: agents(["Adyen HttpClient 1.0", 5], ["Stripe/1.0 (+https://stripe.com/docs/webhooks)", 3]),
  perMinute: 5,
  day: "shop",
  machines: { name: "psp", count: 16, nets: 1 },
  silent: 1,
  temper: { retries: 6, pause: 25, stubborn: true },
};

const slowCrawl = (agent: string, name: string, perMinute: number): Crowd => ({
  ...search("/{min|loc|photo}-{n:300000}.html", perMinute),
  name,
  moves: [
    { perhaps: 0.05, moves: [{ fetch: "/robots.txt", bytes: 400 }] },
    {
      often: 6,
      moves: [{ fetch: "/{min|loc|photo}-{n:300000}.html", weight: 1, bytes: 21_000 }, { wait: 2 }],
    },
  ],
  perMinute: perMinute / 6,
  countries: { US: 1 },
  agents: agents(agent),
  machines: { name, count: 24, nets: 1 },
});

const harvester = (name: string, country: string, at: number, agent: string): Crowd => ({
  ...crawlBurst("/oai?verb=ListRecords&resumptionToken={hex:24}", at, 50, 75, agent),
  name,
  countries: { [country]: 1 },
  machines: { name, count: 1, nets: 1 },
});

export const FRESH_PARTNERS: readonly Scenario[] = [
  {
    name: "orders at the month's end",
    half: "open",
    story:
      "Forty-five partners send their orders at six each evening; on the last of a month four times as many.",
    when: "2024-10-31T17:50:00",
    zone: 60,
    historyHours: 58,
    minutes: 60,
    format: "envoy",
    site: programs({ ...ORDERS, perMinute: 3 }, [
      users(ORDERS, "evening orders", {
        perMinute: 30,
        day: "flat",
        passing: {
          at: -2 * 1440 + 10,
          lasts: 2 * 1440 + 40,
          shape: { is: "bells", every: 1440, rise: 1, fall: 8 },
        },
      }),
    ]),
    crowds: [
      usersRush(ORDERS, { at: 10, lasts: 40, shape: { is: "burst", rise: 2, fall: 12 } }, 110, {
        returning: 0.9,
      }),
    ],
  },
  {
    name: "the shop was away, and the till calls back",
    half: "open",
    story:
      "A shop is down for nine minutes; its providers of payments call again and again, and buyers press reload.",
    when: "2024-12-05T20:30:00",
    zone: 60,
    historyHours: 4,
    minutes: 55,
    format: "nginx-json",
    site: reading(TILL, [callbacks]),
    crowds: [
      {
        ...callbacks,
        name: "what is owed",
        perMinute: 130,
        passing: { at: 19, lasts: 14, shape: { is: "burst", rise: 0.3, fall: 3 } },
      },
    ],
    outage: { at: 10, lasts: 9, status: 502 },
  },
  {
    name: "a community comes back",
    half: "open",
    story:
      "A small server of communities was away for a quarter of an hour; four hundred others deliver what it has missed.",
    when: "2024-07-07T20:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 60,
    format: "combined",
    site: reading(COMMUNITY, [others]),
    crowds: [
      {
        ...others,
        name: "what was missed",
        perMinute: 700,
        passing: { at: 24, lasts: 20, shape: { is: "burst", rise: 0.4, fall: 4 } },
        surge: true,
      },
    ],
    outage: { at: 8, lasts: 16, status: 502 },
  },
  {
    name: "models read about minerals",
    half: "open",
    story:
      "Six companies' crawlers keep to the rules of a site and read it day and night, together four times as much as people do.",
    when: "2025-01-15T12:00:00",
    zone: 0,
    historyHours: 14,
    minutes: 300,
    format: "apache",
    site: reading(MINERALS, [
      slowCrawl(
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "gpt",
        14,
      ),
      slowCrawl(
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
        "claude",
        20,
      ),
      slowCrawl("Mozilla/5.0 (compatible; Bytespider; spider-feedback@bytedance.com)", "byte", 11),
      slowCrawl(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1.1 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)",
        "apple",
        5,
      ),
      slowCrawl("CCBot/2.0 (https://commoncrawl.org/faq/)", "common", 8),
    ]),
    crowds: [
      {
        ...slowCrawl(
          "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; PerplexityBot/1.0; +https://perplexity.ai/perplexitybot)",
          "perplexity",
          26,
        ),
        passing: { at: 60, lasts: 120, shape: { is: "flat" } },
      },
    ],
    raids: [scanner(200, 35, 5)],
  },
  {
    name: "a new language for the search engines",
    half: "open",
    story:
      "Hotels have their pages in two more languages; search engines find them and read ten times as much as yesterday, for hours.",
    when: "2024-05-22T09:00:00",
    zone: 60,
    historyHours: 6,
    minutes: 180,
    format: "ingress-nginx",
    site: reading(HOTEL),
    crowds: [
      crawlBurst(
        "/{nl|it}/hotel/{slug:70}?page={n:9}",
        15,
        150,
        85,
        "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.6422.76 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
      ),
      {
        ...crawlBurst(
          "/{nl|it}/hotel/{slug:70}",
          50,
          110,
          45,
          "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36",
        ),
        machines: { name: "bing", count: 30, nets: 2 },
      },
    ],
  },
  {
    name: "a harvest of records",
    half: "open",
    story:
      "Three universities copy a register's records by the protocol that is there for it, each from one address, one after the other.",
    when: "2024-03-12T10:00:00",
    zone: 0,
    historyHours: 4,
    minutes: 180,
    format: "apache-vhost",
    site: reading({ ...ANCESTORS, day: "office", feed: "/whatsnew.xml" }),
    crowds: [
      harvester("harvester of Leeds", "GB", 10, "OAI-PMH harvester; library@leeds.example"),
      harvester("harvester of Oslo", "NO", 70, "metha/0.2.54"),
      harvester("harvester of Ghent", "BE", 125, "Java/11.0.20 OCLC-OAIHarvester2"),
    ],
  },
  {
    name: "a town's monitors, and its own machines",
    half: "open",
    story:
      "A town's small service for its own systems: nearly all of what it is asked comes from monitors and the next door's programs, and once an hour all of them at once.",
    when: "2024-08-20T03:00:00",
    zone: 120,
    historyHours: 14,
    minutes: 150,
    format: "iis",
    site: reading(
      { ...TOWN, host: "dienste.stadtwerke.example", perMinute: 0.5, countries: { DE: 1 }, crawled: 0.5 },
      [
        uptime("/api/health", 5, 4),
        {
          ...users({ ...THERMOSTATS, countries: { DE: 1 } }, "hourly jobs"),
          moves: [
            {
              often: 3,
              moves: [{ fetch: "/api/export?table={z:30}", bytes: 40_000, weight: 1 }, { wait: 2 }],
            },
          ],
          agents: agents(["Microsoft PowerShell/6.0.0", 3], ["curl/7.81.0", 3], ["Java/17.0.9", 4]),
          machines: { name: "jobs", count: 25, nets: 1 },
          perMinute: 55,
          passing: { at: -840, lasts: 990, shape: { is: "bells", every: 60, rise: 0.3, fall: 1.5 } },
        },
      ],
    ),
  },
  {
    name: "lent books go home by themselves",
    half: "open",
    story:
      "Readers' apps renew and give back at four in the morning, as they do each night; the library has no other visitors then.",
    when: "2025-02-11T03:30:00",
    zone: 60,
    historyHours: 52,
    minutes: 90,
    format: "haproxy",
    site: programs(
      {
        ...LENDING,
        perMinute: 2,
        agents: appAgents("BookReader", ["4.2.0", "4.1.7"]),
        moves: [
          { send: "/api/session", status: 200, bytes: 500 },
          { often: 3, moves: [{ fetch: "/api/loans/{me}", bytes: 1_900, weight: 0.5 }, { wait: 20 }] },
        ],
      },
      [
        {
          ...users({ ...THERMOSTATS, countries: LENDING.countries }, "night sync"),
          agents: appAgents("BookReader", ["4.2.0", "4.1.7"]),
          moves: [
            { send: "/api/session", status: 200, bytes: 500 },
            { often: 4, moves: [{ send: "/api/loans/{me}/sync", status: 200, bytes: 80, weight: 0.6 }] },
          ],
          access: { mobile: 0.1, v6: 0.4 },
          perMinute: 160,
          returning: 0.6,
          passing: {
            at: -2 * 1440 + 30,
            lasts: 2 * 1440 + 60,
            shape: { is: "bells", every: 1440, rise: 0.2, fall: 5 },
          },
        },
      ],
    ),
  },
];
