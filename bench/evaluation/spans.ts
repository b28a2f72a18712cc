/** A half-open stretch of time, ms since 1970 UTC. */
export interface Span {
  startMs: number;
  endMs: number;
}

/** Overlap of two spans, ms. */
export function overlapMs(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs));
}

/** The same time in ascending spans that do not touch. */
export function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.startMs - b.startMs)) {
    const last = result.at(-1);
    if (last !== undefined && span.startMs <= last.endMs) last.endMs = Math.max(last.endMs, span.endMs);
    else result.push({ ...span });
  }
  return result;
}

/** Total length of ascending spans that do not touch, ms. */
export function lengthMs(spans: readonly Span[]): number {
  return spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

/** Time of `span` that `others` (merged) cover, ms. */
export function coveredMs(span: Span, others: readonly Span[]): number {
  return others.reduce((sum, other) => sum + overlapMs(span, other), 0);
}

/** Intersection over union of a span with those of the merged spans that touch it. */
export function intersectionOverUnion(span: Span, others: readonly Span[]): number {
  const touching = others.filter((other) => overlapMs(span, other) > 0);
  const common = coveredMs(span, touching);
  return common / (lengthMs(touching) + span.endMs - span.startMs - common);
}
