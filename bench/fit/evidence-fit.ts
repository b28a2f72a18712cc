import { FEATURES } from "../../src/features/catalogue.ts";
import type { CalibrationLesson, SpanLesson } from "./lessons.ts";
import { type Example, fitLogistic } from "./logistic.ts";
import type { EvidenceWeights, Priors } from "./weights.ts";

/** Share of intervals that must hold the truth. */
const COVER = 0.9;
/**
 * Intervals are never narrower than by this factor: sites that nobody has simulated are split worse than those that were fitted on, and
 * a dozen episodes do not tell by how much.
 */
const LEAST_WIDTH = 1.4;

/** Logistic regression of the features on whether a judged span held an attack that matters. Leaves probabilities as they come. */
export function fitEvidence(runs: readonly SpanLesson[][], { evidence: prior }: Priors): EvidenceWeights {
  const weights = fitLogistic(runs.flatMap(balanced), {
    prior: [prior.prior, ...FEATURES.map(({ name }) => prior.weights[name]!)],
    ridge: 0.01,
    low: 0.1,
    high: 2.5,
  }).map((weight) => Number(weight.toFixed(3)));
  return {
    prior: weights[0]!,
    weights: Object.fromEntries(FEATURES.map(({ name }, k) => [name, weights[k + 1]!])),
    calibration: { slope: 1, offset: 0 },
    intervals: { width: 1 },
  };
}

/**
 * Slope and offset that make a probability of the score (Platt 1999); and the factor by which intervals must be wider, or
 * narrower, to hold the truth nine times of ten. Windows of one incident resemble each other, so that few things are known
 * however many windows there are: both are held to what leaves the score as it is.
 */
export function fitCalibration(
  runs: readonly CalibrationLesson[],
): Pick<EvidenceWeights, "calibration" | "intervals"> {
  const examples = runs.flatMap(({ totals, truths }) =>
    balanced(totals.map((total, i) => ({ x: [total], y: truths[i]! }))),
  );
  const [offset, slope] = fitLogistic(examples, {
    prior: [0, 1],
    ridge: 0.03,
    interceptRidge: 0.03,
    low: 0.3,
    high: 2.5,
  });
  const misses = runs.flatMap((run) => run.misses).sort((a, b) => a - b);
  const width = misses[Math.min(misses.length - 1, Math.ceil(COVER * misses.length) - 1)]!;
  return {
    calibration: { slope: Number(slope!.toFixed(3)), offset: Number(offset!.toFixed(3)) },
    intervals: { width: Number(Math.max(LEAST_WIDTH, Math.min(3, width)).toFixed(2)) },
  };
}

/** The spans of a run. Most spans of a live site hold no attack; three to one keeps enough of either. */
function balanced(run: readonly SpanLesson[]): Example[] {
  return ([0, 1] as const).flatMap((part) => {
    const spans = run.filter(({ y }) => y === part);
    return spans.map(({ x }) => ({ x, y: part, weight: (part === 1 ? 1 : 3) / spans.length }));
  });
}
