import { anonymizeReport } from "./anonymize.ts";
import type { Report } from "./report.ts";
import { accounting } from "./text/accounting.ts";
import { advice } from "./text/advice.ts";
import { clock } from "./text/clock.ts";
import { contributors } from "./text/contributors.ts";
import { episodeTable } from "./text/episode-table.ts";
import { evidence } from "./text/evidence.ts";
import { facts } from "./text/facts.ts";
import { headline } from "./text/headline.ts";
import { wrap } from "./text/layout.ts";
import { overloads } from "./text/overload.ts";
import { leadingEpisode, type Page } from "./text/page.ts";
import { mapTexts, safe, toAscii } from "./text/safe.ts";
import { palette } from "./text/style.ts";
import { timeline } from "./text/timeline.ts";
import { verdictWords } from "./text/words.ts";

/** How the text is shown. */
export interface TextOptions {
  /** With colours (ANSI escape sequences). Default false. */
  readonly color?: boolean;
  /** Columns, at least 60. Default 80. */
  readonly width?: number;
  /** Only ASCII characters. Default false. */
  readonly ascii?: boolean;
}

/** Narrower than this, tables and the chart make no sense. */
const LEAST_WIDTH = 60;

/**
 * The report as an operator reads it at eight in the morning: the verdict in a sentence; how sure, how much, since when,
 * from where, what to do; then why; then the timeline, the other episodes, and the accounting of lines.
 *
 * Pure: equal reports and options give equal text. Lines are at most `width` columns wide and end in a newline. Whatever
 * comes from the log is escaped: no byte of it is obeyed by a terminal.
 */
export function formatText(report: Report, options: TextOptions = {}): string {
  const cut = report.settings.anonymize ? anonymizeReport(report) : report;
  // All texts at once, so that none is forgotten, and before the layout: an escape is wider than what it stands for.
  const shown = mapTexts(cut, options.ascii === true ? (text) => toAscii(safe(text)) : safe);
  const page: Page = {
    report: shown,
    width: Math.max(LEAST_WIDTH, options.width ?? 80),
    paint: palette(options.color ?? false),
    clock: clock(shown.settings.tz),
  };
  const leading = leadingEpisode(shown);
  const sections = [headline(page)];
  if (leading !== null) {
    const several = shown.episodes.length > 1;
    const title = several
      ? wrap(`Foremost: ${verdictWords(leading.verdict)}, episode ${leading.id}`, page.width)
      : [];
    sections.push([...title.map((line) => page.paint.bold(line)), ...facts(page, leading)]);
    sections.push(overloads(page), evidence(page, leading), contributors(page, leading));
  }
  sections.push(timeline(page, leading));
  if (leading !== null) sections.push(episodeTable(page, leading));
  sections.push(accounting(page), advice(page));
  const text = `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
  return options.ascii === true ? toAscii(text) : text;
}
