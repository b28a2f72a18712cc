import { describe, expect, it } from "vitest";
import { Analyzer } from "../../src/analyzer.ts";
import { Baseline } from "../../src/baselines/baseline.ts";
import { isAttack, type Report } from "../../src/reports/report.ts";
import { type Line, logOf } from "../traffic.ts";

/**
 * What comes in numbers and is no attack, and what looks like visitors and is one: each as a fact about people, mail, crawlers or
 * bots, on a site that some sixty visitors an hour know.
 */

const MINUTE = 60_000;
const START = Date.UTC(2024, 4, 14, 8);
const EVENT = START + 150 * MINUTE;
const END = EVENT + 30 * MINUTE;
const SITE = "https://www.example.com";
const FILES = ["/app.css", "/app.js", "/logo.svg"];
const PAGES = ["/", "/news", "/lessons/1", "/lessons/2", "/timetable", "/about"];
const CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36";

/** A number that looks random and is the same every time: 0 .. below - 1. */
function draw(seed: number, below: number): number {
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) % below;
}

const browser = (person: number) =>
  `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/${100 + draw(person, 20)}.0.0.0 Safari/537.36`;
/** Homes: two hundred networks, of which everybody comes from one. */
const home = (person: number) => `198.18.${draw(person, 200)}.${1 + draw(person + 7, 250)}`;
/** Anywhere: addresses that are reserved, so that they are nobody's. */
const anywhere = (i: number) =>
  `${240 + draw(i, 14)}.${draw(i + 1, 250)}.${draw(i + 2, 250)}.${1 + draw(i + 3, 250)}`;

const get = (
  timeMs: number,
  address: string,
  path: string,
  userAgent: string,
  referrer = "",
  status = 200,
) => ({
  timeMs: Math.floor(timeMs),
  address,
  method: "GET",
  path,
  status,
  bytes: status === 200 ? 4_000 : 0,
  referrer,
  userAgent,
});

/** A page with its files, and mostly a second one. */
function visit(timeMs: number, person: number, path = PAGES[draw(person + 1, PAGES.length)]!): Line[] {
  const one = (at: number, what: string, referrer: string) =>
    get(at, home(person), what, browser(person), referrer);
  const lines = [one(timeMs, path, person % 2 === 0 ? `${SITE}/` : "")];
  lines.push(...FILES.map((file, i) => one(timeMs + 200 + 90 * i, file, SITE + path)));
  if (person % 3 > 0) lines.push(one(timeMs + 9_000 + draw(person, 20_000), "/news", SITE + path));
  return lines;
}

/** `perMinute` visits, spread unevenly. */
function visits(startMs: number, endMs: number, perMinute: number, seed: number, one = visit): Line[] {
  const count = Math.round(((endMs - startMs) / MINUTE) * perMinute);
  return Array.from({ length: count }, (_, i) =>
    one(startMs + ((endMs - startMs) * (i + draw(seed + i, 100) / 100)) / count, seed + i),
  ).flat();
}

/** Requests of machines that report, each once in five minutes, as long as the log lasts. */
function reports(startMs: number, endMs: number, machines: number, path: string, userAgent: string): Line[] {
  return Array.from({ length: machines }, (_, machine) => {
    const lines: Line[] = [];
    for (let timeMs = startMs + draw(machine, 300_000); timeMs < endMs; timeMs += 300_000) {
      lines.push({
        ...get(timeMs + draw(timeMs + machine, 9_000), home(machine), path, userAgent),
        method: "POST",
      });
    }
    return lines;
  }).flat();
}

function reportOf(lines: readonly Line[], learned = new Baseline()): Report {
  const analyzer = new Analyzer({ format: "combined", learned });
  analyzer.push(logOf([...lines].sort((a, b) => a.timeMs - b.timeMs)));
  return analyzer.finish();
}

function judge(...event: readonly (readonly Line[])[]): Report {
  const lines = [visits(START, END, 12, 1_000), ...event].flat().filter(({ timeMs }) => timeMs < END);
  return reportOf(lines);
}

const phasesOf = ({ episodes }: Report) =>
  episodes.flatMap(({ phases }) => phases.map(({ verdict }) => verdict));
const hasAttack = (report: Report) => phasesOf(report).some(isAttack);

describe("what is no attack", () => {
  it("mail gateways that try each recipient's link before a newsletter is delivered", () => {
    const fetched = (path: (i: number) => string) =>
      Array.from({ length: 900 }, (_, i) =>
        get(EVENT + i * 200, `240.7.${draw(i, 12)}.${1 + draw(i + 5, 250)}`, path(i), CHROME),
      );
    expect(phasesOf(judge(fetched((i) => `/l/${(i * 7_919).toString(36)}`)))).toEqual([]);
    expect(phasesOf(judge(fetched((i) => `/news?recipient=${(i * 7_919).toString(36)}`)))).toEqual([]);
  });

  it("the same number of requests for one page, from everywhere, is one", () => {
    const flood = Array.from({ length: 900 }, (_, i) => get(EVENT + i * 200, anywhere(i), "/news", CHROME));
    expect(hasAttack(judge(flood))).toBe(true);
  });

  it("visitors in a waiting room of the site's own name, which asks again by its timer", () => {
    const queued = (timeMs: number, person: number): Line[] => {
      const room = "/q/concert";
      const lines = [get(timeMs, home(person), "/tickets", browser(person), "", 302)];
      const turns = 4 + draw(person, 18);
      for (let turn = 0; turn < turns; turn += 1) {
        const at = timeMs + 100 + turn * 20_000 + draw(person + turn, 500);
        lines.push(get(at, home(person), room, browser(person), turn === 0 ? "" : SITE + room));
      }
      return [...lines, ...visit(timeMs + turns * 20_000 + 300, person, "/tickets")];
    };
    const report = judge(visits(EVENT, EVENT + 20 * MINUTE, 150, 90_000, queued));
    expect(new Set(phasesOf(report))).toEqual(new Set(["organic-surge"]));
  });

  it("bots that hammer the page from which visitors are sent to the waiting room are", () => {
    const bots = Array.from({ length: 100 }, (_, bot) =>
      Array.from({ length: 60 }, (__, i) =>
        get(EVENT + draw(bot, 6_000) + i * 6_000, anywhere(bot), "/tickets", CHROME, "", 302),
      ),
    ).flat();
    expect(hasAttack(judge(bots))).toBe(true);
  });

  it("a crawler that says what it is, out of one network, however fast it crawls", () => {
    const crawler = "Mozilla/5.0 (compatible; examplebot/2.0; +https://www.example.com/bot)";
    const crawl = Array.from({ length: 6_000 }, (_, i) =>
      get(EVENT + i * 150, `240.9.9.${1 + draw(i, 200)}`, `/archive/${draw(i, 4_000)}`, crawler),
    );
    expect(phasesOf(judge(crawl))).toEqual([]);
  });

  it("servers of a network of many that each fetch a link once, to show it to their readers", () => {
    const servers = Array.from({ length: 500 }, (_, i) =>
      get(
        EVENT + i * 150,
        anywhere(i),
        "/news",
        `http.rb/5.1.1 (Mastodon/4.2.1; +https://m${i}.example.org/)`,
      ),
    );
    expect(phasesOf(judge(servers))).toEqual([]);
  });
});

describe("a page that stays open", () => {
  /** Somebody opens a page, whose script then asks for the score by its clock. */
  const follows = (timeMs: number, person: number): Line[] => [
    ...visit(timeMs, person, "/match"),
    ...Array.from({ length: 40 }, (_, i) =>
      get(
        timeMs + 9_000 + i * 9_000,
        home(person),
        `/api/score?since=${i}`,
        browser(person),
        `${SITE}/match`,
      ),
    ),
  ];

  it("before very many people is a surge of them", () => {
    const report = judge(visits(EVENT, EVENT + 20 * MINUTE, 60, 70_000, follows));
    expect(new Set(phasesOf(report))).toEqual(new Set(["organic-surge"]));
  });

  it("is none where nobody opened it: the same requests without it are an attack", () => {
    const asks = (timeMs: number, person: number) =>
      follows(timeMs, person).filter(({ path }) => path.startsWith("/api"));
    expect(hasAttack(judge(visits(EVENT, EVENT + 20 * MINUTE, 60, 70_000, asks)))).toBe(true);
  });
});

describe("a site for machines", () => {
  const meters = reports(START, END, 3_000, "/v1/telemetry", "MeterHub/2.4.1");

  it("is in doubt while its log has just begun with nothing else, and under attack at no time", () => {
    const { episodes } = reportOf(meters);
    expect(episodes.map(({ verdict }) => verdict)).toEqual(["inconclusive"]);
    expect(Date.parse(episodes[0]!.end!)).toBeLessThanOrEqual(START + 20 * MINUTE);
  });

  it("is under attack at no time where a few machines ask by the clock, and its first ten minutes teach what is usual", () => {
    const runners = Array.from({ length: 30 }, (_, runner) =>
      Array.from({ length: 300 }, (__, i) => ({
        ...get(
          START + 100 * runner + 3_000 * i,
          `198.18.${runner % 9}.${1 + runner}`,
          "/api/jobs/request",
          "",
        ),
        method: "POST",
        status: 204,
      })),
    ).flat();
    const baseline = new Baseline();
    expect(hasAttack(reportOf(runners, baseline))).toBe(false);
    expect(baseline.behaviour[2]!.total).toBeGreaterThan(0);
  });

  it("has a surge, and no attack, when all send what they kept while it was down", () => {
    const down = (line: Line): Line =>
      line.timeMs >= EVENT && line.timeMs < EVENT + 8 * MINUTE ? { ...line, status: 503, bytes: 0 } : line;
    const kept = Array.from({ length: 500 }, (_, machine) =>
      Array.from({ length: 14 }, (__, i) => ({
        ...get(
          EVENT + 8 * MINUTE + draw(machine, 120_000) + i * 3_000,
          home(machine),
          "/v1/telemetry",
          "MeterHub/2.4.1",
        ),
        method: "POST",
      })),
    ).flat();
    const again = meters
      .filter(({ timeMs }) => timeMs >= EVENT && timeMs < EVENT + 8 * MINUTE)
      .flatMap((line) => [1, 2].map((i) => ({ ...line, timeMs: line.timeMs + 15_000 * i })));
    const report = reportOf([...meters, ...again, ...kept].map(down));
    const phases = report.episodes.flatMap((episode) => episode.phases);
    expect(phases.filter(({ verdict }) => isAttack(verdict))).toEqual([]);
    expect(
      phases.some(
        ({ verdict, start }) =>
          verdict === "organic-surge" && Math.abs(Date.parse(start) - (EVENT + 8 * MINUTE)) <= 2 * MINUTE,
      ),
    ).toBe(true);
  });

  it("is when machines of another kind come on top", () => {
    const flood = Array.from({ length: 9_000 }, (_, i) =>
      get(EVENT + i * 100, anywhere(i % 300), `/v1/${draw(i, 900)}`, CHROME, "", 404),
    );
    const report = reportOf([...meters, ...flood]);
    const attack = report.episodes.flatMap(({ phases }) => phases).find(({ verdict }) => isAttack(verdict));
    expect(attack).toBeDefined();
    expect(Date.parse(attack!.start)).toBeGreaterThan(EVENT - 2 * MINUTE);
  });
});

describe("what is one", () => {
  it("one source that goes on like a clock, within two minutes and a half", () => {
    const one = Array.from({ length: 900 }, (_, i) =>
      get(EVENT + i * 700 + draw(i, 100), "240.9.9.9", PAGES[draw(i, PAGES.length)]!, CHROME),
    );
    const attack = judge(one)
      .episodes.flatMap(({ phases }) => phases)
      .find(({ verdict }) => isAttack(verdict));
    expect(attack).toBeDefined();
    expect(Date.parse(attack!.detectedAt) - EVENT).toBeLessThanOrEqual(150_000);
  });

  it("a browser without a window, which says so and loads every file", () => {
    const headless = CHROME.replace("Chrome/", "HeadlessChrome/");
    const bots = Array.from({ length: 150 }, (_, bot) => {
      const lines: Line[] = [];
      for (let timeMs = EVENT + draw(bot, 20_000); timeMs < EVENT + 15 * MINUTE; timeMs += 15_000) {
        const path = PAGES[draw(timeMs + bot, PAGES.length)]!;
        lines.push(get(timeMs, anywhere(bot), path, headless));
        lines.push(
          ...FILES.map((file, i) => get(timeMs + 90 * i, anywhere(bot), file, headless, SITE + path)),
        );
      }
      return lines;
    }).flat();
    const { episodes } = judge(bots);
    const detected = episodes
      .flatMap(({ phases }) => phases)
      .find(({ verdict }) => isAttack(verdict))?.detectedAt;
    expect(detected).toBeDefined();
    expect(Date.parse(detected!) - EVENT).toBeLessThan(4 * MINUTE);
  });

  it("one request each from ever other networks, at night, from within minutes on and to its end", () => {
    const startMs = EVENT - 20 * MINUTE;
    const trickle = Array.from({ length: 2_000 }, (_, i) =>
      get(startMs + i * 1_500, anywhere(i), PAGES[draw(i, PAGES.length)]!, browser(i)),
    );
    const quiet = visits(START, END, 2, 1_000);
    const lines = [...quiet, ...trickle].filter(({ timeMs }) => timeMs < END);
    const phases = reportOf(lines).episodes.flatMap((episode) => episode.phases);
    const attacks = phases.filter(({ verdict }) => isAttack(verdict));
    expect(attacks).toHaveLength(1);
    expect(Date.parse(attacks[0]!.detectedAt) - startMs).toBeLessThan(4 * MINUTE);
    // It has taught nobody that it is the audience.
    expect(attacks[0]!.end).toBeNull();
  });
});
