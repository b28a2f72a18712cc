import { printable } from "../bytes/text.ts";
import { TidegaugeError } from "../errors.ts";
import { readAddress } from "../records/addresses.ts";
import { RequestRecord } from "../records/record.ts";
import { NetworkRanges, NetworkTable } from "./network-table.ts";

/** How much of a bad line an error shows, in characters. */
const SHOWN = 80;
const MOST_NUMBER = 2 ** 32 - 1;

interface Row {
  readonly line: number;
  readonly startHi: number;
  readonly startLo: number;
  readonly lastHi: number;
  readonly lastLo: number;
  readonly number: number;
}

/**
 * Makes a network table of CSV lines `start,end,asn,name`: first and last address of a range (IPv4 or IPv6; IPv4 also as a
 * number), AS number (`64500` or `AS64500`; 0 is none), name. Columns may be quoted, and the separator may be a tab; a heading,
 * blank lines and comments (`#`) are stepped over. The order does not matter.
 * @param description for reports: the name of the file
 * @throws TidegaugeError `TG_DECODE` for a line that is none of these, or whose range overlaps another; with its number
 * @example
 * readNetworkCsv(new TextEncoder().encode("192.0.2.0,192.0.2.255,64500,Example"), "asn.csv").lookup(4, 0, 0xc0000207); // 64500
 */
export function readNetworkCsv(bytes: Uint8Array, description: string): NetworkTable {
  const rows: Record<4 | 6, Row[]> = { 4: [], 6: [] };
  const names = new Map<number, string>();
  const start = new RequestRecord();
  const last = new RequestRecord();
  let line = 0;
  for (const text of linesOf(bytes)) {
    line += 1;
    if (text === "" || text.startsWith("#")) continue;
    const [from = "", to = "", asn = "", name = ""] = columns(text);
    const isRange = addressOf(from, start) && addressOf(to, last);
    if (!isRange && line === 1 && !/\d/.test(from)) continue;
    const number = /^(?:AS)?(\d{1,10})$/i.exec(asn)?.[1];
    const isSound =
      isRange &&
      number !== undefined &&
      Number(number) <= MOST_NUMBER &&
      start.family === last.family &&
      (start.addressHi < last.addressHi ||
        (start.addressHi === last.addressHi && start.addressLo <= last.addressLo));
    if (!isSound)
      throw bad(
        line,
        `must be start,end,asn,name with two addresses in order, got "${printable(text, SHOWN)}"`,
      );
    if (Number(number) === 0) continue;
    rows[start.family === 4 ? 4 : 6].push({
      line,
      startHi: start.addressHi,
      startLo: start.addressLo,
      lastHi: last.addressHi,
      lastLo: last.addressLo,
      number: Number(number),
    });
    if (name !== "" && !names.has(Number(number))) names.set(Number(number), name);
  }
  return new NetworkTable(description, { four: ranges(rows[4], 4), six: ranges(rows[6], 6) }, names);
}

function ranges(rows: Row[], family: 4 | 6): NetworkRanges {
  rows.sort((a, b) => a.startHi - b.startHi || a.startLo - b.startLo || a.line - b.line);
  const built = new NetworkRanges(family);
  let before: Row | null = null;
  for (const row of rows) {
    // Of IPv6 the upper half counts, so that neighbours may meet in one /64.
    const isOverlap =
      before !== null &&
      (row.startHi < before.lastHi ||
        (row.startHi === before.lastHi &&
          (family === 4 ? row.startLo <= before.lastLo : row.startLo < before.lastLo)));
    if (isOverlap) throw bad(row.line, `must not overlap the range of line ${before!.line}`);
    built.add(row.startHi, row.startLo, row.lastHi, row.lastLo, row.number);
    before = row;
  }
  return built.finish();
}

function* linesOf(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder();
  for (let at = 0; at < bytes.length; ) {
    const newline = bytes.indexOf(10, at);
    const end = newline < 0 ? bytes.length : newline;
    yield decoder.decode(bytes.subarray(at, end)).trim();
    at = end + 1;
  }
}

/** The columns of a line: parted by commas, or by tabs where there are any; quotes may stand around them, doubled within. */
function columns(text: string): string[] {
  const separator = text.includes("\t") ? "\t" : ",";
  const found: string[] = [];
  for (let at = 0; at <= text.length && found.length < 8; ) {
    if (text[at] === '"') {
      let end = at + 1;
      while (end < text.length && (text[end] !== '"' || text[end + 1] === '"'))
        end += text[end] === '"' ? 2 : 1;
      found.push(text.slice(at + 1, end).replaceAll('""', '"'));
      const next = text.indexOf(separator, end);
      at = next < 0 ? text.length + 1 : next + 1;
    } else {
      const next = text.indexOf(separator, at);
      const end = next < 0 ? text.length : next;
      found.push(text.slice(at, end).trim());
      at = end + 1;
    }
  }
  return found;
}

function addressOf(text: string, record: RequestRecord): boolean {
  if (/^\d{1,10}$/.test(text) && Number(text) <= MOST_NUMBER) {
    record.family = 4;
    record.addressHi = 0;
    record.addressLo = Number(text);
    return true;
  }
  const bytes = new TextEncoder().encode(text);
  return readAddress(bytes, 0, bytes.length, record);
}

function bad(line: number, rule: string): TidegaugeError {
  return new TidegaugeError("TG_DECODE", `Cannot read the networks: line ${line} ${rule}`);
}
