import type { Crowd, Scenario } from "../scenario.ts";
import { guesses, scanner } from "../sites/machines.ts";
import { portal, portalRush, portalVisit } from "../sites/portals.ts";
import { type ReadingPlan, readersOf, reading, readingVisit } from "../sites/reading.ts";
import { browsers } from "../world/agents.ts";
import type { Move } from "../world/moves.ts";
import { ISLANDS, LENDING, NOTARY, RESULTS, TOWN, UPLOADS } from "./fresh-plans.ts";

/** People who want something of a town, a school or a state, in numbers, and nobody attacks. */

export const FOLLOW_RESULTS: readonly Move[] = [
  { see: ["/", "/district/{slug:275}"], calls: ["/data/summary.json"] },
  { every: 30, give: 0.04, minutes: 9, moves: [{ fetch: "/data/summary.json", bytes: 5_200, weight: 0.2 }] },
];

export const HAND_IN: readonly Move[] = [
  ...portalVisit({ ...UPLOADS, stays: 2 }),
  {
    often: 1.3,
    moves: [{ send: "/mod/assign/view.php?action=savesubmission", status: 303, weight: 3 }, { wait: 20 }],
  },
  { see: "/mod/assign/view.php?id={z:900}" },
];

const MARKS: ReadingPlan = {
  agents: browsers("android", 126),
  crawled: 1,
  host: "results.examcouncil.example",
  day: "office",
  countries: { KE: 97, TZ: 1, UG: 1, US: 1 },
  access: { mobile: 0.96, v6: 0.1 },
  perMinute: 7,
  page: "/circulars/{slug:50}",
  files: ["/knec.css", "/logo.png"],
};

/** Customers of one provider of several. */
const ofProvider = (passing: Crowd["passing"], name: string, perMinute: number): Crowd => ({
  name,
  moves: readingVisit({ ...TOWN, stays: 3 }),
  countries: { PL: 1 },
  access: { near: true, mobile: 0.02, v6: 0.1 },
  agents: browsers("public", 128),
  perMinute,
  day: "flat",
  ...(passing === undefined ? {} : { passing }),
});

/** A school's bell of an island, every morning of the log and once more loudly. */
const bell = (country: string, at: number, perMinute: number, loud = false): Crowd =>
  portalRush(
    ISLANDS,
    loud
      ? { at, lasts: 70, shape: { is: "burst", rise: 3, fall: 14 } }
      : { at, lasts: 2 * 1440 + 120, shape: { is: "bells", every: 1440, rise: 3, fall: 12 } },
    perMinute,
    {
      name: `bell ${country}${loud ? " of the first day" : ""}`,
      countries: { [country]: 1 },
      surge: loud,
    },
  );

export const FRESH_TOWNS: readonly Scenario[] = [
  {
    name: "new loans at ten",
    half: "open",
    story: "A library lends files; what is new on the first Monday of a month goes on the shelf at ten.",
    when: "2025-02-03T09:50:00",
    zone: 60,
    historyHours: 20,
    minutes: 60,
    format: "caddy-json",
    site: portal({ ...LENDING, server: { capacity: 24, whenFull: "503" } }),
    crowds: [portalRush(LENDING, { at: 10, lasts: 45, shape: { is: "burst", rise: 0.7, fall: 8 } }, 100)],
  },
  {
    name: "snow, and no bins",
    half: "open",
    story: "Snow has fallen, the bins stay full, and a town's people look for their street in its calendar.",
    when: "2025-01-13T07:10:00",
    zone: 60,
    historyHours: 26,
    minutes: 100,
    format: "apache",
    site: reading(TOWN),
    crowds: [
      readersOf(
        TOWN,
        "/odpady/harmonogram",
        { at: 8, lasts: 85, shape: { is: "burst", rise: 9, fall: 30 } },
        60,
        {
          moves: [
            { see: "/odpady/harmonogram" },
            {
              often: 2,
              moves: [{ wait: 12 }, { see: "/odpady/harmonogram?ulica={slug:300}&nr={n:90}", weight: 2 }],
            },
          ],
          from: { "https://www.facebook.com/": 3, "https://www.google.com/": 4, "": 4 },
        },
      ),
    ],
    raids: [scanner(-300, 30, 5), scanner(60, 22, 4)],
  },
  {
    name: "uploads until noon",
    half: "open",
    story:
      "An examination at home ends at noon: what was written is uploaded in the last minutes, more and more of it, and then no more.",
    when: "2025-02-06T11:05:00",
    zone: 60,
    historyHours: 3,
    minutes: 75,
    format: "apache-vhost",
    site: portal({ ...UPLOADS, server: { capacity: 30, whenFull: "slow" } }),
    crowds: [portalRush(UPLOADS, { at: 10, lasts: 45, shape: { is: "deadline" } }, 90, { moves: HAND_IN })],
  },
  {
    name: "three mornings in three oceans",
    half: "open",
    story:
      "A portal of schools overseas has a morning in the night, one at noon, one in the evening; today one island's holidays are over.",
    when: "2025-01-27T04:10:00",
    zone: 60,
    historyHours: 48,
    minutes: 100,
    format: "nginx-main",
    options: { trustedProxy: "10.0.0.0/8" },
    site: portal(ISLANDS, [
      bell("RE", -2 * 1440 + 15, 14),
      bell("MQ", -2 * 1440 + 475, 8),
      bell("NC", -1820, 4),
    ]),
    crowds: [bell("RE", 14, 55, true)],
  },
  {
    name: "four hundred thousand marks by telephone",
    half: "open",
    story:
      "Marks of a country's eighth class, by number; nearly all ask through the gateways of two carriers. No browsers' names in the log.",
    when: "2024-01-08T10:50:00",
    zone: 180,
    historyHours: 2,
    minutes: 45,
    format: "common",
    site: reading({ ...MARKS, server: { capacity: 17, whenFull: "503" } }),
    crowds: [
      readersOf(MARKS, "/", { at: 12, lasts: 32, shape: { is: "burst", rise: 1, fall: 12 } }, 480, {
        moves: [{ see: "/" }, { often: 1.7, moves: [{ wait: 12 }, { send: "/kcpe/result", weight: 1.3 }] }],
      }),
    ],
  },
  {
    name: "three days of a notary",
    half: "open",
    story:
      "A notary's office: a reader every few minutes, search engines, somebody who guesses, somebody who looks for holes.",
    when: "2024-09-12T12:00:00",
    zone: 120,
    historyHours: 70,
    minutes: 240,
    format: "traefik-clf",
    site: reading(NOTARY),
    raids: [
      guesses("POST /wp-login.php", 200, 0.9, 4500, -4200),
      scanner(-2600, 28, 6),
      scanner(-900, 20, 3),
      scanner(90, 26, 5),
    ],
  },
  {
    name: "half a town without a network",
    half: "open",
    story:
      "A digger has cut a cable: customers of one provider are gone for fifty minutes, and then there again all at once.",
    when: "2024-10-16T15:00:00",
    zone: 120,
    historyHours: 4,
    minutes: 110,
    format: "apache",
    site: reading({ ...TOWN, perMinute: 3 }),
    crowds: [
      ofProvider({ at: -270, lasts: 285, shape: { is: "flat" } }, "until the cut", 5),
      ofProvider({ at: 65, lasts: 60, shape: { is: "flat" } }, "from then on", 5),
      ofProvider({ at: 65, lasts: 12, shape: { is: "burst", rise: 0.5, fall: 3 } }, "at once", 9),
    ],
  },
  {
    name: "votes are counted at night",
    half: "open",
    story:
      "Two hundred requests a second: a whole country looks at the count, its pages ask for the sum twice a minute.",
    when: "2024-12-07T21:00:00",
    zone: 0,
    historyHours: 1,
    minutes: 14,
    format: "cloudfront",
    site: reading(RESULTS),
    crowds: [
      readersOf(RESULTS, "/", { at: 1, lasts: 13, shape: { is: "burst", rise: 2, fall: 40 } }, 520, {
        moves: FOLLOW_RESULTS,
        countries: { GH: 76, GB: 7, US: 8, DE: 3, NG: 2, IT: 2, CA: 2 },
      }),
    ],
  },
];
