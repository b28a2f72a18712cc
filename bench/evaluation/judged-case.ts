import { Analyzer } from "../../src/analyzer.ts";
import type { PlaceTable } from "../../src/geo/place-table.ts";
import type { AnalyzerOptions } from "../../src/options.ts";
import type { Report } from "../../src/reports/report.ts";
import { claimsOf } from "./claims.ts";
import type { Case, Corpus } from "./corpus.ts";
import { NAIVE_DETECTORS } from "./naive-detectors.ts";
import { compare } from "./outcome.ts";
import { RequestColumns } from "./request-columns.ts";
import type { Result } from "./tables.ts";

/** Bytes that are handed to the analyzer at once. */
const CHUNK_BYTES = 1 << 20;

/** The name under which tidegauge stands in the tables. */
export const TIDEGAUGE = "tidegauge";

/**
 * Lets every detector judge one log. The analyzer gets default options: what an operator who knows nothing would do.
 * @param naive the detectors beside tidegauge
 */
export function judgeCase(
  one: Case,
  role: string,
  corpus: Corpus,
  places: PlaceTable,
  naive = NAIVE_DETECTORS,
): Result[] {
  const { log, truth } = corpus.specimen(one);
  const columns = new RequestColumns(log, truth, places);
  const result = (detector: string, claims: ReturnType<typeof claimsOf>): Result => ({
    detector,
    ...one,
    role,
    outcome: compare(claims, truth, columns),
  });
  return [
    result(TIDEGAUGE, claimsOf(analyze(log, places))),
    ...naive.map(({ name, detect }) => result(name, detect(columns, truth))),
  ];
}

/** The report of a log. @param options what the operator says; nothing by default */
export function analyze(log: Buffer, places: PlaceTable, options: AnalyzerOptions = {}): Report {
  const analyzer = new Analyzer({ ...options, places });
  for (let start = 0; start < log.length; start += CHUNK_BYTES) {
    analyzer.push(log.subarray(start, start + CHUNK_BYTES));
    // Nobody listens to the events here, and they would pile up.
    for (const _ of analyzer.drain());
  }
  return analyzer.finish();
}
