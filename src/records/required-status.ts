import { NEEDS_STATUS } from "../kernel/layout.ts";
import type { KernelProgram } from "../kernel/program.ts";
import { needing } from "./kernel-program.ts";
import { type LineReader, Outcome, type ReadFailure, rejection } from "./line-reader.ts";
import type { RequestRecord } from "./record.ts";

const OTHER_FORMAT = rejection("other-format");
const LEAST_STATUS = 100;

/**
 * Reads a format of which the status is the mark: a line without one of three digits there has other columns, and what was read of
 * it means something else.
 */
export class RequiredStatusReader implements LineReader {
  readonly name: string;
  readonly #inner: LineReader;
  /** The last one of the inner reader, and what became of it: kernels tell programs apart by identity. */
  #inners: KernelProgram["steps"] | null = null;
  #program: KernelProgram | null = null;

  /** @param inner reader of the format */
  constructor(inner: LineReader) {
    this.name = inner.name;
    this.#inner = inner;
  }

  get kernelProgram(): KernelProgram | null {
    const inner = this.#inner.kernelProgram ?? null;
    if (inner?.steps !== this.#inners) {
      this.#inners = inner?.steps ?? null;
      this.#program = needing(NEEDS_STATUS, inner);
    }
    return this.#program;
  }

  get state(): string | null {
    return this.#inner.state ?? null;
  }

  resume(state: string): void {
    this.#inner.resume?.(state);
  }

  read(bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
    const outcome = this.#inner.read(bytes, start, end, record);
    return outcome === Outcome.record && record.status < LEAST_STATUS ? OTHER_FORMAT : outcome;
  }

  failure(): ReadFailure {
    return this.#inner.failure?.() ?? { at: 0, expected: "sc-status" };
  }
}
