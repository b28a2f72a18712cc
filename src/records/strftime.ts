import { Field, type Piece, TimePart } from "./fields.ts";

/** Directives of strftime that are one part of a timestamp. */
const PARTS: Readonly<Record<string, number>> = {
  Y: TimePart.year,
  y: TimePart.shortYear,
  m: TimePart.month,
  b: TimePart.monthName,
  h: TimePart.monthName,
  d: TimePart.day,
  e: TimePart.day,
  H: TimePart.hour,
  I: TimePart.hour,
  k: TimePart.hour,
  M: TimePart.minute,
  S: TimePart.second,
  p: TimePart.half,
  z: TimePart.zone,
};

/** Directives that stand for several others (POSIX locale). */
const COMPOSED: Readonly<Record<string, string>> = {
  T: "%H:%M:%S",
  X: "%H:%M:%S",
  F: "%Y-%m-%d",
  D: "%m/%d/%y",
  x: "%m/%d/%y",
  R: "%H:%M",
  r: "%I:%M:%S %p",
  c: "%a %b %e %H:%M:%S %Y",
};

/** Apache's own additions: a fraction, without a percent sign. */
const FRACTIONS: Readonly<Record<string, number>> = {
  msec_frac: TimePart.milliseconds,
  usec_frac: TimePart.microseconds,
};

/** The two commonest formats have readers of their own, which remember the date. */
const WHOLE: Readonly<Record<string, number>> = {
  "%d/%b/%Y:%H:%M:%S %z": Field.clfTime,
  "%d/%b/%Y:%T %z": Field.clfTime,
  "%d/%b/%Y:%H:%M:%S": Field.clfTime,
  "%d/%b/%Y:%T": Field.clfTime,
  "%Y-%m-%dT%H:%M:%S%z": Field.isoTime,
  "%FT%T%z": Field.isoTime,
  "%Y-%m-%d %H:%M:%S": Field.isoTime,
  "%F %T": Field.isoTime,
};

/**
 * The pieces of a strftime format.
 * @param name of the field they belong to, for messages
 */
export function strftimePieces(format: string, name: string): Piece[] {
  const whole = Object.hasOwn(WHOLE, format) ? WHOLE[format] : undefined;
  if (whole === Field.clfTime || whole === Field.isoTime) return [{ field: whole, name }];
  const fraction = Object.hasOwn(FRACTIONS, format) ? FRACTIONS[format] : undefined;
  if (fraction !== undefined) return [{ field: Field.timePart, part: fraction, name }];
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of expand(format).matchAll(/%[-_0^#E O]?([A-Za-z%])/g)) {
    pieces.push(expand(format).slice(at, match.index));
    at = match.index + match[0].length;
    const letter = match[1] ?? "";
    if (letter === "%") pieces.push("%");
    else if (letter === "s") pieces.push({ field: Field.epochTime, name });
    else {
      const part = Object.hasOwn(PARTS, letter) ? PARTS[letter] : undefined;
      pieces.push(part === undefined ? { field: Field.skip, name } : { field: Field.timePart, part, name });
    }
  }
  pieces.push(expand(format).slice(at));
  return pieces;
}

function expand(format: string): string {
  return format.replace(/%([A-Za-z])/g, (directive, letter: string) =>
    Object.hasOwn(COMPOSED, letter) ? (COMPOSED[letter] ?? directive) : directive,
  );
}
