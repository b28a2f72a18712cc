import type { Clock } from "../text/clock.ts";
import { count } from "../text/words.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Seconds that two labels of a time axis may lie apart. */
const STEPS = [
  ...[1, 2, 5, 10, 20, 30],
  ...[1, 2, 5, 10, 15, 20, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 4, 6, 8, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 91, 182, 364, 728].map((days) => days * DAY),
];

/** A place on an axis and what stands there. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/**
 * Labels of a time axis, at round times by the clock of the zone. A label at midnight is the day.
 * @param from in seconds since 1970 UTC
 * @param to in seconds, not before `from`
 * @param most labels at most
 */
export function timeTicks(from: number, to: number, most: number, clock: Clock): readonly Tick[] {
  const span = Math.max(1, to - from);
  const step = STEPS.find((each) => span / each <= most) ?? Math.ceil(span / most / DAY) * DAY;
  const ticks: Tick[] = [];
  for (let time = from; time <= to + step; time += step) {
    // Each by the offset of its own day: clocks may change in between.
    const offset = clock.offsetMs(time * 1000) / 1000;
    const at = Math.ceil((time + offset) / step) * step - offset;
    if (at < from || at > to || at === ticks.at(-1)?.at) continue;
    ticks.push({ at, label: timeLabel(at, step, clock) });
  }
  return ticks;
}

function timeLabel(at: number, step: number, clock: Clock): string {
  const instant = at * 1000;
  // Where labels lie months apart, the year matters more than the day.
  if (step >= 28 * DAY) return clock.date(instant).split(" ").slice(-2).join(" ");
  if (step >= DAY || clock.second(instant) === "00:00:00") return clock.day(instant);
  return step < MINUTE ? clock.second(instant) : clock.minute(instant);
}

/** The unit in which a rate is easiest to read. */
export interface RateUnit {
  /** What a rate per second is multiplied by. */
  readonly factor: number;
  /** `a second`, `a minute`, `an hour`. */
  readonly words: string;
}

/** The unit for rates up to `top` per second. */
export function rateUnit(top: number): RateUnit {
  if (top >= 1) return { factor: 1, words: "a second" };
  return top * 60 >= 1 ? { factor: 60, words: "a minute" } : { factor: 3600, words: "an hour" };
}

/** A figure on an axis or in a tip: `4,120`, `17`, `2.5`, `0.04`. */
export function figure(value: number): string {
  if (value >= 100) return count(value);
  return String(Number(value.toPrecision(2)));
}

/** A length of time in one unit: `10 s`, `5 min`, `1 h`, `2 d`. */
export function lengthWords(seconds: number): string {
  if (seconds % DAY === 0) return `${seconds / DAY} d`;
  if (seconds % HOUR === 0) return `${seconds / HOUR} h`;
  return seconds % MINUTE === 0 ? `${seconds / MINUTE} min` : `${seconds} s`;
}
