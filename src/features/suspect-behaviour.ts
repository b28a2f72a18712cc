import { clip, type Feature, plain, tooFewSuspects } from "./span.ts";

/** Who was picked as a suspect is a little suspicious by that alone: below this it speaks for people. */
const DOUBTFUL = 1.2;

/**
 * How unlike people the suspects are: their mean log-likelihood ratio by what they did, weighed by requests.
 * Fails on: automation that is welcome and does not say what it is.
 */
export const suspectBehaviour: Feature = {
  name: "suspect-behaviour",
  measure(span) {
    const few = tooFewSuspects(span);
    if (few !== null) return { abstained: few };
    const units = span.units;
    let sum = 0;
    let mass = 0;
    for (let unit = 0; unit < units.count; unit += 1) {
      const suspect = units.attack[unit]! * units.requests[unit]!;
      sum += suspect * units.behaviour[unit]!;
      mass += suspect;
    }
    const mean = sum / mass;
    return {
      value: clip((mean - DOUBTFUL) / 1.2, -2.5, 2),
      observed: mean,
      expected: DOUBTFUL,
      summary: `what the suspects do is ${plain(Math.exp(Math.abs(mean)))} times as likely of ${
        mean > 0 ? "attackers as of people" : "people as of attackers"
      }; it counts against them from ${plain(Math.exp(DOUBTFUL))} times on`,
    };
  },
};
