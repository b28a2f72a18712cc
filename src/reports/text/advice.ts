import type { Report } from "../report.ts";
import { wrap } from "./layout.ts";
import { heading, type Page, prose } from "./page.ts";
import { percent } from "./words.ts";

/** Above this share of unreadable lines, something is wrong with more than a few odd visitors. */
const MANY_REJECTED = 0.1;

/** What the reader should know of the reading, and what would make the next one better. */
export function advice(page: Page): string[] {
  const texts = [...page.report.notes.map((note) => note.text), ...suggestions(page.report)];
  if (texts.length === 0) return [];
  return [heading(page, "Notes"), ...texts.flatMap((text) => wrap(text, prose(page), "  - "))];
}

/** Suggestions for the next call; what the notes of the report say already is not among them. */
export function suggestions(report: Report): string[] {
  const { input, settings, geo, notes } = report;
  const found: string[] = [];
  const { total } = input.rejected;
  if (total > MANY_REJECTED * input.lines) {
    const share = percent(total / input.lines);
    found.push(
      `${share} of the lines could not be read: tidegauge detect FILE shows which, and what to pass.`,
    );
  }
  if (input.requests === 0) return found;
  if (geo.country === null && !notes.some(({ code }) => code === "no-places")) {
    found.push("Places were not looked up, so nothing is said of where requests come from.");
  }
  if (settings.home === null && geo.country !== null) {
    found.push("Where the audience lives is not known and could not be learned: say so with --home CC,…");
  }
  return found;
}
