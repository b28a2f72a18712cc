import type { Baseline } from "../baselines/baseline.ts";
import { Total, type WindowSummary } from "../windows/window-summary.ts";

/** Fewer requests than this in a fine window are judged by the minute. */
const LEAST_REQUESTS = 20;
/** Minutes of normal traffic below which nothing is known to be usual. */
const EXPERIENCE_MINUTES = 30;
/** Requests a minute more than in the minute before that are a leap on any site. */
const LEAP = 120;

/**
 * Whether a fine window deserves a full judgement: more traffic than usual, or a composition that normal traffic does not
 * have. Exact totals only, O(1): a quiet window costs microseconds.
 */
export function isSuspicious(
  window: WindowSummary,
  baseline: Baseline,
  hourOfWeek: number,
  perMinuteBefore: number | null,
): boolean {
  const totals = window.totals;
  const requests = totals[Total.requests]!;
  if (requests < LEAST_REQUESTS) return false;
  const usual = baseline.requests.expect(hourOfWeek);
  const perMinute = 60 / window.seconds;
  if (totals[Total.overloads]! > 0.02 * requests) return true;
  if (usual === null || usual.minutes < EXPERIENCE_MINUTES) {
    // What is usual is not known yet: the minute judges, and a leap from one window to the next.
    return perMinuteBefore === null || requests * perMinute > 1.5 * perMinuteBefore + LEAP;
  }
  // Crawlers come in bursts; but whoever calls himself one is not waved through whatever he asks for.
  const people =
    (requests - Math.min(totals[Total.declaredBots]!, (usual.upper + LEAP) / perMinute)) * perMinute;
  // A sixth of a minute scatters more than a minute does.
  if (people > 1.2 * usual.upper + 2 * Math.sqrt(usual.upper * perMinute)) return true;
  const attempts = totals[Total.attempts]!;
  const usualAttempts = baseline.attempts.expect(hourOfWeek)?.upper ?? 0;
  if (
    attempts >= 5 &&
    attempts * perMinute > 1.3 * usualAttempts + 2 * Math.sqrt(usualAttempts * perMinute)
  ) {
    return true;
  }
  return totals[Total.clientErrors]! + totals[Total.refusals]! > 0.3 * requests;
}
