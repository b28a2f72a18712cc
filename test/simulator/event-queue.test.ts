import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventQueue } from "../../src/simulator/event-queue.ts";

describe("event queue", () => {
  test("lets agents act in order of time, whatever the order in which they came", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 300 }), (times) => {
        const queue = new EventQueue();
        const seen: number[] = [];
        const agent = {
          act(nowMs: number) {
            seen.push(nowMs);
            return Number.POSITIVE_INFINITY;
          },
        };
        for (const time of times) queue.push(time, agent);
        while (queue.size > 0) queue.step();
        expect(seen).toEqual([...times].sort((a, b) => a - b));
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  test("puts an agent back at the time it asks for, and never into the past", () => {
    const queue = new EventQueue();
    const seen: string[] = [];
    queue.push(10, {
      act(nowMs) {
        seen.push(`a${nowMs}`);
        // Late is now: nothing happens before what has already happened.
        queue.push(0, {
          act: (then) => {
            seen.push(`c${then}`);
            return Number.POSITIVE_INFINITY;
          },
        });
        return nowMs < 30 ? nowMs + 10 : Number.POSITIVE_INFINITY;
      },
    });
    queue.push(15, {
      act: (nowMs) => {
        seen.push(`b${nowMs}`);
        return Number.POSITIVE_INFINITY;
      },
    });
    while (queue.size > 0) queue.step();
    expect(seen).toEqual(["a10", "c10", "b15", "a20", "c20", "a30", "c30"]);
  });

  test("never is never", () => {
    const queue = new EventQueue();
    queue.push(Number.POSITIVE_INFINITY, { act: () => 0 });
    expect(queue.size).toBe(0);
    expect(queue.nextMs).toBe(Number.POSITIVE_INFINITY);
  });
});
