/** What it takes to build the place table, cold and warm: `node --import tsx bench/geo/place-data.ts`. */
import { loadPlaces } from "../../src/node/place-data.ts";

for (const run of ["cold", "warm", "warm", "warm"]) {
  const begun = performance.now();
  const { rangeCount, description } = loadPlaces("lite");
  const took = performance.now() - begun;
  console.log(`${run}: ${took.toFixed(0)} ms, ${rangeCount} ranges of ${description}`);
}
