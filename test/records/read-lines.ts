import { LineSplitter } from "../../src/bytes/lines.ts";
import { textOf } from "../../src/bytes/text.ts";
import type { Format } from "../../src/records/format.ts";
import { Outcome, rejection, rejectionOf } from "../../src/records/line-reader.ts";
import { RequestRecord } from "../../src/records/record.ts";

/** A line as tests look at it: a request with its values, or what else became of the line. */
export type Line = ReadRequest | { readonly blank: true } | { readonly rejected: string };

export interface ReadRequest {
  readonly timeMs: number;
  readonly family: number;
  readonly hi: number;
  readonly lo: number;
  readonly client: string;
  readonly method: string;
  readonly path: string;
  readonly protocol: string;
  readonly status: number;
  readonly bytes: number;
  readonly durationMs: number;
  readonly referrer: string;
  readonly userAgent: string;
  readonly host: string;
  readonly user: string;
  readonly forwarded: string;
  readonly country: string;
  readonly asn: number;
}

/** All lines of some bytes, read by a new reader of the format. */
export function readLines(format: Format, bytes: Uint8Array, logTz = "UTC"): Line[] {
  const reader = format.open({ logTz });
  const record = new RequestRecord();
  const lines: Line[] = [];
  const splitter = new LineSplitter({
    line: (chunk, start, end) => lines.push(lineOf(reader.read(chunk, start, end, record), record)),
    overlong: () => lines.push(lineOf(rejection("overlong"), record)),
  });
  splitter.push(bytes);
  splitter.end();
  return lines;
}

/** One line of text, read by a new reader of the format. */
export function readLine(format: Format, text: string, logTz = "UTC"): Line {
  return readLines(format, new TextEncoder().encode(text), logTz).at(-1) ?? { blank: true };
}

/** The request that a line must be. */
export function readRequest(format: Format, text: string, logTz = "UTC"): ReadRequest {
  const line = readLine(format, text, logTz);
  if ("timeMs" in line) return line;
  throw new Error(`not a request: ${JSON.stringify(line)} of ${text}`);
}

function lineOf(outcome: number, record: RequestRecord): Line {
  if (outcome === Outcome.blank) return { blank: true };
  if (outcome !== Outcome.record) return { rejected: rejectionOf(outcome) ?? `unknown outcome ${outcome}` };
  const { buffer } = record;
  return {
    timeMs: record.timeMs,
    family: record.family,
    hi: record.addressHi,
    lo: record.addressLo,
    client: textOf(buffer, record.clientStart, record.clientEnd),
    method: textOf(buffer, record.methodStart, record.methodEnd),
    path: textOf(buffer, record.pathStart, record.pathEnd),
    protocol: textOf(buffer, record.protocolStart, record.protocolEnd),
    status: record.status,
    bytes: record.bytes,
    durationMs: record.durationMs,
    referrer: textOf(buffer, record.referrerStart, record.referrerEnd),
    userAgent: textOf(buffer, record.userAgentStart, record.userAgentEnd),
    host: textOf(buffer, record.hostStart, record.hostEnd),
    user: textOf(buffer, record.userStart, record.userEnd),
    forwarded: textOf(buffer, record.forwardedStart, record.forwardedEnd),
    country: textOf(buffer, record.countryStart, record.countryEnd),
    asn: record.asn,
  };
}
