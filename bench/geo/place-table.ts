/** What a place look-up takes: `node --import tsx bench/geo/place-table.ts`. */
import { loadPlaces } from "../../src/node/place-data.ts";
import { type MicroResult, printWhenMain, time, words } from "../micro.ts";

const COUNT = 1 << 18;

/** Random addresses miss every cache; a site's visitors come from few networks again and again, and hit. */
export function benchPlaceTable(): MicroResult[] {
  const places = loadPlaces("lite");
  const draws = words(4 * COUNT, 7);
  const anywhere = draws.subarray(0, COUNT);
  const french = places.rangesOf("FR");
  const visitors = Uint32Array.from({ length: COUNT }, (_, i) => {
    const { start, end } = french[draws[COUNT + (i & 4095)]! % french.length]!;
    return start + (draws[i]! % (end - start));
  });
  const networks = ["FR", "DE", "US", "BR"].flatMap((code) => places.ranges6Of(code));
  const hi = new Uint32Array(COUNT);
  const lo = new Uint32Array(COUNT);
  for (let i = 0; i < COUNT; i += 1) {
    const { startHi, startLo, endHi } = networks[draws[2 * COUNT + i]! % networks.length]!;
    hi[i] = startHi;
    lo[i] = endHi > startHi ? draws[i]! : startLo;
  }
  const lookUp = (family: (i: number) => 4 | 6, v4: Uint32Array) => (): number => {
    let sum = 0;
    for (let i = 0; i < COUNT; i += 1) {
      const is4 = family(i) === 4;
      sum += places.lookup(is4 ? 4 : 6, is4 ? 0 : hi[i]!, is4 ? v4[i]! : lo[i]!);
    }
    return sum;
  };
  return [
    time(
      "IPv4, anywhere",
      COUNT,
      lookUp(() => 4, anywhere),
    ),
    time(
      "IPv4, visitors from 4,096 French networks",
      COUNT,
      lookUp(() => 4, visitors),
    ),
    time(
      "IPv6, any range of four countries",
      COUNT,
      lookUp(() => 6, anywhere),
    ),
    time(
      "mixed: three IPv4 of French networks, one IPv6",
      COUNT,
      lookUp((i) => ((i & 3) === 0 ? 6 : 4), visitors),
    ),
  ];
}

void printWhenMain(import.meta.url, benchPlaceTable);
