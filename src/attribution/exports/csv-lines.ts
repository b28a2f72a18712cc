import { printable } from "../../bytes/text.ts";

/** Digits behind the point of probabilities and shares. */
const DIGITS = 6;

/** Rows as CSV with CRLF ends (RFC 4180 §2.1); texts go through {@link csvCell}, figures are rounded, null is empty. */
export function csvLines(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "string") return csvCell(value);
  return Number.isFinite(value) ? String(Number(value.toFixed(DIGITS))) : "";
}

/**
 * A text as one cell. Spreadsheets run what begins with `=`, `+`, `-`, `@`, tab or carriage return (behind blanks, too, and
 * in full width): such a text gets an apostrophe before it, which they show as text. Characters that are not seen are
 * written as `\x0a`, so that one row stays one line for every reader.
 */
export function csvCell(text: string): string {
  const visible = printable(text);
  const inert = /^\s*[=+\-@|%＝＋－＠]/u.test(visible) || visible !== text ? `'${visible}` : visible;
  return /[",;\s']/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
