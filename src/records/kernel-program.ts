import { READ_COLUMNS, READ_FIELDS, READ_JSON, READ_PAIRS } from "../kernel/layout.ts";
import { fitting, type KernelProgram, type ProgramSteps } from "../kernel/program.ts";
import { Field, TimePart } from "./fields.ts";
import type { KeyTable } from "./key-table.ts";
import { STRIDE } from "./program-steps.ts";

/** Parts of timestamps that the kernel reads. */
const PARTS: readonly number[] = [TimePart.date, TimePart.clock];

/** A field program for the kernel, or null where it lacks a step for one of the fields. */
export function kernelProgramOf(
  program: Pick<ProgramSteps, "code" | "literals" | "leadingLength" | "hasReferrer" | "hasUserAgent">,
): ProgramSteps | null {
  const { code, literals, leadingLength, hasReferrer, hasUserAgent } = program;
  for (let at = 0; at < code.length; at += STRIDE) {
    if (code[at] === Field.timePart && !PARTS.includes(code[at + 4]!)) return null;
  }
  return fitting({ reader: READ_FIELDS, code, literals, leadingLength, hasReferrer, hasUserAgent });
}

/** The same program for lines that must have something more, one of `NEEDS_…` of layout.ts; null for null. */
export function needing(needs: number, program: KernelProgram | null | undefined): KernelProgram | null {
  return program ? { steps: { ...program.steps, needs }, zone: program.zone } : null;
}

/** Keys of JSON objects for the kernel. */
export function kernelKeysOf(table: KeyTable): ProgramSteps | null {
  return fitting({ reader: READ_JSON, code: table.words });
}

/** Keys of pairs for the kernel. */
export function kernelPairsOf(table: KeyTable, assign: number, separator: number): ProgramSteps | null {
  return fitting({ reader: READ_PAIRS, code: table.words, assign, separator });
}

/**
 * Columns for the kernel, or null where it cannot read the time.
 * @param separator a tab, or 0: blanks, or tabs where the first two columns have one between them
 */
export function kernelColumnsOf(
  columns: readonly { readonly field: number; readonly part: number }[],
  options: Pick<ProgramSteps, "hasReferrer" | "hasUserAgent" | "separator" | "required">,
): ProgramSteps | null {
  const isUnknown = columns.some(({ field, part }) => field === Field.timePart && !PARTS.includes(part));
  if (isUnknown) return null;
  const code = Int32Array.from(columns.flatMap(({ field, part }) => [field, part]));
  return fitting({ reader: READ_COLUMNS, code, ...options });
}
