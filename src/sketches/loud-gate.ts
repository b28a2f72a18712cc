/**
 * Counts how often keys were seen, approximately and never too low, in constant memory: a Count-Min sketch of two rows
 * with conservative update (Estan and Varghese 2002, "New directions in traffic measurement and accounting").
 * It keeps the many quiet keys from ever getting a row of their own.
 */
export class LoudGate {
  readonly #cells: Uint32Array;
  readonly #mask: number;

  /** @param width counters per row, a power of two */
  constructor(width: number) {
    this.#cells = new Uint32Array(2 * width);
    this.#mask = width - 1;
  }

  /** Adds `count` occurrences of a key and returns its estimate, which is at least what was added for it. O(1). */
  add(hi: number, lo: number, count: number): number {
    const cells = this.#cells;
    const a = lo & this.#mask;
    const b = (hi & this.#mask) + this.#mask + 1;
    const estimate = Math.min(Math.min(cells[a]!, cells[b]!) + count, 0xffffffff);
    if (cells[a]! < estimate) cells[a] = estimate;
    if (cells[b]! < estimate) cells[b] = estimate;
    return estimate;
  }

  /** Forgets everything. */
  clear(): void {
    this.#cells.fill(0);
  }
}
