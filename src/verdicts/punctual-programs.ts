import type { Carrier } from "../bytes/carrier.ts";
import { attributeIndex, type Units } from "../features/units.ts";
import type { Scale } from "./behaviour-model.ts";

const MINUTES_A_DAY = 1440;
const MINUTES_AN_HOUR = 60;
/** Minutes without a request that end a visit. */
const AWAY_MINUTES = 20;
/** Clocks differ by so much, and so long at most does a punctual visit go on, minutes. */
const EARLY_MINUTES = 2;
const LASTS_MINUTES = 10;
/** Visits at one and the same minute of the hour that show a timetable: chance alone brings three in a row once in a hundred times. */
const LEAST_VISITS = 3;
/** Who keeps a timetable asks for so many times as much as ever in a minute, at most. */
const MOST_GROWTH = 3;
/** Programs that are remembered; those that have not been seen for longest are forgotten first. */
const CAPACITY = 4096;
/** What speaks for them is as much as what speaks for who says that it is a machine. */
const WELCOME = 4;

const USER_AGENT = attributeIndex("user-agent");
const PROFILE = attributeIndex("profile");
const ATTEMPTS = attributeIndex("attempts");
const ERRORS = attributeIndex("errors");
/** Bins of the user agent that name a program: a tool, or an app. */
const NAMED: readonly number[] = [3, 4];

/** Visits of a program. */
interface Timetable {
  /** Minute of the hour at which it comes, and how many visits on end began then. */
  minute: number;
  visits: number;
  /** Minute since 1970 in which it was last seen. */
  lastMinute: number;
  /** Requests a minute, the most of any minute before the latest, and of that. */
  most: number;
  latest: number;
}

/**
 * Programs that come by the clock: exports, backups, jobs of the house next door, once an hour or once a day, for some minutes. They call
 * themselves by the name of a tool, come all at once and ask for one thing, as floods do; but they came at this very minute of the hour
 * before, from the same network under the same name, asked for about as much, and it did no harm: nothing failed, nothing was refused,
 * nobody tried to log in. Whether those visits were taken for an attack makes no difference: whoever runs the site knows its timetable.
 *
 * Fails on: the first visits of a timetable; an attacker who comes by the clock, and as often as that does no harm.
 */
export class PunctualPrograms {
  /** By network and user agent, in the order in which they were last seen. */
  #timetables = new Map<number, Timetable>();

  /**
   * Lowers `units.behaviour` of those who keep their timetable, who are no visitors, and remembers who came. O(units).
   * @param minutes length of the span, minutes
   * @param isCounted false for a span that tells of nothing that others do not tell of, too
   */
  welcome(units: Units, scale: Scale, startMs: number, minutes: number, isCounted: boolean): void {
    const requests = new Map<number, number>();
    for (let unit = 0; unit < units.count; unit += 1) {
      if (!mayBeScheduled(units, unit)) continue;
      const key = programOf(units, unit);
      requests.set(key, (requests.get(key) ?? 0) + units.requests[unit]!);
    }
    if (requests.size === 0) return;
    const minute = Math.floor(startMs / 60_000);
    if (scale === 1 && isCounted) {
      for (const [key, count] of requests) this.#remember(key, minute, count / Math.max(1, minutes));
    }
    for (let unit = 0; unit < units.count; unit += 1) {
      if (!mayBeScheduled(units, unit)) continue;
      const key = programOf(units, unit);
      const timetable = this.#timetables.get(key);
      if (timetable === undefined || !isPunctual(timetable, minute, scale)) continue;
      if (requests.get(key)! > MOST_GROWTH * timetable.most * Math.max(1, minutes)) continue;
      units.behaviour[unit] = Math.min(0, units.behaviour[unit]!) - WELCOME;
      units.exempt[unit] = 1;
    }
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.#timetables = by.value(this.#timetables);
  }

  #remember(key: number, minute: number, requests: number): void {
    const before = this.#timetables.get(key);
    this.#timetables.delete(key);
    if (before === undefined || minute - before.lastMinute > 31 * MINUTES_A_DAY) {
      this.#timetables.set(key, {
        minute: minute % MINUTES_AN_HOUR,
        visits: 1,
        lastMinute: minute,
        most: 0,
        latest: requests,
      });
      if (this.#timetables.size > CAPACITY) {
        for (const first of this.#timetables.keys()) {
          this.#timetables.delete(first);
          break;
        }
      }
      return;
    }
    if (minute - before.lastMinute > AWAY_MINUTES) {
      const isKept = Math.abs(late(before, minute)) <= EARLY_MINUTES;
      before.visits = isKept ? before.visits + 1 : 1;
      if (!isKept) before.minute = minute % MINUTES_AN_HOUR;
    }
    if (minute > before.lastMinute) before.most = Math.max(before.most, before.latest);
    before.latest = minute > before.lastMinute ? requests : Math.max(before.latest, requests);
    before.lastMinute = minute;
    this.#timetables.set(key, before);
  }
}

/** Whether a unit is a program that gets what it asks for. */
function mayBeScheduled(units: Units, unit: number): boolean {
  return (
    units.exempt[unit] === 0 &&
    NAMED.includes(units.bin(unit, USER_AGENT)) &&
    units.bin(unit, PROFILE) >= 0 &&
    units.bin(unit, ATTEMPTS) === 0 &&
    units.bin(unit, ERRORS) === 0
  );
}

/** A network and a user agent as one number below 2^53. */
function programOf(units: Units, unit: number): number {
  const prefix = units.prefix[unit]!;
  const low = Math.imul((prefix % 2 ** 32) ^ units.userAgent[unit]!, 0x9e3779b1) >>> 0;
  return (Math.floor(prefix / 2 ** 32) ^ (units.userAgent[unit]! & 0x1f_ffff)) * 2 ** 32 + low;
}

/** Minutes by which a minute comes after the one at which a program usually comes, -30 to 29. */
function late(timetable: Timetable, minute: number): number {
  const half = MINUTES_AN_HOUR / 2;
  return ((minute - timetable.minute + half) % MINUTES_AN_HOUR) - half;
}

/** Whether a program that has a timetable keeps it. Ten minutes begin before what comes in them. */
function isPunctual(timetable: Timetable, minute: number, scale: Scale): boolean {
  const after = late(timetable, minute);
  const early = scale === 2 ? LASTS_MINUTES : EARLY_MINUTES;
  // The visit under way is one of them once its first minute is over.
  const before = minute - timetable.lastMinute > AWAY_MINUTES ? 1 : 0;
  return timetable.visits + before >= LEAST_VISITS && after >= -early && after <= LASTS_MINUTES;
}
