import type { DIMENSIONS, Episode, InputSource, Report, ReportWindow } from "./report.ts";

/** The order in which keys are written, and the shapes of what they hold; null for plain values and free maps. */
export interface Shape {
  readonly [key: string]: Shape | null;
}

/** The shape of a type: names every field of it, so that a field added to the report cannot be forgotten here. */
type ShapeOf<T> =
  NonNullable<T> extends readonly (infer Item)[]
    ? ShapeOf<Item>
    : NonNullable<T> extends object
      ? string extends keyof NonNullable<T>
        ? null
        : { readonly [Key in keyof NonNullable<T>]-?: ShapeOf<NonNullable<T>[Key]> }
      : null;

const INTERVAL = { estimate: null, low: null, high: null } as const;

const CONTRIBUTOR = {
  key: null,
  name: null,
  requests: null,
  attackRequests: null,
  attackShare: null,
  baselineShare: null,
  exact: null,
  low: null,
  high: null,
} as const;

const BREAKDOWN_ROW = {
  key: null,
  name: null,
  requests: null,
  sources: null,
  logins: null,
  exact: null,
} as const;

const RULE_SHARES = { attackCaught: null, organicHit: null, baselineHit: null } as const;

/** One file or stream. */
const INPUT_SOURCE = {
  name: null,
  bytes: null,
  lines: null,
  format: null,
  formatShare: null,
  formatChanges: { line: null, format: null },
} as const satisfies ShapeOf<InputSource>;

/** One window. */
export const WINDOW = {
  start: null,
  seconds: null,
  requests: null,
  sources: null,
  logins: null,
  overloadResponses: null,
  verdict: null,
  attackProbability: null,
  attackShare: null,
} as const satisfies ShapeOf<ReportWindow>;

const ATTRIBUTION = {
  countries: CONTRIBUTOR,
  regions: CONTRIBUTOR,
  networks: CONTRIBUTOR,
  prefixes: CONTRIBUTOR,
  sources: CONTRIBUTOR,
  userAgents: CONTRIBUTOR,
  paths: CONTRIBUTOR,
} as const satisfies Record<(typeof DIMENSIONS)[number], Shape>;

/** One episode. */
export const EPISODE = {
  id: null,
  verdict: null,
  onset: null,
  peak: null,
  end: null,
  detectedAt: null,
  phases: { start: null, end: null, verdict: null, detectedAt: null, attackShare: INTERVAL },
  score: { prior: null, total: null, calibration: { slope: null, offset: null } },
  probabilities: { normal: null, "organic-surge": null, "flood-attack": null, mixed: null },
  attackShare: INTERVAL,
  requests: null,
  sources: null,
  logins: null,
  peakRequestsPerSecond: null,
  baselineRequestsPerSecond: null,
  origin: { home: null, foreign: null, unknown: null },
  spread: null,
  attribution: ATTRIBUTION,
  rules: {
    match: {
      prefix: null,
      country: null,
      network: null,
      method: null,
      path: null,
      userAgent: null,
      referrer: null,
    },
    ...RULE_SHARES,
    marginal: RULE_SHARES,
  },
  evidence: { feature: null, observed: null, expected: null, contribution: null, summary: null },
  abstained: { feature: null, reason: null },
  wouldChange: null,
  overload: {
    capacityRequestsPerSecond: null,
    capacityBasis: null,
    firstOverload: null,
    organicPeakRequestsPerSecond: null,
    organicPeakLow: null,
    organicPeakHigh: null,
    attackPeakRequestsPerSecond: null,
    overloadedWithoutAttack: null,
  },
} as const satisfies ShapeOf<Episode>;

/** The whole report. */
export const REPORT = {
  schema: null,
  generator: null,
  input: {
    sources: INPUT_SOURCE,
    lines: null,
    records: null,
    rejected: { total: null, reasons: null, samples: { source: null, line: null, reason: null, text: null } },
    late: null,
    blank: null,
    requests: null,
    outside: null,
    from: null,
    to: null,
    latenessNeededSeconds: null,
  },
  geo: { country: null, network: null, unknownShare: null },
  settings: {
    windowSeconds: null,
    latenessSeconds: null,
    format: null,
    home: null,
    homeLearned: null,
    login: null,
    waitingRoom: null,
    trustedProxies: null,
    allow: null,
    logTz: null,
    tz: null,
    since: null,
    until: null,
    capacity: null,
    baseline: { from: null, to: null },
    map: null,
    maxCollateral: null,
    memoryBytes: null,
    seed: null,
    anonymize: null,
  },
  verdict: null,
  episodes: EPISODE,
  windows: WINDOW,
  breakdowns: {
    countries: BREAKDOWN_ROW,
    regions: BREAKDOWN_ROW,
    networks: BREAKDOWN_ROW,
    nuisance: { key: null, requests: null, sources: null },
    audienceLearnedFrom: null,
  },
  notes: { code: null, text: null },
} as const satisfies ShapeOf<Report>;
