import { optionError } from "../errors.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** How far a clock must be seen to go back before the second pass of a repeated hour is believed. */
const FOLD_STEP_MS = 20 * 60_000;

/**
 * Turns wall-clock times without zone into moments, for `--log-tz`.
 *
 * The offset of a stretch of wall time is asked of the runtime's zone data once and kept until a transition, so a
 * time costs a comparison. In the hour that a clock repeats when it is set back, times count as the first pass until
 * the log itself jumps back by twenty minutes or more within that hour; from then on as the second. In the hour that
 * does not exist (clock set forward) the offset from before the gap is taken.
 */
export class LogZone {
  /** IANA name, as given. */
  readonly name: string;
  /** Offset of the last time converted, minutes east of UTC. */
  offsetMinutes = 0;

  readonly #format: Intl.DateTimeFormat | null;
  /** Wall times in `[fromWallMs, toWallMs)` have the one offset `offsetMs`; none at first, but for zones without transitions. */
  fromWallMs = Number.POSITIVE_INFINITY;
  toWallMs = Number.NEGATIVE_INFINITY;
  offsetMs = 0;
  /** The highest wall time seen in a repeated hour, or -Infinity outside of one. */
  #foldHighMs = Number.NEGATIVE_INFINITY;
  #secondPass = false;

  /**
   * @param name an IANA zone (`Europe/Paris`), `UTC`, or a fixed offset (`+02:00`)
   * @throws TidegaugeError TG_OPTION when the runtime does not know the zone
   */
  constructor(name: string) {
    this.name = name;
    const fixed = /^([+-])(\d\d):?(\d\d)$/.exec(name);
    if (fixed !== null || /^(utc|gmt|z|etc\/utc)$/i.test(name)) {
      this.#format = null;
      this.fromWallMs = Number.NEGATIVE_INFINITY;
      this.toWallMs = Number.POSITIVE_INFINITY;
      if (fixed !== null) {
        this.offsetMinutes = (fixed[1] === "-" ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3]));
        this.offsetMs = this.offsetMinutes * 60_000;
      }
      return;
    }
    try {
      this.#format = new Intl.DateTimeFormat("en-US", {
        timeZone: name,
        hourCycle: "h23",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
      });
    } catch {
      throw optionError(
        "Cannot read zone-less timestamps",
        `"logTz" must be an IANA time zone such as Europe/Paris, got "${name}"`,
      );
    }
  }

  /** What later times depend on of those before them: nothing, but for the hour that a clock repeats. See `LineReader.state`. */
  get state(): string {
    return this.#foldHighMs === Number.NEGATIVE_INFINITY
      ? ""
      : `${this.#secondPass ? 2 : 1}@${this.#foldHighMs}`;
  }

  /** Goes on from the {@link state} of another one of the same zone. */
  resume(state: string): void {
    const [pass, highMs] = state.split("@");
    this.#secondPass = pass === "2";
    this.#foldHighMs = highMs === undefined ? Number.NEGATIVE_INFINITY : Number(highMs);
  }

  /** The moment (ms since 1970 UTC) at which a clock of this zone shows `wallMs` (written as if it were UTC). */
  utc(wallMs: number): number {
    if (wallMs >= this.fromWallMs && wallMs < this.toWallMs) return wallMs - this.offsetMs;
    return this.#outside(wallMs);
  }

  /** Offset of this zone at a moment, in ms east of UTC. Asks the runtime: slow. */
  offsetAt(utcMs: number): number {
    if (this.#format === null) return this.offsetMs;
    const part = new Map(this.#format.formatToParts(utcMs).map(({ type, value }) => [type, Number(value)]));
    const get = (type: Intl.DateTimeFormatPartTypes): number => part.get(type) ?? 0;
    const wall = Date.UTC(
      get("year"),
      get("month") - 1,
      get("day"),
      get("hour"),
      get("minute"),
      get("second"),
    );
    return wall - Math.floor(utcMs / 1000) * 1000;
  }

  /** The rare path: a wall time outside the known stretch, or in an hour that occurs twice or never. */
  #outside(wallMs: number): number {
    // A zone's offset lies within a day of UTC, so these two moments surround the one that is sought.
    const before = this.offsetAt(wallMs - DAY_MS);
    const after = this.offsetAt(wallMs + DAY_MS);
    let offset = before;
    if (before === after) {
      this.#foldHighMs = Number.NEGATIVE_INFINITY;
      this.#secondPass = false;
      this.#keep(wallMs, offset);
    } else {
      const change = this.#transition(wallMs - DAY_MS, wallMs + DAY_MS, before);
      const changeBefore = change + before;
      const changeAfter = change + after;
      if (wallMs >= Math.max(changeBefore, changeAfter)) offset = after;
      else if (wallMs >= changeAfter) offset = this.#folded(wallMs) ? after : before;
    }
    this.offsetMinutes = Math.round(offset / 60_000);
    return wallMs - offset;
  }

  #folded(wallMs: number): boolean {
    if (wallMs < this.#foldHighMs - FOLD_STEP_MS) this.#secondPass = true;
    if (wallMs > this.#foldHighMs) this.#foldHighMs = wallMs;
    return this.#secondPass;
  }

  /** The first moment, to the second, at which the offset is no longer `before`. */
  #transition(fromMs: number, toMs: number, before: number): number {
    let low = fromMs;
    let high = toMs;
    while (high - low > 1000) {
      const middle = low + Math.floor((high - low) / 2000) * 1000;
      if (this.offsetAt(middle) === before) low = middle;
      else high = middle;
      if (high - low <= 1000) break;
    }
    return Math.ceil(high / 1000) * 1000;
  }

  /** Remembers the hour around `wallMs` as one stretch; whole hours keep the arithmetic plain. */
  #keep(wallMs: number, offsetMs: number): void {
    const from = Math.floor(wallMs / HOUR_MS) * HOUR_MS;
    this.fromWallMs = from;
    this.toWallMs = from + HOUR_MS;
    this.offsetMs = offsetMs;
  }
}
