import type { Baseline } from "../baselines/baseline.ts";
import type { Units } from "../features/units.ts";
import { SourceClasses } from "./source-classes.ts";

/** Rounds at most, and the change of the attackers' share of the sources below which there is nothing more to be learned. */
const MOST_ROUNDS = 30;
const SETTLED = 0.001;
/** Who is in the attack's company is not seen before the attack has shown its profile. */
const LEAST_ROUNDS = 3;
/** Weight of the prior share of attacking sources, in sources, and that share. */
const PRIOR_SOURCES = 20;
const PRIOR_SHARE = 0.04;
/** Log-odds by which behaviour may be misjudged; chosen so that the interval holds the truth nine times of ten. */
const MISJUDGEMENT = 0.9;

/** Log-odds by which a share is uncertain however sure every source is: the model is one. Chosen likewise. */
const MODEL_ERROR = 0.22;

/** The attack's part of a span. */
export interface AttackShare {
  /** Share of the requests, 0..1, with a 90 % interval. */
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Requests, all and of the attack, by the sample. */
  readonly requests: number;
  readonly attackRequests: number;
}

/** Room for the classes of the span being split, kept from call to call: that gives no garbage. */
const classes = new SourceClasses();

/**
 * Splits the sources of a span into audience and attack: `(1 − α) · organic + α · attack`.
 *
 * Expectation maximisation (Dempster et al. 1977) over the sampled sources. Every source starts from what it did
 * (`units.behaviour`); then the attack's profile of countries, user agents, prefixes and behaviour is fitted to those
 * who look like it, against an organic profile anchored in the baseline, and every source is weighed anew. Groups count
 * sources, not requests, so one loud source makes no group. A group moves who is in doubt; it cannot condemn who behaves
 * like people, nor clear who does not; and how many attackers are to be expected is told by those alone who are witnesses of an attack by
 * what they did or whom they came with. Whoever came with a crowd that is
 * no crowd of people begins with that as its prior (`doubts`, a probability for each source), and looks clear it less. Leaves every source's posterior in `units.attack`.
 * O(units + rounds × classes): sources that nothing tells apart are weighed once ({@link SourceClasses}).
 */
export function splitAttack(
  units: Units,
  baseline: Baseline,
  doubts: Float64Array | null = null,
): AttackShare {
  if (doubts !== null) lessenLooks(units, doubts);
  classes.gather(units, baseline, doubts);
  let share = PRIOR_SHARE;
  const all = classes.total(classes.sources);
  classes.begin(share);

  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const attackers = classes.total(classes.sources, true);
    const before = share;
    share = (classes.witnesses() + PRIOR_SOURCES * PRIOR_SHARE) / (all + PRIOR_SOURCES);
    classes.compare(share, attackers, all);
    if (round >= LEAST_ROUNDS && Math.abs(share - before) < SETTLED) break;
  }

  const requests = classes.total(classes.requests);
  if (requests === 0) return { estimate: 0, low: 0, high: 0, requests: 0, attackRequests: 0 };
  const attackRequests = (shift: number) => {
    classes.weigh(share, shift);
    return classes.total(classes.requests, true);
  };
  const low = attackRequests(-MISJUDGEMENT);
  const high = attackRequests(MISJUDGEMENT);
  const central = attackRequests(0);
  classes.tell(units);
  const estimate = central / requests;
  const sampling = (1.645 * Math.sqrt(classes.variance(estimate))) / requests;
  const bounds = [-MODEL_ERROR, MODEL_ERROR].map((shift) => shifted(estimate, shift) - estimate) as [
    number,
    number,
  ];
  return {
    estimate,
    low: Math.max(0, estimate - Math.hypot(estimate - low / requests, sampling, bounds[0])),
    high: Math.min(1, estimate + Math.hypot(high / requests - estimate, sampling, bounds[1])),
    requests,
    attackRequests: central,
  };
}

/** Takes from doubted sources what their looks clear, as far as they are doubted. */
function lessenLooks(units: Units, doubts: Float64Array): void {
  for (let unit = 0; unit < units.count; unit += 1) {
    if (units.looks[unit]! < 0) units.behaviour[unit]! -= doubts[unit]! * units.looks[unit]!;
  }
}

/** A share moved by some log-odds; a hundredth is the least that can be told apart. */
function shifted(share: number, logOdds: number): number {
  const held = Math.max(0.01, Math.min(0.99, share));
  return 1 / (1 + Math.exp(-(Math.log(held / (1 - held)) + logOdds)));
}
