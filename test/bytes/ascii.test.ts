import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDecimal, readInteger } from "../../src/bytes/ascii.ts";
import { printable, textOf } from "../../src/bytes/text.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const integer = (text: string): number => readInteger(encode(text), 0, text.length);
const decimal = (text: string): number => readDecimal(encode(text), 0, text.length);

describe("readInteger", () => {
  it("reads what Number reads, and nothing else", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        expect(integer(String(value))).toBe(value);
      }),
    );
    for (const text of ["", "-", "-1", "1.0", " 1", "1 ", "1a", "٣"]) expect(integer(text)).toBe(-1);
  });
});

describe("readDecimal", () => {
  it("reads fractions and exponents as near as Number does", () => {
    const value = fc.double({ min: 1e-6, max: 1e15, noNaN: true });
    const property = fc.property(value, (expected) => {
      expect(Math.abs(decimal(String(expected)) - expected)).toBeLessThanOrEqual(expected * 1e-14);
    });
    fc.assert(property, { seed: 1, numRuns: 1000 });
  });

  it("reads durations of three decimals exactly", () => {
    for (let ms = 0; ms < 5000; ms += 7) expect(decimal((ms / 1000).toFixed(3))).toBe(ms / 1000);
  });

  it("reads a decimal comma, and digits beyond 2^53 to the nearest number", () => {
    expect(decimal("0,25")).toBe(0.25);
    expect(decimal("1617688800123456789") / 1e9).toBeCloseTo(1617688800.123457, 5);
    expect(decimal("1.6176888e9")).toBe(1617688800);
  });

  it("refuses what is no number", () => {
    for (const text of ["", ".", "-", "1.2.3", "1e", "1e999", "0x10", "NaN", "1 "])
      expect(decimal(text)).toBe(-1);
  });
});

describe("printable", () => {
  it("leaves nothing that a terminal would obey", () => {
    const text = printable("a\u001b[31mb\u0007\u009b\u202ec\nd\u007f");
    expect(text).toBe("a\\x1b[31mb\\x07\\x9b\\u{202e}c\\x0ad\\x7f");
  });

  it("cuts long text", () => {
    expect(printable("abcdef", 4)).toBe("abc…");
    expect(printable("abcd", 4)).toBe("abcd");
  });
});

describe("textOf", () => {
  it("decodes what is no UTF-8 leniently", () => {
    expect(textOf(Uint8Array.from([0x61, 0xff, 0x62]), 0, 3)).toBe("a\ufffdb");
  });
});
