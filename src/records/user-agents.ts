/** Who a user agent says it is. What it says may be a lie: a class is a claim, never proof. */
export const UserAgentClass = {
  /** None sent, or `-`. */
  absent: 0,
  /** A browser that people use. */
  browser: 1,
  /** A crawler or fetcher that says so. */
  declaredBot: 2,
  /** Command lines and HTTP libraries, and scanners that say so. */
  tool: 3,
  /** An app of one's own, on a phone mostly. */
  app: 4,
  /** A service that watches whether the site is up. */
  monitor: 5,
} as const;

/** Longest beginning of a user agent that is looked at, in bytes. */
const MAX_BYTES = 512;

const MONITORS =
  "uptimerobot pingdom statuscake site24x7 jetmon nodeping uptime-kuma updown.io betteruptime better\\ uptime freshping hetrixtools " +
  "kube-probe elb-healthchecker googlehc nagios check_http zabbix icinga monitis monit/ newrelic datadog blackbox haproxy-check " +
  "healthcheck health\\ check health-check checkly catchpoint dynatrace gomezagent alwayson amazon-route53-health prometheus/ " +
  "uptimebot montastic watchmouse port-monitor panopta appdynamics synthetic";
const BOTS =
  "bot crawl spider slurp mediapartners bingpreview facebookexternalhit facebookcatalog whatsapp telegram discord embedly " +
  "archiver ia_archiver wget\\ archive feedfetcher feedly feedburner rss reader yandex qwantify ahrefs semrush " +
  "mj12 dotbot petal bytespider gptbot claudebot ccbot perplexity applebot quora\\ link preview validator " +
  "lighthouse pagespeed adsbot google-read-aloud google-inspectiontool chatgpt-user heritrix nutch httrack scrapy seznam " +
  "yeti ezooms exabot majestic sistrix seokicks cliqz mail.ru netcraft censys expanse internetmeasurement shodan zgrab jetpack " +
  "wordpress/ pingback favicon imageproxy mailproxy fetch\\ / w3c_ +http (https:// ;\\ https:// @";
const TOOLS =
  "curl/ wget/ python aiohttp httpx/ go-http-client java/ apache-httpclient okhttp libwww lwp:: perl ruby mechanize php/ guzzle " +
  "node-fetch axios undici got\\ ( postman insomnia httpie powershell winhttp masscan nmap nikto sqlmap wpscan gobuster dirbuster " +
  "ffuf nuclei hydra zmeu morfeus jorgee zgrab apachebench siege jmeter k6/ locust vegeta wrk hey/ fasthttp libcurl rest-client " +
  "headlesschrome phantomjs selenium puppeteer playwright slimerjs ht-tp dart: reqwest hyper/ lua-resty scanner jndi:";
const APPS =
  "cfnetwork darwin/ dalvik alamofire okhttp/ expo react-native cordova electron flutter android-app ios-app";

const monitors = words(MONITORS);
const bots = words(BOTS);
const tools = words(TOOLS);
const apps = words(APPS);

/**
 * Class of a user agent: one of {@link UserAgentClass}. Looks for words in its first 512 bytes, so the cost is
 * bounded, yet some microseconds: callers remember the answer by hash.
 */
export function classifyUserAgent(bytes: Uint8Array, start: number, end: number): number {
  if (end <= start || (end - start === 1 && bytes[start] === 45)) return UserAgentClass.absent;
  const to = Math.min(end, start + MAX_BYTES);
  let text = "";
  for (let i = start; i < to; i += 1) text += String.fromCharCode(bytes[i]!);
  text = text.toLowerCase();
  if (contains(text, monitors)) return UserAgentClass.monitor;
  if (text.includes("okhttp") || (contains(text, apps) && !text.startsWith("mozilla/")))
    return UserAgentClass.app;
  if (contains(text, tools)) return UserAgentClass.tool;
  if (contains(text, bots)) return UserAgentClass.declaredBot;
  if (
    text.startsWith("mozilla/") ||
    text.startsWith("opera/") ||
    /^(lynx|links|w3m|elinks|dillo)\b/.test(text)
  ) {
    return UserAgentClass.browser;
  }
  // One word with a version, as apps and libraries call themselves.
  return /^[\w.-]+\/[\w.]/.test(text) && /android|iphone|ios|ipad|mobile/.test(text)
    ? UserAgentClass.app
    : UserAgentClass.tool;
}

function words(list: string): readonly string[] {
  return list
    .replaceAll("\\ ", "\u0000")
    .split(" ")
    .map((word) => word.replaceAll("\u0000", " "));
}

function contains(text: string, list: readonly string[]): boolean {
  for (const word of list) if (text.includes(word)) return true;
  return false;
}
