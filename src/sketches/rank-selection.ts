/**
 * Moves the `rank + 1` smallest of `count` unsigned 64-bit integers to the front (in any order), the one of that rank to
 * index `rank`. They are given as halves in two arrays, which are permuted alike.
 *
 * Hoare's quickselect with the middle element as pivot: expected O(count). Inputs are keyed hashes, or counts in the
 * order of keyed hashes, so nobody can arrange them to our harm.
 */
export function selectRank(hi: Uint32Array, lo: Uint32Array, count: number, rank: number): void {
  let left = 0;
  let right = count - 1;
  while (left < right) {
    const middle = (left + right) >>> 1;
    const pivotHi = hi[middle]!;
    const pivotLo = lo[middle]!;
    let i = left;
    let j = right;
    while (i <= j) {
      while (hi[i]! < pivotHi || (hi[i]! === pivotHi && lo[i]! < pivotLo)) i += 1;
      while (hi[j]! > pivotHi || (hi[j]! === pivotHi && lo[j]! > pivotLo)) j -= 1;
      if (i > j) break;
      const swapHi = hi[i]!;
      const swapLo = lo[i]!;
      hi[i] = hi[j]!;
      lo[i] = lo[j]!;
      hi[j] = swapHi;
      lo[j] = swapLo;
      i += 1;
      j -= 1;
    }
    if (rank <= j) right = j;
    else if (rank >= i) left = i;
    else return;
  }
}

/**
 * The value of this rank, 0 for the smallest, among the first `count` of `values`, which are moved about. Quickselect as above:
 * expected O(count).
 */
export function selectValue(values: Float64Array, count: number, rank: number): number {
  let left = 0;
  let right = count - 1;
  while (left < right) {
    const pivot = values[(left + right) >>> 1]!;
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i += 1;
      while (values[j]! > pivot) j -= 1;
      if (i > j) break;
      const swap = values[i]!;
      values[i] = values[j]!;
      values[j] = swap;
      i += 1;
      j -= 1;
    }
    if (rank <= j) right = j;
    else if (rank >= i) left = i;
    else break;
  }
  return values[rank]!;
}

/** Room for the keys of {@link keyOfRank}, shared by all tables: it gives no garbage. */
let keysHi = new Uint32Array(0);
let keysLo = new Uint32Array(0);

/**
 * The key of this rank, 0 for the smallest, among the first `count` rows of `stride` words, each of which begins with the halves of its
 * key. The rows stay as they are. Expected O(count).
 */
export function keyOfRank(
  rows: Uint32Array,
  count: number,
  stride: number,
  rank: number,
): readonly [hi: number, lo: number] {
  if (keysHi.length < count) {
    keysHi = new Uint32Array(2 * count);
    keysLo = new Uint32Array(2 * count);
  }
  const hi = keysHi;
  const lo = keysLo;
  for (let i = 0; i < count; i += 1) {
    hi[i] = rows[i * stride]!;
    lo[i] = rows[i * stride + 1]!;
  }
  selectRank(hi, lo, count, rank);
  return [hi[rank]!, lo[rank]!];
}
