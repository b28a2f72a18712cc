/**
 * `tidegauge/simulator`: labelled logs of sites that people visit and bots attack, for drills and for measuring judges.
 * The same name, seed, options and place data always give the same bytes.
 */
import { optionError } from "../errors.ts";
import { LOG_FORMATS } from "./log-format.ts";
import type { PlaceSource } from "./networks.ts";
import { Random } from "./random.ts";
import type { Plan, Scenario, ScenarioRequest } from "./scenario.ts";
import { CNED } from "./scenarios/cned.ts";
import { FLOOD } from "./scenarios/flood.ts";
import { MIXED } from "./scenarios/mixed.ts";
import { NORMAL } from "./scenarios/normal.ts";
import { ORGANIC } from "./scenarios/organic.ts";
import { Simulation } from "./simulation.ts";
import type { Truth } from "./truth.ts";

export { LABEL_LETTERS } from "./exchange.ts";
export type { PlaceSource, Range6 } from "./networks.ts";
export type { Incident, IncidentKind, Truth } from "./truth.ts";
export { LOG_FORMATS };

/** What a caller may choose; what is left out the scenario draws from the seed. */
export interface SimulateOptions {
  /** 0..2^53-1; 1 by default. */
  seed?: number;
  /** Share of all requests that is attack while an attack lasts, 0.01..0.95. */
  attackShare?: number;
  /** Length of the part of interest, ms: 1 minute to 60 days. */
  durationMs?: number;
  /** Requests per second in the busiest usual hour: 0.001..2000. */
  rate?: number;
  /** Length of the normal traffic before it, ms: 0 to 60 days. */
  historyMs?: number;
  /** A name of {@link LOG_FORMATS}, or an nginx `log_format` string. */
  format?: string;
  /** Where addresses are drawn from: a `PlaceTable`. */
  places: PlaceSource;
}

/** A log being simulated: iterate over it once for its bytes; afterwards it tells the truth. */
export interface Drill extends Iterable<Uint8Array> {
  /** Complete once the log has been read to its end. @throws Error before that */
  readonly truth: Truth;
}

const scenarios: readonly Scenario[] = [CNED, ...NORMAL, ...ORGANIC, ...FLOOD, ...MIXED];

/** All scenarios, in the order in which they are listed. */
export const SCENARIOS: readonly Pick<Scenario, "name" | "group" | "summary">[] = scenarios;

/**
 * Simulates a log.
 * @param name one of {@link SCENARIOS}
 * @throws TidegaugeError TG_OPTION when the name or an option is wrong
 */
export function simulate(name: string, options: SimulateOptions): Drill {
  const scenario = scenarios.find((candidate) => candidate.name === name);
  if (scenario === undefined) {
    throw optionError("Cannot simulate", `scenario must be one of those of "simulate --list", got "${name}"`);
  }
  const seed = options.seed ?? 1;
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw optionError("Cannot simulate", `"seed" must be an integer from 0 to 2^53-1, got ${seed}`);
  }
  const days60 = 60 * 86_400_000;
  const request: ScenarioRequest = {
    attackShare: within("attackShare", options.attackShare, 0.01, 0.95),
    durationMs: within("durationMs", options.durationMs, 60_000, days60),
    rate: within("rate", options.rate, 0.001, 2_000),
    historyMs: within("historyMs", options.historyMs, 0, days60),
    format: options.format ?? null,
  };
  const plan = scenario.plan(new Random(seed, name), request);
  return new PlayedDrill(name, plan, seed, options.places);
}

function within(name: string, value: number | undefined, low: number, high: number): number | null {
  if (value === undefined) return null;
  if (!(value >= low && value <= high)) {
    throw optionError("Cannot simulate", `"${name}" must be from ${low} to ${high}, got ${value}`);
  }
  return value;
}

class PlayedDrill implements Drill {
  readonly #run: Generator<Uint8Array, Truth, void>;
  #truth: Truth | null = null;

  constructor(name: string, plan: Plan, seed: number, places: PlaceSource) {
    this.#run = new Simulation(plan, seed, places).run(name);
  }

  *[Symbol.iterator](): Iterator<Uint8Array> {
    this.#truth = yield* this.#run;
  }

  get truth(): Truth {
    if (this.#truth === null)
      throw new Error("A drill tells its truth once its log has been read to the end.");
    return this.#truth;
  }
}
