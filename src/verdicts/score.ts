import { FEATURES } from "../features/catalogue.ts";
import WEIGHTS from "../features/evidence-weights.json" with { type: "json" };
import type { Span } from "../features/span.ts";

/** A measurement with its weight applied. */
export interface Contribution {
  readonly feature: string;
  readonly observed: number;
  readonly expected: number | null;
  /** Log-odds of attack against organic. */
  readonly contribution: number;
  readonly summary: string;
}

/** Evidence added up: `total = prior + Σ contributions`. */
export interface EvidenceScore {
  readonly prior: number;
  readonly total: number;
  /** σ(offset + slope · total). */
  readonly attackProbability: number;
  readonly contributions: readonly Contribution[];
  readonly abstained: readonly { feature: string; reason: string }[];
}

/** How the total becomes a probability. */
export const CALIBRATION: { readonly slope: number; readonly offset: number } = WEIGHTS.calibration;

/** How many times as wide as the mixture has them the intervals of an episode's share are, to hold the truth nine times of ten. */
export const INTERVAL_WIDTH: number = WEIGHTS.intervals.width;

/** Measures every feature of a span and adds up the evidence. */
export function scoreEvidence(span: Span): EvidenceScore {
  const contributions: Contribution[] = [];
  const abstained: { feature: string; reason: string }[] = [];
  let total = WEIGHTS.prior;
  for (const feature of FEATURES) {
    const found = feature.measure(span);
    if ("abstained" in found) {
      abstained.push({ feature: feature.name, reason: found.abstained });
      continue;
    }
    const weight = (WEIGHTS.weights as Record<string, number>)[feature.name] ?? 0;
    const contribution = weight * found.value;
    total += contribution;
    contributions.push({
      feature: feature.name,
      observed: found.observed,
      expected: found.expected,
      contribution,
      summary: found.summary,
    });
  }
  return {
    prior: WEIGHTS.prior,
    total,
    attackProbability: sigmoid(CALIBRATION.offset + CALIBRATION.slope * total),
    contributions,
    abstained,
  };
}

/** 1 / (1 + e^-x). */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
