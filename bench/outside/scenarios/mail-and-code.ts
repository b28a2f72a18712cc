import { proxies, servers, stuffing } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { scanner } from "../sites/machines.ts";
import { type ProgramPlan, programs, users, usersRush } from "../sites/programs.ts";
import { agents, browsers } from "../world/agents.ts";

/** Mail of a company, source code of another. */

const OWA: ProgramPlan = {
  host: "mail.firma.example",
  day: "office",
  countries: { CH: 90, DE: 8, FR: 2 },
  access: { house: [0.25, 12], mobile: 0.4, v6: 0 },
  agents: agents(
    ["Apple-iPhone14C2/2106.50", 4],
    ["Android-SAMSUNG/101.900000", 3],
    ["Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.14332; Pro)", 5],
    ["Outlook-iOS-Android/1.0", 3],
  ),
  perMinute: 12,
  moves: [
    {
      every: 90,
      give: 0.4,
      minutes: 30,
      moves: [
        {
          send: "/Microsoft-Server-ActiveSync/default.eas?Cmd={Ping|Sync|FolderSync}&User=u{me}&DeviceId={me}&DeviceType=iPhone",
          status: 200,
          bytes: 900,
        },
        { perhaps: 0.2, moves: [{ send: "/EWS/Exchange.asmx", status: 200 }] },
      ],
    },
  ],
  health: "/owa/healthcheck.htm",
};

const WEBMAIL: ProgramPlan = {
  ...OWA,
  agents: browsers("office", 115),
  perMinute: 4,
  silent: false,
  moves: [
    { see: "/owa/auth/logon.aspx?replaceCurrent=1" },
    { wait: 12 },
    { login: "/owa/auth.owa", ok: 302, bad: 302 },
    { see: "/owa/" },
    {
      often: 12,
      moves: [
        { wait: 30 },
        { send: "/owa/service.svc?action={GetFileAttachment|FindItem|GetItem}&app=Mail" },
      ],
    },
  ],
};

const GITLAB: ProgramPlan = {
  host: "git.werk.example",
  day: "office",
  countries: { SE: 70, FI: 10, IN: 12, PL: 8 },
  access: { house: [0.5, 8] },
  agents: browsers("developers", 124),
  perMinute: 5,
  silent: false,
  files: ["/assets/application-2c.css", "/assets/webpack/main.js"],
  moves: [
    { see: "/{word}/{slug:60}/-/merge_requests/{n:900}" },
    { often: 4, moves: [{ wait: 40 }, { see: "/{word}/{slug:60}/-/{pipelines|commits/main|issues}" }] },
  ],
  health: "/-/readiness",
};

const runners = users(
  {
    ...GITLAB,
    silent: true,
    agents: agents("gitlab-runner 16.8.0 (16-8-stable; go1.21.5; linux/amd64)"),
    perMinute: 40,
    fleet: 30,
    moves: [
      {
        every: 3,
        give: 0.1,
        minutes: 100_000,
        moves: [{ send: "/api/v4/jobs/request", status: 204, bytes: 0, weight: 0.3 }],
      },
    ],
  },
  "runners",
  { machines: { name: "runners", count: 30 }, countries: { SE: 1 } },
);

const pipelines = users(
  {
    ...GITLAB,
    silent: true,
    agents: agents("git/2.43.0", "git/2.39.2"),
    moves: [
      { fetch: "/{word}/{slug:60}.git/info/refs?service=git-upload-pack", weight: 1 },
      { send: "/{word}/{slug:60}.git/git-upload-pack", weight: 4, bytes: 900_000 },
    ],
  },
  "pipelines",
  { machines: { name: "runners", count: 30 }, countries: { SE: 1 }, perMinute: 14 },
);

export const MAIL_AND_CODE: readonly Scenario[] = [
  {
    name: "one password for everybody",
    half: "open",
    story:
      "A company's webmail: proxies try one common password for every name, one try each, slowly, behind telephones that poll.",
    when: "2024-03-12T22:00:00",
    zone: 60,
    historyHours: 3,
    minutes: 100,
    format: "iis",
    site: programs(OWA, [users(WEBMAIL, "webmail")]),
    raids: [
      {
        name: "spray",
        at: 15,
        lasts: 75,
        perMinute: 60,
        lair: proxies(1.5),
        tool: stuffing(
          "POST /owa/auth.owa",
          302,
          agents(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36",
          ),
          { referrer: "https://mail.firma.example/owa/auth/logon.aspx" },
        ),
      },
    ],
  },
  {
    name: "mail on monday morning",
    half: "open",
    story:
      "After a long weekend all telephones and desks of a company fetch their mail at once. Nobody attacks.",
    when: "2024-04-02T07:30:00",
    zone: 120,
    historyHours: 3,
    minutes: 70,
    format: "iis",
    site: programs(OWA, [users(WEBMAIL, "webmail")]),
    crowds: [
      usersRush(OWA, { at: 10, lasts: 50, shape: { is: "burst", rise: 6, fall: 15 } }, 60, {
        moves: [
          {
            often: 14,
            moves: [
              {
                send: "/Microsoft-Server-ActiveSync/default.eas?Cmd=Sync&User=u{me}&DeviceId={me}&DeviceType=iPhone",
                bytes: 9_000,
              },
              { wait: 3 },
            ],
          },
        ],
      }),
    ],
    raids: [scanner(30)],
  },
  {
    name: "a sprint ends",
    half: "open",
    story:
      "A house of programmers: its build machines, which are most of the traffic, are busy all afternoon.",
    when: "2024-06-14T14:00:00",
    zone: 120,
    historyHours: 2,
    minutes: 60,
    format: "combined",
    site: programs(GITLAB, [runners, pipelines]),
    crowds: [
      {
        ...pipelines,
        name: "more pipelines",
        perMinute: 90,
        day: "flat",
        passing: { at: 10, lasts: 40, shape: { is: "hill" } },
      },
    ],
  },
  {
    name: "somebody clones everything",
    half: "open",
    story: "Strangers with rented servers list and clone all that is public on a house's GitLab.",
    when: "2024-06-15T02:00:00",
    zone: 120,
    historyHours: 2,
    minutes: 60,
    format: "combined",
    site: programs(GITLAB, [runners, pipelines]),
    raids: [
      {
        name: "clones",
        at: 12,
        lasts: 35,
        share: 0.45,
        lair: servers(70, 8, { CN: 5, HK: 3, US: 2 }),
        tool: {
          shots: [
            { send: "GET /{word}/{slug:60}/-/{raw|blob|commits}/main/{word}.{c|py|md}", weight: 1.5 },
            { send: "GET /explore/projects?page={n:400}", often: 0.3 },
          ],
          agents: browsers("developers", 120),
          agentEach: true,
        },
      },
    ],
  },
];
