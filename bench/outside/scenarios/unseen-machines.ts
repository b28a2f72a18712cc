import type { Crowd, Scenario } from "../scenario.ts";
import { type ProgramPlan, programs, users, usersRush } from "../sites/programs.ts";
import { agents } from "../world/agents.ts";

/** Posts that charge cars, a mirror, a receiver of calls: machines among themselves. */

/** Posts that charge cars: each holds a socket, and says every five minutes that it is there. */
const POSTS: ProgramPlan = {
  host: "ocpp.lader.example",
  day: "flat",
  countries: { NL: 50, NO: 25, DE: 25 },
  access: { mobile: 0.75, v6: 0 },
  agents: agents(["Alfen/NG9xx 6.4.1", 5], ["EVLink/3.4.0.12", 3], ["Zaptec/2.9", 4], ["", 2]),
  perMinute: 90,
  fleet: 900,
  moves: [
    {
      every: 20,
      give: 0.6,
      minutes: 100_000,
      moves: [{ hold: "/ocpp/NL-{me}", seconds: 1_500, status: 101, bytes: 0, weight: 0.6 }],
    },
  ],
};

/** A mirror of a distribution: machines on the hour, other mirrors, pipelines. */
const MIRROR: ProgramPlan = {
  host: "ftp.debian-mirror.example",
  day: "world",
  countries: { PL: 45, CZ: 15, UA: 12, DE: 12, LT: 6, SK: 6, US: 4 },
  access: { mobile: 0.03, house: [0.35, 120], v6: 0.4 },
  agents: agents(
    ["Debian APT-HTTP/1.3 (2.6.1)", 10],
    ["Debian APT-HTTP/1.3 (2.2.4)", 4],
    ["Debian APT-CURL/1.0 (1.8.2.3)", 1],
    ["Wget/1.21.3", 1],
  ),
  perMinute: 20,
  moves: [
    { fetch: "/debian/dists/bookworm/InRelease", status: 304, bytes: 0, weight: 0.1 },
    {
      perhaps: 0.4,
      moves: [
        { fetch: "/debian/dists/bookworm/main/binary-amd64/Packages.xz", bytes: 8_700_000, weight: 0.1 },
      ],
    },
    {
      perhaps: 0.5,
      moves: [
        {
          often: 9,
          moves: [{ fetch: "/debian/pool/main/{slug:26}/{slug:9000}.deb", bytes: 400_000, weight: 0.1 }],
        },
      ],
    },
  ],
};

/** Receives calls of other companies' systems and hands them on. */
const CALLS: ProgramPlan = {
  host: "in.ereignis.example",
  day: "world",
  countries: { US: 60, IE: 20, DE: 20 },
  access: { mobile: 0, v6: 0, house: [1, 160] },
  agents: agents(
    ["GitHub-Hookshot/a1f0c7d", 8],
    ["Shopify-Captain-Hook", 8],
    ["HubSpot Connect 2.0 (http://dev.hubspot.com/)", 4],
    ["Jira/1001.0", 4],
    ["Zapier", 5],
    ["axios/1.7.2", 2],
  ),
  perMinute: 75,
  moves: [{ often: 1.6, moves: [{ send: "/h/{hex:16}", status: 202, bytes: 0, weight: 0.6 }] }],
};

const reconnecting: Crowd = usersRush(
  POSTS,
  { at: 38, lasts: 25, shape: { is: "burst", rise: 0.5, fall: 5 } },
  330,
  {
    name: "posts that come back",
    acquainted: ["users", 0.95],
    returning: 0.1,
    day: "flat",
    temper: { retries: 8, pause: 12, stubborn: true },
    moves: [
      { fetch: "/ocpp/NL-{me}", status: 101, bytes: 0, weight: 0.6 },
      { send: "/status/{me}", status: 204, bytes: 0, weight: 0.4 },
    ],
  },
);

export const UNSEEN_MACHINES: readonly Scenario[] = [
  {
    name: "posts without a centre",
    half: "open",
    story:
      "The centre of a network of charging posts is away for eighteen minutes; then all of its posts want to be heard at once.",
    when: "2025-02-12T14:00:00",
    zone: 60,
    historyHours: 6,
    minutes: 80,
    format: "envoy",
    site: programs({ ...POSTS, server: { capacity: 18, whenFull: "503" } }),
    crowds: [reconnecting],
    outage: { at: 20, lasts: 18, status: 503 },
  },
  {
    name: "every hour on the hour",
    half: "open",
    story:
      "A day and a half of a mirror: machines update by the clock, on the hour and at six, other mirrors fetch everything new.",
    when: "2024-10-21T00:00:00",
    zone: 120,
    historyHours: 12,
    minutes: 1560,
    format: "combined",
    site: programs(MIRROR, [
      users(MIRROR, "by the clock", {
        perMinute: 55,
        passing: { at: -720, lasts: 2280, shape: { is: "bells", every: 60, rise: 0.5, fall: 2 } },
        day: "flat",
      }),
    ]),
  },
  {
    name: "one of three is broken",
    half: "open",
    story:
      "One of three machines behind a receiver of calls answers 500 for forty minutes; whoever called calls again, later and later.",
    when: "2025-01-16T10:00:00",
    zone: 0,
    historyHours: 8,
    minutes: 100,
    format: "ingress-nginx",
    site: programs(CALLS),
    outage: { at: 25, lasts: 40, status: 500, share: 0.33 },
  },
];
