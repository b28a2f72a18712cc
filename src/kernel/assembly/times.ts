import { digitAt } from "./scan";

/*
 * Timestamps in their ordinary shape, to the same values as `TimestampReader`. Each function returns the position after the
 * timestamp, or 0 where it has another shape.
 */

/** Milliseconds since 1970 UTC of the last timestamp, and its zone in minutes east of UTC. */
export let readMs: f64 = 0;
export let readZone: i32 = 0;

/** `RequestRecord.zoneMinutes` of a timestamp without zone. */
const NO_ZONE: i32 = -32768;
const DAY_MS: f64 = 86400000;

// The date and zone of the last CLF timestamp, and what they are.
let clfDate0: u32 = 0;
let clfDate1: u32 = 0;
let clfDate2: u32 = 0;
let clfZone0: u32 = 0;
let clfZone1: u32 = 0;
let clfMidnightMs: f64 = 0;
let clfZoneMinutes: i32 = 0;
let isoDate0: u32 = 0;
let isoDate1: u32 = 0;
let isoDate2: u32 = 0;
let isoMidnightMs: f64 = 0;

/** `06/Apr/2021:08:00:00 +0200` */
export function clfAt(at: usize, end: usize): usize {
  if (at + 26 > end) return 0;
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
    if (!takeClfDate(at)) return 0;
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

/** `2021-04-06T08:00:00`, with or without fraction, then `Z` or `+02:00`. */
export function isoAt(at: usize, end: usize): usize {
  if (at + 20 > end) return 0;
  const date0 = load<u32>(at);
  const date1 = load<u32>(at, 4);
  const date2 = load<u32>(at, 6);
  if (date0 !== isoDate0 || date1 !== isoDate1 || date2 !== isoDate2) {
    if (load<u8>(at, 4) !== 0x2d || load<u8>(at, 7) !== 0x2d) return 0;
    const midnight = midnightOf(decimals(at, 4), decimals(at + 5, 2), decimals(at + 8, 2));
    if (midnight < 0) return 0;
    isoMidnightMs = midnight;
    isoDate0 = date0;
    isoDate1 = date1;
    isoDate2 = date2;
  }
  if (load<u8>(at, 10) !== 0x54) return 0;
  const time = timeOfDay(at + 11);
  if (time < 0) return 0;
  let ms = isoMidnightMs + <f64>time;
  let next = at + 19;
  if (load<u8>(next) === 0x2e) {
    let micros: f64 = 0;
    let scale: f64 = 100000;
    next += 1;
    if (next >= end || digitAt(next) > 9) return 0;
    for (; next < end && digitAt(next) <= 9; next += 1) {
      if (scale < 1) return 0;
      micros += <f64>digitAt(next) * scale;
      scale = scale > 1 ? scale / 10 : 0;
    }
    ms += micros / 1000;
  }
  if (next < end && load<u8>(next) === 0x5a) {
    readMs = ms;
    readZone = 0;
    return next + 1;
  }
  if (next + 6 > end || load<u8>(next, 3) !== 0x3a) return 0;
  const sign = load<u8>(next);
  const hours = decimals(next + 1, 2);
  const minutes = decimals(next + 4, 2);
  if ((sign !== 0x2b && sign !== 0x2d) || hours < 0 || hours > 18 || minutes < 0 || minutes > 59) return 0;
  const zone = sign === 0x2d ? -(hours * 60 + minutes) : hours * 60 + minutes;
  readMs = ms - <f64>(zone * 60000);
  readZone = zone;
  return next + 6;
}

/** Ten digits of seconds since 1970, with or without three decimals. */
export function epochAt(at: usize, end: usize): usize {
  let next = at;
  let head: f64 = 0;
  while (next < end && digitAt(next) <= 9) {
    if (next - at === 10) return 0;
    head = head * 10 + <f64>digitAt(next);
    next += 1;
  }
  if (next - at !== 10) return 0;
  let fraction: f64 = 0;
  let scale: f64 = 1000;
  if (next + 1 < end && load<u8>(next) === 0x2e && digitAt(next + 1) <= 9) {
    for (next += 1; next < end && digitAt(next) <= 9; next += 1) {
      scale /= 10;
      fraction += <f64>digitAt(next) * scale;
    }
  }
  const micros = fraction * 1000;
  const whole = floor(micros);
  readMs = head * 1000 + (micros - whole >= 0.5 ? whole + 1 : whole) / 1000;
  readZone = NO_ZONE;
  return next;
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
function monthAt(at: usize): i32 {
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
