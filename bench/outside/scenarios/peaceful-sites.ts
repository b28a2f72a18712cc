import type { PortalPlan } from "../sites/portals.ts";
import type { ReadingPlan } from "../sites/reading.ts";
import { browsers } from "../world/agents.ts";

/** Sites to which people come in peace. */

export const INTRANET: PortalPlan = {
  host: "intranet.fabrik.example",
  day: "office",
  countries: { DE: 1 },
  access: { house: [0.93, 3], mobile: 0.03, v6: 0.05 },
  agents: browsers("office", 122),
  perMinute: 40,
  form: "/adfs/ls/",
  login: "/adfs/ls/?SAMLRequest={hex:20}",
  pages: ["/news", "/zeit/stempeln", "/kantine", "/dokumente/{slug:200}"],
  calls: ["/api/me", "/api/notifications?since={s}"],
  files: ["/static/app.css", "/static/app.js", "/static/logo.svg"],
  server: { capacity: 30, whenFull: "slow" },
};

export const COLLEGE: PortalPlan = {
  ...INTRANET,
  host: "campus.hochschule.example",
  access: { house: [0.5, 8], mobile: 0.3, v6: 0.2 },
  day: "school",
  countries: { NL: 95, BE: 3, DE: 2 },
  agents: browsers("pupils", 119),
  form: "/Account/Login",
  login: "/Account/Login?ReturnUrl=%2F",
  pages: ["/", "/rooster", "/cijfers", "/vakken/{n:90}"],
  calls: ["/api/unread"],
  perMinute: 24,
};

export const RADIO: ReadingPlan = {
  host: "www.radio.example",
  day: "news",
  countries: { SI: 90, HR: 6, AT: 4 },
  access: { mobile: 0.4, v6: 0.2 },
  agents: browsers("public", 118),
  perMinute: 16,
  page: "/novice/{slug:400}",
  calls: ["/api/now-playing"],
  files: ["/r.css", "/r.js", "/r.svg"],
};
