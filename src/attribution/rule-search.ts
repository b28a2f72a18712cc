import type { Cell, CellKind } from "./cell-table.ts";

/** Dimensions that a rule may speak of. */
export const RULE_DIMENSIONS = [
  "prefix",
  "country",
  "network",
  "path",
  "userAgent",
  "method",
  "referrer",
] as const;

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

/** Requests of one kind among normal traffic. */
export interface UsualKind extends CellKind {
  readonly requests: number;
}

/** Limits of the search. */
export interface RuleSearchOptions {
  /** Largest share of organic requests that all rules together may hit. */
  readonly maxCollateral: number;
  /** Kinds of request among normal traffic, networks left out. Left out: too few are known. */
  readonly usual?: readonly UsualKind[] | undefined;
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
/** Who allows more collateral than this says by it that visitors are worth less: prices fall in proportion. */
const USUAL_COLLATERAL = 0.02;
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

/** Dimensions that list many values, each with the fixed dimensions that may stand beside it. */
const LISTS: readonly RuleDimension[] = ["prefix", "country", "network", "userAgent", "path"];
const FIXED: readonly RuleDimension[] = ["path", "method", "userAgent", "referrer"];

/** The value of a dimension in a cell. `referrer`: 0 absent, 1 present. */
export function cellValue(cell: CellKind, dimension: RuleDimension): number {
  switch (dimension) {
    case "prefix":
      return cell.prefix;
    case "country":
      return cell.country;
    case "network":
      return cell.network ?? 0;
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
export function matches(match: Match, cell: CellKind): boolean {
  for (const dimension of RULE_DIMENSIONS) {
    const values = match[dimension];
    if (values !== undefined && !values.includes(cellValue(cell, dimension))) return false;
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
  const organic = Math.max(
    1,
    sum(cells, (cell) => cell.requests - cell.attackRequests),
  );
  if (attack <= 0) return [];
  const found: FoundRule[] = [];
  const coded = CODED.map((dimension) => codes(cells, dimension, options));
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

/** What organic requests cost in shares of the attack: of a rule, and of one value of it. */
interface Prices {
  readonly rule: number;
  readonly value: number;
}

/** The prices under a limit. Whatever is allowed, a rule must hit a larger share of the attack than of the audience. */
function pricesFor(maxCollateral: number): Prices {
  const thrift = Math.min(1, USUAL_COLLATERAL / maxCollateral);
  return { rule: Math.max(1, PRICE * thrift), value: Math.min(1, VALUE_PRICE / thrift) };
}

/** Dimensions by their place in the coded cells. */
const CODED: readonly RuleDimension[] = [
  "prefix",
  "country",
  "network",
  "userAgent",
  "path",
  "method",
  "referrer",
];

/** The values of one dimension as small numbers, cell by cell; -1 for what no rule may name. */
interface Codes {
  readonly ofCell: Int32Array;
  readonly values: readonly number[];
  /** Code of a value; undefined where no cell has it. */
  readonly numbers: ReadonlyMap<number, number>;
}

/** What masses are held against: requests of the attack and of the audience, and what is usual. */
interface Whole {
  readonly attack: number;
  readonly organic: number;
  /** Null where that is not known. */
  readonly usual: UsualShares | null;
}

/** Shares of normal traffic by value of one dimension, under each combination of fixed values. */
class UsualShares {
  readonly #kinds: readonly UsualKind[];
  readonly #coded: readonly Codes[];
  /** Codes of each kind by dimension, -1 where no cell has its value. */
  readonly #codes: readonly Int32Array[];
  readonly #all: number;
  readonly #least: number;
  readonly #shares = new Map<string, Map<number, Map<number, number>>>();

  constructor(kinds: readonly UsualKind[], coded: readonly Codes[]) {
    this.#kinds = kinds;
    this.#coded = coded;
    this.#codes = CODED.map((dimension, d) =>
      Int32Array.from(kinds, (kind) => this.#coded[d]!.numbers.get(cellValue(kind, dimension)) ?? -1),
    );
    this.#all = kinds.reduce((sum, { requests }) => sum + requests, 0);
    // What was never seen may be as frequent as the rarest that could have been.
    this.#least = 1 / Math.max(1, kinds.length);
  }

  /** The least share of normal traffic that so many kinds can tell of. */
  get least(): number {
    return this.#least;
  }

  /** Share of normal traffic; 0 where none was seen. @param key of the fixed values, see {@link groupKey} */
  share(list: RuleDimension, fixed: readonly RuleDimension[], key: number, code: number): number {
    return this.#of(list, fixed).get(key)?.get(code) ?? 0;
  }

  #of(list: RuleDimension, fixed: readonly RuleDimension[]): Map<number, Map<number, number>> {
    const name = [list, ...fixed].join();
    let groups = this.#shares.get(name);
    if (groups !== undefined) return groups;
    groups = new Map();
    this.#shares.set(name, groups);
    const [listed, first, second] = [list, ...fixed].map(
      (dimension) => this.#codes[CODED.indexOf(dimension)]!,
    );
    this.#kinds.forEach(({ requests }, kind) => {
      const code = listed![kind]!;
      const a = first?.[kind] ?? 0;
      const b = second?.[kind] ?? 0;
      if (code < 0 || a < 0 || b < 0) return;
      const key = groupKey(a, b);
      const shares = groups.get(key) ?? new Map();
      groups.set(key, shares);
      shares.set(code, (shares.get(code) ?? 0) + requests / this.#all);
    });
    return groups;
  }
}

/** One number for the codes of two fixed values. */
function groupKey(a: number, b: number): number {
  return a * 65_536 + b;
}

function codes(cells: readonly Cell[], dimension: RuleDimension, options: RuleSearchOptions): Codes {
  const numbers = new Map<number, number>();
  const values: number[] = [];
  const ofCell = new Int32Array(cells.length);
  cells.forEach((cell, index) => {
    const value = cellValue(cell, dimension);
    let code = numbers.get(value);
    if (code === undefined) {
      // A present referrer cannot be told to a firewall as a list of values; its absence can. Network 0 is no network.
      const isNameable = dimension === "referrer" ? value === 0 : dimension !== "network" || value > 0;
      const named = isNameable && !options.unspeakable(dimension, value);
      code = named ? values.push(value) - 1 : -1;
      numbers.set(value, code);
    }
    ofCell[index] = code;
  });
  return { ofCell, values, numbers };
}

interface Candidate {
  readonly match: Match;
  readonly gain: number;
  readonly cost: number;
  readonly worth: number;
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

/** Requests by value of the listed dimension, under one combination of fixed values. */
interface GroupMasses {
  /** Codes of the fixed values. */
  readonly fixed: readonly number[];
  readonly key: number;
  readonly attack: Map<number, number>;
  /** Visitors beyond doubt, and what is only doubt about attackers. */
  readonly organic: Map<number, number>;
  readonly doubtful: Map<number, number>;
}

function groupMasses(
  cells: readonly Cell[],
  left: readonly number[],
  coded: readonly Codes[],
  list: RuleDimension,
  fixed: readonly RuleDimension[],
): Iterable<GroupMasses> {
  const listed = coded[CODED.indexOf(list)]!.ofCell;
  const first = fixed[0] === undefined ? null : coded[CODED.indexOf(fixed[0])]!.ofCell;
  const second = fixed[1] === undefined ? null : coded[CODED.indexOf(fixed[1])]!.ofCell;
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
function listing(
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
    values.push(coded[CODED.indexOf(list)]!.values[value.code]!);
  }
  if (values.length === 0) return null;
  const match: Match = { [list]: values };
  fixed.forEach((dimension, i) => {
    match[dimension] = [coded[CODED.indexOf(dimension)]!.values[masses.fixed[i]!]!];
  });
  return { match, gain, cost, worth: gain - prices.rule * cost - PREDICATE_COST * (1 + fixed.length) };
}

function sum(cells: readonly Cell[], of: (cell: Cell) => number): number {
  let total = 0;
  for (const cell of cells) total += of(cell);
  return total;
}
