import { flood, oldBrowsers, script } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { scanner } from "../sites/machines.ts";
import { type PortalPlan, portal } from "../sites/portals.ts";
import { type ProgramPlan, programs, users } from "../sites/programs.ts";
import { agents, browsers } from "../world/agents.ts";

/** Doors of houses' mail and inner sites that stand open to the net. */

/** Mail of a Croatian company by telephone: a request is held until there is mail. */
const SYNC: ProgramPlan = {
  host: "posta.brodogradnja.example",
  day: "office",
  countries: { HR: 93, SI: 4, BA: 2, DE: 1 },
  access: { mobile: 0.55, house: [0.3, 12], v6: 0.1 },
  agents: agents(
    ["Apple-iPhone15C4/2107.93", 5],
    ["Android-Mail/2024.44.17", 3],
    ["Outlook-iOS-Android/1.0", 4],
    ["SAMSUNG-SM-G991B/101.14", 3],
  ),
  perMinute: 30,
  fleet: 150,
  moves: [
    {
      every: 4,
      give: 0.9,
      minutes: 100_000,
      moves: [
        {
          hold: "/Microsoft-Server-ActiveSync?Cmd=Ping&DeviceId={me}",
          method: "POST",
          seconds: 540,
          bytes: 20,
          weight: 0.2,
        },
        {
          perhaps: 0.5,
          moves: [{ send: "/Microsoft-Server-ActiveSync?Cmd=Sync&DeviceId={me}", bytes: 2_400, weight: 0.6 }],
        },
      ],
    },
  ],
  health: "/owa/healthcheck.htm",
};

/** A cooperative's webmail. */
const WEBMAIL: PortalPlan = {
  host: "webmail.zadruga-sava.example",
  day: "office",
  countries: { RS: 94, BA: 3, ME: 2, AT: 1 },
  access: { mobile: 0.2, v6: 0.03, house: [0.35, 30] },
  agents: browsers("office", 128),
  perMinute: 2,
  form: "/",
  login: "/?_task=login",
  ok: 302,
  bad: 401,
  pages: ["/?_task=mail&_mbox=INBOX", "/?_task=mail&_action=show&_uid={n:9000}", "/?_task=addressbook"],
  calls: ["/?_task=mail&_action=refresh&_remote=1&_unlock=loading{ms}"],
  files: ["/skins/elastic/styles/styles.min.css", "/program/js/app.min.js"],
  stays: 6,
};

/** What was meant to be an inner site of a haulier in Thailand. */
const INNER: PortalPlan = {
  host: "intra.khonsong.example",
  day: "office",
  countries: { TH: 98, LA: 1, MY: 1 },
  access: { house: [0.6, 8], mobile: 0.35, v6: 0.1 },
  agents: browsers("office", 126),
  perMinute: 3,
  form: "/login",
  login: "/login",
  pages: ["/jobs", "/trucks/{n:240}", "/fuel", "/drivers/{n:300}"],
  files: ["/css/app.css", "/js/app.js"],
  stays: 7,
  session: 0.6,
};

export const UNTOLD_MAIL: readonly Scenario[] = [
  {
    name: "a password that has run out",
    half: "closed",
    story:
      "Passwords of a department run out at nine; its telephones go on trying with the old one, each of them every two seconds, until somebody takes them in hand.",
    when: "2025-02-03T08:40:00",
    zone: 60,
    historyHours: 15,
    minutes: 200,
    format: "iis",
    site: programs(SYNC),
    crowds: [
      {
        ...users(SYNC, "telephones of a department"),
        moves: [
          {
            every: 2.2,
            give: 0.3,
            minutes: 70,
            moves: [
              {
                send: "/Microsoft-Server-ActiveSync?Cmd=Sync&DeviceId={me}",
                status: 401,
                bytes: 1_300,
                weight: 0.2,
              },
            ],
          },
        ],
        acquainted: ["users", 1],
        perMinute: 1,
        fleet: 11,
        passing: { at: 20, lasts: 25, shape: { is: "flat" } },
      },
    ],
    raids: [scanner(120, 17, 4)],
  },
  {
    name: "names of a cooperative",
    half: "closed",
    story:
      "Out of one /24 next door a password is tried on all names that a cooperative has, twelve a minute, for six hours.",
    when: "2024-10-22T09:30:00",
    zone: 120,
    historyHours: 33,
    minutes: 420,
    format: "apache-vhost",
    site: portal(WEBMAIL),
    raids: [
      {
        name: "spray",
        at: 28,
        lasts: 360,
        perMinute: 12,
        lair: { kind: "hosting", countries: { RS: 1 }, count: 48, nets: 1, bits: 24 },
        tool: script("POST /?_task=login", 401, browsers("office", 120), 1.5),
      },
    ],
  },
  {
    name: "a rival of the haulier",
    half: "closed",
    story:
      "The log begins in the middle of it: somebody in the same country floods the form of a haulier's site, nine requests in ten, and it answers 503.",
    when: "2025-05-20T10:00:00",
    zone: 420,
    historyHours: 0,
    minutes: 65,
    format: "common",
    site: portal({ ...INNER, server: { capacity: 8, whenFull: "503" } }),
    raids: [
      {
        name: "rival",
        at: -10,
        lasts: 52,
        perMinute: 780,
        lair: { kind: "homes", countries: { TH: 1 }, count: 230 },
        tool: flood("GET /login", oldBrowsers, { protocol: "HTTP/1.1" }),
      },
    ],
  },
];
