import type { Zone } from "./local-time.ts";
import type { SiteKind } from "./site.ts";

const HOUR_MS = 3_600_000;

/** Visits by local hour, as a share of the busiest hour. */
const DAY_SHAPES: Readonly<Record<SiteKind, readonly number[]>> = {
  portal: [
    0.04, 0.02, 0.01, 0.01, 0.01, 0.03, 0.14, 0.5, 1, 0.95, 0.85, 0.78, 0.62, 0.74, 0.84, 0.8, 0.74, 0.8,
    0.76, 0.66, 0.56, 0.42, 0.24, 0.1,
  ],
  shop: [
    0.2, 0.12, 0.07, 0.05, 0.05, 0.07, 0.14, 0.26, 0.42, 0.56, 0.66, 0.72, 0.78, 0.74, 0.7, 0.7, 0.72, 0.78,
    0.84, 0.92, 1, 0.96, 0.72, 0.42,
  ],
  blog: [
    0.36, 0.28, 0.22, 0.2, 0.2, 0.24, 0.34, 0.48, 0.64, 0.78, 0.86, 0.9, 0.92, 0.94, 1, 0.98, 0.94, 0.88,
    0.82, 0.8, 0.8, 0.76, 0.64, 0.48,
  ],
  api: [
    0.22, 0.14, 0.09, 0.08, 0.1, 0.18, 0.36, 0.6, 0.78, 0.86, 0.88, 0.9, 0.94, 0.92, 0.9, 0.88, 0.9, 0.94,
    0.98, 1, 0.96, 0.84, 0.6, 0.38,
  ],
};

const WEEKEND: Readonly<Record<SiteKind, number>> = { portal: 0.28, shop: 1.15, blog: 0.75, api: 0.8 };

/** Something that brings more people than usual. */
export interface Surge {
  startMs: number;
  /** Time from the first extra visit to the peak. */
  riseMs: number;
  plateauMs: number;
  /** Time constant of the decay after the plateau. */
  decayMs: number;
  /** Visits at the peak, in multiples of the busiest usual hour. */
  height: number;
}

/** How many visits there are, and when. */
export interface DemandOptions {
  siteKind: SiteKind;
  /** Local days (since 1970) on which people behave as on a Sunday. */
  holidays?: readonly number[];
  surges: readonly Surge[];
  /** True for people who come for the surges alone. */
  surgesOnly?: boolean;
  /** Lessons or shows that begin on the hour bring a bump of this height, as a share. */
  hourlyBump: number;
}

/** Demand of usual life at a local time, 0..1 (a little more on the hour). */
export function usualDemand(options: DemandOptions, zone: Zone, timeMs: number): number {
  if (options.surgesOnly === true) return 0;
  const { day, weekday, sinceMidnightMs } = zone.wall(timeMs);
  const shape = DAY_SHAPES[options.siteKind];
  const hours = sinceMidnightMs / HOUR_MS;
  const index = Math.floor(hours);
  // The figure of an hour is that of its middle.
  const position = hours - 0.5;
  const before = shape[(Math.floor(position) + 24) % 24]!;
  const after = shape[(Math.floor(position) + 1) % 24]!;
  const part = position - Math.floor(position);
  const sunday = weekday === 0 || weekday === 6 || (options.holidays?.includes(day) ?? false);
  const minutes = (hours - index) * 60;
  const bump = index >= 8 && index <= 17 && !sunday ? options.hourlyBump * Math.exp(-minutes / 7) : 0;
  return (before + (after - before) * part) * (sunday ? WEEKEND[options.siteKind] : 1) * (1 + bump);
}

/** Demand of the surges at a time, in multiples of the busiest usual hour. */
export function surgeDemand(surges: readonly Surge[], timeMs: number): number {
  let total = 0;
  for (const surge of surges) {
    const sinceMs = timeMs - surge.startMs;
    if (sinceMs <= 0) continue;
    if (sinceMs < surge.riseMs) {
      // Most come shortly before the bell: the rise is that of a logistic, cut to its span.
      const x = sinceMs / surge.riseMs;
      total += surge.height * x * x * (3 - 2 * x);
    } else if (sinceMs < surge.riseMs + surge.plateauMs) {
      total += surge.height;
    } else {
      total += surge.height * Math.exp(-(sinceMs - surge.riseMs - surge.plateauMs) / surge.decayMs);
    }
  }
  return total;
}
