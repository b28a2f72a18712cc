import { driven, flood, proxies, script, servers } from "../raids/tools.ts";
import type { Crowd, Scenario } from "../scenario.ts";
import { scanner } from "../sites/machines.ts";
import { type PortalPlan, portal, portalRush } from "../sites/portals.ts";
import { agents, browsers } from "../world/agents.ts";

/** Universities: seats, examinations, numbers of students, and what is sent against them. */

/** Enrolment of a federal university, with a queue in front. */
const SIGA: PortalPlan = {
  host: "siga.universidade.example",
  day: "office",
  countries: { BR: 98, PT: 1, AR: 1 },
  access: { mobile: 0.4, house: [0.15, 10], v6: 0.45 },
  agents: browsers("android", 130),
  perMinute: 7,
  form: "/sigaa/verTelaLogin.do",
  login: "/sigaa/logar.do?dispatch=logOn",
  fails: 0.13,
  pages: [
    "/sigaa/portais/discente/discente.jsf",
    "/sigaa/graduacao/matricula/turmas.jsf",
    "/sigaa/public/home.jsf",
  ],
  files: ["/shared/css/ufrn.css", "/shared/javascript/jquery.min.js", "/sigaa/img/brasao.png"],
  stays: 7,
  session: 0.1,
};

/** Examinations on the university's own machines: one building, one browser, one address or two. */
const EXAM: PortalPlan = {
  host: "pruefen.eth-lab.example",
  day: "office",
  countries: { CH: 96, DE: 3, FR: 1 },
  access: { house: [0.2, 4], mobile: 0.15, v6: 0.4 },
  agents: browsers("office", 131),
  perMinute: 2.5,
  form: "/login",
  login: "/login",
  ok: 303,
  bad: 200,
  pages: ["/dashboard", "/exam/{z:40}", "/help"],
  files: ["/static/exam.css", "/static/exam.js", "/static/mathjax.js"],
};

const SITTING: Crowd = {
  ...portalRush(EXAM, { at: 20, lasts: 90, shape: { is: "burst", rise: 3, fall: 6 } }, 55),
  name: "candidates",
  access: { house: [0.97, 2], mobile: 0, v6: 0 },
  countries: { CH: 1 },
  agents: agents(
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.6613.120 Safari/537.36 SEB/3.7.1", 12],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) SEB/3.3.2", 1],
  ), // biome-ignore format: long names
  moves: [
    { see: "/login" },
    { wait: 12 },
    { login: "/login", ok: 303, fails: 0.1 },
    { see: "/exam/17" },
    {
      every: 30,
      give: 0.1,
      minutes: 35,
      moves: [{ send: "/exam/17/autosave", status: 204, bytes: 0, weight: 0.3 }],
    },
    { send: "/exam/17/submit", status: 303 },
  ],
};

export const UNSEEN_UNIVERSITIES: readonly Scenario[] = [
  {
    name: "seats of the second semester",
    half: "open",
    story: "Enrolment opens at eight behind a queue that reloads itself every fifteen seconds.",
    when: "2025-02-24T07:35:00",
    zone: -180,
    historyHours: 9,
    minutes: 80,
    format: "apache",
    site: portal({
      ...SIGA,
      server: { capacity: 12, whenFull: "queue", queuePage: "/fila", admitPerMinute: 55 },
      queueSeconds: 15,
    }),
    crowds: [
      portalRush(SIGA, { at: 25, lasts: 55, shape: { is: "burst", rise: 2, fall: 14 } }, 90, {
        acquainted: ["people", 0.3],
      }),
    ],
  },
  {
    name: "one building sits an examination",
    half: "open",
    story:
      "Three hundred candidates sit down in one building: two addresses, one locked browser, an answer saved each half minute.",
    when: "2025-01-23T08:40:00",
    zone: 60,
    historyHours: 14,
    minutes: 115,
    format: "nginx-json",
    site: portal(EXAM),
    crowds: [SITTING],
  },
  {
    name: "does this number study here",
    half: "open",
    story:
      "Hired homes ask a university's form for lost passwords about one number after the other, seventy a minute for two hours.",
    when: "2024-10-23T20:00:00",
    zone: -180,
    historyHours: 10,
    minutes: 160,
    format: "apache",
    site: portal(SIGA),
    raids: [
      scanner(9, 12),
      {
        name: "numbers",
        at: 25,
        lasts: 120,
        perMinute: 70,
        lair: proxies(4),
        tool: script("POST /sigaa/esqueciSenha.do", 200, browsers("public", 122), 1.2),
      },
    ],
  },
  {
    name: "seats, and programs in the queue",
    half: "open",
    story:
      "Enrolment with its queue; programs that enrol for money stand in it too, three of ten requests, at a pace of their own.",
    when: "2025-02-25T07:40:00",
    zone: -180,
    historyHours: 3,
    minutes: 65,
    format: "apache-vhost",
    site: portal({
      ...SIGA,
      server: { capacity: 12, whenFull: "queue", queuePage: "/fila", admitPerMinute: 55 },
      queueSeconds: 15,
    }),
    crowds: [
      portalRush(SIGA, { at: 20, lasts: 44, shape: { is: "burst", rise: 2, fall: 14 } }, 80, {
        acquainted: ["people", 0.25],
      }),
    ],
    raids: [
      {
        name: "enrolling programs",
        at: 22,
        lasts: 28,
        share: 0.3,
        lair: servers(24, 4, { BR: 3, US: 2 }),
        tool: driven(
          [
            { see: "/sigaa/verTelaLogin.do", files: 0 },
            { login: "/sigaa/logar.do?dispatch=logOn", fails: 0 },
            {
              often: 5,
              moves: [
                { see: "/sigaa/graduacao/matricula/turmas.jsf", files: 0 },
                { wait: 2, spread: 0.2 },
              ],
            },
          ],
          7,
        ),
      },
    ],
  },
  {
    name: "an examination under fire",
    half: "open",
    story:
      "Candidates sit in their building; seven of ten requests come from rented servers that want them not to hand in.",
    when: "2025-02-06T13:40:00",
    zone: 60,
    historyHours: 6,
    minutes: 80,
    format: "haproxy",
    site: portal({ ...EXAM, server: { capacity: 35, whenFull: "503" } }),
    crowds: [SITTING],
    raids: [
      {
        name: "rented",
        at: 40,
        lasts: 14,
        share: 0.7,
        lair: servers(220, 14),
        tool: flood("GET /exam/17", browsers("office", 124)),
      },
    ],
  },
];
