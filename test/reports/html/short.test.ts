import { describe, expect, it } from "vitest";
import { short } from "../../../src/reports/html/short.ts";

describe("a text on the page", () => {
  it("stays whole where what would be left out takes no more room than to say so", () => {
    for (const length of [0, 247, 400, 429]) expect(short("é".repeat(length))).toBe("é".repeat(length));
  });

  it("loses its middle where it is longer, and says how many characters that is", () => {
    const text = `${"a".repeat(1000)}${"b".repeat(1000)}`;
    expect(short(text)).toBe(`${"a".repeat(340)} [… 1,600 characters …] ${"b".repeat(60)}`);
  });

  it("is never cut within a character", () => {
    expect(short("🌊".repeat(430))).toBe(`${"🌊".repeat(340)} [… 30 characters …] ${"🌊".repeat(60)}`);
  });
});
