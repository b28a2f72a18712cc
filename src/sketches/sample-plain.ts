import { decodeError, readFields, readInteger, readWords } from "./plain-data.ts";
import type { RowTable } from "./row-table.ts";
import { EVERYTHING, isBelow, KEY_WORDS } from "./sample-layout.ts";
import type { SampleStore } from "./sample-store.ts";

/** Rows that a decoded sample may have at most; far above every budget that fits in memory. */
const DECODED_ROWS = 1 << 20;
const WHAT = "a threshold sample";

/** What `ThresholdSample.toPlain` gives. */
export interface ThresholdSamplePlain {
  /** Number of columns. */
  readonly columns: number;
  /** θ as a key, in two halves; both 0 where every key is sampled. */
  readonly thetaHi: number;
  readonly thetaLo: number;
  /** `ThresholdSample.loudFrom` */
  readonly loudFrom: number;
  /** The sampled rows, in ascending order of their keys. */
  readonly rows: Uint32Array;
  /** The loud rows, in ascending order of their keys. */
  readonly loudRows: Uint32Array;
}

/** The settled rows of a sample, copied. Settles it. */
export function plainOf(store: SampleStore): ThresholdSamplePlain {
  store.settle();
  const { shape, exact, thetaHi, thetaLo, loudFrom, sampled, loud } = store;
  return {
    columns: shape.codes.length,
    thetaHi: exact ? 0 : thetaHi,
    thetaLo,
    loudFrom,
    rows: sampled.rows.slice(0, sampled.count * shape.stride),
    loudRows: loud === null ? new Uint32Array(0) : loud.table.rows.slice(0, loud.table.count * shape.stride),
  };
}

/**
 * Fills the rows of a new sample, under any budget.
 * @throws TidegaugeError `TG_DECODE` where they are damaged or of another layout
 */
export function loadPlain(store: SampleStore, plain: unknown): void {
  const { stride, codes } = store.shape;
  const { thetaHi, thetaLo, loudFrom, rows, loudRows } = readPlain(plain, codes.length, stride);
  store.thetaHi = thetaHi === 0 && thetaLo === 0 ? EVERYTHING : thetaHi;
  store.thetaLo = thetaLo;
  store.loudFrom = loudFrom;
  store.tell();
  loadRows(store.sampled, rows, stride);
  if (loudRows.length > 0) loadRows(store.openLoud().table, loudRows, stride);
  if (store.size > 2 * store.budget) store.cut();
  store.purgeLoud(store.loudPart.budget);
}

/**
 * A plain sample that is what it should be: fields in their bounds, rows in ascending order and on their side of the threshold.
 * @param columns how many columns its rows must have
 * @param stride words of a row
 * @throws TidegaugeError `TG_DECODE` where it is damaged or of another layout
 */
function readPlain(plain: unknown, columns: number, stride: number): ThresholdSamplePlain {
  const fields = readFields(plain, WHAT);
  readInteger(fields["columns"], columns, columns, WHAT, "columns");
  const thetaHi = readInteger(fields["thetaHi"], 0, 0xffffffff, WHAT, "thetaHi");
  const thetaLo = readInteger(fields["thetaLo"], 0, 0xffffffff, WHAT, "thetaLo");
  const loudFrom = readInteger(fields["loudFrom"], 2, 0xffffffff, WHAT, "loudFrom");
  const limit = DECODED_ROWS * stride;
  const rows = readWords(fields["rows"], limit, WHAT, "rows");
  const loudRows = readWords(fields["loudRows"], limit, WHAT, "loudRows");
  const isExact = thetaHi === 0 && thetaLo === 0;
  if (isExact && loudRows.length > 0) {
    throw decodeError(WHAT, '"loudRows" must be empty while every key is sampled');
  }
  checkRows(rows, stride, (hi, lo) => isExact || isBelow(hi, lo, thetaHi, thetaLo));
  checkRows(loudRows, stride, (hi, lo) => !isBelow(hi, lo, thetaHi, thetaLo));
  return { columns, thetaHi, thetaLo, loudFrom, rows, loudRows };
}

/** Fills an empty table with rows that {@link readPlain} has found good. */
function loadRows(table: RowTable, rows: Uint32Array, stride: number): void {
  table.reserve(rows.length / stride);
  for (let from = 0; from < rows.length; from += stride) {
    const to = table.add(rows[from]!, rows[from + 1]!);
    table.rows.set(rows.subarray(from + KEY_WORDS, from + stride), to + KEY_WORDS);
  }
}

function checkRows(rows: Uint32Array, stride: number, isHere: (hi: number, lo: number) => boolean): void {
  if (rows.length % stride !== 0) {
    throw decodeError(WHAT, `rows must be a multiple of ${stride} words, got ${rows.length}`);
  }
  let lastHi = -1;
  let lastLo = 0;
  for (let from = 0; from < rows.length; from += stride) {
    const hi = rows[from]!;
    const lo = rows[from + 1]!;
    if (!isBelow(lastHi, lastLo, hi, lo)) throw decodeError(WHAT, "keys must be in ascending order");
    if (!isHere(hi, lo)) throw decodeError(WHAT, "a key is on the wrong side of the threshold");
    lastHi = hi;
    lastLo = lo;
  }
}
