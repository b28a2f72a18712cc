import {
  clip,
  countSources,
  type Feature,
  habitualShare,
  isOutage,
  percent,
  type Span,
  tooFewSuspects,
} from "./span.ts";

/** Two bins of the answer say "as visitors' logins are". */
const isUsual = (bin: number) => bin <= 1;

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
    // Where visitors' logins are answered unlike wrong ones, it is told whose are; else the answer that most of them get must do.
    const told = countSources(span.units, "login-answer", 1, isUsual);
    const untold = countSources(span.units, "attempt-outcome", 1, (bin) => bin > 0);
    if (told.all + untold.matching < 1) return { abstained: "the suspects do not log in" };
    let usual = usualWhereTold(span);
    let observed = told.matching / told.all;
    if (told.all < untold.matching) {
      usual = 0;
      let most = 0;
      for (const bin of [1, 2, 3]) {
        const share = habitualShare(span, "attempt-outcome", (other) => other === bin, 10);
        if (share === null) return { abstained: "too few logins are known to tell what success looks like" };
        if (share > usual) {
          usual = share;
          most = bin;
        }
      }
      observed =
        countSources(span.units, "attempt-outcome", 1, (bin) => bin === most).matching / untold.matching;
    }
    return {
      value: clip(0.8 * Math.log((usual + 0.08) / (observed + 0.08)), -1.2, 1.5),
      observed,
      expected: usual,
      summary: `${percent(observed)} of the suspects' logins get the answer that ${percent(usual)} of visitors' logins get`,
    };
  },
};

/** Share of visitors' logins that are let in, of those since that can be told. */
function usualWhereTold(span: Span): number {
  return habitualShare(span, "login-answer", isUsual, 10) ?? 0.8;
}
