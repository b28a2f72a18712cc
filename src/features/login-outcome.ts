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

/** Bins of the outcome from here on know how visitors' logins are answered; two of them say "like that". */
const USUAL = 4;
const isUsual = (bin: number) => bin === USUAL || bin === USUAL + 1;

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
    if (suspects.matching < 1) {
      return { abstained: "the suspects do not log in" };
    }
    // Where visitors' logins are answered unlike wrong ones, the bins say so; else the answer that most of them get must do.
    const told = countSources(span.units, "attempt-outcome", 1, (bin) => bin >= USUAL).matching;
    let letIn: (bin: number) => boolean = isUsual;
    let usual = usualWhereTold(span);
    if (told * 2 < suspects.matching) {
      usual = 0;
      for (const bin of [1, 2, 3]) {
        const share = habitualShare(span, "attempt-outcome", (other) => other === bin, 10);
        if (share === null) return { abstained: "too few logins are known to tell what success looks like" };
        if (share > usual) {
          usual = share;
          letIn = (other) => other === bin;
        }
      }
    }
    const observed = countSources(span.units, "attempt-outcome", 1, letIn).matching / suspects.matching;
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
  const told = habitualShare(span, "attempt-outcome", (bin) => bin >= USUAL, 10) ?? 0;
  const letIn = habitualShare(span, "attempt-outcome", isUsual, 10) ?? 0;
  return told > 0.05 ? letIn / told : 0.8;
}
