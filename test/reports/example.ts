import type {
  Attribution,
  Contributor,
  Episode,
  Report,
  ReportWindow,
  Verdict,
} from "../../src/reports/report.ts";

/** No contributors along any dimension. */
export const NO_ATTRIBUTION: Attribution = {
  countries: [],
  regions: [],
  networks: [],
  prefixes: [],
  sources: [],
  userAgents: [],
  paths: [],
};

/** A contributor whose requests are all but a hundredth attack. */
export function contributor(
  key: string,
  attackRequests: number,
  rest: Partial<Contributor> = {},
): Contributor {
  return {
    key,
    requests: Math.round(attackRequests / 0.99),
    attackRequests,
    attackShare: 0.99,
    baselineShare: 0.001,
    exact: true,
    ...rest,
  };
}

/** A mixed episode on the morning of 6 April 2021; fields may be replaced. */
export function episode(rest: Partial<Episode> = {}): Episode {
  const requests = 1_250_000;
  return {
    id: "2021-04-06T05:58:10Z",
    verdict: "mixed",
    onset: "2021-04-06T05:58:10.000Z",
    peak: "2021-04-06T06:12:00.000Z",
    end: "2021-04-06T07:12:00.000Z",
    detectedAt: "2021-04-06T05:58:40.000Z",
    phases: [
      {
        start: "2021-04-06T05:58:10.000Z",
        end: "2021-04-06T07:12:00.000Z",
        verdict: "mixed",
        detectedAt: "2021-04-06T05:58:40.000Z",
        attackShare: { estimate: 0.38, low: 0.31, high: 0.45 },
      },
    ],
    score: { prior: -2, total: 4.1, calibration: { slope: 0.9, offset: 0.1 } },
    probabilities: { normal: 0, "organic-surge": 0.02, "flood-attack": 0.01, mixed: 0.97 },
    attackShare: { estimate: 0.38, low: 0.31, high: 0.45 },
    requests,
    sources: 34_200,
    logins: 812_345,
    peakRequestsPerSecond: 4120,
    baselineRequestsPerSecond: 210.4,
    origin: { home: 0.03, foreign: 0.94, unknown: 0.03 },
    spread: "distributed",
    attribution: {
      ...NO_ATTRIBUTION,
      countries: [
        contributor("RU", 195_000),
        contributor("CN", 104_000),
        contributor("", 14_000, { attackShare: 0.4, requests: 35_000, baselineShare: 0.02 }),
      ],
      prefixes: [contributor("203.0.113.0/24", 120_000), contributor("198.51.100.0/24", 80_000)],
      sources: [contributor("203.0.113.7", 21_000, { exact: false, low: 20_000, high: 22_000 })],
      userAgents: [contributor("python-requests/2.25.1", 430_000)],
      paths: [contributor("/login", 440_000, { attackShare: 0.54, requests: 812_000, baselineShare: 0.31 })],
    },
    rules: [
      {
        match: { prefix: ["203.0.113.0/24", "198.51.100.0/24"], method: ["POST"], path: ["/login"] },
        attackCaught: 0.87,
        organicHit: 0.002,
        baselineHit: 0.0004,
        marginal: { attackCaught: 0.87, organicHit: 0.002, baselineHit: 0.0004 },
      },
      {
        match: { country: ["RU"], userAgent: ["python-requests/2.25.1"], referrer: ["-"] },
        attackCaught: 0.93,
        organicHit: 0.004,
        baselineHit: 0.001,
        marginal: { attackCaught: 0.06, organicHit: 0.002, baselineHit: 0.0006 },
      },
    ],
    evidence: [
      {
        feature: "foreign-excess",
        observed: 0.81,
        expected: 0.04,
        contribution: 3.2,
        summary: "81 % of the extra requests come from countries that are 4 % of the normal audience",
      },
      {
        feature: "login-funnel",
        observed: 0.4,
        expected: 0.9,
        contribution: 4,
        summary: "only 40 % of the sources that tried to log in loaded the page first; normally 90 % do",
      },
      {
        feature: "onset",
        observed: 900,
        expected: null,
        contribution: -1.1,
        summary: "the rise took 15 minutes and began at the full hour, as people do",
      },
    ],
    abstained: [{ feature: "login-success", reason: "no login answered during the outage" }],
    wouldChange: "if those sources went on to load pages after logging in, they would be people",
    overload: {
      capacityRequestsPerSecond: 3100,
      capacityBasis: "inferred",
      firstOverload: "2021-04-06T06:03:20.000Z",
      organicPeakRequestsPerSecond: 3900,
      organicPeakLow: 3600,
      organicPeakHigh: 4300,
      attackPeakRequestsPerSecond: 1200,
      overloadedWithoutAttack: true,
    },
    ...rest,
  };
}

/** Ten-second windows of a quiet night, and a rush with an attack in it from `rushFrom` to `rushTo`. */
export function windows(
  from: string,
  hours: number,
  rushFrom: string,
  rushTo: string,
  verdict: Verdict,
): ReportWindow[] {
  const list: ReportWindow[] = [];
  const start = Date.parse(from);
  const rush = [Date.parse(rushFrom), Date.parse(rushTo)] as const;
  for (let time = start; time < start + hours * 3_600_000; time += 60_000) {
    const inside = time >= rush[0] && time < rush[1];
    const requests = inside ? 240_000 : 12_000 + Math.round(6000 * Math.sin((time - start) / 7e6));
    list.push({
      start: new Date(time).toISOString(),
      seconds: 60,
      requests,
      sources: Math.round(requests / 20),
      logins: Math.round(requests / 3),
      overloadResponses: inside ? 30_000 : 0,
      verdict: inside ? verdict : "normal",
      attackProbability: inside ? 0.98 : 0.001,
      attackShare: inside ? 0.38 : 0,
    });
  }
  return list;
}

/** A report of that morning; fields may be replaced. */
export function report(rest: Partial<Report> = {}): Report {
  return {
    schema: "tidegauge.report/1",
    generator: "tidegauge 0.1.0",
    input: {
      sources: [
        { name: "access.log", bytes: 612_345_678, lines: 2_345_678, format: "combined", formatShare: 0.9998 },
      ],
      lines: 2_345_678,
      records: 2_345_600,
      rejected: {
        total: 60,
        reasons: { "no-timestamp": 58, "bad-status": 2 },
        samples: [{ line: 17, reason: "no-timestamp", text: "garbage \u001b[2J from 192.0.2.77" }],
      },
      late: 15,
      blank: 3,
      requests: 2_345_600,
      outside: 0,
      from: "2021-04-05T22:00:00.000Z",
      to: "2021-04-06T10:00:00.000Z",
      latenessNeededSeconds: 27.3,
    },
    geo: { country: "geoip-lite 1.4.10, GeoLite2 2023-11-15", network: null, unknownShare: 0.0123 },
    settings: {
      windowSeconds: 10,
      latenessSeconds: 10,
      format: "auto",
      home: ["FR"],
      homeLearned: false,
      login: [],
      waitingRoom: [],
      trustedProxies: [],
      allow: ["192.0.2.8"],
      logTz: "UTC",
      tz: "Europe/Paris",
      since: null,
      until: null,
      capacity: null,
      memoryBytes: 100_663_296,
      seed: 0,
      anonymize: false,
    },
    verdict: "mixed",
    episodes: [episode()],
    windows: windows(
      "2021-04-05T22:00:00.000Z",
      12,
      "2021-04-06T05:58:00.000Z",
      "2021-04-06T07:12:00.000Z",
      "mixed",
    ),
    breakdowns: {
      countries: [
        { key: "FR", requests: 1_700_000, sources: 90_000, logins: 500_000, exact: true },
        { key: "RU", requests: 200_000, sources: 9000, logins: 200_000, exact: true },
      ],
      regions: [],
      networks: [],
      nuisance: [{ key: "scanner", requests: 1234, sources: 3 }],
      audienceLearnedFrom: "followed-up logins",
    },
    notes: [],
    ...rest,
  };
}
