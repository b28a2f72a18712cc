import { proxies, script, stuffing } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { scanner } from "../sites/machines.ts";
import { type PortalPlan, portal, portalRush } from "../sites/portals.ts";
import { type ProgramPlan, programs, usersRush } from "../sites/programs.ts";
import { agents, appAgents, browsers } from "../world/agents.ts";

/** A savings society and payments on telephones: accounts that are worth something. */

/** A savings and credit society in Kenya: dear data, cheap telephones. */
const SACCO: PortalPlan = {
  host: "m.sacco.example",
  day: "office",
  countries: { KE: 95, UG: 2, TZ: 1, AE: 1, GB: 1 },
  access: { mobile: 0.8, v6: 0.05 },
  agents: browsers("thrifty", 127),
  perMinute: 9,
  form: "/signin",
  login: "/signin",
  ok: 302,
  bad: 200,
  fails: 0.17,
  pages: ["/home", "/statement", "/loan", "/transfer", "/mpesa/topup"],
  files: ["/a.css", "/a.js"],
  stays: 3,
  session: 0.1,
};

/** An Indian gateway of payments on telephones: order, code by text message, state asked for until it is settled. */
const PAY: ProgramPlan = {
  host: "api.bhugtan.example",
  day: "shop",
  countries: { IN: 98, AE: 1, NP: 1 },
  access: { mobile: 0.7, v6: 0.6 },
  agents: appAgents("Bhugtan", ["9.14.2", "9.14.0", "9.12.5", "9.10.1"]),
  perMinute: 48,
  moves: [
    {
      perhaps: 0.2,
      moves: [{ send: "/v3/otp/send", weight: 1 }, { wait: 12 }, { send: "/v3/otp/verify", weight: 1 }],
    },
    { send: "/v3/orders", status: 201, bytes: 700 },
    { wait: 8 },
    {
      every: 3,
      give: 0.05,
      minutes: 0.4,
      moves: [{ fetch: "/v3/orders/{hex:14}/state", bytes: 210, weight: 0.2 }],
    },
  ],
};

export const UNSEEN_MONEY: readonly Scenario[] = [
  {
    name: "a society's twenty minutes",
    half: "open",
    story:
      "A savings society answers 502 for twenty minutes on pay day; people try again and again, and come back.",
    when: "2024-11-29T10:00:00",
    zone: 180,
    historyHours: 7,
    minutes: 80,
    format: "combined",
    site: portal({ ...SACCO, perMinute: 16 }),
    crowds: [
      portalRush(SACCO, { at: 41, lasts: 35, shape: { is: "burst", rise: 1, fall: 9 } }, 42, {
        acquainted: ["people", 0.8],
        returning: 0.9,
      }),
    ],
    outage: { at: 22, lasts: 20, status: 502 },
  },
  {
    name: "three tries each, ten thousand homes",
    half: "open",
    story:
      "A savings society's members are guessed at for four hours, three times from each home, with ten thousand homes to choose from.",
    when: "2025-03-05T09:00:00",
    zone: 180,
    historyHours: 12,
    minutes: 280,
    format: "apache",
    site: portal(SACCO),
    raids: [
      {
        name: "three tries",
        at: 25,
        lasts: 240,
        perMinute: 48,
        lair: proxies(3),
        tool: stuffing("POST /signin", 200, browsers("android", 123)),
      },
    ],
  },
  {
    name: "text messages that somebody earns by",
    half: "open",
    story:
      "Codes by text message are asked for, for numbers that cost: two a second from homes and telephones of the region.",
    when: "2024-11-20T02:00:00",
    zone: 330,
    historyHours: 5,
    minutes: 110,
    format: "nginx-json",
    site: programs(PAY),
    raids: [
      scanner(10, 14),
      {
        name: "codes",
        at: 22,
        lasts: 65,
        perMinute: 130,
        lair: proxies(6, { IN: 20, ID: 20, PK: 15, BD: 15, LK: 10, NP: 10, UZ: 10 }),
        tool: script("POST /v3/otp/send", 200, agents("okhttp/4.9.0", "Dart/3.2 (dart:io)"), 1),
      },
    ],
  },
  {
    name: "a final is won by one run",
    half: "open",
    story:
      "A final ends; everybody pays for what they ate, out of carriers that know nothing but IPv6, and asks whether it is settled.",
    when: "2025-03-09T21:20:00",
    zone: 330,
    historyHours: 2,
    minutes: 60,
    format: "ltsv",
    site: programs({ ...PAY, access: { mobile: 0.25, v6: 0.9 }, server: { capacity: 40, whenFull: "503" } }),
    crowds: [
      usersRush(
        { ...PAY, access: { mobile: 0.25, v6: 0.9 } },
        { at: 18, lasts: 42, shape: { is: "burst", rise: 2, fall: 10 } },
        260,
        { acquainted: ["users", 0.2] },
      ),
    ],
  },
];
