import type { Baseline } from "../baselines/baseline.ts";
import type { Carrier } from "../bytes/carrier.ts";
import type { Home } from "../features/span.ts";
import type { CountryIndex } from "../geo/country-index.ts";

/** An audience is known from so many sources (by their worth as witnesses), over so many hours. */
const LEAST_WITNESSES = 40;
const LEAST_HOURS = 2;
/** A country with less than this share of the audience is not home. */
const LEAST_SHARE = 0.03;

/** The audience's countries: as given by option, or learned from the baseline; null while neither is known. */
export class HomeCountries {
  readonly #given: Home | null;
  #learned: Home | null = null;
  #learnedHour = -1;

  constructor(given: readonly string[] | null, countries: CountryIndex) {
    const known = new Set((given ?? []).map((code) => countries.number(code)).filter((number) => number > 0));
    // Where no address is, nobody can be at home: everybody would be foreign. Better learned than that.
    this.#given = known.size === 0 ? null : { countries: known, learned: false };
  }

  /** What is known now; learned anew once an hour of event time. */
  at(baseline: Baseline): Home | null {
    if (this.#given !== null) return this.#given;
    if (baseline.toMs === null || baseline.hours < LEAST_HOURS) return null;
    const hour = Math.floor(baseline.toMs / 3_600_000);
    if (hour !== this.#learnedHour) {
      this.#learnedHour = hour;
      this.#learned = learn(baseline);
    }
    return this.#learned;
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.#learned = by.value(this.#learned);
    this.#learnedHour = by.value(this.#learnedHour);
  }
}

function learn(baseline: Baseline): Home | null {
  if (baseline.countries.total < LEAST_WITNESSES) return null;
  const home = baseline.countries
    .shares()
    .filter(({ key, share }) => key !== 0 && share >= LEAST_SHARE)
    .map(({ key }) => key);
  return home.length === 0 ? null : { countries: new Set(home), learned: true };
}
