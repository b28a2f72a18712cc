import type { NetworkTable } from "./network-table.ts";

/** The networks of sources: what the log itself says goes before a table, which may be older than the log. */
export class Networks {
  /** Without a table only the log knows. */
  static readonly unknown = new Networks(null);
  readonly #table: NetworkTable | null;

  /** @param table or null */
  constructor(table: NetworkTable | null) {
    this.#table = table;
  }

  /** What the table was made of; null where there is none. */
  get description(): string | null {
    return this.#table?.description ?? null;
  }

  /** Whether there is a table: else most logs tell of no network. */
  get hasTable(): boolean {
    return this.#table !== null;
  }

  /** AS number of a source, 0 where it is unknown. @param logged the number that the log gave, 0 for none */
  numberOf(logged: number, family: number, hi: number, lo: number): number {
    return logged > 0 || this.#table === null ? logged : this.#table.lookup(family, hi, lo);
  }

  /** Who a network is, in the words of the table; "" where it does not know. */
  nameOf(number: number): string {
    return this.#table?.name(number) ?? "";
  }
}
