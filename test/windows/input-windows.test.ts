import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputWindows } from "../../src/windows/input-windows.ts";
import { WindowCollector } from "../../src/windows/window-collector.ts";
import { WindowPool } from "../../src/windows/window-pool.ts";
import { Total } from "../../src/windows/window-summary.ts";
import { recordOf, type SampleRequest, someRequests, summariser, WINDOW_START_MS } from "./records.ts";

const BUDGET = { sources: 64, kinds: 64, frequent: 64 };
const WINDOW_MS = 10_000;

/** One input into a collector, and what the collector closed. */
class Bench {
  readonly pool = new WindowPool(BUDGET);
  readonly collector = new WindowCollector(this.pool);
  readonly windows: InputWindows;
  readonly closed: { startMs: number; requests: number; bytes: number; sources: number[] }[] = [];

  constructor(latenessMs: number, untilMs: number | null = null) {
    this.windows = new InputWindows(summariser(), this.pool, this.collector, {
      input: 0,
      windowMs: WINDOW_MS,
      latenessMs,
      untilMs,
    });
  }

  /** @returns which of the lines were late */
  feed(requests: readonly SampleRequest[]): boolean[] {
    return requests.map((request) => !this.windows.observe(recordOf(request)));
  }

  close(watermarkMs = this.windows.watermarkMs): this {
    this.collector.close(watermarkMs, (window) => {
      this.closed.push({
        startMs: window.startMs,
        requests: window.requests,
        bytes: window.totals[Total.bytes]!,
        sources: [...window.sources.toPlain().rows],
      });
    });
    return this;
  }

  end(): this {
    this.windows.cut();
    return this.close(Number.POSITIVE_INFINITY);
  }
}

const at = (seconds: number, address = seconds + 1): SampleRequest => ({
  timeMs: WINDOW_START_MS + seconds * 1000,
  address,
});

describe("the windows of one input", () => {
  it("leave once the watermark passes their end, and not before", () => {
    const bench = new Bench(5_000);
    bench.feed([at(0), at(3), at(9), at(14)]);
    expect(bench.windows.released).toBe(false);
    expect(bench.close().closed).toEqual([]);
    bench.feed([at(15)]);
    expect(bench.windows.released).toBe(true);
    expect(bench.close().closed.map(({ requests }) => requests)).toEqual([3]);
    expect(bench.end().closed.map(({ requests }) => requests)).toEqual([3, 2]);
  });

  it("are half-open: a request at their end belongs to the next", () => {
    const bench = new Bench(0);
    bench.feed([at(0), at(0, 9), at(0, 10), at(9.999), at(10)]);
    expect(bench.end().closed.map(({ startMs, requests }) => [startMs - WINDOW_START_MS, requests])).toEqual([
      [0, 4],
      [10_000, 1],
    ]);
  });

  it("take lines that run back within the lateness, and count those beyond as late with how late they were", () => {
    const bench = new Bench(5_000);
    const late = bench.feed([at(0), at(1), at(2), at(14), at(9), at(1), at(16), at(9), at(8), at(12)]);
    expect(late).toEqual([false, false, false, false, false, false, false, true, true, false]);
    expect(bench.windows.worstLatenessMs).toBe(8_000);
    expect(bench.end().closed.map(({ requests }) => requests)).toEqual([5, 3]);
  });

  it("keep all that follows one line dated 2099, which gets its window at the end", () => {
    const bench = new Bench(5_000);
    const lines = [at(0), at(1), at(2), { timeMs: Date.UTC(2099, 0, 1), address: 5 }, at(3), at(11), at(30)];
    expect(bench.feed(lines)).not.toContain(true);
    expect(bench.end().closed.map(({ requests }) => requests)).toEqual([4, 1, 1, 1]);
  });

  it("leave out what lies at or after the end of the span of interest, also within a window that it cuts", () => {
    const bench = new Bench(0, WINDOW_START_MS + 15_000);
    expect(bench.feed([at(1), at(2), at(3), at(12), at(14.999), at(15), at(17), at(22)])).not.toContain(true);
    expect(bench.end().closed.map(({ requests }) => requests)).toEqual([3, 2]);
  });

  it("hold the same requests in any order within the lateness, however often the input is cut into spans", () => {
    const spread = someRequests.map((requests) =>
      requests.map((request) => ({
        ...request,
        timeMs: WINDOW_START_MS + 4 * (request.timeMs - WINDOW_START_MS),
      })),
    );
    const shuffled = spread.chain((requests) =>
      fc.record({
        requests: fc.constant(requests),
        order: fc.shuffledSubarray(requests, { minLength: requests.length }),
        cuts: fc.array(fc.nat({ max: 200 }), { maxLength: 4 }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ requests, order, cuts }) => {
        const straight = new Bench(4 * WINDOW_MS);
        straight.feed(requests);
        const other = new Bench(4 * WINDOW_MS);
        order.forEach((request, line) => {
          expect(other.feed([request])).toEqual([false]);
          other.close();
          if (cuts.includes(line)) other.windows.cut();
        });
        const strip = ({ closed }: Bench) =>
          closed.map(({ sources, ...counts }) => ({
            ...counts,
            // The last word of a row, quiet mass, depends on the spans once the sample is not exact.
            sources: sources.filter((_, i) => (i + 1) % 35 !== 0),
          }));
        expect(strip(other.end())).toEqual(strip(straight.end()));
      }),
      { numRuns: 25 },
    );
  });
});
