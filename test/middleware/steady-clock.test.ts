import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SteadyClock } from "../../src/middleware/steady-clock.ts";

const START = Date.UTC(2021, 3, 6, 6);

describe("a steady clock", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date", "performance"], now: START }));
  afterEach(() => void vi.useRealTimers());

  it("goes with the clock of the machine", () => {
    const clock = new SteadyClock();
    vi.advanceTimersByTime(1500);
    expect(clock.now()).toBe(START + 1500);
  });

  it("follows when that is set forward, at the next look", () => {
    const clock = new SteadyClock();
    vi.setSystemTime(START + 3_600_000);
    expect(clock.now()).toBe(START);
    clock.adjust();
    expect(clock.now()).toBe(START + 3_600_000);
  });

  it("goes on from where it was when that is set back", () => {
    const clock = new SteadyClock();
    vi.setSystemTime(START - 3_600_000);
    clock.adjust();
    expect(clock.now()).toBe(START);
    vi.advanceTimersByTime(2000);
    clock.adjust();
    expect(clock.now()).toBe(START + 2000);
  });
});
