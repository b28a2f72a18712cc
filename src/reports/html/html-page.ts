import type { Report } from "../report.ts";
import { clock } from "../text/clock.ts";
import type { Page } from "../text/page.ts";
import { palette } from "../text/style.ts";
import { columnsOf, type WindowColumns } from "./window-columns.ts";

/** What every section of the page needs. */
export interface HtmlPage extends Page {
  /** With every text made safe to show; escaping for HTML is the templates' work. */
  readonly report: Report;
  readonly columns: WindowColumns;
  /** Indexes of the episodes that are told in full, in order of time; the others stand in the table only. */
  readonly told: readonly number[];
}

/**
 * A page for a report.
 * @param report with safe texts, see `safe`
 */
export function htmlPage(report: Report, told: readonly number[]): HtmlPage {
  return {
    report,
    width: 80,
    paint: palette(false),
    clock: clock(report.settings.tz),
    columns: columnsOf(report.windows),
    told,
  };
}
