import type { CellKind } from "./cell-table.ts";
import { type Codes, groupKey } from "./coded-values.ts";
import { cellValue, RULE_DIMENSIONS, type RuleDimension } from "./rule-match.ts";

/** Requests of one kind among normal traffic. */
export interface UsualKind extends CellKind {
  readonly requests: number;
}

/** Shares of normal traffic by value of one dimension, under each combination of fixed values. */
export class UsualShares {
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
    this.#codes = RULE_DIMENSIONS.map((dimension, d) =>
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
      (dimension) => this.#codes[RULE_DIMENSIONS.indexOf(dimension)]!,
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
