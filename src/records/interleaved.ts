import { MAX_LINE_BYTES } from "../bytes/lines.ts";
import type { KernelProgram } from "../kernel/program.ts";
import { EnvelopeReader } from "./envelopes.ts";
import type { Format } from "./format.ts";
import { joinedState, resumeAll } from "./joined-state.ts";
import { type LineReader, Outcome, type ReadFailure, rejection } from "./line-reader.ts";
import type { RequestRecord } from "./record.ts";

const NOT_A_REQUEST = rejection("not-a-request");

/**
 * Several formats in one log: virtual hosts with formats of their own, containers of different servers behind one collector.
 * Each line is read by the first of them that can, whatever the lines before it were; envelopes are taken off once for all.
 * @param formats without their envelopes, at least two; the one with the most lines first
 */
export function interleaved(formats: readonly [Format, Format, ...Format[]]): Format {
  const name = formats.map((format) => format.name).join("+");
  return {
    name,
    title: `lines of ${formats.map((format) => format.name).join(" and of ")}`,
    samples: [],
    open: (options) =>
      new EnvelopeReader(
        new InterleavedReader(
          name,
          formats.map((format) => format.open(options)),
        ),
      ),
  };
}

class InterleavedReader implements LineReader {
  readonly name: string;
  /** Only where a format has lines of several requests. */
  readonly more?: (record: RequestRecord) => boolean;
  readonly maxLineBytes: number;
  readonly #readers: readonly LineReader[];
  /** The one that read the last line, or refused it first. */
  #last: LineReader;

  constructor(name: string, readers: readonly LineReader[]) {
    this.name = name;
    this.#readers = readers;
    this.#last = readers[0]!;
    this.maxLineBytes = Math.max(...readers.map((reader) => reader.maxLineBytes ?? MAX_LINE_BYTES));
    if (readers.some((reader) => reader.more !== undefined))
      this.more = (record) => this.#last.more?.(record) ?? false;
  }

  /** Lines that the first format reads are always its own. */
  get kernelProgram(): KernelProgram | null {
    return this.#readers[0]?.kernelProgram ?? null;
  }

  get state(): string | null {
    return joinedState(this.#readers);
  }

  resume(state: string): void {
    resumeAll(this.#readers, state);
  }

  read(bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
    const first = this.#readers[0]!;
    let failed = -1;
    for (const reader of this.#readers) {
      const outcome = reader.read(bytes, start, end, record);
      if (outcome <= Outcome.blank) {
        this.#last = reader;
        return outcome;
      }
      // Well-formed, and no request: more than that the first format is not that of the line.
      if (failed < 0 || outcome === NOT_A_REQUEST) failed = outcome;
    }
    this.#last = first;
    return failed;
  }

  failure(): ReadFailure {
    return this.#last.failure?.() ?? { at: 0, expected: this.name };
  }
}
