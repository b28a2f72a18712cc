import { PlaceTable } from "../../src/geo/place-table.ts";
import { orderedWord, RangeBuilder } from "../../src/geo/range-builder.ts";

const PLACES = 40;

/** Places of no real network, changing every few addresses, for both families. */
export function manyPlaces(): PlaceTable {
  const ranges4 = new RangeBuilder(4, null);
  for (const first of [62, 192, 198, 203]) {
    for (let i = 0; i < 4000; i += 1) {
      const start = first * 2 ** 24 + i * 700;
      const { HI4 } = RangeBuilder;
      ranges4.add(HI4, orderedWord(start), HI4, orderedWord(start + 650), 1 + ((i * 7) % PLACES));
    }
  }
  const ranges6 = new RangeBuilder(6, null);
  for (let i = 0; i < 12; i += 1) {
    const hi = orderedWord(0x20010db8);
    const lo = orderedWord(i * 0x10000);
    ranges6.add(hi, lo, hi, orderedWord(i * 0x10000 + 0xff), 1 + (i % PLACES));
  }
  const letter = (i: number) => String.fromCharCode(65 + (i % 26));
  return PlaceTable.fromRanges({
    description: "places of no real network",
    countries: Array.from({ length: PLACES + 1 }, (_, i) => (i === 0 ? "" : `${letter(i)}${letter(i >> 1)}`)),
    regions: Array.from({ length: PLACES + 1 }, (_, i) => (i % 3 === 1 ? `XX-${i}` : "")),
    ranges4: ranges4.finish(),
    ranges6: ranges6.finish(),
  });
}
