import { anonymizeEvent, anonymizeReport } from "./anonymize.ts";
import type { AnalyzerEvent, Report } from "./report.ts";
import { EPISODE, REPORT, type Shape, WINDOW } from "./shape.ts";

/** Figures that are no integers are written with this many significant digits. */
const SIGNIFICANT_DIGITS = 6;

/** Below this a figure is rounding noise of sums, and written as 0. */
const NOISE = 1e-9;

/**
 * The report as one JSON document with a newline at its end. Equal reports give equal bytes: keys stand in the order of
 * `shape.ts`, figures are rounded to six significant digits here and nowhere else. With
 * `settings.anonymize` no whole address is in it.
 */
export function formatJson(report: Report): string {
  const shown = report.settings.anonymize ? anonymizeReport(report) : report;
  return `${print(canonical(shown, REPORT), "")}\n`;
}

/** One event as one line of NDJSON, newline included; `type` comes first. Rounded and ordered like {@link formatJson}. */
export function formatEvent(event: AnalyzerEvent): string {
  const isCut = event.type === "report" && event.settings.anonymize;
  const { type, ...body } = isCut ? anonymizeEvent(event) : event;
  return `${JSON.stringify({ type, ...(canonical(body, SHAPES[type]) as object) })}\n`;
}

const SHAPES: Readonly<Record<AnalyzerEvent["type"], Shape>> = {
  input: REPORT.input,
  window: WINDOW,
  "episode-opened": EPISODE,
  "episode-changed": EPISODE,
  "episode-closed": EPISODE,
  report: REPORT,
};

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The same value with ordered keys and rounded figures. Keys without a place in the shape follow, sorted. */
function canonical(value: unknown, shape: Shape | null): Json {
  if (typeof value === "number") return rounded(value);
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map((item: unknown) => canonical(item, shape));
  if (typeof value !== "object" || value === null) return null;
  const fields = value as Record<string, unknown>;
  const known = shape === null ? [] : Object.keys(shape);
  const extra = Object.keys(fields).filter((key) => !known.includes(key));
  // No prototype: a reason or country named "__proto__" is a key like any other.
  const ordered: Record<string, Json> = Object.create(null);
  for (const key of [...known, ...extra.sort()]) {
    if (fields[key] !== undefined) ordered[key] = canonical(fields[key], shape?.[key] ?? null);
  }
  return ordered;
}

/** Rounded for output; what is no number becomes null, as absent knowledge is. */
function rounded(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  if (Number.isInteger(value)) return value === 0 ? 0 : value;
  return Math.abs(value) < NOISE ? 0 : Number(value.toPrecision(SIGNIFICANT_DIGITS));
}

/**
 * Indented JSON in which every object and list without objects in it stands on one line: a window or a contributor is a
 * line, and diffs are short. Where lines break depends on the kind of a value only, never on how long a name is.
 */
function print(value: Json, indent: string): string {
  if (isFlat(value)) return JSON.stringify(value);
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map((item) => deeper + print(item, deeper));
    return `[\n${items.join(",\n")}\n${indent}]`;
  }
  const fields = Object.entries(value as object).map(([key, field]) => {
    return `${deeper}${JSON.stringify(key)}: ${print(field as Json, deeper)}`;
  });
  return `{\n${fields.join(",\n")}\n${indent}}`;
}

/** A plain value, or an object or list of plain values and lists of them. */
function isFlat(value: Json): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every((item) => typeof item !== "object" || item === null);
  return Object.values(value).every(
    (item) => (Array.isArray(item) || !isObject(item)) && isFlat(item as Json),
  );
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
