import type { ProgramSteps } from "../kernel/kernel.ts";
import {
  STEP_ADDRESS,
  STEP_BARE,
  STEP_BYTES,
  STEP_CLF_TIME,
  STEP_DURATION,
  STEP_DURATION_LIST,
  STEP_EPOCH_TIME,
  STEP_IN_QUOTES,
  STEP_ISO_TIME,
  STEP_LIST,
  STEP_PATH,
  STEP_QUOTED,
  STEP_REQUEST,
  STEP_STATUS,
} from "../kernel/layout.ts";
import { Field } from "./fields.ts";
import { Ending, Shortcut, STRIDE } from "./program-steps.ts";

/** Fields that no window summary needs. */
const UNUSED: ReadonlySet<number> = new Set([
  Field.skip,
  Field.user,
  Field.host,
  Field.protocol,
  Field.forwarded,
]);
const DURATIONS: ReadonlySet<number> = new Set([Field.durationSeconds, Field.durationMs, Field.durationUs]);
/** Shortcuts that are steps of the kernel as they are. */
const STEPS: Readonly<Record<number, number>> = {
  [Shortcut.address]: STEP_ADDRESS,
  [Shortcut.clfTime]: STEP_CLF_TIME,
  [Shortcut.request]: STEP_REQUEST,
  [Shortcut.status]: STEP_STATUS,
  [Shortcut.bytes]: STEP_BYTES,
  [Shortcut.quoted]: STEP_QUOTED,
  [Shortcut.duration]: STEP_DURATION,
  [Shortcut.path]: STEP_PATH,
};
/** Steps that know where they end without a literal after them. */
const SELF_ENDING: ReadonlySet<number> = new Set([
  STEP_CLF_TIME,
  STEP_ISO_TIME,
  STEP_EPOCH_TIME,
  STEP_STATUS,
  STEP_BYTES,
  STEP_DURATION,
]);

/**
 * A field program for the kernel, or null where it lacks a step for one of the fields, or where the lines have no time or
 * client that it can read.
 */
export function kernelProgramOf(
  program: Omit<ProgramSteps, "code"> & { readonly code: Int32Array },
): ProgramSteps | null {
  const { literals, leadingLength, hasReferrer, hasUserAgent } = program;
  const code = program.code.slice();
  const steps = new Set<number>();
  let end = code.length;
  for (let at = 0; at < code.length; at += STRIDE) {
    const isBare = code[at + 3] === 0;
    if (isBare && UNUSED.has(code[at]!) && at + STRIDE === code.length) {
      end = at;
      break;
    }
    const step = stepOf(code[at]!, code[at + 1]!, code[at + 5]!);
    if (step === null || (isBare && !SELF_ENDING.has(step))) return null;
    steps.add(step);
    code[at + 5] = step;
  }
  const hasTime = steps.has(STEP_CLF_TIME) || steps.has(STEP_ISO_TIME) || steps.has(STEP_EPOCH_TIME);
  if (!hasTime || !steps.has(STEP_ADDRESS)) return null;
  return { code: code.subarray(0, end), literals, leadingLength, hasReferrer, hasUserAgent };
}

function stepOf(field: number, ending: number, shortcut: number): number | null {
  if (field === Field.isoTime) return STEP_ISO_TIME;
  if (field === Field.epochTime) return STEP_EPOCH_TIME;
  if (UNUSED.has(field)) {
    if (ending === Ending.literal) return STEP_BARE;
    if (ending === Ending.quoted) return STEP_IN_QUOTES;
    return ending === Ending.list ? STEP_LIST : null;
  }
  if (DURATIONS.has(field) && ending === Ending.list) return STEP_DURATION_LIST;
  return STEPS[shortcut] ?? null;
}
