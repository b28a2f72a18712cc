import { describe, expect, it } from "vitest";
import { type WindowRow, WindowRows } from "../../src/judge/window-rows.ts";

function row(index: number, sketch: Partial<WindowRow> = {}): WindowRow {
  return {
    startMs: index * 10_000,
    endMs: (index + 1) * 10_000,
    requests: 1 + (index % 7),
    sources: index % 5,
    logins: index % 2,
    overloads: 0,
    verdict: "normal",
    attackProbability: null,
    attackRequests: null,
    ...sketch,
  };
}

const sum = (rows: readonly WindowRow[], of: (one: WindowRow) => number) =>
  rows.reduce((total, one) => total + of(one), 0);

describe("the rows of windows", () => {
  it("are at most 5,000 however long the log, and lose no request and no time", () => {
    const rows = new WindowRows();
    const count = 40_000;
    for (let i = 0; i < count; i += 1) rows.add(row(i), false);
    const kept = rows.finish();
    expect(kept.length).toBeLessThanOrEqual(5_000);
    expect(sum(kept, ({ requests }) => requests)).toBe(
      sum(
        Array.from({ length: count }, (_, i) => row(i)),
        ({ requests }) => requests,
      ),
    );
    expect(sum(kept, ({ startMs, endMs }) => endMs - startMs)).toBe(count * 10_000);
    kept.forEach((one, i) => {
      if (i > 0) expect(one.startMs).toBe(kept[i - 1]!.endMs);
    });
  });

  it("keep their grain within an episode and for ten minutes around it", () => {
    const rows = new WindowRows();
    for (let i = 0; i < 3000; i += 1) {
      const isOpen = i >= 1500 && i < 1600;
      rows.add(row(i, isOpen ? { verdict: "flood-attack" } : {}), isOpen);
    }
    const kept = rows.finish();
    const fine = kept.filter(({ startMs }) => startMs >= 1440 * 10_000 && startMs < 1660 * 10_000);
    expect(fine.every(({ startMs, endMs }) => endMs - startMs === 10_000)).toBe(true);
    expect(fine.length).toBe(220);
    expect(kept.length).toBeLessThan(350);
  });

  it("join only what is normal, with the most sources and the highest probability of any", () => {
    const rows = new WindowRows();
    rows.add(row(0, { sources: 4, attackProbability: 0.1, attackRequests: 2 }), false);
    rows.add(row(1, { sources: 9 }), false);
    rows.add(row(2, { sources: 1, attackProbability: 0.2, attackRequests: 3 }), false);
    rows.add(row(3, { verdict: "inconclusive" }), false);
    for (let i = 4; i < 200; i += 1) rows.add(row(i), false);
    const [first, second] = rows.finish();
    expect(first).toMatchObject({
      startMs: 0,
      endMs: 30_000,
      sources: 9,
      attackProbability: 0.2,
      attackRequests: 5,
    });
    expect(second!.verdict).toBe("inconclusive");
    expect(second!.endMs).toBe(40_000);
  });

  it("are bounded within an episode that never ends, whatever its verdicts, and lose no request", () => {
    const verdicts = ["flood-attack", "mixed"] as const;
    for (const flickers of [false, true]) {
      const rows = new WindowRows();
      const count = 200_000;
      let requests = 0;
      for (let i = 0; i < count; i += 1) {
        const one = row(i, { verdict: verdicts[flickers ? i % 2 : 0]! });
        requests += one.requests;
        rows.add(one, true);
      }
      const kept = rows.finish();
      expect(kept.length).toBeLessThanOrEqual(55_000);
      expect(kept.length).toBeGreaterThan(5_000);
      expect(sum(kept, (one) => one.requests)).toBe(requests);
      expect(kept.at(-1)!.endMs - kept.at(-1)!.startMs).toBe(10_000);
      expect(kept.every(({ verdict }) => verdict !== "normal")).toBe(true);
    }
  });

  it("keep the grain of what is outside although a long episode has many rows", () => {
    const rows = new WindowRows();
    for (let i = 0; i < 6_000; i += 1) rows.add(row(i), false);
    for (let i = 6_000; i < 18_000; i += 1) rows.add(row(i, { verdict: "flood-attack" }), true);
    const outside = rows.finish().filter(({ endMs }) => endMs <= 5_900 * 10_000);
    expect(outside.length).toBeGreaterThan(90);
  });

  it("do not change what was handed in", () => {
    const rows = new WindowRows();
    const given = Array.from({ length: 200 }, (_, i) => row(i));
    for (const one of given) rows.add(one, false);
    expect(given).toEqual(Array.from({ length: 200 }, (_, i) => row(i)));
  });
});
