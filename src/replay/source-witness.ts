import type { Units } from "../features/units.ts";
import type { Probe, Witness } from "../judge/judge-options.ts";
import type { Assessment, SourceWeigher } from "../verdicts/assessor.ts";
import type { AttributeVote } from "../verdicts/behaviour-model.ts";
import type { SourceAddress } from "./source-story.ts";

/** Judged spans of a source that are kept: the first ones, and the one that tells most. */
const MOST_SPANS = 500;

/** What a source was taken for in one judged span. */
export interface SourceSpan {
  readonly startMs: number;
  readonly endMs: number;
  /** Requests of the source, estimated where it was only sampled. */
  readonly requests: number;
  /** Probability that it belongs to the attack. */
  readonly posterior: number;
  /** Log-odds by what it did. */
  readonly behaviour: number;
  /** Log-odds by the company that it keeps and by how much attack there is at all: what its posterior has beyond its behaviour. */
  readonly company: number;
  /** What each attribute says, the most telling first. Their sum may be cut, and a declared bot is given a bonus: see `behaviour`. */
  readonly votes: readonly AttributeVote[];
}

/** What a source did in one episode. */
export interface SourcePart {
  readonly onsetMs: number;
  requests: number;
  attackRequests: number;
}

/** What the judge thought of a source. */
export interface SourceJudgement {
  /** Spans of a minute or ten in which the source was judged, and how many of all judged ones those are. */
  readonly judgedSpans: number;
  readonly spans: readonly SourceSpan[];
  /** The span with most of its requests; null where it was never judged. */
  readonly telling: SourceSpan | null;
  readonly episodes: readonly SourcePart[];
}

/** Watches one source while a log is judged. Bounded memory; O(sources) a judged span. */
export class SourceWitness {
  readonly #source: SourceAddress;
  readonly #spans: SourceSpan[] = [];
  #judged = 0;
  #telling: SourceSpan | null = null;
  readonly #episodes = new Map<number, SourcePart>();

  constructor(source: SourceAddress) {
    this.#source = source;
  }

  readonly probe: Probe = (assessment, units, weigher) => {
    // The finest windows are judged only on suspicion, and lie within minutes that are judged, too.
    if (assessment.scale === 0) return;
    const unit = this.#find(units);
    if (unit < 0) return;
    this.#judged += 1;
    const span = spanOf(assessment, units, unit, weigher);
    if (this.#spans.length < MOST_SPANS && assessment.scale === 1) this.#spans.push(span);
    const before = this.#telling;
    // Of equal ones the finer: what was done in a minute says more than the same in ten.
    if (before === null || span.requests > 3 * before.requests || isMoreTelling(span, before))
      this.#telling = span;
  };

  readonly witness: Witness = (onsetMs, _assessment, units) => {
    const unit = this.#find(units);
    if (unit < 0) return;
    const part = this.#episodes.get(onsetMs) ?? { onsetMs, requests: 0, attackRequests: 0 };
    part.requests += units.requests[unit]!;
    part.attackRequests += units.requests[unit]! * units.attack[unit]!;
    this.#episodes.set(onsetMs, part);
  };

  /** What came of it. */
  judgement(): SourceJudgement {
    return {
      judgedSpans: this.#judged,
      spans: this.#spans,
      telling: this.#telling,
      episodes: [...this.#episodes.values()],
    };
  }

  #find(units: Units): number {
    const { family, addressHi, addressLo } = this.#source;
    for (let unit = 0; unit < units.count; unit += 1) {
      const isOurs =
        units.addressLo[unit] === addressLo &&
        units.addressHi[unit] === addressHi &&
        units.family[unit] === family;
      if (isOurs) return unit;
    }
    return -1;
  }
}

function isMoreTelling(span: SourceSpan, before: SourceSpan): boolean {
  const length = span.endMs - span.startMs;
  const lengthBefore = before.endMs - before.startMs;
  return length === lengthBefore
    ? span.requests > before.requests
    : length < lengthBefore && 3 * span.requests >= before.requests;
}

function spanOf(assessment: Assessment, units: Units, unit: number, weigher: SourceWeigher): SourceSpan {
  const posterior = units.attack[unit]!;
  const behaviour = units.behaviour[unit]!;
  const held = Math.min(1 - 1e-9, Math.max(1e-9, posterior));
  return {
    startMs: assessment.startMs,
    endMs: assessment.endMs,
    requests: units.requests[unit]!,
    posterior,
    behaviour,
    company: Math.log(held / (1 - held)) - behaviour,
    votes: [...weigher.votesOf(unit)].sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds)),
  };
}
