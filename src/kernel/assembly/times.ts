import { digitBits, numberOf } from "./numbers";
import { digitAt } from "./scan";

/*
 * Timestamps in their ordinary shape, to the same values as `TimestampReader`. Each function returns the position after the
 * timestamp, or 0 where it has another shape.
 */

/** Milliseconds since 1970 UTC of the last timestamp, and its zone in minutes east of UTC. */
export let readMs: f64 = 0;
export let readZone: i32 = 0;

/** `RequestRecord.zoneMinutes` of a timestamp without zone; the milliseconds are then those of the clock on the wall. */
export const NO_ZONE: i32 = -32768;
const DAY_MS: f64 = 86400000;

/** The last CLF timestamp, and what it is. */
const LAST_CLF: usize = memory.data(32);
// None, at first.
memory.fill(LAST_CLF, 0x0a, 26);
export let lastClfMs: f64 = 0;
export let lastClfZone: i32 = 0;
// The date and zone of the last CLF timestamp, and what they are.
let clfDate0: u32 = 0;
let clfDate1: u32 = 0;
let clfDate2: u32 = 0;
let clfZone0: u32 = 0;
let clfZone1: u32 = 0;
let clfMidnightMs: f64 = 0;
let clfZoneMinutes: i32 = 0;
// The date of the last timestamp that begins like a CLF timestamp, and its midnight as written.
let oddDate0: u32 = 0;
let oddDate1: u32 = 0;
let oddDate2: u32 = 0;
let oddMidnightMs: f64 = 0;
// The date that stood alone last, and its midnight.
let partDate0: u32 = 0;
let partDate1: u32 = 0;
let partDate2: u32 = 0;
let partMidnightMs: f64 = 0;
let isoDate0: u32 = 0;
let isoDate1: u32 = 0;
let isoDate2: u32 = 0;
let isoMidnightMs: f64 = 0;
// The last ISO timestamp to the second, and the last that begins like a CLF timestamp; and what they are as written.
const LAST_ISO: usize = memory.data(32);
memory.fill(LAST_ISO, 0x0a, 19);
let lastIsoMs: f64 = 0;
const LAST_ODD: usize = memory.data(32);
memory.fill(LAST_ODD, 0x0a, 20);
let lastOddMs: f64 = 0;

/** Whether it is the last CLF timestamp once more, as often as not; it is then {@link lastClfMs}, of {@link lastClfZone}. */
// @ts-ignore: decorator
@inline
export function isLastClf(at: usize): bool {
  const others = v128.or(
    v128.xor(v128.load(at), v128.load(LAST_CLF)),
    v128.xor(v128.load(at, 10), v128.load(LAST_CLF, 10)),
  );
  return !v128.any_true(others);
}

/** `06/Apr/2021:08:00:00 +0200`; also with a fraction of a second, with another zone or none. */
export function clfAt(at: usize, end: usize): usize {
  if (isLastClf(at)) {
    readMs = lastClfMs;
    readZone = lastClfZone;
    return at + 26;
  }
  if (at + 26 > end) return oddClfAt(at, end);
  const date0 = load<u32>(at);
  const date1 = load<u32>(at, 4);
  const date2 = load<u32>(at, 7);
  const zone0 = load<u32>(at, 20);
  const zone1 = load<u32>(at, 22);
  if (
    date0 !== clfDate0 ||
    date1 !== clfDate1 ||
    date2 !== clfDate2 ||
    zone0 !== clfZone0 ||
    zone1 !== clfZone1
  ) {
    if (!takeClfDate(at)) return oddClfAt(at, end);
    clfDate0 = date0;
    clfDate1 = date1;
    clfDate2 = date2;
    clfZone0 = zone0;
    clfZone1 = zone1;
  }
  if (load<u8>(at, 11) !== 0x3a) return 0;
  const time = timeOfDay(at + 12);
  if (time < 0) return 0;
  readMs = clfMidnightMs + <f64>time;
  readZone = clfZoneMinutes;
  v128.store(LAST_CLF, v128.load(at));
  v128.store(LAST_CLF, v128.load(at, 10), 10);
  lastClfMs = readMs;
  lastClfZone = readZone;
  return at + 26;
}

function takeClfDate(at: usize): bool {
  const separator = load<u8>(at, 2);
  if (separator !== 0x2f || load<u8>(at, 6) !== separator || load<u8>(at, 20) !== 0x20) return false;
  const month = monthAt(at + 3);
  const zone = fourDigitZone(at + 21);
  const midnight = midnightOf(decimals(at + 7, 4), month, decimals(at, 2));
  if (month === 0 || zone === NO_ZONE || midnight < 0) return false;
  clfZoneMinutes = zone;
  clfMidnightMs = midnight - <f64>zone * 60000;
  return true;
}

function oddClfAt(at: usize, end: usize): usize {
  if (at + 20 > end || load<u8>(at, 11) !== 0x3a) return 0;
  if (isSame(at, LAST_ODD, 4)) return completed(at + 20, end, lastOddMs);
  const date0 = load<u32>(at);
  const date1 = load<u32>(at, 4);
  const date2 = load<u32>(at, 7);
  if (date0 !== oddDate0 || date1 !== oddDate1 || date2 !== oddDate2) {
    const separator = load<u8>(at, 2);
    if ((separator !== 0x2f && separator !== 0x2d && separator !== 0x20) || load<u8>(at, 6) !== separator) return 0;
    const midnight = midnightOf(decimals(at + 7, 4), monthAt(at + 3), decimals(at, 2));
    if (midnight < 0) return 0;
    oddMidnightMs = midnight;
    oddDate0 = date0;
    oddDate1 = date1;
    oddDate2 = date2;
  }
  const time = timeOfDay(at + 12);
  if (time < 0) return 0;
  lastOddMs = oddMidnightMs + <f64>time;
  v128.store(LAST_ODD, v128.load(at));
  v128.store(LAST_ODD, v128.load(at, 4), 4);
  return completed(at + 20, end, lastOddMs);
}

/** `2021-04-06T08:00:00`, also with a blank between, with or without fraction and zone. */
export function isoAt(at: usize, end: usize): usize {
  if (at + 19 > end) return 0;
  if (isSame(at, LAST_ISO, 3)) return completed(at + 19, end, lastIsoMs);
  const date0 = load<u32>(at);
  const date1 = load<u32>(at, 4);
  const date2 = load<u32>(at, 6);
  if (date0 !== isoDate0 || date1 !== isoDate1 || date2 !== isoDate2) {
    const separator = load<u8>(at, 4);
    if ((separator !== 0x2d && separator !== 0x2f) || load<u8>(at, 7) !== separator) return 0;
    const midnight = midnightOf(decimals(at, 4), decimals(at + 5, 2), decimals(at + 8, 2));
    if (midnight < 0) return 0;
    isoMidnightMs = midnight;
    isoDate0 = date0;
    isoDate1 = date1;
    isoDate2 = date2;
  }
  const between = load<u8>(at, 10);
  if (between !== 0x54 && between !== 0x20 && between !== 0x74 && between !== 0x5f && between !== 9) return 0;
  const time = timeOfDay(at + 11);
  if (time < 0) return 0;
  lastIsoMs = isoMidnightMs + <f64>time;
  v128.store(LAST_ISO, v128.load(at));
  v128.store(LAST_ISO, v128.load(at, 3), 3);
  return completed(at + 19, end, lastIsoMs);
}

/** Microseconds of a unit of the last digit of a fraction, by how many digits it has. */
const MICROS: usize = memory.data<u32>([1000000, 100000, 10000, 1000, 100, 10, 1, 0]);

/** `TimestampReader.finish`: fraction and zone after the whole seconds of a wall time. */
function completed(at: usize, end: usize, wallMs: f64): usize {
  let next = at;
  let ms = wallMs;
  const point = next < end ? load<u8>(next) : 0;
  if (next + 1 < end && (point === 0x2e || point === 0x2c) && digitAt(next + 1) <= 9) {
    let micros: f64 = 0;
    let scale: i32 = 100000;
    const bits = digitBits(next + 1);
    if (bits <= 48 && next + 1 + <usize>(bits >>> 3) <= end) {
      // Six digits at most, and so as many microseconds.
      micros = <f64>(numberOf(next + 1, bits) * load<u32>(MICROS + (<usize>bits >>> 1)));
      next += 1 + <usize>(bits >>> 3);
    } else for (next += 1; next < end && digitAt(next) <= 9; next += 1) {
      const digit = digitAt(next);
      if (scale >= 1) {
        micros += <f64>(<i32>digit * scale);
        scale = scale === 1 ? -1 : scale / 10;
      } else {
        // The seventh digit rounds.
        if (scale === -1 && digit >= 5) micros += 1;
        scale = 0;
      }
    }
    ms += micros / 1000;
  }
  if (next < end && (load<u8>(next) | 32) === 0x7a) {
    readMs = ms;
    readZone = 0;
    return next + 1;
  }
  const signAt = next < end && load<u8>(next) === 0x20 ? next + 1 : next;
  if (signAt + 3 <= end) {
    const name = load<u16>(signAt) | (<u32>load<u8>(signAt, 2) << 16);
    if (name === 0x435455 || name === 0x544d47) {
      readMs = ms;
      readZone = 0;
      return signAt + 3;
    }
    const sign = load<u8>(signAt);
    if (sign === 0x2b || sign === 0x2d) {
      const length = zoneLength(signAt, end);
      const hours = decimals(signAt + 1, 2);
      const minutes = length === 3 ? 0 : decimals(signAt + length - 2, 2);
      if (hours >= 0 && hours <= 18 && minutes >= 0 && minutes <= 59) {
        readZone = sign === 0x2d ? -(hours * 60 + minutes) : hours * 60 + minutes;
        readMs = ms - <f64>(readZone * 60000);
        return signAt + length;
      }
    }
  }
  readMs = ms;
  readZone = NO_ZONE;
  return next;
}

/** Length of `+02:00`, `+0200` or `+02`. */
function zoneLength(at: usize, end: usize): usize {
  if (at + 6 <= end && load<u8>(at, 3) === 0x3a && digitAt(at + 4) <= 9 && digitAt(at + 5) <= 9) return 6;
  return at + 5 <= end && digitAt(at + 3) <= 9 && digitAt(at + 4) <= 9 ? 5 : 3;
}

/** 1000 divided by ten once, twice, …: to the bits of division after division, which is slow. */
const SCALES: usize = memory.data(192);
const SCALE_COUNT: i32 = 24;

function scaleAt(divisions: i32): f64 {
  if (load<f64>(SCALES) === 0) {
    let scale: f64 = 1000;
    for (let i = 0; i < SCALE_COUNT; i += 1) {
      scale /= 10;
      store<f64>(SCALES + (<usize>i << 3), scale);
    }
  }
  return load<f64>(SCALES + (<usize>(divisions - 1) << 3));
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970, by the number of digits. */
export function epochAt(at: usize, end: usize): usize {
  let next = at;
  let head: f64 = 0;
  while (next < end && digitAt(next) <= 9) {
    if (next - at < 10) head = head * 10 + <f64>digitAt(next);
    next += 1;
  }
  const digits = next - at;
  if (digits < 9 || digits > 19) return 0;
  if (digits > 10 && digits !== 13 && digits !== 16 && digits !== 19) return 0;
  let fraction: f64 = 0;
  let divisions = 0;
  for (let i = at + 10; i < next; i += 1) {
    divisions += 1;
    fraction += <f64>digitAt(i) * scaleAt(divisions);
  }
  const point = next < end ? load<u8>(next) : 0;
  if (next + 1 < end && (point === 0x2e || point === 0x2c) && digitAt(next + 1) <= 9) {
    for (next += 1; next < end && digitAt(next) <= 9; next += 1) {
      divisions += 1;
      // Digits that cannot be told any more cost nothing, however many.
      if (divisions <= SCALE_COUNT) fraction += <f64>digitAt(next) * scaleAt(divisions);
    }
  }
  readMs = head * 1000 + rounded(fraction * 1000) / 1000;
  readZone = NO_ZONE;
  return next;
}

/** `2021-04-06`: its midnight. */
export function dateAt(at: usize, end: usize): usize {
  if (at + 10 > end) return 0;
  const date0 = load<u32>(at);
  const date1 = load<u32>(at, 4);
  const date2 = load<u32>(at, 6);
  if (date0 !== partDate0 || date1 !== partDate1 || date2 !== partDate2) {
    if (load<u8>(at, 4) !== load<u8>(at, 7)) return 0;
    const midnight = midnightOf(decimals(at, 4), decimals(at + 5, 2), decimals(at + 8, 2));
    if (midnight < 0) return 0;
    partMidnightMs = midnight;
    partDate0 = date0;
    partDate1 = date1;
    partDate2 = date2;
  }
  readMs = partMidnightMs;
  return at + 10;
}

/** `08:00:00`, perhaps with a fraction: milliseconds of the day. */
export function clockAt(at: usize, end: usize): usize {
  if (at + 8 > end) return 0;
  const time = timeOfDay(at);
  if (time < 0) return 0;
  let ms = <f64>time;
  let next = at + 8;
  if (next < end && load<u8>(next) === 0x2e) {
    let scale: f64 = 1000;
    for (next += 1; next < end && digitAt(next) <= 9; next += 1) {
      scale /= 10;
      ms += <f64>digitAt(next) * scale;
    }
    ms = rounded(ms * 1000) / 1000;
  }
  readMs = ms;
  return next;
}

/** The last date and clock time side by side, and what they are. */
const LAST_WALL: usize = memory.data(32);
memory.fill(LAST_WALL, 0x0a, 19);
let lastWallMs: f64 = 0;

/** `2021-04-06 08:00:00` with the byte `separator` between date and time: milliseconds as if in UTC. */
export function wallAt(at: usize, end: usize, separator: u8): usize {
  if (load<u8>(at, 10) !== separator) return 0;
  if (isSame(at, LAST_WALL, 3)) {
    readMs = lastWallMs;
    return at + 19;
  }
  if (dateAt(at, end) === 0) return 0;
  const time = timeOfDay(at + 11);
  if (time < 0) return 0;
  readMs += <f64>time;
  lastWallMs = readMs;
  v128.store(LAST_WALL, v128.load(at));
  v128.store(LAST_WALL, v128.load(at, 3), 3);
  return at + 19;
}

/** Whether two texts are the same, `16 + more` bytes long. */
// @ts-ignore: decorator
@inline
function isSame(at: usize, other: usize, more: usize): bool {
  const others = v128.or(
    v128.xor(v128.load(at), v128.load(other)),
    v128.xor(v128.load(at + more), v128.load(other + more)),
  );
  return !v128.any_true(others);
}

/** `Math.round` */
function rounded(value: f64): f64 {
  const whole = floor(value);
  return value - whole >= 0.5 ? whole + 1 : whole;
}

/** `HH:MM:SS` as milliseconds of the day, or -1. */
function timeOfDay(at: usize): i32 {
  const h1 = digitAt(at);
  const h0 = digitAt(at + 1);
  const m1 = digitAt(at + 3);
  const m0 = digitAt(at + 4);
  const s1 = digitAt(at + 6);
  const s0 = digitAt(at + 7);
  if (h1 > 2 || h0 > 9 || m1 > 5 || m0 > 9 || s1 > 6 || s0 > 9) return -1;
  if (load<u8>(at, 2) !== 0x3a || load<u8>(at, 5) !== 0x3a) return -1;
  const hours = h1 * 10 + h0;
  const seconds = s1 * 10 + s0;
  if (hours > 23 || seconds > 60) return -1;
  return (hours * 3600 + (m1 * 10 + m0) * 60 + seconds) * 1000;
}

/** The integer of exactly `count` digits, or -1. */
function decimals(at: usize, count: i32): i32 {
  let value: i32 = 0;
  for (let i = 0; i < count; i += 1) {
    const digit = digitAt(at + i);
    if (digit > 9) return -1;
    value = value * 10 + <i32>digit;
  }
  return value;
}

function fourDigitZone(at: usize): i32 {
  const sign = load<u8>(at);
  const hours = decimals(at + 1, 2);
  const minutes = decimals(at + 3, 2);
  if ((sign !== 0x2b && sign !== 0x2d) || hours < 0 || hours > 18 || minutes < 0 || minutes > 59)
    return NO_ZONE;
  return sign === 0x2d ? -(hours * 60 + minutes) : hours * 60 + minutes;
}

/** Month 1..12 of a three-letter English name, or 0. */
export function monthAt(at: usize): i32 {
  const name =
    ((<u32>load<u8>(at) | 32) << 16) | ((<u32>load<u8>(at, 1) | 32) << 8) | (<u32>load<u8>(at, 2) | 32);
  if (name === 0x6a616e) return 1;
  if (name === 0x666562) return 2;
  if (name === 0x6d6172) return 3;
  if (name === 0x617072) return 4;
  if (name === 0x6d6179) return 5;
  if (name === 0x6a756e) return 6;
  if (name === 0x6a756c) return 7;
  if (name === 0x617567) return 8;
  if (name === 0x736570) return 9;
  if (name === 0x6f6374) return 10;
  if (name === 0x6e6f76) return 11;
  if (name === 0x646563) return 12;
  return 0;
}

/** Midnight of a date as ms since 1970, or -1. Days from civil dates as in the proleptic Gregorian calendar. */
function midnightOf(year: i32, month: i32, day: i32): f64 {
  if (year < 1970 || month < 1 || month > 12 || day < 1) return -1;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length =
    month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  if (day > length) return -1;
  // Years begin in March here, so that the day of the year does not depend on the leap year.
  const y = month <= 2 ? year - 1 : year;
  const m = month <= 2 ? month + 9 : month - 3;
  const days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
  return <f64>days * DAY_MS;
}
