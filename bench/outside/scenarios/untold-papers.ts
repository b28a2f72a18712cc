import { botnet, cacheBuster, flood, oldBrowsers, proxies, servers } from "../raids/tools.ts";
import type { Crowd, Scenario } from "../scenario.ts";
import { crawlBurst, guesses, scanner } from "../sites/machines.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { agents, appAgents, blend, browsers } from "../world/agents.ts";

/** Newspapers: telephones that ring, readers from elsewhere, those who read for models, and who wants a page gone. */
const TEJO: ReadingPlan = {
  host: "www.jornal-do-tejo.example",
  day: "news",
  countries: { PT: 86, BR: 4, FR: 4, CH: 2, LU: 1, GB: 2, US: 1 },
  access: { mobile: 0.35, v6: 0.4, relay: 0.03 },
  agents: blend([browsers("public", 131), 3], [appAgents("JornalTejo", ["4.6.1", "4.6.0", "4.4.2"]), 1]),
  perMinute: 24,
  page: "/2025/{politica|mundo|desporto|local}/{slug:900}",
  calls: ["/api/paywall/check"],
  files: ["/assets/site.css", "/assets/site.js", "/fotos/{z:3000}-800.webp"],
  feed: "/rss",
  crawled: 14,
};

/** A paper of a Greek island. */
const ISLAND: ReadingPlan = {
  host: "www.nisiotika-nea.example",
  day: "news",
  countries: { GR: 88, CY: 3, DE: 3, AU: 3, US: 3 },
  access: { mobile: 0.45, v6: 0.2 },
  agents: browsers("public", 129),
  perMinute: 1.6,
  page: "/{topika|politiki|apopseis}/{slug:900}/",
  find: "/?s={word}",
  files: [
    "/wp-content/themes/newspaper/style.css",
    "/wp-content/plugins/tagdiv/js/td.min.js",
    "/wp-content/uploads/{z:2000}.jpg",
  ],
  feed: "/feed/",
};

/** A Slovenian magazine with forty years of its numbers. */
const MAGAZINE: ReadingPlan = {
  host: "www.gora-in-dolina.example",
  day: "evening",
  countries: { SI: 88, HR: 5, AT: 4, IT: 3 },
  access: { mobile: 0.3, v6: 0.25 },
  agents: browsers("public", 131),
  perMinute: 1.2,
  page: "/arhiv/{n:40}/{z:6000}",
  files: ["/css/main.css", "/js/main.js", "/slike/{z:900}.jpg"],
  feed: "/rss.xml",
  crawled: 6,
};

/** A paper in exile, behind a network that asks for proofs when it is told to. */
const EXILE: ReadingPlan = {
  host: "svobodny-golos.example",
  day: "news",
  countries: { RU: 40, DE: 12, GE: 9, LV: 6, NL: 6, US: 8, KZ: 6, IL: 5, AM: 4, UA: 4 },
  access: { mobile: 0.35, v6: 0.2, relay: 0.03, filtered: [0.22, "NL", 60] },
  agents: browsers("kazakh", 131),
  perMinute: 14,
  page: "/{novosti|mneniya|rassledovaniya}/{slug:600}",
  files: ["/static/app.css", "/static/app.js"],
  feed: "/rss/all",
  crawled: 6,
};

const crawling = (name: string, crowd: Crowd): Crowd => ({ ...crowd, name });

export const UNTOLD_PAPERS: readonly Scenario[] = [
  {
    name: "the government falls at ten to eight",
    half: "closed",
    story:
      "Three hundred thousand telephones are told within two minutes; those who open it read one page and some of them another.",
    when: "2025-03-11T19:30:00",
    zone: 0,
    historyHours: 1.8,
    minutes: 60,
    format: "traefik-clf",
    site: reading({ ...TEJO, server: { capacity: 16, whenFull: "502" } }),
    crowds: [
      readersOf(
        TEJO,
        "/2025/politica/governo-cai",
        { at: 20, lasts: 40, shape: { is: "burst", rise: 1, fall: 9 } },
        280,
        {
          acquainted: ["readers", 0.2],
          agents: blend(
            [appAgents("JornalTejo", ["4.6.1", "4.6.0", "4.4.2"]), 3],
            [browsers("public", 131), 1],
          ),
          access: { mobile: 0.55, v6: 0.4 },
          from: { "": 9, "https://www.google.com/": 1 },
        },
      ),
    ],
  },
  {
    name: "a Hamburg weekly writes about the island",
    half: "closed",
    story:
      "The ferry that does not sail: a weekly links a paper of the island, and Germans read it with their browser's translation.",
    when: "2025-06-05T16:30:00",
    zone: 180,
    historyHours: 44,
    minutes: 240,
    format: "apache",
    site: reading(ISLAND),
    crowds: [
      readersOf(
        ISLAND,
        "/topika/to-ploio-den-fevgei/",
        { at: 26, lasts: 150, shape: { is: "burst", rise: 12, fall: 50 } },
        26,
        {
          countries: { DE: 82, AT: 9, CH: 9 },
          access: { mobile: 0.3, v6: 0.55, relay: 0.03 },
          from: {
            "https://www.hanse-wochenblatt.example/reise/inseln": 8,
            "": 2,
            "https://www.linkedin.example/": 0.4,
          },
          returning: 0.02,
        },
      ),
    ],
    raids: [guesses("POST /wp-login.php", 200, 1.2, 2800, -2600)],
  },
  {
    name: "those who read for models",
    half: "closed",
    story:
      "Within a day four companies' programs read an archive of forty years, one after the other and once two at a time.",
    when: "2025-02-20T06:00:00",
    zone: 60,
    historyHours: 22,
    minutes: 420,
    format: "combined",
    site: reading(MAGAZINE),
    crowds: [
      crawling(
        "one",
        crawlBurst(
          "/arhiv/{n:40}/{n:6000}",
          30,
          90,
          75,
          "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        ),
      ),
      crawling(
        "another",
        crawlBurst(
          "/arhiv/{n:40}/{n:6000}",
          100,
          60,
          48,
          "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Amazonbot/0.1; +https://developer.amazon.com/support/amazonbot) Chrome/119.0.6045.214 Safari/537.36",
        ),
      ),
      crawling(
        "a third",
        crawlBurst(
          "/arhiv/{n:40}/{n:6000}",
          240,
          25,
          210,
          "Mozilla/5.0 (compatible; PerplexityBot/1.0; +https://perplexity.ai/perplexitybot)",
        ),
      ),
      crawling(
        "a fourth",
        crawlBurst(
          "/slike/{n:900}.jpg",
          330,
          70,
          60,
          "meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
        ),
      ),
    ],
    raids: [scanner(290, 13, 6)],
  },
  {
    name: "two minutes to show what it can do",
    half: "closed",
    story:
      "A booter is tried for half a minute, and after an hour for two minutes: eighty requests a second past all caches.",
    when: "2025-04-02T15:00:00",
    zone: 60,
    historyHours: 2.5,
    minutes: 110,
    format: "nginx-json",
    site: reading({ ...TEJO, server: { capacity: 70, whenFull: "503" } }),
    raids: [
      {
        name: "a try",
        at: 22,
        lasts: 0.5,
        perMinute: 4_800,
        lair: servers(400, 30),
        tool: cacheBuster("/", { protocol: "HTTP/2.0" }),
      },
      {
        name: "what was paid for",
        at: 82,
        lasts: 2,
        perMinute: 4_800,
        lair: servers(400, 30),
        tool: cacheBuster("/", { protocol: "HTTP/2.0" }),
      },
    ],
  },
  {
    name: "casinos under each article",
    half: "closed",
    story:
      "Comments with links to casinos, thirteen requests a minute for five hours, half of them turned away by the filter.",
    when: "2025-01-18T22:00:00",
    zone: 120,
    historyHours: 36,
    minutes: 340,
    format: "apache-vhost",
    site: reading({ ...ISLAND, perMinute: 1 }),
    raids: [
      {
        name: "casinos",
        at: 25,
        lasts: 300,
        perMinute: 13,
        lair: { ...proxies(5, { RU: 12, UA: 8, NL: 5, US: 8, CN: 5, ID: 4, BR: 3, PL: 3 }), count: 60 },
        tool: {
          shots: [
            { send: "POST /wp-comments-post.php", status: 302, bytes: 0, weight: 1.2 },
            { send: "POST /wp-comments-post.php", status: 403, bytes: 1_100, weight: 1.2 },
            { send: "GET /{topika|politiki|apopseis}/{slug:900}/", often: 1.2 },
          ],
          agents: oldBrowsers,
          referrer: "https://www.nisiotika-nea.example/topika/{slug:900}/",
        },
      },
    ],
  },
  {
    name: "a poisoning is published",
    half: "closed",
    story:
      "A long-awaited story comes out at noon; eight minutes later a botnet and rented machines want nobody to read it; after a quarter of an hour every browser is asked for a proof.",
    when: "2024-11-26T11:40:00",
    zone: 60,
    historyHours: 2,
    minutes: 75,
    format: "nginx-main",
    options: { trustedProxy: "162.158.0.0/16" },
    site: {
      ...reading({
        ...EXILE,
        server: { capacity: 26, whenFull: "503", challenge: { at: 43, lasts: 60, status: 403 } },
      }),
      edge: { network: "162.158", places: 24, keeps: 3_600, forwards: true },
    },
    crowds: [
      readersOf(
        EXILE,
        "/rassledovaniya/otravlenie",
        { at: 20, lasts: 55, shape: { is: "burst", rise: 4, fall: 22 } },
        130,
        {
          acquainted: ["readers", 0.2],
          from: { "": 5, "https://t.me/": 4, "https://x.com/": 2, "https://www.youtube.com/": 1 },
        },
      ),
    ],
    raids: [
      {
        name: "botnet",
        at: 28,
        lasts: 36,
        perMinute: 600,
        lair: { ...botnet(1_500), uneven: true },
        tool: flood("GET /rassledovaniya/otravlenie", oldBrowsers, { agentEach: true }),
      },
      {
        name: "rented",
        at: 30,
        lasts: 33,
        perMinute: 260,
        lair: servers(90, 9),
        tool: flood(
          "GET /?{hex:6}",
          agents(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36",
          ),
        ),
      },
    ],
  },
];
