import type { Carrier } from "../bytes/carrier.ts";
import { NumberIndex } from "../bytes/number-index.ts";
import { attributeIndex, sourceKey, type Units } from "../features/units.ts";
import type { Scale } from "./behaviour-model.ts";

const PROFILE = attributeIndex("profile");
/** Sources remembered at each scale before the older half is forgotten. */
const CAPACITY = 32_768;
/** How long a judgement holds, minutes, by scale. */
const HOLDS_MINUTES = [0, 5, 25] as const;

/** A memory counts for more than the present from so many times its requests on. */
const LONGER = 2;

/** Numbers that are remembered of a source: behaviour and looks, the requests that they rest on, the minute, and the first one. */
const WORDS = 5;
const LOOKS = 1;
const REQUESTS = 2;
const MINUTE = 3;
const FIRST = 4;

/** Sources as they looked over a longer span. */
interface Generation {
  readonly sources: NumberIndex;
  /** {@link WORDS} a source, by its number. Grows, and stays. */
  values: Float64Array;
}

const generation = (): Generation => ({ sources: new NumberIndex(), values: new Float64Array(WORDS * 64) });

/**
 * What sources did lately, so that a short span need not judge them by the one request that it shows of each: ten seconds
 * take over what a minute, and a minute what ten minutes said of a source. Two generations bound it: when the younger is
 * full, the older goes.
 */
export class SourceMemory {
  readonly #young = [generation(), generation(), generation()];
  readonly #old = [generation(), generation(), generation()];

  /** Keeps what the sources of a judged span did. O(units). @param endMs end of the span */
  remember(units: Units, scale: Scale, endMs: number): void {
    const minute = endMs / 60_000;
    for (let unit = 0; unit < units.count; unit += 1) {
      // Of who was mostly refused for overload nothing is known that the next seconds could not show better.
      if (units.bin(unit, PROFILE) < 0) continue;
      const young = this.#young[scale]!;
      const before = young.sources.size;
      const number = young.sources.add(sourceKey(units, unit));
      const at = WORDS * number;
      if (at === young.values.length) young.values = doubled(young.values);
      const { values } = young;
      if (number === before) values[at + FIRST] = minute;
      values[at] = units.behaviour[unit]!;
      values[at + LOOKS] = units.looks[unit]!;
      values[at + REQUESTS] = units.requests[unit]! / units.sources[unit]!;
      values[at + MINUTE] = minute;
      if (young.sources.size < CAPACITY) continue;
      const old = this.#old[scale]!;
      this.#old[scale] = young;
      this.#young[scale] = old;
      old.sources.clear();
    }
  }

  /** Replaces what sources did in a span by what they did in the longest one that is remembered. O(units). */
  recall(units: Units, scale: Scale, startMs: number): void {
    const minute = startMs / 60_000;
    for (let unit = 0; unit < units.count; unit += 1) {
      const key = sourceKey(units, unit);
      const requests = units.requests[unit]! / units.sources[unit]!;
      for (let longer = 2; longer > scale; longer -= 1) {
        let from = this.#young[longer]!;
        let number = from.sources.find(key);
        if (number < 0) {
          from = this.#old[longer]!;
          number = from.sources.find(key);
          if (number < 0) continue;
        }
        const { values } = from;
        const at = WORDS * number;
        if (minute - values[at + MINUTE]! > HOLDS_MINUTES[longer]!) continue;
        // Who did more just now than in all the time that is remembered shows it now.
        if (values[at + REQUESTS]! < LONGER * requests) continue;
        units.behaviour[unit] = values[at]!;
        units.looks[unit] = values[at + LOOKS]!;
        break;
      }
    }
  }

  /** Whether a source was there in a minute that had ended when this span began, as far as is remembered. */
  isBack(units: Units, unit: number, startMs: number): boolean {
    const key = sourceKey(units, unit);
    for (const { sources, values } of [this.#young[1]!, this.#old[1]!]) {
      const number = sources.find(key);
      if (number >= 0 && values[WORDS * number + FIRST]! * 60_000 <= startMs) return true;
    }
    return false;
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    for (const one of [...this.#young, ...this.#old]) {
      one.sources.carry(by);
      const values = by.value(one.values.slice(0, WORDS * one.sources.size));
      while (one.values.length < WORDS * (one.sources.size + 1)) one.values = doubled(one.values);
      one.values.set(values);
    }
  }
}

function doubled(values: Float64Array): Float64Array {
  const larger = new Float64Array(2 * values.length);
  larger.set(values);
  return larger;
}
