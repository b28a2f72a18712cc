import { encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TidegaugeError } from "../../src/errors.ts";
import { decodeWindow, encodeWindow } from "../../src/windows/codec.ts";
import { Total, WindowSummary } from "../../src/windows/window-summary.ts";
import { someRequests, summaryOf } from "./records.ts";

/** Large enough that samples are exact, and small enough that they are not. */
const BUDGETS = [
  { sources: 1024, kinds: 1024, frequent: 64 },
  { sources: 16, kinds: 16, frequent: 16 },
];

/** All that a summary says, in a form that can be compared. */
function content(window: WindowSummary): unknown {
  const { startMs, endMs, zoneMinutes, totals, served, overloaded, places } = window;
  const { sources, kinds, paths, userAgents } = window;
  return {
    span: [startMs, endMs, zoneMinutes],
    counts: [[...totals], [...served], [...overloaded], places.toPlain()],
    samples: [sources.toPlain(), kinds.toPlain()],
    frequent: [paths, userAgents].map((items) => [items.toPlain(), items.top(50)]),
  };
}

function decodeError(bytes: Uint8Array): unknown {
  try {
    decodeWindow(bytes, BUDGETS[0]!);
  } catch (error) {
    return error;
  }
  return null;
}

describe("the codec of window summaries", () => {
  it("gives back what was written, for any traffic and budget", () => {
    fc.assert(
      fc.property(someRequests, fc.constantFrom(...BUDGETS), (requests, budget) => {
        const window = summaryOf(requests, budget);
        const decoded = decodeWindow(encodeWindow(window), budget);
        expect(content(decoded)).toEqual(content(window));
        expect(encodeWindow(decoded)).toEqual(encodeWindow(window));
      }),
      { numRuns: 25 },
    );
  });

  it("gives summaries that merge as those that were written", () => {
    fc.assert(
      fc.property(someRequests, someRequests, (here, there) => {
        const budget = BUDGETS[0]!;
        const direct = summaryOf(here, budget);
        const decoded = decodeWindow(encodeWindow(direct), budget);
        const other = summaryOf(there, budget);
        direct.merge(other);
        decoded.merge(decodeWindow(encodeWindow(other), budget));
        expect(content(decoded)).toEqual(content(direct));
      }),
      { numRuns: 15 },
    );
  });

  it("keeps fractions, negative times and a zone", () => {
    const window = new WindowSummary(BUDGETS[0]!);
    window.reset(-10_000, 0);
    window.zoneMinutes = -210;
    window.totals[Total.durationMs] = 0.1 + 0.2;
    window.totals[Total.bytes] = 2 ** 53 - 1;
    expect(content(decodeWindow(encodeWindow(window), BUDGETS[0]!))).toEqual(content(window));
  });

  it("takes a larger sample into a smaller budget as a merge would", () => {
    const requests = Array.from({ length: 600 }, (_, i) => ({
      timeMs: Date.UTC(2021, 3, 6, 6),
      address: i + 1,
    }));
    const [large, small] = BUDGETS as [(typeof BUDGETS)[0], (typeof BUDGETS)[0]];
    const decoded = decodeWindow(encodeWindow(summaryOf(requests, large)), small);
    const whole = summaryOf(requests, small);
    whole.sources.settle();
    expect(decoded.sources.theta).toBe(whole.sources.theta);
    expect(decoded.sources.size).toBe(16);
    expect(decoded.requests).toBe(600);
  });

  it("is compact where hardly anything happened", () => {
    const budget = BUDGETS[0]!;
    expect(encodeWindow(summaryOf([], budget)).length).toBeLessThan(200);
    const one = { timeMs: Date.UTC(2021, 3, 6, 6), address: 0xc0000207, path: "/", userAgent: "Mozilla/5.0" };
    expect(encodeWindow(summaryOf([one], budget)).length).toBeLessThan(450);
  });

  it("refuses every beginning of what it wrote, and whatever follows it", () => {
    const requests = Array.from({ length: 5 }, (_, i) => ({
      timeMs: Date.UTC(2021, 3, 6, 6),
      address: i + 1,
    }));
    const bytes = encodeWindow(summaryOf(requests, BUDGETS[0]!));
    for (let end = 0; end < bytes.length; end += 1) {
      expect(decodeError(bytes.subarray(0, end)), `cut at ${end}`).toMatchObject({ code: "TG_DECODE" });
    }
    expect(decodeError(Uint8Array.of(...bytes, 0))).toMatchObject({ code: "TG_DECODE" });
  });

  it("never fails otherwise than with TG_DECODE, whatever bytes it is given", () => {
    const bytes = encodeWindow(
      summaryOf(
        Array.from({ length: 40 }, (_, i) => ({
          timeMs: Date.UTC(2021, 3, 6, 6),
          address: i,
          path: `/${i}`,
        })),
        BUDGETS[1]!,
      ),
    );
    const damaged = fc
      .array(fc.record({ at: fc.nat({ max: bytes.length - 1 }), byte: fc.nat({ max: 255 }) }), {
        minLength: 1,
        maxLength: 4,
      })
      .map((changes) => {
        const copy = bytes.slice();
        for (const { at, byte } of changes) copy[at] = byte;
        return copy;
      });
    let refused = 0;
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 200 })), (hostile) => {
        const error = decodeError(hostile);
        if (error === null) return;
        refused += 1;
        expect(error).toBeInstanceOf(TidegaugeError);
        expect(error).toMatchObject({ code: "TG_DECODE" });
      }),
      { numRuns: 1500 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  it("refuses other MessagePack, other versions, endless figures and places out of order", () => {
    const written = encodeWindow(summaryOf([], BUDGETS[0]!));
    const version = written.slice();
    const at = 1 + 1 + "tidegauge.window".length;
    expect(version[at]).toBe(1);
    version[at] = 2;
    for (const foreign of [
      encode({ a: 1 }),
      encode(["tidegauge.window"]),
      encode("tidegauge.window"),
      version,
    ]) {
      expect(decodeError(foreign)).toMatchObject({ code: "TG_DECODE" });
    }
    const endless = new WindowSummary(BUDGETS[0]!);
    endless.totals[Total.durationMs] = Number.POSITIVE_INFINITY;
    expect(decodeError(encodeWindow(endless))).toMatchObject({ code: "TG_DECODE" });
    const far = new WindowSummary(BUDGETS[0]!);
    far.places.toPlain = () => [70_000, 1, 0, 0];
    expect(decodeError(encodeWindow(far))).toMatchObject({ code: "TG_DECODE" });
  });

  it("refuses varints that never end", () => {
    const window = summaryOf([], BUDGETS[0]!);
    const bytes = [...encodeWindow(window)];
    // The totals: an extension of type 2 with 28 bytes.
    const at = bytes.findIndex((byte, i) => byte === 0xc7 && bytes[i + 1] === 28 && bytes[i + 2] === 2);
    expect(at).toBeGreaterThan(0);
    const hostile = [
      ...bytes.slice(0, at + 1),
      255,
      2,
      ...Array<number>(255).fill(0x80),
      ...bytes.slice(at + 3 + 28),
    ];
    expect(decodeError(Uint8Array.from(hostile))).toMatchObject({ code: "TG_DECODE" });
  });
});
