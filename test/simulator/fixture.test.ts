import { readFileSync, statSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { BUNDLED } from "../../fixtures/regenerate.ts";
import { loadPlaces } from "../../src/node/place-data.ts";
import { simulate, type Truth } from "../../src/simulator/index.ts";

const LOG = new URL("../../fixtures/cned-2021-04-06.log.gz", import.meta.url);
const TRUTH = new URL("../../fixtures/cned-2021-04-06.truth.json", import.meta.url);

describe("the bundled drill", () => {
  const truth = JSON.parse(readFileSync(TRUTH, "utf8")) as Truth;

  test("is what the simulator writes today, byte for byte", () => {
    const drill = simulate(BUNDLED.scenario, { seed: BUNDLED.seed, places: loadPlaces("lite") });
    const log = Buffer.concat([...drill]);
    // Compared as a whole: a difference of 60 MB is not for printing.
    expect(gunzipSync(readFileSync(LOG)).equals(log), "node --import tsx fixtures/regenerate.ts").toBe(true);
    expect(JSON.stringify(truth)).toBe(JSON.stringify(drill.truth));
  });

  test("is small enough to be bundled", () => {
    expect(statSync(LOG).size).toBeLessThanOrEqual(4_000_000);
  });

  test("holds a night attack, a massive one at half past two, a crowd at eight, and more than twenty attacks", () => {
    const attacks = truth.incidents.filter(({ kind }) => kind === "attack");
    expect(attacks.length).toBeGreaterThan(20);
    expect(attacks[0]!.start).toMatch(/^2021-04-05T23:0/);
    const massive = attacks.find(({ id }) => id === "massive")!;
    expect(massive.start).toMatch(/^2021-04-06T12:30/);
    expect(massive.attackShare).toBeGreaterThan(0.8);
    const morning = truth.incidents.find(({ id }) => id === "morning")!;
    expect(morning.overloadedWithoutAttack).toBe(true);
    expect(Date.parse(morning.start)).toBeLessThan(Date.parse("2021-04-06T06:00:00Z"));
    expect(Date.parse(morning.end)).toBeGreaterThan(Date.parse("2021-04-06T06:30:00Z"));
    for (const territory of ["FR", "RE", "GP", "MQ", "GF", "YT", "PF", "NC"])
      expect(truth.home).toContain(territory);
  });
});
