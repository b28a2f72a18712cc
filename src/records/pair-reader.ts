import { Ascii } from "../bytes/ascii.ts";
import type { KernelProgram, ProgramSteps } from "../kernel/program.ts";
import { FieldSlots } from "./field-slots.ts";
import { FieldTaker } from "./field-taker.ts";
import { kernelPairsOf } from "./kernel-program.ts";
import { hashKey, type KeyTable, ROOT } from "./key-table.ts";
import { type LineReader, Outcome, type ReadFailure, rejection } from "./line-reader.ts";
import type { RequestRecord } from "./record.ts";

const OTHER_FORMAT = rejection("other-format");

/** How pairs of key and value are written. */
export interface PairFormat {
  readonly name: string;
  readonly table: KeyTable;
  /** Between key and value: `:` for LTSV, `=` for logfmt. */
  readonly assign: number;
  /** Between pairs: tab for LTSV, blank for logfmt. */
  readonly separator: number;
}

/** Reads lines of `key:value` pairs (LTSV) or `key=value` pairs, where values may be quoted (logfmt). */
export class PairReader implements LineReader {
  readonly name: string;
  readonly kernelProgram: KernelProgram | null;
  readonly #format: PairFormat;
  readonly #taker: FieldTaker;
  readonly #slots = new FieldSlots();
  #failedAt = 0;

  constructor(format: PairFormat, logTz: string) {
    this.name = format.name;
    this.#format = format;
    this.#taker = new FieldTaker(logTz);
    const steps = stepsOf(format);
    this.kernelProgram = steps && { steps, zone: this.#taker.time.zone };
  }

  /** Only times without zone may depend on the lines before them. */
  get state(): string {
    return this.#taker.time.zone.state;
  }

  resume(state: string): void {
    this.#taker.time.zone.resume(state);
  }

  read(bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
    if (start === end) return Outcome.blank;
    const { assign, separator, table } = this.#format;
    const slots = this.#slots;
    slots.clear();
    this.#taker.parts.seen = 0;
    let pairs = 0;
    let p = start;
    while (p < end) {
      let q = p;
      while (q < end && bytes[q] !== assign && bytes[q] !== separator) q += 1;
      if (q < end && bytes[q] === assign) {
        const slot = table.find(hashKey(ROOT, bytes, p, q));
        let from = q + 1;
        let to = from;
        if (bytes[from] === Ascii.quote && separator === Ascii.blank) {
          from += 1;
          for (to = from; to < end && bytes[to] !== Ascii.quote; to += 1) {
            if (bytes[to] !== Ascii.backslash) continue;
            to += 1;
          }
          if (to > end) to = end;
          q = to + 1;
        } else {
          while (to < end && bytes[to] !== separator) to += 1;
          q = to;
          // Splunk's add-on for Apache has commas behind values too.
          if (separator === Ascii.blank && to > from && bytes[to - 1] === Ascii.comma) to -= 1;
        }
        pairs += 1;
        if (slot >= 0) slots.offer(table.field(slot), table.rank(slot), bytes, from, to);
      }
      p = q + 1;
    }
    this.#failedAt = start;
    if (pairs === 0) return OTHER_FORMAT;
    const outcome = slots.finish(this.#taker, bytes, start, end, record);
    this.#failedAt = slots.failedAt;
    return outcome;
  }

  failure(): ReadFailure {
    const assign = String.fromCharCode(this.#format.assign);
    return {
      at: this.#failedAt,
      expected: `pairs such as status${assign}200, with a time, a client and a request`,
    };
  }
}

/** Steps of a format, made once: a kernel tells them apart by identity. */
const steps = new WeakMap<PairFormat, ProgramSteps | null>();

function stepsOf(format: PairFormat): ProgramSteps | null {
  let known = steps.get(format);
  if (known === undefined) {
    known = kernelPairsOf(format.table, format.assign, format.separator);
    steps.set(format, known);
  }
  return known;
}
