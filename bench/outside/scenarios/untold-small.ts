import { botnet, flood, oldBrowsers } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { guesses } from "../sites/machines.ts";
import { type ReadingPlan, readersOf, reading } from "../sites/reading.ts";
import { browsers } from "../world/agents.ts";

/** Small sites, many of them WordPress. */

/** Leather out of Morocco, which a few dozen people find on a day. */
const LEATHER: ReadingPlan = {
  host: "atelier-cuir-fes.example",
  day: "evening",
  countries: { MA: 55, FR: 30, BE: 8, CA: 7 },
  access: { mobile: 0.6, v6: 0.1 },
  agents: browsers("android", 130),
  perMinute: 0.5,
  page: "/produit/{slug:90}/",
  calls: ["POST /?wc-ajax=get_refreshed_fragments"],
  files: ["/wp-content/themes/storefront/style.css", "/wp-content/uploads/{z:200}-600x600.jpg"],
  crawled: 1.5,
};

export const UNTOLD_SMALL: readonly Scenario[] = [
  {
    name: "a bag in a film from Seoul",
    half: "closed",
    story:
      "A singer carries a bag that a workshop in Fez has made; Koreans, Thais and Indonesians look at one page, out of an app.",
    when: "2024-09-21T14:00:00",
    zone: 60,
    historyHours: 50,
    minutes: 200,
    format: "combined",
    site: reading(LEATHER),
    crowds: [
      readersOf(
        LEATHER,
        "/produit/sac-besace/",
        { at: 28, lasts: 170, shape: { is: "burst", rise: 15, fall: 45 } },
        24,
        {
          countries: { KR: 40, TH: 18, ID: 16, JP: 8, PH: 8, VN: 5, US: 5 },
          access: { mobile: 0.7, v6: 0.2 },
          agents: browsers("instagram", 130),
          from: { "https://l.instagram.com/": 7, "": 3 },
          returning: 0.03,
        },
      ),
    ],
    raids: [guesses("POST /wp-login.php", 200, 0.8, 2500, -2400)],
  },
  {
    name: "the little shop and its xmlrpc",
    half: "closed",
    story:
      "The log is turned on while it runs: routers call a small shop's xmlrpc.php five times a second from the first line on.",
    when: "2024-10-12T19:00:00",
    zone: 60,
    historyHours: 0,
    minutes: 75,
    format: "apache-vhost",
    site: reading({ ...LEATHER, server: { capacity: 6, whenFull: "502" } }),
    raids: [
      {
        name: "xmlrpc",
        at: -20,
        lasts: 70,
        perMinute: 300,
        lair: botnet(350),
        tool: flood("POST /xmlrpc.php", oldBrowsers, { protocol: "HTTP/1.1" }),
      },
    ],
  },
];
