import { describe, expect, it } from "vitest";
import { measureOrganic } from "../../src/verdicts/surge.ts";
import { spanOf, usually } from "../features/spans.ts";

const usual = { expectedRequests: usually(60), expectedVisitors: usually(20) };
const probability = (...args: Parameters<typeof spanOf>) => measureOrganic(spanOf(...args)).surgeProbability;

describe("the audience's part of a span", () => {
  it("leaves out the attack, and who says that it is a crawler", () => {
    const part = measureOrganic(
      spanOf([
        { count: 10, requests: 3 },
        { count: 5, requests: 100, attack: 1 },
        { count: 2, requests: 50, exempt: 1 },
      ]),
    );
    expect(part.requestsPerMinute).toBeCloseTo(30, 9);
    expect(part.visitorsPerMinute).toBeCloseTo(10, 9);
  });

  it("is a surge where far more people than usual come, each as usual", () => {
    expect(probability([{ count: 240, requests: 3 }], usual)).toBeGreaterThan(0.9);
  });

  it("is none where the same people ask more, where attackers come, or where small numbers double", () => {
    expect(probability([{ count: 20, requests: 60 }], usual)).toBeLessThan(0.1);
    expect(
      probability(
        [
          { count: 20, requests: 3 },
          { count: 220, requests: 3, attack: 1 },
        ],
        usual,
      ),
    ).toBeLessThan(0.1);
    const tiny = { expectedRequests: usually(2), expectedVisitors: usually(1) };
    expect(probability([{ count: 8, requests: 4 }], tiny)).toBeLessThan(0.1);
  });

  it("is a surge where a whole audience wants several times as much as ever, and none where a few of it do", () => {
    const many = { expectedRequests: usually(200), expectedVisitors: usually(100) };
    expect(probability([{ count: 100, requests: 8 }], many)).toBeGreaterThan(0.9);
    expect(probability([{ count: 100, requests: 5 }], many)).toBeLessThan(0.1);
    expect(
      probability(
        [
          { count: 90, requests: 2 },
          { count: 10, requests: 90 },
        ],
        many,
      ),
    ).toBeLessThan(0.1);
  });

  it("without a baseline is a surge only where the site cannot cope with many visitors", () => {
    expect(probability([{ count: 200, requests: 3 }])).toBeLessThan(0.1);
    expect(probability([{ count: 200, requests: 3, overloads: 1 }])).toBeGreaterThan(0.7);
    expect(probability([{ count: 20, requests: 3, overloads: 1 }])).toBeLessThan(0.1);
  });
});
