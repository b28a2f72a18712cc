import { Ledger } from "../attribution/ledger.ts";
import type { Carrier } from "../bytes/carrier.ts";
import type { Units } from "../features/units.ts";
import { LEAST_SHARE } from "../features/what-matters.ts";
import { Networks } from "../geo/networks.ts";
import type { Assessment } from "../verdicts/assessor.ts";
import { OverloadAccount } from "../verdicts/overload.ts";
import { Total, type WindowSummary } from "../windows/window-summary.ts";
import { DistinctSources } from "./distinct-sources.ts";
import { WithoutEvidence } from "./without-evidence.ts";

/** Requests and their attack part in one fine window, for the shares of phases. */
export interface WindowShare {
  readonly startMs: number;
  readonly endMs: number;
  readonly requests: number;
  /** Login attempts among them. */
  readonly logins: number;
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
    logins: window.totals[Total.attempts]!,
    judged: assessment !== null,
    attackRequests: window.requests * share.estimate,
    low: window.requests * share.low,
    high: window.requests * share.high,
  };
}

/**
 * Gives the fine windows of a judged span what its attack has beyond theirs: a minute sees more of what each source does
 * than ten seconds. Those that were not judged themselves take it first, as large a share of each; what they cannot hold is spread
 * over all. What the span did not see of the windows' own attack is left as it is.
 */
export function shareOut(windows: readonly WindowShare[], span: Assessment): void {
  const inside = windows.filter((one) => one.startMs >= span.startMs && one.endMs <= span.endMs);
  const unjudged = inside.filter((one) => !one.judged);
  for (const bound of ["attackRequests", "low", "high"] as const) {
    const share = bound === "attackRequests" ? span.share.estimate : span.share[bound];
    const known = inside.reduce((sum, one) => sum + (one.judged ? one[bound] : 0), 0);
    let missing = share * inside.reduce((sum, one) => sum + one.requests, 0) - known;
    for (const one of unjudged) one[bound] = 0;
    missing -= fill(unjudged, bound, missing);
    fill(inside, bound, missing);
  }
  for (const one of inside) {
    one.low = Math.min(one.low, one.attackRequests);
    one.high = Math.max(one.high, one.attackRequests);
    one.judged = true;
  }
}

/** Spreads requests over windows in proportion to what each has left. @returns what found room */
function fill(
  windows: readonly WindowShare[],
  bound: "attackRequests" | "low" | "high",
  missing: number,
): number {
  const room = windows.reduce((sum, one) => sum + one.requests - one[bound], 0);
  if (missing <= 0 || room <= 0) return 0;
  const part = Math.min(1, missing / room);
  for (const one of windows) one[bound] += part * (one.requests - one[bound]);
  return part * room;
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
  /** What would have been said without each piece of evidence. */
  readonly without = new WithoutEvidence();
  /** Normal requests per second when it began; null where unknown. */
  readonly baselinePerSecond: number | null;
  /** Whether too little was known of the site when it began: then more certainty is asked for. */
  isCold = false;
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

  /**
   * Adds a judged minute, or ten minutes.
   * @param isNew false for one that was not its part when it closed: it counts for attribution and tells nothing of verdicts
   */
  addSpan(window: WindowSummary, units: Units, assessment: Assessment, isNew = true): void {
    this.ledger.add(window, units, assessment.share);
    this.#distinct.add(window);
    this.overload.addAttack(assessment.attackPerMinute / 60);
    if (!isNew) return;
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

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.endMs = by.value(this.endMs);
    this.ledger.carry(by);
    this.overload.carry(by);
    this.shares = by.value(this.shares);
    this.peakMs = by.value(this.peakMs);
    this.peakPerSecond = by.value(this.peakPerSecond);
    this.#distinct.carry(by);
    this.attack = by.value(this.attack);
    this.surge = by.value(this.surge);
    this.last = by.value(this.last);
    this.without.carry(by);
    this.isCold = by.value(this.isCold);
    this.verdict = by.value(this.verdict);
    this.verdictAtMs = by.value(this.verdictAtMs);
  }

  /** Takes these windows for its own where they are the same: what becomes known of one is then known of both. */
  shareWith(windows: readonly WindowShare[]): void {
    const own = new Map(windows.map((window) => [window.startMs, window]));
    this.shares = this.shares.map((share) => {
      const same = own.get(share.startMs);
      return same !== undefined && same.endMs === share.endMs ? same : share;
    });
  }

  #consider(assessment: Assessment): void {
    this.last = assessment;
    this.without.add(assessment);
    if (this.attack === null || strength(assessment) > strength(this.attack)) this.attack = assessment;
  }
}

/**
 * How strongly a judgement speaks for an attack. One that finds it likely comes before any that does not, however much that one saw:
 * what is told of an episode must be the evidence that it rests on.
 */
function strength({ matters, score, share }: Assessment): number {
  const weight = score.attackProbability * Math.log1p(share.attackRequests);
  const isLikely = score.attackProbability > 0.5 && share.estimate >= LEAST_SHARE;
  return weight / (1 + weight) + (isLikely ? 2 : 0) + (matters ? 1 : 0);
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
      logins: share.logins + next.logins,
      judged: share.judged && next.judged,
      attackRequests: share.attackRequests + next.attackRequests,
      low: share.low + next.low,
      high: share.high + next.high,
    },
  ];
}
