import { describe, expect, it } from "vitest";
import { csvCell, csvLines, formatCsv } from "../../src/reports/csv.ts";
import { report } from "./example.ts";

describe("the windows as CSV", () => {
  it("are a line each under a line of names, with empty cells for what is not known", () => {
    const [first, second] = report().windows;
    const windows = [first!, { ...second!, attackProbability: null, attackShare: null }];
    expect(formatCsv(report({ windows }))).toBe(
      "start,seconds,requests,sources,logins,overloadResponses,verdict,attackProbability,attackShare\r\n" +
        "2021-04-05T22:00:00.000Z,60,12000,600,4000,0,normal,0.001,0\r\n" +
        `2021-04-05T22:01:00.000Z,60,${second!.requests},${second!.sources},${second!.logins},0,normal,,\r\n`,
    );
  });
});

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
