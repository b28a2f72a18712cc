import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlaceCounts } from "../../src/windows/place-counts.ts";

interface Addition {
  readonly key: number;
  readonly counter: number;
  readonly amount: number;
}

const additions = fc.array(
  fc.record({
    key: fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 65_535 })),
    counter: fc.nat({ max: 2 }),
    amount: fc.oneof(fc.nat({ max: 9 }), fc.nat({ max: 0xffffffff })),
  }),
  { maxLength: 300, size: "max" },
);

/** The naive twin: rows of a map, saturated. */
function naive(list: readonly Addition[]): number[] {
  const rows = new Map<number, number[]>();
  for (const { key, counter, amount } of list) {
    const row = rows.get(key) ?? [0, 0, 0];
    row[counter] = Math.min(0xffffffff, row[counter]! + amount);
    rows.set(key, row);
  }
  return [...rows].sort((a, b) => a[0] - b[0]).flatMap(([key, row]) => [key, ...row]);
}

function tableOf(list: readonly Addition[]): PlaceCounts {
  const table = new PlaceCounts();
  for (const { key, counter, amount } of list) table.add(key, counter, amount);
  return table;
}

describe("the counts by place", () => {
  it("counts as a map of rows does", () => {
    fc.assert(
      fc.property(additions, (list) => {
        const table = tableOf(list);
        expect(table.toPlain()).toEqual(naive(list));
        expect(table.size).toBe(new Set(list.map(({ key }) => key)).size);
        const rows = naive(list);
        for (let at = 0; at < rows.length; at += 4) {
          expect([0, 1, 2].map((counter) => table.get(rows[at]!, counter))).toEqual(
            rows.slice(at + 1, at + 4),
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  it("merges two halves to the whole, wherever a stream is cut", () => {
    fc.assert(
      fc.property(additions, fc.nat({ max: 300 }), (list, cut) => {
        const first = tableOf(list.slice(0, cut));
        first.merge(tableOf(list.slice(cut)));
        // A row of zeros says nothing; merging drops it.
        const said = (rows: number[]) =>
          rows.flatMap((_, at) => {
            const row = at % 4 === 0 ? rows.slice(at, at + 4) : [];
            return row.slice(1).some((count) => count > 0) ? row : [];
          });
        expect(said(first.toPlain())).toEqual(said(naive(list)));
      }),
      { numRuns: 60 },
    );
  });

  it("knows nothing of keys that never came, nor of anything after it was cleared", () => {
    const table = tableOf([{ key: 5, counter: 1, amount: 2 }]);
    expect([table.get(5, 1), table.get(5, 0), table.get(6, 1)]).toEqual([2, 0, 0]);
    table.clear();
    expect([table.size, table.get(5, 1), table.toPlain()]).toEqual([0, 0, []]);
  });

  it("takes back the rows it gave", () => {
    const table = tableOf([
      { key: 9, counter: 0, amount: 4 },
      { key: 0, counter: 2, amount: 0xffffffff },
    ]);
    const copy = new PlaceCounts();
    copy.addPlain(table.toPlain());
    expect(copy.toPlain()).toEqual([0, 0, 0, 0xffffffff, 9, 4, 0, 0]);
  });
});
