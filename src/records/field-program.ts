import { Ascii, asciiBytes } from "../bytes/ascii.ts";
import { textOf } from "../bytes/text.ts";
import type { KernelProgram, ProgramSteps } from "../kernel/program.ts";
import { FieldTaker, timeOutcome } from "./field-taker.ts";
import { Field, type FieldPiece, type Piece } from "./fields.ts";
import { kernelProgramOf } from "./kernel-program.ts";
import { type LineReader, Outcome, type ReadFailure, rejection } from "./line-reader.ts";
import { findLiteral, findQuoted, isLiteralAt } from "./literals.ts";
import { Ending, Shortcut, STRIDE } from "./program-steps.ts";
import type { RequestRecord } from "./record.ts";
import { bytesAt, durationAt, ipv4At, pathAt, quotedAt, requestAt, statusAt } from "./shortcuts.ts";

const OTHER_FORMAT = rejection("other-format");
const TRUNCATED = rejection("truncated");
const UNCLOSED_QUOTE = rejection("unclosed-quote");
const NO_CLIENT = rejection("no-client");

/** Fields that, standing last and without a literal after them, take the rest of the line, blanks and all. */
const RESTFUL: ReadonlySet<number> = new Set([
  Field.referrer,
  Field.userAgent,
  Field.request,
  Field.path,
  Field.forwarded,
]);
/** Fields that are commonly `-`. */
const TAKES_ABSENT: ReadonlySet<number> = new Set([Field.skip, Field.user, Field.forwarded, Field.host]);
const SELF_ENDING: ReadonlySet<number> = new Set([
  Field.clfTime,
  Field.isoTime,
  Field.epochTime,
  Field.timePart,
]);

/**
 * A field program: a format compiled once to instructions over bytes. Each takes one field and the literal text after it, and
 * a line is passed over once. Reading makes no strings and allocates nothing. {@link FieldProgram.open} makes readers of it.
 */
export class FieldProgram {
  /** Name of the format. */
  readonly name: string;
  /** The instructions. */
  readonly code: Int32Array;
  /** The literal texts, one after the other; the one before the first field comes first. */
  readonly literals: Uint8Array;
  /** Length of the literal before the first field. */
  readonly leadingLength: number;
  /** Names of the fields, one per instruction, for messages. */
  readonly fieldNames: readonly string[];
  /** Whether the format has a referrer column. */
  readonly hasReferrer: boolean;
  /** Whether the format has a user agent column. */
  readonly hasUserAgent: boolean;
  /** The same for the kernel, or null where it lacks a step. */
  readonly kernel: ProgramSteps | null;

  /**
   * @param name of the format
   * @param pieces literals and fields in the order of the line, no two literals side by side; see `simplify`
   */
  constructor(name: string, pieces: readonly Piece[]) {
    this.name = name;
    const code: number[] = [];
    const literals: number[] = [];
    const fieldNames: string[] = [];
    const first = pieces[0];
    let before = typeof first === "string" ? first : "";
    literals.push(...asciiBytes(before));
    this.leadingLength = before.length;
    pieces.forEach((piece, index) => {
      if (typeof piece === "string") return;
      const next = pieces[index + 1];
      const after = typeof next === "string" ? next : "";
      code.push(
        piece.field,
        endingOf(piece, before, after),
        literals.length,
        after.length,
        piece.part ?? 0,
        shortcutOf(piece, before, after),
      );
      literals.push(...asciiBytes(after));
      fieldNames.push(piece.name);
      before = after;
    });
    this.code = Int32Array.from(code);
    this.literals = Uint8Array.from(literals);
    this.fieldNames = fieldNames;
    this.hasReferrer = pieces.some((piece) => typeof piece !== "string" && piece.field === Field.referrer);
    this.hasUserAgent = pieces.some((piece) => typeof piece !== "string" && piece.field === Field.userAgent);
    this.kernel = kernelProgramOf(this);
  }

  /** A reader with its own timestamp cache. */
  open(logTz: string): LineReader {
    return new FieldProgramReader(this, logTz);
  }
}

function endingOf(piece: FieldPiece, before: string, after: string): number {
  if (SELF_ENDING.has(piece.field)) return Ending.itself;
  if (after.startsWith('"') && before.endsWith('"'))
    return piece.mayBeCut === true ? Ending.cut : Ending.quoted;
  if (piece.padded === true) return Ending.padded;
  if (after !== "")
    return piece.list === true && (after === " " || after === "\t") ? Ending.list : Ending.literal;
  return RESTFUL.has(piece.field) ? Ending.rest : Ending.word;
}

function isDuration(field: number): boolean {
  return field === Field.durationSeconds || field === Field.durationMs || field === Field.durationUs;
}

function shortcutOf(piece: FieldPiece, before: string, after: string): number {
  if (isDuration(piece.field) && piece.list !== true && piece.padded !== true) return Shortcut.duration;
  if (after === "") return Shortcut.none;
  const isQuoted = endingOf(piece, before, after) === Ending.quoted;
  switch (piece.field) {
    case Field.client:
      return isQuoted ? Shortcut.none : Shortcut.address;
    case Field.clfTime:
      return Shortcut.clfTime;
    case Field.request:
      return isQuoted ? Shortcut.request : Shortcut.none;
    case Field.path:
      return Shortcut.path;
    case Field.status:
      return Shortcut.status;
    case Field.bytes:
      return Shortcut.bytes;
    case Field.referrer:
    case Field.userAgent:
      return isQuoted ? Shortcut.quoted : Shortcut.absent;
    default:
      return TAKES_ABSENT.has(piece.field) ? Shortcut.absent : Shortcut.none;
  }
}

class FieldProgramReader implements LineReader {
  readonly name: string;
  readonly kernelProgram: KernelProgram | null;
  readonly #program: FieldProgram;
  readonly #code: Int32Array;
  readonly #literals: Uint8Array;
  readonly #leadingLength: number;
  readonly #taker: FieldTaker;
  #failedAt = 0;
  #failedInstruction = -1;
  #hasNoClient = false;
  /** Whether the text after the failed field was not found. */
  #isEndless = false;

  constructor(program: FieldProgram, logTz: string) {
    this.name = program.name;
    this.#program = program;
    this.#code = program.code;
    this.#literals = program.literals;
    this.#leadingLength = program.leadingLength;
    this.#taker = new FieldTaker(logTz);
    this.kernelProgram = program.kernel && { steps: program.kernel, zone: this.#taker.time.zone };
  }

  /** Only times without zone may depend on the lines before them. */
  get state(): string {
    return this.#taker.time.zone.state;
  }

  resume(state: string): void {
    this.#taker.time.zone.resume(state);
  }

  read(bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
    if (start === end) return Outcome.blank;
    this.#isEndless = false;
    const code = this.#code;
    const literals = this.#literals;
    const taker = this.#taker;
    taker.begin(bytes, record);
    record.hasReferrer = this.#program.hasReferrer ? 1 : 0;
    record.hasUserAgent = this.#program.hasUserAgent ? 1 : 0;
    let p = start;
    for (let i = 0; i < this.#leadingLength; i += 1, p += 1) {
      if (p >= end || bytes[p] !== literals[i]) return this.#fail(-1, p, OTHER_FORMAT);
    }
    for (let pc = 0; pc < code.length; pc += STRIDE) {
      const field = code[pc]!;
      const literalAt = code[pc + 2]!;
      const literalLength = code[pc + 3]!;
      const stop = literals[literalAt]!;
      let q = -1;
      switch (code[pc + 5]) {
        case Shortcut.absent:
          if (bytes[p] === Ascii.minus) q = p + 1;
          break;
        case Shortcut.address:
          q = ipv4At(bytes, p, end, stop, record);
          if (q >= 0) taker.clientAt(p, q, record);
          break;
        case Shortcut.clfTime:
          q = taker.time.clf(bytes, p, end);
          if (q >= 0) taker.setTime(record);
          break;
        case Shortcut.request:
          q = requestAt(bytes, p, end, record, literals, literalAt, literalLength);
          break;
        case Shortcut.status:
          q = statusAt(bytes, p, record);
          break;
        case Shortcut.bytes:
          q = bytesAt(bytes, p, end, record);
          break;
        case Shortcut.quoted:
          q = quotedAt(bytes, p, end, field, record);
          break;
        case Shortcut.duration:
          q = durationAt(bytes, p, end, literalLength === 0 ? 0 : stop, field, record);
          break;
        case Shortcut.path:
          q = pathAt(bytes, p, end, stop, record);
          break;
        default:
      }
      if (q >= 0 && isLiteralAt(bytes, q, end, literals, literalAt, literalLength)) {
        p = q + literalLength;
        continue;
      }
      q = p;
      switch (code[pc + 1]) {
        case Ending.literal:
          if (literalLength === 1) while (q < end && bytes[q] !== stop) q += 1;
          else q = findLiteral(bytes, p, end, literals, literalAt, literalLength);
          break;
        case Ending.quoted:
          q = findQuoted(bytes, p, end, literals, literalAt, literalLength);
          break;
        case Ending.list:
          while (q < end && (bytes[q] !== stop || isListGap(bytes, p, q))) q += 1;
          break;
        case Ending.word:
          while (q < end && bytes[q] !== Ascii.blank && bytes[q] !== Ascii.tab) q += 1;
          break;
        case Ending.rest:
          q = end;
          break;
        case Ending.padded:
          while (p < end && bytes[p] === Ascii.blank) p += 1;
          q = findLiteral(bytes, p, end, literals, literalAt, literalLength);
          break;
        case Ending.cut:
          q = findQuoted(bytes, p, end, literals, literalAt, literalLength);
          if (q < end) break;
          taker.take(field, bytes, p, end, record);
          p = end;
          continue;
        default:
          q = this.#takeTime(field, bytes, p, end, code[pc + 4]!, record);
          if (q < 0) return this.#fail(pc, p, timeOutcome(q));
          for (let i = 0; i < literalLength; i += 1) {
            if (q + i >= end) return this.#fail(pc, end, TRUNCATED);
            if (bytes[q + i] !== literals[literalAt + i]) return this.#fail(pc, q + i, OTHER_FORMAT);
          }
          p = q + literalLength;
          continue;
      }
      if (q >= end && literalLength > 0) {
        this.#isEndless = true;
        return this.#fail(pc, p, code[pc + 1] === Ending.quoted ? UNCLOSED_QUOTE : TRUNCATED);
      }
      if (field !== Field.skip) {
        const outcome = taker.take(field, bytes, p, q, record);
        if (outcome !== Outcome.record) return this.#fail(pc, p, outcome);
      }
      p = q + literalLength;
    }
    const outcome = taker.finish(record);
    return outcome === Outcome.record ? outcome : this.#fail(0, start, outcome);
  }

  failure(): ReadFailure {
    const pc = this.#failedInstruction;
    if (this.#hasNoClient) return { at: this.#failedAt, expected: "an address of the client somewhere" };
    const name = this.#program.fieldNames[pc / STRIDE];
    if (name === undefined) return { at: this.#failedAt, expected: "other text before the first field" };
    if (!this.#isEndless) return { at: this.#failedAt, expected: name };
    const literalAt = this.#code[pc + 2]!;
    const after = textOf(this.#literals, literalAt, literalAt + this.#code[pc + 3]!);
    return { at: this.#failedAt, expected: `${name} with ${JSON.stringify(after)} after it` };
  }

  #takeTime(
    field: number,
    bytes: Uint8Array,
    at: number,
    end: number,
    part: number,
    record: RequestRecord,
  ): number {
    const taker = this.#taker;
    if (field === Field.timePart) return taker.parts.read(bytes, at, end, part);
    const time = taker.time;
    const after =
      field === Field.clfTime
        ? time.clf(bytes, at, end)
        : field === Field.isoTime
          ? time.iso(bytes, at, end)
          : time.epoch(bytes, at, end);
    if (after >= 0) taker.setTime(record);
    return after;
  }

  #fail(instruction: number, at: number, outcome: number): number {
    this.#hasNoClient = outcome === NO_CLIENT;
    this.#failedInstruction = instruction;
    this.#failedAt = at;
    return outcome;
  }
}

/** Whether the blank at `at` stands within a list: after a comma, or beside a colon with a blank on its other side. */
function isListGap(bytes: Uint8Array, start: number, at: number): boolean {
  if (at === start) return false;
  const before = bytes[at - 1];
  // A list may end in its comma; a hyphen is the next field then.
  if (before === Ascii.comma) return bytes[at + 1] !== Ascii.minus;
  if (before === Ascii.colon) return at - 1 > start && bytes[at - 2] === Ascii.blank;
  return bytes[at + 1] === Ascii.colon && bytes[at + 2] === Ascii.blank;
}
