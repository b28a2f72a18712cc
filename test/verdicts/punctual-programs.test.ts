import { describe, expect, it } from "vitest";
import { PunctualPrograms } from "../../src/verdicts/punctual-programs.ts";
import { type Group, unitsOf } from "../features/spans.ts";

const MINUTE = 60_000;
const HOUR = 60;
/** Exports of the house next door: a tool, from one network, that gets what it asks for. */
const exporting: Group = {
  count: 3,
  requests: 20,
  prefix: 7,
  userAgent: 5,
  behaviour: 4,
  bins: { "user-agent": 3, profile: 9, attempts: 0, errors: 0 },
};

/** Whether a group that came in some minutes, each for three of them, is welcome in another one. */
function isWelcome(
  minutes: readonly number[],
  then: number,
  group = exporting,
  change: Partial<Group> = {},
): boolean {
  const programs = new PunctualPrograms();
  for (const begins of minutes) {
    for (const minute of [begins, begins + 1, begins + 2]) {
      programs.welcome(unitsOf([group]), 1, minute * MINUTE, 1, true);
    }
  }
  const units = unitsOf([{ ...group, ...change }]);
  programs.welcome(units, 0, then * MINUTE, 1 / 6, true);
  return units.behaviour[0]! < 0 && units.exempt[0] === 1;
}

describe("programs that come by the clock", () => {
  it("are welcome from the third visit on, at the same minute of an hour, or of a day", () => {
    expect(isWelcome([0], HOUR)).toBe(false);
    expect(isWelcome([0, HOUR], 2 * HOUR)).toBe(true);
    expect(isWelcome([0, HOUR + 1], 2 * HOUR - 1)).toBe(true);
    expect(isWelcome([17, 24 * HOUR + 17], 48 * HOUR + 17)).toBe(true);
  });

  it("are not who comes at any minute, nor who never goes", () => {
    expect(isWelcome([0, HOUR], 2 * HOUR + 30)).toBe(false);
    expect(isWelcome([0, 40, 75], 2 * HOUR)).toBe(false);
    expect(
      isWelcome(
        Array.from({ length: 60 }, (_, i) => 3 * i),
        3 * HOUR,
      ),
    ).toBe(false);
  });

  it.each<[string, Partial<Group>]>([
    ["asks for much more than ever", { requests: 80 }],
    ["comes from elsewhere", { prefix: 8 }],
    ["has another name", { userAgent: 6 }],
    ["tries to log in", { bins: { ...exporting.bins, attempts: 1 } }],
    ["asks for what is not there", { bins: { ...exporting.bins, errors: 3 } }],
  ])("are none that %s", (_, change) => {
    expect(isWelcome([0, HOUR], 2 * HOUR, exporting, change)).toBe(false);
  });

  it("are no browsers", () => {
    const browser = { ...exporting, bins: { ...exporting.bins, "user-agent": 1 } };
    expect(isWelcome([0, HOUR], 2 * HOUR, browser)).toBe(false);
  });
});
