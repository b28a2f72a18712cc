import {
  clip,
  countSources,
  type Feature,
  habitualShare,
  isOutage,
  percent,
  tooFewSuspects,
} from "./span.ts";

const LEAST_ATTEMPTS = 8;

/**
 * Are the suspects' login attempts answered as visitors' are? What success looks like is learned: it is the answer that
 * most visitors get. Overload is left out.
 * Fails on: outage; sites that answer success and failure alike.
 */
export const loginOutcome: Feature = {
  name: "login-outcome",
  measure(span) {
    const few = tooFewSuspects(span);
    if (few !== null) return { abstained: few };
    if (isOutage(span)) return { abstained: "no login was answered during the outage" };
    const suspects = countSources(span.units, "attempt-outcome", 1, (bin) => bin > 0);
    if (suspects.matching < 1 || suspects.matching * 2 < Math.min(2, LEAST_ATTEMPTS)) {
      return { abstained: "the suspects do not log in" };
    }
    let best = -1;
    let usual = 0;
    for (const bin of [1, 2, 3]) {
      const share = habitualShare(span, "attempt-outcome", (other) => other === bin, 10);
      if (share === null) return { abstained: "too few logins are known to tell what success looks like" };
      if (share > usual) {
        usual = share;
        best = bin;
      }
    }
    const observed =
      countSources(span.units, "attempt-outcome", 1, (bin) => bin === best).matching / suspects.matching;
    return {
      value: clip(0.8 * Math.log((usual + 0.08) / (observed + 0.08)), -1.2, 1.5),
      observed,
      expected: usual,
      summary: `${percent(observed)} of the suspects' logins get the answer that ${percent(usual)} of visitors' logins get`,
    };
  },
};
