import { Ascii } from "../bytes/ascii.ts";
import type { KernelProgram, ProgramSteps } from "../kernel/program.ts";
import { FieldTaker, timeOutcome } from "./field-taker.ts";
import { Field, TimePart } from "./fields.ts";
import { kernelColumnsOf } from "./kernel-program.ts";
import { type LineReader, Outcome, type ReadFailure, rejection } from "./line-reader.ts";
import type { RequestRecord } from "./record.ts";

const COLUMN_COUNT = rejection("column-count");
const NO_FIELDS_LINE = rejection("no-fields-line");
const OTHER_FORMAT = rejection("other-format");
const HASH = 35;
/** More columns than any such log has. */
const MAX_COLUMNS = 256;
/** Columns of this length and more are searched natively for their end (bench/records/read.ts). */
const LONG_COLUMN = 24;

/** Fields without which a line is no request. */
const ESSENTIAL: readonly number[] = [
  Field.timePart,
  Field.anyTime,
  Field.client,
  Field.method,
  Field.path,
  Field.url,
  Field.status,
];

/** What a column means: a field, with a rank among those of the same meaning, and the part of a timestamp. */
export interface Column {
  readonly field: number;
  readonly rank?: number;
  readonly part?: number;
}

/** A format whose columns are named by a `#Fields` line. */
export interface ColumnFormat {
  readonly name: string;
  /** Meaning of the columns by lower-case name. */
  readonly columns: Readonly<Record<string, Column>>;
  /** A column that the format always has: `#Fields` lines without it are those of another. */
  readonly mark?: string;
  /** Columns of lines before any `#Fields` line, or `null`: such lines are rejected. */
  readonly usual: readonly string[] | null;
  /** Whether columns are parted by tabs alone; else by blanks, or by tabs where the first two are. */
  readonly tabsOnly: boolean;
}

/**
 * Reads W3C extended logs and their relatives: `#Fields` says what the columns are, and may say so anew at any line.
 * Columns may be quoted. Directives and comments are blank lines.
 */
export class ColumnReader implements LineReader {
  readonly name: string;
  readonly #format: ColumnFormat;
  readonly #taker: FieldTaker;
  readonly #fields = new Int16Array(MAX_COLUMNS);
  readonly #parts = new Int8Array(MAX_COLUMNS);
  /** Length of each column of the last line. */
  readonly #lengths = new Int32Array(MAX_COLUMNS);
  #names: readonly string[] = [];
  #steps: ProgramSteps | null = null;
  /** Columns up to the last one that means something; a line may end before, once it has had those without which there is
   * no request. */
  #needed = 0;
  #required = 0;
  #hasDate = false;
  #hasReferrer = 0;
  #hasUserAgent = 0;
  /** The day of `#Date`, for logs whose lines have a clock time only; NaN before any. */
  #directiveDay = Number.NaN;
  #failedAt = 0;
  #failedColumn = -1;

  constructor(format: ColumnFormat, logTz: string) {
    this.name = format.name;
    this.#format = format;
    this.#taker = new FieldTaker(logTz);
    if (format.usual !== null) this.#setColumns(format.usual);
  }

  get kernelProgram(): KernelProgram | null {
    return this.#steps && { steps: this.#steps, zone: this.#taker.time.zone };
  }

  /** The columns and the day that directives have named, and what times depend on. */
  get state(): string {
    const day = Number.isNaN(this.#directiveDay) ? null : this.#directiveDay;
    return JSON.stringify([this.#taker.time.zone.state, day, this.#names]);
  }

  resume(state: string): void {
    const [zone, day, names] = JSON.parse(state) as [string, number | null, string[]];
    this.#taker.time.zone.resume(zone);
    this.#directiveDay = day ?? Number.NaN;
    this.#setColumns(names);
  }

  read(bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
    if (start === end) return Outcome.blank;
    if (bytes[start] === HASH) return this.#directive(bytes, start, end);
    this.#failedColumn = -1;
    this.#failedAt = start;
    if (this.#needed === 0) return NO_FIELDS_LINE;
    const taker = this.#taker;
    const parts = taker.parts;
    taker.begin(bytes, record);
    record.hasReferrer = this.#hasReferrer;
    record.hasUserAgent = this.#hasUserAgent;
    if (!this.#hasDate && !Number.isNaN(this.#directiveDay)) parts.setDate(this.#directiveDay);
    const separator = this.#format.tabsOnly ? Ascii.tab : separatorOf(bytes, start, end);
    const tabsOnly = separator === Ascii.tab;
    const needed = this.#needed;
    const lengths = this.#lengths;
    let p = start;
    for (let column = 0; column < needed; column += 1) {
      if (!tabsOnly) while (p < end && bytes[p] === Ascii.blank) p += 1;
      if (p >= end && !(tabsOnly && p === end && column > 0 && bytes[p - 1] === Ascii.tab)) {
        if (column >= this.#required) break;
        return this.#fail(column, end, COLUMN_COUNT);
      }
      let q = p;
      let from = p;
      let to = p;
      if (bytes[p] === Ascii.quote) {
        q = quotedEnd(bytes, p + 1, end);
        from = p + 1;
        to = q;
        if (q < end) q += 1;
      } else {
        if (lengths[column]! >= LONG_COLUMN) {
          // Natively; the search may run beyond the line where this is its last column.
          q = bytes.indexOf(separator, p);
          if (q < 0 || q > end) q = end;
        } else while (q < end && bytes[q] !== separator) q += 1;
        to = q;
        lengths[column] = q - p;
      }
      const field = this.#fields[column]!;
      if (field === Field.timePart) {
        const after = parts.read(bytes, from, to, this.#parts[column]!);
        if (after < 0) return this.#fail(column, from, timeOutcome(after));
      } else if (field !== Field.skip) {
        const outcome = taker.take(field, bytes, from, to, record);
        if (outcome !== Outcome.record) return this.#fail(column, from, outcome);
      }
      p = tabsOnly ? q + 1 : q;
    }
    const outcome = taker.finish(record);
    return outcome === Outcome.record ? outcome : this.#fail(-1, start, outcome);
  }

  failure(): ReadFailure {
    const name = this.#names[this.#failedColumn];
    if (this.#needed === 0) return { at: this.#failedAt, expected: "a #Fields line before the first entry" };
    return { at: this.#failedAt, expected: name ?? `columns ${this.#names.slice(0, 6).join(" ")} …` };
  }

  #fail(column: number, at: number, outcome: number): number {
    this.#failedColumn = column;
    this.#failedAt = at;
    return outcome;
  }

  #directive(bytes: Uint8Array, start: number, end: number): number {
    // Directives are few, so strings are fine here.
    const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 4096)));
    // Zeek has a tab in place of the colon.
    const fields = /^#\s*Fields(?:\s*:|\t)\s*(.*)$/i.exec(text)?.[1];
    if (fields !== undefined) this.#setColumns(fields.trim().split(/\s+/).slice(0, MAX_COLUMNS));
    const date = /^#\s*Date\s*:\s*(\d{4})-(\d\d)-(\d\d)/i.exec(text);
    if (date !== null) this.#directiveDay = Date.UTC(Number(date[1]), Number(date[2]) - 1, Number(date[3]));
    // Any format has comments; a log of which only the comments can be read is of another.
    return fields === undefined && !/^#\s*\w/.test(text) ? OTHER_FORMAT : Outcome.blank;
  }

  #setColumns(names: readonly string[]): void {
    this.#names = names;
    this.#needed = 0;
    this.#required = 0;
    this.#hasDate = false;
    this.#hasReferrer = 0;
    this.#hasUserAgent = 0;
    this.#steps = null;
    const { mark } = this.#format;
    if (mark !== undefined && !names.includes(mark)) return;
    const meanings = names.map((name) => {
      const key = name.toLowerCase();
      return Object.hasOwn(this.#format.columns, key) ? this.#format.columns[key] : undefined;
    });
    meanings.forEach((column, at) => {
      // Of several columns with one meaning the best is read, and the first of equals.
      const isBest = meanings.every((other, otherAt) => {
        if (
          other === undefined ||
          column === undefined ||
          other.field !== column.field ||
          other.part !== column.part
        )
          return true;
        const difference = (other.rank ?? 0) - (column.rank ?? 0);
        return difference > 0 || (difference === 0 && otherAt >= at);
      });
      this.#fields[at] = isBest && column !== undefined ? column.field : Field.skip;
      this.#parts[at] = column?.part ?? 0;
      if (column === undefined || !isBest) return;
      this.#needed = at + 1;
      if (ESSENTIAL.includes(column.field)) this.#required = at + 1;
      if (column.part === TimePart.date || column.field === Field.anyTime) this.#hasDate = true;
      if (column.field === Field.referrer) this.#hasReferrer = 1;
      if (column.field === Field.userAgent) this.#hasUserAgent = 1;
    });
    // Without a date in the lines they have that of a directive, which the kernel does not know.
    if (!this.#hasDate) return;
    const columns = names.slice(0, this.#needed).map((_, at) => {
      return { field: this.#fields[at]!, part: this.#parts[at]! };
    });
    this.#steps = kernelColumnsOf(columns, {
      hasReferrer: this.#hasReferrer === 1,
      hasUserAgent: this.#hasUserAgent === 1,
      separator: this.#format.tabsOnly ? Ascii.tab : 0,
      required: this.#required,
    });
  }
}

/** What parts the first two columns of a line parts all of them: a blank or a tab. */
function separatorOf(bytes: Uint8Array, start: number, end: number): number {
  for (let i = start; i < end; i += 1) {
    if (bytes[i] === Ascii.blank) return Ascii.blank;
    if (bytes[i] === Ascii.tab) return Ascii.tab;
  }
  return Ascii.blank;
}

/** Where a quoted column ends: `""` is a quote within. */
function quotedEnd(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end) {
    if (bytes[i] === Ascii.quote) {
      if (bytes[i + 1] !== Ascii.quote || i + 1 >= end) return i;
      // An empty column, "", is followed by a separator, not by text.
      if (i === start) return i;
      i += 1;
    } else if (bytes[i] === Ascii.backslash) i += 1;
    i += 1;
  }
  return end;
}
