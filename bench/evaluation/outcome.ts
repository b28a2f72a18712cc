import type { Incident, Truth } from "../../src/simulator/index.ts";
import type { ClaimedEpisode, Claims } from "./claims.ts";
import { checkRules, type RuleColumns } from "./rule-check.ts";
import { coveredMs, intersectionOverUnion, lengthMs, merged, overlapMs, type Span } from "./spans.ts";

/** Intersection over union from which an incident counts as found. */
const FOUND = 0.3;
/** Share of the traffic from which the time to detect counts. */
const NOTICEABLE = 0.1;
/** Attack requests in a minute that matter, by contract. */
const MATTERS = 30;
/** An alarm so close to an attack belongs to it. */
const TOLERANCE_MS = 60_000;
/** An organic peak so close to the capacity answers the overload question either way. */
const STRADDLE = 0.15;
/** Share of attack from which a window counts as one that holds an attack. */
const WINDOW_ATTACK_SHARE = 0.05;

/** How well one detector did on one log. Lists hold one entry per thing measured, so that they add up over logs. */
export interface Outcome {
  /** Per attack that can be told: found or not. */
  attackFound: boolean[];
  /** Per attack episode claimed: whether there was one. */
  attackTrue: boolean[];
  /** Time of attack phases, and how much of it held an attack, ms. */
  attackPhaseMs: number;
  attackPhaseTrueMs: number;
  /** Per surge that can be told: reported as such or not. */
  surgeFound: boolean[];
  /** Per surge without an attack: whether any of it was called an attack. */
  surgeCalledAttack: boolean[];
  /** Attack episodes where there was none, and the time in which there could have been such. */
  falseAlarms: number;
  attackFreeMs: number;
  /** Per found flood of at least a tenth of the traffic: seconds from its first request (or, where it grows slowly, from when it is a flood of a tenth) to the claim. */
  delaySeconds: number[];
  /** Per episode that holds an attack: estimate minus truth, whether the truth lies inside, width. */
  shareError: number[];
  shareCovered: boolean[];
  shareWidth: number[];
  /** Per episode with rules that holds an attack. */
  attackCaught: number[];
  organicHit: number[];
  ruleDishonesty: number[];
  /** Per window in excess: probability, and whether it held an attack. */
  probability: number[];
  probabilityTruth: boolean[];
  /** Per incident of a site with a capacity: whether the overload question was answered right. */
  overloadRight: boolean[];
}

/** Compares what was claimed with what was. */
export function compare(claims: Claims, truth: Truth, log: RuleColumns): Outcome {
  const incidents = truth.incidents.map((incident) => ({ ...incident, ...spanOf(incident) }));
  const attacks = incidents.filter(({ kind }) => kind === "attack");
  const surges = incidents.filter(({ kind }) => kind === "surge");
  const attackTime = merged(attacks.map(({ startMs, endMs }) => ({ startMs, endMs })));
  const tolerated = attackTime.map(({ startMs, endMs }) => ({
    startMs: startMs - TOLERANCE_MS,
    endMs: endMs + TOLERANCE_MS,
  }));
  const phases = claims.episodes.flatMap((episode) => episode.phases);
  const attackPhases = phases.filter(({ verdict }) => verdict === "attack" || verdict === "mixed");
  const attackClaimed = merged(attackPhases);
  const surgeClaimed = merged(phases.filter(({ verdict }) => verdict === "organic" || verdict === "mixed"));

  const outcome = emptyOutcome();
  for (const attack of attacks) {
    if (!attack.decidable) continue;
    const found = intersectionOverUnion(attack, attackClaimed) >= FOUND;
    outcome.attackFound.push(found);
    if (!found || attack.attackShare < NOTICEABLE) continue;
    const said = attackPhases
      .filter((phase) => overlapMs(phase, attack) > 0)
      .map(({ detectedMs }) => detectedMs);
    outcome.delaySeconds.push(Math.max(0, Math.min(...said) - noticeableMs(truth, attack)) / 1000);
  }
  for (const episode of claims.episodes) {
    const claimed = episode.phases.filter(({ verdict }) => verdict === "attack" || verdict === "mixed");
    if (claimed.length === 0 && !episode.attack) continue;
    const isTrue = (claimed.length > 0 ? claimed : [episode]).some(
      (phase) => coveredMs(phase, tolerated) > 0,
    );
    outcome.attackTrue.push(isTrue);
    if (!isTrue) outcome.falseAlarms += 1;
  }
  outcome.attackPhaseMs = lengthMs(attackClaimed);
  outcome.attackPhaseTrueMs = attackClaimed.reduce((sum, span) => sum + coveredMs(span, attackTime), 0);
  outcome.attackFreeMs = Math.max(0, logMs(truth) - lengthMs(attackTime));

  for (const surge of surges) {
    const clean = coveredMs(surge, attackTime) === 0;
    if (clean) outcome.surgeCalledAttack.push(coveredMs(surge, attackClaimed) > 0);
    if (surge.decidable) {
      outcome.surgeFound.push(coveredMs(surge, surgeClaimed) >= FOUND * (surge.endMs - surge.startMs));
    }
  }
  for (const episode of claims.episodes) compareEpisode(episode, attackTime, truth, log, outcome);
  for (const window of claims.windows) {
    const { attack, all } = countsBetween(truth, window);
    if (all === 0) continue;
    outcome.probability.push(window.attackProbability);
    outcome.probabilityTruth.push(attack / all >= WINDOW_ATTACK_SHARE);
  }
  for (const incident of incidents) compareOverload(incident, claims.episodes, truth, outcome);
  return outcome;
}

/** An outcome of nothing. */
export function emptyOutcome(): Outcome {
  return {
    attackFound: [],
    attackTrue: [],
    attackPhaseMs: 0,
    attackPhaseTrueMs: 0,
    surgeFound: [],
    surgeCalledAttack: [],
    falseAlarms: 0,
    attackFreeMs: 0,
    delaySeconds: [],
    shareError: [],
    shareCovered: [],
    shareWidth: [],
    attackCaught: [],
    organicHit: [],
    ruleDishonesty: [],
    probability: [],
    probabilityTruth: [],
    overloadRight: [],
  };
}

function compareEpisode(
  episode: ClaimedEpisode,
  attackTime: readonly Span[],
  truth: Truth,
  log: RuleColumns,
  outcome: Outcome,
): void {
  if (coveredMs(episode, attackTime) === 0) return;
  const { attack, all } = countsBetween(truth, episode);
  if (episode.attackShare !== null && all > 0) {
    const { estimate, low, high } = episode.attackShare;
    const share = attack / all;
    outcome.shareError.push(estimate - share);
    // A truth of 0.0004 lies inside [0, 0]: figures are rounded at output.
    outcome.shareCovered.push(share >= low - 0.0005 && share <= high + 0.0005);
    outcome.shareWidth.push(high - low);
  }
  if (!episode.attack) return;
  const rules = episode.rules;
  const real = checkRules(log, episode, rules?.matches ?? []);
  if (episode.attackShare === null) return;
  outcome.attackCaught.push(real.attackCaught);
  outcome.organicHit.push(real.organicHit);
  outcome.ruleDishonesty.push(
    Math.max(
      Math.abs((rules?.attackCaught ?? 0) - real.attackCaught),
      Math.abs((rules?.organicHit ?? 0) - real.organicHit),
    ),
  );
}

function compareOverload(
  incident: Incident & Span,
  episodes: readonly ClaimedEpisode[],
  truth: Truth,
  outcome: Outcome,
): void {
  const answered = overloadAnswer(incident, episodes, truth);
  if (answered !== null) outcome.overloadRight.push(answered.isRight);
}

/**
 * How the overload question was answered for an incident: by the episode that overlaps it longest. Null where there is
 * nothing to answer: no capacity, no episode, or a detector that does not say.
 */
export function overloadAnswer<E extends ClaimedEpisode>(
  incident: Incident & Span,
  episodes: readonly E[],
  truth: Truth,
): { episode: E; isRight: boolean } | null {
  const { overloadedWithoutAttack: answer, organicPeakRequestsPerSecond: peak } = incident;
  const capacity = truth.capacityRequestsPerSecond;
  if (answer === null || peak === null || capacity === null || incident.kind === "outage") return null;
  const episode = episodes
    .filter((candidate) => overlapMs(candidate, incident) > 0)
    .sort((a, b) => overlapMs(b, incident) - overlapMs(a, incident))[0];
  if (episode === undefined || episode.overloadedWithoutAttack === undefined) return null;
  const said = episode.overloadedWithoutAttack;
  const straddles = Math.abs(peak / capacity - 1) < STRADDLE;
  return { episode, isRight: said === answer || (said === null && straddles) };
}

/** Requests of the truth's windows that begin in a span: attack, and all. */
export function countsBetween(truth: Truth, span: Span): { attack: number; all: number } {
  const result = { attack: 0, all: 0 };
  const { windows } = truth;
  let low = 0;
  for (let high = windows.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (windows[middle]![0] < span.startMs) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < windows.length && windows[i]![0] < span.endMs; i += 1) {
    const [, organic, attack, benign, nuisance] = windows[i]!;
    result.attack += attack;
    result.all += organic + attack + benign + nuisance;
  }
  return result;
}

/**
 * When an attack is first a flood of a tenth of the traffic: a tenth of ten seconds, and in an amount that matters, which is 30 requests
 * in the minute that begins with them (contract, section 2); less is no flood, and must not be reported as one. For all but ramps that is
 * when it begins. One that never comes to so much is slow, and counts from when it is a tenth.
 */
function noticeableMs(truth: Truth, attack: Span): number {
  const { windows } = truth;
  const last = windows.findLastIndex(([startMs]) => startMs < attack.endMs);
  const first = windows.findIndex(([startMs]) => startMs + 10_000 > attack.startMs);
  let slow: number | null = null;
  for (let i = Math.max(0, first); i <= last; i += 1) {
    const [startMs, organic, hostile, benign, nuisance] = windows[i]!;
    if (hostile < NOTICEABLE * (organic + hostile + benign + nuisance)) continue;
    slow ??= startMs;
    const minute = countsBetween(truth, { startMs, endMs: startMs + 60_000 });
    if (minute.attack >= MATTERS) return Math.max(attack.startMs, startMs);
  }
  return Math.max(attack.startMs, slow ?? 0);
}

/** The span of an incident. */
export function spanOf(incident: Incident): Span {
  return { startMs: Date.parse(incident.start), endMs: Date.parse(incident.end) };
}

function logMs(truth: Truth): number {
  const first = truth.windows[0]?.[0] ?? 0;
  return (truth.windows.at(-1)?.[0] ?? 0) + 10_000 - first;
}
