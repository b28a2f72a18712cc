import type { HeldInterval } from "./interval.ts";

/** What was judged, as in the report. */
export type Kind = "normal" | "organic-surge" | "flood-attack" | "mixed" | "inconclusive";

/** Intervals that overlap an episode, by kind. */
export interface Overlay {
  readonly attacks: readonly HeldInterval[];
  readonly surges: readonly HeldInterval[];
  readonly doubts: readonly HeldInterval[];
}

/** A stretch with one verdict. */
export interface PhaseSpan {
  readonly startMs: number;
  /** Null while it goes on. */
  readonly endMs: number | null;
  readonly verdict: Kind;
  readonly detectedAtMs: number;
}

/** The verdict where these things hold at once. */
export function verdictOf(attack: boolean, surge: boolean, doubt: boolean): Kind {
  if (attack) return surge ? "mixed" : "flood-attack";
  if (doubt) return "inconclusive";
  return surge ? "organic-surge" : "normal";
}

/** Lays the intervals of attack, surge and doubt over each other: stretches in order of time, none of them normal. */
export function overlayPhases(overlay: Overlay): PhaseSpan[] {
  const kinds = [overlay.attacks, overlay.surges, overlay.doubts];
  const edges = new Set<number>();
  for (const intervals of kinds) {
    for (const interval of intervals) {
      edges.add(interval.startMs);
      edges.add(interval.endMs ?? Number.POSITIVE_INFINITY);
    }
  }
  const times = [...edges].sort((a, b) => a - b);
  const phases: PhaseSpan[] = [];
  for (let i = 0; i + 1 < times.length; i += 1) {
    const startMs = times[i]!;
    const end = times[i + 1]!;
    const holding = kinds.map((intervals) =>
      intervals.find((one) => one.startMs <= startMs && (one.endMs === null || one.endMs > startMs)),
    );
    const verdict = verdictOf(holding[0] !== undefined, holding[1] !== undefined, holding[2] !== undefined);
    if (verdict === "normal") continue;
    const deciding =
      verdict === "mixed" ? [holding[0], holding[1]] : [holding[0] ?? holding[2] ?? holding[1]];
    const known = Math.max(...deciding.map((one) => one?.detectedAtMs ?? Number.NEGATIVE_INFINITY));
    const endMs = end === Number.POSITIVE_INFINITY ? null : end;
    const last = phases.at(-1);
    if (last !== undefined && last.verdict === verdict && last.endMs === startMs) {
      phases[phases.length - 1] = { ...last, endMs };
    } else {
      // What was known before the phase began is known as soon as it begins.
      phases.push({ startMs, endMs, verdict, detectedAtMs: Math.max(known, startMs) });
    }
  }
  return phases;
}
