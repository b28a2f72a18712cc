import { attributeIndex, sourceKey, type Units } from "../features/units.ts";
import type { Scale } from "./behaviour-model.ts";

const PROFILE = attributeIndex("profile");
/** Sources remembered at each scale before the older half is forgotten. */
const CAPACITY = 32_768;
/** How long a judgement holds, minutes, by scale. */
const HOLDS_MINUTES = [0, 5, 25] as const;

/** A memory counts for more than the present from so many times its requests on. */
const LONGER = 2;

/** What a source did, as it looked over a longer span. */
interface Remembered {
  readonly behaviour: number;
  readonly looks: number;
  /** Requests that this rests on. */
  readonly requests: number;
  readonly minute: number;
}

/**
 * What sources did lately, so that a short span need not judge them by the one request that it shows of each: ten seconds
 * take over what a minute, and a minute what ten minutes said of a source. Two generations bound it: when the younger is
 * full, the older goes.
 */
export class SourceMemory {
  readonly #young: Map<number, Remembered>[] = [new Map(), new Map(), new Map()];
  readonly #old: Map<number, Remembered>[] = [new Map(), new Map(), new Map()];

  /** Keeps what the sources of a judged span did. O(units). @param endMs end of the span */
  remember(units: Units, scale: Scale, endMs: number): void {
    const minute = endMs / 60_000;
    for (let unit = 0; unit < units.count; unit += 1) {
      // Of who was mostly refused for overload nothing is known that the next seconds could not show better.
      if (units.bin(unit, PROFILE) < 0) continue;
      const young = this.#young[scale]!;
      const requests = units.requests[unit]! / units.sources[unit]!;
      young.set(sourceKey(units, unit), {
        behaviour: units.behaviour[unit]!,
        looks: units.looks[unit]!,
        requests,
        minute,
      });
      if (young.size < CAPACITY) continue;
      this.#old[scale] = young;
      this.#young[scale] = new Map();
    }
  }

  /** Replaces what sources did in a span by what they did in the longest one that is remembered. O(units). */
  recall(units: Units, scale: Scale, startMs: number): void {
    const minute = startMs / 60_000;
    for (let unit = 0; unit < units.count; unit += 1) {
      const key = sourceKey(units, unit);
      for (let longer = 2; longer > scale; longer -= 1) {
        const found = this.#young[longer]!.get(key) ?? this.#old[longer]!.get(key);
        if (found === undefined || minute - found.minute > HOLDS_MINUTES[longer]!) continue;
        // Who did more just now than in all the time that is remembered shows it now.
        const requests = units.requests[unit]! / units.sources[unit]!;
        if (found.requests < LONGER * requests) continue;
        units.behaviour[unit] = found.behaviour;
        units.looks[unit] = found.looks;
        break;
      }
    }
  }
}
