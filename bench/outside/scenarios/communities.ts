import { oldBrowsers, servers } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { crawlBurst } from "../sites/machines.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { agents, browsers } from "../world/agents.ts";

/** Forums and wikis. */

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

export const COMMUNITIES: readonly Scenario[] = [
  {
    name: "a forum thread goes round",
    half: "open",
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
    name: "crawlers in a wiki",
    half: "open",
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
    half: "open",
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
];
