import fc from "fast-check";
import { expect, it } from "vitest";
import { RowTable } from "../../src/sketches/row-table.ts";

const STRIDE = 4;

/** Few distinct keys, many of which share their lower half and so their place in the index. */
const keys = fc.tuple(fc.nat({ max: 20 }), fc.constantFrom(0, 1, 63, 64, 127, 0xffffffff, 0x80000000));

function find(table: RowTable, hi: number, lo: number): number {
  const offset = table.find(hi, lo);
  return offset < 0 ? -1 : table.rows[offset + 2]!;
}

it("is a map from keys to rows, through growing, dropping and sorting", () => {
  fc.assert(
    fc.property(fc.array(keys, { maxLength: 120, size: "max" }), fc.nat({ max: 5 }), (stream, drop) => {
      const table = new RowTable(STRIDE);
      const twin = new Map<string, number>();
      for (const [i, [hi, lo]] of stream.entries()) {
        const known = table.find(hi, lo);
        expect(known >= 0).toBe(twin.has(`${hi}:${lo}`));
        if (known >= 0) continue;
        const offset = table.add(hi, lo);
        expect([...table.rows.subarray(offset, offset + STRIDE)]).toEqual([hi, lo, 0, 0]);
        table.rows[offset + 2] = i + 1;
        twin.set(`${hi}:${lo}`, i + 1);
      }
      table.filter((offset) => table.rows[offset + 2]! % 6 !== drop);
      for (const [key, value] of twin) if (value % 6 === drop) twin.delete(key);
      table.sort();
      expect(table.count).toBe(twin.size);
      for (const [hi, lo] of stream) expect(find(table, hi, lo)).toBe(twin.get(`${hi}:${lo}`) ?? -1);
      for (let at = STRIDE; at < table.count * STRIDE; at += STRIDE) {
        const before = BigInt(table.rows[at - STRIDE]!) * 2n ** 32n + BigInt(table.rows[at - STRIDE + 1]!);
        expect(BigInt(table.rows[at]!) * 2n ** 32n + BigInt(table.rows[at + 1]!) > before).toBe(true);
      }
      table.clear();
      expect(table.find(stream[0]?.[0] ?? 0, stream[0]?.[1] ?? 0)).toBe(-1);
    }),
    { seed: 1, numRuns: 150 },
  );
});
