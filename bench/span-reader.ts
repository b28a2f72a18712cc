/**
 * What observing costs a thread, line by line, without reading files and without judging: lines to records to window summaries, and
 * what becomes of them at the end of a span. The least time of every piece over many rounds, added up: so it is repeatable on a
 * machine that others use, too.
 *
 *     node --import tsx bench/span-reader.ts
 */
import { closeSync, openSync, readSync } from "node:fs";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { SPAN_BYTES } from "../src/inputs/span-outcome.ts";
import { loadPlaces } from "../src/node/place-data.ts";
import { resolveOptions } from "../src/options.ts";
import { formatOf } from "../src/records/formats.ts";
import { SpanReader } from "../src/span-reader.ts";
import { type AccessLog, fileOf } from "./access-log.ts";

const SPANS = 4;
const NEWLINE = 10;

/** Nanoseconds a line: of observing, and of settling and writing down the windows of a span. */
export interface ObservingCost {
  readonly observing: number;
  readonly ending: number;
}

/** Measures the lines from the middle of a log. @param rounds the more, the less others disturb */
export function costOfObserving(log: AccessLog, rounds: number): ObservingCost {
  const spans = spansOf(log);
  const reader = new SpanReader(resolveOptions({}), loadPlaces("lite"));
  const room = reader.room!;
  const start = { format: "combined", state: formatOf("combined").open({ logTz: "UTC" }).state ?? "" };
  const pieces: number[][] = spans.map(() => []);
  const ends = spans.map(() => Number.POSITIVE_INFINITY);
  let lines = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const [k, span] of spans.entries()) {
      reader.begin(start);
      for (let at = 0, i = 0; at < span.length; at += room.length, i += 1) {
        const piece = span.subarray(at, at + room.length);
        const begun = performance.now();
        room.set(piece);
        reader.push(room.subarray(0, piece.length));
        pieces[k]![i] = Math.min(pieces[k]![i] ?? Number.POSITIVE_INFINITY, performance.now() - begun);
      }
      const begun = performance.now();
      const outcome = reader.end();
      ends[k] = Math.min(ends[k]!, performance.now() - begun);
      if (outcome === null) throw new Error("A span of this log cannot be read apart");
      if (round === 0) lines += outcome.lines;
    }
  }
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return { observing: (1e6 * sum(pieces.map(sum))) / lines, ending: (1e6 * sum(ends)) / lines };
}

/** Some spans from the middle of the log, whole lines each. */
function spansOf(log: AccessLog): Uint8Array[] {
  const bytes = new Uint8Array((SPANS + 1) * SPAN_BYTES);
  const file = openSync(fileOf(log), "r");
  readSync(file, bytes, 0, bytes.length, SPAN_BYTES);
  closeSync(file);
  const spans: Uint8Array[] = [];
  for (let at = bytes.indexOf(NEWLINE) + 1; spans.length < SPANS; ) {
    const end = bytes.indexOf(NEWLINE, at + SPAN_BYTES - 4096) + 1;
    spans.push(bytes.subarray(at, end));
    at = end;
  }
  return spans;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const log: AccessLog = { format: "combined", lines: 1_000_000, sources: 100_000, spanSeconds: 500 };
  const { observing, ending } = costOfObserving(log, 30);
  console.log(`${observing.toFixed(0)} ns a line to observe, ${ending.toFixed(0)} ns to end a span`);
}
