import type { Scenario } from "../scenario.ts";
import { guesses, mailGateways, scanner, uptime } from "../sites/machines.ts";
import { portal, portalRush } from "../sites/portals.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { agents, browsers } from "../world/agents.ts";
import { COLLEGE, RADIO } from "./peaceful-sites.ts";

/** Days with little in them, beginnings that the log does not have, and letters to many: nothing of this is an attack. */

const LIVE = [
  { see: "/prenos" },
  {
    every: 2,
    give: 0.03,
    minutes: 25,
    moves: [
      { fetch: "/live/stream.m3u8", bytes: 600, weight: 0.02 },
      { fetch: "/live/chunk_{s}.m4s", bytes: 300_000, weight: 0.03 },
    ],
  },
];

const SURVEY: ReadingPlan = {
  ...RADIO,
  host: "anketa.obcina.example",
  countries: { SK: 95, CZ: 5 },
  calls: [],
  page: "/otazka/{n:12}",
  perMinute: 4,
};

export const PEACEFUL_DAYS: readonly Scenario[] = [
  {
    name: "a burial is shown",
    half: "open",
    story:
      "The log begins as a burial is shown live: players ask for a piece every two seconds, many from abroad.",
    when: "2024-03-02T11:00:00",
    zone: 60,
    historyHours: 0.05,
    minutes: 25,
    format: "common",
    site: reading(RADIO),
    surgeDecidable: false,
    crowds: [
      readersOf(RADIO, "/prenos", { at: -20, lasts: 60, shape: { is: "hill" } }, 14, {
        moves: LIVE,
        countries: { SI: 60, AT: 12, DE: 12, US: 10, AU: 6 },
      }),
    ],
  },
  {
    name: "the first half hour of a shop",
    half: "open",
    story: "A log of thirty minutes, from the middle of a sale on; without browsers' names or referrers.",
    when: "2024-11-29T20:00:00",
    zone: 60,
    historyHours: 0.05,
    minutes: 30,
    format: "common",
    site: reading({
      ...RADIO,
      host: "shop.schuhe.example",
      page: "/schuh/{slug:300}",
      countries: { DE: 90, AT: 10 },
      server: { capacity: 16, whenFull: "503" },
    }),
    surgeDecidable: false,
    crowds: [
      readersOf(
        { ...RADIO, countries: { DE: 90, AT: 10 } },
        "/sale",
        { at: -10, lasts: 60, shape: { is: "burst", rise: 2, fall: 15 } },
        150,
      ),
    ],
  },
  {
    name: "voters are asked by letter",
    half: "open",
    story:
      "A town asks its people by mail at midday; gateways try each of three links, then two thousand answer.",
    when: "2024-04-17T12:00:00",
    zone: 120,
    historyHours: 3,
    minutes: 70,
    format: "lighttpd",
    site: reading(SURVEY),
    crowds: [
      mailGateways("/{o|otazka|odhlasit}/{hex:10}", 3, 160, { US: 4, IE: 3, DE: 3, CZ: 2, NL: 2 }),
      readersOf(SURVEY, "/o/{hex:10}", { at: 4, lasts: 60, shape: { is: "burst", rise: 3, fall: 14 } }, 45),
    ],
    raids: [scanner(50), guesses("POST /kontakt", 200, 3, 100)],
  },
  {
    name: "an invoice for everybody",
    half: "open",
    story:
      "A supplier of power sends its invoices: gateways and mailboxes' proxies first, customers all evening.",
    when: "2024-12-02T17:00:00",
    zone: 60,
    historyHours: 4,
    minutes: 90,
    format: "iis",
    site: portal({
      ...COLLEGE,
      host: "kunde.strom.example",
      countries: { DE: 98, AT: 2 },
      agents: browsers("public", 123),
      perMinute: 8,
      access: { mobile: 0.4, v6: 0.5 },
    }),
    crowds: [
      mailGateways("/rechnung?k={hex:16}", 3, 220, { US: 5, IE: 3, NL: 2, DE: 4 }),
      portalRush(
        {
          ...COLLEGE,
          countries: { DE: 98, AT: 2 },
          agents: browsers("public", 123),
          access: { mobile: 0.4, v6: 0.5 },
        },
        { at: 5, lasts: 80, shape: { is: "burst", rise: 6, fall: 30 } },
        45,
      ),
    ],
  },
  {
    name: "the day begins",
    half: "open",
    story:
      "An office's portal from three at night until ten: nothing, and then everybody; two monitors and a scanner.",
    when: "2024-10-14T05:30:00",
    zone: 120,
    historyHours: 2.5,
    minutes: 270,
    format: "apache",
    site: portal(
      {
        ...COLLEGE,
        host: "amt.land.example",
        countries: { DE: 1 },
        perMinute: 34,
        day: "office",
        access: { house: [0.4, 30], v6: 0.2 },
        agents: browsers("office", 122),
      },
      [uptime("/status", 30, 2)],
    ),
    raids: [scanner(40, 30), scanner(160, 25)],
  },
  {
    name: "a night shift's portal",
    half: "open",
    story:
      "A hospital's rota: shifts change at ten at night and at six, from a dozen addresses; someone guesses a little all night.",
    when: "2024-10-15T21:30:00",
    zone: 120,
    historyHours: 3,
    minutes: 540,
    format: "common",
    site: portal({
      ...COLLEGE,
      host: "dienst.klinik.example",
      countries: { DE: 1 },
      perMinute: 8,
      day: "flat",
      access: { house: [0.8, 12], v6: 0.1 },
    }),
    crowds: [
      portalRush(
        { ...COLLEGE, countries: { DE: 1 }, access: { house: [0.8, 12] } },
        { at: 28, lasts: 25, shape: { is: "burst", rise: 3, fall: 6 } },
        45,
      ),
      {
        ...portalRush(
          { ...COLLEGE, countries: { DE: 1 }, access: { house: [0.8, 12] } },
          { at: 505, lasts: 30, shape: { is: "burst", rise: 3, fall: 6 } },
          45,
        ),
        name: "early shift",
      },
    ],
    raids: [guesses("POST /Account/Login", 200, 4, 500)],
  },
  {
    name: "questions to a small shop",
    half: "open",
    story:
      "A week's end in a shop of wool: nothing but crawlers, spam in the form and a scanner now and then.",
    when: "2024-02-10T08:00:00",
    zone: 60,
    historyHours: 6,
    minutes: 600,
    format: "combined",
    site: reading({
      ...RADIO,
      host: "wolle.laden.example",
      countries: { DE: 90, CH: 10 },
      calls: [],
      perMinute: 3,
      page: "/wolle/{slug:200}",
      feed: "/feed",
    }),
    raids: [
      { ...guesses("POST /kontakt/", 200, 4, 700, -200), name: "spam in the form" },
      scanner(100, 40, 4),
      scanner(300, 25, 5),
      guesses("POST /wp-login.php", 200, 3, 400, 20),
    ],
  },
  {
    name: "an old forum",
    half: "open",
    story:
      "Two quiet days of a forum that is read by more crawlers than people, and registered at by robots all the time.",
    when: "2024-02-11T20:00:00",
    zone: 0,
    historyHours: 12,
    minutes: 1_500,
    format: "apache-vhost",
    site: reading({
      ...RADIO,
      host: "forum.moped.example",
      countries: { GB: 80, US: 14, AU: 6 },
      calls: [],
      perMinute: 2,
      page: "/viewtopic.php?t={z:4000}",
      crawled: 14,
    }),
    raids: [
      guesses("POST /ucp.php?mode=register", 200, 5, 1_700, -300),
      scanner(200, 45, 4),
      scanner(900, 30, 6),
    ],
  },
  {
    name: "a handful more than usual",
    half: "open",
    story:
      "A site of one request a minute is mentioned in a group; forty people look, half of them from elsewhere.",
    when: "2024-05-04T18:00:00",
    zone: 120,
    historyHours: 10,
    minutes: 90,
    format: "combined",
    site: reading({
      ...RADIO,
      host: "imker.verein.example",
      countries: { DE: 96, AT: 4 },
      calls: [],
      perMinute: 0.2,
      page: "/seite/{slug:20}",
      crawled: 0.5,
    }),
    crowds: [
      {
        ...readersOf(
          { ...RADIO, calls: [], countries: { DE: 50, NL: 30, FR: 20 } },
          "/seite/schwarm",
          { at: 10, lasts: 40, shape: { is: "burst", rise: 2, fall: 8 } },
          4,
        ),
        surge: false,
      },
    ],
  },
  {
    name: "a reading list of a course",
    half: "open",
    story:
      "Sixty students of a course are told of a small archive and click through it, all on the same lent computers.",
    when: "2024-05-06T10:00:00",
    zone: 60,
    historyHours: 8,
    minutes: 80,
    format: "traefik-clf",
    site: reading({
      ...RADIO,
      host: "archiv.verein.example",
      countries: { GB: 95, IE: 5 },
      calls: [],
      perMinute: 0.5,
      page: "/item/{slug:800}",
      crawled: 2,
    }),
    crowds: [
      {
        ...readersOf(
          { ...RADIO, calls: [], page: "/item/{slug:800}", countries: { GB: 1 } },
          "/list/42",
          { at: 10, lasts: 50, shape: { is: "flat" } },
          2,
          {
            agents: agents(
              "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
            ),
            access: { house: [0.9, 2] },
            moves: [{ see: "/list/42" }, { often: 15, moves: [{ wait: 12 }, { see: "/item/{slug:800}" }] }],
          },
        ),
        surge: false,
      },
    ],
  },
];
