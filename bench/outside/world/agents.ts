import { type Chance, Urn } from "./chance.ts";

/** Draws the user agent of a newcomer. "" is none. */
export type AgentPool = (chance: Chance) => string;

const ANDROIDS = [
  "SM-A525F", "SM-G991B", "SM-A137F", "SM-S918B", "Redmi Note 11", "M2101K6G", "CPH2211", "moto g(30)", "Pixel 6a",
  "V2029", "RMX3085", "SM-A032F", "Infinix X6511", "TECNO KG5j", "220333QAG", "ELE-L29", "Nokia G20", "XQ-BC52",
] as const; // biome-ignore format: a list of models

const KHTML = "AppleWebKit/537.36 (KHTML, like Gecko)";
const WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)";

/** Versions lie a few behind the newest, most of them at it. */
function version(chance: Chance, newest: number): number {
  return newest - Math.min(newest - 60, chance.rank(24));
}

const BROWSERS: Readonly<Record<string, (chance: Chance, newest: number) => string>> = {
  windowsChrome: (c, v) =>
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KHTML} Chrome/${version(c, v)}.0.0.0 Safari/537.36`,
  windowsEdge: (c, v) => {
    const at = version(c, v);
    return `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KHTML} Chrome/${at}.0.0.0 Safari/537.36 Edg/${at}.0.0.0`;
  },
  windowsFirefox: (c, v) => {
    const at = version(c, v);
    return `Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:${at}.0) Gecko/20100101 Firefox/${at}.0`;
  },
  linuxFirefox: (c, v) =>
    `Mozilla/5.0 (X11; Linux x86_64; rv:${v - c.rank(6)}.0) Gecko/20100101 Firefox/${v}.0`,
  linuxChrome: (c, v) =>
    `Mozilla/5.0 (X11; Linux x86_64) ${KHTML} Chrome/${version(c, v)}.0.0.0 Safari/537.36`,
  chromebook: (c, v) =>
    `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${KHTML} Chrome/${v - c.below(3)}.0.0.0 Safari/537.36`,
  macSafari: (c, v) =>
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Version/${v > 115 ? 17 : 15}.${c.below(7)} Safari/605.1.15`,
  macChrome: (c, v) =>
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${KHTML} Chrome/${version(c, v)}.0.0.0 Safari/537.36`,
  iPhone: (c, v) => {
    const system = (v > 115 ? 18 : 15) - c.rank(4);
    const minor = c.below(7);
    return `Mozilla/5.0 (iPhone; CPU iPhone OS ${system}_${minor} like Mac OS X) ${WEBKIT} Version/${system}.${minor} Mobile/15E148 Safari/604.1`;
  },
  iPad: (c) =>
    `Mozilla/5.0 (iPad; CPU OS 16_${c.below(7)} like Mac OS X) ${WEBKIT} Version/16.${c.below(7)} Mobile/15E148 Safari/604.1`,
  androidChrome: (c, v) =>
    v > 115
      ? `Mozilla/5.0 (Linux; Android 10; K) ${KHTML} Chrome/${version(c, v)}.0.0.0 Mobile Safari/537.36`
      : `Mozilla/5.0 (Linux; Android ${13 - c.rank(6)}; ${c.pick(ANDROIDS)}) ${KHTML} Chrome/${version(c, v)}.0.${4000 + c.below(900)}.${c.below(200)} Mobile Safari/537.36`,
  samsung: (c, v) =>
    `Mozilla/5.0 (Linux; Android ${13 - c.rank(4)}; ${c.pick(ANDROIDS)}) ${KHTML} SamsungBrowser/${24 - c.rank(6)}.0 Chrome/${v - 8}.0.0.0 Mobile Safari/537.36`,
  instagram: (c) =>
    `Mozilla/5.0 (iPhone; CPU iPhone OS 17_${c.below(6)} like Mac OS X) ${WEBKIT} Mobile/21F90 Instagram 3${10 + c.below(30)}.0.3.35.${c.below(99)} (iPhone14,${c.below(9)}; iOS 17_${c.below(6)}; scale=3.00)`,
  facebook: (c) =>
    `Mozilla/5.0 (Linux; Android ${13 - c.rank(4)}; ${c.pick(ANDROIDS)}; wv) ${KHTML} Version/4.0 Chrome/119.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/4${40 + c.below(30)}.0.0.${c.below(60)};]`,
  reddit: (c) =>
    `Mozilla/5.0 (Linux; Android ${14 - c.rank(3)}; ${c.pick(ANDROIDS)}; wv) ${KHTML} Version/4.0 Chrome/12${c.below(9)}.0.0.0 Mobile Safari/537.36`,
  line: (c) =>
    `Mozilla/5.0 (iPhone; CPU iPhone OS 17_${c.below(6)} like Mac OS X) ${WEBKIT} Mobile/15E148 Safari Line/14.${c.below(9)}.0`,
  operaMini: (c) =>
    `Opera/9.80 (Android; Opera Mini/${60 + c.rank(20)}.0.2254/191.${250 + c.below(60)}; U; en) Presto/2.12.423 Version/12.16`,
  opera: (c, v) =>
    `Mozilla/5.0 (Linux; Android 10; K) ${KHTML} Chrome/${version(c, v)}.0.0.0 Mobile Safari/537.36 OPR/8${c.below(6)}.0.0.0`,
  yandex: (c, v) =>
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KHTML} Chrome/${v - c.below(4) * 2}.0.0.0 YaBrowser/24.${1 + c.below(10)}.0.0 Safari/537.36`,
  naver: (c) =>
    `Mozilla/5.0 (Linux; Android 14; ${c.pick(ANDROIDS)}; wv) ${KHTML} Version/4.0 Chrome/12${c.below(9)}.0.0.0 Whale/1.0.0.0 Crosswalk/29.126.0.22 Mobile Safari/537.36 NAVER(inapp; search; 2000; 12.${c.below(12)}.2)`,
  kiosk: () => `Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko`,
  wechat: (c) =>
    `Mozilla/5.0 (Linux; Android ${13 - c.rank(4)}; ${c.pick(ANDROIDS)}) ${KHTML} Version/4.0 Chrome/107.0.5304.141 Mobile Safari/537.36 MicroMessenger/8.0.${30 + c.below(12)} NetType/WIFI Language/zh_CN`,
};

/** A kind of browser. */
export type Browser = keyof typeof BROWSERS;

const MIXES = {
  /** The public of a rich country: mostly telephones. */
  public: {
    iPhone: 27, androidChrome: 28, samsung: 6, windowsChrome: 16, windowsEdge: 7, windowsFirefox: 4, macSafari: 4, macChrome: 4,
    iPad: 2, linuxFirefox: 1, facebook: 1,
  },
  /** Where nearly everybody has an Android telephone. */
  android: { androidChrome: 66, samsung: 9, windowsChrome: 12, iPhone: 5, facebook: 5, windowsFirefox: 2, kiosk: 1 },
  /** At work. */
  office: { windowsChrome: 36, windowsEdge: 34, windowsFirefox: 12, macSafari: 5, macChrome: 7, iPhone: 4, kiosk: 2 },
  /** People who write programs. */
  developers: { linuxFirefox: 16, linuxChrome: 18, macChrome: 24, macSafari: 8, windowsChrome: 14, windowsFirefox: 8, iPhone: 8, androidChrome: 4 },
  /** Pupils, many on lent devices. */
  pupils: { chromebook: 22, iPad: 14, windowsChrome: 18, windowsEdge: 14, iPhone: 14, androidChrome: 16, windowsFirefox: 2 },
  /** Out of an app's window. */
  instagram: { instagram: 78, iPhone: 8, androidChrome: 8, windowsChrome: 6 },
  facebook: { facebook: 74, iPhone: 10, androidChrome: 10, windowsChrome: 6 },
  reddit: { reddit: 30, iPhone: 22, androidChrome: 16, windowsChrome: 14, macChrome: 6, windowsFirefox: 8, linuxFirefox: 4 },
  /** Where data are dear. */
  thrifty: { androidChrome: 48, operaMini: 16, opera: 12, samsung: 6, windowsChrome: 9, facebook: 6, iPhone: 3 },
  kazakh: { androidChrome: 36, iPhone: 18, windowsChrome: 16, yandex: 18, samsung: 8, opera: 4 },
  korea: { androidChrome: 20, samsung: 24, naver: 12, iPhone: 22, windowsChrome: 12, windowsEdge: 10 },
  asia: { androidChrome: 34, iPhone: 26, line: 12, wechat: 6, windowsChrome: 16, windowsEdge: 6 },
} as const satisfies Record<string, Partial<Record<Browser, number>>>; // biome-ignore format: a table

/** Whose browsers. */
export type BrowserMix = keyof typeof MIXES;

/** Browsers of some people. @param newest version of Chrome and Firefox at the time, some 60 to 131 */
export function browsers(mix: BrowserMix, newest: number): AgentPool {
  const urn = Urn.of(MIXES[mix]);
  return (chance) => BROWSERS[urn.draw(chance)]!(chance, newest);
}

/** One of some user agents, all alike in weight or by it. */
export function agents(...list: readonly (string | readonly [string, number])[]): AgentPool {
  const urn = new Urn(list.map((entry) => (typeof entry === "string" ? ([entry, 1] as const) : entry)));
  return (chance) => urn.draw(chance);
}

/** Some pools by weight: an app beside browsers. */
export function blend(...pools: readonly (readonly [AgentPool, number])[]): AgentPool {
  const urn = new Urn(pools);
  return (chance) => urn.draw(chance)(chance);
}

/** An app's own name on the many telephones it runs on. */
export function appAgents(app: string, versions: readonly string[]): AgentPool {
  return (chance) => {
    const at = versions[chance.rank(versions.length)]!;
    return chance.happens(0.45)
      ? `${app}/${at} CFNetwork/14${chance.below(4)}0.0.4 Darwin/23.${chance.below(6)}.0`
      : `${app}/${at} (Android ${14 - chance.rank(6)}; ${chance.pick(ANDROIDS)}) okhttp/4.${9 + chance.below(4)}.0`;
  };
}
