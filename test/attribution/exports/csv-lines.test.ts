import { describe, expect, it } from "vitest";
import { csvCell, csvLines } from "../../../src/attribution/exports/csv-lines.ts";

describe("a cell", () => {
  it("is quoted where it holds a separator, a quote or a blank", () => {
    expect(csvCell("plain")).toBe("plain");
    expect(csvCell('a "b", c')).toBe('"a ""b"", c"');
    expect(csvCell("a;b")).toBe('"a;b"');
  });

  it("is no formula, however it begins", () => {
    for (const text of [
      "=1+1",
      "+1",
      "-1",
      "@SUM(A1)",
      "|x",
      "%x",
      " =1",
      "\t=1",
      "\r=1",
      "\uff1d1",
      '"=1',
    ]) {
      const shown = csvCell(text)
        .replace(/^"(.*)"$/s, "$1")
        .replaceAll('""', '"');
      expect(shown).toMatch(/^['"]/);
    }
  });

  it("stays one line", () => {
    expect(csvCell("a\nb\r\nc\u2028")).toBe('"\'a\\x0ab\\x0d\\x0ac\\u{2028}"');
    expect(csvLines([["a\nb", null, 0.1234567]])).toBe('"\'a\\x0ab",,0.123457\r\n');
  });
});
