import { printable } from "../../bytes/text.ts";

/**
 * Text from a log made safe to show on a terminal, see {@link printable}. Every text of a report goes through here before it
 * is laid out. O(length).
 */
export function safe(text: string): string {
  return printable(text);
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
  "░": "=",
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
