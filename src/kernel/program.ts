import { NEEDS_NOTHING } from "./layout.ts";

/** Bytes of the longest program that the kernel reads by: the keys of a JSON format take 8 KB, other formats far less. */
export const PROGRAM_BYTES = 16384;

/** By what a kernel reads the lines of one input. */
export interface KernelProgram {
  /** Told apart by identity: the same object is not told twice. */
  readonly steps: ProgramSteps;
  /** What is known of the zone of times that name none. */
  readonly zone: WallStretch;
  /** What stands around the lines: one of `ENVELOPE_…` of layout.ts. Default: nothing. */
  readonly envelope?: number;
}

/** A stretch of wall times `[fromWallMs, toWallMs)` with one offset to UTC; empty where none is known. ms, as if in UTC. */
export interface WallStretch {
  readonly fromWallMs: number;
  readonly toWallMs: number;
  readonly offsetMs: number;
}

/** What does not change from line to line, nor from input to input of one format. At most {@link PROGRAM_BYTES} altogether. */
export interface ProgramSteps {
  /** One of `READ_…` of layout.ts. */
  readonly reader: number;
  /** Steps of a field program, pairs of field and part of columns, or slots of a table of keys. */
  readonly code: Int32Array;
  /** Literal texts, the one before the first field first. */
  readonly literals: Uint8Array;
  /** Length of the literal before the first field. */
  readonly leadingLength: number;
  /** Whether there is a referrer column, and one of user agents. */
  readonly hasReferrer: boolean;
  readonly hasUserAgent: boolean;
  /** One of `NEEDS_…`: lines without it are left. */
  readonly needs: number;
  /** Bytes between key and value, and between pairs or columns (0: a blank, or a tab where the first two have one). */
  readonly assign: number;
  readonly separator: number;
  /** Columns that a line must have. */
  readonly required: number;
}

/** The steps, or null where they are too long for a kernel. */
export function fitting(
  steps: Partial<ProgramSteps> & Pick<ProgramSteps, "reader" | "code">,
): ProgramSteps | null {
  const { code, literals = new Uint8Array(0) } = steps;
  if (4 * code.length + literals.length > PROGRAM_BYTES) return null;
  return {
    leadingLength: 0,
    hasReferrer: true,
    hasUserAgent: true,
    needs: NEEDS_NOTHING,
    assign: 0,
    separator: 0,
    required: 0,
    ...steps,
    literals,
  };
}
