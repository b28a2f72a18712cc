import type { Cell } from "./ledger.ts";

/** Dimensions that a rule may speak of. */
export const RULE_DIMENSIONS = ["prefix", "country", "path", "userAgent", "method", "referrer"] as const;

/** One of {@link RULE_DIMENSIONS}. */
export type RuleDimension = (typeof RULE_DIMENSIONS)[number];

/** Values by dimension; every dimension must match one of its values. Numbers are the cells' own. */
export type Match = Partial<Record<RuleDimension, readonly number[]>>;

/** What a list of rules does up to and including one of them, and what that one adds. Shares 0..1. */
export interface FoundRule {
  readonly match: Match;
  readonly attackCaught: number;
  readonly organicHit: number;
  readonly marginalCaught: number;
  readonly marginalHit: number;
}

/** Limits of the search. */
export interface RuleSearchOptions {
  /** Largest share of organic requests that all rules together may hit. */
  readonly maxCollateral: number;
  /** Values that no rule may name: unlabelled, cut or allowed ones. */
  readonly unspeakable: (dimension: RuleDimension, value: number) => boolean;
}

const MAX_RULES = 20;
const MAX_VALUES = 64;
/** A rule must catch this share of the attack that nothing above it caught. */
const LEAST_GAIN = 0.01;
const ENOUGH = 0.985;
/** A share of the organic requests is worth so many shares of the attack: schools are not for trading. */
const PRICE = 6;
/** A value is listed while it hits at most this share of organic per share of attack. */
const VALUE_PRICE = 0.08;
/** A simpler rule wins against a slightly better one. */
const PREDICATE_COST = 0.004;

/** Dimensions that list many values, each with the fixed dimensions that may stand beside it. */
const LISTS: readonly RuleDimension[] = ["prefix", "country", "userAgent", "path"];
const FIXED: readonly RuleDimension[] = ["path", "method", "userAgent", "referrer"];

/** The value of a dimension in a cell. `referrer`: 0 absent, 1 present. */
export function valueOf(
  cell: { prefix: number; country: number; path: number; userAgent: number; meta: number },
  dimension: RuleDimension,
): number {
  switch (dimension) {
    case "prefix":
      return cell.prefix;
    case "country":
      return cell.country;
    case "path":
      return cell.path;
    case "userAgent":
      return cell.userAgent;
    case "method":
      return cell.meta & 0xff;
    case "referrer":
      return (cell.meta >>> 16) & 1;
  }
}

/** Whether every dimension of a match accepts the cell. */
export function matches(
  match: Match,
  cell: { prefix: number; country: number; path: number; userAgent: number; meta: number },
): boolean {
  for (const dimension of RULE_DIMENSIONS) {
    const values = match[dimension];
    if (values !== undefined && !values.includes(valueOf(cell, dimension))) return false;
  }
  return true;
}

/**
 * Searches the few rules that catch most of the attack at the least cost to the audience.
 *
 * Greedy weighted set cover: each round tries every conjunction of one listed dimension with up to two fixed values,
 * lists the values that pay, and takes the best by attack caught less the price of organic requests hit, both measured
 * on cells that no rule above it hits. O(rounds × templates × cells).
 */
export function searchRules(cells: readonly Cell[], options: RuleSearchOptions): FoundRule[] {
  const attack = sum(cells, (cell) => cell.attackRequests);
  const organic = sum(cells, (cell) => cell.requests - cell.attackRequests);
  if (attack <= 0) return [];
  const found: FoundRule[] = [];
  let left = cells;
  let caught = 0;
  let hit = 0;
  while (found.length < MAX_RULES && caught < ENOUGH) {
    const best = bestRule(left, attack, Math.max(organic, 1), options, options.maxCollateral - hit);
    if (best === null || best.gain < LEAST_GAIN) break;
    caught += best.gain;
    hit += best.cost;
    found.push({
      match: best.match,
      attackCaught: caught,
      organicHit: hit,
      marginalCaught: best.gain,
      marginalHit: best.cost,
    });
    left = left.filter((cell) => !matches(best.match, cell));
  }
  return found;
}

interface Candidate {
  readonly match: Match;
  readonly gain: number;
  readonly cost: number;
  readonly worth: number;
}

function bestRule(
  cells: readonly Cell[],
  attack: number,
  organic: number,
  options: RuleSearchOptions,
  budget: number,
): Candidate | null {
  let best: Candidate | null = null;
  for (const list of LISTS) {
    for (const fixed of fixedSets(list)) {
      for (const candidate of candidates(cells, list, fixed, attack, organic, options, budget)) {
        if (best === null || candidate.worth > best.worth) best = candidate;
      }
    }
  }
  return best;
}

function* fixedSets(list: RuleDimension): Generator<readonly RuleDimension[]> {
  const others = FIXED.filter((dimension) => dimension !== list);
  yield [];
  for (let i = 0; i < others.length; i += 1) {
    yield [others[i]!];
    for (let j = i + 1; j < others.length; j += 1) yield [others[i]!, others[j]!];
  }
}

function* candidates(
  cells: readonly Cell[],
  list: RuleDimension,
  fixed: readonly RuleDimension[],
  attack: number,
  organic: number,
  options: RuleSearchOptions,
  budget: number,
): Generator<Candidate> {
  const groups = new Map<string, { fixed: number[]; values: Map<number, { gain: number; cost: number }> }>();
  for (const cell of cells) {
    const listed = valueOf(cell, list);
    if (options.unspeakable(list, listed)) continue;
    const values = fixed.map((dimension) => valueOf(cell, dimension));
    if (fixed.some((dimension, i) => !mayFix(dimension, values[i]!, options))) continue;
    const key = values.join();
    let group = groups.get(key);
    if (group === undefined) {
      group = { fixed: values, values: new Map() };
      groups.set(key, group);
    }
    const masses = group.values.get(listed);
    const gain = cell.attackRequests / attack;
    const cost = (cell.requests - cell.attackRequests) / organic;
    if (masses === undefined) group.values.set(listed, { gain, cost });
    else {
      masses.gain += gain;
      masses.cost += cost;
    }
  }
  for (const group of groups.values()) {
    const paying = [...group.values]
      .filter(([, masses]) => masses.gain > 0 && masses.cost <= VALUE_PRICE * masses.gain)
      .sort((a, b) => b[1].gain - a[1].gain || a[0] - b[0])
      .slice(0, MAX_VALUES);
    let gain = 0;
    let cost = 0;
    const values: number[] = [];
    for (const [value, masses] of paying) {
      if (cost + masses.cost > budget || masses.gain < 0.001) continue;
      gain += masses.gain;
      cost += masses.cost;
      values.push(value);
    }
    if (values.length === 0) continue;
    const match: Match = { [list]: values };
    fixed.forEach((dimension, i) => {
      match[dimension] = [group.fixed[i]!];
    });
    yield { match, gain, cost, worth: gain - PRICE * cost - PREDICATE_COST * (1 + fixed.length) };
  }
}

/** A fixed referrer is only ever its absence: presence cannot be told to a firewall as a list of values. */
function mayFix(dimension: RuleDimension, value: number, options: RuleSearchOptions): boolean {
  if (dimension === "referrer") return value === 0 && !options.unspeakable("referrer", 0);
  return !options.unspeakable(dimension, value);
}

function sum(cells: readonly Cell[], of: (cell: Cell) => number): number {
  let total = 0;
  for (const cell of cells) total += of(cell);
  return total;
}
