/** A stretch of event time during which something held. */
export interface HeldInterval {
  readonly startMs: number;
  /** Null while it holds. */
  endMs: number | null;
  /** Event time at which it was first known. */
  readonly detectedAtMs: number;
}

/** Intervals of one kind in order of time; at most the last one is open. */
export class HeldIntervals {
  readonly all: HeldInterval[] = [];

  /** The interval that holds now, or null. */
  get current(): HeldInterval | null {
    const last = this.all.at(-1);
    return last !== undefined && last.endMs === null ? last : null;
  }

  /** Begins an interval, not before the end of the one before it. */
  open(startMs: number, detectedAtMs: number): void {
    const before = this.all.at(-1)?.endMs ?? Number.NEGATIVE_INFINITY;
    this.all.push({ startMs: Math.max(startMs, before), endMs: null, detectedAtMs });
  }

  /** Ends the current interval. */
  close(endMs: number): void {
    const current = this.current;
    if (current !== null) current.endMs = Math.max(endMs, current.startMs);
  }

  /** Whether one of them has a part in the span `[startMs, endMs)`. */
  overlap(startMs: number, endMs: number): boolean {
    return this.all.some(
      (interval) => interval.startMs < endMs && (interval.endMs === null || startMs < interval.endMs),
    );
  }
}
