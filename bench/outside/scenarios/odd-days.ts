import type { Crowd, Scenario } from "../scenario.ts";
import { type PortalPlan, portal, portalRush } from "../sites/portals.ts";
import { type ProgramPlan, programs, usersRush } from "../sites/programs.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { agents, browsers } from "../world/agents.ts";
import type { Move } from "../world/moves.ts";

/** Days on which something is odd with a site, or with its clients, and nobody attacks. */

const INSTANCE: ProgramPlan = {
  host: "social.klein.example",
  day: "evening",
  countries: { DE: 35, US: 25, FR: 12, NL: 10, FI: 8, JP: 10 },
  access: { mobile: 0, v6: 0.3 },
  agents: (chance) =>
    `${chance.pick(["http.rb/5.1.1 (Mastodon/4.2.9; +https://", "Misskey/2024.3.1 (https://", "Akkoma 3.11; https://", "gotosocial/0.15 (+https://"])}${chance.hex(6)}.example/)`,
  perMinute: 20,
  moves: [
    { send: "/inbox", status: 202, bytes: 0, weight: 0.4 },
    { perhaps: 0.3, moves: [{ fetch: "/users/anna", bytes: 2_400, weight: 0.3 }] },
  ],
};

const ROOMS: ProgramPlan = {
  ...INSTANCE,
  host: "matrix.verein.example",
  agents: agents(["Synapse/1.107.0", 6], ["Synapse/1.99.0", 3], ["Dendrite/0.13.7", 1], ["conduit/0.7", 1]),
  perMinute: 8,
  moves: [
    { send: "/_matrix/federation/v1/send/{ms}", method: "PUT", status: 200, bytes: 60, weight: 0.4 },
    { perhaps: 0.4, moves: [{ fetch: "/_matrix/key/v2/server", bytes: 900, weight: 0.1 }] },
  ],
};

const PATCH: ProgramPlan = {
  host: "cdn.spiel.example",
  day: "evening",
  countries: { DE: 20, FR: 16, GB: 16, PL: 12, US: 36 },
  access: { mobile: 0.02, v6: 0.3 },
  agents: agents(["SpielLauncher/2.8.1", 5], ["SpielLauncher/2.8.0", 1]),
  perMinute: 10,
  moves: [
    { fetch: "/launcher/version.json", bytes: 300 },
    { perhaps: 0.15, moves: [{ often: 90, moves: [{ fetch: "/game/pack_{n:40}.bin", status: 206, bytes: 1_000_000 }, { wait: 0.5 }] }] },
  ],
}; // biome-ignore format: one line

const TILES: ReadingPlan = {
  host: "tiles.karte.example",
  day: "office",
  countries: { DE: 60, AT: 20, CH: 20 },
  access: { mobile: 0.4, v6: 0.3 },
  agents: browsers("public", 122),
  perMinute: 12,
  page: "/karte/{slug:40}",
  files: ["/map.js", "/map.css"],
  crawled: 1,
};

const viewers = (perMinute: number, more: Partial<Crowd>): Crowd => ({
  ...readersOf(TILES, "/", { at: 6, lasts: 40, shape: { is: "burst", rise: 2, fall: 12 } }, perMinute),
  name: "viewers of an article",
  moves: [{ often: 24, moves: [{ fetch: "/tiles/{n:16}/{n:9000}/{n:9000}.png", bytes: 16_000 }, { wait: 0.4 }] }],
  from: { "https://www.zeitung.example/": 1 },
  ...more,
}); // biome-ignore format: one line

const BOOKS: ReadingPlan = {
  host: "www.buecher.example",
  day: "evening",
  countries: { DK: 96, SE: 4 },
  agents: browsers("public", 123),
  perMinute: 24,
  page: "/bog/{slug:900}",
  calls: ["/api/basket"],
  files: ["/static/main.7a1f.js", "/static/vendor.11c2.js", "/static/main.css"],
};

/** Whose page was loaded before the new version was installed: its pieces are gone. */
const OUTDATED: readonly Move[] = [
  { often: 3, moves: [{ fetch: "/static/chunk-{n:60}.{hex:4}.js", status: 404, bytes: 150, weight: 0.1 }] },
  { wait: 6 },
  { perhaps: 0.7, moves: [{ see: "/bog/{slug:900}" }, { wait: 20 }, { see: "/bog/{slug:900}" }] },
];

const BANKING: PortalPlan = {
  host: "mit.pension.example",
  day: "office",
  countries: { DK: 97, SE: 3 },
  agents: browsers("public", 120),
  perMinute: 30,
  form: "/login",
  login: "/api/login",
  ok: 200,
  bad: 401,
  fails: 0.1,
  pages: ["/overblik", "/breve", "/pension/{n:6}"],
  calls: ["/api/me", "/api/letters"],
  files: ["/app.js", "/app.css"],
};

const TRACKER: ProgramPlan = {
  host: "tracker.frei.example",
  day: "world",
  countries: { US: 20, BR: 10, IN: 12, RU: 12, FR: 10, DE: 10, CN: 12, IT: 7, ES: 7 },
  access: { mobile: 0.05, v6: 0.2 },
  agents: agents(["qBittorrent/4.6.3", 6], ["Transmission/4.0.5", 4], ["uTorrent/3550(123456789)(47142)", 5], ["libtorrent/2.0.9.0", 2], ["", 1]),
  perMinute: 60,
  moves: [{ fetch: "/announce?info_hash={hex:20}&peer_id=-{hex:12}&port={n:60000}&uploaded=0&left={n:99999}", bytes: 400, weight: 0.1 }, { perhaps: 0.3, moves: [{ wait: 900, spread: 0.1 }, { fetch: "/announce?info_hash={hex:20}&peer_id=-{hex:12}&port={n:60000}&left=0", bytes: 400, weight: 0.1 }] }],
}; // biome-ignore format: one line

const LOOP: readonly Move[] = [
  {
    often: 1.5,
    moves: [{ often: 18, moves: [{ fetch: "/", status: 301, bytes: 0, weight: 0.1 }] }, { wait: 9 }],
  },
];

export const ODD_DAYS: readonly Scenario[] = [
  {
    name: "a post is loved abroad",
    half: "open",
    story:
      "A small server of a network of many: one post is answered by people of nine hundred other servers, each of which delivers what they say.",
    when: "2024-05-12T20:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 60,
    format: "combined",
    site: programs(INSTANCE),
    crowds: [
      usersRush(INSTANCE, { at: 6, lasts: 50, shape: { is: "burst", rise: 3, fall: 14 } }, 160, {
        machines: { name: "others", count: 900, nets: 40 },
        moves: [
          { often: 2.4, moves: [{ send: "/inbox", status: 202, bytes: 0, weight: 0.4 }, { wait: 20 }] },
          { fetch: "/users/anna/statuses/{n:3}", bytes: 3_000, weight: 0.3 },
        ],
      }),
    ],
  },
  {
    name: "a large room is joined",
    half: "open",
    story:
      "Somebody of a small server joins a room that two thousand servers are in: all of them begin to talk to it.",
    when: "2024-05-13T19:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 60,
    format: "caddy-json",
    site: programs(ROOMS),
    crowds: [
      usersRush(ROOMS, { at: 6, lasts: 50, shape: { is: "burst", rise: 1, fall: 12 } }, 260, {
        machines: { name: "others", count: 1_800, nets: 60 },
        moves: [
          { fetch: "/_matrix/key/v2/server", bytes: 900, weight: 0.1 },
          {
            often: 3,
            moves: [
              {
                send: "/_matrix/federation/v1/send/{ms}",
                method: "PUT",
                status: 200,
                bytes: 60,
                weight: 0.4,
              },
              { wait: 15 },
            ],
          },
        ],
      }),
    ],
  },
  {
    name: "a patch in ten thousand pieces",
    half: "open",
    story: "A game's new version: every launcher fetches a thousand pieces, as fast as it can.",
    when: "2024-06-11T18:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 40,
    format: "cloudfront",
    site: programs(PATCH),
    crowds: [
      usersRush(PATCH, { at: 5, lasts: 30, shape: { is: "burst", rise: 1, fall: 8 } }, 45, {
        agents: agents(["SpielLauncher/2.8.1", 5], ["SpielLauncher/2.9.0", 2]),
        moves: [
          { fetch: "/launcher/version.json", bytes: 300 },
          {
            often: 250,
            moves: [{ fetch: "/game/pack_{n:400}.bin", status: 206, bytes: 1_000_000 }, { wait: 0.4 }],
          },
        ],
      }),
    ],
  },
  {
    name: "maps in an article",
    half: "open",
    story:
      "A newspaper shows a map out of a small server: its readers fetch dozens of tiles each and nothing else.",
    when: "2024-06-10T12:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 55,
    format: "nginx-json",
    site: reading(TILES),
    crowds: [viewers(90, {})],
  },
  {
    name: "files of yesterday",
    half: "open",
    story:
      "A new version is installed; whoever has a page open asks for pieces that are gone, and opens it anew.",
    when: "2024-03-06T20:00:00",
    zone: 60,
    historyHours: 2.5,
    minutes: 40,
    format: "combined",
    site: reading(BOOKS),
    crowds: [
      {
        ...readersOf(BOOKS, "/", { at: 6, lasts: 25, shape: { is: "burst", rise: 0.5, fall: 5 } }, 60),
        name: "outdated",
        moves: OUTDATED,
        returning: 0.6,
        surge: false,
      },
    ],
  },
  {
    name: "all sessions are lost",
    half: "open",
    story:
      "A store of sessions is emptied at ten: everybody's calls are answered 401, and everybody logs in again, some twice.",
    when: "2024-03-07T10:00:00",
    zone: 60,
    historyHours: 2.5,
    minutes: 45,
    format: "nginx-main",
    site: portal(BANKING),
    crowds: [
      portalRush(BANKING, { at: 6, lasts: 20, shape: { is: "burst", rise: 0.3, fall: 4 } }, 130, {
        moves: [
          { often: 3, moves: [{ fetch: "/api/me", status: 401, bytes: 60, weight: 0.2 }] },
          { see: "/login" },
          { wait: 12 },
          { login: "/api/login", ok: 200, bad: 401, fails: 0.25 },
          { often: 3, moves: [{ see: "/overblik", calls: ["/api/me", "/api/letters"] }, { wait: 20 }] },
        ],
      }),
    ],
    options: { trustedProxy: "10.0.0.0/8" },
  },
  {
    name: "a page that leads to itself",
    half: "open",
    story:
      "A wrong line in a server's settings: for ten minutes the front page is redirected to itself, and every browser follows twenty times.",
    when: "2024-04-22T19:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 40,
    format: "combined",
    site: reading({ ...BOOKS, host: "www.loop.example" }),
    crowds: [
      {
        ...readersOf(BOOKS, "/", { at: 8, lasts: 10, shape: { is: "flat" } }, 24),
        name: "led in circles",
        moves: LOOP,
        returning: 0.4,
        surge: false,
      },
    ],
  },
  {
    name: "a login that does not hold",
    half: "open",
    story:
      "Cookies are set wrongly after an update: whoever logs in is sent to the form again, tries three times and gives up, for a quarter of an hour.",
    when: "2024-04-23T09:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 45,
    format: "iis",
    site: portal({
      ...BANKING,
      host: "kunde.markt.example",
      login: "/Account/Login",
      form: "/Account/Login",
      ok: 302,
      bad: 200,
    }),
    crowds: [
      portalRush(BANKING, { at: 7, lasts: 15, shape: { is: "flat" } }, 26, {
        surge: false,
        moves: [
          {
            often: 3,
            moves: [
              { see: "/Account/Login" },
              { wait: 8 },
              { login: "/Account/Login", ok: 302, bad: 200 },
              { fetch: "/overblik", status: 302, bytes: 0, weight: 0.2 },
            ],
          },
        ],
      }),
    ],
  },
  {
    name: "a new swarm",
    half: "open",
    story: "A free film is released: clients of the whole world announce themselves to its tracker.",
    when: "2024-09-14T16:00:00",
    zone: 0,
    historyHours: 2,
    minutes: 50,
    format: "combined",
    site: programs(TRACKER),
    crowds: [
      usersRush(TRACKER, { at: 6, lasts: 42, shape: { is: "burst", rise: 4, fall: 20 } }, 260, {
        returning: 0.1,
      }),
    ],
  },
  {
    name: "power comes back",
    half: "open",
    story:
      "Power was off in half a country; boxes ask whether there is a network, again and again until they are content.",
    when: "2024-06-21T12:30:00",
    zone: 120,
    historyHours: 3,
    minutes: 50,
    format: "common",
    site: programs({
      ...TRACKER,
      host: "check.geraet.example",
      countries: { ME: 20, BA: 40, HR: 30, AL: 10 },
      perMinute: 40,
      agents: agents("Dalvik/2.1.0 (Linux; U; Android 11; TV Box)", ""),
      moves: [
        { often: 2, moves: [{ fetch: "/generate_204", status: 204, bytes: 0, weight: 0.05 }, { wait: 3 }] },
      ],
    }),
    crowds: [
      usersRush(
        {
          ...TRACKER,
          countries: { ME: 20, BA: 40, HR: 30, AL: 10 },
          agents: agents("Dalvik/2.1.0 (Linux; U; Android 11; TV Box)", ""),
          moves: [
            {
              often: 8,
              moves: [{ fetch: "/generate_204", status: 204, bytes: 0, weight: 0.05 }, { wait: 2 }],
            },
          ],
        },
        { at: 7, lasts: 30, shape: { is: "burst", rise: 0.5, fall: 5 } },
        320,
        { returning: 0.4 },
      ),
    ],
  },
];
