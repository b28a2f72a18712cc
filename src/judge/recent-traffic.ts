import type { Carrier } from "../bytes/carrier.ts";
import type { Assessment } from "../verdicts/assessor.ts";
import type { Strain } from "../verdicts/overload.ts";
import type { Demand } from "../verdicts/visitor-demand.ts";
import { shareOut, type WindowShare } from "./episode-record.ts";

const MINUTE_MS = 60_000;
/** What is remembered of before an episode: its onset lies before its detection. */
const MEMORY_MS = 20 * MINUTE_MS;
/** What a leap is measured against: the windows of so long before, at least so many, their scatter, and their level. */
const LEAP_MEMORY_MS = 3 * MINUTE_MS;
const LEAST_BEFORE = 6;
const LEAP_SIGMAS = 3;
const LEAST_LEAP = 1 / 6;

/** The last twenty minutes, as an episode will want to know them that turns out to have begun within them. */
export class RecentTraffic {
  /** By fine window. */
  shares: WindowShare[] = [];
  /** By minute. */
  strains: Strain[] = [];
  demands: Demand[] = [];
  /** When the log began; `NaN` before its first window. */
  #firstMs = Number.NaN;

  /** How long the log has gone on at an instant, ms. */
  ageMs(timeMs: number): number {
    return timeMs - this.#firstMs;
  }

  /** Takes note of when the log begins. */
  begin(startMs: number): void {
    if (Number.isNaN(this.#firstMs)) this.#firstMs = startMs;
  }

  /** Adds a fine window that has just closed. */
  addShare(share: WindowShare): void {
    remember(this.shares, share);
  }

  /** Adds a minute that has just closed. */
  addMinute(strain: Strain, demand: Demand): void {
    remember(this.strains, strain);
    remember(this.demands, demand);
  }

  /** Gives fine windows what their judged span has beyond theirs. */
  shareOut(span: Assessment): void {
    shareOut(this.shares, span);
  }

  /** Requests of the minute before an instant; null where the log has not lasted a minute. */
  perMinuteBefore(timeMs: number): number | null {
    if (this.ageMs(timeMs) < MINUTE_MS) return null;
    let sum = 0;
    for (const one of this.shares)
      if (one.endMs > timeMs - MINUTE_MS && one.endMs <= timeMs) sum += one.requests;
    return sum;
  }

  /**
   * Whether a window that follows has more requests than those of the last minutes let one expect, however many are usual at this hour:
   * on a busy site, a sixth as many on top are no chance.
   */
  isLeap({ startMs, requests }: { readonly startMs: number; readonly requests: number }): boolean {
    let count = 0;
    let sum = 0;
    let squares = 0;
    for (
      let i = this.shares.length - 1;
      i >= 0 && this.shares[i]!.startMs >= startMs - LEAP_MEMORY_MS;
      i -= 1
    ) {
      const before = this.shares[i]!.requests;
      count += 1;
      sum += before;
      squares += before * before;
    }
    if (count < LEAST_BEFORE) return false;
    const mean = sum / count;
    const variance = Math.max(mean, squares / count - mean * mean);
    return requests > mean + Math.max(LEAP_SIGMAS * Math.sqrt(variance), LEAST_LEAP * mean);
  }

  /**
   * Where in ten minutes an attack seems to begin: the turn of the cumulative sum of requests beyond what there was before
   * and half of what came on top (CUSUM, Page 1954). The start of the span where nothing came on top.
   */
  onsetWithin({ startMs, endMs, share }: Assessment): number {
    const before = this.shares.filter((one) => one.startMs < startMs && one.endMs > startMs - 10 * MINUTE_MS);
    const inside = this.shares.filter((one) => one.startMs >= startMs && one.endMs <= endMs);
    if (before.length === 0 || inside.length === 0) return startMs;
    const rate = (some: readonly WindowShare[]) => {
      const ms = some.at(-1)!.endMs - some[0]!.startMs;
      return some.reduce((sum, one) => sum + one.requests, 0) / ms;
    };
    const usual = rate(before);
    const attack = share.attackRequests / (endMs - startMs);
    if (rate(inside) - usual < 0.5 * attack) return startMs;
    let sum = 0;
    let least = 0;
    let onsetMs = startMs;
    for (const one of inside) {
      sum += one.requests - (usual + attack / 2) * (one.endMs - one.startMs);
      if (sum < least) {
        least = sum;
        onsetMs = one.endMs;
      }
    }
    return Math.min(onsetMs, endMs - MINUTE_MS);
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.#firstMs = by.value(this.#firstMs);
    this.shares = by.value(this.shares);
    this.strains = by.value(this.strains);
    this.demands = by.value(this.demands);
  }
}

/** Adds what has just closed and forgets what is too old for the onset of an episode. */
function remember<T extends { readonly startMs: number }>(recent: T[], one: T): void {
  recent.push(one);
  while (recent[0]!.startMs < one.startMs - MEMORY_MS) recent.shift();
}
