import { Ascii } from "../bytes/ascii.ts";
import {
  decimals,
  isDigit,
  isoDate,
  isTimeShaped,
  isUniversalTime,
  localisedMonth,
  midnightOf,
  monthNumber,
  NO_ZONE,
  TimeFailure,
  timeOfDay,
  word,
  zoneAt,
  zoneLength,
} from "./time-text.ts";
import { LogZone } from "./zones.ts";

/**
 * Reads timestamps, and remembers the last date: lines of one log mostly share it, so a time costs six digits and
 * a comparison of words. The moment is left in `ms` and `zoneMinutes`; methods return the position after the
 * timestamp or one of {@link TimeFailure}.
 */
export class TimestampReader {
  /** Milliseconds since 1970 UTC of the last timestamp, with fraction where the log has finer digits. */
  ms = 0;
  /** Zone written in it, minutes east of UTC, or {@link NO_ZONE}. */
  zoneMinutes: number = NO_ZONE;

  /** Zone of timestamps that name none. */
  readonly zone: LogZone;
  // The date and zone of the last CLF timestamp as overlapping 32-bit words, and its midnight in UTC.
  #clfDate0 = 0;
  #clfDate1 = 0;
  #clfDate2 = 0;
  #clfZone0 = 0;
  #clfZone1 = 0;
  #clfMidnightMs = 0;
  #clfZoneMinutes = 0;
  // The date of the last CLF timestamp of another shape (with a fraction, without zone), and its midnight as written.
  #oddDate0 = 0;
  #oddDate1 = 0;
  #oddDate2 = 0;
  #oddMidnightMs = 0;
  // The same for the last ISO 8601 timestamp; its zone is remembered in the shape +02:00.
  #isoDate0 = 0;
  #isoDate1 = 0;
  #isoDate2 = 0;
  #isoMidnightMs = 0;
  #isoZone0 = 0;
  #isoZone1 = 0;
  #isoZoneMinutes = 0;

  /** @param logTz zone of timestamps that name none */
  constructor(logTz: string) {
    this.zone = new LogZone(logTz);
  }

  /** `06/Apr/2021:08:00:00 +0200`; also one-digit days, fractions of a second, and no zone. */
  clf(bytes: Uint8Array, at: number, end: number): number {
    if (end - at < 26) return this.#clfSlow(bytes, at, end);
    const date0 = word(bytes, at);
    const date1 = word(bytes, at + 4);
    const date2 = word(bytes, at + 7);
    const zone0 = word(bytes, at + 20);
    const zone1 = word(bytes, at + 22);
    if (
      date0 !== this.#clfDate0 ||
      date1 !== this.#clfDate1 ||
      date2 !== this.#clfDate2 ||
      zone0 !== this.#clfZone0 ||
      zone1 !== this.#clfZone1
    ) {
      const after = this.#clfSlow(bytes, at, end);
      // Only the plain 26 bytes are remembered; whatever else was read (48.5 +00 of a line cut off) stays on the slow path.
      if (after === at + 26 && bytes[at + 20] === Ascii.blank) {
        this.#clfDate0 = date0;
        this.#clfDate1 = date1;
        this.#clfDate2 = date2;
        this.#clfZone0 = zone0;
        this.#clfZone1 = zone1;
        this.#clfZoneMinutes = this.zoneMinutes;
        this.#clfMidnightMs = this.ms - timeOfDay(bytes, at + 12);
      }
      return after;
    }
    const time = bytes[at + 11] === Ascii.colon ? timeOfDay(bytes, at + 12) : -1;
    // There the reason is found that it would have with another date before it.
    if (time < 0) return this.#clfSlow(bytes, at, end);
    this.ms = this.#clfMidnightMs + time;
    this.zoneMinutes = this.#clfZoneMinutes;
    return at + 26;
  }

  /**
   * ISO 8601 and its relatives: `2021-04-06T08:00:00.123456Z`, blank or underscore for `T`, comma for the point,
   * `+02:00`, `+0200`, `+02`, a blank before the zone, slashes in the date, or no zone.
   */
  iso(bytes: Uint8Array, at: number, end: number): number {
    if (end - at < 19) return TimeFailure.none;
    const date0 = word(bytes, at);
    const date1 = word(bytes, at + 4);
    const date2 = word(bytes, at + 6);
    if (date0 !== this.#isoDate0 || date1 !== this.#isoDate1 || date2 !== this.#isoDate2) {
      const midnight = isoDate(bytes, at, end);
      if (midnight < 0 && midnight >= TimeFailure.localised) return midnight;
      this.#isoDate0 = date0;
      this.#isoDate1 = date1;
      this.#isoDate2 = date2;
      this.#isoMidnightMs = midnight;
    }
    const between = bytes[at + 10];
    if (
      between !== 0x54 &&
      between !== Ascii.blank &&
      between !== 0x74 &&
      between !== 0x5f &&
      between !== Ascii.tab
    ) {
      return TimeFailure.none;
    }
    const time = timeOfDay(bytes, at + 11);
    if (time < 0) return isTimeShaped(bytes, at + 11, end) ? TimeFailure.impossible : TimeFailure.none;
    const wallMs = this.#isoMidnightMs + time;
    if (
      end - at >= 25 &&
      word(bytes, at + 19) === this.#isoZone0 &&
      word(bytes, at + 21) === this.#isoZone1
    ) {
      this.ms = wallMs - this.#isoZoneMinutes * 60_000;
      this.zoneMinutes = this.#isoZoneMinutes;
      return at + 25;
    }
    const after = this.finish(bytes, at + 19, end, wallMs);
    if (after === at + 25 && bytes[at + 22] === Ascii.colon) {
      this.#isoZone0 = word(bytes, at + 19);
      this.#isoZone1 = word(bytes, at + 21);
      this.#isoZoneMinutes = this.zoneMinutes;
    }
    return after;
  }

  /**
   * Completes a wall time whose whole seconds have been read: fraction and zone, where there are any, at `at`.
   * @param wallMs the time as written, as if it were UTC
   */
  finish(bytes: Uint8Array, at: number, end: number, wallMs: number): number {
    let next = at;
    let ms = wallMs;
    const point = bytes[next];
    if (next + 1 < end && (point === Ascii.dot || point === Ascii.comma) && isDigit(bytes[next + 1]!)) {
      // Microseconds are what is kept: six digits, the seventh rounds.
      let micros = 0;
      let scale = 100_000;
      for (next += 1; next < end && isDigit(bytes[next]!); next += 1) {
        const digit = bytes[next]! - Ascii.zero;
        if (scale >= 1) micros += digit * scale;
        else if (scale > 0 && digit >= 5) micros += 1;
        scale = scale > 1 ? scale / 10 : scale === 1 ? 0.1 : 0;
      }
      ms += micros / 1000;
    }
    if (next < end && (bytes[next]! | 32) === 0x7a) {
      this.ms = ms;
      this.zoneMinutes = 0;
      return next + 1;
    }
    const signAt = next < end && bytes[next] === Ascii.blank ? next + 1 : next;
    if (signAt + 3 <= end && isUniversalTime(bytes, signAt)) {
      this.ms = ms;
      this.zoneMinutes = 0;
      return signAt + 3;
    }
    const zone = signAt < end ? zoneAt(bytes, signAt, end) : NO_ZONE;
    if (zone !== NO_ZONE) {
      this.ms = ms - zone * 60_000;
      this.zoneMinutes = zone;
      return signAt + zoneLength(bytes, signAt, end);
    }
    this.ms = this.zone.utc(ms);
    this.zoneMinutes = NO_ZONE;
    return next;
  }

  /** Sets the moment of a wall time that has no zone. */
  zoneless(wallMs: number): void {
    this.ms = this.zone.utc(wallMs);
    this.zoneMinutes = NO_ZONE;
  }

  /**
   * Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by the number of digits (10, 13, 16,
   * 19 from 2001 to 2286), with a fraction where there is one. Digits beyond 2^53 are never taken as one number.
   */
  epoch(bytes: Uint8Array, at: number, end: number): number {
    let next = at;
    let head = 0;
    while (next < end && isDigit(bytes[next]!)) {
      // Ten digits are the seconds whatever the unit; what follows are decimals.
      if (next - at < 10) head = head * 10 + bytes[next]! - Ascii.zero;
      next += 1;
    }
    const digits = next - at;
    if (digits < 9 || digits > 19) return TimeFailure.none;
    const whole = Math.min(digits, 10);
    if (digits > 10 && digits !== 13 && digits !== 16 && digits !== 19) return TimeFailure.none;
    let fraction = 0;
    let scale = 1000;
    for (let i = at + whole; i < at + digits; i += 1) {
      scale /= 10;
      fraction += (bytes[i]! - Ascii.zero) * scale;
    }
    if (
      next + 1 < end &&
      (bytes[next] === Ascii.dot || bytes[next] === Ascii.comma) &&
      isDigit(bytes[next + 1]!)
    ) {
      for (next += 1; next < end && isDigit(bytes[next]!); next += 1) {
        scale /= 10;
        fraction += (bytes[next]! - Ascii.zero) * scale;
      }
    }
    this.ms = head * 1000 + Math.round(fraction * 1000) / 1000;
    this.zoneMinutes = NO_ZONE;
    return next;
  }

  /**
   * Shapes that only JSON lines have: `Tue, 06 Apr 2021 08:00:00 +0200` (RFC 5322), `Tue Apr  6 08:00:00 2021` (C's ctime),
   * `20210406T080000Z` (ISO 8601, basic).
   */
  other(bytes: Uint8Array, at: number, end: number): number {
    if (end - at >= 15 && (bytes[at + 8]! | 32) === 0x74) {
      const midnight = midnightOf(
        decimals(bytes, at, 4),
        decimals(bytes, at + 4, 2),
        decimals(bytes, at + 6, 2),
      );
      const [hours, minutes, seconds] = [9, 11, 13].map((offset) => decimals(bytes, at + offset, 2));
      const isClock =
        hours! >= 0 && hours! < 24 && minutes! >= 0 && minutes! < 60 && seconds! >= 0 && seconds! <= 60;
      if (Number.isNaN(midnight) || !isClock) return TimeFailure.none;
      return this.finish(bytes, at + 15, end, midnight + ((hours! * 60 + minutes!) * 60 + seconds!) * 1000);
    }
    let from = at;
    while (from < at + 4 && (bytes[from]! | 32) >= 0x61 && (bytes[from]! | 32) <= 0x7a) from += 1;
    if (from !== at + 3) return TimeFailure.none;
    if (bytes[from] === Ascii.comma && bytes[from + 1] === Ascii.blank) return this.clf(bytes, from + 2, end);
    return this.#ctime(bytes, at + 4, end);
  }

  /** `Apr  6 08:00:00 2021` */
  #ctime(bytes: Uint8Array, at: number, end: number): number {
    if (end - at < 20 || bytes[at - 1] !== Ascii.blank) return TimeFailure.none;
    const dayAt = bytes[at + 4] === Ascii.blank ? at + 5 : at + 4;
    const day = decimals(bytes, dayAt, at + 6 - dayAt);
    const time = timeOfDay(bytes, at + 7);
    if (day < 0 || time < 0) return TimeFailure.none;
    const midnight = midnightOf(decimals(bytes, at + 16, 4), monthNumber(bytes, at), day);
    return Number.isNaN(midnight)
      ? TimeFailure.impossible
      : this.finish(bytes, at + 20, end, midnight + time);
  }

  /** `04/06/2021:08:00:00 -0000`: cPanel has the month first. */
  #monthFirst(bytes: Uint8Array, at: number, end: number): number {
    if (end - at < 19 || bytes[at + 5] !== Ascii.slash || bytes[at + 10] !== Ascii.colon) {
      return TimeFailure.none;
    }
    const time = timeOfDay(bytes, at + 11);
    if (time < 0) return TimeFailure.none;
    const midnight = midnightOf(
      decimals(bytes, at + 6, 4),
      decimals(bytes, at, 2),
      decimals(bytes, at + 3, 2),
    );
    return Number.isNaN(midnight)
      ? TimeFailure.impossible
      : this.finish(bytes, at + 19, end, midnight + time);
  }

  /** Everything that the 26 plain bytes are not. */
  #clfSlow(bytes: Uint8Array, at: number, end: number): number {
    if (
      end - at >= 20 &&
      word(bytes, at) === this.#oddDate0 &&
      word(bytes, at + 4) === this.#oddDate1 &&
      word(bytes, at + 7) === this.#oddDate2 &&
      bytes[at + 11] === Ascii.colon
    ) {
      const time = timeOfDay(bytes, at + 12);
      if (time >= 0) return this.finish(bytes, at + 20, end, this.#oddMidnightMs + time);
    }
    const dayDigits = isDigit(bytes[at] ?? 0) ? (isDigit(bytes[at + 1] ?? 0) ? 2 : 1) : 0;
    const monthAt = at + dayDigits + 1;
    const separator = bytes[monthAt - 1];
    if (
      dayDigits === 0 ||
      (separator !== Ascii.slash && separator !== Ascii.minus && separator !== Ascii.blank)
    ) {
      return TimeFailure.none;
    }
    const month = monthAt + 3 <= end ? monthNumber(bytes, monthAt) : 0;
    if (month === 0) {
      const isNumber = separator === Ascii.slash && isDigit(bytes[monthAt] ?? 0);
      return isNumber ? this.#monthFirst(bytes, at, end) : localisedMonth(bytes, monthAt, end);
    }
    const yearAt = monthAt + 4;
    // "sept." and "mars" begin like English months.
    if (bytes[yearAt - 1] !== separator) return localisedMonth(bytes, monthAt, end);
    if (end - yearAt < 13) return TimeFailure.none;
    const year = decimals(bytes, yearAt, 4);
    const between = bytes[yearAt + 4];
    if (year < 0 || (between !== Ascii.colon && between !== Ascii.blank)) return TimeFailure.none;
    const time = timeOfDay(bytes, yearAt + 5);
    if (time < 0) return isTimeShaped(bytes, yearAt + 5, end) ? TimeFailure.impossible : TimeFailure.none;
    const day = dayDigits === 2 ? decimals(bytes, at, 2) : bytes[at]! - Ascii.zero;
    const midnight = midnightOf(year, month, day);
    if (Number.isNaN(midnight)) return TimeFailure.impossible;
    if (dayDigits === 2) {
      this.#oddDate0 = word(bytes, at);
      this.#oddDate1 = word(bytes, at + 4);
      this.#oddDate2 = word(bytes, at + 7);
      this.#oddMidnightMs = midnight;
    }
    return this.finish(bytes, yearAt + 13, end, midnight + time);
  }
}
