import { beforeAll, describe, expect, it } from "vitest";
import { Corpus } from "../../bench/evaluation/corpus.ts";
import { judgeCase, TIDEGAUGE } from "../../bench/evaluation/judged-case.ts";
import { MEASURES } from "../../bench/evaluation/measures.ts";
import type { Outcome } from "../../bench/evaluation/outcome.ts";
import { loadPlaces } from "../../src/node/place-data.ts";

/** Small logs of every kind. Everything is seeded: what these marks lose, a change of the judge has lost. */
const FAMILIES = [
  "normal/outage",
  "normal/crawler-burst",
  "organic/bell-surge",
  "organic/schools-and-gateways",
  "organic/retry-storm",
  "organic/cdn-assets",
  "flood/hosting-login",
  "flood/get-flood",
  "flood/single-source",
  "flood/tiny-site",
  "flood/hundred-countries",
  "flood/pulses",
  "mixed/any-share",
  "mixed/surge-would-suffice",
];
/** Of no role in `bench/families.json`. */
const SEED = 300_001;
const HISTORY_HOURS = 2;

/** What must hold of them: as it is now, with a little slack for weights that are fitted anew. */
const MARKS: readonly (readonly [name: string, least: number, most: number])[] = [
  ["attack recall", 0.85, 1],
  ["attack precision, episodes", 1, 1],
  ["attack precision, time", 0.9, 1],
  ["organic recall", 0.8, 1],
  ["organic called attack", 0, 0],
  ["false alarms per 10 site-days", 0, 0],
  ["time to detect, median", 0, 40],
  ["attack share error, mean", 0, 0.05],
  ["rules: attack caught", 0.9, 1],
  ["rules: organic hit", 0, 0.02],
  ["rule honesty", 0, 0.05],
  ["Brier skill", 0.85, 1],
  ["expected calibration error", 0, 0.04],
];

describe("the judge's marks on a few logs", () => {
  const outcomes: Outcome[] = [];

  beforeAll(() => {
    const places = loadPlaces("lite");
    const corpus = new Corpus(places);
    for (const family of FAMILIES) {
      const one = { family, seed: SEED, historyHours: HISTORY_HOURS };
      for (const { detector, outcome } of judgeCase(one, "guard", corpus, places, [])) {
        if (detector === TIDEGAUGE) outcomes.push(outcome);
      }
    }
  }, 600_000);

  it.each(MARKS)("%s stays between %d and %d", (name, least, most) => {
    const value = MEASURES.find((measure) => measure.name === name)!.of(outcomes);
    expect(value).not.toBeNull();
    expect(value).toBeGreaterThanOrEqual(least);
    expect(value).toBeLessThanOrEqual(most);
  });
});
