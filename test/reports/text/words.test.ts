import { describe, expect, it } from "vitest";
import { clock } from "../../../src/reports/text/clock.ts";
import { cut, cutMiddle, displayWidth, padStart, table, wrap } from "../../../src/reports/text/layout.ts";
import { safe, toAscii } from "../../../src/reports/text/safe.ts";
import { counted, duration, percent, rate, roughDuration, size } from "../../../src/reports/text/words.ts";

describe("words for figures", () => {
  it("say 0 and 100 % only of what is exactly that", () => {
    const shown = [0, 1e-9, 0.0009, 0.001, 0.0123, 0.0949, 0.0996, 0.384, 0.99, 0.9951, 0.9999, 1].map(
      percent,
    );
    expect(shown).toEqual([
      "0 %",
      "< 0.1 %",
      "< 0.1 %",
      "0.1 %",
      "1.2 %",
      "9.5 %",
      "10 %",
      "38 %",
      "99 %",
      "99.5 %",
      "> 99.9 %",
      "100 %",
    ]);
  });

  it("give rates in the unit in which they have some size", () => {
    expect([3120.4, 12, 3.14, 1, 0.5, 0.02, 0.001, 0].map(rate)).toEqual([
      "3,120 a second",
      "12 a second",
      "3.1 a second",
      "1 a second",
      "30 a minute",
      "1.2 a minute",
      "3.6 an hour",
      "none",
    ]);
  });

  it("give durations in two units at most", () => {
    const seconds = [0, 40, 60, 95, 600, 3540, 3600, 4800, 86_400, 100_000, 200_000, 172_800];
    expect(seconds.map((value) => duration(value * 1000))).toEqual([
      "0 s",
      "40 s",
      "1 min",
      "1 min 35 s",
      "10 min",
      "59 min",
      "1 h",
      "1 h 20 min",
      "1 d",
      "27 h 47 min",
      "2 d 8 h",
      "2 d",
    ]);
    expect([40, 95, 700, 4800, 200_000].map((value) => roughDuration(value * 1000))).toEqual([
      "40 s",
      "1.6 min",
      "12 min",
      "1 h 20",
      "2 d 8 h",
    ]);
  });

  it("count", () => {
    expect(counted(1, "source")).toBe("1 source");
    expect(counted(1234567, "source")).toBe("1,234,567 sources");
    expect([0, 999, 1234, 45_000_000, 1.5e12].map(size)).toEqual([
      "0 B",
      "999 B",
      "1.2 kB",
      "45 MB",
      "1.5 TB",
    ]);
  });
});

describe("layout", () => {
  it("measures what a terminal shows", () => {
    expect(displayWidth("abc")).toBe(3);
    expect(displayWidth("日本")).toBe(4);
    expect(displayWidth("e\u0301")).toBe(1);
    expect(displayWidth("\u001b[31mred\u001b[39m")).toBe(3);
    expect(padStart("日本", 6)).toBe("  日本");
  });

  it("wraps at blanks, breaks what is longer than a line, and keeps figures with their per cent", () => {
    expect(wrap("a bc def", 4)).toEqual(["a bc", "def"]);
    expect(wrap("abcdefghij", 5, "- ")).toEqual(["- abc", "  def", "  ghi", "  j"]);
    expect(wrap("it is 38 % of it", 8)).toEqual(["it is", "38 % of", "it"]);
    expect(wrap("", 10, "x ")).toEqual(["x "]);
  });

  it("cuts at the end or in the middle", () => {
    expect(cut("abcdefgh", 5)).toBe("abcd…");
    expect(cut("日本語", 5)).toBe("日本…");
    expect(cutMiddle("abcdefgh", 5)).toBe("ab…gh");
    expect(cutMiddle("日本語日本語", 7)).toBe("日本…語");
    expect(cut("abc", 3)).toBe("abc");
  });

  it("cuts the flexible column of a table until the table fits", () => {
    const columns = [
      { title: "n", align: "right" as const },
      { title: "name", align: "left" as const, flexible: "end" as const },
    ];
    const { head, body } = table(
      columns,
      [
        ["10", "a very long name"],
        ["9", "b"],
      ],
      12,
    );
    expect([head, ...body]).toEqual([" n  name", "10  a very …", " 9  b"]);
  });
});

describe("the clock", () => {
  it("tells the time of named zones and of offsets", () => {
    const instant = Date.UTC(2021, 3, 6, 5, 58, 10);
    expect(clock("Europe/Paris").full(instant)).toBe("Tue 6 Apr 2021 07:58:10");
    expect(clock("+05:30").second(instant)).toBe("11:28:10");
    expect(clock("-03:00").date(Date.UTC(2021, 0, 1))).toBe("Thu 31 Dec 2020");
    expect(clock("UTC").minute(instant)).toBe("05:58");
  });

  it("follows the clocks when they change", () => {
    const paris = clock("Europe/Paris");
    expect(paris.minute(Date.UTC(2021, 2, 28, 0, 59))).toBe("01:59");
    expect(paris.minute(Date.UTC(2021, 2, 28, 1, 0))).toBe("03:00");
  });
});

describe("safe text", () => {
  it("shows what a terminal would obey", () => {
    expect(safe("\u001b[31mx\u0007\u009b\u202e\u061c\u{e0041}\ud83d")).toBe(
      "\\x1b[31mx\\x07\\x9b\\u{202e}\\u{61c}\\u{e0041}\\u{d83d}",
    );
    expect(safe("Zürich 日本 \\x16")).toBe("Zürich 日本 \\x16");
  });

  it("finds ASCII likes for our own signs and letters, and escapes all else", () => {
    expect(toAscii("Réunion · █░ −1 … 日")).toBe("Reunion | #= -1 ~ \\u{65e5}");
  });
});
