import { Ascii } from "../bytes/ascii.ts";

/* What timestamps are made of, read from their bytes: dates, clocks, months, zones. Nothing is remembered here. */

/** What readers of timestamps return in place of a position. */
export const TimeFailure = {
  /** Nothing that looks like a timestamp. */
  none: -1,
  /** The shape of one, but no moment. */
  impossible: -2,
  /** A month that is no English name. */
  localised: -3,
} as const;

/** Minutes east of UTC of a timestamp that names no zone. */
export const NO_ZONE = -32768;

/** Midnight of a date as ms since 1970, as if in UTC; NaN where the calendar has no such day or it is before 1970. */
export function midnightOf(year: number, month: number, day: number): number {
  if (year < 1970 || month < 1 || month > 12 || day < 1) return Number.NaN;
  const ms = Date.UTC(year, month - 1, day);
  return new Date(ms).getUTCDate() === day ? ms : Number.NaN;
}

/** Month 1..12 of a three-letter English name in any case, or 0. */
export function monthNumber(bytes: Uint8Array, at: number): number {
  switch (((bytes[at]! | 32) << 16) | ((bytes[at + 1]! | 32) << 8) | (bytes[at + 2]! | 32)) {
    case 0x6a616e:
      return 1;
    case 0x666562:
      return 2;
    case 0x6d6172:
      return 3;
    case 0x617072:
      return 4;
    case 0x6d6179:
      return 5;
    case 0x6a756e:
      return 6;
    case 0x6a756c:
      return 7;
    case 0x617567:
      return 8;
    case 0x736570:
      return 9;
    case 0x6f6374:
      return 10;
    case 0x6e6f76:
      return 11;
    case 0x646563:
      return 12;
    default:
      return 0;
  }
}

/** `HH:MM:SS` at `at` as milliseconds of the day, or -1. A leap second is read as the 60th. */
export function timeOfDay(bytes: Uint8Array, at: number): number {
  const h1 = bytes[at]! - 48;
  const h0 = bytes[at + 1]! - 48;
  const m1 = bytes[at + 3]! - 48;
  const m0 = bytes[at + 4]! - 48;
  const s1 = bytes[at + 6]! - 48;
  const s0 = bytes[at + 7]! - 48;
  // Unsigned comparison makes one test of "below 0" and "above 9"; NaN past the end becomes 0 and fails on the colon.
  if (h1 >>> 0 > 2 || h0 >>> 0 > 9 || m1 >>> 0 > 5 || m0 >>> 0 > 9 || s1 >>> 0 > 6 || s0 >>> 0 > 9) return -1;
  if (bytes[at + 2] !== Ascii.colon || bytes[at + 5] !== Ascii.colon) return -1;
  const hours = h1 * 10 + h0;
  const seconds = s1 * 10 + s0;
  if (hours > 23 || seconds > 60) return -1;
  return (hours * 3600 + (m1 * 10 + m0) * 60 + seconds) * 1000;
}

/** The unsigned integer of exactly `count` digits at `at`, or -1. */
export function decimals(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i += 1) {
    const byte = bytes[i];
    if (byte === undefined || !isDigit(byte)) return -1;
    value = value * 10 + byte - Ascii.zero;
  }
  return value;
}

/** Minutes east of UTC of `+02:00`, `+0200` or `+02`, or {@link NO_ZONE}. */
export function zoneAt(bytes: Uint8Array, at: number, end: number): number {
  const sign = bytes[at];
  if ((sign !== 0x2b && sign !== Ascii.minus) || at + 3 > end) return NO_ZONE;
  const hours = decimals(bytes, at + 1, 2);
  if (hours < 0 || hours > 18) return NO_ZONE;
  const length = zoneLength(bytes, at, end);
  const minutes = length === 3 ? 0 : decimals(bytes, at + length - 2, 2);
  if (minutes < 0 || minutes > 59) return NO_ZONE;
  return sign === Ascii.minus ? -(hours * 60 + minutes) : hours * 60 + minutes;
}

/** Length of such a zone. */
export function zoneLength(bytes: Uint8Array, at: number, end: number): number {
  if (at + 6 <= end && bytes[at + 3] === Ascii.colon && isDigit(bytes[at + 4]!) && isDigit(bytes[at + 5]!))
    return 6;
  if (at + 5 <= end && isDigit(bytes[at + 3]!) && isDigit(bytes[at + 4]!)) return 5;
  return 3;
}

/** Midnight of `2021-04-06` or `2021/04/06` as ms since 1970, as if in UTC, or one of {@link TimeFailure}. */
export function isoDate(bytes: Uint8Array, at: number, end: number): number {
  const separator = bytes[at + 4];
  if (
    end - at < 10 ||
    (separator !== Ascii.minus && separator !== Ascii.slash) ||
    bytes[at + 7] !== separator
  ) {
    return TimeFailure.none;
  }
  const year = decimals(bytes, at, 4);
  const month = decimals(bytes, at + 5, 2);
  const day = decimals(bytes, at + 8, 2);
  if (year < 0 || month < 0 || day < 0) return TimeFailure.none;
  const midnight = midnightOf(year, month, day);
  return Number.isNaN(midnight) ? TimeFailure.impossible : midnight;
}

/** A word of letters (UTF-8 or Latin-1 among them) where a month belongs is a month of another language. */
export function localisedMonth(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (
    i < end &&
    i < at + 12 &&
    (((bytes[i]! | 32) >= 0x61 && (bytes[i]! | 32) <= 0x7a) || bytes[i]! >= 0x80)
  )
    i += 1;
  return i >= at + 3 && (bytes[i] === Ascii.slash || bytes[i] === Ascii.dot)
    ? TimeFailure.localised
    : TimeFailure.none;
}

/** Whether digits and colons stand as in `08:00:00`, whatever they say. */
export function isTimeShaped(bytes: Uint8Array, at: number, end: number): boolean {
  return (
    end - at >= 8 && bytes[at + 2] === Ascii.colon && bytes[at + 5] === Ascii.colon && isDigit(bytes[at]!)
  );
}

/** `UTC` or `GMT`; other zones by name (CEST, IST) mean several things, and are not guessed. */
export function isUniversalTime(bytes: Uint8Array, at: number): boolean {
  const name = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
  return name === 0x555443 || name === 0x474d54;
}

/** Whether a byte is a decimal digit. */
export function isDigit(byte: number): boolean {
  return (byte - Ascii.zero) >>> 0 <= 9;
}

/** Four bytes as one number: dates are compared by it. */
export function word(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}
