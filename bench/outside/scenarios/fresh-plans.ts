import type { PortalPlan } from "../sites/portals.ts";
import type { ProgramPlan } from "../sites/programs.ts";
import type { ReadingPlan } from "../sites/reading.ts";
import { agents, appAgents, browsers } from "../world/agents.ts";

/** Sites of the fresh scenarios: libraries, town halls, hotels, museums, radios, interfaces, things. */

/** Books that are lent as files: a municipal library's, with branches that share addresses. */
export const LENDING: PortalPlan = {
  host: "ebok.folkebibliotek.example",
  day: "evening",
  countries: { NO: 96, SE: 2, ES: 1, DK: 1 },
  access: { house: [0.08, 30], mobile: 0.3, v6: 0.3 },
  agents: browsers("public", 131),
  perMinute: 3,
  form: "/innlogging",
  login: "/api/session",
  ok: 200,
  bad: 401,
  fails: 0.14,
  pages: ["/hylle", "/bok/{z:9000}", "/sok?q={word}", "/lan/{me}"],
  calls: ["/api/shelf", "/api/availability?ids={n:9000}"],
  files: ["/assets/index-b81c.js", "/assets/index-77aa.css", "/assets/logo.svg"],
  session: 0.4,
};

/** A town's site: offices, forms, a calendar of bins by street. */
export const TOWN: ReadingPlan = {
  host: "www.miasto.example",
  day: "office",
  countries: { PL: 95, DE: 2, GB: 2, UA: 1 },
  access: { near: true, mobile: 0.45, v6: 0.1, house: [0.1, 25] },
  agents: browsers("public", 128),
  perMinute: 4,
  page: "/{aktualnosci|urzad|kultura|sport}/{slug:400}",
  find: "/szukaj?fraza={word}",
  files: ["/css/gov.css", "/js/gov.js", "/img/herb.svg", "/fonts/lato.woff2", "/img/baner{n:4}.jpg"],
  feed: "/rss",
  crawled: 6,
};

/** A group of hotels: dates, prices, guests of many countries. */
export const HOTEL: ReadingPlan = {
  host: "reservas.hoteis.example",
  day: "world",
  countries: { GB: 24, DE: 20, FR: 16, ES: 12, PT: 12, US: 9, NL: 4, BR: 3 },
  access: { mobile: 0.35, v6: 0.25, relay: 0.03 },
  agents: browsers("public", 130),
  perMinute: 7,
  page: "/{en|de|fr|pt}/hotel/{slug:70}",
  find: "/api/rates?hotel={z:70}&from=2025-0{1|2|3|4|5|6|7|8|9}-1{n:9}&nights={n:7}",
  calls: ["/api/rates?hotel={z:70}&nights={n:7}", "POST /api/events"],
  files: ["/_next/static/chunks/main.js", "/_next/static/css/app.css", "/photos/{z:400}.avif"],
  crawled: 14,
};

/** A university of a country where most have a telephone and no computer. */
export const CAMPUS: PortalPlan = {
  host: "sis.pamantasan.example",
  day: "school",
  countries: { PH: 95, AE: 1, SA: 1, US: 2, SG: 1 },
  access: { mobile: 0.6, house: [0.15, 14], v6: 0.25 },
  agents: browsers("android", 127),
  perMinute: 9,
  form: "/student/login",
  login: "/student/login",
  ok: 302,
  bad: 200,
  fails: 0.16,
  pages: [
    "/student/home",
    "/student/grades",
    "/student/schedule",
    "/student/ledger",
    "/announcements/{z:60}",
  ],
  files: ["/build/assets/app.css", "/build/assets/app.js", "/img/seal.png"],
  stays: 4,
};

/** A museum that sells tickets by the quarter of an hour. */
export const MUSEUM: ReadingPlan = {
  host: "tickets.museum.example",
  day: "world",
  countries: { NL: 34, DE: 15, US: 13, GB: 11, FR: 9, BE: 8, IT: 5, JP: 3, KR: 2 },
  access: { mobile: 0.4, v6: 0.35, relay: 0.03 },
  agents: browsers("public", 129),
  perMinute: 10,
  page: "/en/exhibition/{slug:25}",
  calls: ["/api/slots?date=2025-03-{n:30}"],
  files: ["/dist/app.js", "/dist/app.css", "/media/{slug:30}.jpg"],
  crawled: 4,
};

/** Results of elections, by district. */
export const RESULTS: ReadingPlan = {
  host: "results.commission.example",
  day: "news",
  countries: { GH: 82, GB: 6, US: 6, NG: 2, DE: 2, CI: 2 },
  access: { mobile: 0.75, v6: 0.15 },
  agents: browsers("android", 129),
  perMinute: 25,
  page: "/district/{slug:275}",
  calls: ["/data/summary.json"],
  files: ["/app.css", "/app.js", "/map.topo.json"],
  crawled: 6,
};

/** Parish registers and trees, searched far more than read. */
export const ANCESTORS: ReadingPlan = {
  host: "www.registers.example",
  day: "evening",
  countries: { GB: 58, IE: 8, US: 14, AU: 9, CA: 6, NZ: 3, ZA: 2 },
  access: { mobile: 0.2, v6: 0.3 },
  agents: browsers("public", 126),
  perMinute: 9,
  page: "/record/{z:200000}",
  find: "/search.php?surname={word}&born=18{digits:2}&place={slug:900}",
  files: ["/style.css", "/lib/jquery.min.js", "/lib/viewer.js"],
  feed: "/whatsnew.xml",
  stays: 4,
  crawled: 12,
};

/** Where students hand in what they have written under supervision. */
export const UPLOADS: PortalPlan = {
  host: "pruefung.hochschule.example",
  day: "office",
  countries: { DE: 96, AT: 1, TR: 1, CN: 1, IN: 1 },
  access: { mobile: 0.12, house: [0.25, 20], v6: 0.4 },
  agents: browsers("public", 132),
  perMinute: 3,
  form: "/login/index.php",
  login: "/login/index.php",
  ok: 303,
  bad: 200,
  pages: ["/my/", "/course/view.php?id={z:300}", "/mod/assign/view.php?id={z:900}"],
  calls: ["POST /lib/ajax/service.php?sesskey={hex:10}"],
  files: ["/theme/styles.php/boost/1733/all", "/lib/javascript.php/1733/lib/require.min.js"],
};

/** A portal of schools overseas: islands of three oceans, eleven hours apart. */
export const ISLANDS: PortalPlan = {
  host: "ent.outremer.example",
  day: "flat",
  countries: { RE: 42, MQ: 15, GP: 17, GF: 12, NC: 6, YT: 3, FR: 5 },
  access: { mobile: 0.45, house: [0.2, 30], v6: 0.1 },
  agents: browsers("pupils", 128),
  perMinute: 1.2,
  form: "/auth/login",
  login: "/auth/login",
  ok: 302,
  bad: 302,
  fails: 0.12,
  pages: ["/", "/timeline", "/cahier-de-textes", "/conversation/inbox", "/workspace"],
  calls: ["/userbook/api/person", "/timeline/lastNotifications?page=0"],
  files: ["/assets/themes/theme.css", "/infra/public/js/app.js", "/assets/js/entcore.js"],
};

/** An aid organisation under WordPress. */
export const RELIEF: ReadingPlan = {
  host: "www.secours.example",
  day: "world",
  countries: { FR: 44, BE: 10, CH: 8, CA: 8, DE: 8, GB: 7, US: 10, TR: 5 },
  access: { mobile: 0.45, v6: 0.35 },
  agents: browsers("public", 124),
  perMinute: 6,
  page: "/{actualites|missions|agir}/{slug:180}/",
  find: "/?s={word}",
  files: [
    "/wp-content/themes/don/style.css?ver=6.4.2",
    "/wp-includes/js/jquery/jquery.min.js?ver=3.7.1",
    "/wp-content/uploads/2024/logo.png",
  ],
  feed: "/feed/",
  crawled: 8,
};

/** The office of a notary: a visitor a minute at most. */
export const NOTARY: ReadingPlan = {
  host: "www.notar.example",
  day: "office",
  countries: { AT: 92, DE: 8 },
  access: { near: true, mobile: 0.35 },
  agents: browsers("office", 122),
  perMinute: 0.15,
  page: "/{leistungen|team|kontakt|blog}/{slug:12}/",
  files: ["/wp-content/themes/kanzlei/style.css", "/wp-content/uploads/team.jpg"],
  feed: "/feed/",
  crawled: 1,
};

/** Orders between companies: some dozens of partners' servers. */
export const ORDERS: ProgramPlan = {
  host: "edi.grosshandel.example",
  day: "office",
  countries: { DE: 60, AT: 15, CH: 10, NL: 15 },
  access: { mobile: 0, v6: 0, house: [1, 45] },
  agents: agents(
    ["Apache-HttpClient/4.5.13 (Java/11.0.21)", 6],
    ["SAP NetWeaver Application Server (1.0;755)", 5],
    ["GuzzleHttp/7", 4],
    ["RestSharp/106.11.7.0", 2],
    ["python-requests/2.28.2", 2],
  ),
  perMinute: 9,
  moves: [
    { send: "/oauth/token", bytes: 1_200, weight: 0.5 },
    { fetch: "/v2/catalogue?since=2025-0{n:9}-01&page={n:40}", bytes: 90_000, weight: 1 },
    { perhaps: 0.5, moves: [{ often: 5, moves: [{ send: "/v2/orders", status: 201, bytes: 640 }] }] },
  ],
};

/** A game's service behind its login: token, friends, servers. */
export const ARENA: ProgramPlan = {
  host: "auth.arena.example",
  day: "world",
  countries: { US: 26, BR: 16, DE: 10, PL: 7, KR: 9, JP: 7, TH: 6, MX: 6, GB: 7, FR: 6 },
  access: { mobile: 0.08, v6: 0.35 },
  agents: agents(
    ["ArenaClient/11.204.1 (Windows; DX12)", 8],
    ["ArenaClient/11.204.1 (PlayStation5)", 4],
    ["ArenaClient/11.203.9 (Windows; DX12)", 1],
  ),
  perMinute: 70,
  moves: [
    { login: "/v4/auth/token", ok: 200, bad: 401, fails: 0.03, weight: 1 },
    { fetch: "/v4/profile/{me}", bytes: 2_400, weight: 0.4 },
    { fetch: "/v4/friends?presence=1", bytes: 3_000, weight: 0.5 },
    { fetch: "/v4/servers?region={eu|us|as|sa}", bytes: 7_000, weight: 0.3 },
    {
      every: 45,
      give: 0.05,
      minutes: 6,
      moves: [{ send: "/v4/heartbeat", status: 204, bytes: 0, weight: 0.1 }],
    },
  ],
};

/** An app that plays along with a broadcast. */
export const PLAYALONG: ProgramPlan = {
  host: "play.quizshow.example",
  day: "evening",
  countries: { IT: 95, CH: 3, SM: 1, DE: 1 },
  access: { mobile: 0.5, v6: 0.15 },
  agents: appAgents("QuizInsieme", ["3.8.0", "3.7.4", "3.7.1"]),
  perMinute: 14,
  moves: [
    { fetch: "/api/v1/session?device={me}", bytes: 700, weight: 0.4 },
    { fetch: "/api/v1/schedule", bytes: 4_000, weight: 0.2 },
    { perhaps: 0.5, moves: [{ wait: 20 }, { fetch: "/api/v1/ranking", bytes: 6_000, weight: 0.5 }] },
  ],
};

/** Houses' thermostats and their hub. */
export const THERMOSTATS: ProgramPlan = {
  host: "hub.warmhouse.example",
  day: "flat",
  countries: { NL: 46, BE: 22, DE: 20, GB: 12 },
  access: { mobile: 0.03, v6: 0.3 },
  agents: agents(
    ["WarmHouse-Gateway/2.14 (ESP32; IDF 4.4.6)", 9],
    ["WarmHouse-Gateway/2.11 (ESP32; IDF 4.4.2)", 3],
  ),
  perMinute: 30,
  moves: [
    { send: "/t/{me}/readings", status: 204, bytes: 0, weight: 0.2 },
    { perhaps: 0.1, moves: [{ fetch: "/t/{me}/schedule", status: 304, bytes: 0, weight: 0.2 }] },
  ],
};
