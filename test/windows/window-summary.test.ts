import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ThresholdSample } from "../../src/sketches/threshold-sample.ts";
import { PlaceCount, Total, WindowSummary } from "../../src/windows/window-summary.ts";
import { type SampleRequest, someRequests, summaryOf, WINDOW_START_MS } from "./records.ts";

const BUDGET = { sources: 32, kinds: 64, frequent: 16 };

/** All columns of the sampled rows (not the sample's own last word, which tells quiet from loud mass), and θ. */
function sampled(sample: ThresholdSample): unknown {
  sample.settle();
  const rows: number[][] = [];
  for (let row = 0; row < sample.size; row += 1) {
    rows.push([...sample.rows.subarray(row * sample.stride, (row + 1) * sample.stride - 1)]);
  }
  return { theta: sample.theta, rows };
}

function exactPart(window: WindowSummary): unknown {
  return {
    span: [window.startMs, window.endMs],
    totals: [...window.totals],
    tenths: [...window.served, ...window.overloaded],
    places: window.places.toPlain(),
    sources: sampled(window.sources),
    kinds: sampled(window.kinds),
    weights: [window.paths, window.userAgents].map(({ totalWeight }) => totalWeight),
  };
}

/** Requests dealt out to shards. */
const dealt = fc.tuple(someRequests, fc.integer({ min: 2, max: 5 }), fc.infiniteStream(fc.nat({ max: 4 })));

describe("window summaries", () => {
  it("of any shards, merged in any order, equal the summary of the whole in totals, places and samples", () => {
    fc.assert(
      fc.property(dealt, fc.boolean(), ([requests, count, draws], backwards) => {
        const shards: SampleRequest[][] = Array.from({ length: count }, () => []);
        for (const request of requests) shards[draws.next().value % count]!.push(request);
        if (backwards) shards.reverse();
        const [first, ...others] = shards.map((shard) => {
          const part = summaryOf(shard, BUDGET);
          part.sources.settle();
          part.kinds.settle();
          return part;
        });
        for (const other of others) first!.merge(other);
        expect(exactPart(first!)).toEqual(exactPart(summaryOf(requests, BUDGET)));
      }),
      { numRuns: 40 },
    );
  });

  it("bound every frequent path, user agent and prefix after a merge of shards", () => {
    fc.assert(
      fc.property(someRequests, fc.nat({ max: 400 }), (requests, cut) => {
        const merged = summaryOf(requests.slice(0, cut), BUDGET);
        merged.merge(summaryOf(requests.slice(cut), BUDGET));
        const whole = summaryOf(requests, { ...BUDGET, frequent: 1024 });
        for (const name of ["paths", "userAgents"] as const) {
          for (const { hi, lo, count } of whole[name].top(1024)) {
            expect(merged[name].lowerBound(hi, lo)).toBeLessThanOrEqual(count);
            expect(merged[name].upperBound(hi, lo)).toBeGreaterThanOrEqual(count);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it("are merged to be judged as wholly as any, but for places", () => {
    const [first, second] = [1, 2].map((second) =>
      Array.from({ length: 60 }, (_, i) => ({
        timeMs: WINDOW_START_MS + 1000 * second,
        address: 0xc0000200 + i * second,
        path: `/${i}`,
      })),
    ) as [SampleRequest[], SampleRequest[]];
    const whole = summaryOf(first, BUDGET);
    whole.merge(summaryOf(second, BUDGET));
    const judged = summaryOf(first, BUDGET);
    judged.mergeToJudge(summaryOf(second, BUDGET));
    for (const name of ["sources", "kinds"] as const) {
      expect(judged[name].toPlain()).toEqual(whole[name].toPlain());
    }
    expect(judged.paths.toPlain()).toEqual(whole.paths.toPlain());
    expect(judged.totals).toEqual(whole.totals);
  });

  it("grow to the smallest span that holds both when they are merged", () => {
    const early = new WindowSummary(BUDGET);
    early.reset(10_000, 20_000);
    const late = new WindowSummary(BUDGET);
    late.reset(40_000, 50_000);
    late.zoneMinutes = 120;
    early.merge(late);
    expect([early.startMs, early.endMs, early.seconds, early.zoneMinutes]).toEqual([10_000, 50_000, 40, 120]);
  });

  it("are as new after a reset", () => {
    fc.assert(
      fc.property(someRequests, someRequests, (before, after) => {
        const used = summaryOf(before, BUDGET);
        used.sources.settle();
        used.reset(0, 10_000);
        expect(exactPart(used)).toEqual(exactPart(fresh()));
        used.reset(WINDOW_START_MS, WINDOW_START_MS + 10_000);
        used.merge(summaryOf(after, BUDGET));
        expect(exactPart(used)).toEqual(exactPart(summaryOf(after, BUDGET)));
      }),
      { numRuns: 20 },
    );
  });

  it("count requests by place", () => {
    const at = { timeMs: WINDOW_START_MS };
    const window = summaryOf(
      [
        { ...at, address: 0xc0000201 },
        { ...at, address: 0xc0000202, status: 503 },
        { ...at, address: 0xc6336401 },
        { ...at, address: 0xcb007101 },
      ],
      BUDGET,
    );
    const { places } = window;
    expect([0, 1, 2].map((place) => places.get(place, PlaceCount.requests))).toEqual([1, 2, 1]);
    expect(places.get(1, PlaceCount.overloads)).toBe(1);
    expect(window.totals[Total.overloads]).toBe(1);
  });
});

function fresh(): WindowSummary {
  const window = new WindowSummary(BUDGET);
  window.reset(0, 10_000);
  return window;
}
