import type { Composition } from "../baselines/composition.ts";
import { NumberIndex } from "../bytes/number-index.ts";
import type { Units } from "../features/units.ts";

/** Fewer sources than this have no composition to speak of. */
const LEAST_SOURCES = 12;
/** Weight of normal traffic from which its composition is known. */
const LEAST_KNOWN = 15;
/** Shares below this are not told apart: what is rare in normal traffic is not rarer than that. */
const RARE = 0.02;

/**
 * Kullback-Leibler divergence of some sources' composition from the audience's, nats; null where either is not known. O(units).
 * @param keys by unit
 * @param unknownKey key of those of whom it is not known; null: there are none
 * @param weightOf sources that a unit counts as, 0 for who is left out
 */
export function divergence(
  units: Units,
  keys: Uint16Array | Uint32Array,
  usual: Composition,
  unknownKey: number | null,
  weightOf: (unit: number) => number,
): number | null {
  if (usual.total < LEAST_KNOWN) return null;
  const numbers = new NumberIndex();
  const counts = new Float64Array(units.count);
  let sum = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    const key = keys[unit]!;
    if (key === unknownKey) continue;
    const sources = weightOf(unit);
    if (sources === 0) continue;
    counts[numbers.add(key)]! += sources;
    sum += sources;
  }
  if (sum < LEAST_SOURCES) return null;
  let divergence = 0;
  for (let number = 0; number < numbers.size; number += 1) {
    const share = counts[number]! / sum;
    divergence += share * Math.log((share + RARE) / (usual.share(numbers.keys[number]!) + RARE));
  }
  return divergence;
}
