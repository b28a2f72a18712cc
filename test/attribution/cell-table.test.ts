import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cell, CellTable } from "../../src/attribution/cell-table.ts";

const word = fc.nat({ max: 3 });
const additions = fc.array(
  fc.record({
    country: word,
    prefix: fc.constantFrom(0, 7, 2 ** 32 + 7, 2 ** 52 - 1),
    network: fc.constantFrom(0, 64_500, 2 ** 32 - 1),
    path: word,
    userAgent: fc.constantFrom(0, 1, 0xfeedbeef),
    meta: word,
    requests: fc.integer({ min: 1, max: 9 }),
  }),
  { maxLength: 300, size: "max" },
);

function add(table: CellTable, cell: Omit<Cell, "attackRequests">): void {
  const { country, prefix, network, path, userAgent, meta, requests } = cell;
  table.add(country, prefix, network!, path, userAgent, meta, requests, requests / 2, requests / 4);
}

const kindOf = ({ country, prefix, network, path, userAgent, meta }: Omit<Cell, "attackRequests">) =>
  [country, prefix, network, path, userAgent, meta].join("/");

describe("the cell table", () => {
  it("sums each kind as a map would, in the order in which they came, while all fit", () => {
    fc.assert(
      fc.property(additions, (list) => {
        const table = new CellTable(10_000);
        const sums = new Map<string, number>();
        for (const cell of list) {
          add(table, cell);
          sums.set(kindOf(cell), (sums.get(kindOf(cell)) ?? 0) + cell.requests);
        }
        const cells = table.all();
        expect(table.size).toBe(sums.size);
        expect(cells.map((cell) => [kindOf(cell), cell.requests])).toEqual([...sums]);
        for (const { requests, attackRequests, doubtfulRequests } of cells) {
          expect([attackRequests, doubtfulRequests]).toEqual([requests / 2, requests / 4]);
        }
      }),
    );
  });

  it("folds the lightest kinds when there are too many, keeps the heaviest as they are, and loses no request", () => {
    fc.assert(
      fc.property(additions, (list) => {
        const table = new CellTable(16);
        const heavy = { country: 9, prefix: 9, network: 9, path: 9, userAgent: 9, meta: 9, requests: 1e6 };
        add(table, heavy);
        for (const cell of list) {
          add(table, cell);
          expect(table.size).toBeLessThanOrEqual(16);
        }
        const cells = table.all();
        expect(cells.find((cell) => cell.country === 9)).toMatchObject(heavy);
        expect(cells.reduce((sum, { requests }) => sum + requests, 0)).toBe(
          list.reduce((sum, { requests }) => sum + requests, 1e6),
        );
      }),
    );
  });
});
