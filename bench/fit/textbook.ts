import type { PlaceTable } from "../../src/geo/place-table.ts";
import type { AnalyzerOptions } from "../../src/options.ts";
import { type Case, Corpus } from "../evaluation/corpus.ts";
import { type Specimen, SpecimenCache } from "../evaluation/specimen-cache.ts";
import { scenarioOf } from "../outside/scenarios/index.ts";
import { labelledLog } from "../outside/scoring/examined.ts";

/** A log that a fit learns from: of the simulator, or an open independent scenario by its name. */
export type FitCase = Case | { readonly scenario: string };

/** Such a log, and what the judge is told of the site. */
export interface FitSpecimen extends Specimen {
  readonly options: AnalyzerOptions;
}

/** Every independent scenario is played once, with one seed: they differ from each other as sites do. */
const SEED = 1;

/** All logs that a fit learns from. */
export class Textbook {
  readonly #places: PlaceTable;
  readonly #simulated: Corpus;
  readonly #outside: SpecimenCache;

  constructor(places: PlaceTable) {
    this.#places = places;
    this.#simulated = new Corpus(places);
    this.#outside = new SpecimenCache(new URL("../outside/", import.meta.url), places.description);
  }

  /** The log of a case. Throws on a closed scenario: those only measure. */
  specimen(one: FitCase): FitSpecimen {
    if (!("scenario" in one)) return { ...this.#simulated.specimen(one), options: {} };
    const scenario = scenarioOf(one.scenario);
    if (scenario.half !== "open") throw new Error(`"${scenario.name}" is closed: nothing is fitted to it`);
    const name = scenario.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
    const specimen = this.#outside.get(name, () => {
      const { log, truth, labels, headLines } = labelledLog(scenario, SEED, this.#places);
      return { log, truth: { ...truth, labels: runs("o".repeat(headLines) + labels) } };
    });
    return { ...specimen, options: scenario.options ?? {} };
  }
}

/** Letters as the truth of the simulator has them: each with how many follow each other. */
function runs(labels: string): string {
  return labels.replaceAll(/(.)\1*/g, (run, letter: string) => `${letter}${run.length}`);
}
