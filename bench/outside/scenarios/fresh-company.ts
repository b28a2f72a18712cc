import { cacheBuster, driven, proxies, script, servers, stuffing } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { scanner } from "../sites/machines.ts";
import { portal, portalRush, portalVisit } from "../sites/portals.ts";
import { programs, usersRush } from "../sites/programs.ts";
import { readersOf, reading } from "../sites/reading.ts";
import { appAgents, browsers } from "../world/agents.ts";
import { PLAY, sandboxes } from "./fresh-leisure.ts";
import { ANCESTORS, CAMPUS, HOTEL, MUSEUM, PLAYALONG } from "./fresh-plans.ts";

/** Crowds, and in them programs that want something or pretend to be of the crowd. */

export const FRESH_COMPANY: readonly Scenario[] = [
  {
    name: "grades, and eight of a hundred who are none of theirs",
    half: "open",
    story:
      "Grades are told at eight in the morning; eight requests in a hundred are passwords tried from homes for hire.",
    when: "2025-01-27T07:50:00",
    zone: 480,
    historyHours: 10,
    minutes: 65,
    format: "combined",
    site: portal({ ...CAMPUS, server: { capacity: 11, whenFull: "503" } }),
    crowds: [portalRush(CAMPUS, { at: 10, lasts: 50, shape: { is: "burst", rise: 1.5, fall: 14 } }, 130)],
    raids: [
      {
        name: "stuffing",
        at: 16,
        lasts: 30,
        share: 0.085,
        lair: proxies(3),
        tool: stuffing("POST /student/login", 200, browsers("public", 124)),
      },
    ],
  },
  {
    name: "touts at the museum",
    half: "open",
    story:
      "A queue for tickets, in which one request of six is a tout's program out of the servers of a few houses.",
    when: "2025-02-25T11:48:00",
    zone: 60,
    historyHours: 3,
    minutes: 48,
    format: "nginx-json",
    site: reading({
      ...MUSEUM,
      server: { capacity: 50, whenFull: "queue", queuePage: "/wait", admitPerMinute: 70 },
      queueSeconds: 30,
    }),
    crowds: [
      readersOf(
        MUSEUM,
        "/en/exhibition/last-week",
        { at: 10, lasts: 36, shape: { is: "burst", rise: 1.2, fall: 10 } },
        130,
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
    raids: [
      {
        name: "touts",
        at: 11,
        lasts: 28,
        share: 0.16,
        lair: servers(50, 6, { NL: 3, DE: 3, US: 4, RO: 1 }),
        tool: script("GET /wait?t={hex:8}", 200, browsers("office", 126), 0.2),
      },
    ],
  },
  {
    name: "viewers, passwords, and a minute of noise",
    half: "open",
    story:
      "Viewers of a broadcast search their forebears; one request in eight tries a password, and for three minutes somebody sends all he has.",
    when: "2024-10-10T20:45:00",
    zone: 60,
    historyHours: 4,
    minutes: 75,
    format: "lighttpd",
    site: reading({ ...ANCESTORS, server: { capacity: 5.5, whenFull: "503" } }),
    crowds: [
      readersOf(ANCESTORS, "/", { at: 10, lasts: 60, shape: { is: "burst", rise: 4, fall: 18 } }, 60, {
        countries: { GB: 94, IE: 5, US: 1 },
      }),
    ],
    raids: [
      {
        name: "passwords",
        at: 15,
        lasts: 40,
        share: 0.13,
        lair: proxies(2),
        tool: stuffing("POST /account/login", 200, browsers("office", 122)),
      },
      { name: "noise", at: 28, lasts: 3, share: 0.55, lair: servers(200, 18), tool: cacheBuster("/") },
    ],
  },
  {
    name: "a letter, its guards, and others' guests",
    half: "open",
    story:
      "Hotels write to their guests; mailboxes' guards open every link, guests follow, and a fifth of all are programs that book and cancel.",
    when: "2025-02-27T10:00:00",
    zone: 0,
    historyHours: 5,
    minutes: 90,
    format: "alb",
    site: reading(HOTEL),
    crowds: [
      sandboxes("/{en|de|fr}/offer/{spring|spa|terms|unsubscribe}?c={hex:14}", 6, 80),
      readersOf(
        HOTEL,
        "/{en|de|fr}/offer/spring?c={hex:14}",
        { at: 6.5, lasts: 80, shape: { is: "burst", rise: 5, fall: 30 } },
        40,
        { from: { "": 1 } },
      ),
    ],
    raids: [
      {
        name: "bookers",
        at: 20,
        lasts: 50,
        share: 0.2,
        lair: proxies(6, { VN: 20, IN: 20, PK: 15, BD: 10, BR: 15, EG: 10, ID: 10 }),
        tool: driven(
          [
            { fetch: "/en/hotel/{slug:70}", weight: 1 },
            { send: "/api/bookings", status: 201 },
            { wait: 3 },
            { send: "/api/bookings/{digits:7}/cancel", status: 200 },
          ],
          3,
          browsers("office", 120),
        ),
      },
    ],
  },
  {
    name: "a quiz, and programs that know the answers",
    half: "open",
    story:
      "An evening's game on all telephones; one request in eight is a program's that plays under the app's name out of servers.",
    when: "2025-01-18T21:10:00",
    zone: 60,
    historyHours: 2,
    minutes: 22,
    format: "haproxy",
    site: programs({ ...PLAYALONG, server: { capacity: 30, whenFull: "503" } }),
    crowds: [
      usersRush(
        { ...PLAYALONG, moves: PLAY },
        { at: 4, lasts: 18, shape: { is: "burst", rise: 3, fall: 6 } },
        70,
      ),
    ],
    raids: [
      {
        name: "players that are none",
        at: 8,
        lasts: 13,
        share: 0.12,
        lair: servers(40, 5, { DE: 3, FI: 2, RO: 2, NL: 2 }),
        tool: script("POST /api/v1/answer", 202, appAgents("QuizInsieme", ["3.8.0"]), 0.3),
      },
    ],
  },
  {
    name: "after the grades",
    half: "open",
    story:
      "The crowd for grades is nearly gone when homes next door, which look like students', begin to do what students do: nobody could tell.",
    when: "2025-01-29T07:50:00",
    zone: 480,
    historyHours: 7,
    minutes: 75,
    format: "combined",
    site: portal({ ...CAMPUS, server: { capacity: 30, whenFull: "503" } }),
    crowds: [portalRush(CAMPUS, { at: 8, lasts: 35, shape: { is: "burst", rise: 1, fall: 7 } }, 110)],
    raids: [
      {
        name: "doubles",
        at: 34,
        lasts: 25,
        share: 0.6,
        decidable: false,
        lair: {
          kind: "homes",
          countries: { PH: 95, AE: 2, SG: 3 },
          requestsEach: 12,
          count: 350,
          access: { mobile: 0.6, v6: 0.25 },
        },
        tool: driven(portalVisit(CAMPUS), 12, browsers("android", 127)),
      },
      scanner(20, 25, 4),
    ],
  },
];
