import { type Arena, HEAP } from "../bytes/arena.ts";
import type { WordReader, WordWriter } from "../bytes/words.ts";
import {
  WINDOW_AGENTS,
  WINDOW_BYTES,
  WINDOW_END,
  WINDOW_OVERLOADED,
  WINDOW_PATHS,
  WINDOW_PENDING,
  WINDOW_PLACES,
  WINDOW_SERVED,
  WINDOW_START,
  WINDOW_TOTALS,
  WINDOW_ZONE,
} from "../kernel/layout.ts";
import { FrequentItems } from "../sketches/frequent-items.ts";
import { ThresholdSample } from "../sketches/threshold-sample.ts";
import { mostBytesOfPending, PendingRequests } from "./pending-requests.ts";
import { PlaceCounts } from "./place-counts.ts";
import { KIND_LAYOUT, LOUD, SOURCE_LAYOUT } from "./source-layout.ts";

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

/** `zoneMinutes` where no line had a zone. */
const NO_ZONE = -32768;
const PATH_LABEL_BYTES = 160;
const USER_AGENT_LABEL_BYTES = 256;
/**
 * Items that are counted in a window, for every one that is kept of it in the end: sites of some hundred pages are counted exactly, and
 * nothing is thrown out over and over (bench/README.md, "Where the time of a line goes").
 */
const ROOM_OF_FREQUENT = 4;

/**
 * All that is kept of one window of event time: bounded, mergeable, serialisable.
 *
 * Merging the summaries of any shards of a window gives the summary of the whole: exactly for totals, places and
 * samples (once settled), within their stated bounds for frequent items and loud sources.
 */
export class WindowSummary {
  /** Indexed by {@link Total}. */
  readonly totals: Float64Array;
  /** Requests answered by the site itself, and overload responses, by tenth of the window. */
  readonly served: Uint32Array;
  readonly overloaded: Uint32Array;
  /** By place number: {@link PlaceCount}. */
  readonly places: PlaceCounts;
  /** Requests that are not yet in the samples. */
  readonly pending: PendingRequests;
  /** Keyed by the hash of path without query, user agent. */
  readonly paths: FrequentItems;
  readonly userAgents: FrequentItems;
  /** Where it lies. */
  readonly arena: Arena;
  /** Span, zone, totals and tenths lie in here, as kernel/layout.ts says. */
  readonly #words: Uint32Array;
  readonly #sources: ThresholdSample;
  readonly #kinds: ThresholdSample;
  readonly #span: Float64Array;
  readonly #zone: Int32Array;

  /**
   * @param budget how much it may hold
   * @param arena where it lies
   */
  constructor(budget: SummaryBudget, arena: Arena = HEAP) {
    this.arena = arena;
    const words = arena.words(WINDOW_BYTES / 4);
    const { buffer, byteOffset } = words;
    this.#words = words;
    this.#span = new Float64Array(buffer, byteOffset + WINDOW_START, 2);
    this.totals = new Float64Array(buffer, byteOffset + WINDOW_TOTALS, TOTALS);
    this.served = new Uint32Array(buffer, byteOffset + WINDOW_SERVED, TENTHS);
    this.overloaded = new Uint32Array(buffer, byteOffset + WINDOW_OVERLOADED, TENTHS);
    this.#zone = new Int32Array(buffer, byteOffset + WINDOW_ZONE, 1);
    this.places = new PlaceCounts(arena);
    this.#sources = new ThresholdSample(SOURCE_LAYOUT, budget.sources, LOUD, arena);
    this.#kinds = new ThresholdSample(KIND_LAYOUT, budget.kinds, LOUD, arena);
    this.pending = new PendingRequests(this.#sources, this.#kinds, arena);
    const items = { capacity: budget.frequent, room: ROOM_OF_FREQUENT * budget.frequent };
    this.paths = new FrequentItems({ ...items, labelBytes: PATH_LABEL_BYTES }, arena);
    this.userAgents = new FrequentItems({ ...items, labelBytes: USER_AGENT_LABEL_BYTES }, arena);
    words[WINDOW_PLACES / 4] = this.places.address;
    words[WINDOW_PENDING / 4] = this.pending.address;
    words[WINDOW_PATHS / 4] = this.paths.address;
    words[WINDOW_AGENTS / 4] = this.userAgents.address;
    this.zoneMinutes = NO_ZONE;
  }

  /** The sample of sources, of all requests so far. */
  get sources(): ThresholdSample {
    this.pending.gather();
    return this.#sources;
  }

  /** The sample of kinds of request. */
  get kinds(): ThresholdSample {
    this.pending.gather();
    return this.#kinds;
  }

  /** Where a kernel finds the window. */
  get address(): number {
    return this.#words.byteOffset;
  }

  /** Half-open span of event time `[startMs, endMs)`, ms since 1970. */
  get startMs(): number {
    return this.#span[0]!;
  }

  set startMs(startMs: number) {
    this.#span[0] = startMs;
  }

  /** End of the span, exclusive, ms since 1970. */
  get endMs(): number {
    return this.#span[WINDOW_END / 8]!;
  }

  set endMs(endMs: number) {
    this.#span[WINDOW_END / 8] = endMs;
  }

  /** Zone offset of the lines, minutes east of UTC (the largest seen); -32768 where none had one. */
  get zoneMinutes(): number {
    return this.#zone[0]!;
  }

  set zoneMinutes(zoneMinutes: number) {
    this.#zone[0] = zoneMinutes;
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
    this.zoneMinutes = NO_ZONE;
    this.totals.fill(0);
    this.served.fill(0);
    this.overloaded.fill(0);
    this.places.clear();
    this.pending.clear();
    this.#sources.clear();
    this.#kinds.clear();
    this.paths.clear();
    this.userAgents.clear();
  }

  /** Brings samples and frequent items into their canonical form, see `ThresholdSample.settle` and `FrequentItems.settle`. */
  settle(): void {
    this.sources.settle();
    this.kinds.settle();
    this.paths.settle();
    this.userAgents.settle();
  }

  /** Writes the settled summary down, for another thread. */
  write(to: WordWriter): void {
    to.words(this.#words.subarray(0, WINDOW_PLACES / 4));
    for (const part of this.#parts) part.write(to);
  }

  /** Becomes the summary of the same budget that {@link write} has written. */
  read(from: WordReader): void {
    this.#words.set(from.words(WINDOW_PLACES / 4));
    for (const part of this.#parts) part.read(from);
  }

  get #parts() {
    return [this.places, this.sources, this.kinds, this.paths, this.userAgents];
  }

  /** Gives its memory back; it may not be used any more. */
  release(): void {
    for (const part of this.#parts) part.release();
    this.pending.release();
    this.arena.release(this.#words);
  }

  /**
   * Adds another summary. The span becomes the smallest that holds both; tenths are added part by part, so they keep
   * their meaning only among summaries of the same span.
   */
  merge(other: WindowSummary): void {
    this.mergeToJudge(other);
    this.places.merge(other.places);
  }

  /** Adds another summary but for its places, of which the judgement of a span asks nothing: that takes half as long for small windows. */
  mergeToJudge(other: WindowSummary): void {
    this.startMs = Math.min(this.startMs, other.startMs);
    this.endMs = Math.max(this.endMs, other.endMs);
    this.zoneMinutes = Math.max(this.zoneMinutes, other.zoneMinutes);
    for (let i = 0; i < TOTALS; i += 1) this.totals[i] = this.totals[i]! + other.totals[i]!;
    for (let i = 0; i < TENTHS; i += 1) {
      this.served[i] = this.served[i]! + other.served[i]!;
      this.overloaded[i] = this.overloaded[i]! + other.overloaded[i]!;
    }
    this.sources.absorb(other.sources);
    this.kinds.absorb(other.kinds);
    this.paths.merge(other.paths);
    this.userAgents.merge(other.userAgents);
  }
}

/**
 * Memory that a summary and its merging take at most in an arena, bytes: tables of four times the budget (half full, and as
 * many rows again while another one is merged), as much again for tables that were outgrown, and the loud parts and labels.
 */
export function mostBytes(budget: SummaryBudget): number {
  const words = (columns: number) =>
    4 * budget.sources * 2 ** Math.ceil(Math.log2(columns + 3)) + 8 * budget.sources;
  const tables = 4 * (words(SOURCE_LAYOUT.columns.length) + words(KIND_LAYOUT.columns.length));
  const labels = 4 * ROOM_OF_FREQUENT * budget.frequent * (PATH_LABEL_BYTES + USER_AGENT_LABEL_BYTES);
  return 2 * (tables + labels + mostBytesOfPending(budget.sources) + 2 ** 19);
}
