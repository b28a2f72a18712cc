import {
  NEEDS_NOTHING,
  NEEDS_STATUS,
  ORDINARY_FIELD,
  ORDINARY_KIND,
  ORDINARY_LENGTH,
  ORDINARY_LITERAL,
  ORDINARY_MASK,
  ORDINARY_STEP,
  ORDINARY_STEPS,
  READ_FIELDS,
  STEP_ABSENT,
  STEP_ADDRESS,
  STEP_CLF_TIME,
  STEP_FIELD,
  STEP_KIND,
  STEP_LENGTH,
  STEP_LITERAL,
  STEP_WORDS,
} from "./layout.ts";
import type { ProgramSteps } from "./program.ts";

/** Bytes of a text that are compared at once. */
const LITERAL_BYTES = 8;
const STEP = ORDINARY_STEP / 4;
const HYPHEN = 0x2d;

const NONE = new Uint32Array(0);

/**
 * The same program for lines whose fields all have their ordinary shape: a step for every field that has a shortcut, with the text
 * behind it; longer texts go on in steps without a field. Fields that are a hyphen in such lines belong to the text.
 * @returns steps as assembly/ordinary.ts reads lines by them, of {@link ORDINARY_STEP} bytes each; none where a field has no shortcut, or a line must have what no shortcut reads
 */
export function ordinaryProgram(program: ProgramSteps): Uint32Array {
  const { reader, code, literals, leadingLength, needs } = program;
  if (reader !== READ_FIELDS || (needs !== NEEDS_NOTHING && needs !== NEEDS_STATUS)) return NONE;
  const fields: Step[] = [{ kind: 0, field: 0, text: [...literals.subarray(0, leadingLength)] }];
  for (let at = 0; at < code.length; at += STEP_WORDS) {
    const kind = code[at + STEP_KIND / 4]!;
    const from = code[at + STEP_LITERAL / 4]!;
    const literal = literals.subarray(from, from + code[at + STEP_LENGTH / 4]!);
    if (kind === 0) return NONE;
    if (kind === STEP_ABSENT) fields.at(-1)!.text.push(HYPHEN, ...literal);
    else fields.push({ kind, field: code[at + STEP_FIELD / 4]!, text: [...literal] });
  }
  const steps = fields.filter(({ kind, text }) => kind > 0 || text.length > 0).flatMap(inPieces);
  // What a record must have is looked for here, so that it need not be at every line.
  const has = (kind: number) => steps.some((step) => step.kind === kind);
  return has(STEP_ADDRESS) && has(STEP_CLF_TIME) && steps.length <= ORDINARY_STEPS ? written(steps) : NONE;
}

/** A field, and what stands behind it. */
interface Step {
  readonly kind: number;
  readonly field: number;
  readonly text: number[];
}

/** A step, and others for what its text is too long for. */
function inPieces({ kind, field, text }: Step): Step[] {
  const pieces: Step[] = [{ kind, field, text: text.slice(0, LITERAL_BYTES) }];
  for (let from = LITERAL_BYTES; from < text.length; from += LITERAL_BYTES) {
    pieces.push({ kind: 0, field: 0, text: text.slice(from, from + LITERAL_BYTES) });
  }
  return pieces;
}

function written(steps: readonly Step[]): Uint32Array {
  const words = new Uint32Array(steps.length * STEP);
  for (const [i, { kind, field, text }] of steps.entries()) {
    const at = i * STEP;
    words[at + ORDINARY_KIND / 4] = kind;
    words[at + ORDINARY_FIELD / 4] = field;
    words.set(inWords(text), at + ORDINARY_LITERAL / 4);
    words.set(inWords(text.map(() => 0xff)), at + ORDINARY_MASK / 4);
    words[at + ORDINARY_LENGTH / 4] = text.length;
  }
  return words;
}

/** Eight bytes at most as two words. */
function inWords(text: readonly number[]): Uint32Array {
  const bytes = new Uint8Array(LITERAL_BYTES);
  bytes.set(text);
  return new Uint32Array(bytes.buffer);
}
