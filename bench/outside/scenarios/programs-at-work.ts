import type { Crowd, Scenario } from "../scenario.ts";
import { guesses } from "../sites/machines.ts";
import { type ProgramPlan, programs, users, usersRush } from "../sites/programs.ts";
import { agents, browsers } from "../world/agents.ts";

/** Programs that do what they are there for, in numbers, and nobody before them: nothing of this is an attack. */

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
];
