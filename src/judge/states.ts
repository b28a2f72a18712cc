import type { Carrier } from "../bytes/carrier.ts";
import { AttackState } from "../verdicts/attack-state.ts";
import { HeldState } from "../verdicts/held-state.ts";
import type { HeldIntervals } from "../verdicts/interval.ts";
import { type Kind, verdictOf } from "../verdicts/phases.ts";

/** When a surge begins and ends. */
export const SURGE = { on: 0.65, minutesOn: 2, off: 0.4, minutesOff: 5 } as const;
const DOUBT = { on: 0.5, minutesOn: 3, off: 0.5, minutesOff: 3 } as const;

/** What goes on: an attack, a surge, doubt; each by itself, held with hysteresis. */
export class States {
  readonly attack = new AttackState();
  readonly surge = new HeldState(SURGE);
  readonly doubt = new HeldState(DOUBT);

  /** When each of them held: attacks, surges, doubt. */
  get intervals(): readonly [HeldIntervals, HeldIntervals, HeldIntervals] {
    return [this.attack.intervals, this.surge.intervals, this.doubt.intervals];
  }

  /** The verdict on the present. */
  get verdict(): Kind {
    return verdictOf(this.attack.on, this.surge.on, this.doubt.on);
  }

  /** Ends what has not been seen for long enough. @param timeMs end of the last closed window */
  expire(timeMs: number): void {
    this.attack.expire(timeMs);
    this.surge.expire(timeMs);
    this.doubt.expire(timeMs);
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    for (const state of [this.attack, this.surge, this.doubt]) state.carry(by);
  }
}
