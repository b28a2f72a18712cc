import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeWindow } from "../../src/windows/codec.ts";
import { WindowCollector } from "../../src/windows/window-collector.ts";
import { WindowPool } from "../../src/windows/window-pool.ts";
import type { WindowSummary } from "../../src/windows/window-summary.ts";
import { recordOf, type SampleRequest, someRequests, summariser, WINDOW_START_MS } from "./records.ts";

/** Small enough that merging in another order would show: frequent items depend on it. */
const BUDGET = { sources: 16, kinds: 16, frequent: 16 };

interface Part {
  readonly input: number;
  readonly segment: number;
  readonly window: number;
  readonly requests: readonly SampleRequest[];
}

function collect(parts: readonly Part[]): Uint8Array[] {
  const pool = new WindowPool(BUDGET);
  const collector = new WindowCollector(pool);
  for (const part of parts) {
    const startMs = WINDOW_START_MS + part.window * 10_000;
    const window = pool.take(startMs, startMs + 10_000);
    const into = summariser();
    for (const request of part.requests) {
      const record = recordOf({ ...request, timeMs: request.timeMs + part.window * 10_000 });
      into.identify(record);
      into.add(record, window);
    }
    collector.add(window, part.input, part.segment);
  }
  const closed: Uint8Array[] = [];
  collector.close(Number.POSITIVE_INFINITY, (window) => closed.push(encodeWindow(window)));
  return closed;
}

describe("the window collector", () => {
  it("gives the same windows, byte for byte, in whatever order the parts come", () => {
    const parts = fc
      .tuple(someRequests, someRequests, someRequests)
      .map((lists): Part[] =>
        lists.flatMap((requests, input) => [
          { input, segment: 0, window: 0, requests: requests.slice(0, 60) },
          { input, segment: 1, window: 0, requests: requests.slice(60, 120) },
          { input, segment: 1, window: 1, requests: requests.slice(120) },
        ]),
      )
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(parts, ([straight, shuffled]) => {
        expect(collect(shuffled)).toEqual(collect(straight));
      }),
      { numRuns: 25 },
    );
  });

  it("closes windows in order of time, only up to the watermark, and each once", () => {
    const pool = new WindowPool(BUDGET);
    const collector = new WindowCollector(pool);
    for (const start of [30_000, 10_000, 20_000]) collector.add(pool.take(start, start + 10_000), 0, 0);
    const starts: number[] = [];
    const judge = (window: WindowSummary) => starts.push(window.startMs);
    collector.close(19_999, judge);
    expect(starts).toEqual([]);
    collector.close(30_000, judge);
    expect(starts).toEqual([10_000, 20_000]);
    collector.close(30_000, judge);
    collector.close(Number.POSITIVE_INFINITY, judge);
    expect(starts).toEqual([10_000, 20_000, 30_000]);
  });

  it("hands summaries back to the pool, which gives them out empty", () => {
    const pool = new WindowPool(BUDGET);
    const collector = new WindowCollector(pool);
    const used = pool.take(0, 10_000);
    const record = recordOf({ timeMs: 5, address: 1 });
    const into = summariser();
    into.identify(record);
    into.add(record, used);
    collector.add(used, 0, 0);
    collector.close(Number.POSITIVE_INFINITY, () => {});
    const again = pool.take(10_000, 20_000);
    expect(again).toBe(used);
    expect([again.startMs, again.requests, again.sources.size]).toEqual([10_000, 0, 0]);
  });
});
