import { type Arena, HEAP } from "../bytes/arena.ts";
import { GATE_BYTES, GATE_CELLS, GATE_MASK } from "../kernel/layout.ts";

/**
 * Counts how often keys were seen, approximately and never too low, in constant memory: a Count-Min sketch of two rows
 * with conservative update (Estan and Varghese 2002, "New directions in traffic measurement and accounting").
 * It keeps the many quiet keys from ever getting a row of their own.
 */
export class LoudGate {
  readonly #arena: Arena;
  readonly #cells: Uint32Array;
  readonly #mask: number;
  /** Tells a kernel where the gate is. */
  readonly #header: Uint32Array;

  /**
   * @param width counters per row, a power of two
   * @param arena where the gate lies
   */
  constructor(width: number, arena: Arena = HEAP) {
    this.#arena = arena;
    this.#cells = arena.words(2 * width);
    this.#mask = width - 1;
    this.#header = arena.words(GATE_BYTES / 4);
    this.#header[GATE_CELLS / 4] = this.#cells.byteOffset;
    this.#header[GATE_MASK / 4] = this.#mask;
  }

  /** Where a kernel finds the gate. */
  get address(): number {
    return this.#header.byteOffset;
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

  /** Gives its memory back; it may not be used any more. */
  release(): void {
    this.#arena.release(this.#cells);
    this.#arena.release(this.#header);
  }
}
