import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HeldInterval } from "../../src/verdicts/interval.ts";
import { overlayPhases, verdictOf } from "../../src/verdicts/phases.ts";

/** Intervals of one kind: in order, apart or touching, the last one perhaps open. */
const held: fc.Arbitrary<HeldInterval[]> = fc
  .tuple(fc.array(fc.nat({ max: 9 }), { maxLength: 8 }), fc.boolean(), fc.nat({ max: 5 }))
  .map(([steps, isOpen, delay]) => {
    let at = 0;
    const edges = steps.map((step) => {
      at += step;
      return at;
    });
    const intervals: HeldInterval[] = [];
    for (let i = 0; i + 1 < edges.length; i += 2) {
      if (edges[i]! === edges[i + 1]!) continue;
      intervals.push({ startMs: edges[i]!, endMs: edges[i + 1]!, detectedAtMs: edges[i]! + delay });
    }
    const last = intervals.at(-1);
    if (last !== undefined && isOpen) last.endMs = null;
    return intervals;
  });

const holds = (intervals: readonly HeldInterval[], at: number) =>
  intervals.some(({ startMs, endMs }) => startMs <= at && (endMs === null || at < endMs));

describe("phases", () => {
  it("are in order, apart, never empty, never normal, never two alike in a row, and say at every instant what held", () => {
    fc.assert(
      fc.property(held, held, held, (attacks, surges, doubts) => {
        const phases = overlayPhases({ attacks, surges, doubts });
        phases.forEach((phase, i) => {
          expect(phase.verdict).not.toBe("normal");
          expect(phase.endMs ?? Number.POSITIVE_INFINITY).toBeGreaterThan(phase.startMs);
          expect(phase.detectedAtMs).toBeGreaterThanOrEqual(phase.startMs);
          const next = phases[i + 1];
          if (next === undefined) return;
          expect(phase.endMs).not.toBeNull();
          expect(next.startMs).toBeGreaterThanOrEqual(phase.endMs!);
          if (next.startMs === phase.endMs) expect(next.verdict).not.toBe(phase.verdict);
        });
        for (let at = 0; at < 80; at += 1) {
          const here = phases.find(({ startMs, endMs }) => startMs <= at && (endMs === null || at < endMs));
          expect(here?.verdict ?? "normal").toBe(
            verdictOf(holds(attacks, at), holds(surges, at), holds(doubts, at)),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it("are known when the later of the two that make them is", () => {
    const [surge, mixed, after] = overlayPhases({
      attacks: [{ startMs: 10, endMs: 20, detectedAtMs: 13 }],
      surges: [{ startMs: 0, endMs: 30, detectedAtMs: 4 }],
      doubts: [],
    });
    expect([surge!.verdict, mixed!.verdict, after!.verdict]).toEqual([
      "organic-surge",
      "mixed",
      "organic-surge",
    ]);
    expect([surge!.detectedAtMs, mixed!.detectedAtMs, after!.detectedAtMs]).toEqual([4, 13, 20]);
  });

  it("take an attack for graver than doubt, and doubt for graver than a surge", () => {
    expect(verdictOf(true, false, true)).toBe("flood-attack");
    expect(verdictOf(true, true, true)).toBe("mixed");
    expect(verdictOf(false, true, true)).toBe("inconclusive");
    expect(verdictOf(false, true, false)).toBe("organic-surge");
    expect(verdictOf(false, false, false)).toBe("normal");
  });
});
