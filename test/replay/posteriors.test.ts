import { describe, expect, it } from "vitest";
import { Units } from "../../src/features/units.ts";
import { Posteriors, type Weight } from "../../src/replay/posteriors.ts";

const MINUTE = 60_000;

/** Sources by the halves of their hash, with posterior and what each stands for. */
function unitsOf(sources: readonly { hi: number; lo: number; attack: number; stands?: number }[]): Units {
  const units = new Units();
  units.count = sources.length;
  sources.forEach(({ hi, lo, attack, stands = 1 }, unit) => {
    units.hashHi[unit] = hi;
    units.hashLo[unit] = lo;
    units.attack[unit] = attack;
    units.sources[unit] = stands;
  });
  return units;
}

function weighed(posteriors: Posteriors, timeMs: number, hi: number, lo: number): Weight {
  const weight: Weight = { onsetMs: 0, attack: 0, organic: 0 };
  posteriors.weigh(timeMs, hi, lo, weight);
  return weight;
}

describe("the posteriors of a log that was judged", () => {
  it("count a request as its source was taken for at that time, and as organic where it was nobody of note", () => {
    const posteriors = new Posteriors();
    posteriors.note(5, 2 * MINUTE, 3 * MINUTE, unitsOf([{ hi: 1, lo: 7, attack: 0.5 }]));
    posteriors.note(
      5,
      0,
      MINUTE,
      unitsOf([
        { hi: 1, lo: 7, attack: 1 },
        { hi: 2, lo: 8, attack: 0.01 },
      ]),
    );
    posteriors.settle();
    expect(weighed(posteriors, 10, 1, 7)).toEqual({ onsetMs: 5, attack: 1, organic: 0 });
    expect(weighed(posteriors, 10, 2, 8)).toEqual({ onsetMs: 5, attack: 0, organic: 1 });
    expect(weighed(posteriors, 10, 3, 9)).toEqual({ onsetMs: 5, attack: 0, organic: 1 });
    expect(weighed(posteriors, 2 * MINUTE, 1, 7).attack).toBeCloseTo(0.5);
    // The minute between the two was no part of the episode.
    expect(weighed(posteriors, MINUTE, 1, 7).onsetMs).toBeNaN();
    expect(posteriors.sampled).toBe(false);
  });

  it("let sampled sources stand for the others, and loud ones for themselves", () => {
    const posteriors = new Posteriors();
    const loud = 2 ** 32 - 1;
    posteriors.note(
      5,
      0,
      MINUTE,
      unitsOf([
        { hi: 1, lo: 7, attack: 1, stands: 4 },
        { hi: loud, lo: 9, attack: 1 },
      ]),
    );
    posteriors.settle();
    expect(posteriors.sampled).toBe(true);
    expect(weighed(posteriors, 0, 1, 7)).toMatchObject({ attack: 4, organic: 0 });
    expect(weighed(posteriors, 0, 2 ** 30 - 1, 77)).toMatchObject({ attack: 0, organic: 4 });
    expect(weighed(posteriors, 0, 2 ** 30, 78)).toMatchObject({ attack: 0, organic: 0 });
    expect(weighed(posteriors, 0, loud, 9)).toMatchObject({ attack: 1, organic: 0 });
  });

  it("join minutes of one episode when they are too many, and forget nobody", () => {
    const posteriors = new Posteriors(100);
    for (let minute = 0; minute < 64; minute += 1) {
      const sources = Array.from({ length: 4 }, (_, index) => ({ hi: 1, lo: 10 + index, attack: 1 }));
      posteriors.note(5, minute * MINUTE, (minute + 1) * MINUTE, unitsOf(sources));
    }
    posteriors.settle();
    for (let minute = 0; minute < 64; minute += 1) {
      expect(weighed(posteriors, minute * MINUTE + 1, 1, 12)).toEqual({ onsetMs: 5, attack: 1, organic: 0 });
      expect(weighed(posteriors, minute * MINUTE + 1, 1, 99).organic).toBe(1);
    }
    expect(weighed(posteriors, 64 * MINUTE, 1, 12).onsetMs).toBeNaN();
  });
});
