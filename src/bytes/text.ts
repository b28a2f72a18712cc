const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The span as a string, decoded as UTF-8 with U+FFFD for what is none. Control characters stay as they are:
 * whoever writes to a terminal passes the text through {@link printable}. For reports, not for every line.
 */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}

/** As {@link textOf}, for text that was cut anywhere: a character that was cut in two is left out. */
export function cutTextOf(bytes: Uint8Array): string {
  const text = decoder.decode(bytes, { stream: true });
  decoder.decode();
  return text;
}

/**
 * Characters that a terminal obeys instead of showing, that turn the direction of what stands beside them, or that
 * cannot be seen: controls (C0, DEL, C1), bidirectional marks and overrides, zero-width and other format characters,
 * line and paragraph separators, tags, halves of surrogate pairs, private use.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u{2028}\u{2029}\u{115f}\u{1160}\u{3164}\u{ffa0}]/gu;

/**
 * Text made safe to show: every character that is obeyed rather than seen becomes `\x1b` or `\u{202e}`. What is then longer
 * than `maxLength` is cut and ends in `…`. O(length).
 */
export function printable(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  const escaped = text.replace(UNSAFE, (character) => {
    const code = character.codePointAt(0)!;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
  });
  return escaped.length > maxLength ? `${escaped.slice(0, maxLength - 1)}…` : escaped;
}

/** Where three, six, nine … digits are left. */
const THOUSANDS = /\B(?=(?:\d{3})+$)/g;

/** A whole number for people: `12,345`. As `Intl.NumberFormat` has it, which takes ten milliseconds to be ready. */
export function grouped(value: number): string {
  return String(Math.round(value)).replace(THOUSANDS, ",");
}
