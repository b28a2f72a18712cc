/** One example of a logistic regression. */
export interface Example {
  readonly x: readonly number[];
  readonly y: 0 | 1;
  readonly weight: number;
}

/** How far and within which limits weights are fitted. */
export interface LogisticOptions {
  /** Weights that little evidence falls back to, the intercept first. */
  readonly prior: readonly number[];
  /** Strength with which it does, in units of total example weight. */
  readonly ridge: number;
  /** The same of the intercept. Default: 0, it is as the examples have it. */
  readonly interceptRidge?: number;
  /** Bounds of every weight but the intercept. */
  readonly low: number;
  readonly high: number;
}

/**
 * Logistic regression by projected gradient steps with a fixed number of rounds: slow, simple, and the same on every machine.
 * @returns the weights, the intercept first
 */
export function fitLogistic(examples: readonly Example[], options: LogisticOptions): number[] {
  const { prior, ridge, low, high, interceptRidge = 0 } = options;
  const weights = [...prior];
  const total = examples.reduce((sum, example) => sum + example.weight, 0);
  const scale = prior.map((_, k) =>
    k === 0 ? 1 : examples.reduce((sum, { x, weight }) => sum + weight * x[k - 1]! ** 2, 0) / total + 1e-3,
  );
  for (let round = 0; round < 600; round += 1) {
    const gradient = weights.map((weight, k) => (k === 0 ? interceptRidge : ridge) * (weight - prior[k]!));
    for (const { x, y, weight } of examples) {
      let sum = weights[0]!;
      for (let k = 0; k < x.length; k += 1) sum += weights[k + 1]! * x[k]!;
      const error = (weight / total) * (1 / (1 + Math.exp(-sum)) - y);
      gradient[0]! += error;
      for (let k = 0; k < x.length; k += 1) gradient[k + 1]! += error * x[k]!;
    }
    for (let k = 0; k < weights.length; k += 1) {
      const step = (weights[k]! - (2 * gradient[k]!) / scale[k]!) as number;
      weights[k] = k === 0 ? step : Math.max(low, Math.min(high, step));
    }
  }
  return weights;
}
