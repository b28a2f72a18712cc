import type { Scenario } from "../scenario.ts";
import { type ProgramPlan, programs, usersRush } from "../sites/programs.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { agents, appAgents, browsers } from "../world/agents.ts";
import type { Move } from "../world/moves.ts";
import { RESULTS, THERMOSTATS } from "./fresh-plans.ts";

/** Files, tiles, packages and pictures for programs and telephones, in numbers: nothing of this is an attack. */

/** An extension of browsers that fetches its lists of filters: whoever has it is known by his browser's name only. */
const EXTENSION: ProgramPlan = {
  host: "lists.filter.example",
  day: "world",
  countries: { US: 24, DE: 18, FR: 9, GB: 9, RU: 7, BR: 7, PL: 6, IN: 6, JP: 5, IT: 5, NL: 4 },
  access: { mobile: 0.15, v6: 0.4, house: [0.1, 60], relay: 0.04 },
  agents: browsers("developers", 131),
  perMinute: 75,
  moves: [
    { fetch: "/lists/version.json", bytes: 310, weight: 0.04 },
    { perhaps: 0.2, moves: [{ fetch: "/lists/{easy|privacy|annoyances}.txt", bytes: 700_000, status: 304 }] },
  ],
};

/** Tiles of a map of paths, fetched by apps on telephones. */
const PATHS: ProgramPlan = {
  host: "tiles.wanderkarte.example",
  day: "evening",
  countries: { CH: 52, AT: 24, DE: 18, IT: 6 },
  access: { mobile: 0.7, v6: 0.35 },
  agents: appAgents("Wanderkarte", ["9.3.0", "9.2.4", "9.1.0", "8.7.2"]),
  perMinute: 3,
  moves: [
    { fetch: "/styles/outdoor.json", bytes: 28_000, weight: 0.1 },
    {
      often: 5,
      moves: [
        { often: 12, moves: [{ fetch: "/v3/{n:3}/{n:900}/{n:600}.pbf", bytes: 30_000, weight: 0.04 }] },
        { wait: 18 },
      ],
    },
  ],
};

/** An index of packages for those who build, most of them machines that begin from nothing each time. */
const WHEELS: ProgramPlan = {
  host: "pypi.mirror.example",
  day: "office",
  countries: { KR: 58, JP: 18, US: 14, SG: 10 },
  access: { mobile: 0, v6: 0.05, house: [0.35, 80] },
  agents: agents(
    [
      'pip/23.3.1 {"ci":true,"cpu":"x86_64","implementation":{"name":"CPython","version":"3.11.6"},"installer":{"name":"pip","version":"23.3.1"}}',
      6,
    ],
    [
      'pip/24.0 {"ci":null,"cpu":"arm64","implementation":{"name":"CPython","version":"3.12.1"},"installer":{"name":"pip","version":"24.0"}}',
      4,
    ],
    ["poetry/1.7.1 CPython/3.11.6 Linux/5.15.0-1053-aws", 2],
    ["uv/0.1.9", 1],
  ),
  perMinute: 7,
  moves: [
    {
      often: 8,
      moves: [
        { fetch: "/simple/{slug:900}/", bytes: 12_000, weight: 0.2 },
        { perhaps: 0.6, moves: [{ fetch: "/packages/{hex:2}/{hex:2}/{hex:60}.whl", bytes: 900_000 }] },
      ],
    },
  ],
};

/** Pictures that are sent on. */
const PICTURES: ReadingPlan = {
  host: "i.bildhost.example",
  day: "evening",
  countries: { DE: 70, AT: 14, CH: 10, NL: 6 },
  access: { mobile: 0.55, v6: 0.5 },
  agents: browsers("public", 131),
  perMinute: 16,
  page: "/p/{hex:7}",
  files: ["/a.css", "/i/{hex:10}.webp"],
  crawled: 2,
};

/** What an origin sees while a network delivers for it: what that has not got. */
const ORIGIN: ReadingPlan = {
  ...RESULTS,
  host: "www.fjernsyn.example",
  countries: { DK: 94, SE: 3, NO: 3 },
  access: { mobile: 0.4, v6: 0.3 },
  agents: browsers("public", 130),
  perMinute: 5,
  page: "/program/{slug:600}",
  calls: [],
};

const ROLL_OUT: readonly Move[] = [
  { fetch: "/fw/manifest?hw=3&me={me}", bytes: 420, weight: 0.1 },
  { often: 14, moves: [{ fetch: "/fw/2.15.0.bin", status: 206, bytes: 65_536 }, { wait: 1.5 }] },
  { send: "/t/{me}/readings", status: 204, bytes: 0, weight: 0.2 },
];

const PREVIEWS = (chance: Parameters<ReturnType<typeof agents>>[0]): string =>
  chance.pick([
    `WhatsApp/2.24.${chance.below(9)}.${chance.below(90)} A`,
    `WhatsApp/2.24.${chance.below(9)}.${chance.below(90)} i`,
    `WhatsApp/2.2${chance.below(9)}19.9 W`,
  ]);

export const FRESH_DELIVERIES: readonly Scenario[] = [
  {
    name: "an extension is renewed",
    half: "open",
    story:
      "A shop of extensions hands out a new version: browsers of the world fetch all lists anew within the hour.",
    when: "2024-12-11T17:30:00",
    zone: 0,
    historyHours: 3,
    minutes: 75,
    format: "cloudfront",
    site: programs({ ...EXTENSION, silent: true }),
    crowds: [
      usersRush(EXTENSION, { at: 10, lasts: 60, shape: { is: "hill" } }, 420, {
        moves: [
          { fetch: "/lists/version.json", bytes: 310, weight: 0.04 },
          { fetch: "/lists/easy.txt", bytes: 700_000 },
          { fetch: "/lists/privacy.txt", bytes: 500_000 },
        ],
      }),
    ],
  },
  {
    name: "a fine saturday on the paths",
    half: "open",
    story:
      "The first warm Saturday: telephones of walkers fetch tiles of maps, three hours long more and more.",
    when: "2024-04-06T08:00:00",
    zone: 120,
    historyHours: 12,
    minutes: 200,
    format: "ltsv",
    site: programs(PATHS),
    crowds: [usersRush(PATHS, { at: 5, lasts: 190, shape: { is: "hill" } }, 9, { returning: 0.5 })],
  },
  {
    name: "a wheel for every pipeline",
    half: "open",
    story:
      "A library that everything hangs on has a new version; pipelines that keep nothing fetch it, and all that hangs on it.",
    when: "2024-06-17T14:00:00",
    zone: 540,
    historyHours: 4,
    minutes: 70,
    format: "traefik-json",
    site: programs(WHEELS),
    crowds: [
      usersRush(WHEELS, { at: 8, lasts: 60, shape: { is: "burst", rise: 5, fall: 22 } }, 38, {
        moves: [
          { fetch: "/simple/numpy/", bytes: 90_000, weight: 0.2 },
          { fetch: "/packages/3a/be/numpy-2.0.0-cp311-cp311-manylinux_2_17_x86_64.whl", bytes: 19_000_000 },
          ...WHEELS.moves,
        ],
        machines: { name: "runners", count: 500, nets: 30 },
      }),
    ],
  },
  {
    name: "a picture goes round the chats",
    half: "open",
    story:
      "A picture is sent from group to group: every sender's telephone fetches a preview under its messenger's name, others look.",
    when: "2025-01-25T20:00:00",
    zone: 60,
    historyHours: 3,
    minutes: 60,
    format: "combined",
    site: reading(PICTURES),
    crowds: [
      {
        ...readersOf(
          PICTURES,
          "/p/9f3ab12",
          { at: 6, lasts: 50, shape: { is: "burst", rise: 5, fall: 14 } },
          150,
        ),
        name: "previews",
        moves: [
          { fetch: "/p/9f3ab12", bytes: 9_000, weight: 0.7 },
          { perhaps: 0.7, moves: [{ fetch: "/i/9f3ab12.webp", status: 206, bytes: 60_000 }] },
        ],
        agents: PREVIEWS,
        silent: 1,
      },
      readersOf(
        PICTURES,
        "/p/9f3ab12",
        { at: 6.5, lasts: 50, shape: { is: "burst", rise: 5, fall: 14 } },
        130,
        {
          from: { "": 1 },
          countries: { DE: 62, AT: 18, CH: 14, TR: 3, ES: 3 },
        },
      ),
    ],
  },
  {
    name: "new firmware for every house",
    half: "open",
    story:
      "Thermostats report at their own minute; then all are told of a new version, and fetch it in pieces over half an hour.",
    when: "2024-11-19T02:00:00",
    zone: 60,
    historyHours: 6,
    minutes: 60,
    format: "caddy-json",
    site: programs(THERMOSTATS),
    crowds: [
      usersRush(
        { ...THERMOSTATS, moves: ROLL_OUT },
        { at: 5, lasts: 45, shape: { is: "burst", rise: 4, fall: 12 } },
        90,
        { returning: 0.7 },
      ),
    ],
  },
  {
    name: "the network that delivers is away",
    half: "open",
    story:
      "A network that delivers a broadcaster's pages fails; within a minute all its viewers are at the origin, files and all.",
    when: "2024-11-14T19:55:00",
    zone: 60,
    historyHours: 3,
    minutes: 50,
    format: "combined",
    site: reading({ ...ORIGIN, server: { capacity: 4.5, whenFull: "503" } }),
    crowds: [
      readersOf(ORIGIN, "/program/{slug:600}", { at: 9, lasts: 21, shape: { is: "flat" } }, 260, {
        moves: [{ see: "/program/{slug:600}" }, { wait: 40 }, { perhaps: 0.4, moves: [{ see: "/" }] }],
        from: { "": 5, "https://www.google.com/": 3 },
        returning: 0.2,
      }),
    ],
  },
];
