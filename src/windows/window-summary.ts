import { FrequentItems } from "../sketches/frequent-items.ts";
import { type LoudPart, ThresholdSample } from "../sketches/threshold-sample.ts";
import { CountTable } from "./count-table.ts";
import { KIND_LAYOUT, SOURCE_LAYOUT } from "./source-layout.ts";

/** Exact totals of a window, by index into `totals`. Counts of requests unless said otherwise. */
export const Total = {
  requests: 0,
  /** Response bytes. */
  bytes: 1,
  loginPages: 2,
  attempts: 3,
  assets: 4,
  apis: 5,
  pages: 6,
  waits: 7,
  successes: 8,
  redirects: 9,
  refusals: 10,
  clientErrors: 11,
  overloads: 12,
  serverErrors: 13,
  attemptSuccesses: 14,
  attemptRedirects: 15,
  attemptRefusals: 16,
  attemptOverloads: 17,
  posts: 18,
  queries: 19,
  referred: 20,
  canRefer: 21,
  named: 22,
  canName: 23,
  declaredBots: 24,
  /** Sum of durations, ms, and the number of requests that had one. */
  durationMs: 25,
  timed: 26,
  allowed: 27,
} as const;

/** Number of entries of `totals`. */
export const TOTALS = 28;

/** A window is divided into this many equal parts for onset and regularity. */
export const TENTHS = 10;

/** Counters of a place in `places`. */
export const PlaceCount = { requests: 0, attempts: 1, overloads: 2 } as const;

/** How much a summary may hold. */
export interface SummaryBudget {
  /** Sampled sources. */
  readonly sources: number;
  /** Sampled kinds of request. */
  readonly kinds: number;
  /** Frequent paths and user agents, each. */
  readonly frequent: number;
}

/** A source seen this often in a window counts as loud: kept even when the sample does not hold it. */
export const LOUD_REQUESTS = 16;
/** Room for loud keys in either sample of a summary. */
export const LOUD: LoudPart = { budget: 256, threshold: LOUD_REQUESTS };
const PATH_LABEL_BYTES = 160;
const USER_AGENT_LABEL_BYTES = 256;

/**
 * All that is kept of one window of event time: bounded, mergeable, serialisable.
 *
 * Merging the summaries of any shards of a window gives the summary of the whole: exactly for totals, places and
 * samples (once settled), within their stated bounds for frequent items and loud sources.
 */
export class WindowSummary {
  /** Half-open span of event time `[startMs, endMs)`, ms since 1970. */
  startMs = 0;
  endMs = 0;
  /** Zone offset of the lines, minutes east of UTC (the largest seen); -32768 where none had one. */
  zoneMinutes = -32768;
  /** Indexed by {@link Total}. */
  readonly totals = new Float64Array(TOTALS);
  /** Requests answered by the site itself, and overload responses, by tenth of the window. */
  readonly served = new Uint32Array(TENTHS);
  readonly overloaded = new Uint32Array(TENTHS);
  /** By place number: {@link PlaceCount}. */
  readonly places = new CountTable(3);
  readonly sources: ThresholdSample;
  readonly kinds: ThresholdSample;
  /** Keyed by the hash of path without query, user agent, and /24 or /48. */
  readonly paths: FrequentItems;
  readonly userAgents: FrequentItems;

  constructor(budget: SummaryBudget) {
    this.sources = new ThresholdSample(SOURCE_LAYOUT, budget.sources, LOUD);
    this.kinds = new ThresholdSample(KIND_LAYOUT, budget.kinds, LOUD);
    this.paths = new FrequentItems({ capacity: budget.frequent, labelBytes: PATH_LABEL_BYTES });
    this.userAgents = new FrequentItems({ capacity: budget.frequent, labelBytes: USER_AGENT_LABEL_BYTES });
  }

  /** Requests in the window. */
  get requests(): number {
    return this.totals[Total.requests]!;
  }

  /** Length, seconds. */
  get seconds(): number {
    return (this.endMs - this.startMs) / 1000;
  }

  /** Forgets everything and takes a new span; the memory is kept. */
  reset(startMs: number, endMs: number): void {
    this.startMs = startMs;
    this.endMs = endMs;
    this.zoneMinutes = -32768;
    this.totals.fill(0);
    this.served.fill(0);
    this.overloaded.fill(0);
    this.places.clear();
    this.sources.clear();
    this.kinds.clear();
    this.paths.clear();
    this.userAgents.clear();
  }

  /**
   * Adds another summary. The span becomes the smallest that holds both; tenths are added part by part, so they keep
   * their meaning only among summaries of the same span.
   */
  merge(other: WindowSummary): void {
    this.startMs = Math.min(this.startMs, other.startMs);
    this.endMs = Math.max(this.endMs, other.endMs);
    this.zoneMinutes = Math.max(this.zoneMinutes, other.zoneMinutes);
    for (let i = 0; i < TOTALS; i += 1) this.totals[i] = this.totals[i]! + other.totals[i]!;
    for (let i = 0; i < TENTHS; i += 1) {
      this.served[i] = this.served[i]! + other.served[i]!;
      this.overloaded[i] = this.overloaded[i]! + other.overloaded[i]!;
    }
    this.places.merge(other.places);
    this.sources.merge(other.sources);
    this.kinds.merge(other.kinds);
    this.paths.merge(other.paths);
    this.userAgents.merge(other.userAgents);
  }
}
