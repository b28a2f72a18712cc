import { describe, expect, it } from "vitest";
import type { Units } from "../../src/features/units.ts";
import { SourceMemory } from "../../src/verdicts/source-memory.ts";
import { unitsOf } from "../features/spans.ts";

const MINUTE = 60_000;

/** One source that has done something, as much as `requests` show. */
function source(behaviour: number, requests: number, bins: Record<string, number> = { profile: 5 }): Units {
  return unitsOf([{ count: 1, requests, behaviour, looks: behaviour / 2, bins }]);
}

/** What a span takes the source for, after another span of it was remembered. */
function recalled(
  long: { behaviour: number; requests: number; scale: 1 | 2; endMs: number; bins?: Record<string, number> },
  short: { requests: number; scale: 0 | 1; startMs: number },
): Units {
  const memory = new SourceMemory();
  memory.remember(source(long.behaviour, long.requests, long.bins), long.scale, long.endMs);
  const units = source(1, short.requests);
  memory.recall(units, short.scale, short.startMs);
  return units;
}

describe("the memory of sources", () => {
  it("lets ten seconds judge a source by its minute, looks included", () => {
    const units = recalled(
      { behaviour: 4, requests: 20, scale: 1, endMs: MINUTE },
      { requests: 2, scale: 0, startMs: MINUTE },
    );
    expect([units.behaviour[0], units.looks[0]]).toEqual([4, 2]);
  });

  it("lets a minute judge a source by its ten minutes, and not by another minute", () => {
    const short = { requests: 2, scale: 1, startMs: 10 * MINUTE } as const;
    expect(recalled({ behaviour: 4, requests: 20, scale: 2, endMs: 10 * MINUTE }, short).behaviour[0]).toBe(
      4,
    );
    expect(recalled({ behaviour: 4, requests: 20, scale: 1, endMs: 10 * MINUTE }, short).behaviour[0]).toBe(
      1,
    );
  });

  it("prefers the longest span that it knows", () => {
    const memory = new SourceMemory();
    memory.remember(source(4, 20), 1, 10 * MINUTE);
    memory.remember(source(-3, 60), 2, 10 * MINUTE);
    const units = source(1, 2);
    memory.recall(units, 0, 10 * MINUTE);
    expect(units.behaviour[0]).toBe(-3);
  });

  it("forgets: minutes after five, ten minutes after twenty-five", () => {
    const minute = { behaviour: 4, requests: 20, scale: 1, endMs: MINUTE } as const;
    expect(recalled(minute, { requests: 1, scale: 0, startMs: 6 * MINUTE }).behaviour[0]).toBe(4);
    expect(recalled(minute, { requests: 1, scale: 0, startMs: 7 * MINUTE }).behaviour[0]).toBe(1);
    const ten = { behaviour: 4, requests: 20, scale: 2, endMs: 10 * MINUTE } as const;
    expect(recalled(ten, { requests: 1, scale: 0, startMs: 35 * MINUTE }).behaviour[0]).toBe(4);
    expect(recalled(ten, { requests: 1, scale: 0, startMs: 36 * MINUTE }).behaviour[0]).toBe(1);
  });

  it("is overruled by who does more just now than in half of what is remembered", () => {
    const long = { behaviour: -4, requests: 20, scale: 1, endMs: MINUTE } as const;
    expect(recalled(long, { requests: 10, scale: 0, startMs: MINUTE }).behaviour[0]).toBe(-4);
    expect(recalled(long, { requests: 11, scale: 0, startMs: MINUTE }).behaviour[0]).toBe(1);
  });

  it("remembers nothing of who was mostly refused", () => {
    const long = { behaviour: 4, requests: 20, scale: 1, endMs: MINUTE, bins: {} } as const;
    expect(recalled(long, { requests: 2, scale: 0, startMs: MINUTE }).behaviour[0]).toBe(1);
  });

  it("is bounded: of very many sources the last are known", () => {
    const memory = new SourceMemory();
    const units = source(4, 20);
    for (let i = 0; i < 100_000; i += 1) {
      units.hashHi[0] = i;
      memory.remember(units, 1, MINUTE);
    }
    const behaviourOf = (hash: number) => {
      const one = source(1, 2);
      one.hashHi[0] = hash;
      memory.recall(one, 0, MINUTE);
      return one.behaviour[0];
    };
    expect(behaviourOf(99_999)).toBe(4);
    expect(behaviourOf(70_000)).toBe(4);
    expect(behaviourOf(0)).toBe(1);
  });
});
