/**
 * What was found out about a 64-bit hash: a direct-mapped cache of small integers. A newcomer evicts who had its
 * place, so the memory is fixed and a miss only costs finding out again. O(1).
 */
export class HashCache {
  readonly #mask: number;
  readonly #hi: Uint32Array;
  readonly #lo: Uint32Array;
  readonly #values: Int8Array;

  /** @param slots a power of two */
  constructor(slots: number) {
    this.#mask = slots - 1;
    this.#hi = new Uint32Array(slots);
    this.#lo = new Uint32Array(slots);
    this.#values = new Int8Array(slots).fill(-1);
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
