import {
  driven,
  flood,
  libraries,
  oldBrowsers,
  proxies,
  rotating6,
  script,
  servers,
  stuffing,
} from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { guesses, scanner } from "../sites/machines.ts";
import { portal } from "../sites/portals.ts";
import { programs } from "../sites/programs.ts";
import { reading, readingVisit } from "../sites/reading.ts";
import { agents, browsers } from "../world/agents.ts";
import { ANCESTORS, HOTEL, LENDING, MUSEUM, NOTARY, ORDERS } from "./fresh-plans.ts";

/** Programs that want something which is not theirs, on days that are otherwise like any other. */

const WINDOWS = agents(
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
);

export const FRESH_ERRANDS: readonly Scenario[] = [
  {
    name: "points of other guests",
    half: "open",
    story:
      "Stolen passwords are tried at a hotel group's club of guests, two from each of ever other homes for hire, for an hour.",
    when: "2025-01-16T13:00:00",
    zone: 0,
    historyHours: 9,
    minutes: 95,
    format: "alb",
    site: reading(HOTEL),
    raids: [
      {
        name: "stuffing",
        at: 18,
        lasts: 62,
        share: 0.32,
        lair: proxies(2),
        tool: stuffing("POST /api/v2/members/login", 401, browsers("public", 129)),
      },
    ],
  },
  {
    name: "a notary's xmlrpc",
    half: "open",
    story:
      "Fourteen servers send passwords by the hundred in one call to a notary's xmlrpc.php, thirty-five a minute, from three in the night.",
    when: "2024-09-13T03:00:00",
    zone: 120,
    historyHours: 62,
    minutes: 100,
    format: "traefik-clf",
    site: reading(NOTARY),
    raids: [
      guesses("POST /wp-login.php", 200, 0.6, 4000, -3700),
      scanner(-1500, 24, 5),
      {
        name: "multicalls",
        at: 12,
        lasts: 70,
        perMinute: 38,
        lair: servers(14, 3, { UA: 3, NL: 4, SG: 2, US: 3 }),
        tool: stuffing(
          "POST /xmlrpc.php",
          200,
          agents(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:91.0) Gecko/20100101 Firefox/91.0",
            "Apache-HttpClient/4.5.2 (Java/1.8.0_161)",
          ),
        ),
      },
    ],
  },
  {
    name: "a key that got about",
    half: "open",
    story:
      "A partner's key stands in a public repository; strangers' servers take the whole catalogue with it, until a limit says 429.",
    when: "2024-09-24T14:00:00",
    zone: 120,
    historyHours: 8,
    minutes: 80,
    format: "envoy",
    site: programs(ORDERS),
    raids: [
      {
        name: "strangers",
        at: 12,
        lasts: 50,
        share: 0.7,
        lair: servers(38, 9),
        tool: script("GET /v2/catalogue?page={seq}&key=9f27c1b0", 200, libraries),
        blocked: { after: 22, status: 429 },
      },
    ],
  },
  {
    name: "three networks for rent",
    half: "open",
    story:
      "Prices of hotels are taken by seven hundred addresses out of three rented networks, each as slow as a guest, for an hour and a half.",
    when: "2025-02-26T09:30:00",
    zone: 0,
    historyHours: 7,
    minutes: 110,
    format: "ingress-nginx",
    site: reading(HOTEL),
    raids: [
      {
        name: "prices",
        at: 15,
        lasts: 85,
        share: 0.45,
        lair: { kind: "hosting", countries: { LT: 1, US: 1, GB: 1 }, count: 700, nets: 1, bits: 24 },
        tool: flood("GET /api/rates?hotel={n:70}&from=2025-0{3|4|5|6}-{n:28}&nights=1", WINDOWS, {
          referrer: "https://reservas.hoteis.example/en/hotel/{slug:70}",
        }),
      },
    ],
  },
  {
    name: "slots from one network of the new kind",
    half: "open",
    story:
      "A program watches a museum's free slots out of an IPv6 network of its own, every few requests from another address.",
    when: "2025-03-11T10:00:00",
    zone: 60,
    historyHours: 5,
    minutes: 70,
    format: "nginx-json",
    site: reading(MUSEUM),
    raids: [
      {
        name: "watcher",
        at: 14,
        lasts: 45,
        perMinute: 210,
        lair: rotating6("DE", 3),
        tool: flood("GET /api/slots?date=2025-03-{n:30}", browsers("office", 128), {
          shots: [{ send: "GET /api/slots?date=2025-03-{n:30}", weight: 0.6 }],
        }),
      },
    ],
  },
  {
    name: "a catalogue, a little from each house",
    half: "open",
    story:
      "Four hours long, homes of the library's own country ask its catalogue for one thing each at random and never load a file.",
    when: "2025-02-19T12:00:00",
    zone: 60,
    historyHours: 22,
    minutes: 290,
    format: "caddy-json",
    site: portal({ ...LENDING, perMinute: 4 }),
    raids: [
      {
        name: "a little from each",
        at: 25,
        lasts: 235,
        share: 0.5,
        lair: {
          kind: "homes",
          countries: { NO: 1 },
          requestsEach: 2,
          count: 400,
          access: { mobile: 0.1, v6: 0.25 },
        },
        tool: flood("GET /sok?q={word}&side={n:40}", browsers("public", 124)),
      },
    ],
  },
  {
    name: "slots that nobody pays for",
    half: "open",
    story:
      "At night, browsers without a screen at other people's homes hold a museum's slots one after the other, pages and files and all.",
    when: "2025-03-18T02:00:00",
    zone: 60,
    historyHours: 6,
    minutes: 90,
    format: "nginx-json",
    site: reading({ ...MUSEUM, countries: { NL: 60, BE: 20, DE: 20 }, day: "evening" }),
    raids: [
      {
        name: "holders",
        at: 15,
        lasts: 60,
        perMinute: 200,
        lair: proxies(9),
        tool: driven(
          [
            { see: "/en/exhibition/last-week" },
            { wait: 2 },
            { see: "/en/slots?day={n:7}" },
            { wait: 1 },
            { send: "/api/hold", status: 201 },
          ],
          9,
          browsers("office", 121),
        ),
      },
    ],
  },
  {
    name: "advertisements for a choir",
    half: "open",
    story: "A choir's guest book: homes all over the world open it and write, fifty a minute for two hours.",
    when: "2024-04-13T14:00:00",
    zone: 120,
    historyHours: 24,
    minutes: 150,
    format: "common",
    site: reading({
      ...NOTARY,
      host: "www.chor.example",
      day: "evening",
      perMinute: 0.5,
      countries: { DE: 1 },
    }),
    raids: [
      {
        name: "advertisements",
        at: 15,
        lasts: 120,
        perMinute: 50,
        lair: {
          kind: "homes",
          countries: { RU: 22, UA: 10, CN: 14, US: 14, IN: 12, VN: 10, BR: 10, NL: 4 },
          requestsEach: 3,
          count: 250,
        },
        tool: {
          shots: [
            { send: "GET /gaestebuch/?seite={n:40}" },
            { send: "POST /gaestebuch/eintrag", status: 302, bytes: 10, often: 1.3 },
          ],
          agents: oldBrowsers,
        },
      },
    ],
  },
  {
    name: "readers that are none",
    half: "open",
    story:
      "Programs go through a register's records with all files, under new browsers' names, out of servers: they read faster than anybody.",
    when: "2024-08-28T09:00:00",
    zone: 60,
    historyHours: 9,
    minutes: 100,
    format: "lighttpd",
    site: reading(ANCESTORS),
    raids: [
      {
        name: "fast readers",
        at: 14,
        lasts: 70,
        share: 0.62,
        lair: servers(160, 22, { US: 10, NL: 4, SG: 4, DE: 3, FR: 3 }),
        tool: driven(
          readingVisit({ ...ANCESTORS, stays: 12 }).map((move) => ("wait" in move ? { wait: 1 } : move)),
          18,
          browsers("public", 127),
        ),
      },
    ],
  },
];
