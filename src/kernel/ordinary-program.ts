import {
  ORDINARY_COUNT,
  ORDINARY_FIELD,
  ORDINARY_FLAGS,
  ORDINARY_KIND,
  ORDINARY_LENGTH,
  ORDINARY_LITERAL,
  ORDINARY_MASK,
  ORDINARY_STEP,
  ORDINARY_STEPS,
  READ_COLUMNS,
  READ_FIELDS,
  SHAPE_SKIP,
} from "./layout.ts";
import { columnSteps } from "./ordinary-columns.ts";
import { fieldSteps } from "./ordinary-fields.ts";
import type { OrdinaryStep } from "./ordinary-step.ts";
import type { ProgramSteps } from "./program.ts";

/** Bytes of a text that are compared at once. */
const LITERAL_BYTES = 8;
const STEP = ORDINARY_STEP / 4;
/** Bytes that are rarer than others in what stands before them, the rarest first. */
const RARE: readonly number[] = [...'"[]()|'].map((character) => character.charCodeAt(0));

const NONE = new Uint32Array(0);

/**
 * The same program for lines whose fields all have their ordinary shape: a step for every field, with the text behind it; longer
 * texts go on in steps without a field. Fields that are a hyphen in such lines belong to the text, and words that are skipped one after
 * the other are one step.
 * @returns steps as assembly/ordinary.ts reads lines by them, of {@link ORDINARY_STEP} bytes each; none where a field has no such
 *   shape, or a line must have what none of them reads
 */
export function ordinaryProgram(program: ProgramSteps): Uint32Array {
  const fields =
    program.reader === READ_FIELDS
      ? fieldSteps(program)
      : program.reader === READ_COLUMNS
        ? columnSteps(program)
        : null;
  if (fields === null) return NONE;
  const steps = joined(fields.filter(({ kind, text }) => kind > 0 || text.length > 0)).flatMap(inPieces);
  return steps.length <= ORDINARY_STEPS ? written(steps) : NONE;
}

/** Words that are skipped one after the other, with the same byte behind each, as one step. */
function joined(steps: readonly OrdinaryStep[]): OrdinaryStep[] {
  const all: OrdinaryStep[] = [];
  for (const step of steps) {
    const last = all.at(-1);
    const isAlike =
      step.kind === SHAPE_SKIP &&
      last?.kind === SHAPE_SKIP &&
      last.text[0] === step.text[0] &&
      (last.flags ?? 0) === (step.flags ?? 0);
    if (isAlike) all[all.length - 1] = { ...last, count: (last.count ?? 1) + (step.count ?? 1) };
    else all.push(step);
  }
  return all;
}

/** A step, and others for what its text is too long for. */
function inPieces(step: OrdinaryStep): OrdinaryStep[] {
  const { text } = step;
  const pieces: OrdinaryStep[] = [{ ...step, text: text.slice(0, LITERAL_BYTES) }];
  for (let from = LITERAL_BYTES; from < text.length; from += LITERAL_BYTES) {
    pieces.push({ kind: 0, field: 0, text: text.slice(from, from + LITERAL_BYTES) });
  }
  return pieces;
}

function written(steps: readonly OrdinaryStep[]): Uint32Array {
  const words = new Uint32Array(steps.length * STEP);
  const bytes = new Uint8Array(words.buffer);
  for (const [i, { kind, field, text, flags = 0, count = 1, stop = 0 }] of steps.entries()) {
    const at = i * STEP;
    words[at + ORDINARY_KIND / 4] = kind;
    words[at + ORDINARY_FIELD / 4] = field;
    words.set(inWords(text.length > 0 ? text : [stop]), at + ORDINARY_LITERAL / 4);
    words.set(inWords(text.map(() => 0xff)), at + ORDINARY_MASK / 4);
    words[at + ORDINARY_LENGTH / 4] = text.length;
    bytes[4 * at + ORDINARY_COUNT] = kind === SHAPE_SKIP ? count : rarest(text);
    bytes[4 * at + ORDINARY_FLAGS] = flags;
  }
  return words;
}

/** Which byte of a text is best looked for. */
function rarest(text: readonly number[]): number {
  const byte = RARE.find((each) => text.includes(each));
  return byte === undefined ? 0 : text.indexOf(byte);
}

/** Eight bytes at most as two words. */
function inWords(text: readonly number[]): Uint32Array {
  const bytes = new Uint8Array(LITERAL_BYTES);
  bytes.set(text);
  return new Uint32Array(bytes.buffer);
}
