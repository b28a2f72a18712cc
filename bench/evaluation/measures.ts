import { Random } from "../../src/simulator/random.ts";
import type { Outcome } from "./outcome.ts";

/** One row of the table of marks. */
export interface Measure {
  name: string;
  /** What must be reached, and what is aimed at, as text. */
  must: string;
  aim: string;
  /** Whether a value is as good as it must be. */
  passes(value: number): boolean;
  /** The value over some logs; `null` where nothing was measured. */
  of(outcomes: readonly Outcome[]): number | null;
  /** How to print it. */
  unit: "share" | "number" | "seconds";
}

const DAYS10_MS = 10 * 86_400_000;

/** The marks of the project, in their order. */
export const MEASURES: readonly Measure[] = [
  {
    name: "attack recall",
    must: "≥ 0.95",
    aim: "≥ 0.99",
    unit: "share",
    passes: (value) => value >= 0.95,
    of: (outcomes) => shareOf(outcomes, (outcome) => outcome.attackFound),
  },
  {
    name: "attack precision, episodes",
    must: "≥ 0.95",
    aim: "≥ 0.99",
    unit: "share",
    passes: (value) => value >= 0.95,
    of: (outcomes) => shareOf(outcomes, (outcome) => outcome.attackTrue),
  },
  {
    name: "attack precision, time",
    must: "≥ 0.8",
    aim: "≥ 0.95",
    unit: "share",
    passes: (value) => value >= 0.8,
    of: (outcomes) => {
      const all = sum(outcomes.map((outcome) => outcome.attackPhaseMs));
      return all === 0 ? null : sum(outcomes.map((outcome) => outcome.attackPhaseTrueMs)) / all;
    },
  },
  {
    name: "organic recall",
    must: "≥ 0.90",
    aim: "≥ 0.98",
    unit: "share",
    passes: (value) => value >= 0.9,
    of: (outcomes) => shareOf(outcomes, (outcome) => outcome.surgeFound),
  },
  {
    name: "organic called attack",
    must: "≤ 3 %",
    aim: "≤ 0.5 %",
    unit: "share",
    passes: (value) => value <= 0.03,
    of: (outcomes) => shareOf(outcomes, (outcome) => outcome.surgeCalledAttack),
  },
  {
    name: "false alarms per 10 site-days",
    must: "≤ 1",
    aim: "≤ 0.17",
    unit: "number",
    passes: (value) => value <= 1,
    of: (outcomes) => {
      const all = sum(outcomes.map((outcome) => outcome.attackFreeMs));
      return all === 0 ? null : (sum(outcomes.map((outcome) => outcome.falseAlarms)) * DAYS10_MS) / all;
    },
  },
  {
    name: "time to detect, median",
    must: "≤ 40 s",
    aim: "20 s",
    unit: "seconds",
    passes: (value) => value <= 40,
    of: (outcomes) =>
      quantile(
        outcomes.flatMap((outcome) => outcome.delaySeconds),
        0.5,
      ),
  },
  {
    name: "time to detect, p95",
    must: "≤ 90 s",
    aim: "40 s",
    unit: "seconds",
    passes: (value) => value <= 90,
    of: (outcomes) =>
      quantile(
        outcomes.flatMap((outcome) => outcome.delaySeconds),
        0.95,
      ),
  },
  {
    name: "attack share error, mean",
    must: "≤ 0.08",
    aim: "≤ 0.03",
    unit: "number",
    passes: (value) => value <= 0.08,
    of: (outcomes) => mean(outcomes.flatMap((outcome) => outcome.shareError.map(Math.abs))),
  },
  {
    name: "interval cover",
    must: "0.8–0.98",
    aim: "0.88–0.93",
    unit: "share",
    passes: (value) => value >= 0.8 && value <= 0.98,
    of: (outcomes) => shareOf(outcomes, (outcome) => outcome.shareCovered),
  },
  {
    name: "interval width, mean",
    must: "≤ 0.25",
    aim: "≤ 0.1",
    unit: "number",
    passes: (value) => value <= 0.25,
    of: (outcomes) => mean(outcomes.flatMap((outcome) => outcome.shareWidth)),
  },
  {
    name: "rules: attack caught",
    must: "≥ 0.85",
    aim: "≥ 0.95",
    unit: "share",
    passes: (value) => value >= 0.85,
    of: (outcomes) => mean(outcomes.flatMap((outcome) => outcome.attackCaught)),
  },
  {
    name: "rules: organic hit",
    must: "≤ 3 %",
    aim: "≤ 0.5 %",
    unit: "share",
    passes: (value) => value <= 0.03,
    of: (outcomes) => mean(outcomes.flatMap((outcome) => outcome.organicHit)),
  },
  {
    name: "rule honesty",
    must: "≤ 0.05",
    aim: "≤ 0.02",
    unit: "number",
    passes: (value) => value <= 0.05,
    of: (outcomes) => mean(outcomes.flatMap((outcome) => outcome.ruleDishonesty)),
  },
  {
    name: "Brier skill",
    must: "≥ 0.7",
    aim: "≥ 0.9",
    unit: "number",
    passes: (value) => value >= 0.7,
    of: brierSkill,
  },
  {
    name: "expected calibration error",
    must: "≤ 0.05",
    aim: "≤ 0.02",
    unit: "number",
    passes: (value) => value <= 0.05,
    of: (outcomes) => {
      const bins = reliability(outcomes, 10);
      const all = sum(bins.map(({ count }) => count));
      return all === 0
        ? null
        : sum(bins.map(({ count, claimed, true: real }) => (count / all) * Math.abs(claimed - real)));
    },
  },
  {
    name: "overload question",
    must: "≥ 0.9",
    aim: "1.0",
    unit: "share",
    passes: (value) => value >= 0.9,
    of: (outcomes) => shareOf(outcomes, (outcome) => outcome.overloadRight),
  },
];

/** A stretch of claimed probabilities, and how often they were true. */
export interface ReliabilityBin {
  count: number;
  /** Mean claimed probability. */
  claimed: number;
  /** Share that held an attack. */
  true: number;
}

/** Claimed probabilities against the truth, in bins of equal width; empty ones are left out. */
export function reliability(outcomes: readonly Outcome[], bins: number): ReliabilityBin[] {
  const count = new Float64Array(bins);
  const claimed = new Float64Array(bins);
  const real = new Float64Array(bins);
  for (const { probability, probabilityTruth } of outcomes) {
    for (const [i, p] of probability.entries()) {
      const bin = Math.min(bins - 1, Math.floor(p * bins));
      count[bin] = count[bin]! + 1;
      claimed[bin] = claimed[bin]! + p;
      if (probabilityTruth[i] === true) real[bin] = real[bin]! + 1;
    }
  }
  return Array.from(count, (n, i) => ({ count: n, claimed: claimed[i]! / n, true: real[i]! / n })).filter(
    (bin) => bin.count > 0,
  );
}

/** A value with its 90 % interval, by drawing the logs again and again. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

/** A measure over some logs with a bootstrap interval over the logs; `null` where nothing was measured. */
export function bootstrap(measure: Measure, outcomes: readonly Outcome[], rounds = 200): Interval | null {
  const value = measure.of(outcomes);
  if (value === null) return null;
  const random = new Random(1, `bootstrap/${measure.name}`);
  const drawn: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const resampled = outcomes.map(() => random.pick(outcomes));
    const again = measure.of(resampled);
    if (again !== null) drawn.push(again);
  }
  return { value, low: quantile(drawn, 0.05) ?? value, high: quantile(drawn, 0.95) ?? value };
}

/** The `share` quantile of some values, or `null` of none. */
export function quantile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

function brierSkill(outcomes: readonly Outcome[]): number | null {
  const truths = outcomes.flatMap((outcome) => outcome.probabilityTruth);
  const prevalence = mean(truths.map(Number));
  if (prevalence === null || prevalence === 0 || prevalence === 1) return null;
  const claimed = outcomes.flatMap((outcome) => outcome.probability);
  const brier = mean(claimed.map((p, i) => (p - Number(truths[i])) ** 2))!;
  return 1 - brier / (prevalence * (1 - prevalence));
}

function shareOf(
  outcomes: readonly Outcome[],
  list: (outcome: Outcome) => readonly boolean[],
): number | null {
  let all = 0;
  let hits = 0;
  for (const outcome of outcomes) {
    for (const hit of list(outcome)) {
      all += 1;
      if (hit) hits += 1;
    }
  }
  return all === 0 ? null : hits / all;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
