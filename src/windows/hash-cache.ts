import { type Arena, HEAP } from "../bytes/arena.ts";

/**
 * What was found out about a 64-bit hash: a direct-mapped cache of small integers. A newcomer evicts who had its
 * place, so the memory is fixed and a miss only costs finding out again. O(1).
 */
export class HashCache {
  readonly #mask: number;
  readonly #hi: Uint32Array;
  readonly #lo: Uint32Array;
  readonly #values: Int8Array;

  /**
   * @param slots a power of two
   * @param arena where the cache lies
   */
  constructor(slots: number, arena: Arena = HEAP) {
    this.#mask = slots - 1;
    this.#hi = arena.words(slots);
    this.#lo = arena.words(slots);
    const values = arena.words(slots / 4);
    this.#values = new Int8Array(values.buffer, values.byteOffset, slots).fill(-1);
  }

  /** Where a kernel finds the halves of the hashes, and the values. */
  get addresses(): readonly [hi: number, lo: number, values: number] {
    return [this.#hi.byteOffset, this.#lo.byteOffset, this.#values.byteOffset];
  }

  /** The value of this hash, or -1. */
  get(hi: number, lo: number): number {
    const at = hi & this.#mask;
    return this.#hi[at] === hi && this.#lo[at] === lo ? this.#values[at]! : -1;
  }

  /** @param value 0..127 */
  set(hi: number, lo: number, value: number): void {
    const at = hi & this.#mask;
    this.#hi[at] = hi;
    this.#lo[at] = lo;
    this.#values[at] = value;
  }
}
