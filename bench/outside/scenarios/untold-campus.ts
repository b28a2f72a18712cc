import { driven, script, servers } from "../raids/tools.ts";
import type { Crowd, Scenario } from "../scenario.ts";
import { guesses, scanner } from "../sites/machines.ts";
import { type PortalPlan, portal, portalRush } from "../sites/portals.ts";
import { agents, blend, browsers } from "../world/agents.ts";

/** Universities: exams on the campus and far from it, places in courses, and passwords. */

/** A Swiss university's Moodle, through the federation's login. */
const EXAMS: PortalPlan = {
  host: "pruefungen.uni-see.example",
  day: "office",
  countries: { CH: 92, DE: 5, FR: 2, IT: 1 },
  access: { house: [0.45, 3], mobile: 0.15, v6: 0.35 },
  agents: browsers("developers", 130),
  perMinute: 3,
  form: "/auth/shibboleth/index.php",
  login: "/Shibboleth.sso/SAML2/POST",
  fails: 0,
  pages: ["/my/", "/course/view.php?id={z:700}", "/mod/resource/view.php?id={z:9000}"],
  calls: ["POST /lib/ajax/service.php?sesskey={hex:10}"],
  files: [
    "/theme/styles.php/boost/1728/all",
    "/lib/javascript.php/1728/lib/jquery.js",
    "/pluginfile.php/1/logo.png",
  ],
};
const WRITING: Crowd["moves"] = [
  { see: EXAMS.form, status: 302, files: 0, bytes: 0 },
  { wait: 13, spread: 0.4 },
  { send: "/Shibboleth.sso/SAML2/POST", status: 302, bytes: 0, weight: 1.5 },
  { see: "/mod/quiz/view.php?id=88213" },
  { wait: 60 },
  { often: 14, moves: [{ send: "/mod/quiz/processattempt.php?cmid=88213", status: 303, bytes: 0 }, { see: "/mod/quiz/attempt.php?attempt={me}&page={n:14}", files: 1 }, { wait: 150 }] },
]; // biome-ignore format: a page is a line

/** A Brazilian federal university, where places in courses go to who comes first. */
const PLACES: PortalPlan = {
  host: "matricula.ufsertao.example",
  day: "office",
  countries: { BR: 99, PT: 1 },
  access: { mobile: 0.4, v6: 0.5, house: [0.15, 8] },
  agents: browsers("public", 131),
  perMinute: 3,
  form: "/sigaa/verTelaLogin.do",
  login: "/sigaa/logar.do?dispatch=logOn",
  ok: 302,
  bad: 200,
  fails: 0.1,
  pages: [
    "/sigaa/portais/discente/discente.jsf",
    "/sigaa/graduacao/matricula/turmas.jsf",
    "/sigaa/ava/index.jsf",
  ],
  files: ["/shared/css/ufrn.css", "/shared/javascript/matricula.js", "/sigaa/img/brasao.png"],
  session: 0.1,
};
const ENROLLING: Crowd["moves"] = [
  { see: PLACES.form },
  { wait: 8, spread: 0.5 },
  { login: PLACES.login, fails: 0.1 },
  { often: 6, moves: [{ see: "/sigaa/graduacao/matricula/turmas.jsf" }, { wait: 9 }, { send: "/sigaa/graduacao/matricula/turmas.jsf", status: 302 }] },
  { see: "/sigaa/graduacao/matricula/comprovante.jsf" },
]; // biome-ignore format: a page is a line

/** A British distance university, whose students are anywhere. */
const DISTANCE: PortalPlan = {
  host: "learn.distance-university.example",
  day: "evening",
  countries: { GB: 70, IE: 6, HK: 4, SG: 4, AE: 3, NG: 3, KE: 2, DE: 3, US: 3, MY: 2 },
  access: { mobile: 0.2, v6: 0.4, relay: 0.04 },
  agents: browsers("public", 132),
  perMinute: 4,
  form: "/login",
  login: "/idp/profile/SAML2/POST/SSO?execution=e1s1",
  fails: 0.06,
  pages: ["/course/{z:220}", "/forum/{z:3000}", "/tma/{n:6}"],
  files: ["/s/app.css", "/s/app.js"],
};

export const UNTOLD_CAMPUS: readonly Scenario[] = [
  {
    name: "four lecture halls behind one address",
    half: "closed",
    story:
      "Four hundred write an exam on the campus, all through three addresses, one page every two minutes.",
    when: "2025-01-20T08:30:00",
    zone: 60,
    historyHours: 20,
    minutes: 130,
    format: "combined",
    site: portal({ ...EXAMS, server: { capacity: 60, whenFull: "503" } }),
    crowds: [
      portalRush(EXAMS, { at: 22, lasts: 60, shape: { is: "burst", rise: 2, fall: 3 } }, 75, {
        moves: WRITING,
        access: { house: [0.94, 3], mobile: 0.02 },
        countries: { CH: 1 },
        returning: 0.05,
      }),
    ],
  },
  {
    name: "places at noon in the Sertão",
    half: "closed",
    story: "Places in courses are given from noon to who comes first; the server starts anew each minute.",
    when: "2024-08-05T11:35:00",
    zone: -180,
    historyHours: 27,
    minutes: 80,
    format: "apache-vhost",
    site: portal({ ...PLACES, server: { capacity: 10, whenFull: "502" } }),
    crowds: [
      portalRush(PLACES, { at: 21, lasts: 55, shape: { is: "burst", rise: 3, fall: 12 } }, 60, {
        moves: ENROLLING,
        acquainted: ["people", 0.3],
        temper: { retries: 8, pause: 4 },
      }),
    ],
  },
  {
    name: "an examination in another zone",
    half: "closed",
    story:
      "At two in the night of its own country a university opens a paper for a thousand students in Hong Kong, Singapore and Malaysia.",
    when: "2025-05-06T01:30:00",
    zone: 60,
    historyHours: 30,
    minutes: 240,
    format: "cloudfront",
    site: portal(DISTANCE),
    crowds: [
      portalRush(DISTANCE, { at: 25, lasts: 200, shape: { is: "burst", rise: 4, fall: 11 } }, 40, {
        countries: { HK: 45, SG: 33, MY: 18, CN: 4 },
        access: { mobile: 0.25, v6: 0.35 },
        agents: browsers("asia", 131),
        acquainted: ["people", 0.1],
        moves: [
          { see: DISTANCE.form },
          { wait: 12 },
          { login: DISTANCE.login, fails: 0.06 },
          { see: "/exam/m338" },
          {
            often: 5,
            moves: [{ wait: 300 }, { send: "/exam/m338/save", status: 204, bytes: 0, weight: 0.6 }],
          },
        ],
      }),
    ],
  },
  {
    name: "Winter2025! for everyone",
    half: "closed",
    story:
      "A few rented machines try Winter2025! with one name after the other on a university's login, one every five seconds, for two hours.",
    when: "2025-02-19T20:00:00",
    zone: 0,
    historyHours: 30,
    minutes: 170,
    format: "haproxy",
    site: portal(DISTANCE),
    raids: [
      scanner(8, 14, 4),
      {
        name: "spray",
        at: 35,
        lasts: 118,
        perMinute: 12,
        turns: true,
        lair: servers(9, 3, { NL: 2, US: 3, RO: 1 }),
        tool: script(
          "POST /idp/profile/SAML2/POST/SSO?execution=e1s1",
          200,
          agents(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36",
          ),
          1.5,
        ),
      },
    ],
  },
  {
    name: "places at noon, sold by some",
    half: "closed",
    story:
      "The second round of places; browsers driven by programs, a dozen in each of some homes, look for what others give up: a sixth.",
    when: "2024-08-12T11:40:00",
    zone: -180,
    historyHours: 22,
    minutes: 90,
    format: "ltsv",
    site: portal({ ...PLACES, server: { capacity: 10, whenFull: "503" } }),
    crowds: [
      portalRush(PLACES, { at: 19, lasts: 65, shape: { is: "burst", rise: 2, fall: 14 } }, 34, {
        moves: ENROLLING,
        acquainted: ["people", 0.3],
      }),
    ],
    raids: [
      guesses("POST /sigaa/logar.do?dispatch=logOn", 200, 1, 200, -150),
      {
        name: "sellers",
        at: 22,
        lasts: 45,
        share: 0.18,
        lair: { kind: "homes", countries: { BR: 1 }, count: 26 },
        tool: driven(
          [
            {
              often: 12,
              moves: [
                { see: "/sigaa/graduacao/matricula/turmas.jsf", files: 0 },
                { wait: 1.5, spread: 0.1 },
                { perhaps: 0.08, moves: [{ send: "/sigaa/graduacao/matricula/turmas.jsf", status: 302 }] },
              ],
            },
          ],
          14,
          blend(
            [browsers("developers", 129), 1],
            [
              agents(
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36",
              ),
              1,
            ],
          ),
        ),
      },
    ],
  },
];
