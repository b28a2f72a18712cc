import type { Carrier } from "../bytes/carrier.ts";
import { LEAST_SHARE } from "../features/what-matters.ts";
import type { Assessment } from "../verdicts/assessor.ts";
import { CALIBRATION, sigmoid } from "../verdicts/score.ts";

/**
 * What the evidence of an episode would be without one kind of it: the highest probability of an attack that any of its minutes leaves
 * then. One minute may rest on evidence that another does well without; what the verdict as a whole rests on is seen in all of them.
 * Bounded: one number a feature.
 */
export class WithoutEvidence {
  #most = new Map<string, number>();

  /** Takes note of a judgement: of those that could claim an attack, minutes and ten minutes with enough of one. */
  add({ scale, score, share, matters, leastRequests }: Assessment): void {
    if (scale === 0 || !matters || share.low < LEAST_SHARE || share.attackRequests < leastRequests) return;
    for (const { feature, contribution } of score.contributions) {
      const without = sigmoid(CALIBRATION.offset + CALIBRATION.slope * (score.total - contribution));
      this.#most.set(feature, Math.max(without, this.#most.get(feature) ?? 0));
    }
  }

  /** The highest probability of an attack without a feature, 0..1; null where no minute could have claimed one. */
  mostLikely(feature: string): number | null {
    return this.#most.get(feature) ?? null;
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.#most = by.value(this.#most);
  }
}
