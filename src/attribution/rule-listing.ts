import type { Cell } from "./cell-table.ts";
import { type Codes, groupKey } from "./coded-values.ts";
import { type Match, RULE_DIMENSIONS, type RuleDimension } from "./rule-match.ts";
import type { UsualShares } from "./usual-shares.ts";

/** Values that one rule lists, at most. */
const MAX_VALUES = 64;
/** A value that catches less is not worth its line. */
const LEAST_VALUE = 0.001;
/**
 * Doubt about attackers counts as visitors up to so many times the share that the values have of normal traffic: people surge to a page
 * by more than that only together with visitors who are beyond doubt, and those count in full.
 */
const USUAL_FACTOR = 3;
/**
 * For so many of its requests an attacker is taken for a visitor: those of its first minutes, before it was known. Where hardly any
 * visitor goes, as many requests beside an attack's are only doubt about it. How seldom visitors go somewhere is known of what they ask for;
 * of where they come from too few are known.
 */
const MISTAKEN = 0.06;
/** A simpler rule wins against a slightly better one. */
const PREDICATE_COST = 0.004;

/** What organic requests cost in shares of the attack: of a rule, and of one value of it. */
export interface Prices {
  readonly rule: number;
  readonly value: number;
}

/** What masses are held against: requests of the attack and of the audience, and what is usual. */
export interface Whole {
  readonly attack: number;
  readonly organic: number;
  /** Null where that is not known. */
  readonly usual: UsualShares | null;
}

/** A rule that may be taken: shares of the attack caught, and of the audience hit, and what it is worth beside others. */
export interface Candidate {
  readonly match: Match;
  readonly gain: number;
  readonly cost: number;
  readonly worth: number;
}

/** Requests by value of the listed dimension, under one combination of fixed values. */
export interface GroupMasses {
  /** Codes of the fixed values. */
  readonly fixed: readonly number[];
  readonly key: number;
  readonly attack: Map<number, number>;
  /** Visitors beyond doubt, and what is only doubt about attackers. */
  readonly organic: Map<number, number>;
  readonly doubtful: Map<number, number>;
}

/** Masses under every combination of fixed values that occurs in the cells at `left`. O(left). */
export function groupMasses(
  cells: readonly Cell[],
  left: readonly number[],
  coded: readonly Codes[],
  list: RuleDimension,
  fixed: readonly RuleDimension[],
): Iterable<GroupMasses> {
  const listed = coded[RULE_DIMENSIONS.indexOf(list)]!.ofCell;
  const first = fixed[0] === undefined ? null : coded[RULE_DIMENSIONS.indexOf(fixed[0])]!.ofCell;
  const second = fixed[1] === undefined ? null : coded[RULE_DIMENSIONS.indexOf(fixed[1])]!.ofCell;
  const groups = new Map<number, GroupMasses>();
  for (const index of left) {
    const code = listed[index]!;
    const a = first === null ? 0 : first[index]!;
    const b = second === null ? 0 : second[index]!;
    if (code < 0 || a < 0 || b < 0) continue;
    const key = groupKey(a, b);
    let group = groups.get(key);
    if (group === undefined) {
      group = {
        fixed: [a, b].slice(0, fixed.length),
        key,
        attack: new Map(),
        organic: new Map(),
        doubtful: new Map(),
      };
      groups.set(key, group);
    }
    const { requests, attackRequests, doubtfulRequests = 0 } = cells[index]!;
    const organic = Math.max(0, requests - attackRequests - doubtfulRequests);
    group.attack.set(code, (group.attack.get(code) ?? 0) + attackRequests);
    group.organic.set(code, (group.organic.get(code) ?? 0) + organic);
    group.doubtful.set(code, (group.doubtful.get(code) ?? 0) + doubtfulRequests);
  }
  return groups.values();
}

/** Lists the values that pay, within the budget of organic requests. */
export function listing(
  masses: GroupMasses,
  list: RuleDimension,
  fixed: readonly RuleDimension[],
  coded: readonly Codes[],
  { attack, organic, usual }: Whole,
  budget: number,
  prices: Prices,
): Candidate | null {
  const isOfDeeds = usual !== null && list === "path";
  const mistaken = (code: number) =>
    isOfDeeds ? Math.min(masses.organic.get(code)!, MISTAKEN * masses.attack.get(code)!) : 0;
  const doubtsAbout = (code: number) => (masses.doubtful.get(code)! + mistaken(code)) / organic;
  const doubtAbout = (code: number): number => {
    const doubtful = doubtsAbout(code);
    if (usual === null || list === "network") return doubtful;
    return Math.min(doubtful, USUAL_FACTOR * usual.share(list, fixed, masses.key, code));
  };
  // Values that were never seen are together as frequent as the rarest that could have been: not each of them.
  const unseen = usual === null || list === "network" ? 0 : USUAL_FACTOR * usual.least;
  const paying = [...masses.attack]
    .map(([code, requests]) => ({
      code,
      gain: requests / attack,
      cost: (masses.organic.get(code)! - mistaken(code)) / organic + doubtAbout(code),
      doubtful: doubtsAbout(code),
    }))
    .filter(({ gain, cost }) => gain >= LEAST_VALUE && cost <= prices.value * gain)
    .sort((a, b) => b.gain - a.gain || a.code - b.code)
    .slice(0, MAX_VALUES);
  let gain = 0;
  let known = 0;
  let doubtful = 0;
  let cost = 0;
  const values: number[] = [];
  for (const value of paying) {
    const more = Math.max(known + value.cost, Math.min(unseen, doubtful + value.doubtful));
    if (more > budget) continue;
    gain += value.gain;
    known += value.cost;
    doubtful += value.doubtful;
    cost = more;
    values.push(coded[RULE_DIMENSIONS.indexOf(list)]!.values[value.code]!);
  }
  if (values.length === 0) return null;
  const match: Match = { [list]: values };
  fixed.forEach((dimension, i) => {
    match[dimension] = [coded[RULE_DIMENSIONS.indexOf(dimension)]!.values[masses.fixed[i]!]!];
  });
  return { match, gain, cost, worth: gain - prices.rule * cost - PREDICATE_COST * (1 + fixed.length) };
}
