import type { Assessment } from "../../src/verdicts/assessor.ts";
import type { Scale } from "../../src/verdicts/behaviour-model.ts";

const LENGTH_MS = [10_000, 60_000, 600_000] as const;

/** What a judged span is; what is left out is a loud, sure attack. */
export interface Sketch {
  readonly p?: number;
  readonly perMinute?: number;
  readonly share?: number;
  readonly matters?: boolean;
  readonly behaviour?: number;
  readonly harmed?: number;
  /** Probability of a surge of visitors. Default none. */
  readonly surge?: number;
}

/** A judged span. */
export function assessment(scale: Scale, startMs: number, sketch: Sketch = {}): Assessment {
  const { p = 0.99, perMinute = 600, share = 0.5, matters = true } = sketch;
  const { behaviour = 3, harmed = 0.5, surge = 0 } = sketch;
  const minutes = LENGTH_MS[scale] / 60_000;
  const attackRequests = perMinute * minutes;
  return {
    startMs,
    endMs: startMs + LENGTH_MS[scale],
    scale,
    requests: attackRequests / share,
    share: { estimate: share, low: share, high: share, requests: attackRequests / share, attackRequests },
    score: {
      prior: 0,
      total: 0,
      attackProbability: p,
      contributions: [
        { feature: "suspect-behaviour", observed: behaviour, expected: null, contribution: 1, summary: "" },
      ],
      abstained: [],
    },
    organic: { requestsPerMinute: 0, visitorsPerMinute: 0, surgeProbability: surge },
    attackPerMinute: perMinute,
    blatantPerMinute: perMinute,
    floorPerMinute: 30,
    leastRequests: 30,
    isOfFew: false,
    harmedShare: harmed,
    declaredShare: 0,
    isAway: false,
    matters,
    couldMatter: matters,
  };
}
