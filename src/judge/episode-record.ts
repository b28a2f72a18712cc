import { Ledger } from "../attribution/ledger.ts";
import type { Units } from "../features/units.ts";
import { Networks } from "../geo/networks.ts";
import type { Assessment } from "../verdicts/assessor.ts";
import { OverloadAccount } from "../verdicts/overload.ts";
import type { WindowSummary } from "../windows/window-summary.ts";
import { DistinctSources } from "./distinct-sources.ts";

/** Requests and their attack part in one fine window, for the shares of phases. */
export interface WindowShare {
  readonly startMs: number;
  readonly endMs: number;
  readonly requests: number;
  /** Whether the window was judged by itself; else its part is that of its minute, once that is known. */
  judged: boolean;
  attackRequests: number;
  low: number;
  high: number;
}

/** The shares of a window. @param assessment null where it was only screened: no attack to speak of */
export function windowShare(window: WindowSummary, assessment: Assessment | null): WindowShare {
  const share = assessment?.share ?? { estimate: 0, low: 0, high: 0.02 };
  return {
    startMs: window.startMs,
    endMs: window.endMs,
    requests: window.requests,
    judged: assessment !== null,
    attackRequests: window.requests * share.estimate,
    low: window.requests * share.low,
    high: window.requests * share.high,
  };
}

/**
 * Gives the windows of a judged span that were not judged themselves their part of what the span's attack has beyond the
 * judged ones. What the span did not see of the judged windows' attack is left as it is.
 */
export function shareOut(windows: readonly WindowShare[], span: Assessment): void {
  const inside = windows.filter((one) => one.startMs >= span.startMs && one.endMs <= span.endMs);
  const unjudged = inside.filter((one) => !one.judged);
  const requests = unjudged.reduce((sum, one) => sum + one.requests, 0);
  if (requests === 0) return;
  const judged = inside.filter((one) => one.judged);
  const rest = (bound: "attackRequests" | "low" | "high", share: number) => {
    const known = judged.reduce((sum, one) => sum + one[bound], 0);
    return Math.max(0, Math.min(1, (share * span.requests - known) / requests));
  };
  const estimate = rest("attackRequests", span.share.estimate);
  const low = Math.min(estimate, rest("low", span.share.low));
  const high = Math.max(estimate, rest("high", span.share.high));
  for (const one of unjudged) {
    one.judged = true;
    one.attackRequests = estimate * one.requests;
    one.low = low * one.requests;
    one.high = high * one.requests;
  }
}

/** Fine windows kept one by one: more than a day of ten-second windows; then neighbours are joined. */
const MOST_SHARES = 10_000;

/** All that an open episode gathers. */
export class EpisodeRecord {
  readonly onsetMs: number;
  endMs: number | null = null;
  readonly ledger: Ledger;
  readonly overload: OverloadAccount;
  shares: WindowShare[] = [];
  peakMs = 0;
  peakPerSecond = 0;
  readonly #distinct = new DistinctSources(4096);
  /** The strongest judgement for an attack, and the fullest of a surge: whose evidence is shown. */
  attack: Assessment | null = null;
  surge: Assessment | null = null;
  /** The last judgement at all, for what is neither. */
  last: Assessment | null = null;
  /** Normal requests per second when it began; null where unknown. */
  readonly baselinePerSecond: number | null;
  /** Event time at which the verdict last changed. */
  verdict = "";
  verdictAtMs = 0;

  constructor(
    onsetMs: number,
    capacityRps: number | null,
    baselinePerSecond: number | null,
    countryOf: (place: number) => number,
    networks: Networks = Networks.unknown,
  ) {
    this.onsetMs = onsetMs;
    this.baselinePerSecond = baselinePerSecond;
    this.ledger = new Ledger(countryOf, networks);
    this.overload = new OverloadAccount(capacityRps);
  }

  /** Distinct sources, estimated where they did not fit. */
  get sources(): number {
    return this.#distinct.estimate;
  }

  /** Adds a fine window. */
  addShare(share: WindowShare): void {
    const rate = share.requests / ((share.endMs - share.startMs) / 1000);
    if (rate > this.peakPerSecond) {
      this.peakPerSecond = rate;
      this.peakMs = share.startMs;
    }
    this.shares.push(share);
    if (this.shares.length > MOST_SHARES) this.shares = this.shares.flatMap(joinPairs);
  }

  /** Takes note of a judgement of a fine window. */
  addAssessment(assessment: Assessment): void {
    this.#consider(assessment);
  }

  /** Adds a judged minute, or ten minutes. */
  addSpan(window: WindowSummary, units: Units, assessment: Assessment, usualVisit: number | null): void {
    this.ledger.add(window, units, assessment.share);
    this.#distinct.add(window);
    this.overload.addSpan(window, units, assessment, usualVisit);
    this.#consider(assessment);
    const surging = assessment.organic.surgeProbability;
    const peak = this.surge;
    if (
      peak === null ||
      surging * assessment.organic.requestsPerMinute >
        peak.organic.surgeProbability * peak.organic.requestsPerMinute
    ) {
      this.surge = assessment;
    }
  }

  #consider(assessment: Assessment): void {
    this.last = assessment;
    if (!assessment.matters) return;
    const weight = (one: Assessment) => one.score.attackProbability * Math.log1p(one.share.attackRequests);
    if (this.attack === null || weight(assessment) > weight(this.attack)) this.attack = assessment;
  }
}

function joinPairs(share: WindowShare, index: number, all: readonly WindowShare[]): WindowShare[] {
  if (index % 2 === 1) return [];
  const next = all[index + 1];
  if (next === undefined) return [share];
  return [
    {
      startMs: share.startMs,
      endMs: next.endMs,
      requests: share.requests + next.requests,
      judged: share.judged && next.judged,
      attackRequests: share.attackRequests + next.attackRequests,
      low: share.low + next.low,
      high: share.high + next.high,
    },
  ];
}
