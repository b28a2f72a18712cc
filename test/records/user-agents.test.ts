import { describe, expect, it } from "vitest";
import { classifyUserAgent, UserAgentClass } from "../../src/records/user-agents.ts";

const CASES: Readonly<Record<keyof typeof UserAgentClass, readonly string[]>> = {
  absent: ["", "-"],
  browser: [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:87.0) Gecko/20100101 Firefox/87.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 14_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/14.0 Mobile/15E148 Safari/604.1",
    "Opera/9.80 (Windows NT 6.1) Presto/2.12.388 Version/12.18",
    "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 5.1; Trident/4.0)",
    "Lynx/2.8.9",
    // Windows of apps, which people read in.
    "Mozilla/5.0 (Linux; Android 13; SM-A525F; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/119.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/440.0.0.30.108;]",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 DuckDuckGo/7 Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [LinkedInApp]/9.29",
    "Mozilla/5.0 (Linux; Android 12; M2101K6G; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/100.0.4896.58 Mobile Safari/537.36 [Pinterest/Android]",
    "Mozilla/5.0 (Linux; Android 11; V2029; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/97.0.4692.98 Mobile Safari/537.36 baiduboxapp/13.5.0.10",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari/604.1 NAVER(inapp; search; 1080; 12.3.2)",
  ],
  declaredBot: [
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)",
    "DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)",
    "Pinterest/0.2 (+http://www.pinterest.com/bot.html)",
    "Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)",
    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "Mozilla/5.0 (compatible; Yeti/1.1; +https://naver.me/spd)",
    // Servers of social networks name the place that they serve.
    "http.rb/5.1.1 (Mastodon/4.2.9; +https://social.example/)",
    "Akkoma 3.11.0-0-g1f2a; https://social.example <admin@social.example>",
    "Misskey/2024.3.1 (https://social.example)",
  ],
  tool: [
    "curl/7.74.0",
    "python-requests/2.25.1",
    "Go-http-client/1.1",
    "masscan/1.0",
    "sqlmap/1.5",
    "ApacheBench/2.3",
    "Wget/1.20.3",
    "Java/11.0.2",
  ],
  app: [
    "ExampleApp/3.1 CFNetwork/1220.1 Darwin/20.3.0",
    "Dalvik/2.1.0 (Linux; U; Android 11; Pixel 5)",
    "okhttp/4.9.1",
    "Example/2.0 (Android 11)",
  ],
  monitor: [
    "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
    "kube-probe/1.20",
    "ELB-HealthChecker/2.0",
    "Pingdom.com_bot_version_1.4",
    "jetmon/1.0 (Jetpack Site Uptime Monitor by WordPress.com)",
  ],
};

describe("classifyUserAgent", () => {
  it.each(Object.entries(CASES))("knows what is %s", (name, agents) => {
    for (const agent of agents) {
      const bytes = new TextEncoder().encode(agent);
      const number = classifyUserAgent(bytes, 0, bytes.length);
      const found = Object.entries(UserAgentClass).find(([, value]) => value === number)?.[0];
      expect([agent, found]).toEqual([agent, name]);
    }
  });
});
