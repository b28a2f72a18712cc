import { randomInt } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { Analyzer } from "../../src/analyzer.ts";
import { loadPlaces } from "../../src/node/place-data.ts";
import type { Report } from "../../src/reports/report.ts";
import { simulate, type Truth } from "../../src/simulator/index.ts";
import {
  foundPhases,
  type Match,
  matchAttacks,
  mean,
  meanShareError,
  missed,
  spanOf,
  trueShare,
} from "./compare.ts";

/** Shares of a typical burst, far from the bundled drill's and from each other. */
const SHARES = [0.25, 0.7] as const;

const given = process.env["TIDEGAUGE_DRILL_SEED"];
const seed = given === undefined ? randomInt(2 ** 31) : Number(given);
console.log(`Fresh drills of seed ${seed}: TIDEGAUGE_DRILL_SEED=${seed} repeats them.`);

interface Run {
  readonly report: Report;
  readonly truth: Truth;
  readonly matches: readonly Match[];
}

/** Judges a drill as it is written: neither is ever held as a whole. */
function run(attackShare: number, places: ReturnType<typeof loadPlaces>): Run {
  const drill = simulate("cned-2021-04-06", { seed, attackShare, places });
  const analyzer = new Analyzer({ home: ["FR", "RE", "GP", "MQ", "GF", "YT", "PF", "NC"], places });
  for (const chunk of drill) analyzer.push(chunk);
  const report = analyzer.finish();
  const { truth } = drill;
  return { report, truth, matches: matchAttacks(report, truth) };
}

describe(`drills made on the spot, seed ${seed}`, () => {
  const runs: Run[] = [];

  beforeAll(() => {
    const places = loadPlaces("lite");
    for (const share of SHARES) runs.push(run(share, places));
  }, 240_000);

  describe.each(SHARES.map((share, index) => ({ share, index })))("bursts of $share", ({ index }) => {
    it("report the morning's crowd", () => {
      const { report, truth } = runs[index]!;
      const [startMs, endMs] = spanOf(truth.incidents.find(({ id }) => id === "morning")!);
      const crowds = report.episodes
        .flatMap(({ phases }) => phases)
        .filter(({ verdict }) => verdict === "organic-surge" || verdict === "mixed")
        .filter((phase) => {
          const [from, to] = spanOf(phase);
          return from < endMs && to > startMs;
        });
      expect(crowds).not.toEqual([]);
    });

    it("find four attacks of five", () => {
      const { matches } = runs[index]!;
      expect(foundPhases(matches).length / matches.length, missed(matches).join("\n")).toBeGreaterThanOrEqual(
        0.8,
      );
    });

    it("tell the attacks' share to eight in a hundred on the average", () => {
      const { matches, truth } = runs[index]!;
      expect(meanShareError(matches, truth)).toBeLessThanOrEqual(0.08);
    });
  });

  it("the share that is found follows the truth", () => {
    const [low, high] = runs.map(({ matches, truth }) => {
      const phases = foundPhases(matches);
      return {
        found: mean(phases.map(({ attackShare }) => attackShare.estimate)),
        true: mean(phases.map((phase) => trueShare(truth, phase))),
      };
    }) as [{ found: number; true: number }, { found: number; true: number }];
    expect(high.true - low.true).toBeGreaterThan(0.1);
    expect(high.found - low.found).toBeGreaterThanOrEqual((high.true - low.true) / 2);
  });
});
