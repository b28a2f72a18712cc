import { libraries, script, servers } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { type ProgramPlan, programs, usersRush } from "../sites/programs.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { agents, blend, browsers } from "../world/agents.ts";

/** What people look on at: matches by stream, concerts. */

/** Matches of handball by stream. */
const MATCHES: ProgramPlan = {
  host: "play.handbold-live.example",
  day: "evening",
  countries: { DK: 80, NO: 8, SE: 5, DE: 5, IS: 2 },
  access: { mobile: 0.25, v6: 0.2 },
  agents: blend(
    [browsers("public", 130), 2],
    [
      agents(
        "AppleCoreMedia/1.0.0.21G80 (Apple TV; U; CPU OS 17_6 like Mac OS X; da_dk)",
        "ExoPlayerLib/2.19.1",
        "Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.5) AppleWebKit/537.36 (KHTML, like Gecko) 85.0.4183.93/6.5 TV Safari/537.36",
      ),
      3,
    ],
  ),
  perMinute: 1,
  moves: [
    { fetch: "/api/kampe", bytes: 6_000, weight: 0.5 },
    { wait: 6 },
    { send: "/api/afspil/{z:30}", status: 201, weight: 1 },
    {
      every: 20,
      minutes: 30,
      moves: [{ fetch: "/live/{z:30}/master.m3u8?s={me}", bytes: 900, weight: 0.1 }],
    },
  ],
};

/** Tickets of an Indonesian agency. */
const CONCERTS: ReadingPlan = {
  host: "tiket.panggung-raya.example",
  day: "evening",
  countries: { ID: 92, MY: 4, SG: 4 },
  access: { mobile: 0.75, v6: 0.25 },
  agents: browsers("android", 131),
  perMinute: 6,
  page: "/konser/{slug:60}",
  calls: ["/api/seats/{slug:60}"],
  files: ["/_next/static/app.js", "/_next/static/app.css"],
  crawled: 3,
};

export const UNTOLD_STAGES: readonly Scenario[] = [
  {
    name: "semi-final at eight",
    half: "closed",
    story:
      "Televisions and telephones switch on within ten minutes, ask for the list of pieces every twenty seconds, and leave at half time.",
    when: "2025-01-31T19:30:00",
    zone: 60,
    historyHours: 1,
    minutes: 95,
    format: "cloudfront",
    site: programs(MATCHES),
    crowds: [
      usersRush(MATCHES, { at: 18, lasts: 60, shape: { is: "burst", rise: 7, fall: 9 } }, 24, {
        acquainted: ["users", 0.2],
        temper: { retries: 6, pause: 4 },
      }),
    ],
  },
  {
    name: "on for a minute, off for six",
    half: "closed",
    story:
      "The door of a stream is asked for tokens in four bursts of one minute each, by rented machines, nine hundred a minute.",
    when: "2025-02-07T20:10:00",
    zone: 60,
    historyHours: 7,
    minutes: 65,
    format: "envoy",
    site: programs({ ...MATCHES, perMinute: 1.2, server: { capacity: 20, whenFull: "503" } }),
    raids: [
      {
        name: "bursts",
        at: 20,
        lasts: 22,
        perMinute: 170,
        shape: { is: "pulses", on: 1, off: 6 },
        lair: servers(55, 5, { US: 3, NL: 3, DE: 2, SG: 1 }),
        tool: script("POST /api/afspil/{n:30}", 401, libraries, 1),
      },
    ],
  },
  {
    name: "a second night in Jakarta",
    half: "closed",
    story:
      "A second concert is announced, tickets are sold at once; programs with the ways of telephones hold seats from homes of the country, a third.",
    when: "2025-02-13T13:40:00",
    zone: 420,
    historyHours: 13,
    minutes: 75,
    format: "alb",
    site: reading({ ...CONCERTS, server: { capacity: 10, whenFull: "503", limitPerMinute: 400 } }),
    crowds: [
      readersOf(
        CONCERTS,
        "/konser/malam-kedua",
        { at: 20, lasts: 52, shape: { is: "burst", rise: 2, fall: 11 } },
        88,
        {
          acquainted: ["readers", 0.15],
          moves: [
            { see: "/konser/malam-kedua", calls: CONCERTS.calls! },
            { wait: 8 },
            {
              often: 4,
              moves: [
                { fetch: "/api/seats/malam-kedua", bytes: 9_000, weight: 0.6 },
                { wait: 9 },
                { send: "/api/hold", status: 409, weight: 0.8 },
              ],
            },
            { perhaps: 0.3, moves: [{ send: "/api/hold", status: 201 }, { see: "/bayar" }] },
          ],
        },
      ),
    ],
    raids: [
      {
        name: "holders",
        at: 21,
        lasts: 32,
        share: 0.33,
        lair: { kind: "homes", countries: { ID: 1 }, count: 160, access: { mobile: 0.2, v6: 0 } },
        tool: {
          shots: [
            { send: "GET /api/seats/malam-kedua", bytes: 9_000, weight: 0.6, often: 2 },
            { send: "POST /api/hold", status: 409, bytes: 90, weight: 0.8 },
            { send: "POST /api/hold", status: 201, bytes: 300, weight: 0.8, often: 0.1 },
          ],
          agents: browsers("android", 129),
          referrer: "https://tiket.panggung-raya.example/konser/malam-kedua",
        },
      },
    ],
  },
];
