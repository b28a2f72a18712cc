import type { Report, RuleMatch } from "../../src/reports/report.ts";
import type { Span } from "./spans.ts";

/** What a detector says of a stretch of time. */
export interface ClaimedPhase extends Span {
  verdict: "attack" | "mixed" | "organic" | "inconclusive";
  /** Event time at which it was said. */
  detectedMs: number;
}

/** One episode as a detector claims it. */
export interface ClaimedEpisode extends Span {
  /** Whether its verdict is that there was an attack. */
  attack: boolean;
  phases: ClaimedPhase[];
  attackShare: { estimate: number; low: number; high: number } | null;
  /** `undefined` where the detector does not answer the question. */
  overloadedWithoutAttack: boolean | null | undefined;
  rules: { matches: RuleMatch[]; attackCaught: number; organicHit: number } | null;
}

/** All that a detector says of a log. */
export interface Claims {
  episodes: ClaimedEpisode[];
  /** Probabilities of an attack, by window, where the detector gives any. */
  windows: (Span & { attackProbability: number })[];
}

/** A report in the terms of the evaluation. */
export function claimsOf(report: Report): Claims {
  const to = Date.parse(report.input.to ?? "1970-01-01T00:00:00.000Z") + 1000;
  return {
    episodes: report.episodes.map((episode) => {
      const last = episode.rules.at(-1);
      return {
        startMs: Date.parse(episode.onset),
        endMs: episode.end === null ? to : Date.parse(episode.end),
        attack: episode.verdict === "flood-attack" || episode.verdict === "mixed",
        attackShare: episode.attackShare,
        overloadedWithoutAttack: episode.overload === null ? false : episode.overload.overloadedWithoutAttack,
        rules:
          last === undefined
            ? null
            : {
                matches: episode.rules.map(({ match }) => match),
                attackCaught: last.attackCaught,
                organicHit: last.organicHit,
              },
        phases: episode.phases.flatMap(({ start, end, verdict, detectedAt }) =>
          verdict === "normal"
            ? []
            : [
                {
                  startMs: Date.parse(start),
                  endMs: end === null ? to : Date.parse(end),
                  verdict: PHASES[verdict],
                  detectedMs: Date.parse(detectedAt),
                },
              ],
        ),
      };
    }),
    windows: report.windows.flatMap(({ start, seconds, attackProbability }) =>
      attackProbability === null
        ? []
        : [{ startMs: Date.parse(start), endMs: Date.parse(start) + seconds * 1000, attackProbability }],
    ),
  };
}

const PHASES = {
  "flood-attack": "attack",
  mixed: "mixed",
  "organic-surge": "organic",
  inconclusive: "inconclusive",
} as const;
