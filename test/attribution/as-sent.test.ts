import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asSent, escapingOf } from "../../src/attribution/as-sent.ts";

/** As nginx writes a variable with `escape=default`. */
function asNginx(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
      return plain ? String.fromCharCode(byte) : `\\x${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}

/** As Apache writes a header: C escapes, and hexadecimal for the rest. */
function asApache(text: string): string {
  const named: Record<number, string> = {
    8: "b",
    9: "t",
    10: "n",
    11: "v",
    12: "f",
    13: "r",
    34: '"',
    92: "\\",
  };
  return [...Buffer.from(text)]
    .map((byte) => {
      if (named[byte] !== undefined) return `\\${named[byte]}`;
      return byte >= 0x20 && byte < 0x7f
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");
}

describe("a value as it was sent", () => {
  it("comes back from how nginx and Apache log it, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(asSent(asNginx(text), "backslash", "header")).toBe(text);
        expect(asSent(asApache(text), "backslash", "header")).toBe(text);
      }),
    );
  });

  it("is itself where nothing is escaped", () => {
    expect(asSent("Mozilla/5.0 (é)", "backslash", "header")).toBe("Mozilla/5.0 (é)");
    expect(asSent("a\\ b \\q \\x4", "backslash", "header")).toBe("a\\ b \\q \\x4");
  });

  it("is unknown where the bytes were no text", () => {
    expect(asSent("\\xff\\xfe", "backslash", "header")).toBeNull();
    expect(asSent("a\\xC3", "backslash", "header")).toBeNull();
  });

  it("is asked for only of formats whose servers escape", () => {
    for (const format of [
      "combined",
      "caddy-json+common",
      '$remote_addr [$time_local] "$request"',
      "%h %t",
    ]) {
      expect(escapingOf([null, format])).toBe("backslash");
    }
    for (const format of ["caddy-json", '{"ip":"$remote_addr"}']) expect(escapingOf([format])).toBe("none");
    expect(escapingOf(["iis"])).toBe("plus");
    expect(escapingOf(["cloudfront"])).toBe("percent");
  });

  it("is told of user agents in logs without quotes, and not of paths", () => {
    const sent = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://example.org/bot.html)";
    expect(asSent(sent.replaceAll(" ", "+"), "plus", "header")).toBe(sent);
    expect(asSent("Bot+(+http://example.org)", "plus", "header")).toBe("Bot (+http://example.org)");
    expect(asSent("/a+b", "plus", "request")).toBe("/a+b");
    expect(asSent(encodeURIComponent(sent), "percent", "header")).toBe(sent);
    expect(asSent("%E0%A4%A", "percent", "header")).toBeNull();
    expect(asSent("/a%20b", "percent", "request")).toBe("/a%20b");
  });
});
