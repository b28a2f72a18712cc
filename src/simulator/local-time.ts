import { optionError } from "../errors.ts";

const HOUR_MS = 3_600_000;

/** What a clock on the wall of a zone shows. */
export interface WallTime {
  /** Days since 1970-01-01, by the local calendar. */
  day: number;
  /** 0 Sunday .. 6 Saturday. */
  weekday: number;
  /** Milliseconds since local midnight, 0..86,399,999. */
  sinceMidnightMs: number;
}

/** Offsets of an IANA time zone, daylight saving included, cached by the hour. */
export class Zone {
  /** IANA name, such as `Europe/Paris`. */
  readonly name: string;
  readonly #offsets = new Map<number, number>();
  readonly #format: Intl.DateTimeFormat;

  /** @throws TidegaugeError TG_OPTION when the runtime knows no zone of this name */
  constructor(name: string) {
    this.name = name;
    try {
      this.#format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
    } catch {
      throw optionError(
        "Cannot open a time zone",
        `it must be an IANA name such as "Europe/Paris", got "${name}"`,
      );
    }
  }

  /** Minutes east of UTC at `timeMs`. Zones change their offset on whole hours of UTC or half hours: exact to 30 min. */
  offsetMinutes(timeMs: number): number {
    const key = Math.floor(timeMs / (HOUR_MS / 2));
    let offset = this.#offsets.get(key);
    if (offset === undefined) {
      const part = this.#format.formatToParts(key * (HOUR_MS / 2)).find((p) => p.type === "timeZoneName");
      const match = /GMT([+-])(\d\d):(\d\d)/.exec(part?.value ?? "");
      offset = match ? (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0;
      this.#offsets.set(key, offset);
    }
    return offset;
  }

  /** What the wall clock shows at `timeMs`. */
  wall(timeMs: number): WallTime {
    const local = timeMs + this.offsetMinutes(timeMs) * 60_000;
    const day = Math.floor(local / 86_400_000);
    return { day, weekday: (((day + 4) % 7) + 7) % 7, sinceMidnightMs: local - day * 86_400_000 };
  }

  /** The time at which the wall clock shows `hours` (fractions allowed) after midnight of local `day`. */
  at(day: number, hours: number): number {
    const guess = day * 86_400_000 + hours * HOUR_MS;
    const first = guess - this.offsetMinutes(guess) * 60_000;
    return guess - this.offsetMinutes(first) * 60_000;
  }
}
