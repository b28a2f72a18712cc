import type { Crowd, Scenario } from "../scenario.ts";
import { search } from "../sites/machines.ts";
import { programs, usersRush } from "../sites/programs.ts";
import { type ReadingPlan, readersOf, reading, readingVisit } from "../sites/reading.ts";
import { agents, browsers } from "../world/agents.ts";
import type { Move } from "../world/moves.ts";
import { ANCESTORS, HOTEL, MUSEUM, PLAYALONG, RELIEF } from "./fresh-plans.ts";

/** People who travel, play, listen, give and search, in numbers, and nobody attacks. */

/** What opens every link of a letter in the seconds after it arrived: sandboxes in a cloud, and older gateways. */
export const sandboxes = (page: string, at: number, perMinute: number): Crowd => ({
  name: "sandboxes",
  moves: [
    {
      often: 4,
      moves: [
        { fetch: page, weight: 1, bytes: 16_000 },
        { wait: 0.6, spread: 0.4 },
      ],
    },
  ],
  countries: { US: 5, IE: 4, NL: 3, GB: 1, DE: 1 },
  agents: agents(
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
      8,
    ],
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/91.0.4472.124 Safari/537.36 Edg/91.0.864.59",
      3,
    ],
    ["Mozilla/4.0 (compatible; ms-office; MSOffice 16)", 2],
    ["", 1],
  ),
  perMinute,
  passing: { at, lasts: 15, shape: { is: "burst", rise: 0.4, fall: 2.5 } },
  machines: { name: "sandboxes", count: 130, nets: 4 },
  silent: 1,
});

export const PLAY: readonly Move[] = [
  { fetch: "/api/v1/session?device={me}", bytes: 700, weight: 0.4 },
  {
    every: 5,
    give: 0.02,
    minutes: 18,
    moves: [
      { fetch: "/api/v1/question?since={s}", bytes: 260, weight: 0.05 },
      {
        perhaps: 0.12,
        moves: [{ wait: 3 }, { send: "/api/v1/answer", status: 202, bytes: 20, weight: 0.3 }],
      },
    ],
  },
];

/** Sound of a station: whoever listens is one line, when he stops. */
const STATION: ReadingPlan = {
  host: "stream.welle.example",
  day: "flat",
  countries: { IE: 80, GB: 12, US: 6, AU: 2 },
  access: { mobile: 0.35, v6: 0.15 },
  agents: agents(
    [
      "Mozilla/5.0 (Linux; Android 13; SM-A536B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Mobile Safari/537.36",
      4,
    ],
    ["VLC/3.0.20 LibVLC/3.0.20", 2],
    ["Sonos/79.1-52050 (ZPS33)", 3],
    ["AppleCoreMedia/1.0.0.21B91 (iPhone; U; CPU OS 17_1 like Mac OS X; en_gb)", 4],
    ["TuneIn Radio/30.3.2; iPhone15,2; iOS/17.1", 3],
    ["WinampMPEG/5.66", 1],
    ["Lavf/58.29.100", 1],
  ),
  perMinute: 14,
  page: "/live-{128|64}.mp3",
  files: [],
  crawled: 0.2,
};
const LISTEN: readonly Move[] = [
  { perhaps: 0.3, moves: [{ fetch: "/status-json.xsl", bytes: 1_800 }] },
  { often: 1.4, moves: [{ fetch: "/live-{128|64}.mp3", seconds: 700 }, { wait: 4 }] },
];
const listeners = (name: string, perMinute: number, more: Partial<Crowd> = {}): Crowd => ({
  name,
  moves: LISTEN,
  countries: STATION.countries,
  agents: STATION.agents,
  access: { mobile: 0.35, v6: 0.15 },
  perMinute,
  day: "flat",
  patience: 1e7,
  silent: 1,
  oldProtocol: true,
  returning: 0.4,
  ...more,
});

/** A puzzle that is a new one every midnight. */
const PUZZLE: ReadingPlan = {
  host: "palavra.jogo.example",
  day: "evening",
  countries: { BR: 94, PT: 5, AO: 1 },
  access: { mobile: 0.6, v6: 0.5 },
  agents: browsers("android", 126),
  perMinute: 4,
  page: "/{regras|estatisticas|arquivo}",
  files: ["/app.js", "/app.css", "/palavras.json"],
  crawled: 1,
};

/** A forum in a country that closes a large network of friends for a night. */
const SQUARE: ReadingPlan = {
  host: "meydan.forum.example",
  day: "evening",
  countries: { TR: 94, DE: 4, NL: 1, AZ: 1 },
  access: { mobile: 0.55, v6: 0.05 },
  agents: browsers("android", 128),
  perMinute: 18,
  page: "/baslik/{slug:900}--{n:9000}",
  find: "/ara?q={word}",
  files: ["/s.css", "/s.js"],
  crawled: 8,
};

export const FRESH_LEISURE: readonly Scenario[] = [
  {
    name: "a letter with a price in it",
    half: "open",
    story:
      "Hotels write to eighty thousand guests; what guards their mailboxes opens every link within seconds, guests follow for hours.",
    when: "2025-01-23T10:00:00",
    zone: 0,
    historyHours: 4,
    minutes: 110,
    format: "alb",
    site: reading(HOTEL),
    crowds: [
      sandboxes("/{en|de|fr}/offer/{winter|spa|terms|unsubscribe}?c={hex:14}", 6, 90),
      readersOf(
        HOTEL,
        "/{en|de|fr}/offer/winter?c={hex:14}",
        { at: 6.5, lasts: 100, shape: { is: "burst", rise: 6, fall: 35 } },
        38,
        {
          from: { "": 9, "https://mail.google.com/": 1 },
        },
      ),
    ],
  },
  {
    name: "one painting, a hundred thousand wishes",
    half: "open",
    story:
      "Tickets for a painter's last week are put on sale at noon, behind a queue; half of those who wish come from abroad.",
    when: "2025-02-18T11:48:00",
    zone: 60,
    historyHours: 2.5,
    minutes: 48,
    format: "nginx-json",
    site: reading({
      ...MUSEUM,
      server: { capacity: 45, whenFull: "queue", queuePage: "/wait", admitPerMinute: 60 },
      queueSeconds: 30,
    }),
    crowds: [
      readersOf(
        MUSEUM,
        "/en/exhibition/last-week",
        { at: 10, lasts: 36, shape: { is: "burst", rise: 1.2, fall: 10 } },
        110,
        {
          countries: { NL: 46, BE: 12, DE: 12, FR: 8, GB: 9, US: 9, IT: 4 },
          moves: [
            { see: "/en/exhibition/last-week" },
            { often: 3, moves: [{ wait: 10 }, { see: "/en/slots?day={n:7}" }] },
            { send: "/api/hold", status: 201 },
          ],
        },
      ),
    ],
  },
  {
    name: "ancestors of a presenter",
    half: "open",
    story:
      "A broadcast finds a presenter's forebears in a register; its viewers look for their own, and searches cost more than can be had.",
    when: "2024-10-03T20:45:00",
    zone: 60,
    historyHours: 3,
    minutes: 75,
    format: "lighttpd",
    site: reading({ ...ANCESTORS, server: { capacity: 5, whenFull: "504" } }),
    crowds: [
      readersOf(ANCESTORS, "/", { at: 10, lasts: 60, shape: { is: "burst", rise: 4, fall: 16 } }, 55, {
        moves: [
          { see: "/" },
          {
            often: 3,
            moves: [{ wait: 14 }, { see: "/search.php?surname={word}&born=18{digits:2}", weight: 2.5 }],
          },
        ],
        countries: { GB: 94, IE: 5, US: 1 },
      }),
    ],
  },
  {
    name: "a song and a prize",
    half: "open",
    story: "A station plays for a prize at five: listeners begin, and each is a line only when they stop.",
    when: "2023-12-08T16:40:00",
    zone: 0,
    historyHours: 6,
    minutes: 100,
    format: "icecast",
    site: {
      host: STATION.host,
      files: [],
      day: "flat",
      audience: [listeners("listeners", 14), search("/", 0.3)],
    },
    crowds: [
      listeners("players", 190, {
        passing: { at: 12, lasts: 30, shape: { is: "burst", rise: 4, fall: 8 } },
        moves: [
          { fetch: "/status-json.xsl", bytes: 1_800 },
          { fetch: "/live-{128|64}.mp3", seconds: 900 },
        ],
        surge: true,
        returning: 0.1,
      }),
    ],
  },
  {
    name: "an earthquake, and gifts from everywhere",
    half: "open",
    story:
      "An earthquake far away; an aid organisation's page of gifts goes round the telephones of ten countries within the hour.",
    when: "2024-02-06T09:20:00",
    zone: 60,
    historyHours: 5,
    minutes: 90,
    format: "traefik-clf",
    site: reading({ ...RELIEF, server: { capacity: 20, whenFull: "503" } }),
    crowds: [
      readersOf(RELIEF, "/agir/seisme/", { at: 10, lasts: 78, shape: { is: "hill" } }, 110, {
        countries: { FR: 34, TR: 18, DE: 14, BE: 9, CH: 6, NL: 6, GB: 6, CA: 4, SA: 3 },
        from: { "": 10, "https://l.instagram.com/": 4, "https://l.facebook.com/": 4, "https://t.co/": 2 },
        agents: browsers("instagram", 124),
        moves: [
          { see: "/agir/seisme/" },
          { wait: 35 },
          {
            perhaps: 0.5,
            moves: [{ see: "/don/" }, { wait: 50 }, { send: "/wp-json/don/v1/pay", status: 200 }],
          },
        ],
      }),
    ],
  },
  {
    name: "blocked at home, by way of elsewhere",
    half: "open",
    story:
      "A country closes a large network; its people meet at a forum, most of them through exits of tunnels in other countries.",
    when: "2024-08-02T20:00:00",
    zone: 180,
    historyHours: 3,
    minutes: 80,
    format: "combined",
    site: reading(SQUARE),
    crowds: [
      readersOf(
        SQUARE,
        "/baslik/gundem--1",
        { at: 8, lasts: 70, shape: { is: "burst", rise: 5, fall: 28 } },
        70,
        {
          countries: { NL: 30, DE: 26, US: 12, GB: 8, FI: 6, TR: 18 },
          access: { relay: 0.85, mobile: 0.1, v6: 0 },
          moves: readingVisit({ ...SQUARE, stays: 4 }),
        },
      ),
    ],
  },
  {
    name: "the puzzle of every midnight",
    half: "open",
    story:
      "A game has a new word every midnight, and everybody who cannot sleep: the third night is as the others were.",
    when: "2024-11-07T23:40:00",
    zone: -180,
    historyHours: 60,
    minutes: 80,
    format: "combined",
    site: reading(PUZZLE, [
      {
        ...readersOf(PUZZLE, "/", { at: -2 * 1440 - 20 - 60 * 11, lasts: 4000, shape: { is: "flat" } }, 2, {
          surge: false,
        }),
        name: "regulars",
      },
      {
        ...readersOf(
          PUZZLE,
          "/",
          { at: -2 * 1440 + 20, lasts: 3_000, shape: { is: "bells", every: 1440, rise: 0.5, fall: 9 } },
          60,
          { surge: false },
        ),
        name: "at midnight",
        returning: 0.6,
      },
    ]),
  },
  {
    name: "a quiz for those at home",
    half: "open",
    story:
      "An app to play along with a broadcast: it asks for the next question every five seconds, for as long as the show lasts.",
    when: "2025-01-11T21:10:00",
    zone: 60,
    historyHours: 2,
    minutes: 22,
    format: "haproxy",
    site: programs(PLAYALONG),
    crowds: [
      usersRush(
        { ...PLAYALONG, moves: PLAY },
        { at: 4, lasts: 18, shape: { is: "burst", rise: 3, fall: 6 } },
        95,
      ),
    ],
  },
];
