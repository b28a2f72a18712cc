import type { InputSource } from "../report.ts";
import { instantOf } from "./clock.ts";
import { cut } from "./layout.ts";
import { fact, heading, type Page } from "./page.ts";
import { placeName } from "./places.ts";
import { count, counted, percent, size, sourceName } from "./words.ts";

const MOST_SOURCES = 6;
const MOST_REASONS = 6;
const MOST_PLACES = 5;

/** What was read and what became of every line; where places and the audience were learned from. */
export function accounting(page: Page): string[] {
  const { report, clock } = page;
  const { input } = report;
  const lines = [heading(page, "What was read")];
  for (const source of input.sources.slice(0, MOST_SOURCES)) {
    lines.push(
      ...fact(
        page,
        "input",
        `${sourceName(source.name)}: ${counted(source.lines, "line")}, ${size(source.bytes)}, ${formatWords(source)}`,
      ),
    );
  }
  if (input.sources.length > MOST_SOURCES) {
    lines.push(...fact(page, "", `and ${counted(input.sources.length - MOST_SOURCES, "more input")}`));
  }
  lines.push(
    ...fact(
      page,
      "lines",
      `${count(input.lines)} = ${counted(input.records, "record")} + ${count(input.rejected.total)} rejected + ${count(
        input.late,
      )} late + ${count(input.blank)} blank`,
    ),
  );
  if (input.requests !== input.records || input.outside > 0) {
    const outside = input.outside > 0 ? `, ${count(input.outside)} of them outside --since and --until` : "";
    lines.push(...fact(page, "requests", `${count(input.requests)}${outside}`));
  }
  if (input.from !== null && input.to !== null) {
    lines.push(
      ...fact(
        page,
        "time",
        `${clock.full(instantOf(input.from))} to ${clock.full(instantOf(input.to))} (${clock.zone})`,
      ),
    );
  }
  lines.push(...rejections(page));
  return input.requests === 0 ? lines : [...lines, ...traffic(page)];
}

function formatWords({ lines, format, formatShare }: InputSource): string {
  if (lines === 0) return "empty";
  if (format === null) return "format not recognised";
  return formatShare === null ? format : `${format} (fits ${percent(formatShare)})`;
}

/** Where the traffic comes from, and what is known of the audience. */
function traffic(page: Page): string[] {
  const { input, geo, settings, breakdowns } = page.report;
  const lines: string[] = [];
  const unknown =
    geo.unknownShare === null ? "" : `; ${percent(geo.unknownShare)} of the requests from unknown places`;
  lines.push(...fact(page, "places", geo.country === null ? "not looked up" : `${geo.country}${unknown}`));
  const top = breakdowns.countries.slice(0, MOST_PLACES).map((row) => {
    return `${placeName(row.key)} ${percent(row.requests / Math.max(1, input.requests))}`;
  });
  if (geo.country !== null && top.length > 0) lines.push(...fact(page, "from", top.join(", ")));
  const home = settings.home === null ? "home not known" : `home ${settings.home.join(", ")}`;
  const how = settings.home === null ? "" : settings.homeLearned ? " (learned)" : " (given)";
  const learned =
    breakdowns.audienceLearnedFrom === null ? "" : `; learned from ${breakdowns.audienceLearnedFrom}`;
  lines.push(...fact(page, "audience", `${home}${how}${learned}`));
  if (breakdowns.nuisance.length > 0) {
    const kinds = breakdowns.nuisance.slice(0, MOST_PLACES).map((row) => {
      return `${row.key} ${counted(row.requests, "request")} of ${counted(row.sources, "source")}`;
    });
    lines.push(...fact(page, "nuisance", `${kinds.join("; ")}: too little to be an episode`));
  }
  return lines;
}

function rejections(page: Page): string[] {
  const { rejected } = page.report.input;
  if (rejected.total === 0) return [];
  const reasons = Object.entries(rejected.reasons).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const shown = reasons.slice(0, MOST_REASONS).map(([reason, number]) => `${reason} ${count(number)}`);
  if (reasons.length > shown.length) shown.push("…");
  const lines = fact(page, "rejected", shown.join(", "));
  const told = new Set<string>();
  for (const sample of rejected.samples) {
    if (told.has(sample.reason) || told.size === MOST_REASONS) continue;
    told.add(sample.reason);
    const where = sample.source === undefined ? `line ${sample.line}` : `${sample.source}:${sample.line}`;
    const text = `${where}, ${sample.reason}: ${sample.text}`;
    lines.push(page.paint.dim(`${" ".repeat(14)}${cut(text, page.width - 14)}`));
  }
  return lines;
}
