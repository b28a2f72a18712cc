import type { Carrier } from "../bytes/carrier.ts";
import { LEAST_SHARE } from "../features/what-matters.ts";
import type { Assessment } from "./assessor.ts";
import type { Scale } from "./behaviour-model.ts";
import { HeldIntervals } from "./interval.ts";
import { sigmoid } from "./score.ts";

/** A span at least this likely an attack keeps it going. */
const HOT = 0.5;
/** From this probability of a minute on an attack is claimed. */
export const SURE = 0.75;
/** … and where too little is known of the site to compare with. */
export const SURE_WHEN_COLD = 0.95;
/** From this probability on, and below {@link SURE}, it is in doubt. */
export const DOUBTFUL = 0.35;
/** A span at least this likely one does not end the run of those before it. */
const WARM = 0.25;
/** Without a hot span for so long, by scale, an attack is over. */
const HOLD_MS = [120_000, 130_000, 1_210_000] as const;
/** A slower attack may miss a minute, or several: it is held as long as one that only ten minutes show. */
const SLOW_PER_MINUTE = 60;
/** A coarse span is hot of itself only when finer spans do not explain this share of its attack. */
const UNEXPLAINED = 0.5;

/** Requests a minute from which a minute is hot: several of them on end make what matters of what alone would not. */
const FAINT_PER_MINUTE = 10;
const FAINT_MINUTES = 2;
const FAINT_REQUESTS = 30;

/**
 * Log-odds by which an attack must be surer while a crowd of visitors has surely come, less where it is likely only, none below even odds:
 * among many who are new there are many who are odd, and those whom a site turns away then are people.
 */
const CROWD_IS_ODD = 1.5;

/** As likely as this, an attack of many need not have sent all that it must have sent otherwise, but so much of it. */
const HARDLY_A_DOUBT = 0.95;
const MOST_OF_IT = 2 / 3;

/** What an earlier span of a run counts for: sources and mistakes last, so that spans are witnesses who have talked to each other. */
const EARLIER = 0.5;
/** However many they are, they lower what is asked of the last one only so far: people with odd habits are odd for hours. */
const MOST_EARLIER = 0.65;

/** Without a baseline, what does no harm must leave so much of the traffic to others; and what is harm. */
const MOST_COLD = 0.5;
const LEAST_HARMED = 0.2;

/** What is known of a site: nothing; that people come to it; what is normal there. */
export type Experience = "none" | "some" | "enough";

/** What one scale has seen. */
interface Heat {
  /** Start of the run of hot spans, and how many they are. */
  runStartMs: number;
  run: number;
  /** Attack requests of the run before its last span, and of that. */
  requestsBefore: number;
  requests: number;
  /** Log-odds of an attack that its spans before the last add up to, and those of the last. */
  evidenceBefore: number;
  evidence: number;
  /** Start of the last span: one that is judged again as it grows is the same one. */
  spanStartMs: number;
  lastHotEndMs: number;
  /** End of the last span of the run. */
  lastEndMs: number;
  lit: boolean;
  /** How long it stays lit without a hot span. */
  holdMs: number;
}

/**
 * Whether an attack is going on, from judgements at three scales: loud ones are seen within two fine windows, faint ones
 * by the minute or ten minutes. It begins where the run of hot spans began and ends with the last hot one, after a
 * while without (hysteresis, so that a flickering flood is one attack).
 */
export class AttackState {
  readonly intervals = new HeldIntervals();
  #heat: Heat[] = [0, 1, 2].map(cold);
  /** What spans have seen that begin where suspects began to gather; they light the scale of minutes. */
  #onset: Heat = cold();

  /** Whether an attack is going on. */
  get on(): boolean {
    return this.intervals.current !== null;
  }

  /** Whether only the coarsest scale sees it. */
  get faint(): boolean {
    return this.#heat[2]!.lit && !this.#heat[0]!.lit && !this.#heat[1]!.lit;
  }

  /** Whether a finer scale than this one sees it. What does not suffice for that explains nothing to a coarser one. */
  isSeenBelow(scale: Scale): boolean {
    return this.#heat.some(({ lit }, finer) => lit && finer < scale);
  }

  /**
   * Takes in the judgement of a span that has just closed, or of one that is still growing.
   * @param nowMs event time at which that is known
   * @param experience what is known of the site: where that is little, more certainty is asked for
   * @param explained attack requests of the span that hot spans of a finer scale account for
   * @param onsetMs where in the span the attack seems to begin
   * @param isWhole false for a span that is still growing: it can begin an attack and end nothing
   */
  update(
    assessment: Assessment,
    nowMs: number,
    experience: Experience,
    explained: number,
    onsetMs = assessment.startMs,
    isWhole = true,
  ): void {
    this.#take(this.#heat[assessment.scale]!, assessment, nowMs, experience, explained, onsetMs, isWhole);
  }

  /**
   * Takes in the judgement of a span that begins where suspects began to gather, whatever the clock says ({@link SuspectOnset}): of
   * the same requests minutes will judge, so it has a run of its own. It can begin an attack and end nothing.
   * @param isWhole whether the span is full, and the next one begins where it ends
   */
  updateOnset(assessment: Assessment, nowMs: number, experience: Experience, isWhole: boolean): void {
    this.#take(this.#onset, assessment, nowMs, experience, 0, assessment.startMs, isWhole);
    const { lit, holdMs, lastHotEndMs } = this.#onset;
    if (!lit) return;
    const minutes = this.#heat[1]!;
    Object.assign(minutes, { lit, holdMs, lastHotEndMs: Math.max(lastHotEndMs, minutes.lastHotEndMs) });
    this.#onset = cold();
  }

  #take(
    heat: Heat,
    assessment: Assessment,
    nowMs: number,
    experience: Experience,
    explained: number,
    onsetMs: number,
    isWhole: boolean,
  ): void {
    const { attackRequests } = assessment.share;
    const enough =
      assessment.matters ||
      (assessment.scale === 1 &&
        assessment.attackPerMinute >= FAINT_PER_MINUTE &&
        assessment.share.estimate >= LEAST_SHARE);
    const isSlow = assessment.scale === 1 && assessment.attackPerMinute < SLOW_PER_MINUTE;
    // What has gathered speed need not be waited for as long as what stays slow, whichever scale accounts for it.
    if (heat.lit && enough && !isSlow && assessment.score.attackProbability >= HOT) {
      heat.holdMs = HOLD_MS[assessment.scale];
    }
    const hot =
      enough &&
      assessment.score.attackProbability >= HOT &&
      (assessment.scale === 0 || attackRequests - explained >= UNEXPLAINED * attackRequests);
    // Between doubt and evidence a run goes on; what speaks against an attack then counts, too.
    const warm = enough && assessment.score.attackProbability >= WARM && heat.run > 0;
    if (!hot && !warm) {
      if (isWhole) heat.run = 0;
      return;
    }
    if (heat.run === 0 || heat.spanStartMs !== assessment.startMs) {
      const follows = assessment.startMs - heat.lastEndMs <= (assessment.scale === 0 ? 10_000 : 0);
      if (heat.run === 0 || !follows) {
        heat.run = 0;
        heat.requestsBefore = 0;
        heat.evidenceBefore = 0;
        heat.runStartMs = onsetMs;
      } else {
        heat.requestsBefore += heat.requests;
        heat.evidenceBefore = Math.min(MOST_EARLIER, heat.evidenceBefore + EARLIER * heat.evidence);
      }
      heat.run += 1;
      heat.spanStartMs = assessment.startMs;
    }
    heat.requests = attackRequests;
    heat.evidence = logOdds(assessment.score.attackProbability);
    heat.lastEndMs = assessment.endMs;
    if (!hot) return;
    heat.lastHotEndMs = assessment.endMs;
    const run = {
      spans: heat.run,
      requests: heat.requestsBefore + attackRequests,
      // Without a baseline what seems odd may be usual here, and stays odd.
      evidence: (experience === "enough" ? heat.evidenceBefore : 0) + heat.evidence,
    };
    if (!heat.lit && ignites(assessment, run, experience)) {
      heat.lit = true;
      heat.holdMs = HOLD_MS[isSlow ? 2 : assessment.scale];
      if (!this.on) this.intervals.open(heat.runStartMs, nowMs);
    }
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.intervals.carry(by);
    this.#heat = by.value(this.#heat);
    this.#onset = by.value(this.#onset);
  }

  /** Lets scales go out that have not been hot for their hold. @param timeMs end of the last closed window */
  expire(timeMs: number): void {
    const current = this.intervals.current;
    if (current === null) return;
    let end = current.startMs;
    for (const scale of [0, 1, 2] as Scale[]) {
      const heat = this.#heat[scale]!;
      if (heat.lastHotEndMs > current.startMs && (scale === 0 || heat.lit)) {
        end = Math.max(end, heat.lastHotEndMs);
      }
      if (heat.lit && timeMs - heat.lastHotEndMs >= heat.holdMs) heat.lit = false;
    }
    if (this.#heat.every((heat) => !heat.lit)) this.intervals.close(end);
  }
}

/** Nothing seen yet. */
function cold(): Heat {
  return {
    runStartMs: 0,
    run: 0,
    requestsBefore: 0,
    requests: 0,
    evidenceBefore: 0,
    evidence: 0,
    spanStartMs: Number.NaN,
    lastHotEndMs: Number.NEGATIVE_INFINITY,
    lastEndMs: Number.NEGATIVE_INFINITY,
    lit: false,
    holdMs: 0,
  };
}

/** Hot spans on end, up to the present one. */
interface Run {
  readonly spans: number;
  readonly requests: number;
  /** Log-odds of an attack, by all of them (a sequential test, Wald 1945). */
  readonly evidence: number;
}

/** Whether a run of hot spans is enough to say that there is an attack. */
function ignites(assessment: Assessment, run: Run, experience: Experience): boolean {
  const experienced = experience === "enough";
  const crowd = Math.max(0, 2 * assessment.organic.surgeProbability - 1);
  const p = sigmoid(run.evidence - CROWD_IS_ODD * crowd);
  const { estimate, low } = assessment.share;
  // A rate alone can be high for ten seconds: what matters in a minute must have come, or most of it where there is hardly a doubt.
  const most = p >= HARDLY_A_DOUBT && !assessment.isOfFew ? MOST_OF_IT : 1;
  // And it must be surely what matters.
  if (run.requests < most * assessment.leastRequests || low < LEAST_SHARE) return false;
  if (assessment.isAway) return false;
  if (!experienced && !isPlain(assessment)) return false;
  if (experience === "none" && isAllThereIs(assessment)) return false;
  if (assessment.scale > 0) {
    if (!assessment.matters && (run.spans < FAINT_MINUTES || run.requests < FAINT_REQUESTS)) return false;
    return experienced ? p >= SURE : p >= SURE_WHEN_COLD && run.spans >= 2;
  }
  const loud = assessment.attackPerMinute >= 300 && low >= 0.1;
  if (p >= 0.97 && loud && experienced) return true;
  if (estimate < 0.1) return false;
  if (run.spans >= 2 && assessment.attackPerMinute >= 60 && p >= (experienced ? 0.85 : SURE_WHEN_COLD))
    return true;
  return run.spans >= 3 && assessment.attackPerMinute >= 45 && p >= (experienced ? 0.9 : SURE_WHEN_COLD);
}

/** What needs no baseline: a large part that behaves as people do not. */
function isPlain(assessment: Assessment): boolean {
  const behaviour = assessment.score.contributions.find(({ feature }) => feature === "suspect-behaviour");
  return assessment.share.estimate >= 0.2 && (behaviour?.observed ?? 0) >= 2;
}

/**
 * A log that begins with nothing else shows what this site is asked, by meters, launchers or build machines: there is nobody to
 * compare with, and unless it is refused, or fails, or tries to log in, nothing that says it is not welcome.
 */
export function isAllThereIs({ share, harmedShare, declaredShare }: Assessment): boolean {
  return share.estimate - declaredShare > MOST_COLD && harmedShare < LEAST_HARMED;
}

function logOdds(p: number): number {
  const held = Math.max(1e-6, Math.min(1 - 1e-6, p));
  return Math.log(held / (1 - held));
}
