import { loadPlaces } from "../../src/node/place-data.ts";
import { scenarioOf } from "./scenarios/index.ts";
import { examine } from "./scoring/examined.ts";

/** A process of its own that examines the scenarios it is sent, one after the other. */

/** What it is sent, and what it sends back is an {@link import("./scoring/examined.ts").Examined}. */
export interface Task {
  readonly name: string;
  readonly seed: number;
}

const places = loadPlaces("lite");
process.on("message", ({ name, seed }: Task) => {
  process.send!(examine(scenarioOf(name), seed, places));
});
