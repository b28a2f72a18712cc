/**
 * Characters that a terminal obeys instead of showing, that turn the direction of what stands beside them, or that
 * cannot be seen: controls (C0, DEL, C1), bidirectional marks and overrides, zero-width and other format characters,
 * line and paragraph separators, tags, halves of surrogate pairs, private use.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u{2028}\u{2029}\u{115f}\u{1160}\u{3164}\u{ffa0}]/gu;

/**
 * Text from a log made safe to show on a terminal: every character that is obeyed rather than seen becomes `\x1b` or
 * `\u{202e}`. Every text of a report goes through here before it is laid out. O(length).
 */
export function safe(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.codePointAt(0)!;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
  });
}

/** Signs that the report itself uses, and the one ASCII character that stands for each, so that nothing moves. */
const ASCII: Readonly<Record<string, string>> = {
  "–": "-",
  "—": "-",
  "−": "-",
  "…": "~",
  "·": "|",
  "│": "|",
  "└": "+",
  "┴": "+",
  "─": "-",
  "█": "#",
  "░": ":",
  "’": "'",
  "“": '"',
  "”": '"',
};

/**
 * The same text in ASCII: the report's own signs by their likes, letters without their accents, all else as `\u{e9}`.
 * Escape sequences of colours stay.
 */
export function toAscii(text: string): string {
  return text.replace(/[^\u0000-\u007e]/gu, (character) => {
    const sign = ASCII[character];
    if (sign !== undefined) return sign;
    const bare = character.normalize("NFD").replace(/\p{Mn}/gu, "");
    return /^[\u0020-\u007e]+$/.test(bare) ? bare : `\\u{${character.codePointAt(0)!.toString(16)}}`;
  });
}

/** Every text within a plain value mapped; keys stay. */
export function mapTexts<T>(value: T, map: (text: string) => string): T {
  return mapped(value, map) as T;
}

function mapped(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === "string") return map(value);
  if (Array.isArray(value)) return value.map((item: unknown) => mapped(item, map));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapped(item, map)]));
}
