import type { Random } from "./random.ts";
import { ascii } from "./text.ts";

/** What a request asks for, as the server sees it. */
export const ResourceKind = {
  page: 0,
  form: 1,
  attempt: 2,
  asset: 3,
  api: 4,
  waitingRoom: 5,
  other: 6,
} as const;

/** Something that can be requested. */
export interface Resource {
  /** One of {@link ResourceKind}. */
  kind: number;
  target: Uint8Array;
  /** Bytes of a usual answer. */
  bytes: number;
  /** Median time of an unhurried server, ms. */
  serviceMs: number;
  /** Absolute URL, as later requests send it as their referrer. */
  url: Uint8Array;
}

/** Kinds of site. */
export type SiteKind = "portal" | "shop" | "blog" | "api";

/** What a site looks like in its log: paths, sizes, statuses, habits. Every seed makes another one. */
export interface Site {
  kind: SiteKind;
  host: string;
  landing: Resource;
  form: Resource;
  attempt: Resource;
  dashboard: Resource;
  pages: Resource[];
  assets: Resource[];
  apis: Resource[];
  waitingRoom: Resource;
  /** Takes a query. */
  search: Resource;
  /** Where a single sign-on comes back to with its ticket; `null` where the site logs people in itself. */
  callback: Resource | null;
  /** What browsers ask for and the site has not. */
  missing: Resource;
  robots: Resource;
  health: Resource;
  /** Assets of a page for a visitor with an empty cache. */
  assetsPerPage: number;
  /** Share of visits in which somebody logs in. */
  loginShare: number;
  /** Pages seen by a visitor who is in, mean. */
  pagesPerVisit: number;
  /** API calls a page makes, mean. */
  callsPerPage: number;
  /** Whether API calls go to another origin, so that browsers ask for permission first (OPTIONS). */
  preflight: boolean;
  /** Status of a login that was let in, and of one that was not. */
  successStatus: number;
  failureStatus: number;
  /** Share of attempts in which a person mistypes. */
  mistakeShare: number;
  /** Referrers from elsewhere: search engines, links. */
  referrers: Uint8Array[];
}

/** What may be fixed about a site; the rest is drawn. */
export interface SiteOptions {
  kind?: SiteKind | undefined;
  /** False where assets come from a CDN and leave no line in this log. */
  assetsLogged?: boolean | undefined;
  host?: string | undefined;
  login?: string | undefined;
}

const LOGIN_PATHS: Readonly<Record<SiteKind, readonly string[]>> = {
  portal: [
    "/auth/login",
    "/login",
    "/cas/login",
    "/connexion",
    "/sso/login",
    "/login/index.php",
    "/users/sign_in",
    "/accounts/login/",
    "/identity/login",
    "/idp/login",
  ],
  shop: [
    "/account/login",
    "/customer/account/login/",
    "/login",
    "/signin",
    "/my-account/login",
    "/user/login",
  ],
  blog: ["/wp-login.php", "/user/login", "/admin/login", "/login"],
  api: ["/api/v1/login", "/api/auth/login", "/auth/token/login", "/api/session/login", "/v2/login"],
};

const WORDS =
  "news actualites agenda messages notes courses lessons forum help contact about team archive gallery events calendar library documents cahier-de-texte absences emploi-du-temps profile settings search blog products category offers basket orders delivery returns sizes brands faq terms press jobs partners results schedule registration classes mail drive visio exercises quiz maths histoire francais sciences sports music theatre travel recipes garden tools books films".split(
    " ",
  );

const REFERRERS = [
  "https://www.google.com/",
  "https://www.google.com/",
  "https://www.google.com/",
  "https://www.bing.com/",
  "https://duckduckgo.com/",
  "https://www.facebook.com/",
  "https://t.co/",
  "https://www.qwant.com/",
  "https://example.org/links",
  "https://www.example.net/",
];

/** Draws a site. */
export function drawSite(random: Random, options: SiteOptions = {}): Site {
  const kind = options.kind ?? random.pick<SiteKind>(["portal", "portal", "portal", "shop", "blog", "api"]);
  const host = options.host ?? `${random.pick(["www", "portal", "ent", "app", "my", "shop"])}.example.com`;
  const make = (resourceKind: number, path: string, bytes: number, serviceMs: number): Resource => ({
    kind: resourceKind,
    target: ascii(path),
    bytes: Math.round(bytes),
    serviceMs,
    url: ascii(`https://${host}${path}`),
  });
  const slow = random.logBetween(20, 250);
  const page = (path: string) => make(ResourceKind.page, path, random.logNormal(14_000, 0.7), slow);
  const words = random.shuffled(WORDS);
  const pageCount = kind === "blog" ? 140 : 60;
  const extension = random.pick(["", "", "", ".html", ".php", "/"]);
  const pages = Array.from({ length: pageCount }, (_, i) => {
    const section = words[i % 17]!;
    const query = random.chance(0.15) ? `?id=${random.below(5000)}` : "";
    return page(
      i < 17 ? `/${section}${extension}` : `/${section}/${words[i % words.length]}-${i}${extension}${query}`,
    );
  });
  const hash = () => random.word().toString(16).padStart(8, "0");
  const base = random.pick(["/assets", "/static", "/public", "/_next/static", "/theme/dist", "/build"]);
  const hashed = random.chance(0.6);
  const assetsLogged = options.assetsLogged ?? true;
  const assetCount = assetsLogged ? 12 + random.below(50) : 0;
  const assets = Array.from({ length: assetCount }, (_, i) => {
    const type = random.pick(["js", "js", "css", "png", "svg", "woff2", "jpg", "jpg", "ico"]);
    const name = `${base}/${i < 6 ? random.pick(["app", "main", "vendor", "chunk", "style"]) : words[i % words.length]}${i}`;
    const bytes = random.logNormal(type === "js" || type === "jpg" ? 40_000 : 6_000, 1);
    return make(ResourceKind.asset, `${name}${hashed ? `.${hash()}` : ""}.${type}`, bytes, 3);
  });
  const api = kind === "api" ? "/api/v1" : "/api";
  const apis = [
    "me",
    "notifications",
    "messages/unread",
    "items",
    "feed",
    "timeline",
    "status",
    "config",
  ].map((name) => make(ResourceKind.api, `${api}/${name}`, random.logNormal(900, 0.8), slow * 0.5));
  const login = options.login ?? random.pick(LOGIN_PATHS[kind]);
  const landingIsForm = kind === "portal" && random.chance(0.3);
  const form = make(ResourceKind.form, login, random.logNormal(6_000, 0.4), slow * 0.6);
  return {
    kind,
    host,
    landing: landingIsForm ? form : page("/"),
    form,
    attempt: make(ResourceKind.attempt, login, random.logNormal(700, 0.5), slow * 1.5),
    dashboard: page(
      kind === "api" ? "/app" : random.pick(["/dashboard", "/home", "/timeline", "/account", "/my/"]),
    ),
    pages,
    assets,
    apis,
    waitingRoom: make(
      ResourceKind.waitingRoom,
      random.pick(["/file-attente", "/waiting-room", "/queue", "/attente.html", "/waitingroom/"]),
      3_400,
      4,
    ),
    search: page(random.pick(["/search", "/recherche", "/suche", "/find", "/search/results"])),
    callback:
      kind !== "blog" && random.chance(0.3)
        ? make(
            ResourceKind.page,
            random.pick(["/sso/callback", "/auth/callback", "/cas/validate", "/oauth/return"]),
            340,
            slow,
          )
        : null,
    missing: make(
      ResourceKind.other,
      random.pick(["/favicon.ico", "/apple-touch-icon.png", "/browserconfig.xml"]),
      548,
      4,
    ),
    robots: make(ResourceKind.other, "/robots.txt", 310, 3),
    health: make(ResourceKind.other, random.pick(["/", "/health", "/status", "/ping"]), 120, 5),
    assetsPerPage: assetsLogged ? random.between(5, 14) : 0,
    loginShare: {
      portal: random.between(0.75, 0.95),
      shop: random.between(0.06, 0.25),
      blog: 0.01,
      api: 0.85,
    }[kind],
    pagesPerVisit: {
      portal: random.between(3, 8),
      shop: random.between(3, 9),
      blog: random.between(0.6, 2),
      api: 2,
    }[kind],
    callsPerPage: { portal: random.chance(0.5) ? 1.5 : 0, shop: 0.3, blog: 0, api: 4 }[kind],
    preflight: random.chance(kind === "api" ? 0.5 : 0.15),
    successStatus: random.chance(0.65) ? 302 : 200,
    failureStatus: random.pick([200, 200, 401, 403, 422, 302]),
    mistakeShare: random.between(0.05, 0.18),
    referrers: REFERRERS.map(ascii),
  };
}
