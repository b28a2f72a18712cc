import { MAX_LINE_BYTES } from "../bytes/lines.ts";
import { textOf } from "../bytes/text.ts";
import { readAddress } from "./addresses.ts";
import type { Format } from "./format.ts";
import { Outcome, rejection } from "./line-reader.ts";
import { RequestRecord } from "./record.ts";
import type { SampleLines } from "./sample-lines.ts";

const ERROR_LOG = rejection("error-log");
const OVERLONG = rejection("overlong");
const NO_CLIENT = rejection("no-client");
/** Lines that say nothing about the format: what an application or the error log wrote into the same stream. */
const NEUTRAL: readonly number[] = [rejection("not-a-request"), ERROR_LOG, OVERLONG];
/** How much of a line that did not fit is kept for people to see, in bytes. */
const CARET_BYTES = 2000;

/** How well a format reads some lines. */
export interface Score {
  readonly format: Format;
  readonly share: number;
  /** Lines read. */
  readonly records: number;
  /** Lines rejected, and those of them that are of the format but name no client. */
  readonly rejected: number;
  readonly clientless: number;
  /** Fields with a value, over all lines read: of two formats that read a log, the one that reads more out of it wins. */
  readonly fields: number;
  /** The first line that did not fit: the column (from 0, in bytes of the line) and what belongs there. */
  readonly caret?: { readonly line: string; readonly column: number; readonly expected: string };
}

/**
 * Reads lines by a format.
 * @param patience after how many rejected lines a format that has read none is given up
 */
export function score(format: Format, lines: SampleLines, logTz: string, patience: number): Score {
  const reader = format.open({ logTz });
  const record = new RequestRecord();
  let records = 0;
  let rejected = 0;
  let fields = 0;
  let clientless = 0;
  let caret: Score["caret"];
  for (const line of [...lines.whole, ...lines.tail]) {
    if (rejected >= patience && records === 0) break;
    if (line.length > (reader.maxLineBytes ?? MAX_LINE_BYTES)) continue;
    const outcome = reader.read(line, 0, line.length, record);
    if (NEUTRAL.includes(outcome) || (outcome !== Outcome.record && lines.tail.includes(line))) continue;
    if (outcome === Outcome.record) {
      records += 1;
      fields += fieldCount(record);
    } else if (outcome !== Outcome.blank) {
      rejected += 1;
      if (outcome === NO_CLIENT) clientless += 1;
      const failure = caret === undefined ? reader.failure?.() : undefined;
      if (failure !== undefined && failure.at <= CARET_BYTES) {
        const text = textOf(line, 0, Math.min(line.length, CARET_BYTES));
        caret = { line: text, column: failure.at, expected: failure.expected };
      }
    }
  }
  const share = records + rejected === 0 ? 0 : records / (records + rejected);
  return { format, share, records, rejected, clientless, fields, ...(caret !== undefined && { caret }) };
}

/** How much a format got out of a line: columns it knows count even where this line leaves them empty. */
function fieldCount(record: RequestRecord): number {
  return (
    record.hasReferrer +
    record.hasUserAgent +
    (record.methodEnd > record.methodStart ? 1 : 0) +
    (record.hostEnd > record.hostStart ? 1 : 0) +
    (record.userEnd > record.userStart ? 1 : 0) +
    (endsInAddress(record) ? 1 : 0) +
    (record.countryEnd > record.countryStart ? 1 : 0) +
    (record.userAgentEnd > record.userAgentStart ? 1 : 0) +
    (record.durationMs >= 0 ? 1 : 0) +
    (record.family !== 0 ? 1 : 0) +
    (record.status >= 0 ? 1 : 0) +
    (record.bytes >= 0 ? 1 : 0)
  );
}

/** Whether what was taken for X-Forwarded-For is one: cookies and request ids stand in the same place in other formats. */
function endsInAddress(record: RequestRecord): boolean {
  const { buffer, forwardedStart, forwardedEnd } = record;
  let from = forwardedEnd;
  while (from > forwardedStart && buffer[from - 1] !== 32 && buffer[from - 1] !== 44) from -= 1;
  return from < forwardedEnd && readAddress(buffer, from, forwardedEnd, scratch);
}

const scratch = new RequestRecord();
