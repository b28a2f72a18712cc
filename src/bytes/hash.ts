/**
 * Keyed 64-bit hashes as two unsigned 32-bit halves, because JavaScript multiplies 32 bits fast and 64 bits slowly.
 *
 * Two lanes of the MurmurHash3 block step (Appleby, 2011) run over the words with different constants and are
 * finalised against each other. The key makes it impossible to choose addresses or paths that a sample never keeps
 * without knowing the key; it is no cryptographic hash and protects no secret.
 *
 * The result is left in `hi` and `lo` of the hasher, so that hashing allocates nothing.
 */
export class Hasher {
  /** Upper half of the last hash, 0..2^32-1. */
  hi = 0;
  /** Lower half of the last hash, 0..2^32-1. */
  lo = 0;
  readonly #keyHi: number;
  readonly #keyLo: number;

  /** @param seed the key, an integer 0..2^53-1 */
  constructor(seed: number) {
    this.#keyHi = (Math.floor(seed / 0x100000000) ^ 0x9e3779b9) | 0;
    this.#keyLo = (seed ^ 0x85ebca6b) | 0;
  }

  /** The key in two halves, for a kernel that hashes alike. */
  get key(): readonly [hi: number, lo: number] {
    return [this.#keyHi, this.#keyLo];
  }

  /** Hashes two 32-bit words and a domain (what kind of thing they name, so that kinds do not collide). O(1). */
  words(a: number, b: number, domain: number): void {
    const k = this.#keyHi;
    const l = this.#keyLo;
    let h = mix(k ^ domain, a, 0xcc9e2d51, 0x1b873593);
    let g = mix(l ^ domain, b, 0x239b961b, 0xab0e9789);
    h = (h + g) | 0;
    g = (g + h) | 0;
    h = mix(h, b, 0xcc9e2d51, 0x1b873593);
    g = mix(g, a, 0x239b961b, 0xab0e9789);
    this.#finish(h, g);
  }

  /**
   * Hashes the bytes `[start, end)`. O(end - start), eight bytes a step: words go to the two lanes in turn, which the
   * finish mixes into each other.
   */
  bytes(bytes: Uint8Array, start: number, end: number, domain: number): void {
    let h = this.#keyHi ^ domain;
    let g = this.#keyLo ^ (end - start);
    let i = start;
    for (const last = end - 7; i < last; i += 8) {
      const even = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
      const odd = bytes[i + 4]! | (bytes[i + 5]! << 8) | (bytes[i + 6]! << 16) | (bytes[i + 7]! << 24);
      h = mix(h, even, 0xcc9e2d51, 0x1b873593);
      g = mix(g, odd, 0x239b961b, 0xab0e9789);
    }
    let tail = 0;
    let shift = 0;
    for (; i < end; i += 1) {
      tail |= bytes[i]! << shift;
      shift += 8;
      if (shift < 32) continue;
      h = mix(h, tail, 0xcc9e2d51, 0x1b873593);
      tail = 0;
      shift = 0;
    }
    this.#finish(h, mix(g, tail, 0x239b961b, 0xab0e9789));
  }

  #finish(a: number, b: number): void {
    let h = (a + b) | 0;
    let g = (b + h) | 0;
    h = avalanche(h);
    g = avalanche(g);
    h = (h + g) | 0;
    g = (g + h) | 0;
    this.hi = h >>> 0;
    this.lo = g >>> 0;
  }
}

function mix(state: number, word: number, c1: number, c2: number): number {
  let k = Math.imul(word, c1);
  k = (k << 15) | (k >>> 17);
  let h = state ^ Math.imul(k, c2);
  h = (h << 13) | (h >>> 19);
  return (Math.imul(h, 5) + 0xe6546b64) | 0;
}

function avalanche(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
