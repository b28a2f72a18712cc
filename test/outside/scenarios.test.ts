import { beforeAll, describe, expect, it } from "vitest";
import { familyOf, SCENARIOS, scenarioOf } from "../../bench/outside/scenarios/index.ts";
import { type LabelledLog, labelledLog } from "../../bench/outside/scoring/examined.ts";
import type { PlaceTable } from "../../src/geo/place-table.ts";
import { loadPlaces } from "../../src/node/place-data.ts";

/** A small log with an attack, and one without. */
const ATTACKED = "a blog's door at night";
const PEACEFUL = "floods in the valley";

let places: PlaceTable;
let attacked: LabelledLog;

beforeAll(() => {
  places = loadPlaces("lite");
  attacked = labelledLog(scenarioOf(ATTACKED), 1, places);
});

describe("the list of independent scenarios", () => {
  it("names each once, and keeps a fifth of them closed at least", () => {
    expect(new Set(SCENARIOS.map(({ name }) => name)).size).toBe(SCENARIOS.length);
    const closed = SCENARIOS.filter(({ half }) => half === "closed").length;
    expect(closed).toBeGreaterThanOrEqual(SCENARIOS.length / 5);
  });

  it("has no site in two families, so that they divide what is known from what is not", () => {
    const families = new Map<string, Set<string>>();
    for (const scenario of SCENARIOS) {
      const { host } = scenario.site;
      families.set(host, (families.get(host) ?? new Set()).add(familyOf(scenario)));
    }
    expect([...families].filter(([, of]) => of.size > 1)).toEqual([]);
    const sizes = new Map<string, number>();
    for (const scenario of SCENARIOS) sizes.set(familyOf(scenario), (sizes.get(familyOf(scenario)) ?? 0) + 1);
    expect(sizes.size).toBeGreaterThan(20);
    expect(Math.max(...sizes.values())).toBeLessThan(SCENARIOS.length / 8);
  });

  it("gives every crowd and raid of a scenario a name of its own, on which its chances hang", () => {
    for (const { name, site, crowds = [], raids = [] } of SCENARIOS) {
      const names = [...site.audience, ...crowds, ...raids].map((one) => one.name);
      expect(new Set(names).size, name).toBe(names.length);
    }
  });
});

describe("an independent scenario", () => {
  it("is the same log for the same seed, and another for another", () => {
    expect(labelledLog(scenarioOf(ATTACKED), 1, places).log.equals(attacked.log)).toBe(true);
    expect(labelledLog(scenarioOf(ATTACKED), 2, places).log.equals(attacked.log)).toBe(false);
  });

  it("labels every line, and the attack's lines are those of its tool", () => {
    const lines = attacked.log.toString().trimEnd().split("\n").slice(attacked.headLines);
    expect(attacked.labels).toHaveLength(lines.length);
    for (const [i, line] of lines.entries()) {
      expect(attacked.labels[i] === "a", line).toBe(line.includes('"POST /xmlrpc.php'));
    }
  });

  it("has one incident that matters by the contract, where the attack is", () => {
    expect(attacked.truth.incidents.map(({ kind }) => kind)).toEqual(["attack"]);
    const [{ start, end, requests, attackShare }] = attacked.truth.incidents as [
      LabelledLog["truth"]["incidents"][0],
    ];
    const minutes = (Date.parse(end) - Date.parse(start)) / 60_000;
    expect(attackShare).toBeGreaterThan(0.05);
    expect((attackShare * requests) / minutes).toBeGreaterThan(30);
  });

  it("has a surge and no attack where only people come, who ask for more than the server can do", () => {
    const { truth, labels } = labelledLog(scenarioOf(PEACEFUL), 1, places);
    expect(labels).not.toContain("a");
    expect(truth.incidents).toHaveLength(1);
    expect(truth.incidents[0]).toMatchObject({
      kind: "surge",
      attackShare: 0,
      overloadedWithoutAttack: true,
    });
  });
});
