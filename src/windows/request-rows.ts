import { PathClass } from "../records/paths.ts";
import { Answer, Pending, Trait } from "./pending-layout.ts";
import { Kind, Source } from "./source-layout.ts";

/*
 * What becomes of one request in the rows of the samples. Sums, bits and what is kept are those of the layouts' rules, so that rows of
 * the same key may be filled in any order and merged.
 */

const CLASS_COLUMN = new Uint8Array(5);
CLASS_COLUMN[PathClass.page] = Source.pages;
CLASS_COLUMN[PathClass.login] = Source.loginPages;
CLASS_COLUMN[PathClass.asset] = Source.assets;
CLASS_COLUMN[PathClass.api] = Source.apis;
CLASS_COLUMN[PathClass.waitingRoom] = Source.waits;

/** Adds the pending request at `words[at…]` to the row of its source at `rows[row…]`. The kernel's twin: assembly/gathering.ts. */
export function addToSource(rows: Uint32Array, row: number, words: Uint32Array, at: number): void {
  const traits = words[at + Pending.traits]!;
  const attempt = (traits >>> Trait.attempt) & 1;
  rows[row + Source.addressHi] = words[at + Pending.addressHi]!;
  rows[row + Source.addressLo] = words[at + Pending.addressLo]!;
  keepSmaller(rows, row + Source.place, words[at + Pending.place]!);
  keepSmaller(rows, row + Source.network, words[at + Pending.asn]!);
  rows[row + Source.requests]! += 1;
  rows[row + Source.flags]! |= words[at + Pending.flags]!;
  if ((traits >>> Trait.named) & 1) {
    keepSmaller(rows, row + Source.userAgent, words[at + Pending.userAgentLo]!);
    rows[row + Source.userAgentBits]! |= 1 << (traits & 31);
  }
  rows[row + Source.pathBits]! |= 1 << ((traits >>> Trait.pathBit) & 31);
  const pathClass = (words[at + Pending.meta]! >>> 8) & 255;
  rows[row + (attempt === 1 ? Source.attempts : CLASS_COLUMN[pathClass]!)]! += 1;
  countAnswer(rows, row, (traits >>> Trait.answer) & 15, attempt);
  const tenth = (traits >>> Trait.tenth) & 15;
  const lane = row + Source.tenths + (tenth >>> 2);
  const shift = (tenth & 3) << 3;
  if (((rows[lane]! >>> shift) & 0xff) < 0xff) rows[lane]! += 1 << shift;
  rows[row + Source.posts]! += (traits >>> Trait.posted) & 1;
  rows[row + Source.queries]! += (traits >>> Trait.queried) & 1;
}

/** The same for the row of its kind of request. */
export function addToKind(rows: Uint32Array, row: number, words: Uint32Array, at: number): void {
  rows[row + Kind.source] = words[at + Pending.sourceLo]!;
  rows[row + Kind.path] = words[at + Pending.pathLo]!;
  rows[row + Kind.userAgent] = words[at + Pending.userAgentLo]!;
  rows[row + Kind.meta] = words[at + Pending.meta]!;
  keepSmaller(rows, row + Kind.place, words[at + Pending.place]!);
  rows[row + Kind.addressHi] = words[at + Pending.addressHi]!;
  rows[row + Kind.addressLo] = words[at + Pending.addressLo]!;
  rows[row + Kind.requests]! += 1;
  rows[row + Kind.overloads]! += (words[at + Pending.traits]! >>> Trait.overload) & 1;
}

function countAnswer(rows: Uint32Array, row: number, answer: number, attempt: number): void {
  if (answer === Answer.success) {
    rows[row + Source.successes]! += 1;
    rows[row + Source.attemptSuccesses]! += attempt;
  } else if (answer === Answer.redirect) {
    rows[row + Source.redirects]! += 1;
    rows[row + Source.attemptRedirects]! += attempt;
  } else if (answer === Answer.overload) {
    rows[row + Source.overloads]! += 1;
    rows[row + Source.attemptOverloads]! += attempt;
  } else {
    if (answer === Answer.refusal) rows[row + Source.refusals]! += 1;
    else if (answer === Answer.clientError) rows[row + Source.clientErrors]! += 1;
    rows[row + Source.attemptRefusals]! += attempt;
  }
}

/** The rule `keep`. */
function keepSmaller(rows: Uint32Array, at: number, value: number): void {
  const kept = rows[at]!;
  if (value !== 0 && (kept === 0 || value < kept)) rows[at] = value;
}
