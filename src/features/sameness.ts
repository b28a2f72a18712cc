import { clip, type Feature, percent, tooFewSuspects } from "./span.ts";

/**
 * Are the suspects more alike than visitors? The probability that two of them show the same user agent and do the same
 * (Simpson's index), against that of the rest.
 * Fails on: managed school tablets; rotating user agents.
 */
export const sameness: Feature = {
  name: "sameness",
  measure(span) {
    const few = tooFewSuspects(span);
    if (few !== null) return { abstained: few };
    const units = span.units;
    const suspects = new Map<number, number>();
    const others = new Map<number, number>();
    let suspectSum = 0;
    let otherSum = 0;
    let suspectSquares = 0;
    let otherSquares = 0;
    for (let unit = 0; unit < units.count; unit += 1) {
      const key = units.userAgent[unit]! * 65_536 + units.cell[unit]!;
      const sources = units.sources[unit]!;
      const attack = sources * units.attack[unit]!;
      suspects.set(key, (suspects.get(key) ?? 0) + attack);
      others.set(key, (others.get(key) ?? 0) + sources - attack);
      suspectSum += attack;
      otherSum += sources - attack;
      suspectSquares += attack * attack;
      otherSquares += (sources - attack) * (sources - attack);
    }
    if (suspectSum < 12) return { abstained: "the suspects are too few to be compared" };
    const observed = simpson(suspects, suspectSum, suspectSquares);
    const expected = otherSum < 12 ? 0.02 : simpson(others, otherSum, otherSquares);
    return {
      value: clip(0.6 * Math.log((observed + 0.02) / (expected + 0.02)), -1, 1.5),
      observed,
      expected,
      summary: `two suspects do the same under the same user agent in ${percent(observed)} of all pairs, two others in ${percent(expected)}`,
    };
  },
};

/** Probability that two different sources share a key; `squares` takes out the pairs of a source with itself. */
function simpson(counts: Map<number, number>, sum: number, squares: number): number {
  let same = 0;
  for (const count of counts.values()) same += count * count;
  const pairs = sum * sum - squares;
  return pairs <= 0 ? 1 : clip((same - squares) / pairs, 0, 1);
}
