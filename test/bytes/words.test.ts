import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WordReader, WordWriter } from "../../src/bytes/words.ts";

const writings = fc.array(fc.array(fc.integer({ min: 0, max: 0xffffffff }), { maxLength: 60_000 }), {
  minLength: 1,
  maxLength: 6,
});

describe("words", () => {
  it("are read as they were written, also where the writer was given a buffer back", () => {
    fc.assert(
      fc.property(writings, fc.boolean(), (spans, givesBack) => {
        const writer = new WordWriter();
        for (const span of spans) {
          for (const word of span) writer.word(word);
          writer.float(span.length / 3);
          const taken = writer.take();
          expect(writer.length).toBe(0);
          const reader = new WordReader(taken);
          expect(Array.from(reader.words(span.length))).toEqual(span);
          expect(reader.float()).toBe(span.length / 3);
          expect(reader.isAtEnd).toBe(true);
          if (givesBack) writer.reuse(taken.buffer);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("are written into the buffer that came back, and one that is in use is left alone", () => {
    const writer = new WordWriter();
    writer.words(new Uint32Array(20_000).fill(7));
    const { buffer } = writer.take();
    writer.reuse(buffer);
    writer.words(new Uint32Array(20_000).fill(8));
    writer.reuse(new ArrayBuffer(1 << 20));
    const again = writer.take();
    expect(again.buffer).toBe(buffer);
    expect(again[19_999]).toBe(8);
  });

  it("lie on buffers that threads share where that is wanted, and such a buffer comes back", () => {
    const writer = new WordWriter(true);
    writer.words(new Uint32Array(100).fill(7));
    // Of a buffer that is lent most may be empty: it is not copied into one of its own.
    const { buffer } = writer.take();
    expect(buffer).toBeInstanceOf(SharedArrayBuffer);
    writer.reuse(buffer);
    writer.words(new Uint32Array(100).fill(8));
    expect(writer.take().buffer).toBe(buffer);
  });

  it("throw where more are read than were written", () => {
    expect(() => new WordReader(new Uint32Array(3)).words(4)).toThrow(RangeError);
  });
});
