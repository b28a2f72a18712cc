import { Ascii, readDecimal } from "../bytes/ascii.ts";
import { isAbsent, isNegative } from "./absence.ts";
import { Outcome, rejection } from "./line-reader.ts";
import type { RequestRecord } from "./record.ts";

const BAD_NUMBER = rejection("bad-number");

/**
 * Takes a duration; of several (`0.010, 0.200 : 0.005`: upstreams tried in turn) the sum.
 * @param scale milliseconds of a number without a unit
 */
export function takeDuration(
  bytes: Uint8Array,
  start: number,
  end: number,
  scale: number,
  record: RequestRecord,
): number {
  if (isAbsent(bytes, start, end)) return Outcome.record;
  let sum = -1;
  for (let at = start; at < end; ) {
    let to = at;
    while (to < end && bytes[to] !== Ascii.blank) to += 1;
    const trimmed = to > at && bytes[to - 1] === Ascii.comma ? to - 1 : to;
    if (trimmed > at && !isAbsent(bytes, at, trimmed) && !(trimmed - at === 1 && bytes[at] === Ascii.colon)) {
      const from = bytes[at] === 0x2b ? at + 1 : at; // HAProxy: "+" says that the rest was not waited for
      const unitAt = unitStart(bytes, from, trimmed);
      const value = readDecimal(bytes, from, unitAt);
      if (value >= 0)
        sum = Math.max(sum, 0) + value * (unitAt === trimmed ? scale : unitScale(bytes, unitAt, trimmed));
      else if (!isNegative(bytes, at, trimmed)) {
        const composed = readComposedDuration(bytes, from, trimmed);
        if (composed < 0) return BAD_NUMBER;
        sum = Math.max(sum, 0) + composed;
      }
    }
    at = to + 1;
  }
  if (sum >= 0) record.durationMs = sum;
  return Outcome.record;
}

/** Milliseconds of a duration in several units, as Go writes them (`1m2.5s`, `1h0m0s`), or -1. */
function readComposedDuration(bytes: Uint8Array, start: number, end: number): number {
  let ms = 0;
  for (let at = start; at < end; ) {
    let unitAt = at;
    while (unitAt < end && ((bytes[unitAt]! - Ascii.zero) >>> 0 <= 9 || bytes[unitAt] === Ascii.dot))
      unitAt += 1;
    let next = unitAt;
    while (next < end && ((bytes[next]! | 32) >= 0x61 || bytes[next]! >= 128)) next += 1;
    const value = readDecimal(bytes, at, unitAt);
    if (value < 0 || next === unitAt) return -1;
    ms += value * unitScale(bytes, unitAt, next);
    at = next;
  }
  return Number.isNaN(ms) ? -1 : ms;
}

/** Where the letters begin in which a duration ends: `12ms`, `0.5s`, `340µs`. */
function unitStart(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && ((bytes[at - 1]! | 32) >= 0x61 || bytes[at - 1]! >= 128)) at -= 1;
  return at;
}

/** Milliseconds of the unit in which a duration ends; seconds where it is unknown. */
function unitScale(bytes: Uint8Array, start: number, end: number): number {
  if (end - start === 1) {
    const unit = [0x73, 0x6d, 0x68].indexOf(bytes[start]!);
    return unit < 0 ? Number.NaN : 1000 * 60 ** unit;
  }
  switch (bytes[start]) {
    case 0x6d:
      return 1;
    case 0x6e:
      return 1e-6;
    default:
      return 1e-3;
  }
}

/** Whether there is a point. */
export function hasPoint(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) if (bytes[i] === Ascii.dot) return true;
  return false;
}
