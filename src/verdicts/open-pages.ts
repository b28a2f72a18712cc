import type { Carrier } from "../bytes/carrier.ts";
import { NumberIndex } from "../bytes/number-index.ts";
import { attributeIndex, Excuse, sourceKey, type Units } from "../features/units.ts";
import type { Scale } from "./behaviour-model.ts";

/** A page stays open as long as it asks for something this often. Scores, seats and pieces of a film are asked for more often than that. */
const PAUSE_MINUTES = 10;
/** What a page asks for by itself in a minute, at most, for each person behind an address: once in two seconds. */
const MOST_A_MINUTE = 30;
/** Sources remembered before the older half is forgotten. */
const CAPACITY = 32_768;

const PROFILE = attributeIndex("profile");
const ATTEMPTS = attributeIndex("attempts");
const ERRORS = attributeIndex("errors");
const VARIETY = attributeIndex("path-variety");
const RHYTHM = attributeIndex("rhythm");
const QUERIES = attributeIndex("queries");
/** Profiles of who opened a page, with its files or what its script asks for. */
const OPENING = bitsOf(2, 4, 5, 10);
/** Profiles of what an open page does: it asks for data, for files, or for itself. */
const ASKING = bitsOf(6, 7, 8, 9);
/**
 * Pages that stay open before people: a score, a map of seats, a film. Somebody opens the page with its files, and from then on its
 * script asks for one thing over and over, like a clock, which by itself is how floods ask. So of whoever opened a page with
 * its files a while ago, what its script decides says nothing (`units.excused`).
 *
 * Fails on: robots that open a page with its files first, and then ask no faster than its script does.
 */
export class OpenPages {
  #young = new NumberIndex();
  #old = new NumberIndex();
  #youngSinceMinute = Number.NEGATIVE_INFINITY;

  /** Marks those whose page is open, and remembers who opened one. O(units). @param minutes length of the span, minutes */
  mark(units: Units, scale: Scale, startMs: number, minutes: number): void {
    const minute = startMs / 60_000;
    // Ten minutes tell of a time that minutes have told of already.
    if (scale < 2 && minute - this.#youngSinceMinute >= PAUSE_MINUTES) this.#age(minute);
    for (let unit = 0; unit < units.count; unit += 1) {
      const profile = units.bin(unit, PROFILE);
      if (units.exempt[unit] !== 0) continue;
      if (profile < 0) {
        // Whoever is refused has the page before him, still.
        if (scale === 1 && this.#isRemembered(units, unit)) this.#remember(units, unit);
        continue;
      }
      const isAsking = ((ASKING >>> profile) & 1) === 1;
      if (isAsking ? !this.#isOpen(units, unit, minutes) : ((OPENING >>> profile) & 1) === 0) continue;
      if (isAsking && isScripted(units, unit)) {
        units.excused[unit] = Excuse.openPage;
        units.asked[unit] = 0;
      }
      if (scale === 1) this.#remember(units, unit);
    }
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.#young.carry(by);
    this.#old.carry(by);
    this.#youngSinceMinute = by.value(this.#youngSinceMinute);
  }

  #isOpen(units: Units, unit: number, minutes: number): boolean {
    if (units.requests[unit]! > MOST_A_MINUTE * Math.max(1, minutes) * units.people[unit]!) return false;
    if (units.bin(unit, ATTEMPTS) > 0 || units.bin(unit, ERRORS) > 1) return false;
    return this.#isRemembered(units, unit);
  }

  #isRemembered(units: Units, unit: number): boolean {
    const key = sourceKey(units, unit);
    return this.#young.find(key) >= 0 || this.#old.find(key) >= 0;
  }

  #remember(units: Units, unit: number): void {
    this.#young.add(sourceKey(units, unit));
    if (this.#young.size >= CAPACITY) this.#turn();
  }

  #age(minute: number): void {
    if (minute - this.#youngSinceMinute >= 2 * PAUSE_MINUTES) this.#young.clear();
    this.#turn();
    this.#youngSinceMinute = minute;
  }

  #turn(): void {
    const forgotten = this.#old;
    forgotten.clear();
    this.#old = this.#young;
    this.#young = forgotten;
  }
}

/** Whether what a source asked for is what a script would: one thing over and over, or by the clock. */
function isScripted(units: Units, unit: number): boolean {
  const variety = units.bin(unit, VARIETY);
  const rhythm = units.bin(unit, RHYTHM);
  return (variety >= 0 && variety <= 2) || (rhythm >= 0 && rhythm <= 1) || units.bin(unit, QUERIES) === 1;
}

/** A word with these bits set. */
function bitsOf(...bits: readonly number[]): number {
  return bits.reduce((word, bit) => word | (1 << bit), 0);
}
