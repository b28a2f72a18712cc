import { clip, type Feature, plain } from "./span.ts";

/**
 * How fast do those who are refused for overload go on? People wait, give up, or follow the page's timer.
 * Fails on: apps with short retry timers; nothing to see without overload (abstains).
 */
export const overloadReaction: Feature = {
  name: "overload-reaction",
  measure(span) {
    const units = span.units;
    let suspects = 0;
    let suspectRequests = 0;
    let others = 0;
    let otherRequests = 0;
    for (let unit = 0; unit < units.count; unit += 1) {
      if (units.overloads[unit]! < 1) continue;
      const attack = units.attack[unit]!;
      suspects += attack * units.sources[unit]!;
      suspectRequests += attack * units.requests[unit]!;
      others += (1 - attack) * units.sources[unit]!;
      otherRequests += (1 - attack) * units.requests[unit]!;
    }
    if (suspects < 1 || others < 5) return { abstained: "too few of either part were refused for overload" };
    const observed = suspectRequests / suspects / span.minutes;
    const expected = otherRequests / others / span.minutes;
    return {
      value: clip(0.6 * Math.log((observed + 2) / (expected + 2)), -0.8, 1.2),
      observed,
      expected,
      summary: `refused for overload, a suspect goes on with ${plain(observed)} requests a minute, another visitor with ${plain(expected)}`,
    };
  },
};
