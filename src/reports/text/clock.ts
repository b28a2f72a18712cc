import { zoneOffsetMs } from "../../option-values.ts";

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** Tells times in one zone. */
export interface Clock {
  /** The zone as it is called: `Europe/Paris`, `+02:00`, `UTC`. */
  readonly zone: string;
  /** How far the zone is ahead of UTC at an instant. */
  offsetMs(instant: number): number;
  /** `08:00`. */
  minute(instant: number): string;
  /** `08:00:10`. */
  second(instant: number): string;
  /** `6 Apr`. */
  day(instant: number): string;
  /** `Tue 6 Apr 2021`. */
  date(instant: number): string;
  /** `Tue 6 Apr 2021 08:00:10`. */
  full(instant: number): string;
}

/**
 * A clock.
 * @param zone an IANA name, or an offset such as `+02:00` (which not every runtime knows as a zone)
 */
export function clock(zone: string): Clock {
  const fixed = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  const fixedMs =
    fixed === null ? null : (fixed[1] === "-" ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3])) * 60_000;
  // One look-up per quarter of an hour asked for: zones change their offset on no finer grid.
  const offsets = new Map<number, number>();
  const offsetMs = (instant: number) => {
    if (fixedMs !== null) return fixedMs;
    const quarter = Math.floor(instant / 900_000);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      offset = zoneOffsetMs(quarter * 900_000, zone);
      offsets.set(quarter, offset);
    }
    return offset;
  };
  const local = (instant: number) => new Date(instant + offsetMs(instant));
  const two = (value: number) => String(value).padStart(2, "0");
  const minute = (instant: number) => {
    const date = local(instant);
    return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  };
  const second = (instant: number) => `${minute(instant)}:${two(local(instant).getUTCSeconds())}`;
  const day = (instant: number) => {
    const date = local(instant);
    return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  };
  const date = (instant: number) => {
    const when = local(instant);
    return `${DAYS[when.getUTCDay()]} ${day(instant)} ${when.getUTCFullYear()}`;
  };
  return {
    zone,
    offsetMs,
    minute,
    second,
    day,
    date,
    full: (instant) => `${date(instant)} ${second(instant)}`,
  };
}

/** An instant of a report in milliseconds since 1970. */
export function instantOf(iso: string): number {
  return Date.parse(iso);
}
