import type { Carrier } from "../bytes/carrier.ts";
import { textOf } from "../bytes/text.ts";
import { REJECTIONS, type Rejection } from "../records/line-reader.ts";

/** Samples of rejected lines, and bytes shown of each. */
const REJECTED_SAMPLES = 10;
const SAMPLE_BYTES = 200;
/** Samples of one reason: the first few show what is wrong, a thousand of one would hide the others. */
const SAMPLES_OF_REASON = 2;

/** A line that could not be read. */
export interface RejectedSample {
  /** Number of the line in its file, from 1. */
  readonly line: number;
  readonly reason: string;
  /** The line as text, cut short; control characters are still in it, so escape before showing. */
  readonly text: string;
  /** Name of the input, where there are several. */
  readonly source?: string;
}

/** What became of the lines of a stretch, as plain data. */
export interface LineTotals {
  readonly bytes: number;
  readonly lines: number;
  readonly records: number;
  readonly blank: number;
  readonly late: number;
  readonly requests: number;
  readonly outside: number;
  readonly rejected: Float64Array;
  /** Lines are numbered from the beginning of the stretch. */
  readonly samples: readonly RejectedSample[];
  readonly firstMs: number;
  readonly lastMs: number;
}

/** What became of the lines of one log: `lines = records + rejected + late + blank`. */
export class LineAccount {
  /** Lines, those that became requests, and those that hold none by nature. */
  lines = 0;
  records = 0;
  blank = 0;
  late = 0;
  /** Requests in the records: lines of some formats hold several. */
  requests = 0;
  /** Requests before `since` or after `until`. */
  outside = 0;
  bytes = 0;
  /**
   * Count by index of {@link REJECTIONS}.
   * @internal
   */
  readonly rejected = new Float64Array(REJECTIONS.length);
  readonly samples: RejectedSample[] = [];
  /** Time of the first and of the last request, ms since 1970. */
  firstMs = Number.POSITIVE_INFINITY;
  lastMs = Number.NEGATIVE_INFINITY;
  readonly #mostSamples: number;

  /** @param isWithin whether this is a stretch of a log whose account another one keeps: samples are then for it to choose */
  constructor(isWithin: boolean) {
    this.#mostSamples = isWithin ? Number.POSITIVE_INFINITY : REJECTED_SAMPLES;
  }

  /**
   * What there is so far.
   * @internal
   */
  protected get totals(): LineTotals {
    const { bytes, lines, records, blank, late, requests, outside, rejected, samples, firstMs, lastMs } =
      this;
    return { bytes, lines, records, blank, late, requests, outside, rejected, samples, firstMs, lastMs };
  }

  /** Counts lines that each became one request, from the first time to the last one. */
  protected countRecords(lines: number, firstMs: number, lastMs: number): void {
    this.lines += lines;
    this.records += lines;
    this.requests += lines;
    this.firstMs = Math.min(this.firstMs, firstMs);
    this.lastMs = Math.max(this.lastMs, lastMs);
  }

  /**
   * Counts a rejected line, and keeps the beginning of the first ones.
   * @param reason index of {@link REJECTIONS}
   * @internal
   */
  protected countRejected(reason: number, line: number, bytes: Uint8Array, start: number, end: number): void {
    const before = this.rejected[reason]!;
    this.rejected[reason] = before + 1;
    if (before >= SAMPLES_OF_REASON || this.samples.length >= this.#mostSamples) return;
    const text = textOf(bytes, start, Math.min(end, start + SAMPLE_BYTES));
    this.samples.push({ line, reason: REJECTIONS[reason]!, text });
  }

  /**
   * Adds what became of the next stretch of the log.
   * @internal
   */
  protected addTotals(next: LineTotals): void {
    const before = Float64Array.from(this.rejected);
    for (const sample of next.samples) {
      const reason = REJECTIONS.indexOf(sample.reason as Rejection);
      before[reason]! += 1;
      if (before[reason]! > SAMPLES_OF_REASON || this.samples.length >= this.#mostSamples) continue;
      this.samples.push({ ...sample, line: this.lines + sample.line });
    }
    for (const [reason, count] of next.rejected.entries()) this.rejected[reason]! += count;
    this.bytes += next.bytes;
    this.lines += next.lines;
    this.records += next.records;
    this.blank += next.blank;
    this.late += next.late;
    this.requests += next.requests;
    this.outside += next.outside;
    this.firstMs = Math.min(this.firstMs, next.firstMs);
    this.lastMs = Math.max(this.lastMs, next.lastMs);
  }

  /**
   * Carries the account into a checkpoint, or out of one.
   * @internal
   */
  carry(by: Carrier): void {
    this.lines = by.value(this.lines);
    this.records = by.value(this.records);
    this.blank = by.value(this.blank);
    this.late = by.value(this.late);
    this.requests = by.value(this.requests);
    this.outside = by.value(this.outside);
    this.bytes = by.value(this.bytes);
    this.rejected.set(by.value(this.rejected));
    this.samples.splice(0, this.samples.length, ...by.value([...this.samples]));
    this.firstMs = by.value(this.firstMs);
    this.lastMs = by.value(this.lastMs);
  }
}
