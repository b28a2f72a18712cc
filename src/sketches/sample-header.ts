import type { Arena } from "../bytes/arena.ts";
import {
  SAMPLE_BYTES,
  SAMPLE_EXACT,
  SAMPLE_GATE,
  SAMPLE_LOUD,
  SAMPLE_LOUD_FROM,
  SAMPLE_QUIET,
  SAMPLE_ROWS,
  SAMPLE_RULES,
  SAMPLE_THETA_HI,
  SAMPLE_THETA_LO,
  SAMPLE_WEIGHT,
} from "../kernel/layout.ts";
import type { LoudRows } from "./loud-rows.ts";
import type { RowShape } from "./row-shape.ts";
import { EVERYTHING } from "./sample-layout.ts";

/** Tells a kernel where the parts of a sample are, what its rows look like, and which keys are in them (kernel/layout.ts). */
export class SampleHeader {
  readonly #arena: Arena;
  readonly #words: Uint32Array;
  /** How columns are merged, a byte each. */
  readonly #rules: Uint32Array;

  /**
   * @param rows address of the table of the sampled rows
   * @param arena where the sample lies
   */
  constructor({ codes, weight, quiet }: RowShape, rows: number, arena: Arena) {
    this.#arena = arena;
    this.#words = arena.words(SAMPLE_BYTES / 4);
    this.#rules = arena.words(Math.ceil(codes.length / 4));
    new Uint8Array(this.#rules.buffer, this.#rules.byteOffset, codes.length).set(codes);
    this.#words[SAMPLE_ROWS / 4] = rows;
    this.#words[SAMPLE_RULES / 4] = this.#rules.byteOffset;
    this.#words[SAMPLE_WEIGHT / 4] = weight;
    this.#words[SAMPLE_QUIET / 4] = quiet;
  }

  /** Where a kernel finds it. */
  get address(): number {
    return this.#words.byteOffset;
  }

  /** Tells what may change: the threshold, what is loud, and where that is kept, once anything is. */
  tell(thetaHi: number, thetaLo: number, loudFrom: number, loud: LoudRows | null): void {
    const words = this.#words;
    words[SAMPLE_THETA_HI / 4] = thetaHi;
    words[SAMPLE_THETA_LO / 4] = thetaLo;
    words[SAMPLE_EXACT / 4] = thetaHi === EVERYTHING ? 1 : 0;
    words[SAMPLE_LOUD_FROM / 4] = loudFrom;
    words[SAMPLE_LOUD / 4] = loud?.table.address ?? 0;
    words[SAMPLE_GATE / 4] = loud?.gate.address ?? 0;
  }

  /** Gives its memory back; it may not be used any more. */
  release(): void {
    this.#arena.release(this.#words);
    this.#arena.release(this.#rules);
  }
}
