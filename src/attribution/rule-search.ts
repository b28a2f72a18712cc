import type { Cell } from "./cell-table.ts";
import { type Codes, codesOf, type Unspeakable } from "./coded-values.ts";
import { type Candidate, groupMasses, listing, type Prices, type Whole } from "./rule-listing.ts";
import { type Match, matches, RULE_DIMENSIONS, type RuleDimension } from "./rule-match.ts";
import { type UsualKind, UsualShares } from "./usual-shares.ts";

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
  /** Kinds of request among normal traffic, networks left out. Left out: too few are known. */
  readonly usual?: readonly UsualKind[] | undefined;
  /** Values that no rule may name. */
  readonly unspeakable: Unspeakable;
}

/** Rules at most. */
const MAX_RULES = 20;
/** A rule must catch this share of the attack that nothing above it caught. */
const LEAST_GAIN = 0.01;
/** Who has caught this share of the attack looks for no more. */
const ENOUGH = 0.985;
/** A share of the organic requests is worth so many shares of the attack: schools are not for trading. */
const PRICE = 6;
/** A value is listed while it hits at most this share of organic per share of attack. */
const VALUE_PRICE = 0.08;
/** Who allows more collateral than this says by it that visitors are worth less: prices fall in proportion. */
const USUAL_COLLATERAL = 0.02;

/** Dimensions that list many values, each with the fixed dimensions that may stand beside it. */
const LISTS: readonly RuleDimension[] = ["prefix", "country", "network", "userAgent", "path"];
const FIXED: readonly RuleDimension[] = ["path", "method", "userAgent", "referrer"];

/**
 * Searches the few rules that catch most of the attack at the least cost to the audience.
 *
 * Greedy weighted set cover: each round tries every conjunction of one listed dimension with up to two fixed values,
 * lists the values that pay, and takes the best by attack caught less the price of organic requests hit, both measured
 * on cells that no rule above it hits. O(rounds × templates × cells).
 */
export function searchRules(cells: readonly Cell[], options: RuleSearchOptions): FoundRule[] {
  const attack = sum(cells, (cell) => cell.attackRequests);
  const organic = Math.max(
    1,
    sum(cells, (cell) => cell.requests - cell.attackRequests),
  );
  if (attack <= 0) return [];
  const found: FoundRule[] = [];
  const coded = RULE_DIMENSIONS.map((dimension) => codesOf(cells, dimension, options.unspeakable));
  const usual = options.usual === undefined ? null : new UsualShares(options.usual, coded);
  let left = cells.map((_, index) => index);
  let caught = 0;
  let hit = 0;
  const prices = pricesFor(options.maxCollateral);
  while (found.length < MAX_RULES && caught < ENOUGH) {
    const budget = options.maxCollateral - hit;
    const best = bestRule(cells, left, coded, { attack, organic, usual }, budget, prices);
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
    left = left.filter((index) => !matches(best.match, cells[index]!));
  }
  return found;
}

/** The prices under a limit. Whatever is allowed, a rule must hit a larger share of the attack than of the audience. */
function pricesFor(maxCollateral: number): Prices {
  const thrift = Math.min(1, USUAL_COLLATERAL / maxCollateral);
  return { rule: Math.max(1, PRICE * thrift), value: Math.min(1, VALUE_PRICE / thrift) };
}

function bestRule(
  cells: readonly Cell[],
  left: readonly number[],
  coded: readonly Codes[],
  whole: Whole,
  budget: number,
  prices: Prices,
): Candidate | null {
  let best: Candidate | null = null;
  for (const list of LISTS) {
    for (const fixed of fixedSets(list)) {
      for (const masses of groupMasses(cells, left, coded, list, fixed)) {
        const candidate = listing(masses, list, fixed, coded, whole, budget, prices);
        if (candidate !== null && (best === null || candidate.worth > best.worth)) best = candidate;
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

function sum(cells: readonly Cell[], of: (cell: Cell) => number): number {
  let total = 0;
  for (const cell of cells) total += of(cell);
  return total;
}
