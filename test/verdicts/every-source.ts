import type { Baseline } from "../../src/baselines/baseline.ts";
import type { Composition } from "../../src/baselines/composition.ts";
import type { Units } from "../../src/features/units.ts";
import type { AttackShare } from "../../src/verdicts/mixture.ts";

const MOST_ROUNDS = 30;
const SETTLED = 0.001;
const LEAST_ROUNDS = 3;
/** Weight of the prior share of attacking sources, in sources, and that share. */
const PRIOR_SOURCES = 20;
const PRIOR_SHARE = 0.04;
/** Sources by which the attack's own profile is held to the whole span's until it has shown itself. */
const ATTACK_ANCHOR = 5;
const GROUP_LIMIT = 2.5;
/** All groups together: company alone neither condemns nor clears. */
const MOST_CONDEMNING = 2.3;
const MOST_CLEARING = -2.5;
/** Log-odds by which behaviour may be misjudged; chosen so that the interval holds the truth nine times of ten. */
const MISJUDGEMENT = 0.9;

/** Log-odds by which a share is uncertain however sure every source is: the model is one. Chosen likewise. */
const MODEL_ERROR = 0.22;

/** What the sources of a span have in common: by what they are grouped, and how far a group is believed. */
interface Grouping {
  readonly trust: number;
  readonly key: (units: Units, unit: number) => number;
  readonly normal: (baseline: Baseline) => Composition;
  /** Key of those who have nothing in common; who is alone in his group says nothing then, either. */
  readonly none?: number;
  readonly leastMinutes?: number;
}

const GROUPINGS: readonly Grouping[] = [
  { trust: 0.6, key: (units, unit) => units.country[unit]!, normal: (baseline) => baseline.countries },
  { trust: 0.7, key: (units, unit) => units.userAgent[unit]!, normal: (baseline) => baseline.userAgents },
  { trust: 0.6, key: (units, unit) => units.prefix[unit]!, normal: (baseline) => baseline.networks },
  { trust: 0.9, key: (units, unit) => units.cell[unit]!, normal: (baseline) => baseline.cells },
  {
    trust: 0.7,
    key: (units, unit) => units.asked[unit]!,
    normal: (baseline) => baseline.asked,
    none: 0,
    leastMinutes: 60,
  },
];

/**
 * The mixture source by source, as `splitAttack` does it class by class: the oracle of its test.
 *
 * Splits the sources of a span into audience and attack: `(1 − α) · organic + α · attack`.
 *
 * Expectation maximisation (Dempster et al. 1977) over the sampled sources. Every source starts from what it did
 * (`units.behaviour`); then the attack's profile of countries, user agents, prefixes and behaviour is fitted to those
 * who look like it, against an organic profile anchored in the baseline, and every source is weighed anew. Groups count
 * sources, not requests, so one loud source makes no group. A group moves who is in doubt; it cannot condemn who behaves
 * like people, nor clear who does not. Whoever came with a crowd that is
 * no crowd of people begins with that as its prior (`doubts`, a probability for each source), and looks clear it less. Leaves every source's posterior in `units.attack`. O(rounds × units).
 */
export function splitEverySource(
  units: Units,
  baseline: Baseline,
  doubts: Float64Array | null = null,
): AttackShare {
  const count = units.count;
  const priors = priorsOf(units, doubts);
  // Its behaviour is changed by doubts at first, and never later.
  const witness = Float64Array.from(
    { length: count },
    (_, unit) => 1 / (1 + Math.exp(-2 * (0.7 + units.behaviour[unit]! + Math.max(0, priors[unit]!)))),
  );
  const keys = GROUPINGS.map((grouping) => numbered(units, grouping, baseline));
  let share = PRIOR_SHARE;
  const evidence = new Float64Array(count);
  evidence.set(units.behaviour.subarray(0, count));
  weigh(units, evidence, priors, share, 0);

  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    let attackers = 0;
    let witnesses = 0;
    let all = 0;
    for (let unit = 0; unit < count; unit += 1) {
      attackers += units.attack[unit]! * units.sources[unit]!;
      witnesses += units.attack[unit]! * units.sources[unit]! * witness[unit]!;
      all += units.sources[unit]!;
    }
    const before = share;
    share = (witnesses + PRIOR_SOURCES * PRIOR_SHARE) / (all + PRIOR_SOURCES);
    evidence.fill(0);
    for (const group of keys) addGroupEvidence(units, group, attackers, all, evidence);
    for (let unit = 0; unit < count; unit += 1) {
      const company = Math.max(MOST_CLEARING, Math.min(MOST_CONDEMNING, evidence[unit]!));
      evidence[unit] = units.behaviour[unit]! + company;
    }
    weigh(units, evidence, priors, share, 0);
    if (round >= LEAST_ROUNDS && Math.abs(share - before) < SETTLED) break;
  }

  const central = attackRequests(units);
  weigh(units, evidence, priors, share, -MISJUDGEMENT);
  const low = attackRequests(units);
  weigh(units, evidence, priors, share, MISJUDGEMENT);
  const high = attackRequests(units);
  weigh(units, evidence, priors, share, 0);

  let requests = 0;
  let variance = 0;
  for (let unit = 0; unit < count; unit += 1) requests += units.requests[unit]!;
  if (requests === 0) return { estimate: 0, low: 0, high: 0, requests: 0, attackRequests: 0 };
  const estimate = central / requests;
  for (let unit = 0; unit < count; unit += 1) {
    const factor = units.sources[unit]!;
    // Horvitz-Thompson variance of a ratio; nothing for rows that stand only for themselves.
    if (factor > 1) {
      variance += ((factor - 1) / factor) * (units.requests[unit]! * (units.attack[unit]! - estimate)) ** 2;
    }
  }
  const sampling = (1.645 * Math.sqrt(variance)) / requests;
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

/**
 * Takes from doubted sources what their looks clear, as far as they are doubted.
 * @returns log-odds by unit that it belongs to the attack, by the doubt alone
 */
function priorsOf(units: Units, doubts: Float64Array | null): Float64Array {
  const priors = new Float64Array(units.count).fill(Number.NEGATIVE_INFINITY);
  if (doubts === null) return priors;
  for (let unit = 0; unit < units.count; unit += 1) {
    const doubt = doubts[unit]!;
    if (doubt === 0) continue;
    priors[unit] = Math.log(doubt / (1 - doubt));
    if (units.looks[unit]! < 0) units.behaviour[unit]! -= doubt * units.looks[unit]!;
  }
  return priors;
}

/** The units' keys of one grouping as small numbers, with the share that each key has in normal traffic. */
interface Group {
  readonly trust: number;
  /** Number of the group of those who have nothing in common, or -1; null: all are told apart. */
  readonly none: number | null;
  readonly isKnown: boolean;
  readonly members: Float64Array;
  readonly ofUnit: Int32Array;
  readonly normal: Float64Array;
  readonly all: Float64Array;
  readonly attack: Float64Array;
  /** Sources that normal traffic counts as, against those of this span. */
  readonly anchor: number;
}

function numbered(units: Units, grouping: Grouping, baseline: Baseline): Group {
  const numbers = new Map<number, number>();
  const ofUnit = new Int32Array(units.count);
  const normal: number[] = [];
  const all: number[] = [];
  const members: number[] = [];
  const composition = grouping.normal(baseline);
  let sources = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    const key = grouping.key(units, unit);
    let number = numbers.get(key);
    if (number === undefined) {
      number = normal.length;
      numbers.set(key, number);
      normal.push(composition.share(key));
      all.push(0);
      members.push(0);
    }
    ofUnit[unit] = number;
    all[number]! += units.sources[unit]!;
    members[number]! += 1;
    sources += units.sources[unit]!;
  }
  return {
    trust: grouping.trust,
    none: grouping.none === undefined ? null : (numbers.get(grouping.none) ?? -1),
    isKnown: baseline.requests.minutes >= (grouping.leastMinutes ?? 0),
    members: Float64Array.from(members),
    ofUnit,
    normal: Float64Array.from(normal),
    all: Float64Array.from(all),
    attack: new Float64Array(normal.length),
    anchor: Math.min(composition.total, sources),
  };
}

function addGroupEvidence(
  units: Units,
  group: Group,
  attackers: number,
  all: number,
  evidence: Float64Array,
): void {
  const { ofUnit, attack } = group;
  attack.fill(0);
  for (let unit = 0; unit < units.count; unit += 1) {
    attack[ofUnit[unit]!]! += units.attack[unit]! * units.sources[unit]!;
  }
  const ratios = new Float64Array(attack.length);
  for (let key = 0; key < ratios.length; key += 1) {
    const overall = group.all[key]! / all;
    const inAttack = (attack[key]! + ATTACK_ANCHOR * overall) / (attackers + ATTACK_ANCHOR);
    const organic = Math.max(0, group.all[key]! - attack[key]!);
    const inOrganic =
      (organic + group.anchor * group.normal[key]! + 0.5 * overall) /
      (Math.max(0, all - attackers) + group.anchor + 0.5);
    const ratio = group.trust * Math.log(inAttack / inOrganic);
    const isLone = group.none !== null && group.members[key] === 1 && group.normal[key] === 0;
    const isSilent = key === group.none || isLone || !group.isKnown;
    ratios[key] = isSilent ? 0 : Math.max(-GROUP_LIMIT, Math.min(GROUP_LIMIT, ratio));
  }
  for (let unit = 0; unit < units.count; unit += 1) evidence[unit]! += ratios[ofUnit[unit]!]!;
}

/** Posterior of every unit, with its evidence shifted by some log-odds. Who is allowed by option is never attack. */
function weigh(
  units: Units,
  evidence: Float64Array,
  priors: Float64Array,
  share: number,
  shift: number,
): void {
  const common = Math.log(share / (1 - share));
  for (let unit = 0; unit < units.count; unit += 1) {
    const prior = Math.max(common, priors[unit]!) + shift;
    units.attack[unit] = units.exempt[unit] === 2 ? 0 : 1 / (1 + Math.exp(-(prior + evidence[unit]!)));
  }
}

/** A share moved by some log-odds; a hundredth is the least that can be told apart. */
function shifted(share: number, logOdds: number): number {
  const held = Math.max(0.01, Math.min(0.99, share));
  return 1 / (1 + Math.exp(-(Math.log(held / (1 - held)) + logOdds)));
}

function attackRequests(units: Units): number {
  let sum = 0;
  for (let unit = 0; unit < units.count; unit += 1) sum += units.attack[unit]! * units.requests[unit]!;
  return sum;
}
