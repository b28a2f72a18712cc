import { mergeRow, ruleCodes, saturatingSum } from "./merge-rules.ts";
import { KEY_WORDS, type SampleLayout } from "./sample-layout.ts";

/** What the words of a row of a sample are: `[keyHi, keyLo, ...columns, quiet mass]`. */
export interface RowShape {
  /** Words per row. */
  readonly stride: number;
  /** How each column is merged. */
  readonly codes: Uint8Array;
  /** Offset of the weight column, and of the quiet mass, in a row. */
  readonly weight: number;
  readonly quiet: number;
}

/** The shape of rows with these columns. */
export function shapeOf({ columns, weight }: SampleLayout): RowShape {
  const quiet = KEY_WORDS + columns.length;
  return { stride: quiet + 1, codes: ruleCodes(columns), weight: KEY_WORDS + weight, quiet };
}

/** Whether rows of one shape can be merged with rows of another. */
export function haveEqualShapes(a: RowShape, b: RowShape): boolean {
  return (
    a.weight === b.weight &&
    a.codes.length === b.codes.length &&
    a.codes.every((code, column) => code === b.codes[column])
  );
}

/**
 * Takes the columns of a row into one of a table, and adds its quiet mass to what is there.
 * @param isNew whether the row of the table is all zeros yet
 */
export function takeColumns(
  { codes, quiet: quietAt }: RowShape,
  target: Uint32Array,
  to: number,
  isNew: boolean,
  rows: Uint32Array,
  from: number,
  quiet: number,
): void {
  if (isNew) for (let i = KEY_WORDS; i < quietAt; i += 1) target[to + i] = rows[from + i]!;
  else mergeRow(codes, target, to + KEY_WORDS, rows, from + KEY_WORDS);
  target[to + quietAt] = saturatingSum(target[to + quietAt]!, quiet);
}
