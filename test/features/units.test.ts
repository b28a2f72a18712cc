import { describe, expect, it } from "vitest";
import { askedOf } from "../../src/features/units.ts";
import { Source, SourceFlag } from "../../src/windows/source-layout.ts";

/** What a source asked for that has these columns in its row. */
function asked(columns: Partial<Record<keyof typeof Source, number>>): number {
  const row = new Uint32Array(Source.queries + 1);
  for (const [name, value] of Object.entries(columns)) row[Source[name as keyof typeof Source]] = value;
  return askedOf(row, 0);
}

describe("what a source asked for", () => {
  const vote = { pathBits: 1 << 9, posts: 1, pages: 1, requests: 1, flags: SourceFlag.canRefer };

  it("is the same however often it asked", () => {
    expect(asked({ ...vote, posts: 4, pages: 4, requests: 4 })).toBe(asked(vote));
  });

  it("differs by path, by class, by what was sent and by whether it came from anywhere", () => {
    const others = [
      { ...vote, pathBits: 1 << 10 },
      { ...vote, pages: 0, apis: 1 },
      { ...vote, posts: 0 },
      { ...vote, queries: 1 },
      { ...vote, flags: SourceFlag.canRefer | SourceFlag.referrer },
    ];
    expect(new Set([vote, ...others].map(asked)).size).toBe(6);
  });

  it("is not told of who asked for more than two paths, and never 0 of others", () => {
    expect(asked({ ...vote, pathBits: 0b111 })).toBe(0);
    for (let bit = 0; bit < 32; bit += 1) expect(asked({ ...vote, pathBits: (1 << bit) >>> 0 })).not.toBe(0);
  });
});
