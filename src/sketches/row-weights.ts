import { quietMass } from "./quiet-mass.ts";
import { EVERYTHING, type RowVisitor } from "./sample-layout.ts";
import type { SampleStore } from "./sample-store.ts";

/** θ of the sample of the `most` smallest keys, 0..1: as `ThresholdSample.thetaOf` says. */
export function thetaOf({ sampled, shape, thetaHi, thetaLo, size }: SampleStore, most: number): number {
  const offset = most * shape.stride;
  const hi = size <= most ? thetaHi : sampled.rows[offset]!;
  const lo = size <= most ? thetaLo : sampled.rows[offset + 1]!;
  return hi / EVERYTHING + lo / EVERYTHING / EVERYTHING;
}

/** Shows every row with the factors that make sums over rows estimates of sums over all keys: as `ThresholdSample.forEach` says. */
export function visitRows(store: SampleStore, visitor: RowVisitor): void {
  const { sampled, loud, shape, loudFrom, size } = store;
  const { stride, weight: weightAt, quiet: quietAt } = shape;
  const { rows } = sampled;
  const theta = thetaOf(store, size);
  for (let offset = 0, end = size * stride; offset < end; offset += stride) {
    const count = rows[offset + weightAt]!;
    const loudMass = count - quietMass(rows, offset, shape, loudFrom);
    const weight = count === 0 ? 1 / theta : (loudMass + (count - loudMass) / theta) / count;
    visitor(rows, offset, weight, loudMass > 0 ? 1 : 1 / theta);
  }
  if (loud === null) return;
  const { rows: loudRows, count: loudSize } = loud.table;
  for (let offset = 0, end = loudSize * stride; offset < end; offset += stride) {
    const count = loudRows[offset + weightAt]!;
    if (count > 0) visitor(loudRows, offset, (count - loudRows[offset + quietAt]!) / count, 1);
  }
}

/** Writes down where rows are, with the same factors: as `ThresholdSample.readRows` says. */
export function readRows(
  store: SampleStore,
  most: number,
  offsets: Uint32Array,
  weights: Float64Array,
  keyWeights: Float64Array,
): number {
  const { sampled, loud, shape, loudFrom, size } = store;
  const { stride, weight: weightAt, quiet: quietAt } = shape;
  const { rows } = sampled;
  const theta = thetaOf(store, most);
  let read = 0;
  for (let i = 0, offset = 0; i < size; i += 1, offset += stride) {
    const count = rows[offset + weightAt]!;
    const loudMass = theta === 1 ? 0 : count - quietMass(rows, offset, shape, loudFrom);
    const isSampled = i < most;
    if (!isSampled && loudMass === 0) continue;
    const quiet = isSampled ? (count - loudMass) / theta : 0;
    offsets[read] = offset;
    weights[read] = theta === 1 ? 1 : count === 0 ? 1 / theta : (loudMass + quiet) / count;
    keyWeights[read] = loudMass > 0 ? 1 : 1 / theta;
    read += 1;
  }
  if (loud === null) return read;
  const { rows: loudRows, count: loudSize } = loud.table;
  for (let i = 0, offset = 0; i < loudSize; i += 1, offset += stride) {
    const count = loudRows[offset + weightAt]!;
    offsets[read + i] = offset;
    weights[read + i] = count === 0 ? 0 : (count - loudRows[offset + quietAt]!) / count;
    keyWeights[read + i] = 1;
  }
  return read;
}
