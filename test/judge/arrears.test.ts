import { describe, expect, it } from "vitest";
import { Arrears } from "../../src/judge/arrears.ts";
import { assessment } from "../verdicts/assessments.ts";

const MINUTE = 60_000;
const away = { ...assessment(1, 0), isAway: true };

describe("what an outage has kept from being asked for", () => {
  it("is twice what usually comes in so much time, and comes within a quarter of an hour", () => {
    const arrears = new Arrears();
    for (let minute = 0; minute < 9; minute += 1) {
      arrears.add(minute * MINUTE, (minute + 1) * MINUTE, away, 50);
    }
    expect(arrears.at(9 * MINUTE)).toBe(900);
    expect(arrears.at(23 * MINUTE)).toBe(900);
    expect(arrears.at(24 * MINUTE)).toBe(0);
    // The next one begins anew.
    arrears.add(60 * MINUTE, 61 * MINUTE, away, 50);
    expect(arrears.at(62 * MINUTE)).toBe(100);
  });

  it("is nothing while the site answers, or where nothing is known", () => {
    const arrears = new Arrears();
    arrears.add(0, MINUTE, assessment(1, 0), 50);
    arrears.add(0, MINUTE, away, null);
    arrears.add(0, MINUTE, null, 50);
    expect(arrears.at(MINUTE)).toBe(0);
  });
});
