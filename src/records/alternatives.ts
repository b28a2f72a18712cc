import type { KernelProgram } from "../kernel/program.ts";
import { joinedState, resumeAll } from "./joined-state.ts";
import { type LineReader, Outcome, type ReadFailure, rejection } from "./line-reader.ts";
import type { RequestRecord } from "./record.ts";

const NO_CLIENT = rejection("no-client");

/**
 * Reads a format that is written in several ways. The way that read the last line is tried first; a line that none can
 * read fails as the first one says, unless another has read it whole and found that it names no client.
 */
export class AlternativesReader implements LineReader {
  readonly name: string;
  readonly #readers: readonly LineReader[];
  readonly #startsOver: boolean;
  #current: LineReader;
  /** The one whose reason the last rejection has. */
  #failed: LineReader;

  /**
   * @param name of the format
   * @param readers at least one, in the order in which they are tried
   * @param startsOver true to try them in this order at every line: where a later one would misread lines of an earlier
   */
  constructor(name: string, readers: readonly [LineReader, ...LineReader[]], startsOver = false) {
    this.name = name;
    this.#startsOver = startsOver;
    this.#readers = readers;
    this.#current = readers[0];
    this.#failed = readers[0];
  }

  get kernelProgram(): KernelProgram | null {
    return this.#current.kernelProgram ?? null;
  }

  get state(): string | null {
    const states = joinedState(this.#readers);
    return states && `${this.#readers.indexOf(this.#current)}${states}`;
  }

  resume(state: string): void {
    this.#current = this.#readers[Number.parseInt(state, 10)] ?? this.#readers[0]!;
    resumeAll(this.#readers, state.slice(state.indexOf("[")));
  }

  read(bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
    const outcome = this.#current.read(bytes, start, end, record);
    return outcome <= Outcome.blank ? outcome : this.#readOtherwise(bytes, start, end, record, outcome);
  }

  failure(): ReadFailure {
    return this.#failed.failure?.() ?? { at: 0, expected: this.name };
  }

  #readOtherwise(
    bytes: Uint8Array,
    start: number,
    end: number,
    record: RequestRecord,
    failed: number,
  ): number {
    const first = this.#current;
    let reason = failed;
    this.#failed = first;
    for (const reader of this.#readers) {
      if (reader === first) continue;
      const outcome = reader.read(bytes, start, end, record);
      if (outcome <= Outcome.blank) {
        if (!this.#startsOver) this.#current = reader;
        return outcome;
      }
      if (outcome !== NO_CLIENT) continue;
      reason = outcome;
      this.#failed = reader;
    }
    return reason;
  }
}
