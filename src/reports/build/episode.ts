import type { CountryIndex } from "../../geo/country-index.ts";
import type { Networks } from "../../geo/networks.ts";
import type { PlaceTable } from "../../geo/place-table.ts";
import type { EpisodeRecord, WindowShare } from "../../judge/episode-record.ts";
import type { Judge } from "../../judge/judge.ts";
import type { Settings } from "../../options.ts";
import type { CidrTable } from "../../records/cidr-table.ts";
import type { Assessment } from "../../verdicts/assessor.ts";
import { DOUBTFUL, SURE, SURE_WHEN_COLD } from "../../verdicts/attack-state.ts";
import type { PhaseSpan } from "../../verdicts/phases.ts";
import { CALIBRATION, INTERVAL_WIDTH, sigmoid } from "../../verdicts/score.ts";
import {
  type Episode,
  gravest,
  type Interval,
  isAttack,
  type Phase,
  type Probabilities,
  type Verdict,
} from "../report.ts";
import { attributionOf, originOf, spreadOf } from "./attribution.ts";
import { iso, isoSeconds } from "./instants.ts";
import { rulesOf } from "./rules.ts";

interface EpisodeParts {
  readonly places: PlaceTable;
  readonly countries: CountryIndex;
  readonly networks: Networks;
  readonly judge: Judge;
  readonly allow: CidrTable | null;
  readonly settings: Pick<Settings, "maxCollateral">;
}

/** An episode in the words of the report. */
export function buildEpisode(episode: EpisodeRecord, parts: EpisodeParts): Episode {
  const { judge, places, countries } = parts;
  const spans = judge.phasesOf(episode);
  const phases = spans.map((span) => phaseOf(span, episode.shares));
  const verdict = episodeVerdict(phases.map((phase) => phase.verdict));
  const attacked = isAttack(verdict);
  const deciding =
    (attacked ? episode.attack : verdict === "organic-surge" ? episode.surge : null) ?? episode.last;
  const { ledger } = episode;
  const whole = within(episode.shares, episode.onsetMs, episode.endMs);
  const overload = episode.overload.answer();
  const home = judge.home.at(judge.baseline);
  return {
    id: isoSeconds(episode.onsetMs),
    verdict,
    onset: iso(episode.onsetMs),
    peak: iso(episode.peakMs === 0 ? episode.onsetMs : episode.peakMs),
    end: episode.endMs === null ? null : iso(episode.endMs),
    detectedAt: iso(detectedAtMs(spans, verdict) ?? episode.verdictAtMs),
    phases,
    score: {
      prior: deciding?.score.prior ?? 0,
      total: deciding?.score.total ?? 0,
      calibration: CALIBRATION,
    },
    probabilities: probabilitiesOf(deciding, verdict),
    attackShare: whole.share,
    requests: whole.requests,
    // Sources are counted over whole minutes; an episode may begin and end within one.
    sources: Math.min(Math.round(episode.sources), whole.requests),
    logins: whole.logins,
    peakRequestsPerSecond: episode.peakPerSecond,
    baselineRequestsPerSecond: episode.baselinePerSecond,
    origin: attacked ? originOf(ledger, countries, home?.countries ?? null) : null,
    spread: attacked ? spreadOf(ledger) : null,
    attribution: attributionOf(ledger, whole, judge.baseline, places, countries, parts.networks),
    rules: attacked
      ? rulesOf(ledger, judge.baseline, countries, parts.allow, parts.settings.maxCollateral)
      : [],
    evidence: deciding?.score.contributions.map((one) => ({ ...one })) ?? [],
    abstained: deciding?.score.abstained ?? [],
    wouldChange: deciding === null ? null : wouldChange(deciding, episode, verdict),
    overload:
      overload === null
        ? null
        : {
            capacityRequestsPerSecond: overload.capacityRequestsPerSecond,
            capacityBasis: overload.capacityBasis,
            firstOverload: overload.firstOverloadMs === null ? null : iso(overload.firstOverloadMs),
            organicPeakRequestsPerSecond: overload.organicPeakRequestsPerSecond,
            organicPeakLow: overload.organicPeakLow,
            organicPeakHigh: overload.organicPeakHigh,
            attackPeakRequestsPerSecond: overload.attackPeakRequestsPerSecond,
            overloadedWithoutAttack: overload.overloadedWithoutAttack,
          },
  };
}

/** A surge here and a flood there make a mixed episode; else the gravest phase names it. */
function episodeVerdict(verdicts: readonly Verdict[]): Verdict {
  const surged = verdicts.some((verdict) => verdict === "organic-surge" || verdict === "mixed");
  if (surged && verdicts.some(isAttack)) return "mixed";
  return gravest(verdicts);
}

/** When the episode's verdict could first be given; a mixed one of a surge and a flood apart, when both were known. */
function detectedAtMs(spans: readonly PhaseSpan[], verdict: Verdict): number | null {
  const first = (test: (kind: Verdict) => boolean) =>
    Math.min(...spans.filter((span) => test(span.verdict)).map((span) => span.detectedAtMs));
  const known =
    verdict === "mixed"
      ? Math.max(
          first(isAttack),
          first((kind) => kind === "organic-surge" || kind === "mixed"),
        )
      : first((kind) => kind === verdict);
  return Number.isFinite(known) ? known : null;
}

function phaseOf(span: PhaseSpan, shares: readonly WindowShare[]): Phase {
  return {
    start: iso(span.startMs),
    end: span.endMs === null ? null : iso(span.endMs),
    verdict: span.verdict,
    detectedAt: iso(span.detectedAtMs),
    attackShare: within(shares, span.startMs, span.endMs).share,
  };
}

/** Requests, logins and attack requests of the fine windows between two instants, and the attack's share. */
function within(
  shares: readonly WindowShare[],
  startMs: number,
  endMs: number | null,
): { requests: number; logins: number; attackRequests: number; share: Interval } {
  let requests = 0;
  let logins = 0;
  let attack = 0;
  let low = 0;
  let high = 0;
  for (const share of shares) {
    if (share.startMs < startMs || share.startMs >= (endMs ?? Number.POSITIVE_INFINITY)) continue;
    requests += share.requests;
    logins += share.logins;
    attack += share.attackRequests;
    low += share.low;
    high += share.high;
  }
  return { requests, logins, attackRequests: attack, share: interval(attack, low, high, requests) };
}

function interval(attack: number, low: number, high: number, requests: number): Interval {
  if (requests === 0) return { estimate: 0, low: 0, high: 0 };
  const estimate = Math.min(1, attack / requests);
  return {
    estimate,
    low: Math.max(0, estimate - INTERVAL_WIDTH * (estimate - low / requests)),
    high: Math.min(1, estimate + INTERVAL_WIDTH * (high / requests - estimate)),
  };
}

function probabilitiesOf(deciding: Assessment | null, verdict: Verdict): Probabilities {
  if (deciding === null) return { normal: 1, "organic-surge": 0, "flood-attack": 0, mixed: 0 };
  const attack = deciding.score.attackProbability;
  // Whether the audience surged is a state held over minutes; the verdict says what it was at the time.
  const surge =
    verdict === "mixed" || verdict === "organic-surge"
      ? Math.max(0.5, deciding.organic.surgeProbability)
      : Math.min(0.5, deciding.organic.surgeProbability);
  return {
    normal: (1 - attack) * (1 - surge),
    "organic-surge": (1 - attack) * surge,
    "flood-attack": attack * (1 - surge),
    mixed: attack * surge,
  };
}

/**
 * The piece of evidence that carries the verdict most, and what would be said without it: the same, the opposite, or
 * that the evidence leaves it open, as the judge asks for more than an even chance before it claims an attack. An attack stands while
 * any minute would still claim it, and a surge no more once one would.
 */
function wouldChange(deciding: Assessment, episode: EpisodeRecord, verdict: Verdict): string | null {
  const attacked = isAttack(verdict);
  const towards = attacked ? 1 : -1;
  const carrying = [...deciding.score.contributions]
    .filter((one) => one.feature !== "suspect-volume")
    .sort((a, b) => towards * (b.contribution - a.contribution))[0];
  if (carrying === undefined || towards * carrying.contribution <= 0) return null;
  const { feature, summary, contribution } = carrying;
  const here = sigmoid(CALIBRATION.offset + CALIBRATION.slope * (deciding.score.total - contribution));
  const anywhere = episode.without.mostLikely(feature) ?? here;
  // A minute in doubt among many does not put a surge in doubt; one that is sure of an attack does.
  const sure = episode.isCold ? SURE_WHEN_COLD : SURE;
  const without = attacked || anywhere >= sure ? anywhere : here;
  if (attacked ? without < DOUBTFUL : without >= sure)
    return `without ${feature} (${summary}) the evidence would point the other way`;
  if (attacked ? without < sure : without >= DOUBTFUL) {
    return `without ${feature} (${summary}) the evidence would leave it open: the probability of an attack would be ${Math.round(100 * without)} %`;
  }
  const missing = deciding.score.abstained.length;
  const untaken = missing === 1 ? "one measurement" : `${missing} measurements`;
  const volume = deciding.score.contributions.find((one) => one.feature === "suspect-volume");
  const beside =
    volume !== undefined && towards * volume.contribution > towards * carrying.contribution
      ? " beside suspect-volume"
      : "";
  return `${feature} weighs most${beside} (${summary}), yet without it the verdict would stand${missing > 0 ? `; ${untaken} could not be taken` : ""}`;
}
