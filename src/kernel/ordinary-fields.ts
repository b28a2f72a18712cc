import {
  ENDING_CUT,
  ENDING_ITSELF,
  ENDING_LIST,
  ENDING_PADDED,
  ENDING_QUOTED,
  ENDING_REST,
  ENDING_WORD,
  FIELD_CLF_TIME,
  FIELD_CLIENT,
  FIELD_EPOCH_TIME,
  FIELD_FORWARDED,
  FIELD_HOST,
  FIELD_ISO_TIME,
  FIELD_PATH,
  FIELD_PROTOCOL,
  FIELD_QUERY,
  FIELD_REQUEST_HOST,
  FIELD_REQUEST_URL,
  FIELD_SKIP,
  FIELD_TIME_PART,
  FIELD_USER,
  IS_LIST,
  IS_PADDED,
  NEEDS_ADDRESSES,
  NEEDS_HOST,
  PART_CLOCK,
  PART_DATE,
  SHAPE_CLOCK,
  SHAPE_DATE,
  SHAPE_DURATION,
  SHAPE_EPOCH_TIME,
  SHAPE_FORWARDED,
  SHAPE_ISO_TIME,
  SHAPE_REQUEST_URL,
  SHAPE_REST,
  SHAPE_SKIP,
  SHAPE_SKIP_QUOTED,
  SHAPE_SKIP_TO,
  SHAPE_TAKE,
  SHAPE_TAKE_QUOTED,
  SHAPE_WORD,
  STEP_ABSENT,
  STEP_ADDRESS,
  STEP_CLF_TIME,
  STEP_DURATION,
  STEP_ENDING,
  STEP_FIELD,
  STEP_KIND,
  STEP_LENGTH,
  STEP_LITERAL,
  STEP_PART,
  STEP_WORDS,
} from "./layout.ts";
import type { OrdinaryStep } from "./ordinary-step.ts";
import type { ProgramSteps } from "./program.ts";

const BLANK = 0x20;
const HYPHEN = 0x2d;
const BRACKET = 0x5b;
const TIMES: readonly number[] = [FIELD_CLF_TIME, FIELD_ISO_TIME, FIELD_EPOCH_TIME];
/** Fields that are stepped over, whatever they hold. */
const SKIPPED: readonly number[] = [FIELD_SKIP, FIELD_USER, FIELD_PROTOCOL];

/** A field of a field program: what it means, how it ends, its shortcut, and the text behind it. */
interface FieldStep {
  readonly field: number;
  readonly ending: number;
  readonly kind: number;
  readonly text: readonly number[];
  readonly part: number;
}

/** Steps of a field program for ordinary lines; null where a field has no ordinary shape. */
export function fieldSteps(program: ProgramSteps): readonly OrdinaryStep[] | null {
  const fields = fieldsOf(program);
  const has = (wanted: readonly number[]) => fields.some(({ field }) => wanted.includes(field));
  // What a record must have is looked for here, so that it need not be at every line.
  const isTimed = has([FIELD_TIME_PART]) ? !has(TIMES) && isDateAndClock(fields) : has(TIMES);
  if (!isTimed || !has([FIELD_CLIENT, FIELD_FORWARDED])) return null;
  if (program.needs === NEEDS_HOST && !has([FIELD_HOST, FIELD_REQUEST_HOST])) return null;
  const isForwardedClient = !has([FIELD_CLIENT]);
  const steps: OrdinaryStep[] = [
    { kind: 0, field: 0, text: [...program.literals.subarray(0, program.leadingLength)] },
  ];
  for (const [i, step] of fields.entries()) {
    const last = steps.at(-1)!;
    if (isNobody(step) || (step.field === FIELD_SKIP && isBlank(step.text) && isNobody(fields[i + 1]))) {
      steps[steps.length - 1] = { ...last, text: [...last.text, HYPHEN, ...step.text] };
      continue;
    }
    // Only the last field may have nothing behind it, unless it ends by itself.
    const isEnding = step.text.length > 0 || step.ending === ENDING_ITSELF || i === fields.length - 1;
    const ordinary = isEnding ? stepOf(step, program.needs, isForwardedClient) : null;
    if (ordinary === null) return null;
    steps.push(ordinary);
  }
  return steps;
}

/** The user of a line in the way of NCSA, before its time: a hyphen in nearly all, and so is the one before. */
function isNobody(step: FieldStep | undefined): boolean {
  return step?.field === FIELD_USER && step.kind === STEP_ABSENT && step.text.at(-1) === BRACKET;
}

function isBlank(text: readonly number[]): boolean {
  return text.length === 1 && text[0] === BLANK;
}

function fieldsOf({ code, literals }: ProgramSteps): FieldStep[] {
  return Array.from({ length: code.length / STEP_WORDS }, (_, i) => {
    const at = i * STEP_WORDS;
    const from = code[at + STEP_LITERAL / 4]!;
    return {
      field: code[at + STEP_FIELD / 4]!,
      ending: code[at + STEP_ENDING / 4]!,
      kind: code[at + STEP_KIND / 4]!,
      part: code[at + STEP_PART / 4]!,
      text: [...literals.subarray(from, from + code[at + STEP_LENGTH / 4]!)],
    };
  });
}

function stepOf(step: FieldStep, needs: number, isForwardedClient: boolean): OrdinaryStep | null {
  const { field, ending, kind, text } = step;
  const isQuoted = ending === ENDING_QUOTED || ending === ENDING_CUT;
  const flags = ending === ENDING_LIST ? IS_LIST : ending === ENDING_PADDED ? IS_PADDED : 0;
  // A path that does not begin with a slash is one as well.
  if (kind > STEP_ABSENT && field !== FIELD_PATH) {
    return kind === STEP_DURATION && ending === ENDING_WORD
      ? { kind: SHAPE_DURATION, field, text }
      : { kind, field, text };
  }
  if (field === FIELD_FORWARDED && isForwardedClient) {
    return takenAs(FIELD_CLIENT, isQuoted, { ...step, flags });
  }
  if (field === FIELD_FORWARDED && needs === NEEDS_ADDRESSES) {
    return text.length > 0 ? { kind: SHAPE_FORWARDED, field, text, flags } : null;
  }
  const isSkipped =
    SKIPPED.includes(field) || field === FIELD_FORWARDED || (field === FIELD_HOST && needs !== NEEDS_HOST);
  if (isSkipped) return skipped(step, isQuoted, flags);
  if (ending === ENDING_ITSELF) return timed(step);
  if (field === FIELD_REQUEST_URL && isQuoted) return { kind: SHAPE_REQUEST_URL, field, text };
  // A query belongs to a path, which may stand behind it.
  if (field === FIELD_QUERY) return null;
  return takenAs(field, isQuoted, { ...step, flags });
}

function timed({ field, part, text }: FieldStep): OrdinaryStep {
  if (field === FIELD_CLF_TIME) return { kind: STEP_CLF_TIME, field, text };
  if (field === FIELD_ISO_TIME) return { kind: SHAPE_ISO_TIME, field, text };
  if (field === FIELD_EPOCH_TIME) return { kind: SHAPE_EPOCH_TIME, field, text };
  return { kind: part === PART_DATE ? SHAPE_DATE : SHAPE_CLOCK, field, text };
}

/** Whether there are a date and then a clock time. */
function isDateAndClock(fields: readonly FieldStep[]): boolean {
  const parts = fields.filter(({ field }) => field === FIELD_TIME_PART).map(({ part }) => part);
  return parts.length === 2 && parts[0] === PART_DATE && parts[1] === PART_CLOCK;
}

function skipped({ ending, text }: FieldStep, isQuoted: boolean, flags: number): OrdinaryStep {
  const field = FIELD_SKIP;
  if (isQuoted) return { kind: SHAPE_SKIP_QUOTED, field, text };
  // What nothing follows needs not be looked at.
  if (ending === ENDING_WORD || ending === ENDING_REST) return { kind: 0, field, text };
  return text.length === 1 && flags === 0
    ? { kind: SHAPE_SKIP, field, text }
    : { kind: SHAPE_SKIP_TO, field, text, flags };
}

function takenAs(
  field: number,
  isQuoted: boolean,
  { ending, text, flags }: FieldStep & { readonly flags: number },
): OrdinaryStep {
  if (field === FIELD_CLIENT && flags === 0 && text.length > 0) return { kind: STEP_ADDRESS, field, text };
  if (isQuoted) return { kind: SHAPE_TAKE_QUOTED, field, text };
  if (ending === ENDING_WORD) return { kind: SHAPE_WORD, field, text };
  return ending === ENDING_REST
    ? { kind: SHAPE_REST, field, text }
    : { kind: SHAPE_TAKE, field, text, flags };
}
