import { Quantiles } from "../sketches/quantiles.ts";
import { Composition } from "./composition.ts";
import { KnownKeys } from "./known-keys.ts";
import { RequestReservoir } from "./request-reservoir.ts";
import { SeasonalRate } from "./seasonal-rate.ts";

const KNOWN_SLOTS = 65_536;
const COMPOSITION_KEYS = 2048;
/** Answers that must be known before they tell what is usual, and the least share of wrong passwords that shows as such. */
const LEAST_ANSWERS = 12;
const LEAST_MISTAKES = 0.01;

/** What a {@link Baseline} consists of. */
export type BaselineParts = Omit<Baseline, "hours" | "usualAnswer">;

/** All that is known of the site's normal traffic and of its audience. Learned only from what was judged normal or organic. */
export class Baseline {
  /** Requests, login attempts, distinct sources, and suspect requests, per minute. */
  readonly requests = new SeasonalRate();
  readonly attempts = new SeasonalRate();
  readonly visitors = new SeasonalRate();
  readonly suspects = new SeasonalRate();
  /** Those among them that do what people hardly ever do. */
  readonly blatant = new SeasonalRate();
  /** Requests that a person makes within ten minutes: a visit, or most of one. Mean of each normal ten minutes. */
  readonly visitRequests = new Quantiles();
  /** Sources by country number, by place, by user agent (lower half of its hash), by prefix, by behaviour cell, by what they asked. */
  readonly countries = new Composition(512);
  readonly places = new Composition(4096);
  readonly userAgents = new Composition(COMPOSITION_KEYS);
  readonly networks = new Composition(COMPOSITION_KEYS);
  readonly cells = new Composition(COMPOSITION_KEYS);
  readonly asked = new Composition(COMPOSITION_KEYS);
  /** Sources by source attribute and bin, by scale: keys are {@link behaviourKey}. */
  readonly behaviour: readonly Composition[] = [0, 1, 2].map(() => new Composition(4096));
  /** Answers to login attempts of those who then used the site, by `LoginAnswer`. */
  readonly answers = new Composition(4);
  /** Sources, and prefixes, that have been seen among normal traffic. */
  readonly sources = new KnownKeys(KNOWN_SLOTS);
  readonly prefixes = new KnownKeys(KNOWN_SLOTS);
  /** Kinds of request of recent normal traffic. */
  readonly kinds = new RequestReservoir(4096);
  /** Start of the first and end of the last window learned from, ms since 1970; null before. */
  fromMs: number | null = null;
  toMs: number | null = null;

  /** @param parts what was learned before, as the codec reads it; what is left out is not known yet */
  constructor(parts: Partial<BaselineParts> = {}) {
    Object.assign(this, parts);
  }

  /**
   * What a login that is let in is answered with, by `LoginAnswer`: what most of those got who went on to use the site. Null
   * while few logins are known, and where all are answered alike, so that right and wrong passwords cannot be told apart.
   */
  get usualAnswer(): 0 | 1 | 2 | null {
    const { answers } = this;
    if (answers.total < LEAST_ANSWERS) return null;
    let usual: 0 | 1 | 2 = 0;
    for (const answer of [1, 2] as const) if (answers.share(answer) > answers.share(usual)) usual = answer;
    // People mistype: a site that tells them so shows a second answer.
    const second = Math.max(
      ...([0, 1, 2] as const).map((answer) => (answer === usual ? 0 : answers.share(answer))),
    );
    return second < LEAST_MISTAKES || answers.share(usual) < 0.6 ? null : usual;
  }

  /** Hours of event time between the first and the last lesson. */
  get hours(): number {
    return this.fromMs === null || this.toMs === null ? 0 : (this.toMs - this.fromMs) / 3_600_000;
  }
}

/** Key of a bin of a source attribute in {@link Baseline.behaviour}; bin 255 counts sources to which it applies. */
export function behaviourKey(attribute: number, bin: number): number {
  return attribute * 256 + bin;
}
