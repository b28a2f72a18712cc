import { describe, expect, it } from "vitest";
import { HeldState } from "../../src/verdicts/held-state.ts";
import { HeldIntervals } from "../../src/verdicts/interval.ts";

const MINUTE = 60_000;
const RULE = { on: 0.7, minutesOn: 2, off: 0.4, minutesOff: 3 };

/** Feeds probabilities minute by minute; knowledge comes five seconds after a minute's end. */
function fed(probabilities: readonly number[]): HeldState {
  const state = new HeldState(RULE);
  probabilities.forEach((probability, minute) => {
    const endMs = (minute + 1) * MINUTE;
    state.update(minute * MINUTE, endMs, probability, endMs + 5_000);
  });
  return state;
}

describe("a held state", () => {
  it("begins after minutes on end, back at the first of them", () => {
    expect(fed([0.9]).on).toBe(false);
    expect(fed([0.9, 0.1, 0.9]).on).toBe(false);
    const state = fed([0.1, 0.9, 0.9]);
    expect(state.on).toBe(true);
    expect(state.intervals.all).toEqual([{ startMs: MINUTE, endMs: null, detectedAtMs: 3 * MINUTE + 5_000 }]);
  });

  it("holds through minutes between off and on, and through short silences", () => {
    expect(fed([0.9, 0.9, 0.5, 0.5, 0.5, 0.5]).on).toBe(true);
    expect(fed([0.9, 0.9, 0.1, 0.1, 0.5, 0.1, 0.1]).on).toBe(true);
  });

  it("ends after minutes off on end, back at the first of them", () => {
    const state = fed([0.9, 0.9, 0.5, 0.1, 0.1, 0.1]);
    expect(state.on).toBe(false);
    expect(state.intervals.all[0]!.endMs).toBe(3 * MINUTE);
  });

  it("ends in a gap of the log, too", () => {
    const state = fed([0.9, 0.9]);
    state.expire(4 * MINUTE);
    expect(state.on).toBe(true);
    state.expire(90 * MINUTE);
    expect(state.intervals.all[0]!.endMs).toBe(2 * MINUTE);
  });

  it("does not take two minutes with a gap between them for minutes on end", () => {
    const state = fed([0.9]);
    state.update(180 * MINUTE, 181 * MINUTE, 0.9, 181 * MINUTE);
    expect(state.on).toBe(false);
    state.update(181 * MINUTE, 182 * MINUTE, 0.9, 182 * MINUTE);
    expect(state.intervals.all[0]!.startMs).toBe(180 * MINUTE);
  });

  it("begins anew after it ended, not before its end", () => {
    const state = fed([0.9, 0.9, 0.1, 0.1, 0.1, 0.9, 0.9]);
    expect(state.intervals.all.map(({ startMs, endMs }) => [startMs / MINUTE, endMs])).toEqual([
      [0, 2 * MINUTE],
      [5, null],
    ]);
  });
});

describe("held intervals", () => {
  it("never overlap, nor end before they begin", () => {
    const intervals = new HeldIntervals();
    intervals.open(10, 12);
    intervals.close(5);
    intervals.open(3, 20);
    intervals.close(40);
    expect(intervals.all.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [10, 10],
      [10, 40],
    ]);
    expect([intervals.overlap(0, 10), intervals.overlap(9, 11), intervals.overlap(40, 50)]).toEqual([
      false,
      true,
      false,
    ]);
    expect(intervals.current).toBeNull();
  });
});
