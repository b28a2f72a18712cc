import type { OrderedKeys } from "./sample-layout.ts";
import type { SampleStore } from "./sample-store.ts";

/** Takes occurrences in order of their keys into an empty sample, which lies where the keys do: as `ThresholdSample.fill` says. */
export function fillSample(store: SampleStore, keys: OrderedKeys): void {
  fillRows(store, keys, store.budget, 0);
  if (keys.left === 0) return;
  fillLoud(store, keys, keys.hi, keys.lo);
  store.purgeLoud(store.loudPart.budget);
}

/** Makes of occurrences what another sample needs to absorb of them: as `ThresholdSample.fillFor` says. */
export function fillSampleFor(store: SampleStore, other: SampleStore, keys: OrderedKeys): void {
  fillRows(store, keys, keys.left, other.exact ? 0 : other.address);
  if (keys.left > 0) fillLoud(store, keys, other.thetaHi, other.thetaLo);
}

function fillRows(store: SampleStore, keys: OrderedKeys, limit: number, sample: number): void {
  store.sampled.reserve(Math.min(keys.left, limit));
  keys.fillRows(store.sampled.address, limit, sample);
  store.isSettled = true;
}

/** Lowers θ to where the sampled rows end, and takes what is loud of the other keys. */
function fillLoud(store: SampleStore, keys: OrderedKeys, thetaHi: number, thetaLo: number): void {
  store.thetaHi = thetaHi;
  store.thetaLo = thetaLo;
  const { table } = store.openLoud();
  store.tell();
  const count = keys.countLoud(store.loudFrom);
  if (count === 0) return;
  table.reserve(count);
  keys.fillLoud(store.address);
}
