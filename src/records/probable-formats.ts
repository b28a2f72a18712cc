import { MAX_LINE_BYTES } from "../bytes/lines.ts";
import { ENVELOPES, Envelope, EnvelopeOpener } from "./envelope-opener.ts";
import { BARE } from "./formats.ts";
import { type LineReader, Outcome } from "./line-reader.ts";
import { RequestRecord } from "./record.ts";

/** Lines that are tried: what reads nine of ten lines and none of so many, spread over the beginning, is hardly ever met. */
const PROBES = 4;
/** Lines that name columns, at most. */
const MOST_DIRECTIVES = 8;
const HASH = 0x23;

/** A line, without its envelope. */
interface Probe {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/**
 * Names of the formats that read any of some lines, alone or in an envelope: envelopes are taken off once, not by each format anew,
 * so that this costs a tenth of trying all formats on all lines.
 * @param lines of the beginning of a log
 */
export function probableFormats(lines: readonly Uint8Array[], logTz: string): Set<string> {
  const directives = lines.filter((line) => line[0] === HASH).slice(0, MOST_DIRECTIVES);
  const plain = lines.filter((line) => line[0] !== HASH);
  const step = Math.max(1, plain.length / PROBES);
  const chosen = plain.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
  const layers = [Envelope.none, ...ENVELOPES, Envelope.logger].map((envelope) => opened(envelope, chosen));
  const names = new Set<string>();
  for (const { name, open } of BARE) {
    const reader = open({ logTz });
    for (const line of directives) read(reader, { bytes: line, start: 0, end: line.length });
    if (layers.some((probes) => probes.some((probe) => read(reader, probe) === Outcome.record)))
      names.add(name);
  }
  return names;
}

/** Those of the lines that have an envelope, without it. */
function opened(envelope: number, lines: readonly Uint8Array[]): Probe[] {
  return lines.flatMap((line) => {
    const opener = new EnvelopeOpener();
    return opener.open(envelope, line, 0, line.length) ? [opener] : [];
  });
}

const record = new RequestRecord();

function read(reader: LineReader, { bytes, start, end }: Probe): number {
  const isTooLong = end - start > (reader.maxLineBytes ?? MAX_LINE_BYTES);
  return isTooLong ? Outcome.blank : reader.read(bytes, start, end, record);
}
