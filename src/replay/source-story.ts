import { textOf } from "../bytes/text.ts";
import type { RequestRecord } from "../records/record.ts";
import type { ReplayedLine, ReplaySink } from "./log-replay.ts";

/** Distinct paths and user agents that are counted; of more, later ones count as others. */
const MOST_KEYS = 2000;
/** Spans in which requests are counted; when they do not fit, each becomes twice as long. */
const MOST_SPANS = 96;
const FIRST_SPAN_MS = 10_000;
const RATE_MS = 10_000;
/** Bytes of a sample line. */
const LINE_BYTES = 1000;

/** Who a source is, as in a record. */
export interface SourceAddress {
  readonly family: number;
  readonly addressHi: number;
  readonly addressLo: number;
}

/** How often something was. */
export interface Counted {
  readonly key: string;
  readonly requests: number;
}

/** A line of the log. */
export interface SampleLine {
  /** What it is a sample of. */
  readonly what: "first" | "at its fastest" | "last";
  readonly input: string;
  /** From 1. */
  readonly line: number;
  /** Cut short; control characters are still in it, so escape before showing. */
  readonly text: string;
}

/** What one source did. */
export interface SourceStory {
  readonly requests: number;
  /** Event time of the first and of the last request, ms since 1970. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Most requests within ten seconds, and when those began. */
  readonly fastest: { readonly requests: number; readonly seconds: number; readonly startMs: number };
  /** Requests in spans of equal length; only those that have some, in order. */
  readonly spanMs: number;
  readonly spans: readonly { readonly startMs: number; readonly requests: number }[];
  /** Biggest first. */
  readonly paths: readonly Counted[];
  readonly methods: readonly Counted[];
  readonly statuses: readonly Counted[];
  readonly userAgents: readonly Counted[];
  readonly referrers: readonly Counted[];
  readonly lines: readonly SampleLine[];
}

/** Watches one source while a log is read once more. Bounded memory; O(1) a request. */
export class SourceWatch {
  readonly #source: SourceAddress;
  #requests = 0;
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;
  readonly #paths = new Map<string, number>();
  readonly #methods = new Map<string, number>();
  readonly #statuses = new Map<string, number>();
  readonly #userAgents = new Map<string, number>();
  readonly #referrers = new Map<string, number>();
  #spanMs = FIRST_SPAN_MS;
  #spans = new Map<number, number>();
  #rateStartMs = 0;
  #rateCount = 0;
  #fastest = { requests: 0, seconds: RATE_MS / 1000, startMs: 0 };
  readonly #lines: Partial<Record<SampleLine["what"], SampleLine>> = {};

  constructor(source: SourceAddress) {
    this.#source = source;
  }

  /** Sees the requests of an input. */
  of(input: string): ReplaySink {
    return {
      request: (record, line) => {
        const { family, addressHi, addressLo } = this.#source;
        const isOurs =
          record.addressLo === addressLo && record.addressHi === addressHi && record.family === family;
        if (isOurs) this.#take(record, line, input);
      },
    };
  }

  /** What it did; null where it was not seen. */
  story(): SourceStory | null {
    if (this.#requests === 0) return null;
    const { first, last, "at its fastest": fastest } = this.#lines;
    return {
      requests: this.#requests,
      firstMs: this.#firstMs,
      lastMs: this.#lastMs,
      fastest: this.#fastest,
      spanMs: this.#spanMs,
      spans: [...this.#spans]
        .map(([span, requests]) => ({ startMs: span * this.#spanMs, requests }))
        .sort((a, b) => a.startMs - b.startMs),
      paths: ranked(this.#paths),
      methods: ranked(this.#methods),
      statuses: ranked(this.#statuses),
      userAgents: ranked(this.#userAgents),
      referrers: ranked(this.#referrers),
      lines: [first, fastest, last]
        .filter((line) => line !== undefined)
        .filter((line, index, all) => all.findIndex((one) => sameLine(one, line)) === index),
    };
  }

  #take(record: RequestRecord, line: ReplayedLine, input: string): void {
    const { buffer, timeMs } = record;
    const text = (start: number, end: number) => (start === end ? "-" : textOf(buffer, start, end));
    this.#requests += 1;
    count(this.#paths, text(record.pathStart, record.queryStart));
    count(this.#methods, text(record.methodStart, record.methodEnd));
    count(this.#statuses, record.status < 0 ? "-" : String(record.status));
    if (record.hasUserAgent === 1) count(this.#userAgents, text(record.userAgentStart, record.userAgentEnd));
    if (record.hasReferrer === 1) count(this.#referrers, text(record.referrerStart, record.referrerEnd));
    if (timeMs < this.#firstMs) {
      this.#firstMs = timeMs;
      this.#keep("first", line, input);
    }
    if (timeMs >= this.#lastMs) {
      this.#lastMs = timeMs;
      this.#keep("last", line, input);
    }
    const rateStartMs = Math.floor(timeMs / RATE_MS) * RATE_MS;
    if (rateStartMs !== this.#rateStartMs) {
      this.#rateStartMs = rateStartMs;
      this.#rateCount = 0;
    }
    this.#rateCount += 1;
    if (this.#rateCount > this.#fastest.requests) {
      this.#fastest = { ...this.#fastest, requests: this.#rateCount, startMs: rateStartMs };
      this.#keep("at its fastest", line, input);
    }
    const span = Math.floor(timeMs / this.#spanMs);
    this.#spans.set(span, (this.#spans.get(span) ?? 0) + 1);
    while (this.#spans.size > MOST_SPANS) this.#coarsen();
  }

  #keep(what: SampleLine["what"], { number, bytes, start, end }: ReplayedLine, input: string): void {
    const text = textOf(bytes, start, Math.min(end, start + LINE_BYTES));
    this.#lines[what] = { what, input, line: number, text };
  }

  #coarsen(): void {
    this.#spanMs *= 2;
    const spans = new Map<number, number>();
    for (const [span, requests] of this.#spans) {
      const into = Math.floor(span / 2);
      spans.set(into, (spans.get(into) ?? 0) + requests);
    }
    this.#spans = spans;
  }
}

const OTHERS = "(others)";

function count(counts: Map<string, number>, key: string): void {
  const into = counts.has(key) || counts.size < MOST_KEYS ? key : OTHERS;
  counts.set(into, (counts.get(into) ?? 0) + 1);
}

function ranked(counts: Map<string, number>): Counted[] {
  return [...counts]
    .map(([key, requests]) => ({ key, requests }))
    .sort((a, b) => b.requests - a.requests || (a.key < b.key ? -1 : 1));
}

function sameLine(a: SampleLine, b: SampleLine): boolean {
  return a.line === b.line && a.input === b.input;
}
