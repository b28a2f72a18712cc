import { libraries, oneAddress, proxies, script, servers } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { type ProgramPlan, programs, usersRush } from "../sites/programs.ts";
import { agents, appAgents } from "../world/agents.ts";

/** An app that calls taxis, and its interface. */

const TAXI: ProgramPlan = {
  host: "api.ride.example",
  day: "evening",
  countries: { VN: 94, SG: 3, KH: 3 },
  access: { mobile: 0.85, v6: 0.6 },
  agents: appAgents("RideNow", ["5.14.2", "5.14.1", "5.13.0", "5.9.3"]),
  perMinute: 30,
  moves: [
    { send: "/v3/auth/refresh", status: 200, bytes: 900 },
    {
      perhaps: 0.08,
      moves: [
        { send: "/v3/auth/sms", status: 202, bytes: 60 },
        { wait: 20 },
        { send: "/v3/auth/verify", status: 200 },
      ],
    },
    { fetch: "/v3/map/drivers?lat=10.{digits:4}&lng=106.{digits:4}", weight: 1, bytes: 6_000 },
    {
      perhaps: 0.3,
      moves: [
        { send: "/v3/rides", status: 201 },
        { every: 5, minutes: 3, moves: [{ fetch: "/v3/rides/{me}", weight: 0.4, bytes: 500 }] },
      ],
    },
  ],
};

export const RIDES: readonly Scenario[] = [
  {
    name: "messages that somebody else pays",
    half: "open",
    story: "Through proxies, programs that pretend to be the app have messages sent to dear numbers.",
    when: "2024-08-14T11:00:00",
    zone: 420,
    historyHours: 2,
    minutes: 70,
    format: "traefik-json",
    site: programs(TAXI),
    raids: [
      {
        name: "messages",
        at: 10,
        lasts: 50,
        share: 0.16,
        lair: proxies(3, { ID: 20, RU: 20, BD: 15, LK: 8, US: 12, NG: 10, AZ: 5 }),
        tool: script("POST /v3/auth/sms", 202, appAgents("RideNow", ["5.14.2"])),
      },
    ],
  },
  {
    name: "keys of an interface",
    half: "open",
    story: "One server in a data centre tries keys of an app's interface, thirty a second, and gets 401.",
    when: "2024-08-15T16:00:00",
    zone: 420,
    historyHours: 2,
    minutes: 50,
    format: "traefik-json",
    site: programs(TAXI),
    raids: [
      {
        name: "keys",
        at: 14,
        lasts: 8,
        perMinute: 1800,
        turns: true,
        lair: oneAddress("US"),
        tool: script("GET /v3/admin/export?key={hex:32}", 401, agents("Go-http-client/1.1"), 0.2),
      },
    ],
  },
  {
    name: "an app's update for everybody",
    half: "open",
    story: "A push message at six: all telephones open the app, log in anew and look for offers.",
    when: "2024-08-30T17:50:00",
    zone: 420,
    historyHours: 2,
    minutes: 45,
    format: "traefik-json",
    site: programs({ ...TAXI, server: { capacity: 40, whenFull: "503" } }),
    crowds: [
      usersRush(TAXI, { at: 10, lasts: 32, shape: { is: "burst", rise: 0.5, fall: 6 } }, 420, {
        agents: appAgents("RideNow", ["6.0.0"]),
        moves: [
          { send: "/v3/auth/refresh", status: 401 },
          { send: "/v3/auth/login", status: 200 },
          { fetch: "/v3/offers", weight: 1, bytes: 9_000 },
          { wait: 10 },
          ...TAXI.moves.slice(2),
        ],
      }),
    ],
  },
  {
    name: "an app's notice, and its rival's servers",
    half: "open",
    story:
      "The same, while rented servers ask for drivers everywhere with the names of libraries: a third of all.",
    when: "2024-09-20T17:50:00",
    zone: 420,
    historyHours: 2,
    minutes: 45,
    format: "traefik-json",
    site: programs({ ...TAXI, server: { capacity: 34, whenFull: "503" } }),
    crowds: [usersRush(TAXI, { at: 10, lasts: 32, shape: { is: "burst", rise: 0.5, fall: 8 } }, 260)],
    raids: [
      {
        name: "servers",
        at: 14,
        lasts: 16,
        share: 0.33,
        lair: servers(80, 8),
        tool: script("GET /v3/map/drivers?lat=10.{digits:4}&lng=106.{digits:4}", 200, libraries),
      },
    ],
  },
];
