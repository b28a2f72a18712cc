import { describe, expect, it } from "vitest";
import { Baseline } from "../../src/baselines/baseline.ts";
import { CountryIndex } from "../../src/geo/country-index.ts";
import { HomeCountries } from "../../src/judge/home.ts";
import { twoPlaces } from "../windows/records.ts";

const countries = new CountryIndex(twoPlaces());
const HOUR = 3_600_000;

function taught(hours: number, shares: readonly [string, number][]): Baseline {
  const baseline = new Baseline();
  baseline.fromMs = 0;
  baseline.toMs = hours * HOUR;
  for (const [code, weight] of shares) baseline.countries.learn(countries.number(code), weight);
  return baseline;
}

describe("the countries of the audience", () => {
  it("are those given by option, where the table knows them", () => {
    const home = new HomeCountries(["FR", "ZZ"], countries).at(new Baseline())!;
    expect([[...home.countries], home.learned]).toEqual([[countries.number("FR")], false]);
  });

  it("are learned where no address of the table is in any of the given ones: else everybody would be foreign", () => {
    const home = new HomeCountries(["ZZ", "YY"], countries);
    expect(home.at(new Baseline())).toBeNull();
    expect(home.at(taught(5, [["FR", 97]]))).toMatchObject({ learned: true });
  });

  it("are learned from the audience, without the unknown and without stragglers", () => {
    const baseline = taught(5, [
      ["FR", 97],
      ["DE", 2],
      ["", 40],
    ]);
    const home = new HomeCountries(null, countries).at(baseline)!;
    expect([[...home.countries], home.learned]).toEqual([[countries.number("FR")], true]);
  });

  it("are unknown while hours or witnesses are few", () => {
    const home = new HomeCountries(null, countries);
    expect(home.at(new Baseline())).toBeNull();
    expect(home.at(taught(1, [["FR", 500]]))).toBeNull();
    expect(home.at(taught(5, [["FR", 10]]))).toBeNull();
  });

  it("follow the audience by the hour, not by the minute", () => {
    const home = new HomeCountries(null, countries);
    const baseline = taught(5, [["FR", 100]]);
    home.at(baseline);
    baseline.countries.learn(countries.number("DE"), 100);
    baseline.toMs = 5.5 * HOUR;
    expect(home.at(baseline)!.countries.size).toBe(1);
    baseline.toMs = 6 * HOUR;
    expect(home.at(baseline)!.countries.size).toBe(2);
  });
});
