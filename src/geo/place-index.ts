/** /24 networks of a chunk: as many as a word of 64 bits has. */
const CHUNK = 64;
const CHUNKS = 2 ** 24 / CHUNK;
/** Words of a chunk. */
const CHUNK_WORDS = 4;
/** Value of a /24 that has several places: it must be looked for among the ranges. No place has this number. */
export const SEVERAL = 0xffff;

/** Which /24 networks are of another place than those before them: see {@link indexPlaces4}. */
export interface PlaceIndex4 {
  /** By chunk of 64 networks: a bit each that is set where the value changes, in two words, and the number of values before. */
  readonly chunks4: Uint32Array;
  /** Place by number of the change; {@link SEVERAL} where a network has several. */
  readonly values4: Uint16Array;
}

/**
 * Places by /24 network, for whom a search among the ranges is too slow: the place of an address is the value of the last change
 * at or before its network. Two look-ups and no branch, so that many addresses wait for memory together: a third of the time of a
 * search (bench/README.md). O(ranges).
 * @param blocks4 first range of each /16, and the number of ranges
 * @param entries4 by range: lower half of the first address above the place; no range crosses a /16
 */
export function indexPlaces4(blocks4: Uint32Array, entries4: Uint32Array): PlaceIndex4 {
  const chunks4 = new Uint32Array(new SharedArrayBuffer(4 * CHUNKS * CHUNK_WORDS));
  // Each range makes two changes at most: where it begins, and after the network in which it does.
  const values = new Uint16Array(2 * entries4.length);
  let count = 0;
  let last = -1;
  let chunk = 0;
  const change = (network: number, value: number) => {
    if (value === last) return;
    last = value;
    for (; chunk <= network >>> 6; chunk += 1) chunks4[chunk * CHUNK_WORDS + 2] = count - 1;
    values[count] = value;
    count += 1;
    chunks4[(network >>> 6) * CHUNK_WORDS + ((network >>> 5) & 1)]! |= 1 << (network & 31);
  };
  for (let block = 0; block < blocks4.length - 1; block += 1) {
    const end = blocks4[block + 1]!;
    for (let at = blocks4[block]!; at < end; ) {
      const start = entries4[at]! >>> 16;
      const within = start >>> 8;
      const network = block * 256 + within;
      let next = at + 1;
      while (next < end && entries4[next]! >>> 24 === within) next += 1;
      const nextWithin = next < end ? entries4[next]! >>> 24 : 256;
      if (next === at + 1 && (start & 255) === 0) {
        change(network, entries4[at]! & 0xffff);
      } else {
        change(network, SEVERAL);
        if (nextWithin > within + 1) change(network + 1, entries4[next - 1]! & 0xffff);
      }
      at = next;
    }
  }
  for (; chunk < CHUNKS; chunk += 1) chunks4[chunk * CHUNK_WORDS + 2] = count - 1;
  const values4 = new Uint16Array(new SharedArrayBuffer(2 * (count + (count & 1))));
  values4.set(values.subarray(0, count));
  return { chunks4, values4 };
}
