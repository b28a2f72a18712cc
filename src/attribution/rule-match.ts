import type { CellKind } from "./cell-table.ts";

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
