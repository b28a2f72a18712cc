import { expect, it } from "vitest";
import { CountryPlaces } from "../../src/geo/country-places.ts";
import { Kernel, type KernelTwins } from "../../src/kernel/kernel.ts";
import { manyPlaces } from "./places.ts";

it("the kernel finds the place of any address as the table does", () => {
  const table = manyPlaces();
  const kernel = Kernel.open(1 << 27, {
    searchPlace: (address: number) => table.lookup(4, 0, address),
  } as unknown as KernelTwins)!;
  kernel.setPlaces({ ...table.data, ...new CountryPlaces(table).tables });
  let state = 1;
  const word = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  for (let i = 0; i < 20_000; i += 1) {
    const first = [62, 192, 198, 203, word() >>> 24][i % 5]!;
    const address = (first * 2 ** 24 + (word() & 0x2fffff)) >>> 0;
    expect(kernel.placeOf(4, 0, address)).toBe(table.lookup(4, 0, address));
    const lo = word() & 0xfffff;
    expect(kernel.placeOf(6, 0x20010db8, lo)).toBe(table.lookup(6, 0x20010db8, lo));
  }
});
