import { cacheBuster, oneAddress, script } from "../raids/tools.ts";
import type { Crowd, Scenario } from "../scenario.ts";
import { crawlBurst, scanner } from "../sites/machines.ts";
import { type ReadingPlan, readersOf, reading, readingVisit } from "../sites/reading.ts";
import { agents, browsers } from "../world/agents.ts";

/** A regional paper, a blog and a podcast: storms, links from afar, new episodes, and what asks without reading. */

/** News of a Moravian region, with a ticker that pages ask again and again. */
const KRAJ: ReadingPlan = {
  host: "www.krajskelisty.example",
  day: "news",
  countries: { CZ: 94, SK: 4, DE: 1, AT: 1 },
  access: { mobile: 0.45, v6: 0.25 },
  agents: browsers("public", 130),
  perMinute: 16,
  page: "/clanek/{slug:2500}",
  find: "/hledat?q={word}",
  calls: ["POST /stat/hit"],
  files: ["/s/app.9.css", "/s/app.9.js", "/i/{z:3000}_640.webp", "/i/{z:3000}_320.webp"],
  feed: "/rss.xml",
  crawled: 18,
};
const FOLLOWERS: Crowd = {
  ...readersOf(KRAJ, "/online/boure", { at: 15, lasts: 90, shape: { is: "hill" } }, 62),
  acquainted: ["readers", 0.15],
  moves: [
    { see: "/online/boure", calls: KRAJ.calls! },
    {
      every: 20,
      give: 0.03,
      minutes: 4,
      moves: [{ fetch: "/online/boure/ticker.json?since={s}", status: 304, bytes: 0, weight: 0.15 }],
    },
    { perhaps: 0.4, moves: readingVisit(KRAJ) },
  ],
  from: {
    "": 45,
    "https://m.facebook.com/": 25,
    "https://www.google.com/": 15,
    "https://www.seznam.example/": 15,
  },
};

/** Notes on old computers, in English, by somebody in Brazil. */
const NOTES: ReadingPlan = {
  host: "oldmachines.caderno.example",
  day: "world",
  countries: { BR: 40, US: 30, GB: 8, DE: 8, PT: 6, PL: 4, CA: 4 },
  agents: browsers("developers", 131),
  perMinute: 0.7,
  page: "/posts/{slug:90}/",
  files: ["/style.css", "/posts/board.jpg"],
  feed: "/index.xml",
  crawled: 2,
};

/** A podcast's own server: programs look into its feed, and take the sound in ranges. */
const TALK: ReadingPlan = {
  host: "feed.gespraech.example",
  day: "commute",
  countries: { AT: 46, DE: 46, CH: 8 },
  access: { mobile: 0.5, v6: 0.3 },
  agents: browsers("public", 130),
  perMinute: 1.5,
  page: "/folge/{z:210}",
  files: ["/cover.jpg", "/podlove.css"],
  feed: "/feed/mp3/",
  crawled: 3,
};
const PLAYERS = agents(
  ["AppleCoreMedia/1.0.0.22B91 (iPhone; U; CPU OS 18_1_1 like Mac OS X; de_de)", 30],
  ["Podcasts/4025.510.3 CFNetwork/1568.200.51 Darwin/24.1.0", 22],
  ["AntennaPod/3.5.0", 14],
  ["PocketCasts/1.0 (Pocket Casts Feed Parser; +http://pocketcasts.com/)", 6],
  ["Overcast/3.0 (+http://overcast.fm/; iOS podcast app)", 6],
  ["Castro 2024.12/1570", 3],
);
const EPISODE: Crowd = {
  ...readersOf(TALK, "/feed/mp3/", { at: 20, lasts: 100, shape: { is: "burst", rise: 6, fall: 35 } }, 85),
  agents: PLAYERS,
  silent: 1,
  returning: 0.3,
  moves: [
    { fetch: "/feed/mp3/", bytes: 210_000, weight: 0.3 },
    {
      perhaps: 0.7,
      moves: [
        { wait: 3 },
        {
          often: 3,
          moves: [
            {
              hold: "/dl/210-der-winter.mp3?src=feed",
              seconds: 6,
              status: 206,
              bytes: 21_000_000,
              weight: 0.05,
            },
          ],
        },
      ],
    },
  ],
};

export const UNSEEN_NEWS: readonly Scenario[] = [
  {
    name: "a storm, minute by minute",
    half: "open",
    story:
      "A storm crosses a region; readers leave a ticker open that asks every twenty seconds and mostly hears 304.",
    when: "2024-09-14T15:30:00",
    zone: 120,
    historyHours: 7,
    minutes: 110,
    format: "caddy-json",
    site: { ...reading({ ...KRAJ, server: { capacity: 45, whenFull: "503" } }), revalidates: 0.3 },
    crowds: [FOLLOWERS],
  },
  {
    name: "old machines on the front page",
    half: "open",
    story:
      "A blog of a visitor a minute is linked from the front page of a large foreign forum: new, foreign, and gone by the evening.",
    when: "2025-01-08T15:00:00",
    zone: -180,
    historyHours: 20,
    minutes: 150,
    format: "caddy-json",
    site: reading({ ...NOTES, server: { capacity: 20, whenFull: "502" } }),
    crowds: [
      readersOf(
        NOTES,
        "/posts/z80-on-a-breadboard/",
        { at: 25, lasts: 125, shape: { is: "burst", rise: 6, fall: 40 } },
        55,
        {
          countries: {
            US: 48,
            GB: 9,
            DE: 9,
            CA: 6,
            FR: 4,
            NL: 4,
            IN: 5,
            AU: 3,
            SE: 2,
            PL: 2,
            JP: 2,
            CH: 2,
            IT: 2,
            ES: 2,
          },
          from: { "https://news.ycombinator.com/": 78, "": 20, "https://lobste.rs/": 2 },
          access: { mobile: 0.2, v6: 0.35, relay: 0.06 },
        },
      ),
    ],
  },
  {
    name: "episode two hundred and ten",
    half: "open",
    story:
      "A new episode at six in the morning: programs on telephones take the feed, and the sound in three or four ranges.",
    when: "2024-12-10T05:40:00",
    zone: 60,
    historyHours: 15,
    minutes: 120,
    format: "lighttpd",
    site: reading(TALK, [crawlBurst("/dl/210-der-winter.mp3", 21, 6, 60, "Spotify/1.0")]),
    crowds: [EPISODE],
  },
  {
    name: "one curl, twelve minutes",
    half: "open",
    story:
      "One machine at a provider asks a paper's search for nonsense, twenty-five times a second, for twelve minutes.",
    when: "2025-02-27T12:30:00",
    zone: 60,
    historyHours: 5,
    minutes: 50,
    format: "nginx-main",
    options: { trustedProxy: "10.0.0.0/8" },
    site: reading({ ...KRAJ, server: { capacity: 60, whenFull: "503" } }),
    raids: [
      {
        name: "curl",
        at: 17,
        lasts: 12,
        perMinute: 1500,
        lair: oneAddress("DE"),
        tool: script("GET /hledat?q={word}+{word}", 200, agents("curl/8.5.0"), 2),
      },
    ],
  },
  {
    name: "busted first, then the storm",
    half: "open",
    story:
      "Somebody busts a paper's caches, a quarter of what comes in the storm that begins ten minutes later.",
    when: "2024-10-02T16:00:00",
    zone: 120,
    historyHours: 4,
    minutes: 95,
    format: "combined",
    site: { ...reading({ ...KRAJ, server: { capacity: 30, whenFull: "503" } }), revalidates: 0.2 },
    crowds: [FOLLOWERS],
    raids: [
      scanner(3, 18, 4),
      {
        name: "cache buster",
        at: 20,
        lasts: 40,
        perMinute: 330,
        lair: { kind: "hosting", countries: { NL: 1 }, count: 180, nets: 1, bits: 24 },
        tool: cacheBuster("/clanek/boure-nad-krajem"),
      },
    ],
  },
];
