import type { PlaceTable } from "../../src/geo/place-table.ts";
import { simulate } from "../../src/simulator/index.ts";
import { type Specimen, SpecimenCache } from "./specimen-cache.ts";

/** One log to be judged: a family, a seed, and how much normal traffic comes before. */
export interface Case {
  family: string;
  seed: number;
  historyHours: number;
}

/** Logs of the simulator. */
export class Corpus {
  readonly #places: PlaceTable;
  readonly #cache: SpecimenCache;

  constructor(places: PlaceTable) {
    this.#places = places;
    this.#cache = new SpecimenCache(new URL("../../src/simulator/", import.meta.url), places.description);
  }

  /** The log of a case. */
  specimen({ family, seed, historyHours }: Case): Specimen {
    return this.#cache.get(`${family.replaceAll("/", "-")}.${seed}.${historyHours}h`, () => {
      const drill = simulate(family, { seed, historyMs: historyHours * 3_600_000, places: this.#places });
      const log = Buffer.concat([...drill]);
      return { log, truth: drill.truth };
    });
  }
}
