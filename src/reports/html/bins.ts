import { isAttack, VERDICTS } from "../report.ts";
import type { WindowColumns } from "./window-columns.ts";

/** Traffic over equal spans of time, as rates per second: what a chart draws. */
export interface Bins {
  /** Start of the first, in seconds since 1970 UTC. */
  readonly start: number;
  /** Length of each in seconds. */
  readonly step: number;
  readonly length: number;
  readonly visitors: Float64Array;
  /** The part that may be attack, where that could not be decided. */
  readonly undecided: Float64Array;
  readonly attack: Float64Array;
  readonly overload: Float64Array;
  /** The gravest verdict in each, as its place in `VERDICTS`. */
  readonly verdicts: Uint8Array;
}

/** Lengths that a bin may have, in seconds. */
const STEPS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];

const NORMAL = VERDICTS.indexOf("normal");
const INCONCLUSIVE = VERDICTS.indexOf("inconclusive");
const ATTACK = VERDICTS.map(isAttack);

/** Share of a bin over which its rate is taken at least. */
const LEAST_COVERED = 0.5;

/**
 * The length of bins for a span.
 * @param span in seconds
 * @param most bins at most
 * @param least length in seconds: no finer than the windows
 */
export function binSeconds(span: number, most: number, least: number): number {
  const found = STEPS.find((step) => step >= least && span / step <= most);
  return found ?? Math.ceil(span / most / 86_400) * 86_400;
}

/**
 * Sums windows up in bins; a window that lies in several is shared out by time. Time without windows is time without requests.
 * O(windows + bins).
 */
export function binned(columns: WindowColumns, from: number, to: number, step: number): Bins {
  const start = Math.floor(from / step) * step;
  const length = Math.max(1, Math.ceil((to - start) / step));
  const [visitors, undecided, attack, overload] = [0, 1, 2, 3].map(() => new Float64Array(length));
  const verdicts = new Uint8Array(length).fill(NORMAL);
  let time = columns.start;
  for (let index = 0; index < columns.seconds.length; index += 1) {
    const begin = time + columns.gap[index]!;
    const end = begin + columns.seconds[index]!;
    time = end;
    if (end <= from || begin >= to || end === begin) continue;
    const verdict = columns.verdicts.charCodeAt(index) - 48;
    const part = Math.max(0, columns.share[index]!) / 1000;
    const suspect = ATTACK[verdict] ? attack! : verdict === INCONCLUSIVE ? undecided! : visitors!;
    const first = Math.floor((Math.max(begin, from) - start) / step);
    for (let bin = first; bin < length && start + bin * step < Math.min(end, to); bin += 1) {
      const left = Math.max(begin, from, start + bin * step);
      const right = Math.min(end, to, start + (bin + 1) * step);
      // The first and last bins may be cut short: their rate is over the time that they cover, but not over so little that
      // a few requests in it would tower over all others.
      const covered = Math.min(to, start + (bin + 1) * step) - Math.max(from, start + bin * step);
      const over = Math.max(covered, LEAST_COVERED * step);
      const rate = (right - left) / (end - begin) / over;
      visitors![bin]! += columns.requests[index]! * (1 - part) * rate;
      suspect[bin]! += columns.requests[index]! * part * rate;
      overload![bin]! += columns.overload[index]! * rate;
      if (verdict < verdicts[bin]!) verdicts[bin] = verdict;
    }
  }
  return {
    start,
    step,
    length,
    visitors: visitors!,
    undecided: undecided!,
    attack: attack!,
    overload: overload!,
    verdicts,
  };
}

/** The round figure at which an axis ends, at least `top`; half of it is round, too. */
export function roundUp(top: number): number {
  if (!(top > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(top));
  return [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10]
    .map((factor) => factor * power)
    .find((value) => value >= top * 0.9999)!;
}

/**
 * Where the axis of rates ends, per second: above the highest bin, and above what is normal where that lies near. Means over
 * days lie far below what is normal for a busy hour.
 */
export function axisTop(bins: Bins, normal: readonly (number | null)[], factor: number): number {
  let highest = 0;
  for (let index = 0; index < bins.length; index += 1) highest = Math.max(highest, totalAt(bins, index));
  const near = normal.filter((rate) => rate !== null && rate <= 1.5 * highest) as number[];
  return roundUp(Math.max(highest, ...near) * factor) / factor;
}

/** All requests of a bin per second. */
export function totalAt(bins: Bins, index: number): number {
  return bins.visitors[index]! + bins.undecided[index]! + bins.attack[index]!;
}

/** Where overload responses are this share of a bin's requests, it is marked. */
const OVERLOAD_SHARE = 0.01;

/** Whether so many requests were refused in a bin that it is marked. */
export function isOverloaded(bins: Bins, index: number): boolean {
  return bins.overload[index]! > 0 && bins.overload[index]! >= OVERLOAD_SHARE * totalAt(bins, index);
}
