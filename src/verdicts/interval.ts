import type { Carrier } from "../bytes/carrier.ts";
/** A stretch of event time during which something held. */
export interface HeldInterval {
  readonly startMs: number;
  /** Null while it holds. */
  endMs: number | null;
  /** Event time at which it was first known. */
  readonly detectedAtMs: number;
}

/** Intervals kept; beyond, the two with the shortest pause between them become one. */
const MOST_INTERVALS = 1_000;

/**
 * Intervals of one kind in order of time; at most the last one is open. Bounded: what lies before the last episode is
 * forgotten when told so, and of an episode that flickers without end the shortest pauses are left out.
 */
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
    if (this.all.length >= MOST_INTERVALS) this.#joinNearest();
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

  /** Forgets intervals that had ended by then; the last one of all is kept. */
  forget(beforeMs: number): void {
    const old = this.all.findIndex(({ endMs }) => endMs === null || endMs > beforeMs);
    this.all.splice(0, old < 0 ? this.all.length - 1 : Math.min(old, this.all.length - 1));
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    const all = by.value(this.all);
    if (by.isReading) this.all.splice(0, this.all.length, ...all);
  }

  #joinNearest(): void {
    const { all } = this;
    let nearest = 1;
    const pause = (index: number) => all[index]!.startMs - all[index - 1]!.endMs!;
    for (let index = 2; index < all.length; index += 1) if (pause(index) < pause(nearest)) nearest = index;
    all[nearest - 1]!.endMs = all[nearest]!.endMs;
    all.splice(nearest, 1);
  }
}
