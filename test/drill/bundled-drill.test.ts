import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { judgeFiles } from "../../src/node/analyze-files.ts";
import { loadPlaces } from "../../src/node/place-data.ts";
import type { Episode, Report } from "../../src/reports/report.ts";
import type { Truth } from "../../src/simulator/index.ts";
import {
  attackPhases,
  foundPhases,
  type Match,
  matchAttacks,
  meanShareError,
  missed,
  spanOf,
  trueOverload,
  trueShare,
} from "./compare.ts";

const LOG = fileURLToPath(new URL("../../fixtures/cned-2021-04-06.log.gz", import.meta.url));
const TRUTH = new URL("../../fixtures/cned-2021-04-06.truth.json", import.meta.url);

describe("the bundled drill", () => {
  const truth = JSON.parse(readFileSync(TRUTH, "utf8")) as Truth;
  const morning = truth.incidents.find(({ id }) => id === "morning")!;
  let report: Report;
  let matches: Match[];

  beforeAll(async () => {
    ({ report } = await judgeFiles([LOG], { home: truth.home, places: loadPlaces("lite") }));
    matches = matchAttacks(report, truth);
  }, 120_000);

  /** Episodes of the crowd that overlap the morning. */
  function ofMorning(): Episode[] {
    const [startMs, endMs] = spanOf(morning);
    return report.episodes.filter((episode) => {
      const [onsetMs, overMs] = spanOf({ start: episode.onset, end: episode.end });
      return onsetMs < endMs && overMs > startMs;
    });
  }

  it("accounts for every line", () => {
    const { lines, records, rejected, late, blank } = report.input;
    expect(lines).toBe(Object.values(truth.totals).reduce((sum, count) => sum + count, 0));
    expect(records + rejected.total + late + blank).toBe(lines);
    expect(records).toBe(lines);
  });

  it("finds at least twenty of the attacks where they were, and no other", () => {
    expect(foundPhases(matches).length, missed(matches).join("\n")).toBeGreaterThanOrEqual(20);
    const touched = matches.map(({ incident }) => spanOf(incident));
    const lone = attackPhases(report).filter((phase) => {
      const [startMs, endMs] = spanOf(phase);
      return !touched.some(([from, to]) => startMs < to + 60_000 && endMs > from - 60_000);
    });
    expect(lone.map(({ start }) => start)).toEqual([]);
  });

  it("tells their share of the requests to five in a hundred on the average", () => {
    expect(meanShareError(matches, truth)).toBeLessThanOrEqual(0.05);
  });

  it("tells the share of each attack to eight in a hundred, but for one that is nearly over when it is seen", () => {
    const far = matches.filter(({ phase, isFound }) => {
      if (!isFound || phase === null) return true;
      return Math.abs(phase.attackShare.estimate - trueShare(truth, phase)) > 0.08;
    });
    expect(far.length, far.map(({ incident }) => incident.id).join(", ")).toBeLessThanOrEqual(1);
  });

  it("names the regions of every attack that comes by itself, in the countries that it came from", () => {
    const floods = report.episodes.filter(({ verdict }) => verdict === "flood-attack");
    expect(floods.length).toBeGreaterThan(3);
    let named = 0;
    let right = 0;
    for (const { onset, end, attribution } of floods) {
      const [from, to] = spanOf({ start: onset, end });
      const attacks = truth.incidents.filter((one) => {
        const [startMs, endMs] = spanOf(one);
        return one.kind === "attack" && startMs < to && endMs > from;
      });
      const isOrigin = (country: string) => attacks.some(({ countries }) => (countries[country] ?? 0) > 0.02);
      const regions = attribution.regions.filter(
        ({ key, attackRequests }) => key !== "" && attackRequests > 0,
      );
      const all = regions.reduce((sum, { attackRequests }) => sum + attackRequests, 0);
      const good = regions
        .filter(({ key }) => isOrigin(key.split("-")[0]!))
        .reduce((sum, { attackRequests }) => sum + attackRequests, 0);
      // The place of one bot in thirty is wrong, as in life, and a burst may be a few dozen of them.
      expect([onset, good / all > 0.7]).toEqual([onset, true]);
      named += all;
      right += good;
    }
    expect(right / named).toBeGreaterThan(0.85);
  });

  it("tells the morning's crowd from the attacks within it", () => {
    const verdicts = new Set(ofMorning().flatMap(({ phases }) => phases.map(({ verdict }) => verdict)));
    expect(verdicts).toContain("organic-surge");
    expect(verdicts).toContain("mixed");
  });

  it("says of the morning whether the portal would have fallen over without the attacks", () => {
    expect(morning.overloadedWithoutAttack).toBe(true);
    const answers = ofMorning().map(({ overload }) => overload?.overloadedWithoutAttack);
    expect(answers).toContain(true);
    expect(answers).not.toContain(false);
  });

  it("says of every episode in which the portal was overloaded whether it would have been without the attacks", () => {
    const asked = report.episodes.filter(({ overload }) => overload !== null);
    const answers = asked.map(({ onset, overload }) => [onset, overload!.overloadedWithoutAttack]);
    expect(answers).toEqual(asked.map((episode) => [episode.onset, trueOverload(truth, episode)]));
    // The morning is one of them, and the afternoon with the massive attack, and they differ.
    expect(new Set(answers.map(([, answer]) => answer))).toEqual(new Set([true, false]));
    expect(asked.some(({ onset, end }) => onset < "2021-04-06T12:30" && end! > "2021-04-06T12:38")).toBe(
      true,
    );
  });

  it("finds the massive attack at half past two, from abroad and from many sources", () => {
    const { phase, isFound } = matches.find(({ incident }) => incident.id === "massive")!;
    expect(isFound).toBe(true);
    const episode = report.episodes.find(({ phases }) => phases.includes(phase!))!;
    expect(episode.spread).toBe("distributed");
    expect(episode.origin!.home).toBeLessThan(0.3);
  });

  it("names the home regions among the traffic, and the attack's countries in the attribution", () => {
    const regions = new Map(report.breakdowns.regions.map(({ key, requests }) => [key, requests]));
    for (const region of ["FR-IDF", "FR-ARA", "FR-HDF", "FR-BRE"])
      expect(regions.get(region)).toBeGreaterThan(0);
    expect(report.breakdowns.countries[0]!.key).toBe("FR");
    const { countries } = matches.find(({ incident }) => incident.id === "burst-01")!.incident;
    const [worst] = Object.entries(countries).sort((a, b) => b[1] - a[1])[0]!;
    const night = report.episodes.find(({ onset }) => onset.startsWith("2021-04-05T23:0"))!;
    expect(night.attribution.countries.slice(0, 3).map(({ key }) => key)).toContain(worst);
  });
});
