import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineSplitter, OVERLONG_BYTES } from "../../src/bytes/lines.ts";

interface Call {
  readonly kind: "line" | "overlong";
  readonly offset: number;
  readonly text: string;
}

function split(bytes: Uint8Array, cuts: readonly number[], maxLineBytes?: number): Call[] {
  const calls: Call[] = [];
  const options = maxLineBytes === undefined ? {} : { maxLineBytes };
  const note = (kind: Call["kind"]) => (chunk: Uint8Array, start: number, end: number) => {
    calls.push({
      kind,
      offset: splitter.lineOffset,
      text: Buffer.from(chunk.subarray(start, end)).toString("latin1"),
    });
  };
  const splitter: LineSplitter = new LineSplitter(
    { line: note("line"), overlong: note("overlong") },
    options,
  );
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    // A copy that is overwritten afterwards shows whoever keeps a chunk.
    const chunk = new Uint8Array(bytes.subarray(from, cut));
    splitter.push(chunk);
    chunk.fill(0x58);
    from = cut;
  }
  splitter.end();
  return calls;
}

/** The readable twin: all at once, on a string. */
function splitPlainly(text: string, maxLineBytes: number): Call[] {
  const calls: Call[] = [];
  let offset = 0;
  const pieces = text.split("\n");
  pieces.forEach((piece, at) => {
    if (at === pieces.length - 1 && piece === "") return;
    if (piece.length > maxLineBytes)
      calls.push({ kind: "overlong", offset, text: piece.slice(0, OVERLONG_BYTES) });
    else calls.push({ kind: "line", offset, text: piece.replace(/\r$/, "") });
    offset += piece.length + 1;
  });
  return calls;
}

describe("LineSplitter", () => {
  it("delivers the same lines however the stream is cut", () => {
    const text = fc.array(fc.constantFrom("a", "bc", "\r", "\n", "\r\n", "\u0000", "x".repeat(200)), {
      maxLength: 60,
    });
    const property = fc.property(
      text,
      fc.array(fc.nat(4000)),
      fc.integer({ min: 256, max: 600 }),
      (parts, cuts, max) => {
        const whole = parts.join("");
        const bytes = Buffer.from(whole, "latin1");
        const sorted = cuts.filter((cut) => cut <= bytes.length).sort((a, b) => a - b);
        expect(split(bytes, sorted, max)).toEqual(splitPlainly(whole, max));
      },
    );
    fc.assert(property, { seed: 20210406, numRuns: 500 });
  });

  it("delivers an empty line, a lone carriage return and a last line without newline", () => {
    expect(split(Buffer.from("\n\r\nend"), []).map((call) => call.text)).toEqual(["", "", "end"]);
  });

  it("hands on an overlong line once, by its first bytes, and goes on with the next", () => {
    const bytes = Buffer.from(`${"y".repeat(1_000_000)}\nnext\n`);
    const cuts = Array.from({ length: 15 }, (_, i) => (i + 1) * 65_536);
    for (const chunks of [[], cuts]) {
      const calls = split(bytes, chunks);
      expect(calls.map((call) => call.kind)).toEqual(["overlong", "line"]);
      expect(calls[0]?.text).toBe("y".repeat(OVERLONG_BYTES));
      expect(calls[1]).toMatchObject({ text: "next", offset: 1_000_001 });
    }
  });

  it("delivers a line of exactly the limit, from one chunk or many", () => {
    const bytes = Buffer.from(`${"z".repeat(65_536)}\n`);
    expect(split(bytes, []).map((call) => call.kind)).toEqual(["line"]);
    expect(split(bytes, [1, 40_000, 65_536]).map((call) => call.kind)).toEqual(["line"]);
    expect(split(Buffer.from("z".repeat(65_537)), [9]).map((call) => call.kind)).toEqual(["overlong"]);
  });
});
