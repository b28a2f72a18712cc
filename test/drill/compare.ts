import type { Episode, Phase, Report } from "../../src/reports/report.ts";
import { isAttack } from "../../src/reports/report.ts";
import type { Incident, Truth } from "../../src/simulator/index.ts";

/** Intersection over union from which an attack counts as found. */
const FOUND = 0.3;

/** An attack of the truth, and the phase that covers it best. */
export interface Match {
  readonly incident: Incident;
  readonly phase: Phase | null;
  /** Intersection over union of the two. */
  readonly cover: number;
  readonly isFound: boolean;
}

/** Matches every attack of the truth with the attack phase of the report that covers it best. */
export function matchAttacks(report: Report, truth: Truth): Match[] {
  const phases = attackPhases(report);
  return truth.incidents
    .filter(({ kind }) => kind === "attack")
    .map((incident) => {
      let best: { phase: Phase | null; cover: number } = { phase: null, cover: 0 };
      for (const phase of phases) {
        const cover = intersectionOverUnion(spanOf(incident), spanOf(phase));
        if (cover > best.cover) best = { phase, cover };
      }
      return { incident, ...best, isFound: best.cover >= FOUND };
    });
}

/** All phases that say that there was an attack. */
export function attackPhases(report: Report): Phase[] {
  return report.episodes.flatMap(({ phases }) => phases.filter(({ verdict }) => isAttack(verdict)));
}

/** Share of the requests in a phase that really are attack, by the truth's windows of ten seconds. */
export function trueShare(truth: Truth, phase: Phase): number {
  const [startMs, endMs] = spanOf(phase);
  let attack = 0;
  let all = 0;
  for (const [atMs, organic, attacking, benign, nuisance] of truth.windows) {
    if (atMs < startMs || atMs >= endMs) continue;
    attack += attacking;
    all += organic + attacking + benign + nuisance;
  }
  return all === 0 ? 0 : attack / all;
}

/** Mean |found share - true share| over the phases that found an attack. */
export function meanShareError(matches: readonly Match[], truth: Truth): number {
  return mean(
    foundPhases(matches).map((phase) => Math.abs(phase.attackShare.estimate - trueShare(truth, phase))),
  );
}

/** The phases that found an attack. */
export function foundPhases(matches: readonly Match[]): Phase[] {
  return matches.flatMap(({ phase, isFound }) => (isFound && phase !== null ? [phase] : []));
}

/** The mean; NaN of none, which no comparison passes. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Which attacks were not found, in words for a failed test. */
export function missed(matches: readonly Match[]): string[] {
  return matches
    .filter(({ isFound }) => !isFound)
    .map(
      ({ incident, cover }) =>
        `${incident.id} ${incident.start} ${incident.description} (${cover.toFixed(2)})`,
    );
}

/**
 * Whether the site would have been overloaded by its audience at some time of an episode, by what is true of the incidents
 * in it; null where none of them is.
 */
export function trueOverload(truth: Truth, episode: Episode): boolean | null {
  const [onsetMs, overMs] = spanOf({ start: episode.onset, end: episode.end });
  const answers = truth.incidents
    .filter((incident) => {
      const [startMs, endMs] = spanOf(incident);
      return startMs < overMs && endMs > onsetMs;
    })
    .map(({ overloadedWithoutAttack }) => overloadedWithoutAttack)
    .filter((answer) => answer !== null);
  return answers.length === 0 ? null : answers.includes(true);
}

/** Half-open span in ms; open-ended where the end is null. */
export function spanOf(one: { start: string; end: string | null }): [number, number] {
  return [Date.parse(one.start), one.end === null ? Number.POSITIVE_INFINITY : Date.parse(one.end)];
}

function intersectionOverUnion(a: [number, number], b: [number, number]): number {
  const shared = Math.min(a[1], b[1]) - Math.max(a[0], b[0]);
  return shared <= 0 ? 0 : shared / (Math.max(a[1], b[1]) - Math.min(a[0], b[0]));
}
