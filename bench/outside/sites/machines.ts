import type { Crowd, Raid } from "../scenario.ts";
import { agents } from "../world/agents.ts";

/** Programs that do no harm and visit every site. */

/** Monitors in a few data centres, each asking for one page at its steady pace. */
export function uptime(path: string, everySeconds: number, monitors = 3): Crowd {
  return {
    name: `uptime ${path}`,
    label: "monitor",
    moves: [{ every: everySeconds, minutes: 100_000, moves: [{ fetch: path, weight: 0.5, bytes: 4_000 }] }],
    countries: { US: 4, DE: 2, GB: 1, SG: 1 },
    agents: agents(
      "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
      "Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)",
      "Better Stack Better Uptime Bot Mozilla/5.0 (compatible)",
    ),
    perMinute: 60,
    fleet: monitors,
    machines: { name: "monitors", count: monitors },
    day: "flat",
    temper: { retries: 0, pause: 5, stubborn: true },
    silent: 1,
  };
}

/** A load balancer's own health check, out of the same house. */
export function healthCheck(path: string, everySeconds: number): Crowd {
  return {
    ...uptime(path, everySeconds, 2),
    name: "health check",
    agents: agents("ELB-HealthChecker/2.0", "kube-probe/1.27"),
  };
}

/** Search engines, steadily through the pages. */
export function search(page: string, perMinute = 4): Crowd {
  return {
    name: "search engines",
    label: "crawler",
    moves: [{ often: 4, moves: [{ fetch: page, weight: 1, bytes: 15_000 }, { wait: 8 }] }],
    countries: { US: 9, IE: 1 },
    agents: agents(
      ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", 5],
      [
        "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.6422.60 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        3,
      ],
      [
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36",
        3,
      ],
      ["Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)", 1],
      ["Mozilla/5.0 (Applebot/0.1; +http://www.apple.com/go/applebot)", 1],
    ),
    perMinute: perMinute / 4,
    machines: { name: "search", count: 40 },
    day: "flat",
    silent: 1,
  };
}

/** Companies that count links, and those that read for models. */
export function seo(page: string, perMinute = 3): Crowd {
  return {
    ...search(page, perMinute),
    name: "link counters",
    countries: { FR: 2, US: 4, DE: 1, SG: 2 },
    agents: agents(
      ["Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", 4],
      ["Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)", 4],
      ["Mozilla/5.0 (compatible; MJ12bot/v1.4.8; http://mj12bot.com/)", 2],
      [
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        3,
      ],
      ["Mozilla/5.0 (compatible; Bytespider; spider-feedback@bytedance.com)", 2],
      ["meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)", 2],
    ),
    machines: { name: "seo", count: 60, nets: 4 },
  };
}

/** One crawler in a hurry for some minutes, which says who it is. */
export function crawlBurst(
  page: string,
  at: number,
  lasts: number,
  requestsPerMinute: number,
  agent: string,
): Crowd {
  return {
    ...search(page),
    name: `crawler in a hurry ${at}`,
    moves: [{ often: 20, moves: [{ fetch: page, weight: 0.7, bytes: 15_000 }, { wait: 0.8 }] }],
    countries: { US: 1 },
    agents: agents(agent),
    perMinute: requestsPerMinute / 20,
    passing: { at, lasts, shape: { is: "flat" } },
    machines: { name: "burst", count: 24, nets: 1 },
  };
}

/** Feed readers, each at its own pace. */
export function feeds(path: string, readers: number): Crowd {
  return {
    name: "feed readers",
    moves: [{ every: 900, give: 0.3, minutes: 100_000, moves: [{ fetch: path, status: 304, weight: 0.2 }] }],
    countries: { US: 5, DE: 3, GB: 2, FR: 2, NL: 1, JP: 1 },
    agents: agents(
      "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 214 subscribers)",
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 NetNewsWire/6.1.4",
      "FreshRSS/1.23.1 (Linux; https://freshrss.org)",
      "Tiny Tiny RSS/23.05 (https://tt-rss.org/)",
      "Inoreader/1.0 (+http://www.inoreader.com/feed-fetcher; 12 subscribers; )",
      "Mozilla/5.0 (X11; Linux x86_64; rv:102.0) Gecko/20100101 Thunderbird/102.11.0",
    ),
    perMinute: readers / 15,
    fleet: readers,
    day: "flat",
    temper: { retries: 0, pause: 5, stubborn: true },
    silent: 1,
  };
}

/** Mail gateways that open every link of a letter before its reader does. */
export function mailGateways(
  page: string,
  at: number,
  perMinute: number,
  countries: Crowd["countries"],
): Crowd {
  return {
    name: "mail gateways",
    moves: [
      { fetch: page, weight: 1, bytes: 14_000 },
      { perhaps: 0.3, moves: [{ wait: 2 }, { fetch: page, weight: 1 }] },
    ],
    countries,
    agents: agents(
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36",
      "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/27.0.1453.93 Safari/537.36",
      "BarracudaCentral/1.0",
      "",
    ),
    perMinute,
    passing: { at, lasts: 8, shape: { is: "burst", rise: 0.5, fall: 1.5 } },
    machines: { name: "mail gateways", count: 90, nets: 3 },
    silent: 1,
  };
}

/** Somebody looks for holes: a few dozen requests a minute at most, one address. */
export function scanner(at: number, perMinute = 20, lasts = 6): Raid {
  return {
    name: `scanner ${at}`,
    at,
    lasts,
    perMinute,
    nuisance: true,
    lair: { kind: "one", countries: { US: 2, NL: 2, RU: 1, CN: 2, VN: 1 } },
    tool: {
      shots: [
        {
          send: "GET /{.env|.git/config|wp-login.php|phpmyadmin/|admin.php|vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php|actuator/health|backup.zip|config.json}",
          status: 404,
          weight: 0.1,
          bytes: 548,
        },
        {
          send: "POST /{cgi-bin/luci|boaform/admin/formLogin|api/jsonws/invoke}",
          status: 404,
          weight: 0.1,
          often: 0.2,
          bytes: 548,
        },
      ],
      agents: agents(
        "Mozilla/5.0 zgrab/0.x",
        "python-requests/2.28.1",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/78.0.3904.108 Safari/537.36",
      ),
    },
  };
}

/** A few guesses at a password all day long. */
export function guesses(send: string, status: number, perMinute: number, lasts: number, at = -30): Raid {
  return {
    name: "guesses",
    at,
    lasts,
    perMinute,
    nuisance: true,
    lair: { kind: "homes", countries: BOTNET, requestsEach: 2 },
    tool: {
      shots: [{ send, status, bytes: 4_800 }],
      agents: agents(
        "Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:52.0) Gecko/20100101 Firefox/52.0",
        "Go-http-client/1.1",
      ),
    },
  };
}

/** Where the computers and cameras of botnets stand, roughly. */
export const BOTNET = { IN: 12, BR: 11, VN: 9, CN: 9, ID: 8, RU: 7, US: 7, TH: 4, TR: 4, EG: 3, MX: 4, AR: 3, CO: 3, IR: 3, PK: 3, UA: 2, TW: 3, KR: 3, IT: 2, MY: 2, BD: 2, ZA: 2, PH: 3, DZ: 2, MA: 1, EC: 1, PE: 1 } as const; // biome-ignore format: a table
/** Where cheap servers stand. */
export const HOSTERS = {
  US: 30,
  NL: 14,
  DE: 14,
  FR: 9,
  SG: 8,
  RU: 6,
  GB: 5,
  HK: 5,
  CA: 4,
  FI: 2,
  UA: 2,
  BG: 1,
} as const;
/** Where the homes of proxy networks are. */
export const PROXIES = { US: 18, BR: 10, IN: 9, ID: 6, GB: 5, DE: 4, VN: 6, RU: 5, MX: 4, PH: 4, TR: 3, ZA: 3, IT: 3, CO: 3, AR: 3, FR: 3, UA: 3, PK: 3, EG: 2, NG: 3 } as const; // biome-ignore format: a table
