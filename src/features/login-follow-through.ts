import {
  clip,
  countSources,
  type Feature,
  habitualShare,
  isOutage,
  percent,
  tooFewSuspects,
} from "./span.ts";

/** Bins of the profile attribute: 0 to 2 made attempts, 2 went on. */
const tried = (bin: number) => bin <= 2;
const wentOn = (bin: number) => bin === 2;

/**
 * Do those who try to log in go on to pages and assets?
 * Fails on: assets hidden by a CDN and apps (then visitors seldom go on either, and it abstains); total outage.
 */
export const loginFollowThrough: Feature = {
  name: "login-follow-through",
  measure(span) {
    const few = tooFewSuspects(span);
    if (few !== null) return { abstained: few };
    if (isOutage(span)) return { abstained: "nearly every request was refused for overload" };
    const suspects = countSources(span.units, "profile", 1, tried);
    if (suspects.matching < 1 || suspects.matching < 0.2 * suspects.all) {
      return { abstained: "the suspects do not log in" };
    }
    const usualTried = habitualShare(span, "profile", tried);
    const usualOn = habitualShare(span, "profile", wentOn);
    const usual = usualTried !== null && usualOn !== null && usualTried > 0.01 ? usualOn / usualTried : null;
    if (usual !== null && usual < 0.1)
      return { abstained: "logins are seldom followed by pages on this site" };
    const observed = countSources(span.units, "profile", 1, wentOn).matching / suspects.matching;
    const expected = usual ?? 0.6;
    return {
      value: clip(0.8 * Math.log((expected + 0.1) / (observed + 0.1)), -1.5, 1.5),
      observed,
      expected: usual,
      summary: `${percent(observed)} of the suspects who try to log in go on to pages or assets${usual === null ? "" : `; of visitors it is ${percent(usual)}`}`,
    };
  },
};
