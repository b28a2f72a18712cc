import { Ascii } from "../bytes/ascii.ts";
import { TimePart } from "./fields.ts";
import {
  decimals,
  midnightOf,
  monthNumber,
  NO_ZONE,
  TimeFailure,
  timeOfDay,
  word,
  zoneAt,
} from "./time-text.ts";

/** What W3C lines have. */
const DATE_AND_CLOCK = (1 << TimePart.date) | (1 << TimePart.clock);

/** Gathers a timestamp that a format writes as several fields, in any order. */
export class TimeParts {
  /** Bit set of the parts of the current line, by {@link TimePart}; set to 0 to begin a line. */
  seen = 0;
  /** Zone of the current line, minutes east of UTC; see `hasZone`. */
  zoneMinutes = 0;
  readonly #values = new Float64Array(16);
  // The last date that was written as one field, as overlapping words, and its midnight.
  #date0 = 0;
  #date1 = 0;
  #date2 = 0;
  #midnightMs = 0;

  /** Whether the line named a zone. */
  get hasZone(): boolean {
    return (this.seen & (1 << TimePart.zone)) !== 0;
  }

  /**
   * Reads one part at `at`.
   * @returns the position after it, or one of {@link TimeFailure}
   */
  read(bytes: Uint8Array, at: number, end: number, part: number): number {
    this.seen |= 1 << part;
    switch (part) {
      case TimePart.year:
        return this.#digits(bytes, at, end, part, 4);
      case TimePart.milliseconds:
        return this.#digits(bytes, at, end, part, 3);
      case TimePart.microseconds:
        return this.#digits(bytes, at, end, part, 6);
      case TimePart.date:
        return this.#date(bytes, at, end);
      case TimePart.clock:
        return this.#clock(bytes, at, end);
      case TimePart.monthName: {
        const month = at + 3 <= end ? monthNumber(bytes, at) : 0;
        if (month === 0)
          return at < end && (bytes[at]! | 32) >= 0x61 ? TimeFailure.localised : TimeFailure.none;
        this.#values[TimePart.month] = month;
        return at + 3;
      }
      case TimePart.zone: {
        if (at < end && (bytes[at]! | 32) === 0x7a) {
          this.zoneMinutes = 0;
          return at + 1;
        }
        this.zoneMinutes = zoneAt(bytes, at, end);
        return this.zoneMinutes === NO_ZONE ? TimeFailure.none : at + (bytes[at + 3] === Ascii.colon ? 6 : 5);
      }
      case TimePart.half:
        this.#values[part] = (bytes[at]! | 32) === 0x70 ? 12 : 0;
        return at + 2 <= end ? at + 2 : TimeFailure.none;
      case TimePart.month:
      case TimePart.day:
      case TimePart.hour: {
        // strftime pads some of these with a blank; others write one digit.
        const from = bytes[at] === Ascii.blank ? at + 1 : at;
        const isShort = from > at || from + 1 >= end || (bytes[from + 1]! - Ascii.zero) >>> 0 > 9;
        return this.#digits(bytes, from, end, part, isShort ? 1 : 2);
      }
      default:
        return this.#digits(bytes, at, end, part, 2);
    }
  }

  /** The wall time that the parts make (ms since 1970 as if in UTC), or one of {@link TimeFailure}. */
  wallMs(): number {
    const value = this.#values;
    const { seen } = this;
    if (seen === DATE_AND_CLOCK) return value[TimePart.date]! + value[TimePart.clock]!;
    let midnight = Number.NaN;
    if (has(seen, TimePart.date)) midnight = value[TimePart.date]!;
    else {
      if (!has(seen, TimePart.day) || !(has(seen, TimePart.month) || has(seen, TimePart.monthName)))
        return TimeFailure.none;
      let year = value[TimePart.year]!;
      if (has(seen, TimePart.shortYear))
        year = value[TimePart.shortYear]! + (value[TimePart.shortYear]! < 69 ? 2000 : 1900);
      else if (!has(seen, TimePart.year)) return TimeFailure.none;
      midnight = midnightOf(year, value[TimePart.month]!, value[TimePart.day]!);
      if (Number.isNaN(midnight)) return TimeFailure.impossible;
    }
    if (has(seen, TimePart.clock)) return midnight + value[TimePart.clock]!;
    if (!has(seen, TimePart.hour) || !has(seen, TimePart.minute)) return TimeFailure.none;
    let hour = value[TimePart.hour]!;
    if (has(seen, TimePart.half)) hour = (hour % 12) + value[TimePart.half]!;
    const second = has(seen, TimePart.second) ? value[TimePart.second]! : 0;
    if (hour > 23 || value[TimePart.minute]! > 59 || second > 60) return TimeFailure.impossible;
    let ms = midnight + (hour * 3600 + value[TimePart.minute]! * 60 + second) * 1000;
    if (has(seen, TimePart.milliseconds)) ms += value[TimePart.milliseconds]!;
    if (has(seen, TimePart.microseconds)) ms += value[TimePart.microseconds]! / 1000;
    return ms;
  }

  /** Gives the line a date that is not written in it: its midnight, ms since 1970 as if in UTC. */
  setDate(midnightMs: number): void {
    this.seen |= 1 << TimePart.date;
    this.#values[TimePart.date] = midnightMs;
  }

  #digits(bytes: Uint8Array, at: number, end: number, part: number, count: number): number {
    const value = at + count <= end ? decimals(bytes, at, count) : -1;
    if (value < 0) return TimeFailure.none;
    this.#values[part] = value;
    return at + count;
  }

  #date(bytes: Uint8Array, at: number, end: number): number {
    if (at + 10 > end) return TimeFailure.none;
    if (
      word(bytes, at) === this.#date0 &&
      word(bytes, at + 4) === this.#date1 &&
      word(bytes, at + 6) === this.#date2
    ) {
      this.#values[TimePart.date] = this.#midnightMs;
      return at + 10;
    }
    const year = decimals(bytes, at, 4);
    const month = decimals(bytes, at + 5, 2);
    const day = decimals(bytes, at + 8, 2);
    if (year < 0 || month < 0 || day < 0 || bytes[at + 4] !== bytes[at + 7]) return TimeFailure.none;
    const midnight = midnightOf(year, month, day);
    if (Number.isNaN(midnight)) return TimeFailure.impossible;
    this.#values[TimePart.date] = midnight;
    this.#midnightMs = midnight;
    this.#date0 = word(bytes, at);
    this.#date1 = word(bytes, at + 4);
    this.#date2 = word(bytes, at + 6);
    return at + 10;
  }

  #clock(bytes: Uint8Array, at: number, end: number): number {
    // 8:00:00 is read as 08:00:00.
    const isShort = bytes[at + 1] === Ascii.colon;
    if (at + 8 > end + (isShort ? 1 : 0)) return TimeFailure.none;
    let ms = isShort ? shortTimeOfDay(bytes, at) : timeOfDay(bytes, at);
    if (ms < 0) return TimeFailure.impossible;
    let next = isShort ? at + 7 : at + 8;
    if (bytes[next] === Ascii.dot) {
      let scale = 1000;
      for (next += 1; next < end && (bytes[next]! - Ascii.zero) >>> 0 <= 9; next += 1) {
        scale /= 10;
        ms += (bytes[next]! - Ascii.zero) * scale;
      }
    }
    this.#values[TimePart.clock] = Math.round(ms * 1000) / 1000;
    return next;
  }
}

/** Whether a part is in the set. */
function has(seen: number, part: number): boolean {
  return (seen & (1 << part)) !== 0;
}

/** `8:00:00` as milliseconds of the day, or -1. */
function shortTimeOfDay(bytes: Uint8Array, at: number): number {
  padded.set(bytes.subarray(at, at + 7), 1);
  return timeOfDay(padded, 0);
}

const padded = new Uint8Array(8).fill(Ascii.zero, 0, 1);
