import { botnet, flood, servers } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { scanner } from "../sites/machines.ts";
import { usersRush } from "../sites/programs.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { agents, appAgents, browsers } from "../world/agents.ts";
import type { Move } from "../world/moves.ts";

/** Weather and earthquakes. */

const WEATHER: ReadingPlan = {
  host: "www.sturmwarnung.example",
  day: "news",
  countries: { NO: 90, SE: 6, DK: 3, GB: 1 },
  access: { mobile: 0.55, v6: 0.45, relay: 0.03 },
  agents: browsers("public", 122),
  perMinute: 30,
  page: "/sted/{slug:900}",
  calls: ["/api/v2/forecast?place={z:900}", "/api/v2/warnings"],
  files: ["/app.js", "/app.css", "/icons.svg"],
};

const RADAR: readonly Move[] = [
  { see: "/radar", calls: ["/api/v2/warnings"] },
  {
    every: 60,
    give: 0.1,
    minutes: 9,
    moves: [
      { fetch: "/tiles/radar/{n:9}/{n:40}/{n:40}.png?t={s}", weight: 0.08, bytes: 14_000 },
      { fetch: "/api/v2/warnings", weight: 0.5 },
    ],
  },
];

const QUAKE: ReadingPlan = {
  ...WEATHER,
  host: "deprem.example",
  countries: { TR: 88, DE: 6, AZ: 2, NL: 2, GB: 2 },
  agents: browsers("android", 109),
  access: { mobile: 0.75, v6: 0.1 },
  perMinute: 8,
  page: "/son-depremler/{n:40}",
  calls: [],
  files: ["/stil.css", "/harita.js"],
  day: "evening",
};

export const WARNINGS: readonly Scenario[] = [
  {
    name: "storm over the coast",
    half: "open",
    story:
      "A warning is sent to all telephones; the country looks at the radar, which asks anew every minute.",
    when: "2024-01-31T15:30:00",
    zone: 60,
    historyHours: 2,
    minutes: 70,
    format: "nginx-json",
    site: reading({ ...WEATHER, server: { capacity: 40, whenFull: "503" } }),
    crowds: [
      readersOf(WEATHER, "/radar", { at: 8, lasts: 55, shape: { is: "burst", rise: 2, fall: 20 } }, 260, {
        moves: RADAR,
      }),
    ],
    raids: [scanner(25)],
  },
  {
    name: "the earth shakes at night",
    half: "open",
    story:
      "Half past three in the morning: within twenty seconds everybody who was woken asks whether it was an earthquake.",
    when: "2023-11-23T03:30:00",
    zone: 180,
    historyHours: 3,
    minutes: 60,
    format: "combined",
    site: reading({ ...QUAKE, server: { capacity: 8, whenFull: "502" } }),
    crowds: [
      readersOf(
        QUAKE,
        "/son-depremler",
        { at: 12, lasts: 45, shape: { is: "burst", rise: 0.25, fall: 7 } },
        420,
        { from: { "": 70, "https://www.google.com/": 30 } },
      ),
    ],
  },
  {
    name: "the weather's interface is asked by cameras",
    half: "open",
    story:
      "Night: a botnet of cameras asks a weather service's interface for one place, three times a minute each.",
    when: "2024-02-09T02:30:00",
    zone: 60,
    historyHours: 2,
    minutes: 45,
    format: "nginx-json",
    site: reading({ ...WEATHER, perMinute: 26, server: { capacity: 14, whenFull: "503" } }),
    raids: [
      {
        name: "cameras",
        at: 10,
        lasts: 15,
        perMinute: 1500,
        lair: botnet(500),
        tool: flood("GET /api/v2/forecast?place=1", agents("", "curl/7.29.0", "Wget")),
      },
    ],
  },
  {
    name: "an app of weather wakes up",
    half: "open",
    story:
      "Seven in the morning: a hundred thousand telephones fetch the forecast in the same minute, as they do every hour, but more.",
    when: "2024-02-12T06:55:00",
    zone: 60,
    historyHours: 2,
    minutes: 40,
    format: "nginx-json",
    site: reading(WEATHER),
    crowds: [
      usersRush(
        {
          host: WEATHER.host,
          day: WEATHER.day,
          perMinute: 1,
          countries: WEATHER.countries,
          agents: appAgents("Yr", ["4.9.1", "4.9.0", "4.8.2"]),
          moves: [
            { fetch: "/api/v2/forecast?place={z:900}", weight: 0.5, bytes: 4_000 },
            { fetch: "/api/v2/warnings", weight: 0.3 },
          ],
        },
        { at: 5, lasts: 12, shape: { is: "burst", rise: 0.2, fall: 1.5 } },
        1500,
        { silent: 1 },
      ),
    ],
    raids: [
      {
        name: "nothing much",
        at: 20,
        lasts: 5,
        perMinute: 15,
        nuisance: true,
        lair: servers(3),
        tool: flood("GET /.aws/credentials", agents("Mozilla/5.0")),
      },
    ],
  },
];
