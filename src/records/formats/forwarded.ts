import { NEEDS_ADDRESSES } from "../../kernel/layout.ts";
import type { KernelProgram } from "../../kernel/program.ts";
import { readAddress } from "../addresses.ts";
import { AlternativesReader } from "../alternatives.ts";
import { apachePieces } from "../apache-format.ts";
import { FieldProgram } from "../field-program.ts";
import type { Format } from "../format.ts";
import { needing } from "../kernel-program.ts";
import { type LineReader, Outcome, type ReadFailure, rejection } from "../line-reader.ts";
import { RequestRecord } from "../record.ts";
import { simplify } from "../simplify.ts";

const OTHER_FORMAT = rejection("other-format");
const COMBINED = '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"';

const programs = [`%{X-Forwarded-For}i ${COMBINED}`, `"%{X-Forwarded-For}i" ${COMBINED}`].map(
  (spec) => new FieldProgram("forwarded-combined", simplify(apachePieces(spec), spec)),
);

/** Combined with X-Forwarded-For before the client. */
export const forwardedCombined: Format = {
  name: "forwarded-combined",
  title: "combined with X-Forwarded-For first",
  samples: [
    '192.0.2.1, 198.51.100.8 198.51.100.9 - - [06/Apr/2021:08:00:00 +0200] "GET /login HTTP/1.1" 200 5316 "-" "curl/7.74.0"',
    '"192.0.2.1" 198.51.100.9 - - [06/Apr/2021:08:00:00 +0200] "GET /login HTTP/1.1" 200 5316 "-" "curl/7.74.0"',
  ],
  open: ({ logTz }) =>
    new AlternativesReader("forwarded-combined", [
      new TwoAddressesReader(programs[0]!.open(logTz)),
      new TwoAddressesReader(programs[1]!.open(logTz)),
    ]),
};

/** Lets through what begins with two addresses: a name in place of either is a virtual host. */
class TwoAddressesReader implements LineReader {
  readonly name: string;
  readonly kernelProgram: KernelProgram | null;
  readonly #inner: LineReader;
  readonly #scratch = new RequestRecord();

  constructor(inner: LineReader) {
    this.name = inner.name;
    this.#inner = inner;
    this.kernelProgram = needing(NEEDS_ADDRESSES, inner.kernelProgram);
  }

  get state(): string | null {
    return this.#inner.state ?? null;
  }

  resume(state: string): void {
    this.#inner.resume?.(state);
  }

  read(bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
    const outcome = this.#inner.read(bytes, start, end, record);
    if (outcome !== Outcome.record) return outcome;
    const { buffer, forwardedStart, forwardedEnd } = record;
    if (record.family === 0) return OTHER_FORMAT;
    if (forwardedStart === forwardedEnd) return outcome;
    let last = forwardedEnd;
    while (last > forwardedStart && buffer[last - 1]! !== 32 && buffer[last - 1]! !== 44) last -= 1;
    return readAddress(buffer, last, forwardedEnd, this.#scratch) ? outcome : OTHER_FORMAT;
  }

  failure(): ReadFailure {
    return this.#inner.failure?.() ?? { at: 0, expected: this.name };
  }
}
