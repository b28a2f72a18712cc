import type { Carrier } from "../bytes/carrier.ts";
import { HeldIntervals } from "./interval.ts";

/** When a state begins and ends, in minutes of its probability. */
export interface HeldStateRule {
  /** So likely for `minutesOn` minutes on end, it begins, at the first of them. */
  readonly on: number;
  readonly minutesOn: number;
  /** Less likely for `minutesOff` minutes on end, it is over since the first of them. */
  readonly off: number;
  readonly minutesOff: number;
}

/** Something that is judged minute by minute and held with hysteresis: a surge, or doubt. */
export class HeldState {
  readonly intervals = new HeldIntervals();
  readonly #rule: HeldStateRule;
  #run = 0;
  #runStartMs = 0;
  #runEndMs = 0;
  #lastHeldEndMs = 0;

  constructor(rule: HeldStateRule) {
    this.#rule = rule;
  }

  /** Whether it holds now. */
  get on(): boolean {
    return this.intervals.current !== null;
  }

  /** Takes in a minute that has just closed. @param nowMs event time at which that is known */
  update(startMs: number, endMs: number, probability: number, nowMs: number): void {
    if (probability >= this.#rule.on) {
      // Minutes without a request are not told of: what comes after a gap is not "on end".
      if (startMs > this.#runEndMs) this.#run = 0;
      if (this.#run === 0) this.#runStartMs = startMs;
      this.#run += 1;
      this.#runEndMs = endMs;
      if (!this.on && this.#run >= this.#rule.minutesOn) {
        this.intervals.open(this.#runStartMs, nowMs);
      }
    } else {
      this.#run = 0;
    }
    if (probability >= this.#rule.off) this.#lastHeldEndMs = endMs;
    this.expire(endMs);
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.intervals.carry(by);
    this.#run = by.value(this.#run);
    this.#runStartMs = by.value(this.#runStartMs);
    this.#runEndMs = by.value(this.#runEndMs);
    this.#lastHeldEndMs = by.value(this.#lastHeldEndMs);
  }

  /** Ends it when it has not been seen for long enough. @param timeMs end of the last closed window */
  expire(timeMs: number): void {
    if (this.on && timeMs - this.#lastHeldEndMs >= this.#rule.minutesOff * 60_000) {
      this.intervals.close(this.#lastHeldEndMs);
    }
  }
}
