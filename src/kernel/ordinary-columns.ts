import {
  FIELD_ANY_TIME,
  FIELD_BYTES,
  FIELD_CLIENT,
  FIELD_FORWARDED,
  FIELD_HOST,
  FIELD_PATH,
  FIELD_PROTOCOL,
  FIELD_QUERY,
  FIELD_SKIP,
  FIELD_STATUS,
  FIELD_TIME_PART,
  FIELD_URL,
  FIELD_USER,
  IS_COLUMN,
  NEEDS_NOTHING,
  NEEDS_STATUS,
  PART_CLOCK,
  PART_DATE,
  SHAPE_QUERY,
  SHAPE_SKIP,
  SHAPE_TAKE,
  SHAPE_WALL_TIME,
  STEP_ADDRESS,
  STEP_BYTES,
  STEP_PATH,
  STEP_STATUS,
} from "./layout.ts";
import type { OrdinaryStep } from "./ordinary-step.ts";
import type { ProgramSteps } from "./program.ts";

const BLANK = 0x20;
/** Columns that are stepped over, whatever they hold. */
const SKIPPED: readonly number[] = [FIELD_SKIP, FIELD_USER, FIELD_PROTOCOL, FIELD_HOST];
/** How columns are read that have a shortcut. */
const SHORTCUTS = new Map([
  [FIELD_CLIENT, STEP_ADDRESS],
  [FIELD_STATUS, STEP_STATUS],
  [FIELD_BYTES, STEP_BYTES],
  [FIELD_PATH, STEP_PATH],
]);

/** A column, and the part of a time that it is. */
interface Column {
  readonly field: number;
  readonly part: number;
}

/** Steps of named columns for ordinary lines, which have all of them, one byte between any two; null where they have no such shape. */
export function columnSteps(program: ProgramSteps): readonly OrdinaryStep[] | null {
  if (program.needs !== NEEDS_NOTHING && program.needs !== NEEDS_STATUS) return null;
  const columns = columnsOf(program.code);
  const has = (wanted: number) => columns.some(({ field }) => field === wanted);
  if (!has(FIELD_CLIENT) && !has(FIELD_FORWARDED)) return null;
  const clientField = has(FIELD_CLIENT) ? FIELD_CLIENT : FIELD_FORWARDED;
  const separator = program.separator === 0 ? BLANK : program.separator;
  const steps: OrdinaryStep[] = [];
  for (let i = 0; i < columns.length; i += 1) {
    const { field, part } = columns[i]!;
    const isLast = i === columns.length - 1;
    if (field === FIELD_TIME_PART) {
      const clock = columns[i + 1];
      const isWhole = part === PART_DATE && clock?.field === FIELD_TIME_PART && clock.part === PART_CLOCK;
      if (!isWhole) return null;
      i += 1;
      const text = i === columns.length - 1 ? [] : [separator];
      steps.push({ kind: SHAPE_WALL_TIME, field: separator, text });
      continue;
    }
    const isBehindPath = columns.slice(0, i).some((other) => [FIELD_PATH, FIELD_URL].includes(other.field));
    if (field === FIELD_QUERY && !isBehindPath) return null;
    steps.push(stepOf(field === clientField ? FIELD_CLIENT : field, separator, isLast));
  }
  const [first] = columns;
  // Other columns might begin with a `#`; and lines with a tab behind the first column are parted by tabs.
  const isTimed =
    first?.field === FIELD_TIME_PART || (first?.field === FIELD_ANY_TIME && separator !== BLANK);
  return isTimed && columns.some(({ field }) => field === FIELD_TIME_PART || field === FIELD_ANY_TIME)
    ? steps
    : null;
}

function columnsOf(code: Int32Array): Column[] {
  return Array.from({ length: code.length / 2 }, (_, i) => ({ field: code[2 * i]!, part: code[2 * i + 1]! }));
}

function stepOf(field: number, separator: number, isLast: boolean): OrdinaryStep {
  const flags = IS_COLUMN;
  const text = isLast ? [] : [separator];
  const isSkipped = SKIPPED.includes(field) || field === FIELD_FORWARDED;
  // What nothing follows needs not be looked at.
  if (isSkipped && isLast) return { kind: 0, field, text };
  if (isSkipped) return { kind: SHAPE_SKIP, field: FIELD_SKIP, text, flags };
  if (field === FIELD_QUERY) return { kind: SHAPE_QUERY, field, text, flags, stop: separator };
  const kind = SHORTCUTS.get(field);
  return kind !== undefined && !isLast
    ? { kind, field, text }
    : { kind: SHAPE_TAKE, field, text, flags, stop: separator };
}
