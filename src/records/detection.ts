import { LineSplitter } from "../bytes/lines.ts";
import { textOf } from "../bytes/text.ts";
import { FORMATS, type Format } from "./formats.ts";
import { Outcome, rejection } from "./line-reader.ts";
import { RequestRecord } from "./record.ts";

/** How many lines, spread over the sample, are tried. */
const LINES = 200;
const GOLDEN_RATIO = 0.6180339887498949;
/** How many lines a format may fail at before it has read any. */
const PATIENCE = 24;
/** The share of lines that a format should read. */
const WANTED_SHARE = 0.9;
/**
 * With less a format is still taken where it reads more than half: no other text has addresses, times, and requests in
 * these places by chance, and what is not read is counted with its reasons.
 */
const ENOUGH_SHARE = 0.5;
/**
 * Formats that read 90 %, or nearly as much as the best does, are equal in this; the fields that they get out of all lines
 * decide between them. So a combined log full of cut-off lines is not taken for a common one.
 */
const NEARLY_AS_MUCH = 0.85;
/** Lines that say nothing about the format: what an application or the error log wrote into the same stream. */
const NEUTRAL: readonly number[] = [
  rejection("not-a-request"),
  rejection("error-log"),
  rejection("overlong"),
];
/** How much of a line that did not fit is kept for people to see, in bytes. */
const CARET_BYTES = 2000;

/** Which format a log is written in, as far as its beginning tells. */
export interface Detection {
  /** The format, or `null` where none reads enough of the lines. */
  readonly format: Format | null;
  /** Share of the sampled lines, blank ones left out, that `format` (or else the best) reads, 0..1. */
  readonly share: number;
  /** All formats, the best first. */
  readonly ranking: readonly Ranked[];
  /** What to do now, for people. */
  readonly advice: string;
}

/** How well one format fits. */
export interface Ranked {
  readonly name: string;
  /** Share of lines read, 0..1. */
  readonly share: number;
  /** The first line that did not fit: the column (from 0, in bytes of the line) and what belongs there. */
  readonly caret?: { readonly line: string; readonly column: number; readonly expected: string };
}

interface Score {
  readonly format: Format;
  readonly share: number;
  /** Fields with a value, over all lines read: of two formats that read a log, the one that reads more out of it wins. */
  readonly fields: number;
  readonly caret?: NonNullable<Ranked["caret"]>;
}

/**
 * Finds the format of a log by its beginning: whole lines, some 200 spread over it, are read by every format; the best
 * must read 90 % of them.
 * @param sample the first bytes of the log, decompressed; 256 KiB are plenty
 * @param options `logTz`: see {@link Format.open}
 */
export function detectFormat(sample: Uint8Array, options: { readonly logTz: string }): Detection {
  const lines = sampleLines(sample);
  let scores = FORMATS.map((format) => score(format, lines, options.logTz, PATIENCE));
  // Nothing read at the beginning by anybody: an access log may yet begin after much else.
  if (scores.every((each) => each.share === 0)) {
    scores = FORMATS.map((format) => score(format, lines, options.logTz, LINES));
  }
  const most = scores.reduce((share, each) => Math.max(share, each.share), 0);
  const enough = Math.min(WANTED_SHARE, most * NEARLY_AS_MUCH);
  const rank = ({ share }: Score): number => (share >= enough ? 1 : share);
  // Stable: of equals the plainer format, which stands first, wins.
  scores.sort((a, b) => rank(b) - rank(a) || isGeneric(a) - isGeneric(b) || b.fields - a.fields);
  const best = scores[0];
  const isFound = best !== undefined && best.share >= ENOUGH_SHARE;
  const ranking = scores.map(({ format, share, caret }): Ranked => {
    return caret === undefined ? { name: format.name, share } : { name: format.name, share, caret };
  });
  return {
    format: isFound ? best.format : null,
    share: best?.share ?? 0,
    ranking: [...ranking].sort((a, b) => b.share - a.share),
    advice: isFound ? adviceForFound(best) : adviceFor(best, lines.whole.length),
  };
}

function adviceForFound(best: Score): string {
  const name = best.format.name;
  if (best.share === 1) return `Read as ${name}.`;
  const percent = best.share >= 0.995 ? "nearly all" : `${Math.floor(best.share * 100)} %`;
  return `Read as ${name}, which reads ${percent} of the lines; the others are counted as rejected, with samples.`;
}

function isGeneric(score: Score): number {
  return score.format.isGeneric === true ? 1 : 0;
}

function adviceFor(best: Score | undefined, lineCount: number): string {
  if (lineCount === 0) return "There are no lines to tell a format by.";
  if (best === undefined || best.share === 0) {
    return "No known format reads any of these lines. If this is an access log, pass its nginx log_format or Apache LogFormat string as --format.";
  }
  const percent = Math.round(best.share * 100);
  return `The nearest format, ${best.format.name}, reads ${percent} % of the lines. Pass --format ${best.format.name} to read it all the same, or the log_format or LogFormat string of the server.`;
}

/** @param patience after how many rejected lines a format that has read none is given up */
function score(format: Format, lines: SampleLines, logTz: string, patience: number): Score {
  const reader = format.open({ logTz });
  const record = new RequestRecord();
  let records = 0;
  let rejected = 0;
  let fields = 0;
  let caret: Score["caret"];
  for (const line of [...lines.whole, ...lines.tail]) {
    if (rejected >= patience && records === 0) break;
    const outcome = reader.read(line, 0, line.length, record);
    if (NEUTRAL.includes(outcome) || (outcome !== Outcome.record && lines.tail.includes(line))) continue;
    if (outcome === Outcome.record) {
      records += 1;
      fields += fieldCount(record);
    } else if (outcome !== Outcome.blank) {
      rejected += 1;
      const failure = caret === undefined ? reader.failure?.() : undefined;
      if (failure !== undefined && failure.at <= CARET_BYTES) {
        const text = textOf(line, 0, Math.min(line.length, CARET_BYTES));
        caret = { line: text, column: failure.at, expected: failure.expected };
      }
    }
  }
  const share = records + rejected === 0 ? 0 : records / (records + rejected);
  return caret === undefined ? { format, share, fields } : { format, share, fields, caret };
}

/** How much a format got out of a line: columns it knows count even where this line leaves them empty. */
function fieldCount(record: RequestRecord): number {
  return (
    record.hasReferrer +
    record.hasUserAgent +
    (record.methodEnd > record.methodStart ? 1 : 0) +
    (record.hostEnd > record.hostStart ? 1 : 0) +
    (record.userEnd > record.userStart ? 1 : 0) +
    (record.forwardedEnd > record.forwardedStart ? 1 : 0) +
    (record.countryEnd > record.countryStart ? 1 : 0) +
    (record.userAgentEnd > record.userAgentStart ? 1 : 0) +
    (record.durationMs >= 0 ? 1 : 0) +
    (record.family !== 0 ? 1 : 0) +
    (record.status >= 0 ? 1 : 0) +
    (record.bytes >= 0 ? 1 : 0)
  );
}

interface SampleLines {
  readonly whole: readonly Uint8Array[];
  /** What follows the last newline: a last line, or the piece of one. It counts where it is read, and not otherwise. */
  readonly tail: readonly Uint8Array[];
}

/** Lines spread evenly over the sample, and all directives (`#Fields`) among them, in order. */
function sampleLines(sample: Uint8Array): SampleLines {
  const all: Uint8Array[] = [];
  const splitter = new LineSplitter({
    line: (bytes, start, end) => {
      if (end > start) all.push(new Uint8Array(bytes.subarray(start, end)));
    },
    overlong: () => {},
  });
  const lastNewline = sample.lastIndexOf(10);
  splitter.push(sample.subarray(0, lastNewline + 1));
  splitter.end();
  const tail = sample.subarray(lastNewline + 1);
  const plain = all.filter((line) => line[0] !== 0x23);
  const step = Math.max(1, plain.length / LINES);
  const chosen = new Set<Uint8Array>();
  // One line of each stretch, at a place that moves: an even stride would see but one phase of a log that repeats.
  for (let k = 0; k * step < plain.length; k += 1) {
    const line = plain[Math.floor((k + ((k * GOLDEN_RATIO) % 1)) * step)];
    if (line !== undefined) chosen.add(line);
  }
  let directives = 0;
  const whole = all.filter((line) => {
    if (line[0] !== 0x23) return chosen.has(line);
    directives += 1;
    return directives <= LINES;
  });
  // Without any whole line the piece is all there is.
  if (whole.length === 0) return { whole: tail.length > 0 ? [tail] : [], tail: [] };
  return { whole, tail: tail.length > 0 ? [tail] : [] };
}
