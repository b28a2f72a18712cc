import { borrowedBrowsers, flood, oldBrowsers, servers } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { scanner } from "../sites/machines.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { agents, browsers } from "../world/agents.ts";

/** Town halls, buses and open data: of use to their neighbours, and to programs. */

/** A Japanese town whose page is mostly PDF. */
const CHO: ReadingPlan = {
  host: "www.town.minamihama.example",
  day: "office",
  countries: { JP: 98, US: 1, CN: 1 },
  access: { near: true, mobile: 0.4, v6: 0.5, house: [0.1, 12] },
  agents: browsers("asia", 128),
  perMinute: 3,
  page: "/{kurashi|bosai|kanko|gyosei}/{z:700}.html",
  files: ["/css/base.css", "/js/fontsize.js", "/img/header.gif"],
  feed: "/news.rdf",
  crawled: 4,
};

/** Buses of Ireland's west: telephones at the stop. */
const BUSES: ReadingPlan = {
  host: "m.buses.example",
  day: "commute",
  countries: { IE: 95, GB: 3, FR: 1, US: 1 },
  access: { mobile: 0.65, v6: 0.1 },
  agents: browsers("public", 126),
  perMinute: 9,
  page: "/stop/{z:2600}",
  home: "/",
  find: "/plan?from={slug:300}&to={slug:300}",
  calls: ["/api/departures?stop={z:2600}", "/api/notices"],
  files: ["/app.js", "/app.css"],
  stays: 1.6,
  crawled: 2,
};

/** Open data: few people, many programs, files of some megabytes. */
const DATA: ReadingPlan = {
  host: "data.council.example",
  day: "office",
  countries: { GB: 80, US: 8, IE: 4, IN: 4, DE: 4 },
  agents: browsers("developers", 130),
  perMinute: 2.2,
  page: "/dataset/{slug:900}",
  find: "/dataset?q={word}&sort=score+desc",
  calls: ["/api/3/action/package_show?id={slug:900}"],
  files: ["/webassets/base/main.css", "/webassets/vendor/jquery.js"],
  crawled: 16,
};

export const UNSEEN_TOWNS: readonly Scenario[] = [
  {
    name: "no buses tomorrow",
    half: "open",
    story:
      "A strike is called at half past four; a log without browsers and referrers, and everybody at a stop asks.",
    when: "2024-11-07T16:20:00",
    zone: 0,
    historyHours: 9,
    minutes: 90,
    format: "common",
    site: reading({ ...BUSES, server: { capacity: 26, whenFull: "503" } }),
    crowds: [
      readersOf(
        BUSES,
        "/notices/strike",
        { at: 10, lasts: 80, shape: { is: "burst", rise: 5, fall: 22 } },
        110,
        {
          returning: 0.35,
        },
      ),
    ],
  },
  {
    name: "a town that has hired a filter",
    half: "open",
    story: "A filter in front of a Japanese town answers 403 to all of it, and it goes on for fifty minutes.",
    when: "2024-12-17T15:00:00",
    zone: 540,
    historyHours: 6,
    minutes: 90,
    format: "nginx-main",
    options: { trustedProxy: "10.0.0.0/8" },
    site: reading(CHO),
    raids: [
      {
        name: "filtered",
        at: 20,
        lasts: 50,
        perMinute: 300,
        blocked: { after: 0, status: 403 },
        lair: servers(130, 16),
        tool: flood("GET /", oldBrowsers),
      },
    ],
  },
  {
    name: "the largest file there is",
    half: "open",
    story: "A few rented servers fetch a council's largest file over and over, to fill its line.",
    when: "2024-10-15T19:30:00",
    zone: 60,
    historyHours: 7,
    minutes: 75,
    format: "traefik-json",
    site: reading(DATA),
    raids: [
      scanner(4, 15),
      {
        name: "downloads",
        at: 16,
        lasts: 35,
        perMinute: 130,
        lair: servers(9, 3),
        tool: {
          shots: [
            {
              send: "GET /dataset/land-registry/resource/{n:4}/download/all.csv",
              bytes: 84_000_000,
              seconds: 9,
              weight: 0.4,
            },
          ],
          agents: agents("Wget/1.21.3", "curl/7.88.1"),
        },
      },
    ],
  },
  {
    name: "no buses, and no notice of it",
    half: "open",
    story:
      "A strike again; a script of a film site makes foreign browsers ask too, a third of all, in a log that tells neither browsers nor referrers.",
    when: "2025-02-20T16:15:00",
    zone: 0,
    historyHours: 6,
    minutes: 80,
    format: "common",
    site: reading({ ...BUSES, server: { capacity: 9, whenFull: "503" } }),
    crowds: [
      readersOf(
        BUSES,
        "/notices/strike",
        { at: 10, lasts: 70, shape: { is: "burst", rise: 4, fall: 24 } },
        105,
        { returning: 0.35 },
      ),
    ],
    raids: [
      {
        name: "film site",
        at: 24,
        lasts: 22,
        share: 0.35,
        lair: {
          kind: "homes",
          countries: { ID: 30, PH: 20, BR: 20, VN: 15, MY: 15 },
          count: 2200,
          access: { mobile: 0.5 },
        },
        tool: borrowedBrowsers("GET /api/departures?stop={n:9999}", "https://film.example/", "android", 125),
      },
    ],
  },
];
