/**
 * The order of some weights, the largest first and equal ones as they stand: what a stable sort by a function that compares gives, by
 * sorting the numbers alone, which is several times as fast. O(n log n).
 * @param weights finite
 * @returns indexes into the weights
 * @example
 * [...descendingOrder(Float64Array.of(2, 5, 2))]; // [1, 0, 2]
 */
export function descendingOrder(weights: Float64Array): Uint32Array {
  const count = weights.length;
  const sorted = weights.slice().sort();
  const order = new Uint32Array(count);
  /** By the first rank of a weight: how many of that weight have found theirs. */
  const found = new Uint32Array(count);
  for (let index = 0; index < count; index += 1) {
    const first = count - countUpTo(sorted, weights[index]!);
    order[first + found[first]!] = index;
    found[first]! += 1;
  }
  return order;
}

/** How many of ascending numbers are at most as large as one of them. */
function countUpTo(sorted: Float64Array, weight: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= weight) low = middle + 1;
    else high = middle;
  }
  return low;
}
