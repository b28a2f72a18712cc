import { type Random, WeightedChoice } from "./random.ts";

/** What decides which browsers an audience has. */
export interface BrowserTaste {
  /** The year with fraction: 2021.27 is April 2021. Versions follow it. */
  year: number;
  /** Share of visits by telephone or tablet, 0..1. */
  mobileShare: number;
}

const DESKTOP_SYSTEMS: readonly [string, number][] = [
  ["Windows NT 10.0; Win64; x64", 66],
  ["Macintosh; Intel Mac OS X 10_15_7", 17],
  ["X11; Linux x86_64", 4],
  ["Windows NT 6.1; Win64; x64", 5],
  ["Windows NT 6.3; Win64; x64", 2],
  ["X11; CrOS x86_64 13904.97.0", 3],
  ["X11; Ubuntu; Linux x86_64", 2],
  ["Macintosh; Intel Mac OS X 10_14_6", 1],
];

const ANDROID_MODELS: readonly string[] =
  "SM-A515F SM-A505FN SM-A217F SM-A125F SM-A405FN SM-A715F SM-G960F SM-G973F SM-G980F SM-G991B SM-G781B SM-N975F SM-J600FN SM-A202F SM-T510 SM-T580 SM-A326B Redmi~Note~8 Redmi~Note~9~Pro Redmi~9C M2007J20CG Mi~9T POCO~F2~Pro VOG-L29 ELE-L29 MAR-LX1A ANE-LX1 POT-LX1 P30~lite FIG-LX1 CPH2069 CPH1931 RMX2063 KB2003 ONEPLUS~A6013 GM1913 Pixel~4a Pixel~5 Nokia~5.3 moto~g(8)~power moto~g(9)~play E5823 H8216 LM-X420 Lenovo~TB-X606F 5024D WIKO~U307AS ASUS_X00TD itel~L5505 TECNO~KE5 Infinix~X657".split(
    " ",
  );

const CHROMIUM_TAIL = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/";
const WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)";

const desktopSystem = new WeightedChoice(DESKTOP_SYSTEMS.map(([, weight]) => weight));
/** How far behind the newest version people are: most are current, a few are years behind. */
const versionLag = new WeightedChoice([58, 20, 7, 4, 2, 2, 1, 1, 0.7, 0.5, 0.5, 0.3, 0.3, 0.3, 0.2, 0.2]);
const desktopFamily = new WeightedChoice([62, 13, 11, 10, 2.5, 1.5]);
const mobileFamily = new WeightedChoice([38, 44, 8, 3, 3, 4]);

/** A browser as one person has it. Some hundreds of different ones, most people sharing few of them. */
export function drawBrowser(random: Random, taste: BrowserTaste): string {
  return random.chance(taste.mobileShare) ? drawMobile(random, taste.year) : drawDesktop(random, taste.year);
}

/** A desktop browser. */
export function drawDesktop(random: Random, year: number): string {
  const system = DESKTOP_SYSTEMS[desktopSystem.draw(random)]![0];
  const chrome = chromeVersion(random, year);
  const firefox = Math.round(87 + (year - 2021.27) * 12) - versionLag.draw(random);
  switch (desktopFamily.draw(random)) {
    case 0:
      return `Mozilla/5.0 (${system}) ${CHROMIUM_TAIL}${chrome} Safari/537.36`;
    case 1:
      return `Mozilla/5.0 (${system.replace("10_15_7", "10.15")}; rv:${firefox}.0) Gecko/20100101 Firefox/${firefox}.0`;
    case 2:
      return `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROMIUM_TAIL}${chrome} Safari/537.36 Edg/${chrome}`;
    case 3:
      return `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Version/${safariVersion(random, year)} Safari/605.1.15`;
    case 4:
      return `Mozilla/5.0 (${system}) ${CHROMIUM_TAIL}${chrome} Safari/537.36 OPR/${Number.parseInt(chrome, 10) - 14}.0.0.0`;
    default:
      return year < 2022.5
        ? "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko"
        : `Mozilla/5.0 (${system}) ${CHROMIUM_TAIL}${chrome} Safari/537.36`;
  }
}

/** A browser of a telephone or tablet, or of an app that shows web pages. */
function drawMobile(random: Random, year: number): string {
  const model = random.pick(ANDROID_MODELS).replaceAll("~", " ");
  const android = Math.max(7, Math.round(11 + (year - 2021.5)) - random.geometric(0.9));
  const device = year > 2023.3 && random.chance(0.85) ? "Android 10; K" : `Android ${android}; ${model}`;
  const chrome = chromeVersion(random, year);
  const safari = safariVersion(random, year);
  const system = safari.replaceAll(".", "_");
  switch (mobileFamily.draw(random)) {
    case 0:
      return `Mozilla/5.0 (iPhone; CPU iPhone OS ${system} like Mac OS X) ${WEBKIT} Version/${safari} Mobile/15E148 Safari/604.1`;
    case 1:
      return `Mozilla/5.0 (Linux; ${device}) ${CHROMIUM_TAIL}${chrome} Mobile Safari/537.36`;
    case 2:
      return `Mozilla/5.0 (Linux; ${device}) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/${Math.round(13.2 + (year - 2021.27) * 3)}.${random.below(3)} Chrome/${Number.parseInt(chrome, 10) - 6}.0.4280.141 Mobile Safari/537.36`;
    case 3:
      return `Mozilla/5.0 (iPad; CPU OS ${system} like Mac OS X) ${WEBKIT} Version/${safari} Mobile/15E148 Safari/604.1`;
    case 4:
      return `Mozilla/5.0 (iPhone; CPU iPhone OS ${system} like Mac OS X) ${WEBKIT} CriOS/${Number.parseInt(chrome, 10)}.0.4389.94 Mobile/15E148 Safari/604.1`;
    default:
      return `Mozilla/5.0 (Linux; ${device}; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/${chrome} Mobile Safari/537.36`;
  }
}

function chromeVersion(random: Random, year: number): string {
  const major = Math.round(89 + (year - 2021.27) * 11.7) - versionLag.draw(random);
  if (year > 2023) return `${major}.0.0.0`;
  const build = 4389 + (major - 89) * 32;
  return `${major}.0.${build}.${random.pick([72, 82, 90, 105, 114, 114, 128])}`;
}

function safariVersion(random: Random, year: number): string {
  const major = Math.round(14 + (year - 2021.27)) - (random.chance(0.12) ? 1 + random.below(2) : 0);
  return `${major}.${random.pick([0, 1, 2, 3, 4, 4])}${random.chance(0.4) ? `.${1 + random.below(2)}` : ""}`;
}

/** The client of an API: an app with its version on one of many devices. */
export function drawAppClient(random: Random, app: string, year: number): string {
  const version = `${4 + Math.floor(year - 2021)}.${2 + random.geometric(0.6)}.${random.below(3)}`;
  if (random.chance(0.45))
    return `${app}/${version} CFNetwork/${random.pick([1121.2, 1206, 1220.1, 1240])} Darwin/${random.pick(["19.6.0", "20.1.0", "20.3.0"])}`;
  if (random.chance(0.3)) return `okhttp/${random.pick(["3.12.1", "4.9.0", "4.9.1"])}`;
  return `${app}/${version} (Android ${8 + random.below(4)}; ${random.pick(ANDROID_MODELS).replaceAll("~", " ")})`;
}

/** Declared crawlers, with how much of the crawling each does. */
export const CRAWLERS: readonly (readonly [string, number])[] = [
  ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", 30],
  [
    "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/89.0.4389.90 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    20,
  ],
  ["Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", 18],
  ["Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", 10],
  ["Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)", 9],
  ["Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)", 6],
  ["Mozilla/5.0 (compatible; PetalBot;+https://webmaster.petalsearch.com/site/petalbot)", 6],
  ["Mozilla/5.0 (compatible; MJ12bot/v1.4.8; http://mj12bot.com/)", 4],
  ["Mozilla/5.0 (compatible; DotBot/1.1; http://www.opensiteexplorer.org/dotbot, help@moz.com)", 3],
  ["facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", 3],
];

/** Monitors. */
export const MONITORS: readonly string[] = [
  "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
  "Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)",
  "Mozilla/5.0 (compatible; StatusCake)",
  "check_http/v2.3.3 (nagios-plugins 2.3.3)",
  "Site24x7",
  "Better Uptime Bot Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)",
];

/** What attack tools say when nobody told them to lie. */
export const TOOLS: readonly string[] = [
  "python-requests/2.25.1",
  "python-requests/2.31.0",
  "Go-http-client/1.1",
  "Go-http-client/2.0",
  "curl/7.68.0",
  "Java/1.8.0_281",
  "Apache-HttpClient/4.5.13 (Java/11.0.10)",
  "libwww-perl/6.43",
  "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)",
  "Mozilla/5.0",
  "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)",
  "Wget/1.20.3 (linux-gnu)",
];

/** Scanners that say so, and some that do not. */
export const SCANNERS: readonly string[] = [
  "Mozilla/5.0 zgrab/0.x",
  "masscan/1.0 (https://github.com/robertdavidgraham/masscan)",
  "python-requests/2.25.1",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/78.0.3904.108 Safari/537.36",
  "Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)",
  "Go-http-client/1.1",
];
