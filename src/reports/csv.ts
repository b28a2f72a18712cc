import { csvLines } from "../attribution/exports/csv-lines.ts";
import type { Report, ReportWindow } from "./report.ts";

/** The columns of {@link formatCsv}, named as in the JSON report. */
const COLUMNS = [
  "start",
  "seconds",
  "requests",
  "sources",
  "logins",
  "overloadResponses",
  "verdict",
  "attackProbability",
  "attackShare",
] as const satisfies readonly (keyof ReportWindow)[];

/**
 * The windows of a report as CSV (RFC 4180) for spreadsheets: a line of names, then a line per window in order of time.
 * Absent knowledge is an empty cell. Times are ISO 8601 UTC.
 */
export function formatCsv(report: Report): string {
  return csvLines([COLUMNS, ...report.windows.map((window) => COLUMNS.map((name) => window[name]))]);
}
