import type { Report } from "../report.ts";
import { instantOf } from "./clock.ts";
import { wrap } from "./layout.ts";
import { heading, type Page } from "./page.ts";
import { safe } from "./safe.ts";
import { counted, duration, percent } from "./words.ts";

const DAY = 86_400_000;

/** What the reader should know of the reading, and what would make the next one better. */
export function advice(page: Page): string[] {
  const texts = [...page.report.notes.map((note) => safe(note.text)), ...suggestions(page.report)];
  if (texts.length === 0) return [];
  return [heading(page, "Notes"), ...texts.flatMap((text) => wrap(text, page.width, "  - "))];
}

/** Suggestions that follow from the report alone. */
export function suggestions(report: Report): string[] {
  const { input, settings, geo } = report;
  const found: string[] = [];
  if (input.sources.some((source) => source.format === null && source.lines > 0)) {
    found.push("An input is in no format that is known: tidegauge detect FILE shows what comes nearest.");
  } else if (input.rejected.total > 0.1 * input.lines) {
    found.push(
      `${percent(input.rejected.total / input.lines)} of the lines could not be read: tidegauge detect FILE shows which, and the option to pass.`,
    );
  }
  if (input.late > 0) {
    const needed = input.latenessNeededSeconds ?? null;
    const remedy =
      needed === null
        ? "a longer --lateness keeps them"
        : needed > 48 * 3600
          ? "no --lateness keeps them all; sort the log by time"
          : `--lateness ${lateness(needed)} would have kept them`;
    found.push(`${counted(input.late, "line")} came late and did not count: ${remedy}.`);
  }
  if (input.requests === 0) return found;
  if (settings.login.length === 0 && report.windows.every((window) => window.logins === 0)) {
    found.push(
      "No login was seen. Where the site has one, say which requests are it: --login '/path/of/login'.",
    );
  }
  if (geo.country === null) {
    found.push("Places were not looked up, so nothing is said of where requests come from.");
  } else if (geo.unknownShare !== null && geo.unknownShare > 0.3) {
    found.push(
      `${percent(geo.unknownShare)} of the requests come from places that are not known; unknown is not foreign, and what is said of places rests on the rest.`,
    );
  }
  if (settings.home === null && geo.country !== null) {
    found.push("Where the audience lives could not be learned: say so with --home FR,RE,…");
  }
  if (input.from !== null && input.to !== null) {
    const span = instantOf(input.to) - instantOf(input.from);
    if (span < DAY) {
      found.push(
        `The log covers ${duration(span)}: what is normal had to be learned from that. Pass the days before as well (tidegauge access.log.1 access.log) for a surer verdict.`,
      );
    }
  }
  return found;
}

/** Whole seconds, minutes or hours, rounded up, as the option takes them. */
function lateness(seconds: number): string {
  if (seconds <= 120) return `${Math.ceil(seconds)}s`;
  return seconds <= 7200 ? `${Math.ceil(seconds / 60)}m` : `${Math.ceil(seconds / 3600)}h`;
}
