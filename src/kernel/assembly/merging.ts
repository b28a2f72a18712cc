import {
  GATE_CELLS,
  GATE_MASK,
  SAMPLE_EXACT,
  SAMPLE_GATE,
  SAMPLE_LOUD_FROM,
  SAMPLE_QUIET,
  SAMPLE_ROWS,
  SAMPLE_RULES,
  SAMPLE_THETA_HI,
  SAMPLE_THETA_LO,
  SAMPLE_WEIGHT,
  TABLE_COUNT,
  TABLE_INDEX,
  TABLE_MASK,
  TABLE_ROWS,
  TABLE_STRIDE,
} from "../layout";
import { addRow, findRow, RARE } from "./sketches";

/*
 * The long loops of merging and cutting threshold samples, to the same rows as those of threshold-sample.ts. Rows that are loud and
 * not sampled are left to it.
 */

/** Words of a row before its columns. */
const KEY_WORDS: u32 = 2;

// Rules of merge-rules.ts; the last one is lanes of eight bits.
const SUM: u8 = 0;
const OR: u8 = 1;
const MIN: u8 = 2;
const MAX: u8 = 3;
const KEEP: u8 = 4;

/**
 * Takes the sampled rows of another sample, from row number `first` on.
 * @param literal 1 where the quiet mass of rows is to be written down
 * @returns number of the first row that was not taken; that of all rows at the end
 */
export function mergeRows(sample: usize, other: usize, first: u32, literal: i32): u32 {
  const table = <usize>load<u32>(sample, SAMPLE_ROWS);
  const theirs = <usize>load<u32>(other, SAMPLE_ROWS);
  const count = load<u32>(theirs, TABLE_COUNT);
  const stride = load<u32>(theirs, TABLE_STRIDE);
  const weight = load<u32>(sample, SAMPLE_WEIGHT) << 2;
  const quietAt = load<u32>(sample, SAMPLE_QUIET);
  const rules = <usize>load<u32>(sample, SAMPLE_RULES);
  let row = <usize>load<u32>(theirs, TABLE_ROWS) + <usize>(first * stride) * 4;
  for (let i = first; i < count; i += 1, row += <usize>stride << 2) {
    const hi = load<u32>(row);
    const lo = load<u32>(row, 4);
    const quiet: u32 = literal == 0 ? 0 : quietMass(other, row);
    if (!isSampled(sample, hi, lo)) {
      const mass = load<u32>(row + weight);
      const gate = <usize>load<u32>(sample, SAMPLE_GATE);
      if (gate == 0 || mass > quiet) return i;
      addToGate(gate, hi, lo, mass);
      continue;
    }
    let offset = findRow(table, hi, lo);
    const isNew = offset < 0;
    if (isNew) {
      offset = addRow(table, hi, lo);
      if (offset == RARE) return i;
    }
    const target = <usize>load<u32>(table, TABLE_ROWS) + (<usize>offset << 2);
    if (isNew) {
      memory.copy(target + (KEY_WORDS << 2), row + (KEY_WORDS << 2), (quietAt - KEY_WORDS) << 2);
    } else {
      for (let word = KEY_WORDS; word < quietAt; word += 1) {
        const at = target + (<usize>word << 2);
        store<u32>(at, merged(load<u8>(rules + <usize>(word - KEY_WORDS)), load<u32>(at), load<u32>(row + (<usize>word << 2))));
      }
    }
    const at = target + (<usize>quietAt << 2);
    store<u32>(at, saturatingSum(load<u32>(at), quiet));
  }
  return count;
}

/** Drops the rows above the threshold, which has been lowered; what they count goes to the gate, where they are not loud. */
export function dropRows(sample: usize): void {
  const table = <usize>load<u32>(sample, SAMPLE_ROWS);
  const count = load<u32>(table, TABLE_COUNT);
  const stride = load<u32>(table, TABLE_STRIDE);
  const weight = load<u32>(sample, SAMPLE_WEIGHT) << 2;
  const gate = <usize>load<u32>(sample, SAMPLE_GATE);
  const mask = load<u32>(table, TABLE_MASK);
  const index = <usize>load<u32>(table, TABLE_INDEX);
  const start = <usize>load<u32>(table, TABLE_ROWS);
  const bytes = <usize>stride << 2;
  memory.fill(index, 0, <usize>(mask + 1) << 2);
  let kept: u32 = 0;
  let to = start;
  let row = start;
  for (let i: u32 = 0; i < count; i += 1, row += bytes) {
    const hi = load<u32>(row);
    const lo = load<u32>(row, 4);
    if (!isSampled(sample, hi, lo)) {
      const mass = load<u32>(row + weight);
      if (mass <= quietMass(sample, row)) addToGate(gate, hi, lo, mass);
      continue;
    }
    if (to != row) memory.copy(to, row, bytes);
    let slot = lo & mask;
    while (load<u32>(index + (<usize>slot << 2)) != 0) slot = (slot + 1) & mask;
    store<u32>(index + (<usize>slot << 2), kept * stride + 1);
    kept += 1;
    to += bytes;
  }
  store<u32>(table, kept, TABLE_COUNT);
}

/** Whether a key is below the threshold. */
// @ts-ignore: decorator
@inline
export function isSampled(sample: usize, hi: u32, lo: u32): bool {
  if (load<u32>(sample, SAMPLE_EXACT) != 0) return true;
  const thetaHi = load<u32>(sample, SAMPLE_THETA_HI);
  return hi < thetaHi || (hi == thetaHi && lo < load<u32>(sample, SAMPLE_THETA_LO));
}

/** What of the mass of a row counts 1/θ times. */
export function quietMass(sample: usize, row: usize): u32 {
  const mass = load<u32>(row + (<usize>load<u32>(sample, SAMPLE_WEIGHT) << 2));
  const own = load<u32>(row + (<usize>load<u32>(sample, SAMPLE_QUIET) << 2));
  return min(mass, own == 0 ? load<u32>(sample, SAMPLE_LOUD_FROM) - 1 : own);
}

/** `LoudGate.add` */
export function addToGate(gate: usize, hi: u32, lo: u32, mass: u32): void {
  const mask = load<u32>(gate, GATE_MASK);
  const cells = <usize>load<u32>(gate, GATE_CELLS);
  const a = cells + (<usize>(lo & mask) << 2);
  const b = cells + (<usize>((hi & mask) + mask + 1) << 2);
  const estimate = saturatingSum(min(load<u32>(a), load<u32>(b)), mass);
  if (load<u32>(a) < estimate) store<u32>(a, estimate);
  if (load<u32>(b) < estimate) store<u32>(b, estimate);
}

/** Two values of a column as one. */
export function merged(rule: u8, a: u32, b: u32): u32 {
  if (rule == SUM) return saturatingSum(a, b);
  if (rule == OR) return a | b;
  if (rule == MIN) return min(a, b);
  if (rule == MAX) return max(a, b);
  if (rule == KEEP) {
    if (a == 0) return b;
    return b == 0 || a < b ? a : b;
  }
  return saturatingLanes(a, b);
}

// @ts-ignore: decorator
@inline
export function saturatingSum(a: u32, b: u32): u32 {
  const sum = a + b;
  return sum < a ? 0xffffffff : sum;
}

function saturatingLanes(a: u32, b: u32): u32 {
  let sum: u32 = 0;
  for (let shift: u32 = 0; shift < 32; shift += 8) {
    sum |= min(((a >>> shift) & 0xff) + ((b >>> shift) & 0xff), 0xff) << shift;
  }
  return sum;
}
