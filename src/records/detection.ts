import { MAX_LINE_BYTES } from "../bytes/lines.ts";
import { textOf } from "../bytes/text.ts";
import { guessFormat } from "./format-guess.ts";
import { type Score, score } from "./format-score.ts";
import { FORMATS, type Format, formatOf, interleavedOf } from "./formats.ts";
import { Outcome, rejection } from "./line-reader.ts";
import { probableFormats } from "./probable-formats.ts";
import { RequestRecord } from "./record.ts";
import { LINES, type SampleLines, sampleLines } from "./sample-lines.ts";

const ERROR_LOG = rejection("error-log");
const OVERLONG = rejection("overlong");

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
/** Formats side by side in one log, at most. */
const MOST_FORMATS = 4;
/** What a further format must read of all lines, and how many at least. */
const LEAST_FURTHER_SHARE = 0.02;
const LEAST_LINES = 3;
const LEAST_ALTERNATIONS = 3;
/** Lines of others that are cut off may read like lines of these, so that they must read more. */
const PREFIXES: readonly string[] = ["common", "vhost-common", "apache-ssl"];
const LEAST_PREFIX_SHARE = 0.2;
/** The formats whose lines go on where those of others end. */
const LONGER: Readonly<Record<string, string>> = { common: "combined", "vhost-common": "vhost-combined" };
/** Lines of which a format string is made to try. */
const MOST_GUESSES = 5;

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
  /** Where no format was found: the one whose lines these are, if it is only that they name no client. */
  readonly clientless?: string;
  /** Where no format was found: an nginx `log_format` string that was guessed and tried, and the share of lines that it reads. */
  readonly suggestion?: { readonly format: string; readonly share: number };
}

/** How well one format fits. */
export interface Ranked {
  readonly name: string;
  /** Share of lines read, 0..1. */
  readonly share: number;
  /** The first line that did not fit: the column (from 0, in bytes of the line) and what belongs there. */
  readonly caret?: { readonly line: string; readonly column: number; readonly expected: string };
}

/**
 * Finds the format of a log by its beginning: whole lines, some 200 spread over it, are read by every format; the best
 * must read 90 % of them.
 * @param sample the first bytes of the log, decompressed; 256 KiB are plenty
 * @param options `logTz`: see {@link Format.open}
 */
export function detectFormat(sample: Uint8Array, options: { readonly logTz: string }): Detection {
  return detected(sampleLines(sample), options.logTz);
}

/**
 * The same in a tenth of the time where some format plainly reads the log: those that read none of four lines are left out, of the
 * ranking too.
 */
export function recogniseFormat(sample: Uint8Array, options: { readonly logTz: string }): Detection {
  const { logTz } = options;
  const lines = sampleLines(sample);
  const names = probableFormats(lines.whole, logTz);
  // Common lines and combined ones may stand side by side, and the probes be all of one.
  for (const [name, longer] of Object.entries(LONGER)) if (names.has(name)) names.add(longer);
  const probable = FORMATS.filter(({ name }) => names.has(name));
  const detection = decided(
    probable.map((format) => score(format, lines, logTz, PATIENCE)),
    lines,
    logTz,
  );
  return detection.format !== null && detection.share >= WANTED_SHARE ? detection : detected(lines, logTz);
}

function detected(lines: SampleLines, logTz: string): Detection {
  let scores = FORMATS.map((format) => score(format, lines, logTz, PATIENCE));
  // Nothing read at the beginning by anybody: an access log may yet begin after much else.
  if (scores.every((each) => each.share === 0)) {
    scores = FORMATS.map((format) => score(format, lines, logTz, LINES));
  }
  return decided(scores, lines, logTz);
}

/** Decides between formats by how well they read the lines. */
function decided(scores: Score[], lines: SampleLines, logTz: string): Detection {
  const most = scores.reduce((share, each) => Math.max(share, each.share), 0);
  const enough = Math.min(WANTED_SHARE, most * NEARLY_AS_MUCH);
  const rank = ({ share }: Score): number => (share >= enough ? 1 : share);
  // Stable: of equals the plainer format, which stands first, wins.
  scores.sort((a, b) => rank(b) - rank(a) || isGeneric(a) - isGeneric(b) || b.fields - a.fields);
  const alone = scores[0];
  const together =
    alone === undefined ? null : (withLonger(alone, scores, lines, logTz) ?? withOthers(alone, lines, logTz));
  const best = together ?? alone;
  const isFound = best !== undefined && best.share >= ENOUGH_SHARE;
  const ranking = scores.map(({ format, share, caret }): Ranked => {
    return caret === undefined ? { name: format.name, share } : { name: format.name, share, caret };
  });
  const clientless = isFound ? [] : scores.filter(isClientless);
  const nameless = clientless.find(({ format }) => !PREFIXES.includes(format.name)) ?? clientless[0];
  const suggestion = isFound || nameless !== undefined ? null : guessed(lines, logTz);
  return {
    format: isFound ? best.format : null,
    share: best?.share ?? 0,
    // Of those that read nothing, the ones that get furthest into a line are the nearest.
    ranking: [...ranking].sort(
      (a, b) =>
        b.share - a.share ||
        Number(b.name === nameless?.format.name) - Number(a.name === nameless?.format.name) ||
        (b.share === 0 ? progress(b) - progress(a) : 0),
    ),
    advice: isFound ? adviceForFound(best) : adviceFor(best, nameless, lines.whole.length),
    ...(nameless !== undefined && { clientless: nameless.format.name }),
    ...(suggestion !== null && { suggestion }),
  };
}

/** Whether most lines are of the format, without a client. */
function isClientless({ records, rejected, clientless }: Score): boolean {
  return clientless > 0 && clientless >= ENOUGH_SHARE * (records + rejected);
}

function progress({ caret }: Ranked): number {
  return caret?.column ?? 0;
}

/** A format string by the looks of some lines, the one that reads most of all; null where none reads half of them. */
function guessed(lines: SampleLines, logTz: string): NonNullable<Detection["suggestion"]> | null {
  let best: NonNullable<Detection["suggestion"]> | null = null;
  const { whole } = lines;
  for (let k = 0; k < MOST_GUESSES; k += 1) {
    const line = whole[Math.floor((k * whole.length) / MOST_GUESSES)];
    const format = line === undefined ? null : guessFormat(textOf(line, 0, line.length));
    // It is shown to be pasted: nothing of a log goes to a shell or a terminal that is not plain.
    if (format === null || /[^ -~\t]|['\\]/.test(format)) continue;
    const { share } = score(formatOf(format), lines, logTz, LINES);
    if (share >= ENOUGH_SHARE && share > (best?.share ?? 0)) best = { format, share };
  }
  return best;
}

function adviceForFound(best: Score): string {
  const name = best.format.name;
  if (name.includes("+"))
    return `Read as ${name}: lines of these formats stand side by side, and each is read by the one that fits.`;
  if (best.share === 1) return `Read as ${name}.`;
  const percent = best.share >= 0.995 ? "nearly all" : `${Math.round(best.share * 100)} %`;
  return `Read as ${name}, which reads ${percent} of the lines; the others are counted as rejected, with samples.`;
}

function isGeneric(score: Score): number {
  return score.format.isGeneric === true ? 1 : 0;
}

function adviceFor(best: Score | undefined, nameless: Score | undefined, lineCount: number): string {
  if (lineCount === 0) return "There are no lines to tell a format by.";
  if (nameless !== undefined) {
    return `Its lines are those of ${nameless.format.name}, but without a client nothing can be told of who asks: let the server log the address of its peer or X-Forwarded-For.`;
  }
  if (best === undefined || best.share === 0) {
    return "No known format reads any of these lines. If this is an access log, pass its nginx log_format or Apache LogFormat string as --format.";
  }
  const percent = Math.round(best.share * 100);
  return `The nearest format, ${best.format.name}, reads ${percent} % of the lines. Pass --format ${best.format.name} to read it all the same, or the log_format or LogFormat string of the server.`;
}

/**
 * Common lines and combined ones in one log: the common format reads all of them, but nothing of agents and referrers. Null
 * where a common log is nothing else.
 */
function withLonger(best: Score, scores: readonly Score[], lines: SampleLines, logTz: string): Score | null {
  const name = LONGER[best.format.name];
  const longer = scores.find(({ format }) => format.name === name);
  if (longer === undefined || longer.records < LEAST_LINES || longer.share < LEAST_PREFIX_SHARE) return null;
  return score(interleavedOf([longer.format.name, best.format.name]), lines, logTz, LINES);
}

/**
 * Several formats side by side, where the lines that the best one does not read are of others; null where they are not. Each
 * further one must read its share of all lines, so that no line of an attacker's making brings in a format.
 */
function withOthers(best: Score, lines: SampleLines, logTz: string): Score | null {
  const names = [best.format.name];
  let left = unread(best.format, lines.whole, logTz);
  if (alternations(lines.whole, left) < LEAST_ALTERNATIONS) return null;
  const all = lines.whole.length;
  while (names.length < MOST_FORMATS && left.length >= LEAST_LINES) {
    const rest = { whole: left, tail: [] };
    const candidates = FORMATS.filter((format) => !names.includes(format.name))
      .map((format) => score(format, rest, logTz, LINES))
      .filter(({ format, records }) => {
        const least = PREFIXES.includes(format.name) ? LEAST_PREFIX_SHARE : LEAST_FURTHER_SHARE;
        return records >= LEAST_LINES && records >= least * all;
      })
      .sort((a, b) => b.records - a.records || isGeneric(a) - isGeneric(b) || b.fields - a.fields);
    const next = candidates[0];
    if (next === undefined) break;
    names.push(next.format.name);
    left = unread(next.format, left, logTz);
  }
  if (names.length === 1) return null;
  const found = score(interleavedOf(names), lines, logTz, LINES);
  return found.share >= WANTED_SHARE || found.share > best.share ? found : null;
}

/** How often lines that are read and lines that are not take turns: a format that changes once and for all is no second one. */
function alternations(lines: readonly Uint8Array[], unreadLines: readonly Uint8Array[]): number {
  const isUnread = new Set(unreadLines);
  let turns = 0;
  for (let at = 1; at < lines.length; at += 1)
    if (isUnread.has(lines[at]!) !== isUnread.has(lines[at - 1]!)) turns += 1;
  return turns;
}

/** The lines that a format cannot read, of those that say something about formats. */
function unread(format: Format, lines: readonly Uint8Array[], logTz: string): Uint8Array[] {
  const reader = format.open({ logTz });
  const record = new RequestRecord();
  return lines.filter((line) => {
    if (line.length > (reader.maxLineBytes ?? MAX_LINE_BYTES)) return false;
    const outcome = reader.read(line, 0, line.length, record);
    return outcome > Outcome.blank && outcome !== ERROR_LOG && outcome !== OVERLONG;
  });
}
