import { describe, expect, it } from "vitest";
import {
  axisTop,
  binned,
  binSeconds,
  isOverloaded,
  roundUp,
  totalAt,
} from "../../../src/reports/html/bins.ts";
import { columnsOf, packed, unpacked } from "../../../src/reports/html/window-columns.ts";
import type { ReportWindow } from "../../../src/reports/report.ts";
import { windows } from "../example.ts";
import { manyEpisodes } from "./states.ts";

function window(
  second: number,
  seconds: number,
  requests: number,
  rest: Partial<ReportWindow> = {},
): ReportWindow {
  return {
    start: new Date(1_599_998_400_000 + second * 1000).toISOString(),
    seconds,
    requests,
    sources: 1,
    logins: 0,
    overloadResponses: 0,
    verdict: "normal",
    attackProbability: null,
    attackShare: null,
    ...rest,
  };
}

const START = 1_599_998_400;

describe("columns of windows", () => {
  it("are the same after packing and unpacking", () => {
    for (const list of [
      manyEpisodes(1).windows,
      windows("2021-04-06T00:00:00.000Z", 3, "", "", "mixed"),
      [],
    ]) {
      const columns = columnsOf(list);
      expect(unpacked(JSON.parse(JSON.stringify(packed(columns))))).toEqual(columns);
    }
  });

  it("know gaps, and tell what was not judged from nothing", () => {
    const columns = columnsOf([
      window(0, 10, 5),
      window(30, 10, 5, { attackShare: 0, attackProbability: 0.1234 }),
    ]);
    expect(columns).toMatchObject({ start: START, gap: [0, 20], share: [-1, 0], probability: [-1, 123] });
  });
});

describe("bins", () => {
  it("hold all requests between their ends, however windows lie across them", () => {
    const list = [
      window(0, 10, 100),
      window(10, 35, 700),
      window(60, 600, 1234, { verdict: "mixed", attackShare: 0.25 }),
    ];
    const columns = columnsOf(list);
    for (const step of [1, 7, 10, 60, 300, 3600]) {
      const [from, to] = [START, START + 660];
      const bins = binned(columns, from, to, step);
      let sum = 0;
      let attack = 0;
      for (let index = 0; index < bins.length; index += 1) {
        const covered =
          Math.min(to, bins.start + (index + 1) * step) - Math.max(from, bins.start + index * step);
        const over = Math.max(covered, step / 2);
        sum += totalAt(bins, index) * over;
        attack += bins.attack[index]! * over;
      }
      expect(sum).toBeCloseTo(2034, 6);
      expect(attack).toBeCloseTo(1234 / 4, 6);
    }
  });

  it("do not let a sliver at the edge tower over the rest", () => {
    const columns = columnsOf([window(-1, 1, 30), window(0, 3600, 3600)]);
    const bins = binned(columns, START - 1, START + 3600, 600);
    expect([...bins.visitors].map((rate) => Number(rate.toFixed(2)))).toEqual([0.1, 1, 1, 1, 1, 1, 1]);
  });

  it("count as attack only what was judged so, and as undecided what could not be", () => {
    const of = (verdict: ReportWindow["verdict"]) => {
      const bins = binned(
        columnsOf([window(0, 10, 100, { verdict, attackShare: 0.4 })]),
        START,
        START + 10,
        10,
      );
      return [bins.visitors[0], bins.undecided[0], bins.attack[0]];
    };
    expect(of("flood-attack")).toEqual([6, 0, 4]);
    expect(of("mixed")).toEqual([6, 0, 4]);
    expect(of("inconclusive")).toEqual([6, 4, 0]);
    expect(of("organic-surge")).toEqual([10, 0, 0]);
  });

  it("have the gravest verdict of their windows", () => {
    const columns = columnsOf([window(0, 10, 1), window(10, 10, 1, { verdict: "mixed" }), window(20, 10, 1)]);
    expect([...binned(columns, START, START + 30, 30).verdicts]).toEqual([1]);
    expect([...binned(columns, START, START + 30, 10).verdicts]).toEqual([4, 1, 4]);
  });

  it("are marked as overloaded from one refusal in a hundred on", () => {
    const marked = (overloadResponses: number) =>
      isOverloaded(binned(columnsOf([window(0, 10, 1000, { overloadResponses })]), START, START + 10, 10), 0);
    expect([marked(0), marked(9), marked(10)]).toEqual([false, false, true]);
  });

  it("are as fine as asked for, never finer than the windows, and of a round length", () => {
    expect(binSeconds(3600, 60, 10)).toBe(60);
    expect(binSeconds(60, 300, 10)).toBe(10);
    expect(binSeconds(86_400 * 365, 100, 10)).toBe(86_400 * 4);
  });

  it("end their axis above what is normal, unless that lies far above all that is shown", () => {
    const bins = binned(columnsOf([window(0, 10, 100)]), START, START + 10, 10);
    expect([[], [null], [14], [15.1]].map((normal) => axisTop(bins, normal, 1))).toEqual([10, 10, 16, 10]);
    expect(axisTop(bins, [], 60)).toBe(10);
  });

  it("end their axis at a round figure above the highest", () => {
    expect([0, 0.03, 1, 17, 27, 4120].map(roundUp)).toEqual([1, 0.03, 1, 20, 30, 5000]);
  });
});
