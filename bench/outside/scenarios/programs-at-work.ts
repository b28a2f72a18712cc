import type { Crowd, Scenario } from "../scenario.ts";
import { crawlBurst, guesses, uptime } from "../sites/machines.ts";
import { type ProgramPlan, programs, users, usersRush } from "../sites/programs.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { agents, appAgents, browsers } from "../world/agents.ts";
import type { Move } from "../world/moves.ts";

/** Programs that do what they are there for, in numbers: nothing of this is an attack. */

/** A crowd that comes again and again by the clock, through history and all. */
const byTheClock = (crowd: Crowd, historyHours: number, minutes: number, every: number, lasts: number): Crowd => ({
  ...crowd,
  passing: { at: -60 * historyHours, lasts: 60 * historyHours + minutes, shape: { is: "pulses", on: lasts, off: every - lasts } },
}); // biome-ignore format: one line

const MIRROR: ProgramPlan = {
  host: "mirror.uni.example",
  day: "flat",
  countries: { CZ: 60, SK: 14, PL: 10, DE: 10, AT: 6 },
  access: { mobile: 0, v6: 0.4, house: [0.2, 60] },
  agents: agents(
    ["Debian APT-HTTP/1.3 (2.6.1)", 6],
    ["Debian APT-HTTP/1.3 (2.4.12) non-interactive", 6],
    ["libdnf (Fedora Linux 40; server; Linux.x86_64)", 3],
    ["pacman/6.1.0 (Linux x86_64) libalpm/14.0.0", 2],
  ),
  perMinute: 12,
  moves: [
    { fetch: "/debian/dists/bookworm/InRelease", status: 304, bytes: 0, weight: 0.1 },
    { fetch: "/debian/dists/bookworm-updates/InRelease", status: 304, bytes: 0, weight: 0.1 },
    {
      perhaps: 0.5,
      moves: [{ often: 9, moves: [{ fetch: "/debian/pool/main/{slug:400}_{n:9}.deb", bytes: 400_000, weight: 0.1 }] }],
    },
  ],
}; // biome-ignore format: one line

const REGISTRY: ProgramPlan = {
  host: "registry.werk.example",
  day: "office",
  countries: { DE: 50, NL: 20, US: 20, IE: 10 },
  access: { mobile: 0, v6: 0.1 },
  agents: agents(["docker/25.0.3 go/go1.21.6 kernel/6.1.0 os/linux arch/amd64 UpstreamClient(Docker-Client/25.0.3)", 5], ["containerd/1.7.13", 4], ["buildkit/v0.12", 1]),
  perMinute: 8,
  moves: [
    { fetch: "/v2/", status: 401, bytes: 90, weight: 0.1 },
    { fetch: "/token?service=registry&scope=repository:{slug:60}:pull", bytes: 2_000, weight: 0.3 },
    { fetch: "/v2/{slug:60}/manifests/latest", bytes: 1_700, weight: 0.3 },
    { often: 7, moves: [{ fetch: "/v2/{slug:60}/blobs/sha256:{hex:64}", status: 307, bytes: 0, weight: 0.2 }] },
  ],
}; // biome-ignore format: one line

const STATIONS: ProgramPlan = {
  host: "in.wetterstation.example",
  day: "flat",
  countries: { AT: 55, DE: 35, CH: 10 },
  access: { mobile: 0.3, v6: 0.2 },
  agents: agents(["WS-Gateway/3.2", 6], ["ESP8266HTTPClient", 3], ["", 2]),
  perMinute: 20,
  moves: [{ send: "/upload.php?ID={me}&dateutc=now&tempf={n:90}", bytes: 8 }],
};

const HOOKS: ProgramPlan = {
  host: "hooks.kasse.example",
  day: "office",
  countries: { US: 1 },
  access: { mobile: 0, v6: 0 },
  agents: agents("GitHub-Hookshot/044aadd"),
  perMinute: 4,
  moves: [{ send: "/hook/{hex:12}", status: 202, bytes: 2 }],
};

const CLOUD: ProgramPlan = {
  host: "cloud.verein.example",
  day: "office",
  countries: { DE: 94, AT: 4, PL: 2 },
  access: { house: [0.3, 6], mobile: 0.2, v6: 0.3 },
  agents: agents(
    ["Mozilla/5.0 (Windows) mirall/3.11.0 (Nextcloud, windows-10.0.19045)", 6],
    ["Mozilla/5.0 (Linux) mirall/3.8.2 (Nextcloud, debian)", 2],
    ["Mozilla/5.0 (Android) Nextcloud-android/3.27.0", 4],
    ["DAVx5/4.3.13-ose (2024/01/28; dav4jvm; okhttp/4.12.0) Android/14", 3],
  ),
  perMinute: 1,
  moves: [
    {
      every: 30,
      minutes: 180,
      moves: [
        { send: "/remote.php/dav/files/{me}/", method: "PROPFIND", status: 207, bytes: 900, weight: 0.4 },
        { perhaps: 0.1, moves: [{ send: "/remote.php/dav/files/{me}/{slug:90}", method: "PUT", status: 201, bytes: 0 }] },
        { perhaps: 0.2, moves: [{ fetch: "/ocs/v2.php/apps/notifications/api/v2/notifications?format=json", bytes: 300, weight: 0.4 }] },
      ],
    },
  ],
}; // biome-ignore format: one line

const SOCKETS: readonly Move[] = [
  { see: "/", files: 3 },
  {
    every: 25,
    give: 0.02,
    minutes: 40,
    moves: [
      { fetch: "/socket.io/?EIO=4&transport=polling&t={hex:7}&sid={hex:20}", bytes: 90, weight: 0.3 },
      { perhaps: 0.3, moves: [{ send: "/socket.io/?EIO=4&transport=polling&t={hex:7}&sid={hex:20}", bytes: 2, weight: 0.3 }] },
    ],
  },
]; // biome-ignore format: one line

const CHAT: ProgramPlan = {
  host: "chat.hilfe.example",
  day: "office",
  countries: { FR: 92, BE: 5, CH: 3 },
  access: { house: [0.2, 40], mobile: 0.4, v6: 0.3 },
  agents: browsers("public", 123),
  perMinute: 6,
  silent: false,
  files: ["/app.8c.js", "/app.8c.css", "/logo.svg"],
  moves: SOCKETS,
  server: { capacity: 40, whenFull: "502" },
};

const PIXEL: ProgramPlan = {
  host: "count.zahlen.example",
  day: "news",
  countries: { DE: 80, AT: 10, CH: 10 },
  access: { mobile: 0.5, v6: 0.4, relay: 0.03 },
  agents: browsers("public", 122),
  perMinute: 120,
  silent: false,
  moves: [{ often: 1.6, moves: [{ fetch: "/p.gif?s={z:60}&u={hex:8}&r={hex:6}", bytes: 43, weight: 0.05 }, { wait: 30 }] }],
}; // biome-ignore format: one line

const PODCAST: ReadingPlan = {
  host: "podcast.stimme.example",
  day: "evening",
  countries: { DE: 82, AT: 9, CH: 9 },
  access: { mobile: 0.5, v6: 0.3 },
  agents: browsers("public", 120),
  perMinute: 5,
  page: "/folge/{slug:150}",
  files: ["/css/main.css", "/js/player.js"],
  feed: "/feed/mp3.xml",
};

const listeners = (perMinute: number, more: Partial<Crowd>): Crowd => ({
  ...readersOf(PODCAST, "/", { at: 5, lasts: 40, shape: { is: "burst", rise: 2, fall: 10 } }, perMinute),
  name: "players",
  agents: agents(
    ["AppleCoreMedia/1.0.0.21F90 (iPhone; U; CPU OS 17_5_1 like Mac OS X; de_de)", 5],
    ["Podcasts/1640.9 CFNetwork/1496.0.7 Darwin/23.5.0", 4],
    ["Spotify/8.9.18 iOS/17.5 (iPhone14,5)", 3],
    ["AntennaPod/3.4.0", 2],
    ["Overcast/3.0 (+http://overcast.fm/; iOS podcast app)", 2],
    ["Mozilla/5.0 (Linux; U; Android 13) PocketCasts", 1],
  ),
  moves: [
    { fetch: "/feed/mp3.xml", bytes: 180_000, weight: 0.1 },
    { perhaps: 0.8, moves: [{ often: 4, moves: [{ fetch: "/media/folge-212.mp3", status: 206, bytes: 2_000_000, weight: 0.1 }, { wait: 6 }] }] },
  ],
  silent: 1,
  ...more,
}); // biome-ignore format: one line

export const PROGRAMS_AT_WORK: readonly Scenario[] = [
  {
    name: "updates for everybody",
    half: "open",
    story: "A hole in a library: thousands of servers fetch the update from a mirror as their timers go off.",
    when: "2024-03-29T18:00:00",
    zone: 60,
    historyHours: 3,
    minutes: 60,
    format: "combined",
    site: programs(MIRROR),
    crowds: [
      usersRush(MIRROR, { at: 8, lasts: 45, shape: { is: "burst", rise: 3, fall: 15 } }, 110, {
        agents: agents(
          ["Debian APT-HTTP/1.3 (2.6.1)", 5],
          ["Debian APT-HTTP/1.3 (2.6.1) non-interactive", 5],
        ),
      }),
    ],
  },
  {
    name: "a new image for every node",
    half: "open",
    story: "A cluster starts anew: hundreds of nodes in rented data centres pull the same image at once.",
    when: "2024-03-12T14:00:00",
    zone: 60,
    historyHours: 2,
    minutes: 50,
    format: "traefik-json",
    site: programs(REGISTRY),
    crowds: [
      usersRush(REGISTRY, { at: 10, lasts: 25, shape: { is: "burst", rise: 1, fall: 6 } }, 90, {
        agents: agents("containerd/1.7.13"),
        machines: { name: "nodes", count: 300, nets: 4 },
      }),
    ],
  },
  {
    name: "stations at the full hour",
    half: "open",
    story:
      "Weather stations all send at each full ten minutes, thirty times as much as in between; one shower doubles them.",
    when: "2024-07-21T15:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 60,
    format: "combined",
    site: programs(STATIONS, [
      byTheClock(
        users(STATIONS, "by the clock", {
          perMinute: 700,
          machines: { name: "gardens", count: 260, nets: 60 },
        }),
        3,
        60,
        10,
        0.4,
      ),
    ]),
  },
  {
    name: "scripts every five minutes",
    half: "open",
    story: "Three hundred servers ask for a list by cron, all in the first seconds of every fifth minute.",
    when: "2024-10-02T09:00:00",
    zone: 120,
    historyHours: 2,
    minutes: 60,
    format: "caddy-json",
    site: programs(
      {
        ...STATIONS,
        host: "lists.schutz.example",
        perMinute: 6,
        countries: { DE: 50, US: 30, FR: 20 },
        agents: agents(["curl/7.88.1", 5], ["Wget/1.21.3", 2], ["python-requests/2.28.1", 1]),
        moves: [{ fetch: "/blocklist.txt", status: 304, bytes: 0, weight: 0.2 }],
      },
      [
        byTheClock(
          {
            ...users({ ...STATIONS, countries: { DE: 50, US: 30, FR: 20 } }, "by cron"),
            agents: agents(["curl/7.88.1", 5], ["Wget/1.21.3", 2]),
            moves: [{ fetch: "/blocklist.txt", status: 304, bytes: 0, weight: 0.2 }],
            perMinute: 900,
            machines: { name: "cron", count: 300, nets: 9 },
            silent: 1,
          },
          2,
          60,
          5,
          0.3,
        ),
      ],
    ),
  },
  {
    name: "deliveries of hooks",
    half: "open",
    story:
      "A large repository is moved: its forge delivers ten thousand events out of eight addresses within a quarter of an hour.",
    when: "2024-09-18T11:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 45,
    format: "nginx-json",
    site: programs(
      {
        ...HOOKS,
        agents: browsers("office", 120),
        silent: false,
        perMinute: 3,
        countries: { DE: 1 },
        moves: [{ see: "/dashboard" }, { wait: 20 }, { see: "/dashboard/events" }],
      },
      [{ ...users(HOOKS, "hooks"), machines: { name: "forge", count: 8, nets: 1 } }],
    ),
    crowds: [
      {
        ...users(HOOKS, "many hooks", { machines: { name: "forge", count: 8, nets: 1 }, perMinute: 700 }),
        passing: { at: 10, lasts: 15, shape: { is: "flat" } },
      },
    ],
  },
  {
    name: "callbacks of payments",
    half: "open",
    story: "A payment provider was down; afterwards it sends what it owes, out of a dozen addresses.",
    when: "2024-11-08T20:00:00",
    zone: 60,
    historyHours: 2.5,
    minutes: 50,
    format: "combined",
    site: programs(
      {
        ...HOOKS,
        host: "shop.kasse.example",
        agents: browsers("public", 121),
        silent: false,
        perMinute: 14,
        countries: { NL: 9, BE: 1 },
        files: ["/a.css", "/a.js"],
        moves: [
          { see: "/product/{slug:80}" },
          { wait: 25 },
          { perhaps: 0.2, moves: [{ send: "/cart", status: 302 }, { see: "/checkout" }] },
        ],
      },
      [
        {
          ...users({ ...HOOKS, countries: { IE: 1 } }, "callbacks"),
          agents: agents("Mollie.nl HTTP client/1.0"),
          moves: [{ send: "/payments/webhook", status: 200, bytes: 0 }],
          machines: { name: "provider", count: 12, nets: 1 },
        },
      ],
    ),
    crowds: [
      {
        ...users({ ...HOOKS, countries: { IE: 1 } }, "owed callbacks"),
        agents: agents("Mollie.nl HTTP client/1.0"),
        moves: [{ send: "/payments/webhook", status: 200, bytes: 0 }],
        machines: { name: "provider", count: 12, nets: 1 },
        perMinute: 400,
        passing: { at: 9, lasts: 12, shape: { is: "flat" } },
      },
    ],
  },
  {
    name: "files are synchronised",
    half: "open",
    story:
      "Eight o'clock: a club's computers are switched on, and their programs compare folders every half minute.",
    when: "2024-04-09T07:00:00",
    zone: 120,
    historyHours: 5,
    minutes: 120,
    format: "apache",
    site: programs({ ...CLOUD, perMinute: 2.5 }),
    raids: [guesses("POST /index.php/login", 303, 2, 300)],
  },
  {
    name: "calendars after the holidays",
    half: "open",
    story: "First working day: three times as many programs ask a small server for their calendars.",
    when: "2024-01-08T08:30:00",
    zone: 60,
    historyHours: 8,
    minutes: 90,
    format: "traefik-clf",
    site: programs({ ...CLOUD, perMinute: 1.2, countries: { SE: 96, NO: 4 } }),
    crowds: [
      usersRush(
        { ...CLOUD, countries: { SE: 96, NO: 4 } },
        { at: 4, lasts: 60, shape: { is: "burst", rise: 6, fall: 40 } },
        5,
      ),
    ],
  },
  {
    name: "sockets come back",
    half: "open",
    story:
      "A server of a chat is started anew: five minutes of 502, and every open page asks again and again.",
    when: "2024-06-05T14:20:00",
    zone: 120,
    historyHours: 2,
    minutes: 40,
    format: "combined",
    site: programs(CHAT),
    outage: { at: 9, lasts: 5, status: 502 },
  },
  {
    name: "an app has lost its server",
    half: "open",
    story:
      "For eight minutes an app's interface answers 503; its users' telephones try again every few seconds, then all at once.",
    when: "2024-06-06T19:20:00",
    zone: 120,
    historyHours: 1.5,
    minutes: 45,
    format: "alb",
    site: programs({
      ...CHAT,
      host: "api.fahrt.example",
      files: [],
      silent: true,
      agents: appAgents("Fahrt", ["7.2.1", "7.2.0", "7.1.9"]),
      countries: { IT: 95, SM: 1, CH: 4 },
      perMinute: 20,
      moves: [
        { send: "/v3/session", bytes: 700 },
        {
          every: 15,
          give: 0.1,
          minutes: 12,
          moves: [{ fetch: "/v3/position?line={z:40}", bytes: 900, weight: 0.4 }],
        },
      ],
    }),
    outage: { at: 10, lasts: 8, status: 503 },
  },
  {
    name: "a spot on television is counted",
    half: "open",
    story: "A counter's picture is on many sites; one of them is shown on television.",
    when: "2024-02-20T20:10:00",
    zone: 60,
    historyHours: 2,
    minutes: 40,
    format: "lighttpd",
    site: programs(PIXEL),
    crowds: [
      usersRush(PIXEL, { at: 6, lasts: 25, shape: { is: "burst", rise: 0.5, fall: 5 } }, 700, {
        from: { "https://www.spot.example/": 9, "https://www.spot.example/angebot": 3, "": 1 },
        moves: [
          {
            often: 2,
            moves: [{ fetch: "/p.gif?s=7&u={hex:8}&r={hex:6}", bytes: 43, weight: 0.05 }, { wait: 20 }],
          },
        ],
      }),
    ],
  },
  {
    name: "a widget on a front page",
    half: "open",
    story: "A poll of a small company stands on the front page of a large newspaper abroad for an hour.",
    when: "2024-02-21T12:00:00",
    zone: 60,
    historyHours: 2,
    minutes: 55,
    format: "cloudfront",
    site: programs({
      ...PIXEL,
      host: "umfrage.klein.example",
      perMinute: 20,
      moves: [
        { fetch: "/widget.js", bytes: 14_000 },
        { fetch: "/api/poll/{z:90}", bytes: 800, weight: 0.2 },
        { perhaps: 0.1, moves: [{ wait: 12 }, { send: "/api/poll/{z:90}/vote", status: 204, bytes: 0 }] },
      ],
    }),
    crowds: [
      usersRush(PIXEL, { at: 5, lasts: 45, shape: { is: "burst", rise: 2, fall: 20 } }, 300, {
        countries: { PL: 92, DE: 4, GB: 4 },
        from: { "https://www.gazeta.example/": 1 },
        moves: [
          { fetch: "/widget.js", bytes: 14_000 },
          { fetch: "/api/poll/77", bytes: 800, weight: 0.2 },
          { perhaps: 0.1, moves: [{ wait: 12 }, { send: "/api/poll/77/vote", status: 204, bytes: 0 }] },
        ],
      }),
    ],
  },
  {
    name: "a new episode",
    half: "open",
    story: "Friday, five in the morning: players of a podcast all fetch the new episode, in pieces.",
    when: "2024-05-31T05:00:00",
    zone: 120,
    historyHours: 4,
    minutes: 60,
    format: "combined",
    site: reading(PODCAST),
    crowds: [listeners(60, {})],
  },
  {
    name: "an episode with guests from abroad",
    half: "open",
    story: "A guest whom half of Latin America follows: players of countries that never listened before.",
    when: "2024-05-30T17:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 60,
    format: "nginx-main",
    site: reading({ ...PODCAST, countries: { ES: 94, AD: 1, FR: 5 } }),
    crowds: [listeners(40, { countries: { MX: 40, AR: 25, CO: 20, CL: 10, ES: 5 } })],
    options: { trustedProxy: "10.0.0.0/8" },
  },
  {
    name: "search engines read it all",
    half: "open",
    story:
      "A shop has moved; two search engines read all of it again in an evening, much faster than people come.",
    when: "2024-08-14T19:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 70,
    format: "combined",
    site: reading({ ...PODCAST, host: "www.lampen.example", page: "/lampe/{slug:3000}", feed: "/neu.xml" }),
    crowds: [
      crawlBurst(
        "/lampe/{slug:3000}",
        8,
        40,
        160,
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
      ),
      {
        ...crawlBurst(
          "/lampe/{slug:3000}?farbe={n:30}",
          20,
          30,
          120,
          "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Amazonbot/0.1; +https://developer.amazon.com/support/amazonbot) Chrome/119.0.6045.214 Safari/537.36",
        ),
        machines: { name: "second", count: 60, nets: 3 },
      },
    ],
  },
  {
    name: "servers show a link",
    half: "open",
    story:
      "Somebody with many followers posts a link: six hundred servers fetch the page within a minute to show what it is, then people come.",
    when: "2024-08-15T12:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 50,
    format: "apache-vhost",
    site: reading({ ...PODCAST, host: "blog.eine.example", page: "/text/{slug:200}", perMinute: 3 }),
    crowds: [
      {
        ...uptime("/text/lang", 60),
        name: "previews",
        label: "crawler",
        moves: [{ fetch: "/text/lang", bytes: 30_000, weight: 0.5 }],
        agents: (chance) =>
          `${chance.pick(["http.rb/5.1.1 (Mastodon/4.2.9; +https://", "Misskey/2024.3.1 (https://", "Akkoma 3.11; https://", "Friendica 2024.03; https://"])}${chance.hex(7)}.example/)`,
        countries: { DE: 30, US: 25, FR: 14, NL: 10, FI: 8, JP: 13 },
        perMinute: 700,
        passing: { at: 6, lasts: 4, shape: { is: "burst", rise: 0.1, fall: 0.5 } },
        machines: { name: "fediverse", count: 900, nets: 30 },
        fleet: 650,
      },
      readersOf(
        { ...PODCAST, countries: { DE: 60, US: 20, GB: 10, FR: 10 } },
        "/text/lang",
        { at: 6.5, lasts: 40, shape: { is: "burst", rise: 2, fall: 10 } },
        25,
      ),
    ],
  },
];
