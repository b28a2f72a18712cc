import type { Units } from "../features/units.ts";
import type { Scale } from "./behaviour-model.ts";

/** Sources remembered at each scale before the older half is forgotten. */
const CAPACITY = 32_768;
/** How long a judgement holds, minutes, by scale. */
const HOLDS_MINUTES = [0, 5, 25] as const;

/** What a source did, as it looked over a longer span. */
interface Remembered {
  readonly behaviour: number;
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
      const young = this.#young[scale]!;
      young.set(keyOf(units, unit), { behaviour: units.behaviour[unit]!, minute });
      if (young.size < CAPACITY) continue;
      this.#old[scale] = young;
      this.#young[scale] = new Map();
    }
  }

  /** Replaces what sources did in a span by what they did in the longest one that is remembered. O(units). */
  recall(units: Units, scale: Scale, startMs: number): void {
    const minute = startMs / 60_000;
    for (let unit = 0; unit < units.count; unit += 1) {
      const key = keyOf(units, unit);
      for (let longer = 2; longer > scale; longer -= 1) {
        const found = this.#young[longer]!.get(key) ?? this.#old[longer]!.get(key);
        if (found === undefined || minute - found.minute > HOLDS_MINUTES[longer]!) continue;
        units.behaviour[unit] = found.behaviour;
        break;
      }
    }
  }
}

function keyOf(units: Units, unit: number): number {
  return units.hashHi[unit]! * 2 ** 21 + (units.hashLo[unit]! >>> 11);
}
