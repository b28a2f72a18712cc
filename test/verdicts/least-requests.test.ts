import { describe, expect, it } from "vitest";
import { leastRequestsOf } from "../../src/verdicts/least-requests.ts";
import { type Group, unitsOf } from "../features/spans.ts";

const ONE_PAGE = 6;
const people: Group = { count: 60, bins: { profile: 5, errors: 0 } };
const casual: Group = { count: 40, attack: 0.8, bins: { profile: ONE_PAGE, errors: 0 } };
/** Of who is refused nothing is told of what they wanted. */
const refused: Group = { count: 40, attack: 0.8, bins: { errors: 0 } };

const browser = { errors: 0, "user-agent": 1 };
const tool = { errors: 0, "user-agent": 3 };

const leastOf = (groups: readonly Group[], isBack = false, share = 0.4) =>
  leastRequestsOf(unitsOf(groups), share, 1, 1, () => isBack).leastRequests;

describe("what an attack must have sent", () => {
  it("is what matters in a minute, of many", () => {
    expect(leastOf([people, { ...casual, requests: 5 }])).toBe(30);
  });

  it("is more of a few who ask for a page or two each, as to anybody", () => {
    expect(leastOf([people, casual])).toBe(150);
    expect(leastOf([people, casual], true)).toBe(30);
    expect(leastOf([people, casual], false, 0.6)).toBe(30);
    expect(leastOf([people, { ...casual, attempts: 1 }])).toBe(30);
  });

  it("is not more of those who are refused where everybody else is served: they were told already", () => {
    expect(leastOf([people, refused])).toBe(30);
    const people503: Group = { count: 60, bins: { errors: 0 } };
    expect(leastOf([people503, refused])).toBe(150);
  });

  it("is most of a handful, less where they go on like a clock or try to log in", () => {
    const one: Group = { count: 1, requests: 90, attack: 1, bins: { ...browser, profile: ONE_PAGE } };
    expect(leastOf([people, one])).toBe(250);
    expect(leastOf([people, { ...one, bins: { ...one.bins, rhythm: 0 } }])).toBe(120);
    expect(leastOf([people, { ...one, attempts: 80 }])).toBe(75);
  });

  it("is more than they ever send of two or three programs that harm nobody and say that they are none of people", () => {
    const copying: Group = { count: 2, requests: 100, attack: 1, bins: { ...tool, profile: ONE_PAGE } };
    expect(leastOf([people, copying])).toBe(Number.POSITIVE_INFINITY);
    // As many of any number of houses are no program that one would know of, nor is what asks for more than one after the other can.
    expect(leastOf([people, { ...copying, count: 30, requests: 9 }])).toBe(30);
    const house: Group = { ...copying, count: 10, requests: 25, prefix: 7 };
    expect(leastOf([people, house])).toBe(Number.POSITIVE_INFINITY);
    expect(leastOf([people, { ...house, count: 20, requests: 4 }])).toBe(30);
    expect(leastOf([people, { ...copying, requests: 200 }])).toBe(250);
    expect(leastOf([people, { ...copying, bins: { ...copying.bins, "user-agent": 1 } }])).toBe(250);
    // Who does not say what it is, or asks for the same again and again, copies nothing.
    expect(leastOf([people, { ...copying, bins: { ...copying.bins, "user-agent": 0 } }])).toBe(250);
    const stuck = { ...copying.bins, "path-variety": 0 };
    const asking = (bins: Readonly<Record<string, number>>) =>
      leastOf([people, { ...copying, requests: 11, bins }]);
    expect(asking(stuck)).toBe(250);
    expect(asking({ ...stuck, queries: 1 })).toBe(Number.POSITIVE_INFINITY);
    expect(leastOf([people, { ...copying, bins: { ...copying.bins, errors: 3 } }])).toBe(250);
    expect(leastOf([people, { ...copying, bins: { ...copying.bins, posts: 1 } }])).toBe(250);
    expect(leastOf([people, { ...copying, attempts: 90 }])).toBe(75);
  });
});
