import { describe, expect, it } from "vitest";
import { AttackState, type Experience } from "../../src/verdicts/attack-state.ts";
import { assessment, type Sketch } from "./assessments.ts";

/** Feeds fine windows, one after the other. */
function fed(sketches: readonly Sketch[], experience: Experience = "enough"): AttackState {
  const state = new AttackState();
  sketches.forEach((sketch, i) => {
    const one = assessment(0, i * 10_000, sketch);
    state.update(one, one.endMs + 10_000, experience, 0);
    state.expire(one.endMs);
  });
  return state;
}

const quiet: Sketch = { p: 0.01, perMinute: 0.1, matters: false };

describe("the state of attack", () => {
  it("begins with one loud window that is nearly sure", () => {
    const state = fed([quiet, {}]);
    expect(state.intervals.all).toEqual([{ startMs: 10_000, endMs: null, detectedAtMs: 30_000 }]);
  });

  it("begins with two or three windows of a less loud one, back at the first", () => {
    const fair = { p: 0.9, perMinute: 120 };
    expect(fed([fair]).on).toBe(false);
    expect(fed([quiet, fair, fair]).intervals.all[0]!.startMs).toBe(10_000);
    const faint = { p: 0.92, perMinute: 50 };
    expect(fed([faint, faint]).on).toBe(false);
    expect(fed([faint, faint, faint]).on).toBe(true);
    const fainter = { p: 0.91, perMinute: 46, share: 0.11 };
    expect(fed([fainter, fainter]).on).toBe(false);
  });

  it("does not begin with what does not matter, or is not likely", () => {
    expect(fed(Array<Sketch>(20).fill({ matters: false })).on).toBe(false);
    expect(fed(Array<Sketch>(20).fill({ p: 0.6 })).on).toBe(false);
  });

  it("does not begin while the site answers nobody: who comes cannot be told from who comes again", () => {
    const begins = (isAway: boolean): boolean => {
      const state = new AttackState();
      state.update({ ...assessment(1, 0), isAway }, 70_000, "enough", 0);
      return state.on;
    };
    expect(begins(false)).toBe(true);
    expect(begins(true)).toBe(false);
  });

  it("has to be surer while a crowd of visitors has surely come, and less so while that is in doubt", () => {
    const begins = (p: number, surge: number): boolean => {
      const state = new AttackState();
      state.update(assessment(1, 0, { p, surge, perMinute: 90 }), 70_000, "enough", 0);
      return state.on;
    };
    expect(begins(0.85, 0)).toBe(true);
    expect(begins(0.85, 0.5)).toBe(true);
    expect(begins(0.85, 1)).toBe(false);
    expect(begins(0.85, 0.6)).toBe(true);
    expect(begins(0.95, 1)).toBe(true);
  });

  it("asks for more without a baseline: a large part that plainly behaves as people do not", () => {
    const fair = { p: 0.9, perMinute: 120 };
    expect(fed([{}], "none").on).toBe(false);
    expect(fed([fair, fair], "none").on).toBe(false);
    expect(fed([{}, {}], "none").on).toBe(true);
    expect(fed(Array<Sketch>(6).fill({ share: 0.1 }), "none").on).toBe(false);
    expect(fed(Array<Sketch>(6).fill({ behaviour: 1 }), "none").on).toBe(false);
    // Steady and alone from the first line on, it may well be what this site is for.
    const alone = { perMinute: 900, share: 0.9, harmed: 0.05 };
    expect(fed([alone, alone, alone], "none").on).toBe(false);
    // Where people have come before, it is not all there is.
    expect(fed([alone, alone, alone], "some").on).toBe(true);
    expect(fed([alone, alone, alone]).on).toBe(true);
    // Unless it is refused, fails, or tries to log in.
    const harmful = { ...alone, harmed: 0.6 };
    expect(fed([harmful, harmful, harmful], "none").on).toBe(true);
  });

  it("is found by a span since its onset as by a minute, held as one, and not twice by the same requests", () => {
    const state = new AttackState();
    const since = { ...assessment(1, 25_000, { perMinute: 90, p: 0.7 }), endMs: 65_000 };
    // The minutes that hold the same requests are other witnesses' accounts of one thing: neither adds to the other.
    state.update(assessment(1, 0, { perMinute: 90, p: 0.7 }), 70_000, "enough", 0);
    state.updateOnset(since, 75_000, "enough", false);
    expect(state.on).toBe(false);
    state.updateOnset(
      { ...since, ...{ score: { ...since.score, attackProbability: 0.9 } } },
      75_000,
      "enough",
      false,
    );
    expect(state.intervals.all).toEqual([{ startMs: 25_000, endMs: null, detectedAtMs: 75_000 }]);
    state.expire(190_000);
    expect(state.on).toBe(true);
    state.expire(195_000);
    expect(state.intervals.all[0]!.endMs).toBe(65_000);
  });

  it("that gathers speed is over as soon as one that began with it", () => {
    const state = new AttackState();
    state.update(assessment(1, 0, { perMinute: 45 }), 70_000, "enough", 0);
    state.update(assessment(1, 60_000, { perMinute: 200 }), 130_000, "enough", 0);
    state.expire(240_000);
    expect(state.on).toBe(true);
    state.expire(250_000);
    expect(state.on).toBe(false);
    // Also where finer spans account for the speed.
    const other = new AttackState();
    other.update(assessment(1, 0, { perMinute: 45 }), 70_000, "enough", 0);
    other.update(assessment(1, 60_000, { perMinute: 200 }), 130_000, "enough", 200);
    other.expire(190_000);
    expect(other.on).toBe(false);
  });

  it("outlives a pause shorter than two minutes, and ends with the last hot window after a longer one", () => {
    const pause = Array<Sketch>(11).fill(quiet);
    expect(fed([{}, ...pause, {}, quiet]).intervals.all.length).toBe(1);
    const over = fed([{}, {}, ...pause, quiet, quiet]);
    expect(over.on).toBe(false);
    expect(over.intervals.all[0]).toMatchObject({ startMs: 0, endMs: 20_000 });
    expect(fed([{}, ...pause, quiet, {}]).intervals.all.length).toBe(2);
  });

  it("ends in a gap of the log, too", () => {
    const state = fed([{}]);
    state.expire(86_400_000);
    expect(state.on).toBe(false);
    expect(state.intervals.all[0]!.endMs).toBe(10_000);
  });

  it("is seen by the minute where no fine window shows it", () => {
    const state = new AttackState();
    const minute = assessment(1, 0, { p: 0.85, perMinute: 40 });
    state.update(minute, minute.endMs, "enough", 0);
    expect(state.on).toBe(true);
    expect(state.faint).toBe(false);
  });

  it("is not seen by the minute where hot fine windows explain most of it", () => {
    const state = new AttackState();
    const minute = assessment(1, 0);
    state.update(minute, minute.endMs, "enough", 0.6 * minute.share.attackRequests);
    expect(state.on).toBe(false);
  });

  it("adds up the evidence of minutes on end, none of which is enough", () => {
    const minutes = (...probabilities: number[]) => {
      const state = new AttackState();
      probabilities.forEach((p, i) => {
        const minute = assessment(1, i * 60_000, { p, perMinute: 40 });
        state.update(minute, minute.endMs, "enough", 0);
      });
      return state;
    };
    expect(minutes(0.7).on).toBe(false);
    expect(minutes(0.7, 0.7, 0.7).on).toBe(true);
    expect(minutes(0.7, 0.4, 0.7, 0.7).on).toBe(true);
    expect(minutes(0.7, 0.1, 0.7).on).toBe(false);
    // Who is a little odd is so for hours.
    expect(minutes(...Array<number>(60).fill(0.6)).on).toBe(false);
  });

  it("begins where the run of minutes began", () => {
    const state = new AttackState();
    [0.1, 0.7, 0.7, 0.7].forEach((p, i) => {
      const minute = assessment(1, i * 60_000, { p, perMinute: 40 });
      state.update(minute, minute.endMs, "enough", 0);
    });
    expect(state.intervals.all[0]).toMatchObject({ startMs: 60_000, endMs: null });
  });

  it("is faint while only ten minutes together show it, and lasts until they no longer do", () => {
    const state = new AttackState();
    const ten = assessment(2, 0, { p: 0.9, perMinute: 12 });
    state.update(ten, ten.endMs, "enough", 0);
    expect([state.on, state.faint]).toEqual([true, true]);
    state.expire(ten.endMs + 300_000);
    expect(state.on).toBe(true);
    state.expire(ten.endMs + 3_600_000);
    expect(state.intervals.all[0]).toMatchObject({ startMs: 0, endMs: 600_000 });
  });
});
