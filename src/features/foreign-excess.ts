import { clip, type Feature, percent, tooFewSuspects } from "./span.ts";

/** Suspects from the audience's countries are no less suspect for that than this: there are botnets everywhere. */
const MOST_CLEARING = -0.4;
/** From so many of the audience on, what is known of it tells more than the few others of the span, some of whom may be scanners. */
const LEAST_WITNESSES = 20;

/**
 * Do the suspects come from where the audience does not? Place is evidence, never a verdict; unknown places count as
 * neither.
 * Fails on: an audience that travels or lives abroad; a botnet at home.
 */
export const foreignExcess: Feature = {
  name: "foreign-excess",
  measure(span) {
    const few = tooFewSuspects(span);
    if (few !== null) return { abstained: few };
    if (span.home === null)
      return { abstained: "it is not known where the audience is from: --home says it" };
    const units = span.units;
    let foreign = 0;
    let known = 0;
    let suspects = 0;
    let foreignElse = 0;
    let knownElse = 0;
    for (let unit = 0; unit < units.count; unit += 1) {
      const requests = units.requests[unit]!;
      const suspect = units.attack[unit]! * requests;
      suspects += suspect;
      const country = units.country[unit]!;
      if (country === 0) continue;
      known += suspect;
      knownElse += requests - suspect;
      if (span.home.countries.has(country)) continue;
      foreign += suspect;
      foreignElse += requests - suspect;
    }
    if (known < 0.2 * suspects) return { abstained: "the places of most suspects are unknown" };
    let usual = foreignElse / Math.max(1, knownElse);
    if (span.baseline.countries.total >= LEAST_WITNESSES) {
      let abroad = 0;
      let placed = 0;
      for (const { key, share } of span.baseline.countries.shares()) {
        if (key === 0) continue;
        placed += share;
        if (!span.home.countries.has(key)) abroad += share;
      }
      if (placed > 0) usual = abroad / placed;
    }
    const observed = foreign / known;
    return {
      value: clip(0.8 * Math.log((observed + 0.03) / (usual + 0.03)), MOST_CLEARING, 2),
      observed,
      expected: usual,
      summary: `${percent(observed)} of the suspect requests come from countries that are ${percent(usual)} of the normal audience`,
    };
  },
};
