/** /24 networks of a chunk: as many as a word of 64 bits has. */
const CHUNK = 64;
const CHUNKS = 2 ** 24 / CHUNK;
/** Elements of the bits of a chunk. */
const BITS = 4;
/** Value of a /24 that has several places: it must be looked for among the ranges. No place has this number. */
export const SEVERAL = 0xffff;
/** What is said of a chunk is its place below this, and from this on where its networks are told apart. */
export const APART = 0x10000;

/** Places of /24 networks: see {@link indexPlaces4}. */
export interface PlaceIndex4 {
  /** By chunk of 64 networks: the place of all of them, or {@link APART} and the index of the first of its `values4`. */
  readonly chunks4: Uint32Array;
  /**
   * Of a chunk that has more than one place: a bit each, in four elements, that is set for the first network and for those that are of another
   * place than the one before; then the place for each bit that is set, {@link SEVERAL} where a network has several.
   */
  readonly values4: Uint16Array;
}

/**
 * Places by /24 network, for whom a search among the ranges is too slow: two look-ups at most, the second one of few bytes that lie
 * side by side. Two in three chunks have one place and need but one; without a branch many addresses wait for memory together
 * (bench/README.md). O(ranges).
 * @param blocks4 first range of each /16, and the number of ranges
 * @param entries4 by range: lower half of the first address above the place; no range crosses a /16
 */
export function indexPlaces4(blocks4: Uint32Array, entries4: Uint32Array): PlaceIndex4 {
  const chunks4 = new Uint32Array(new SharedArrayBuffer(4 * CHUNKS));
  // Each range makes two changes at most: where it begins, and after the network in which it does.
  const values = new Uint16Array((BITS + 1) * CHUNKS + 2 * entries4.length);
  let end = 0;
  let chunk = 0;
  let count = 0;
  let last = 0;
  const begin = () => {
    values.fill(0, end, end + BITS);
    values[end] = 1;
    values[end + BITS] = last;
    count = 1;
  };
  const finish = () => {
    const isOne = count === 1 && last !== SEVERAL;
    chunks4[chunk] = isOne ? last : APART + end;
    if (!isOne) end += BITS + count;
    chunk += 1;
    begin();
  };
  const change = (network: number, value: number) => {
    if (value === last) return;
    while (chunk < Math.floor(network / CHUNK)) finish();
    last = value;
    const within = network % CHUNK;
    if (within === 0) {
      begin();
      return;
    }
    values[end + (within >>> 4)]! |= 1 << (within & 15);
    values[end + BITS + count] = value;
    count += 1;
  };
  begin();
  for (let block = 0; block < blocks4.length - 1; block += 1) {
    const blockEnd = blocks4[block + 1]!;
    for (let at = blocks4[block]!; at < blockEnd; ) {
      const start = entries4[at]! >>> 16;
      const within = start >>> 8;
      const network = block * 256 + within;
      let next = at + 1;
      while (next < blockEnd && entries4[next]! >>> 24 === within) next += 1;
      const nextWithin = next < blockEnd ? entries4[next]! >>> 24 : 256;
      if (next === at + 1 && (start & 255) === 0) {
        change(network, entries4[at]! & 0xffff);
      } else {
        change(network, SEVERAL);
        if (nextWithin > within + 1) change(network + 1, entries4[next - 1]! & 0xffff);
      }
      at = next;
    }
  }
  while (chunk < CHUNKS) finish();
  const values4 = new Uint16Array(new SharedArrayBuffer(2 * (end + (end & 1))));
  values4.set(values.subarray(0, end));
  return { chunks4, values4 };
}
